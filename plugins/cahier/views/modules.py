"""P41, functional coverage: what each module asks for, and how the offers cover it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cahier import offers
from cahier.page import Block, Cell, Heading, Number, Table, Text
from cahier.scoring import COEFFICIENTS, PRIORITIES, grid
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures
from cahier.views.values import badge, mention

_DEAD = frozenset({"rejected", "retired"})


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return modules × use cases and requirements, then modules × offers where there are any."""
    asked = {module.id: _asked(spec, module) for module in spec.kind("module")}
    if not any(asked.values()):
        return ()
    return (
        Heading(2, words.label("modules-needs"), "besoins-par-module"),
        _needs(spec, words, asked),
        *_covered(spec, words, asked),
    )


def _asked(spec: Spec, module: Record) -> tuple[Record, ...]:
    """Return the requirements of *module* that still stand."""
    return tuple(
        requirement
        for requirement in spec.kind("requirement")
        if requirement.fields.get("module") == module.id
        and requirement.fields["status"] not in _DEAD
    )


def _needs(spec: Spec, words: Words, asked: Mapping[str, Sequence[Record]]) -> Table:
    shape = spec.library.kinds["requirement"].shape.fields["priority"]
    used = {r.fields["priority"] for found in asked.values() for r in found}
    levels = tuple(level for level in shape.values if level in used)
    cases = {module: _cases(spec, module) for module in asked}
    columns = (
        words.of(spec.library.kinds["module"].label),
        words.of(spec.library.kinds["use_case"].plural),
        *(badge(words, shape, level).label for level in levels),
        words.label("total"),
    )
    counts = {
        module: (cases[module], *(_of(found, level) for level in levels), len(found))
        for module, found in asked.items()
    }
    rows = tuple(
        ((mention(spec, module),), *(_count(words, n) for n in numbers))
        for module, numbers in counts.items()
    )
    sums = (sum(column) for column in zip(*counts.values(), strict=True))
    totals = ((Text(words.label("total")),), *(_count(words, n) for n in sums))
    return Table(columns, rows, words.label("modules-needs"), name="besoins", totals=totals)


def _cases(spec: Spec, module: str) -> int:
    return sum(source.kind.name == "use_case" for _, source in spec.citing(module))


def _of(requirements: Sequence[Record], level: str) -> int:
    return sum(r.fields["priority"] == level for r in requirements)


def _count(words: Words, number: int) -> Cell:
    return (Number(number, words.number(number)),)


def _covered(spec: Spec, words: Words, asked: Mapping[str, Sequence[Record]]) -> tuple[Block, ...]:
    """Return how far each offer covers each module; nothing where the offers are not shown."""
    vendors, given = offers.offers(spec), offers.responses(spec)
    shares = {
        module: [_share(found, given.get(vendor.id, {})) for vendor in vendors]
        for module, found in asked.items()
    }
    kept = {module: row for module, row in shares.items() if any(s is not None for s in row)}
    if not kept:
        return ()
    columns = (words.of(spec.library.kinds["module"].label), *(v.name for v in vendors))
    rows = tuple(
        ((mention(spec, module),), *(_percent(words, share) for share in row))
        for module, row in kept.items()
    )
    title = words.label("modules-offers")
    return (
        Heading(2, title, "couverture-par-offre"),
        Table(columns, rows, words.label("modules-offers-how"), name="couverture-par-offre"),
    )


def _share(found: Sequence[Record], given: Mapping[str, Record]) -> Decimal | None:
    """Return Σ weight × coefficient / Σ weight over the answers (information model, 6.2)."""
    lines = [
        (PRIORITIES[r.fields["priority"]], COEFFICIENTS[given[r.id].fields["coverage"]])
        for r in found
        if r.id in given and r.fields["priority"] in PRIORITIES
    ]
    return grid(lines).share if lines else None


def _percent(words: Words, share: Decimal | None) -> Cell:
    return () if share is None else (figures.share(words, share * 100),)
