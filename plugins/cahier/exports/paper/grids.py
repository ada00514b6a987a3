"""Tables that fit the page: widths, size of letters, heads on their side, pages on their side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from cahier.exports.paper.nodes import Grid, Para, Parts, Sideways, Spans
from cahier.exports.paper.words import lines, said
from cahier.widths import Column, column, length, shares

# Points across a page upright, inside a card, and on its side; what a page holds of lines.
UPRIGHT, INSIDE, ASIDE = 470.0, 440.0, 717.0
_TALL = 300.0
_LEADING = 1.35
_NORMAL, _DENSE, _SMALL = 8.5, 7.5, 6.5
_TURNED_FROM = 6
_SHORT = 5.0  # in em: cells under titles that may stand on their side
_TURNED = 1.5  # in em: the least such a column takes


@dataclass(frozen=True, slots=True)
class _Fit:
    """One way to set a table: how wide, in letters how big, the titles turned or not."""

    width: float
    size: float
    turned: bool = False

    @property
    def room(self) -> float:
        """The width in em of its letters."""
        return self.width / self.size


def grid(table: Grid, *, inside: bool = False) -> Parts:
    """Return *table* with widths, or as several when its columns fit on no page.

    One *inside* a card stays upright.
    """
    if not table.columns:
        return ()
    measured = _measured(table)
    for fit in _fits(table, inside):
        columns = _turned(table, measured) if fit.turned else measured
        if sum(c.least for c in columns) <= fit.room:
            return _placed((_set(table, columns, fit),), fit)
    last = _fits(table, inside)[-1]
    columns = _turned(table, measured) if last.turned else measured
    return _placed(tuple(_split(table, columns, last)), last)


def _placed(tables: tuple[Grid, ...], fit: _Fit) -> Parts:
    return (Sideways(tables),) if fit.width == ASIDE else tables


def _fits(table: Grid, inside: bool) -> Sequence[_Fit]:
    """Return the ways to try, the most readable first."""
    upright = INSIDE if inside else UPRIGHT
    ways = [_Fit(upright, _NORMAL), _Fit(upright, _DENSE)]
    if _may_turn(table):
        ways.append(_Fit(upright, _DENSE, turned=True))
    if not inside:
        ways += [_Fit(ASIDE, _NORMAL), _Fit(ASIDE, _DENSE)]
        if _may_turn(table):
            ways.append(_Fit(ASIDE, _DENSE, turned=True))
    return [*ways, replace(ways[-1], size=_SMALL)]


def _may_turn(table: Grid) -> bool:
    """Whether there are many columns and most hold next to nothing under a long title."""
    columns = list(zip(*table.rows, strict=True))[1:] if table.rows else []
    slim = sum(max(map(_widest, cells)) <= _SHORT for cells in columns)
    return len(table.columns) >= _TURNED_FROM and slim * 2 >= len(table.columns)


def _measured(table: Grid) -> list[Column]:
    rows = [*table.rows, *([table.totals] if table.totals else [])]
    titles = [said(title) for title in table.columns]
    return [
        column([titles[n], *(" ".join(lines(row[n])) for row in rows)])
        for n in range(len(table.columns))
    ]


def _turned(table: Grid, measured: Sequence[Column]) -> list[Column]:
    """Return the columns as wide as their cells ask, where these are short."""
    kept = [measured[0]]
    for n, wide in enumerate(measured[1:], 1):
        body = max((_widest(row[n]) for row in table.rows), default=0.0)
        slim = max(body, _TURNED)
        kept.append(Column(slim, slim, slim) if body <= _SHORT else wide)
    return kept


def _widest(cell: Parts) -> float:
    return max(map(length, lines(cell)), default=0.0)


def _set(table: Grid, columns: Sequence[Column], fit: _Fit) -> Grid:
    given = shares(columns, fit.room)
    widths = [share / 100 * fit.room for share in given]
    tall = tuple(n for n, row in enumerate(table.rows) if _height(row, widths) * fit.size > _TALL)
    return replace(
        table,
        shares=tuple(round(share, 2) for share in given),
        size=fit.size,
        turned=fit.turned,
        tall=tall,
    )


def _height(row: Sequence[Parts], widths: Sequence[float]) -> float:
    """Return how high a row will be at most, in em."""
    return max(
        (tallness(cell, width) for cell, width in zip(row, widths, strict=True)), default=0.0
    )


def tallness(parts: Parts, width: float) -> float:
    """Return how high *parts* will be across *width*, both in em, rather too much than too little.

    Every paragraph may leave its last line nearly empty, and a long word the one before it.
    """
    turns = (ceil(1.15 * length(line) / max(width - 1.0, 1.0)) + 0.4 for line in lines(parts))
    return _LEADING * sum(turns)


def _split(table: Grid, measured: Sequence[Column], fit: _Fit) -> Iterator[Grid]:
    """Yield the table a few columns at a time, the first one repeated."""
    groups: list[list[int]] = [[]]
    for n, wide in enumerate(measured[1:], 1):
        used = measured[0].least + sum(measured[m].least for m in groups[-1])
        if groups[-1] and used + wide.least > fit.room:
            groups.append([])
        groups[-1].append(n)
    for number, group in enumerate(groups, 1):
        kept = [0, *group]
        part = _columns(table, kept)
        count = f" ({number}/{len(groups)})"
        yield _set(
            replace(part, caption=table.caption + count if table.caption else ""),
            [measured[n] for n in kept],
            fit,
        )


def _columns(table: Grid, kept: Sequence[int]) -> Grid:
    return replace(
        table,
        columns=tuple(table.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
        aligns=tuple(table.aligns[n] for n in kept),
        totals=tuple(table.totals[n] for n in kept) if table.totals else (),
    )


def cell(spans: Spans) -> Parts:
    """Return *spans* as the content of a cell."""
    return (Para(spans),) if spans else ()
