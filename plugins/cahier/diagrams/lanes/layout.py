"""Everything at its place: the rows, moved apart until every label has room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cahier.diagrams.lanes.boxes import GAP, Box
from cahier.diagrams.lanes.columns import MARGIN
from cahier.diagrams.lanes.labels import Label, labels
from cahier.diagrams.lanes.plan import Plan
from cahier.diagrams.lanes.routes import Route
from cahier.diagrams.shapes import Path, Rect
from cahier.diagrams.words import LEADING, SMALL

_BOX_LOW = 36.0  # the least height of a box
_PAD = 7.0
_GROWTHS = 400  # how often rows may be moved apart


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan whose rows have their places; a label that found none is missing."""

    plan: Plan
    height: float
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    labels: Mapping[Route, Label]

    def crowded(self) -> set[int]:
        """Return the rows above which a label lacks room."""
        homeless = (r for r in self.plan.routes if r.label and r not in self.labels)
        return {r.source.row + (r.target.row >= r.source.row) for r in homeless}


def settle(plan: Plan) -> Layout:
    """Return the layout, rows moved apart until every label has a place."""
    gaps = [GAP] * len(plan.faces) + [MARGIN + 2]
    layout = _layout(plan, gaps)
    for _ in range(_GROWTHS):
        crowded = layout.crowded()
        if not crowded:
            break
        for row in crowded:
            gaps[row] += SMALL * LEADING + 4
        layout = _layout(plan, gaps)
    return layout


def _layout(plan: Plan, gaps: Sequence[float]) -> Layout:
    boxes = _boxes(plan, gaps)
    paths = tuple(_path(route, plan, boxes) for route in plan.routes)
    bottom = boxes[-1].rect.y + boxes[-1].rect.h + gaps[-1]
    area = Rect(2, plan.head, plan.columns.width - 4, bottom - plan.head - 2)
    return Layout(plan, bottom + plan.foot, boxes, paths, labels(plan.routes, paths, boxes, area))


def _boxes(plan: Plan, gaps: Sequence[float]) -> tuple[Box, ...]:
    boxes: list[Box] = []
    y = plan.head - 4
    for row, (step, face) in enumerate(zip(plan.process.steps, plan.faces, strict=True)):
        width, middle = plan.columns.box, plan.columns.middles[plan.process.column[row]]
        height = max(_BOX_LOW, face.height + 2 * _PAD, plan.ports.height.get(row, 0.0))
        boxes.append(Box(step, face, Rect(middle - width / 2, y + gaps[row], width, height)))
        y += gaps[row] + height
    return tuple(boxes)


def _path(route: Route, plan: Plan, boxes: Sequence[Box]) -> Path:
    """Return the way of a route from outline to outline, its bends between them."""
    x, places = plan.columns.x(route), plan.ports.places
    ends = ((route.source, route.leaves, True), (route.target, route.enters, False))
    start, end = (
        boxes[cell.row].touch(side, places.get((route, out), x - plan.columns.middles[cell.column]))
        for cell, side, out in ends
    )
    bends = ((x, y) for at, y in (start, end) if at != x)
    return start, *bends, end
