"""What a row of the chart shows: a bar, a diamond, a page; its progress, and what is special."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cahier.diagrams.gantt.calendar import Calendar
from cahier.diagrams.gantt.model import Row
from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import plate, polygon, tag

_HALF = {"phase": 5.0, "task": 5.0, "milestone": 6.0, "deliverable": 5.0}
_LEAST = 3.0  # a bar of one day is still seen


def box(row: Row, calendar: Calendar, middle: float) -> Rect:
    """Return the room of what is drawn on a row."""
    half = _HALF[row.shape]
    if row.shape in ("milestone", "deliverable"):
        return _around(calendar, row.end, middle, half)
    left, right = calendar.at(row.start), calendar.after(max(row.start, row.end))
    return Rect(left, middle - half, max(right - left, _LEAST), 2 * half)


def mark(row: Row, calendar: Calendar, middle: float) -> str:
    """Return what is drawn on a row."""
    room = box(row, calendar, middle)
    half = _HALF["milestone"]
    days = (diamond(_around(calendar, day, middle, half), done) for day, done in row.days)
    return "".join([*_shape(row, room), *days])


def _around(calendar: Calendar, day: date, middle: float, half: float) -> Rect:
    x = (calendar.at(day) + calendar.after(day)) / 2
    return Rect(x - half, middle - half, 2 * half, 2 * half)


def _shape(row: Row, room: Rect) -> Iterator[str]:
    if row.critical:
        under = Rect(room.x, room.y + room.h + 1.5, max(room.w, 8.0), 2.5)
        yield plate(under, "ch-bad")
    if row.shape == "milestone":
        yield diamond(room, row.progress >= 1)
    elif row.shape == "deliverable":
        yield page(room, row.progress >= 1)
    else:
        yield from bar(room, row.shape, row.progress)


def bar(room: Rect, shape: str, progress: float) -> Iterator[str]:
    """Yield a bar, filled as far as it is done; that of a phase has square ends."""
    corner = 0.0 if shape == "phase" else 3.0
    yield plate(room, f"ch-{shape}", rx=corner)
    if progress > 0:
        done = Rect(room.x, room.y, room.w * min(progress, 1.0), room.h)
        yield plate(done, f"ch-{shape}-done", rx=corner)


def diamond(room: Rect, done: bool) -> str:
    """Return the sign of a milestone, filled when it is past."""
    x, y = room.middle, room.center
    points = ((x, room.y), (room.x + room.w, y), (x, room.y + room.h), (room.x, y))
    return polygon(points, "ch-day-done" if done else "ch-day")


def page(room: Rect, done: bool) -> str:
    """Return the sign of a deliverable, a page with its corner cut, filled when it is done."""
    left, right, top, bottom = room.x + 1, room.x + room.w - 1, room.y, room.y + room.h
    points = ((left, top), (right - 4, top), (right, top + 4), (right, bottom), (left, bottom))
    return polygon(points, "ch-page-done" if done else "ch-page")


def alert(x: float, middle: float) -> str:
    """Return the sign of what is late: an exclamation mark in a triangle."""
    outline = ((x, middle + 5), (x + 6, middle - 6), (x + 12, middle + 5))
    sign = f"M{x + 6:.2f} {middle - 2.5:.2f}v3.5m0 1.6v0.9"
    return polygon(outline, "ch-alert") + tag("path", "ch-alert-sign", d=sign)
