"""A square of coloured cells with names in them, such as a risk matrix; several in one drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from cahier.diagrams.charts.frame import Key, legend
from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import framed, plate, tag, text
from cahier.diagrams.words import LEADING, ROOMY, SMALL, measure, plain

_CELL, _LOW, _AXIS, _GAP, _PAD = 56.0, 40.0, 40.0, 30.0, 5.0
_LINE = SMALL * LEADING + 2
_MOST = 8  # lines in a cell

Place = tuple[int, int]  # column and row, from 1, rows upwards


@dataclass(frozen=True, slots=True)
class Matrix:
    """One square: what it shows, and the ids in each of its cells, each a link.

    A cell of many has the first of them and the number of the others.
    """

    title: str
    held: Mapping[Place, Sequence[str]]


def matrices(
    squares: Sequence[Matrix],
    inks: Mapping[Place, str],
    axes: tuple[str, str],
    title: str,
    description: str,
    keys: Sequence[Key] = (),
    prefix: str = "",
    *,
    stacked: bool = False,
) -> str:
    """Return *squares* side by side as one SVG element; one below the other when *stacked*.

    *inks* gives each cell its colour, and so the size of the squares; *axes* are what columns and
    rows are called. *prefix* keeps the drawing's ids apart from those of others.
    """
    size = max(column for column, _ in inks)
    heights = {row: _height(squares, row, size) for row in range(1, size + 1)}
    wide = _AXIS + size * _CELL
    high = ROOMY * 2 + sum(heights.values()) + _AXIS
    right, down = (0.0, high + _GAP) if stacked else (wide + _GAP, 0.0)
    others = len(squares) - 1
    width = wide + others * right + 1
    head, top = legend(keys, 0.0, width)
    full = top + high + others * down
    drawn = "".join(
        "".join(_square(square, inks, axes, heights, index * right, top + index * down))
        for index, square in enumerate(squares)
    )
    role = "group" if any(square.held for square in squares) else "img"
    return framed(
        "ch-chart", title, description, width, full, head + drawn, prefix=prefix, role=role
    )


def _height(squares: Sequence[Matrix], row: int, size: int) -> float:
    most = max(len(s.held.get((c, row), ())) for s in squares for c in range(1, size + 1))
    return max(_LOW, min(most, _MOST) * _LINE + 2 * _PAD)


def _square(
    square: Matrix,
    inks: Mapping[Place, str],
    axes: tuple[str, str],
    heights: Mapping[int, float],
    left: float,
    top: float,
) -> Iterator[str]:
    size, start = len(heights), left + _AXIS
    middle = start + size * _CELL / 2
    yield text((plain(square.title),), middle, top, ROOMY, "ch-text", font_weight="bold")
    top += ROOMY * 2
    tops = {row: top + sum(h for r, h in heights.items() if r > row) for row in heights}
    bottom = top + sum(heights.values())
    for column, row in product(range(1, size + 1), range(size, 0, -1)):
        rect = Rect(start + (column - 1) * _CELL, tops[row], _CELL, heights[row])
        yield plate(rect, inks[column, row])
        yield from _ids(square.held.get((column, row), ()), rect)
    for n, height in heights.items():
        centre = tops[n] + height / 2
        yield text((str(n),), start - 10, centre - SMALL * 0.6, SMALL, "ch-soft")
        yield text((str(n),), start + (n - 0.5) * _CELL, bottom + 4, SMALL, "ch-soft")
    yield text((axes[0],), middle, bottom + 19, ROOMY, "ch-text")
    x, y = left + 4, (top + bottom) / 2
    turn = f"rotate(-90 {x:.2f} {y:.2f})"
    yield text((axes[1],), x, y - ROOMY * 0.6, ROOMY, "ch-text", transform=turn)


def _ids(ids: Sequence[str], rect: Rect) -> Iterator[str]:
    """Yield the ids in a cell; where there are too many, the first and how many more."""
    shown = ids if len(ids) <= _MOST else ids[: _MOST - 1]
    y = rect.center - min(len(ids), _MOST) * _LINE / 2
    if len(ids) > len(shown):
        more = f"+ {len(ids) - len(shown)}"
        yield text((more,), rect.middle, y + len(shown) * _LINE, SMALL, "ch-text")
    for index, id in enumerate(shown):
        size = min(SMALL, SMALL * (_CELL - 4) / measure(id, SMALL))
        line = text((plain(id),), rect.middle, y + index * _LINE, size, "ch-text")
        yield tag("a", "ch-link", line, href=id)
