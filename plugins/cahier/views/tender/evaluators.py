"""The marks that evaluators gave, each beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cahier.page import Cell, Mention, Number, Table
from cahier.spec import Spec
from cahier.tender import Tender
from cahier.texts import Words
from cahier.views import figures
from cahier.views.values import mention

Entry = Mapping[str, Any]


def marks(spec: Spec, words: Words, tender: Tender) -> Table | None:
    """Return criterion × offer: the mark of each evaluator, the mean and the spread."""
    given = [
        (criterion.id, vendor.id, entries)
        for criterion in tender.tree
        for vendor in tender.offers
        if (entries := vendor.fields.get("marks", {}).get(criterion.id))
    ]
    people = _people(spec, [entries for _, _, entries in given])
    rows: list[tuple[Cell, ...]] = []
    for criterion, vendor, entries in given:
        names = (mention(spec, criterion),), (Mention(vendor),)
        rows.append((*names, *_marks(words, people, entries)))
    titles = (
        *(words.label(f"scoring-{name}") for name in ("criterion", "offer")),
        *(spec.records[who].name for who in people),
        *(words.label(f"scoring-{name}") for name in ("mean", "spread")),
    )
    caption = words.label("scoring-evaluators-list")
    return Table(titles, tuple(rows), caption, name="notes-des-evaluateurs") if rows else None


def _people(spec: Spec, given: Sequence[Sequence[Entry]]) -> list[str]:
    """Return those who gave marks, in the order of the specification."""
    known = {entry.get("evaluator") for entries in given for entry in entries}
    return [id for id in spec.records if id in known]


def _marks(words: Words, people: Sequence[str], entries: Sequence[Entry]) -> Iterator[Cell]:
    """Yield the mark of each evaluator, empty for who gave none, then the mean and the spread."""
    by = {entry.get("evaluator"): Decimal(entry["mark"]) for entry in entries}
    for who in people:
        yield (Number(by[who], figures.given_number(words, by[who])),) if who in by else ()
    values = [Decimal(entry["mark"]) for entry in entries]
    yield (figures.decimal(words, sum(values, Decimal(0)) / len(values), 2),)
    spread = max(values) - min(values)
    yield (Number(spread, figures.given_number(words, spread)),)
