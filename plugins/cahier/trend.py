"""V17, the trend of completeness: how much of what is asked today the last versions had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path

from cahier import git
from cahier.completeness import TICKS, percent, states
from cahier.diagnostic import UnusableError
from cahier.diagrams.charts import Bar, Part, both
from cahier.history import at
from cahier.page import Diagram, Table, Text
from cahier.project import Checked
from cahier.texts import Words
from cahier.views.figures import given, share
from cahier.views.values import count, day

_MOST = 3  # versions beside the one at hand
_LARGE = 2_000  # records: to check versions of a larger specification takes longer than its site


@dataclass(frozen=True, slots=True)
class Point:
    """A version: rules and due fields met among those that today's gate asks.

    The name is empty for the one at hand.
    """

    name: str
    date: str
    met: int
    applicable: int

    @property
    def percent(self) -> Decimal:
        """The share met."""
        return percent(self.met, self.applicable)


def points(root: Path, checked: Checked) -> tuple[Point, ...]:
    """Return the last versions that have a tag, then the one at hand; nothing without a tag.

    Each is judged as of today and at today's gate, by its own schemas.
    """
    if not checked.spec.stage.gate or len(checked.spec.records) > _LARGE:
        return ()
    policy = checked.policy
    known = [
        _point(root.resolve(), tag, policy.stage, policy.today) for tag in git.tags(root)[-_MOST:]
    ]
    told = tuple(point for point in known if point)
    return (*told, _measured("", policy.today, checked)) if told else ()


def drawing(found: Sequence[Point], words: Words) -> Diagram:
    """Return the versions as bars."""
    names = [point.name or words.label("history-now") for point in found]
    rows = tuple(
        Bar(name, (Part(p.percent),), share(words, p.percent).text)
        for name, p in zip(names, found, strict=True)
    )
    title, told = words.label("trend"), words.label("trend-description")
    svg, narrow = both(rows, TICKS, title, told, partial(given, words), prefix="tendance-")
    columns = ("revision", "history-date", "complete", "met", "asked")
    lines = tuple(
        (
            (Text(name),),
            day(words, p.date),
            (share(words, p.percent),),
            count(words, p.met),
            count(words, p.applicable),
        )
        for name, p in zip(names, found, strict=True)
    )
    return Diagram(
        svg, title, Table(tuple(map(words.label, columns)), lines, name="tendance"), narrow=narrow
    )


# A tag stays where it is: while a site is served, each is judged once.
@lru_cache(maxsize=_MOST)
def _point(root: Path, tag: git.Tag, stage: str, today: str) -> Point | None:
    try:
        checked = at(root, tag.commit, stage, today)
    except UnusableError:  # the schemas of then had no such gate
        return None
    return _measured(tag.name, tag.date, checked) if checked else None


def _measured(name: str, date: str, checked: Checked) -> Point:
    found = states(checked)
    met, asked = sum(s.met for s in found), sum(s.applicable for s in found)
    return Point(name, date, met, asked)
