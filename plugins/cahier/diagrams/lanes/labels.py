"""The labels of arrows: each at the best place along its path that nothing else takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from cahier.diagrams.lanes.boxes import GAP, Box
from cahier.diagrams.lanes.routes import Route
from cahier.diagrams.shapes import Path, Point, Rect, between
from cahier.diagrams.words import SMALL, tall, widest, wrap

_WIDTHS = (112.0, 60.0)
_OWN, _OTHER = 25.0, 70.0  # the price of a line under a label


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text at their place, on a plate if an arrow runs under them."""

    lines: tuple[str, ...]
    rect: Rect
    plate: bool = False


@dataclass(frozen=True, slots=True)
class _Field:
    """What labels have to respect: boxes and other labels strictly, lines if they can."""

    area: Rect
    lines: list[tuple[int, Rect]]
    solid: list[Rect]

    def place(self, owner: int, text: str, trail: Path) -> Label | None:
        """Return the label at the best place along its trail, and take that place."""
        best, least = None, inf
        for base, spot in _spots(trail, text):
            if base >= least:
                break
            price = base + self.price(owner, spot.rect)
            if price < least:
                best, least = Label(spot.lines, spot.rect, price > base), price
        if best:
            self.solid.append(best.rect.grown(1))
        return best

    def price(self, owner: int, rect: Rect) -> float:
        """Return what a place costs: lines under it have a price, boxes and labels none."""
        if not self.area.holds(rect) or any(map(rect.meets, self.solid)):
            return inf
        near = rect.grown(0.8)
        return sum(_OWN if of == owner else _OTHER for of, line in self.lines if near.meets(line))


def labels(
    routes: Sequence[Route], paths: Sequence[Path], boxes: Sequence[Box], area: Rect
) -> dict[Route, Label]:
    """Return the labels that find a place in the area."""
    lines = [(of, between(a, b)) for of, path in enumerate(paths) for a, b in pairwise(path)]
    field = _Field(area, lines, [box.solid() for box in boxes])
    placed = (
        (route, field.place(route.index, route.label, _trail(route, path, boxes)))
        for route, path in zip(routes, paths, strict=True)
        if route.label
    )
    return {route: label for route, label in placed if label}


def _trail(route: Route, path: Path, boxes: Sequence[Box]) -> Path:
    """Return the path a label may follow; a loop's goes on below its box, where rows part."""
    if route.source != route.target:
        return path
    rect, (x, y) = boxes[route.source.row].rect, path[2]
    return *path, (x, y), (x, rect.y + rect.h + 3 * GAP)


def _spots(path: Path, text: str) -> list[tuple[float, Label]]:
    """Return the places for a label along its path, the best for the eye first."""
    shapes = dict.fromkeys(wrap(text, width, SMALL) for width in _WIDTHS)
    spots = (
        (45 * place**2 + 6 * rank + base, Label(lines, rect))
        for rank, lines in enumerate(shapes)
        for place, (start, end) in enumerate(pairwise(path))
        for base, rect in _along(start, end, widest(lines, SMALL) + 2, tall(lines))
    )
    return sorted(spots, key=lambda spot: spot[0])


def _along(start: Point, end: Point, w: float, h: float) -> Iterator[tuple[float, Rect]]:
    """Yield the places on both sides of a segment, from its start on."""
    (x, y), (to_x, to_y) = start, end
    length = abs(to_x - x) + abs(to_y - y)
    for slide in range(0, int(min(length, 600)), 6):
        away = slide * 0.5
        if x == to_x:
            top = y + 3 + slide if to_y > y else y - 3 - slide - h
            yield away, Rect(x + 4, top, w, h)
            yield away + 2, Rect(x - 4 - w, top, w, h)
        else:
            left = x + 4 + slide if to_x > x else x - 4 - slide - w
            yield away, Rect(left, y - 2 - h, w, h)
            yield away + 3, Rect(left, y + 2, w, h)
