"""Horizontal bars, whole or in parts, with marks across them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cahier.diagrams.charts.frame import WIDTH, Key, Scale, legend
from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import framed, linked, plate, tag, text
from cahier.diagrams.words import ROOMY, SMALL, fit, measure, plain, tall, widest, wrap

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


def bars(
    rows: Sequence[Bar],
    ticks: Sequence[Decimal],
    title: str,
    description: str,
    show: Callable[[Decimal], str] | None = None,
    keys: Sequence[Key] = (),
    prefix: str = "",
) -> str:
    """Return the chart as one SVG element.

    *ticks* are the values of the axis, its ends among them; *show* writes them, and without it
    there is no axis. *prefix* keeps the drawing's ids apart from those of others.
    """
    names = [wrap(plain(row.label), _LABELS, ROOMY) for row in rows]
    said = [show(tick) for tick in ticks] if show else []
    ends = widest(said, SMALL) / 2 + 1
    left = max([ends, *(widest(lines, ROOMY) for lines in names)]) + _PAD
    right = max(ends, widest((fit(row.text, _AFTER, ROOMY) for row in rows), ROOMY) + _PAD)
    scale = Scale(min(ticks), max(ticks), left, WIDTH - right)
    head, top = legend(keys, 0.0, WIDTH)
    heights = [max(_THICK, tall(lines, ROOMY)) + _GAP for lines in names]
    bottom = top + sum(heights)
    inner = [head, *_axis(scale, list(zip(ticks, said, strict=False)), top, bottom)]
    for row, lines, height in zip(rows, names, heights, strict=True):
        inner.append(_bar(row, lines, scale, top, height))
        top += height
    full = bottom + (SMALL * 1.8 if show else 4.0)
    role = "group" if any(row.href for row in rows) else "img"
    return framed(
        "ch-chart", title, description, WIDTH, full, "".join(inner), prefix=prefix, role=role
    )


def _axis(
    scale: Scale, ticks: Sequence[tuple[Decimal, str]], top: float, bottom: float
) -> Iterator[str]:
    for tick, said in ticks:
        x = scale.at(tick)
        yield tag("path", "ch-grid", d=f"M{x:.2f} {top:.2f}V{bottom:.2f}")
        yield text((said,), x, bottom + 3, SMALL, "ch-soft")
    x = scale.at(_ZERO)
    yield tag("path", "ch-axis", d=f"M{x:.2f} {top:.2f}V{bottom:.2f}")


def _bar(row: Bar, lines: Sequence[str], scale: Scale, top: float, height: float) -> str:
    middle = top + height / 2
    start = middle - tall(lines, ROOMY) / 2
    label = text(lines, scale.start - _PAD, start, ROOMY, "ch-text", text_anchor="end")
    label = linked(label, row.href)
    end, drawn = _parts(row, scale, middle)
    marks = "".join(_mark(mark, scale, middle) for mark in row.marks)
    end = max([end, *(scale.at(mark.value) for mark in row.marks)])
    words, y = fit(row.text, _AFTER, ROOMY), middle - ROOMY * 0.6
    after = text((words,), end + 6, y, ROOMY, "ch-text", text_anchor="start")
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
