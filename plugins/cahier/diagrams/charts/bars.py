"""Horizontal bars, whole or in parts, with marks across them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import accumulate

from cahier.diagrams.charts.frame import NARROW, WIDTH, Key, Scale, legend
from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import framed, linked, plate, tag, text
from cahier.diagrams.words import LEADING, ROOMY, SMALL, fit, measure, plain, tall, widest, wrap

_THICK, _GAP, _PAD = 18.0, 9.0, 8.0
_LABELS, _AFTER = 210.0, 160.0  # the most room that words before and after a bar take
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: its length, its colour, what is written upon it where there is room.

    Where there is less, the first word of it is.
    """

    value: Decimal
    css: str = "ch-a"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value shown across a bar, such as a target."""

    value: Decimal
    css: str = "ch-line"


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the chart: parts one after the other from zero, and words after the last.

    `href` is the id of the record that its label leads to.
    """

    label: str
    parts: tuple[Part, ...]
    text: str = ""
    marks: tuple[Mark, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the words of a row stand, and the middle of its bar, from the top of the row."""

    names: tuple[str, ...]
    after: str
    height: float
    middle: float


def bars(
    rows: Sequence[Bar],
    ticks: Sequence[Decimal],
    title: str,
    description: str,
    show: Callable[[Decimal], str] | None = None,
    keys: Sequence[Key] = (),
    prefix: str = "",
    width: float = WIDTH,
) -> str:
    """Return the chart as one SVG element.

    *ticks* are the values of the axis, its ends among them; *show* writes them, and without it
    there is no axis. *prefix* keeps the drawing's ids apart from those of others. In less *width*
    than that of a page, words stand above their bars.
    """
    above = width < WIDTH
    lines = [_above(row, width) if above else _beside(row) for row in rows]
    said = [show(tick) for tick in ticks] if show else []
    ends = widest(said, SMALL) / 2 + 1
    left, right = (ends, ends) if above else _sides(lines, ends)
    scale = Scale(min(ticks), max(ticks), left, width - right)
    head, top = legend(keys, 0.0, width)
    bottom = top + sum(line.height for line in lines)
    axis = _apart(list(zip(ticks, said, strict=False)), 2 * ends, scale)
    spans = _spans(lines, top) if above else [(top, bottom)]
    inner = [head, *_axis(scale, axis, spans, bottom)]
    for row, line in zip(rows, lines, strict=True):
        inner.append(_bar(row, line, scale, top, width if above else 0.0))
        top += line.height
    full = bottom + (SMALL * 1.8 if show else 4.0)
    role = "group" if any(row.href for row in rows) else "img"
    return framed(
        "ch-chart", title, description, width, full, "".join(inner), prefix=prefix, role=role
    )


def both(
    rows: Sequence[Bar],
    ticks: Sequence[Decimal],
    title: str,
    description: str,
    show: Callable[[Decimal], str] | None = None,
    keys: Sequence[Key] = (),
    prefix: str = "",
) -> tuple[str, str]:
    """Return the chart as wide as a page, and as wide as a phone; see `bars`."""
    draw = partial(bars, rows, ticks, title, description, show, keys)
    return draw(prefix), draw(f"{prefix}narrow-", NARROW)


def _beside(row: Bar) -> _Line:
    names = wrap(plain(row.label), _LABELS, ROOMY)
    height = max(_THICK, tall(names, ROOMY)) + _GAP
    return _Line(names, fit(row.text, _AFTER, ROOMY), height, height / 2)


def _above(row: Bar, width: float) -> _Line:
    after = fit(row.text, _AFTER, ROOMY)
    room = width - (widest((after,), ROOMY) + _PAD if after else 0.0)
    names = wrap(plain(row.label), room, ROOMY)
    words = max(tall(names, ROOMY), ROOMY * LEADING)
    return _Line(names, after, words + _THICK + 2 * _GAP, words + 3 + _THICK / 2)


def _sides(lines: Sequence[_Line], ends: float) -> tuple[float, float]:
    """Return the room that words beside the bars take on the left and on the right."""
    left = max([ends, *(widest(line.names, ROOMY) for line in lines)]) + _PAD
    return left, max(ends, widest((line.after for line in lines), ROOMY) + _PAD)


def _apart(
    axis: Sequence[tuple[Decimal, str]], room: float, scale: Scale
) -> Sequence[tuple[Decimal, str]]:
    """Return the marks of an axis, as many as may be read; zero stays among them."""
    most = max(1, int((scale.end - scale.start) / (room + 4)))
    step = -(-(len(axis) - 1) // most) or 1
    zero = next((n for n, (tick, _) in enumerate(axis) if not tick), 0)
    return [mark for n, mark in enumerate(axis) if (n - zero) % step == 0]


def _spans(lines: Sequence[_Line], top: float) -> list[tuple[float, float]]:
    """Return where the lines of an axis go: along the bars, not through the words above them."""
    tops = accumulate((line.height for line in lines), initial=top)
    half = _THICK / 2 + 3
    return [
        (y + line.middle - half, y + line.middle + half)
        for y, line in zip(tops, lines, strict=False)
    ]


def _axis(
    scale: Scale,
    ticks: Sequence[tuple[Decimal, str]],
    spans: Sequence[tuple[float, float]],
    bottom: float,
) -> Iterator[str]:
    for tick, said in ticks:
        x = scale.at(tick)
        yield tag("path", "ch-grid", d=_upright(x, spans))
        yield text((said,), x, bottom + 3, SMALL, "ch-soft")
    yield tag("path", "ch-axis", d=_upright(scale.at(_ZERO), spans))


def _upright(x: float, spans: Sequence[tuple[float, float]]) -> str:
    return "".join(f"M{x:.2f} {top:.2f}V{bottom:.2f}" for top, bottom in spans)


def _bar(row: Bar, line: _Line, scale: Scale, top: float, above: float) -> str:
    """Return a row; *above* is where the words above a bar end, 0 where they are beside it."""
    middle = top + line.middle
    end, drawn = _parts(row, scale, middle)
    marks = "".join(_mark(mark, scale, middle) for mark in row.marks)
    if above:
        x, y, side = 0.0, top, "start"
        end, level, far = above, top, "end"
    else:
        x, y, side = scale.start - _PAD, middle - tall(line.names, ROOMY) / 2, "end"
        end = max([end, *(scale.at(mark.value) for mark in row.marks)]) + 6
        level, far = middle - ROOMY * 0.6, "start"
    label = linked(text(line.names, x, y, ROOMY, "ch-text", text_anchor=side), row.href)
    after = text((line.after,), end, level, ROOMY, "ch-text", text_anchor=far)
    return label + drawn + marks + after


def _parts(row: Bar, scale: Scale, middle: float) -> tuple[float, str]:
    """Return where the bar ends on the right, and its parts."""
    total, drawn, end = _ZERO, "", scale.at(_ZERO)
    for part in row.parts:
        left, right = sorted((scale.at(total), scale.at(total + part.value)))
        total += part.value
        end = max(end, right)
        if right - left < 0.1:
            continue
        gap = min(1.0, (right - left) / 4) if len(row.parts) > 1 else 0.0
        drawn += plate(Rect(left, middle - _THICK / 2, right - left - gap, _THICK), part.css)
        drawn += _upon(part.text, left, right, middle)
    return end, drawn


def _upon(said: str, left: float, right: float, middle: float) -> str:
    """Return words upon a bar, or the first of them, or nothing when there is no room."""
    for words in (said, said.partition(" ")[0]):
        if words and measure(words, SMALL) + 4 <= right - left:
            return text((words,), (left + right) / 2, middle - SMALL * 0.6, SMALL, "ch-over")
    return ""


def _mark(mark: Mark, scale: Scale, middle: float) -> str:
    x, half = scale.at(mark.value), _THICK / 2 + 3
    return tag("path", mark.css, d=f"M{x:.2f} {middle - half:.2f}v{2 * half:.2f}")
