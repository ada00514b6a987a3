"""How wide lanes and gutters are."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from cahier.diagrams.lanes.routes import Route

WIDTH = 680.0  # 180 mm in print
BOX_MIN, BOX_ROOMY, BOX_MAX = 80.0, 108.0, 136.0
CLEAR = 12.0  # between a box and the first track
GUTTER = 18.0  # a gutter without arrows
MARGIN = 10.0  # outside the outer lanes
SPARE = 34.0  # what a gutter takes of the room left


@dataclass(frozen=True, slots=True)
class Columns:
    """The middle of each column, and how far from it a route's vertical stands."""

    width: float
    box: float
    middles: tuple[float, ...]
    offsets: Mapping[Route, float]

    @property
    def cells(self) -> tuple[tuple[float, float], ...]:
        """Left and right of every lane, from gutter to gutter."""
        return tuple(pairwise((0.0, *self.middles[2:-1:2], self.width)))

    def x(self, route: Route) -> float:
        """Return where a route has its vertical."""
        return self.middles[route.turn] + self.offsets[route]


def columns(count: int, offsets: Mapping[Route, float]) -> Columns:
    """Share the width out between `count` lanes and their gutters."""
    least = [GUTTER if 0 < gutter < count else MARGIN for gutter in range(count + 1)]
    for route, offset in offsets.items():
        if route.turn % 2 == 0:
            gutter = route.turn // 2
            least[gutter] = max(least[gutter], 2 * (CLEAR + abs(offset)))
    room = (WIDTH - sum(least)) / count
    box = min(max(BOX_MIN, min(room, max(BOX_ROOMY, 0.88 * room))), BOX_MAX)
    spare = min(max((WIDTH - sum(least) - count * box) / (count + 1), 0), SPARE)
    widths = [width for gutter in least for width in (gutter + spare, box)][:-1]
    edges = list(accumulate(widths, initial=0.0))
    middles = tuple((left + right) / 2 for left, right in pairwise(edges))
    return Columns(edges[-1], box, middles, offsets)
