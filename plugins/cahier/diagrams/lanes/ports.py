"""Where routes touch the left and right sides of their boxes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from cahier.diagrams.lanes.columns import Columns
from cahier.diagrams.lanes.routes import Route

_PORT, _LABELLED_PORT = 9.0, 15.0
_End = tuple[Route, bool]  # a route, and whether it leaves here


@dataclass(frozen=True, slots=True)
class Ports:
    """How far from the middle of its side each end is, and the height each row needs for them."""

    places: Mapping[_End, float]
    height: Mapping[int, float]


def ports(routes: Sequence[Route], columns: Columns) -> Ports:
    """Return the ports of all routes."""
    places: dict[_End, float] = {}
    height: dict[int, float] = defaultdict(float)
    for (row, _), ends in _sides(routes, columns).items():
        spread = _spread([bool(route.label) and out for route, out in ends])
        places.update(zip(ends, spread, strict=True))
        height[row] = max(height[row], spread[-1] - spread[0] + 18)
    return Ports(places, height)


def _spread(labelled: Sequence[bool]) -> list[float]:
    """Return places around the middle of a side, further apart where a label is due."""
    places = [0.0]
    for pair in pairwise(labelled):
        places.append(places[-1] + (_LABELLED_PORT if any(pair) else _PORT))
    return [place - places[-1] / 2 for place in places]


def _sides(routes: Sequence[Route], columns: Columns) -> dict[tuple[int, str], list[_End]]:
    """Return the ends of routes at each left and right side, from top to bottom."""
    found: dict[tuple[int, str], list[_End]] = defaultdict(list)
    for route in routes:
        found[route.source.row, route.leaves].append((route, True))
        found[route.target.row, route.enters].append((route, False))
    return {
        (row, side): sorted(ends, key=lambda end: _rank(end[0], end[1], columns))
        for (row, side), ends in found.items()
        if side in ("left", "right")
    }


def _rank(route: Route, out: bool, columns: Columns) -> tuple[int, float, int]:
    """Order ports so that routes of one side do not cross: upward ones first, near before far."""
    here, there = (route.source, route.target) if out else (route.target, route.source)
    turn = abs(columns.x(route) - columns.middles[here.column])
    if here.row == there.row:  # a loop: its two ends are neighbours in the middle
        return (0, inf, route.index) if out else (1, -inf, route.index)
    return (0, turn, route.index) if there.row < here.row else (1, -turn, route.index)
