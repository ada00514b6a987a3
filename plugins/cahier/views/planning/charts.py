"""The plan as Gantt charts: the phases and their milestones, then every item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cahier.diagrams import gantt
from cahier.page import Cell, Diagram, Mention, Table, Text
from cahier.planning import Plan, begins
from cahier.spec import Record
from cahier.texts import Words
from cahier.views.values import badge, day, percent

_WIDE, _NARROW = 1000.0, 740.0
_MOST = 25  # rows that fit on a sheet of A4 sideways
_DONE = {"done": 1.0}


def general(words: Words, plan: Plan) -> Diagram:
    """Return phases with the milestones inside them."""
    phases = [item for item in plan.items.values() if item.fields["type"] == "phase"]
    rows = [_row(words, plan, phase, days=_milestones(plan, phase)) for phase in phases]
    title = words.label("plan-general-drawing")
    return _diagram(words, plan, rows, phases, title, "plan", _NARROW)


def detailed(words: Words, plan: Plan) -> Iterator[Diagram]:
    """Yield every item under its phase, as many drawings as sheets are needed."""
    sheets = list(_sheets(plan))
    for number, sheet in enumerate(sheets, 1):
        rows = [_row(words, plan, item, level) for item, level in sheet]
        title = words.label("plan-detailed-drawing")
        if len(sheets) > 1:
            title = words.label("plan-sheet", title=title, n=number, of=len(sheets))
        items = [item for item, _ in sheet]
        yield _diagram(words, plan, rows, items, title, f"plan-{number}", _WIDE)


def _sheets(plan: Plan) -> Iterator[list[tuple[Record, int]]]:
    """Yield the items in groups of what stands together, none longer than a sheet."""
    sheet: list[tuple[Record, int]] = []
    for root in plan.roots:
        group = list(plan.below(root))
        if sheet and len(sheet) + len(group) > _MOST:
            yield sheet
            sheet = []
        sheet += group
        while len(sheet) > _MOST:
            yield sheet[:_MOST]
            sheet = sheet[_MOST:]
    if sheet:
        yield sheet


def _milestones(plan: Plan, phase: Record) -> tuple[tuple[date, bool], ...]:
    inside = (item for item, _ in plan.below(phase) if item.fields["type"] == "milestone")
    return tuple(
        (date.fromisoformat(item.fields["end"]), item.fields["status"] == "done") for item in inside
    )


def _row(
    words: Words,
    plan: Plan,
    item: Record,
    level: int = 0,
    days: tuple[tuple[date, bool], ...] = (),
) -> gantt.Row:
    fields = item.fields
    status = item.kind.shape.fields["status"]
    said = badge(words, status, fields["status"]).label
    return gantt.Row(
        id=item.id,
        label=f"{item.id} {item.name}",
        shape=fields["type"],
        start=date.fromisoformat(begins(item)),
        end=date.fromisoformat(fields["end"]),
        level=level,
        progress=_DONE.get(fields["status"], float(fields.get("progress", 0)) / 100),
        critical=item.id in plan.critical,
        late=item.id in plan.late,
        after=item.all("depends_on"),
        days=days,
        note=f"{item.id} {item.name}, {_dates(words, item)}, {said}",
        href=item.id,
    )


def _dates(words: Words, item: Record) -> str:
    end = words.date(item.fields["end"])
    if "start" not in item.fields:
        return end
    return words.label("plan-from-to", start=words.date(begins(item)), end=end)


def _diagram(
    words: Words,
    plan: Plan,
    rows: Sequence[gantt.Row],
    items: Sequence[Record],
    title: str,
    prefix: str,
    width: float,
) -> Diagram:
    today = date.fromisoformat(plan.today) if plan.today else None
    chart = gantt.Chart(rows, _legend(words, plan.today), today, width)
    said = words.label("plan-drawing-says", n=len(rows))
    svg = gantt.draw(chart, title, said, f"{prefix}-")
    return Diagram(svg, title, _table(words, title, items, prefix))


def _legend(words: Words, today: str) -> gantt.Legend:
    names = ("phase", "task", "done", "milestone", "deliverable", "critical", "late")
    said = {name: words.label(f"plan-key-{name}") for name in names}
    now = words.label("plan-key-today", day=words.date(today)) if today else ""
    months = tuple(words.label("plan-months").split())
    return gantt.Legend(today=now, months=months, **said)


def _table(words: Words, title: str, items: Sequence[Record], name: str) -> Table:
    """Return what a drawing shows, as text."""
    shape = items[0].kind.shape
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        kind = badge(words, shape.fields["type"], item.fields["type"])
        status = badge(words, shape.fields["status"], item.fields["status"])
        days = (day(words, item.fields.get("start", "")), day(words, item.fields["end"]))
        before = tuple(Mention(id) for id in item.all("depends_on"))
        above = tuple(Mention(id) for id in (item.fields.get("parent"),) if id)
        done = percent(words, item.fields["progress"]) if "progress" in item.fields else ()
        own = (Mention(item.id, item.name),)
        rows.append((own, (Text(kind.label),), above, *days, (status,), done, before))
    fields = ("type", "parent", "start", "end", "status", "progress", "depends_on")
    titles = (words.of(shape.fields[field].label) for field in fields)
    return Table((words.label("name"), *titles), tuple(rows), title, name=name)
