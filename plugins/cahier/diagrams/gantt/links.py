"""Arrows from the end of what is awaited to what waits for it."""

from __future__ import annotations

from cahier.diagrams.shapes import Path, Rect
from cahier.diagrams.svg import polygon, rounded, tag

_OUT, _BEND, _TIP = 5.0, 3.0, 3.5


def arrow(before: Rect, after: Rect, gap: float, pointed: bool) -> str:
    """Return the arrow between two boxes, *gap* being half of the room between two rows.

    It comes from above or below when there is room, else it turns back to the left side; on a
    *pointed* box it ends on the tip.
    """
    path, down = _route(before, after, gap, pointed)
    x, y = path[-1]
    tip = ((x - _TIP, y), (x + _TIP, y), (x, y + _TIP * 1.6 * down))
    if not down:
        tip = ((x, y - _TIP), (x, y + _TIP), (x + _TIP * 1.6, y))
    return tag("path", "ch-arrow", d=rounded(path, _BEND)) + polygon(tip, "ch-tip")


def _route(before: Rect, after: Rect, gap: float, pointed: bool) -> tuple[Path, int]:
    """Return the way, short of the tip, and where it points: 1 down, -1 up, 0 right."""
    x1, y1 = before.x + before.w, before.center
    down = 1 if after.center > y1 else -1
    x2 = after.middle if pointed else after.x + min(_OUT, after.w / 2)
    short = _TIP * 1.6
    edge = after.y if down > 0 else after.y + after.h
    if x2 >= x1 + _OUT:
        return ((x1, y1), (x2, y1), (x2, edge - short * down)), down
    turn, side = after.center - gap * down, after.x - _OUT - short
    way = (
        (x1, y1),
        (x1 + _OUT, y1),
        (x1 + _OUT, turn),
        (side, turn),
        (side, after.center),
        (after.x - short, after.center),
    )
    return way, 0
