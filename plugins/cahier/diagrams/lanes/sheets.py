"""A drawing too tall for a printed page, in sheets that each fit one, the lanes' names on top."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from cahier.diagrams.lanes.boxes import Box
from cahier.diagrams.lanes.labels import Label
from cahier.diagrams.lanes.layout import Layout
from cahier.diagrams.shapes import Path, Point, Rect

# 10 units print at 7.5 pt where a drawing is 680 wide; down to 7 pt it may be shrunk.
WHOLE, MOST = 890.0, 840.0
_CLEAR = 3.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands between two heights of a layout, moved up under the names of the lanes."""

    height: float
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    runs: tuple[tuple[int, Path, bool], ...]  # a route by its number, a part of it, has it the tip


def sheets(layout: Layout) -> tuple[Sheet, ...]:
    """Return the sheets of a layout; none when it fits a page as a whole."""
    head, end = layout.plan.head, layout.height - layout.plan.foot
    if layout.height <= WHOLE:
        return ()
    room = MOST - head
    count = ceil((end - head) / room)
    cuts = [head, *_cuts(layout, head, end, count, room), end]
    return tuple(_sheet(layout, top, bottom) for top, bottom in pairwise(cuts))


def _cuts(layout: Layout, start: float, end: float, count: int, room: float) -> Iterator[float]:
    """Yield where to cut, as evenly as boxes and labels allow."""
    free = list(_free(layout))
    top = start
    while end - top > room:
        wish = top + (end - top) / max(count, 2)
        able = [y for y in free if top < y <= top + room]
        cut = min(able, key=lambda y: abs(y - wish)) if able else top + room
        yield cut
        top, count = cut, count - 1


def _free(layout: Layout) -> Iterator[float]:
    """Yield a height between each two rows where nothing is written."""
    labels = [label.rect for label in layout.labels.values()]
    for above, below in pairwise(layout.boxes):
        low, high = above.rect.y + above.rect.h + _CLEAR, below.solid().y - _CLEAR
        spots = ((low + high) / 2, low, high)
        yield from [y for y in spots if low <= y <= high and not _covered(y, labels)][:1]


def _covered(y: float, rects: Sequence[Rect]) -> bool:
    return any(rect.y - 1 < y < rect.y + rect.h + 1 for rect in rects)


def _sheet(layout: Layout, top: float, bottom: float) -> Sheet:
    shift = layout.plan.head - top
    boxes = tuple(
        replace(box, rect=_moved(box.rect, shift))
        for box in layout.boxes
        if top <= box.rect.center < bottom
    )
    labels = tuple(
        replace(label, rect=_moved(label.rect, shift))
        for label in layout.labels.values()
        if top <= label.rect.center < bottom
    )
    runs = tuple(
        (number, tuple((x, y + shift) for x, y in run), run[-1] == path[-1])
        for number, path in enumerate(layout.paths)
        for run in _within(path, top, bottom)
    )
    return Sheet(layout.plan.head + bottom - top, boxes, labels, runs)


def _moved(rect: Rect, by: float) -> Rect:
    return replace(rect, y=rect.y + by)


def _within(path: Path, top: float, bottom: float) -> Iterator[Path]:
    """Yield the parts of an orthogonal path between two heights."""
    run: list[Point] = []
    for a, b in pairwise(path):
        inside = sorted((a[1], b[1]))
        if inside[1] < top or inside[0] > bottom:
            continue
        start, end = ((x, min(max(y, top), bottom)) for x, y in (a, b))
        if run and run[-1] != start:
            yield tuple(run)
            run = []
        run = [*(run or [start]), end]
    if len(run) > 1 and len(set(run)) > 1:
        yield tuple(run)
