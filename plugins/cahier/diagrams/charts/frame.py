"""What charts share: round ticks, a scale from values to places, a legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import plate, tag, text
from cahier.diagrams.words import ROOMY, fit, measure

WIDTH = 670.0  # prints at 7 pt a 10 unit letter in the width of the document
NARROW = 356.0  # what a phone held upright shows at once
_SWATCH, _SPACE, _LINE = 12.0, 18.0, 20.0
_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend; `shape` is `bar`, `line` or `mark`."""

    label: str
    css: str
    shape: str = "bar"


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high`, laid from `start` to `end`."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """Return where a value lies; beyond the ends it lies at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1)
        return self.start + float(share) * (self.end - self.start)


def ticks(values: Iterable[Decimal], most: int = 6) -> tuple[Decimal, ...]:
    """Return round numbers, zero among them, that enclose *values*; about *most* of them."""
    known = (Decimal(0), *values)
    low, high = min(known), max(known)
    step = _step((high - low) / most or Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return tuple(step * n for n in range(int(first), int(last) + 1))


def legend(keys: Sequence[Key], left: float, width: float) -> tuple[str, float]:
    """Return a legend at the top of a drawing, and its height."""
    parts: list[str] = []
    x, y = left, 4.0
    for key in keys:
        label = fit(key.label, width - left - _SWATCH - 5, ROOMY)
        room = _SWATCH + 5 + measure(label, ROOMY) + _SPACE
        if x > left and x + room - _SPACE > width:
            x, y = left, y + _LINE
        parts.append(_entry(key, label, x, y))
        x += room
    return "".join(parts), y + _LINE + 6 if keys else 6.0


def _entry(key: Key, label: str, x: float, y: float) -> str:
    name = text((label,), x + _SWATCH + 5, y, ROOMY, "ch-text", text_anchor="start")
    middle = y + _SWATCH / 2
    if key.shape == "bar":
        return plate(Rect(x, y, _SWATCH, _SWATCH), key.css) + name
    path = f"M{x} {middle}h{_SWATCH}" if key.shape == "line" else f"M{x + 6} {y}v{_SWATCH}"
    return tag("path", key.css, d=path) + name


def _step(least: Decimal) -> Decimal:
    power = Decimal(10) ** least.adjusted()
    return next(step * power for step in _STEPS if step * power >= least)
