"""Drawings at the size one reads them, on their side or in slices when they are large."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from math import ceil

from cahier.diagrams.svg import FONT
from cahier.exports.paper.desk import Desk
from cahier.exports.paper.grids import ASIDE, UPRIGHT
from cahier.exports.paper.nodes import Figure, Parts, Piece, Sideways

FAMILY = "Source Sans 3, DejaVu Sans"
_BOX = re.compile(r'viewBox="[-0-9.]+ [-0-9.]+ ([0-9.]+) ([0-9.]+)"')
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
# 10 units are 7.5 pt; under 7 pt few can read.
_SCALE, _LEAST = 0.75, 0.70
# Points of a page down its body, less what a caption takes.
_HIGH, _LOW = 625.0, 400.0
_TEXT = re.compile(r'<text[^>]*? y="([0-9.]+)"[^>]*?font-size="([0-9.]+)"')
_RECT = re.compile(r'<rect[^>]*? y="([0-9.]+)"[^>]*? height="([0-9.]+)"')
_PATH = re.compile(r' d="M([^"]+)z"')
_POINT = re.compile(r"-?[0-9.]+ (-?[0-9.]+)")


def figure(desk: Desk, svg: str, caption: str, alt: str = "") -> Parts:
    """Return a drawing of ours, laid so that its letters can be read."""
    box = _BOX.search(svg)
    if box is None:
        desk.lose(caption, "svg")
        return ()
    wide, high = float(box[1]), float(box[2])
    file = desk.keep(svg.replace(escape(FONT), FAMILY).encode(), "svg")
    described = _DESCRIPTION.search(svg)
    words = (caption, unescape(described[1]) if described else "", alt)
    alt = " – ".join(filter(None, words))
    scale, aside = _scale(wide, high)
    room = (_LOW if aside else _HIGH) / scale
    pieces = tuple(slices(svg, high, room))
    drawn = Figure(file, alt, caption, round(wide * scale, 1), round(high * scale, 1), pieces)
    return (Sideways((drawn,)),) if aside else (drawn,)


def _scale(wide: float, high: float) -> tuple[float, bool]:
    """Return points a unit, and whether the drawing lies on its side."""
    upright = min(_SCALE, UPRIGHT / wide)
    whole = min(upright, _HIGH / high)
    if whole >= _LEAST:
        return whole, False
    if upright >= _LEAST:
        return upright, False
    aside = min(_SCALE, ASIDE / wide)
    whole = min(aside, _LOW / high)
    return (whole if whole >= _LEAST else aside), True


def slices(svg: str, high: float, room: float) -> Iterator[Piece]:
    """Yield the slices of a drawing *high* units high, none higher than *room*.

    All are about as high; they are cut where no box nor letter stands, if there is such a place in
    the lower half.
    """
    solid = sorted(_solid(svg, high))
    top, room = 0.0, min(room, 1.06 * high / ceil(high / room))
    while high - top > room + 0.01:
        cut = _cut(solid, top + room / 2, top + room)
        yield Piece(round(top / high, 5), round((cut - top) / high, 5))
        top = cut
    yield Piece(round(top / high, 5), round((high - top) / high, 5))


def _cut(solid: Sequence[tuple[float, float]], low: float, most: float) -> float:
    """Return the lowest free place between *low* and *most*."""
    at = most
    for start, end in reversed(solid):
        if start < at < end:
            at = start
    return at if at >= low else most


def _solid(svg: str, high: float) -> Iterator[tuple[float, float]]:
    """Yield from where to where letters and boxes stand; what is half as high is background."""
    for y, size in _TEXT.findall(svg):
        yield float(y) - float(size), float(y) + 0.4 * float(size)
    for y, height in _RECT.findall(svg):
        if float(height) < high / 4:
            yield float(y), float(y) + float(height)
    for path in _PATH.findall(svg):
        heights = [float(y) for y in _POINT.findall(path)]
        if heights and max(heights) - min(heights) < high / 4:
            yield min(heights), max(heights)
