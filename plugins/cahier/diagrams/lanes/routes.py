"""Which way each arrow goes, before anything has a size.

Every route has one vertical, at the column where it turns: the lane of its source or of its
target (no or one bend), or a gutter (two bends).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cahier.diagrams.lanes.tidy import Process

_UPRIGHT = 2  # arrows a box may have above or below, before others have to take its sides


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a box is: lanes stand at the odd columns."""

    row: int
    column: int

    def side(self, turn: int, upright: str) -> str:
        """Return the side towards a vertical, `upright` if it runs through this very lane."""
        if turn == self.column:
            return upright
        return "right" if turn > self.column else "left"


@dataclass(frozen=True, slots=True)
class _Run:
    """A straight piece of a route: a column from row to row, or a row from column to column."""

    upright: bool
    at: int
    low: int
    high: int

    def crosses(self, other: "_Run") -> bool:
        """Tell whether two runs meet in the open, at a right angle."""
        return (
            self.upright != other.upright
            and self.low < other.at < self.high
            and other.low < self.at < other.high
        )


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one arrow: along the row, along the column `turn`, along the other row."""

    index: int
    source: Cell
    target: Cell
    label: str
    turn: int = -1

    @property
    def back(self) -> bool:
        """A return: to an earlier step, or to the same."""
        return self.target.row <= self.source.row

    @property
    def rows(self) -> tuple[int, int]:
        """The rows of its ends, the upper first."""
        return min(self.source.row, self.target.row), max(self.source.row, self.target.row)

    @property
    def leaves(self) -> str:
        """The side of its box it leaves by."""
        return self.source.side(self.turn, "bottom")

    @property
    def enters(self) -> str:
        """The side of its box it comes in by."""
        return self.target.side(self.turn, "top")

    def runs(self) -> tuple[_Run, ...]:
        """Return its pieces: one, two or three."""
        levels = (
            _Run(False, end.row, min(end.column, self.turn), max(end.column, self.turn))
            for end in (self.source, self.target)
            if end.column != self.turn
        )
        return _Run(True, self.turn, *self.rows), *levels


def routes(process: Process) -> tuple[Route, ...]:
    """Return every arrow with the cheapest way left, the short ones served first."""
    row = {step.number: index for index, step in enumerate(process.steps)}
    cells = [Cell(*place) for place in enumerate(process.column)]
    ends = (
        (cells[source], cells[row[arrow.to]], arrow.label)
        for source, step in enumerate(process.steps)
        for arrow in step.next
    )
    wanted = [Route(index, *end) for index, end in enumerate(ends)]
    router = _Router(process)
    order = sorted(wanted, key=lambda r: (r.back, r.rows[1] - r.rows[0], r.index))
    return tuple(sorted(map(router.choose, order), key=lambda route: route.index))


@dataclass(frozen=True, slots=True)
class _Router:
    """What the routes chosen so far occupy."""

    process: Process
    runs: list[_Run] = field(default_factory=list)
    ports: Counter[tuple[Cell, str]] = field(default_factory=Counter)

    def choose(self, wanted: Route) -> Route:
        """Return the route by its cheapest way, and take its place."""
        ways = (replace(wanted, turn=turn) for turn in self.turns(wanted.source, wanted.target))
        best = min(ways, key=self.cost)
        self.runs.extend(best.runs())
        self.ports.update([(best.source, best.leaves), (best.target, best.enters)])
        return best

    def turns(self, source: Cell, target: Cell) -> Iterator[int]:
        """Yield the columns the boxes allow: a lane that is free, or a gutter near."""
        lanes = (source.column, target.column)
        if source.row < target.row:
            free = [self.process.free(lane, source.row, target.row) for lane in lanes]
            if free[0] and self.ports[source, "bottom"] < _UPRIGHT:
                yield source.column
            if free[1] and lanes[0] != lanes[1] and self.ports[target, "top"] < _UPRIGHT:
                yield target.column
        yield from sorted({lane + side for lane in lanes for side in (-1, 1)})

    def cost(self, route: Route) -> float:
        """Return how much the eye pays for this way."""
        runs = route.runs()
        crossings = sum(mine.crosses(other) for mine in runs for other in self.runs)
        along = sum(run.high - run.low for run in runs if not run.upright)
        shared = self.ports[route.source, route.leaves] + self.ports[route.target, route.enters]
        edge = route.turn in (0, 2 * len(self.process.lanes))
        aside = route.leaves == "bottom" and route.enters != "top"
        return len(runs) + 2 * crossings + 0.8 * shared + 0.3 * (along + edge + aside)
