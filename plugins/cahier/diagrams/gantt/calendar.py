"""Days as places from left to right, and the years and months above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import plate, tag, text
from cahier.diagrams.words import SMALL, fit, widest

_YEAR, _MONTH = 16.0, 16.0
_YEARS, _ROOM = (1, 2, 5, 10, 50, 100, 1000), 20.0  # how many years a name stands for
HEAD = _YEAR + _MONTH


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whole months from `first` up to `last`, excluded, laid from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def around(cls, days: Sequence[date], left: float, right: float) -> Calendar:
        """Return the months that hold *days*."""
        low, high = min(days), max(days)
        return cls(low.replace(day=1), _following(high.replace(day=1)), left, right)

    def at(self, day: date) -> float:
        """Return where a day begins."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.right - self.left)

    def after(self, day: date) -> float:
        """Return where a day ends."""
        return self.at(day + timedelta(1)) if day < date.max else self.right

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        found = [self.first]
        while (following := _following(found[-1])) < self.last:
            found.append(following)
        return found


def head(calendar: Calendar, names: Sequence[str], bottom: float) -> Iterator[str]:
    """Yield years and months, with a line down to *bottom* before each, as far as they fit."""
    yield from _years(calendar, bottom)
    months = calendar.months
    step = _step(calendar, names, months)
    for day in months if step else ():
        if (day.month - 1) % step == 0:
            x = calendar.at(day)
            end = calendar.at(min(_following(day, step), calendar.last))
            yield tag("path", "ch-grid", d=f"M{x:.2f} {_YEAR:.2f}V{bottom:.2f}")
            label = fit(names[day.month - 1], end - x, SMALL)
            yield text((label,), (x + end) / 2, _YEAR + 2, SMALL, "ch-soft")


def _years(calendar: Calendar, bottom: float) -> Iterator[str]:
    first, last = calendar.first.year, calendar.last.year
    room = (calendar.right - calendar.left) / (last - first + 1)
    step = next(step for step in _YEARS if room * step >= _ROOM or step == _YEARS[-1])
    starts = [y for y in range(first, last + 1) if y % step == 0 or y == first]
    days = [max(date(year, 1, 1), calendar.first) for year in starts]
    for day, end in pairwise([*days, calendar.last]):
        x, until = calendar.at(day), calendar.at(end)
        yield plate(Rect(x, 0, until - x, _YEAR), "ch-back")
        yield tag("path", "ch-axis", d=f"M{x:.2f} 0V{bottom:.2f}")
        label = fit(str(day.year), until - x, SMALL)
        yield text((label,), (x + until) / 2, 2, SMALL, "ch-text", font_weight="bold")


def _step(calendar: Calendar, names: Sequence[str], months: Sequence[date]) -> int:
    """Return how many months a name stands for: 1, 3, 6, or 0 when there is no room."""
    room = (calendar.right - calendar.left) / len(months)
    wide = widest(names, SMALL) + 4
    return next((step for step in (1, 3, 6) if room * step >= wide), 0)


def _following(month: date, by: int = 1) -> date:
    years, rest = divmod(month.month - 1 + by, 12)
    year = month.year + years
    return date(year, rest + 1, 1) if year <= date.max.year else date.max
