"""The whole chart as SVG: legend, calendar, rows, arrows, today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from cahier.diagrams.gantt import calendar, keys, links, marks
from cahier.diagrams.gantt.calendar import Calendar
from cahier.diagrams.gantt.model import Chart, Row
from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import framed, plate, tag, text
from cahier.diagrams.words import SMALL, fit, measure, plain

_ROW, _INDENT, _PAD, _SIGN = 21.0, 12.0, 6.0, 15.0
_MOST, _RIGHT, _BOLD = 0.42, 8.0, 1.1  # the part of the width that names may take


def draw(chart: Chart, title: str, description: str, prefix: str = "") -> str:
    """Return the chart as one SVG element; *prefix* keeps its ids apart from other drawings'.

    There is at least one row.
    """
    days = [day for row in chart.rows for day in (row.start, row.end)]
    time = Calendar.around(days, _names(chart), chart.width - _RIGHT)
    today = chart.today if chart.today and time.first <= chart.today < time.last else None
    above, legend = keys.legend(chart, today is not None)
    top = above + calendar.HEAD
    bottom = top + _ROW * len(chart.rows)
    head = "".join(calendar.head(time, chart.legend.months, bottom - above))
    parts = [
        legend,
        *_stripes(chart, top),
        tag("g", "", head, transform=f"translate(0 {above:.2f})"),
        *_rows(chart, time, top),
        *_arrows(chart, time, top),
        _today(today, time, above, bottom) if today else "",
    ]
    role = "group" if any(row.href for row in chart.rows) else "img"
    return framed(
        "ch-chart",
        title,
        description,
        chart.width,
        bottom + 2,
        "".join(parts),
        prefix=prefix,
        role=role,
    )


def _names(chart: Chart) -> float:
    """Return the room that the names of the rows take."""
    wide = (_before(row) + measure(plain(row.label), _size(row)) for row in chart.rows)
    return min(max(wide, default=0.0) + 2 * _PAD, chart.width * _MOST)


def _size(row: Row) -> float:
    """Return the size that a name measures, larger than it is where it is bold."""
    return SMALL * (_BOLD if row.shape == "phase" else 1.0)


def _before(row: Row) -> float:
    return _INDENT * row.level + (_SIGN if row.late else 0.0)


def _stripes(chart: Chart, top: float) -> Iterator[str]:
    """Yield a band under every other row."""
    for index in range(1, len(chart.rows), 2):
        yield plate(Rect(0, top + index * _ROW, chart.width, _ROW), "ch-back", fill_opacity=0.6)


def _rows(chart: Chart, time: Calendar, top: float) -> Iterator[str]:
    for index, row in enumerate(chart.rows):
        middle = top + (index + 0.5) * _ROW
        note = tag("title", "", escape(plain(row.note))) if row.note else ""
        drawn = note + _name(row, time.left, middle) + marks.mark(row, time, middle)
        if row.href:  # all of the row leads to the item
            line = Rect(0, middle - _ROW / 2, chart.width, _ROW)
            drawn = plate(line, "ch-back", fill_opacity=0) + drawn
            yield tag("a", "ch-link", tag("g", "", drawn), href=row.href)
        else:
            yield tag("g", "", drawn)


def _name(row: Row, room: float, middle: float) -> str:
    x = _PAD + _INDENT * row.level
    sign = marks.alert(x, middle) if row.late else ""
    x = _PAD + _before(row)
    bold = {"font_weight": "bold"} if row.shape == "phase" else {}
    label = fit(row.label, room - x - _PAD, _size(row))
    start = middle - SMALL * 0.6
    return sign + text((label,), x, start, SMALL, "ch-text", text_anchor="start", **bold)


def _arrows(chart: Chart, time: Calendar, top: float) -> Iterator[str]:
    boxes = {
        row.id: marks.box(row, time, top + (index + 0.5) * _ROW)
        for index, row in enumerate(chart.rows)
    }
    for row in chart.rows:
        for id in row.after:
            if id in boxes and id != row.id:
                pointed = row.shape == "milestone"
                yield links.arrow(boxes[id], boxes[row.id], _ROW / 2, pointed)


def _today(today: date, time: Calendar, above: float, bottom: float) -> str:
    x = (time.at(today) + time.after(today)) / 2
    return tag("path", "ch-today", d=f"M{x:.2f} {above:.2f}V{bottom:.2f}", stroke_dasharray="4 2")
