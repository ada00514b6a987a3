"""The whole drawing as SVG: lanes, then arrows, then boxes, then labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cahier.diagrams.lanes.labels import Label
from cahier.diagrams.lanes.layout import Layout, settle
from cahier.diagrams.lanes.model import Lane, Step
from cahier.diagrams.lanes.plan import Plan, plan
from cahier.diagrams.lanes.routes import Route
from cahier.diagrams.lanes.sheets import Sheet, sheets
from cahier.diagrams.lanes.steps import step
from cahier.diagrams.lanes.tidy import tidy
from cahier.diagrams.shapes import Path, Rect
from cahier.diagrams.svg import framed, plate, rounded, safe_id, tag, text
from cahier.diagrams.words import BOLD_HEAD, HEAD, SMALL, plain, tall, wrap

_BEND = 5.0


@dataclass(frozen=True, slots=True)
class _Frame:
    title: str
    description: str
    prefix: str
    role: str

    def numbered(self, number: int, count: int) -> "_Frame":
        """Return the frame of a sheet."""
        title = f"{self.title} ({number}/{count})"
        return replace(self, title=title, prefix=f"{self.prefix}{number}-")

    def around(self, width: float, height: float, inner: str) -> str:
        """Return the SVG element; its names are read out, an image's links would not be."""
        return framed(
            "cl-lanes",
            self.title,
            self.description,
            width,
            height,
            inner,
            prefix=self.prefix,
            role=self.role,
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A process as one SVG element; and, if it is too tall for a printed page, as several."""

    whole: str
    sheets: tuple[str, ...] = ()


def draw(
    lanes: Sequence[Lane], steps: Sequence[Step], title: str, description: str, prefix: str = ""
) -> Drawn:
    """Return the process as SVG; `prefix` keeps its ids apart from other drawings'."""
    process = tidy(lanes, steps)
    role = "group" if any(each.href for each in process.steps) else "img"
    frame = _Frame(plain(title), plain(description), safe_id(prefix), role)
    if not process.steps:
        return Drawn(_empty(frame))
    layout = settle(plan(process))
    width, cut = layout.plan.columns.width, sheets(layout)
    return Drawn(
        frame.around(width, layout.height, _inner(layout, frame.prefix)),
        tuple(
            frame.numbered(number, len(cut)).around(
                width, sheet.height, _part(layout, sheet, f"{frame.prefix}{number}-")
            )
            for number, sheet in enumerate(cut, start=1)
        ),
    )


def _empty(frame: _Frame) -> str:
    lines = wrap(frame.title, 300, BOLD_HEAD)
    name = text(lines, 160, 10, HEAD, "cl-head-text", font_weight="bold")
    return frame.around(320, tall(lines or ("",), HEAD) + 20, name)


def _inner(layout: Layout, prefix: str) -> str:
    parts = [_tip(prefix), *_lanes(layout.plan, layout.height, layout.plan.foot)]
    for route, path in zip(layout.plan.routes, layout.paths, strict=True):
        parts.append(_arrow(route, path, prefix))
    parts.extend(map(step, layout.boxes))
    parts.extend(map(_label, layout.labels.values()))
    return "".join(parts)


def _part(layout: Layout, sheet: Sheet, prefix: str) -> str:
    parts = [_tip(prefix), *_lanes(layout.plan, sheet.height)]
    for number, run, tip in sheet.runs:
        parts.append(_arrow(layout.plan.routes[number], run, prefix, tip=tip))
    parts.extend(map(step, sheet.boxes))
    parts.extend(map(_label, sheet.labels))
    return "".join(parts)


def _tip(prefix: str) -> str:
    tip = tag("path", "cl-tip", d="M0 0.5L8 4L0 7.5L1.8 4z")
    return (
        f'<defs><marker id="{prefix}cl-tip" markerWidth="8" markerHeight="8"'
        f' markerUnits="userSpaceOnUse" refX="7.6" refY="4" orient="auto">{tip}</marker></defs>'
    )


def _lanes(plan: Plan, height: float, foot: float = 0.0) -> Iterator[str]:
    """Yield each lane with its name above, and below if there is a foot for it."""
    head = plan.head
    tops = [0.0, height - foot] if foot else [0.0]
    names = zip(plan.columns.cells, plan.heads, strict=True)
    for index, ((left, right), lines) in enumerate(names):
        yield plate(Rect(left, 0, right - left, height), _striped("cl-lane", index))
        for top in tops:
            cell = Rect(left, top, right - left, head)
            yield plate(cell, _striped("cl-head", index))
            start = cell.center - tall(lines, HEAD) / 2
            yield text(lines, cell.middle, start, HEAD, "cl-head-text", font_weight="bold")


def _striped(css: str, index: int) -> str:
    return f"{css} {css}-odd" if index % 2 else css


def _arrow(route: Route, path: Path, prefix: str, *, tip: bool = True) -> str:
    css = "cl-arrow cl-return" if route.back else "cl-arrow"
    dashes = {"stroke_dasharray": "5 3"} if route.back else {}
    ends = {"marker_end": f"url(#{prefix}cl-tip)"} if tip else {}
    return tag("path", css, d=rounded(path, _BEND), **ends, **dashes)


def _label(label: Label) -> str:
    rect = label.rect
    under = plate(rect, "cl-plate", rx=2, fill_opacity=0.85) if label.plate else ""
    return under + text(label.lines, rect.middle, rect.y, SMALL, "cl-label")
