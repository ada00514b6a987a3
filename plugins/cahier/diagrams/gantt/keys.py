"""The legend of the chart: what each sign means, of those it holds."""

from __future__ import annotations

from collections.abc import Iterator

from cahier.diagrams.gantt import marks
from cahier.diagrams.gantt.model import Chart
from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import plate, tag, text
from cahier.diagrams.words import SMALL, fit, measure

_LINE, _WIDE, _SPACE = 18.0, 24.0, 16.0


def legend(chart: Chart, today: bool) -> tuple[float, str]:
    """Return the height of the legend, and its drawing; *today* tells whether that day is shown."""
    x, y, drawn = 0.0, 2.0, ""
    for name, sign in _signs(chart, today):
        label = fit(name, chart.width - _WIDE - 6, SMALL)
        room = _WIDE + 6 + measure(label, SMALL)
        if x and x + room > chart.width:
            x, y = 0.0, y + _LINE
        words = text((label,), _WIDE + 6, 2, SMALL, "ch-text", text_anchor="start")
        drawn += tag("g", "", sign + words, transform=f"translate({x:.2f} {y:.2f})")
        x += room + _SPACE
    return y + _LINE + 4, drawn


def _signs(chart: Chart, today: bool) -> Iterator[tuple[str, str]]:
    """Yield the name and the sign of all that the chart shows."""
    rows, words = chart.rows, chart.legend
    shapes = {row.shape for row in rows}
    bar, square = Rect(0, 3, _WIDE, 9), Rect(6, 2, 11, 11)
    if "phase" in shapes:
        yield words.phase, "".join(marks.bar(bar, "phase", 0))
    if "task" in shapes:
        yield words.task, "".join(marks.bar(bar, "task", 0))
    if any(row.progress > 0 and row.shape in ("phase", "task") for row in rows):
        shape = "task" if "task" in shapes else "phase"
        yield words.done, "".join(marks.bar(bar, shape, 0.6))
    if "milestone" in shapes or any(row.days for row in rows):
        yield words.milestone, marks.diamond(square, False)
    if "deliverable" in shapes:
        yield words.deliverable, marks.page(square, False)
    if any(row.critical for row in rows):
        yield words.critical, plate(Rect(0, 8, _WIDE, 2.5), "ch-bad")
    if any(row.late for row in rows):
        yield words.late, marks.alert(6, 8)
    if today:
        yield words.today, tag("path", "ch-today", d="M12 1V14", stroke_dasharray="4 2")
