"""The plan as tables: what is late, milestones, deliverables, the critical path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cahier.page import Cell, Number, Table
from cahier.planning import Plan, days_between, payments
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import day, field, mention, percent

Column = Callable[[Record], Cell]


def late(spec: Spec, words: Words, plan: Plan) -> Table | None:
    """Return what is late, the oldest first, with the days since it was due."""
    columns: dict[str, Column] = {
        "plan-item": lambda item: (mention(spec, item.id),),
        "plan-responsible": lambda item: _responsible(spec, item),
        "plan-due": lambda item: day(words, item.fields["end"]),
        "plan-days-late": lambda item: _overdue(words, item, plan.today),
        "plan-progress": lambda item: field(spec, words, item, "progress"),
        "plan-status": lambda item: field(spec, words, item, "status"),
    }
    return _table(words, list(plan.late.values()), columns, "plan-late-list", "retards")


def milestones(spec: Spec, words: Words, plan: Plan) -> Table | None:
    """Return the milestones by date: how long before full operation, what each pays."""
    goal = next((str(p.fields.get("full_operation", "")) for p in spec.kind("project")), "")
    paid = payments(plan)
    columns: dict[str, Column] = {
        "plan-milestone": lambda item: (mention(spec, item.id),),
        "plan-date": lambda item: day(words, item.fields["end"]),
        "plan-gate": lambda item: field(spec, words, item, "gate"),
        "plan-responsible": lambda item: field(spec, words, item, "responsible"),
        "plan-status": lambda item: field(spec, words, item, "status"),
        "plan-before": lambda item: _before(words, item, goal),
        "plan-paid": lambda item: percent(words, paid[item.id]) if item.id in paid else (),
        "plan-paid-so-far": lambda item: field(spec, words, item, "payment_percent"),
    }
    return _table(words, plan.of_type("milestone"), columns, "plan-milestones-list", "jalons")


def deliverables(spec: Spec, words: Words, plan: Plan) -> Table | None:
    """Return the deliverables by date, and what is checked to accept each."""
    columns: dict[str, Column] = {
        "plan-deliverable": lambda item: (mention(spec, item.id),),
        "plan-date": lambda item: day(words, item.fields["end"]),
        "plan-phase": lambda item: field(spec, words, item, "parent"),
        "plan-responsible": lambda item: field(spec, words, item, "responsible"),
        "plan-acceptance": lambda item: field(spec, words, item, "acceptance"),
        "plan-status": lambda item: field(spec, words, item, "status"),
    }
    return _table(
        words, plan.of_type("deliverable"), columns, "plan-deliverables-list", "livrables"
    )


def critical(spec: Spec, words: Words, plan: Plan) -> Table | None:
    """Return what the end hangs on, without what only contains it, and the days to spare."""
    margins = {id: link.margin for id, link in plan.critical.items()}
    items = [link.item for link in plan.critical.values() if not plan.parts(link.item)]
    columns: dict[str, Column] = {
        "plan-item": lambda item: (mention(spec, item.id),),
        "plan-start": lambda item: day(words, item.fields.get("start", "")),
        "plan-end": lambda item: day(words, item.fields["end"]),
        "plan-margin": lambda item: _count(words, margins[item.id]),
        "plan-status": lambda item: field(spec, words, item, "status"),
    }
    return _table(words, items, columns, "plan-critical-list", "chemin-critique")


def _table(
    words: Words,
    items: Sequence[Record],
    columns: Mapping[str, Column],
    caption: str,
    name: str,
) -> Table | None:
    """Return a table of *items*, without the columns that would be empty; none without items."""
    cells = {title: tuple(map(column, items)) for title, column in columns.items()}
    kept = {title: column for title, column in cells.items() if any(column)}
    if not items:
        return None
    titles = tuple(words.label(title) for title in kept)
    return Table(titles, tuple(zip(*kept.values(), strict=True)), words.label(caption), name=name)


def _count(words: Words, number: int) -> Cell:
    return (Number(number, words.number(number)),)


def _overdue(words: Words, item: Record, today: str) -> Cell:
    return _count(words, max(days_between(item.fields["end"], today), 0)) if today else ()


def _before(words: Words, item: Record, goal: str) -> Cell:
    """Return the days before full operation; empty from then on."""
    left = days_between(item.fields["end"], goal) if goal else 0
    return (Number(left, words.label("plan-countdown", n=left)),) if left > 0 else ()


def _responsible(spec: Spec, item: Record) -> Cell:
    id = item.fields.get("responsible")
    return (mention(spec, id),) if id else ()
