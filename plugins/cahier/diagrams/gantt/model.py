"""What a Gantt chart is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the chart, and what is drawn on it.

    `shape` is `phase`, `task`, `milestone` or `deliverable`; `progress` goes from 0 to 1. `after`
    names the rows it waits for, `days` are milestones shown on the
    line itself, and whether they are past. `note` is read
    out, and shown when the mouse rests on it.
    """

    id: str
    label: str
    shape: str
    start: date
    end: date
    level: int = 0
    progress: float = 0.0
    critical: bool = False
    late: bool = False
    after: tuple[str, ...] = ()
    days: tuple[tuple[date, bool], ...] = ()
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of the legend, and of the months."""

    phase: str
    task: str
    done: str
    milestone: str
    deliverable: str
    critical: str
    late: str
    today: str
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows from top to bottom, and the day that counts as today."""

    rows: Sequence[Row]
    legend: Legend
    today: date | None = None
    width: float = 1000.0  # prints at 7.5 pt a 10 unit letter on A4 sideways
