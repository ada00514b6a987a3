"""V05, the plan: drawn, what its end hangs on, what is late, and its milestones by date."""

from __future__ import annotations

from collections.abc import Iterator

from cahier.page import Block, Heading
from cahier.planning import Plan
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views.planning import charts, phases, tables


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """The phases at a glance, what is late, milestones, a card a phase, then every item."""
    plan = Plan.of(spec)
    if not plan.roots:
        return ()
    return tuple(_blocks(spec, words, plan))


def _blocks(spec: Spec, words: Words, plan: Plan) -> Iterator[Block]:
    if plan.of_type("phase"):
        yield Heading(2, words.label("plan-general"), "planning-general")
        yield charts.general(words, plan)
    yield from _part(words, "late", tables.late(spec, words, plan))
    yield from _part(words, "milestones", tables.milestones(spec, words, plan))
    yield from _part(words, "deliverables", tables.deliverables(spec, words, plan))
    if cards := phases.cards(spec, words, plan):
        yield Heading(2, words.label("plan-phases"), "phases")
        yield cards
    yield Heading(2, words.label("plan-detail"), "planning-detaille")
    yield from charts.detailed(words, plan)
    yield from _part(words, "critical", tables.critical(spec, words, plan))


_ANCHORS = {
    "late": "retards",
    "milestones": "jalons",
    "deliverables": "livrables",
    "critical": "chemin-critique",
}


def _part(words: Words, name: str, block: Block | None) -> Iterator[Block]:
    if block:
        yield Heading(2, words.label(f"plan-{name}"), _ANCHORS[name])
        yield block
