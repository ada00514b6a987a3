"""Vertical bars in groups, with a line over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cahier.diagrams.charts.frame import WIDTH, Key, Scale, legend, ticks
from cahier.diagrams.shapes import Point, Rect
from cahier.diagrams.svg import at, framed, plate, tag, text
from cahier.diagrams.words import ROOMY, SMALL, fit, measure, widest

_HEIGHT, _PAD, _ROOM = 260.0, 8.0, 0.72  # the part of its room that a group takes
_MOST = 46.0
_DOT = 3.5
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each group, none where nothing is known."""

    label: str
    css: str
    values: tuple[Decimal | None, ...]


def columns(
    groups: Sequence[str],
    series: Sequence[Series],
    title: str,
    description: str,
    show: Callable[[Decimal], str],
    line: Series | None = None,
    prefix: str = "",
    width: float = WIDTH,
) -> str:
    """Return the chart as one SVG element: a bar for each series in each group, side by side.

    Bars of a value below zero hang from the axis, and series of opposite signs share their place.
    *show* writes values; *prefix* keeps the drawing's ids apart from those of others.
    """
    known = [value for each in (*series, *([line] if line else ())) for value in _known(each)]
    steps = ticks(known)
    left = widest(map(show, steps), SMALL) + _PAD
    keys = [Key(each.label, each.css) for each in series]
    keys += [Key(line.label, line.css, "line")] if line else []
    head, top = legend(keys, left, width)
    top += SMALL
    scale = Scale(steps[0], steps[-1], top + _HEIGHT, top)
    inner = [head, *_grid(scale, steps, show, left, width)]
    room = (width - left) / max(len(groups), 1)
    middles = [left + room * (index + 0.5) for index in range(len(groups))]
    bars = _bars(series, scale, middles, room)
    inner += [plate(rect, css) for rect, css, _ in bars]
    points = _points(line, scale, middles)
    inner += _line(line, points) if line else ()
    inner += [_value(rect, show(abs(value)), value > 0, points, width) for rect, _, value in bars]
    for group, x in zip(groups, middles, strict=True):
        inner.append(text((fit(group, room, ROOMY),), x, scale.start + 8, ROOMY, "ch-text"))
    full = scale.start + ROOMY * 2.2
    return framed("ch-chart", title, description, width, full, "".join(inner), prefix=prefix)


def _known(series: Series) -> list[Decimal]:
    return [value for value in series.values if value is not None]


def _grid(
    scale: Scale,
    steps: Sequence[Decimal],
    show: Callable[[Decimal], str],
    left: float,
    right: float,
) -> Iterator[str]:
    for step in steps:
        y = scale.at(step)
        css = "ch-grid" if step else "ch-axis"
        yield tag("path", css, d=f"M{left:.2f} {y:.2f}H{right:.0f}")
        yield text((show(step),), left - _PAD, y - SMALL * 0.6, SMALL, "ch-soft", text_anchor="end")


def _bars(
    series: Sequence[Series], scale: Scale, middles: Sequence[float], room: float
) -> list[tuple[Rect, str, Decimal]]:
    """Return the bars with their colour and their value; nothing is drawn of nothing."""
    shared = len({_sign(each) for each in series}) == len(series)
    places = 1 if shared else len(series)
    thick = min(_MOST, room * _ROOM / max(places, 1))
    zero = scale.at(_ZERO)
    found = []
    for place, each in enumerate(series):
        shift = 0.0 if shared else thick * (place - (places - 1) / 2)
        for value, middle in zip(each.values, middles, strict=True):
            if value:
                top, bottom = sorted((zero, scale.at(value)))
                left = middle + shift - thick / 2 + 1
                found.append((Rect(left, top, thick - 2, bottom - top), each.css, value))
    return found


def _sign(series: Series) -> int:
    """Return 1 or -1 for a series all above or all below zero, 0 for any other."""
    signs = {1 if value > 0 else -1 for value in _known(series) if value}
    return signs.pop() if len(signs) == 1 else 0


def _points(line: Series | None, scale: Scale, middles: Sequence[float]) -> list[Point]:
    values = zip(middles, line.values, strict=True) if line else ()
    return [(x, scale.at(value)) for x, value in values if value is not None]


def _line(line: Series, points: Sequence[Point]) -> Iterator[str]:
    yield tag("path", line.css, d="M" + "L".join(map(at, points))) if points else ""
    for x, y in points:
        yield tag("circle", "ch-dot", cx=x, cy=y, r=_DOT)


def _value(rect: Rect, words: str, above: bool, points: Sequence[Point], width: float) -> str:
    """Return a value at the end of its bar, clear of the dots of the line."""
    end = rect.y if above else rect.y + rect.h
    near = any(abs(x - rect.middle) < rect.w and abs(y - end) < SMALL for x, y in points)
    gap = _DOT + 4 if near else 3.0
    top = end - gap - SMALL if above else end + gap
    wide = measure(words, SMALL)
    middle = min(rect.middle, width - wide / 2)
    under = plate(Rect(middle - wide / 2, top, wide, SMALL), "ch-plate", fill_opacity=0.85)
    return under + text((words,), middle, top - 0.5, SMALL, "ch-soft")
