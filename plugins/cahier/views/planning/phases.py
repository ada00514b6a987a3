"""A card for each phase: what it must have reached, what it delivers, when, under whom."""

from __future__ import annotations

from collections.abc import Iterator

from cahier.page import Card, Cards, Cell, Date, Field, Items, Mention, Text
from cahier.planning import Plan, begins
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import cell, day

_TOLD = ("status", "progress", "responsible", "depends_on", "goals")


def cards(spec: Spec, words: Words, plan: Plan) -> Cards | None:
    """Return the phases by date; none when the plan has no phase."""
    phases = [item for item in plan.items.values() if item.fields["type"] == "phase"]
    return Cards(tuple(_card(spec, words, plan, phase) for phase in phases)) if phases else None


def _card(spec: Spec, words: Words, plan: Plan, phase: Record) -> Card:
    return Card((Mention(phase.id, phase.name),), tuple(_fields(spec, words, plan, phase)))


def _fields(spec: Spec, words: Words, plan: Plan, phase: Record) -> Iterator[Field]:
    dates: Cell = (
        *day(words, begins(phase)),
        Text(words.label("plan-until")),
        *day(words, phase.fields["end"]),
    )
    yield Field("dates", words.label("plan-dates"), dates)
    for name in _TOLD:
        if name in phase.fields:
            shape = phase.kind.shape.fields[name]
            value = cell(spec, words, shape, phase.fields[name])
            yield Field(name, words.of(shape.label), value)
    yield from _dated(words, "deliverables", _delivered(plan, phase))
    yield from _dated(words, "milestones", _inside(plan, phase, "milestone"))


def _delivered(plan: Plan, phase: Record) -> list[Record]:
    """Return what a phase says it delivers, and the deliverables inside it, by date."""
    named = {id for id in phase.all("deliverables") if id in plan.items}
    named |= {item.id for item in _inside(plan, phase, "deliverable")}
    return [item for item in plan.of_type("deliverable") if item.id in named]


def _inside(plan: Plan, phase: Record, name: str) -> list[Record]:
    inside = {item.id for item, _ in plan.below(phase)}
    return [item for item in plan.of_type(name) if item.id in inside]


def _dated(words: Words, name: str, items: list[Record]) -> Iterator[Field]:
    lines: list[Cell] = []
    for item in items:
        due = Date(item.fields["end"], words.date(item.fields["end"]))
        lines.append((Mention(item.id, item.name), Text("–"), due))
    if lines:
        yield Field(name, words.label(f"plan-{name}"), (Items(tuple(lines)),))
