"""V08, how far the ranking holds when weights move, or prices are marked another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cahier.page import Badge, Block, Cell, Heading, Prose, Table, Text
from cahier.scoring import FORMULAS, STEP, Move, Scores, break_even, sensitivity
from cahier.spec import Record, Spec
from cahier.tender import Tender
from cahier.texts import Words
from cahier.views import figures
from cahier.views.tender.detail import titles
from cahier.views.values import badge, mention


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the verdict, each move of a weight, the weights that tie, other price formulas."""
    tender = Tender(spec)
    if not spec.whole or len((scores := tender.scores()).ranking) < 2:
        return ()
    moves = sensitivity(scores)
    formulas = _formulas(tender)
    race = [v for v in tender.race if v.id in scores.marks]
    blocks: list[Block] = [
        Heading(2, words.label("sensitivity"), "robustesse"),
        Prose(
            _verdict(spec, words, scores, [*(m.first for m in moves), *_others(tender, formulas)])
        ),
    ]
    if moves:
        blocks += [_moves(spec, words, race, moves), _ties(spec, words, tender, scores)]
    if formulas:
        blocks.append(_prices(spec, words, tender, race, formulas))
    return tuple(blocks)


def _formulas(tender: Tender) -> Mapping[str, Scores]:
    """Return what each price formula gives, where a main criterion is marked by prices."""
    priced = any(c.fields["method"] == "price" and not tender.parts(c) for c in tender.criteria)
    return {name: tender.scores(name) for name in FORMULAS} if priced else {}


def _announced(tender: Tender) -> set[str]:
    return {c.fields["price_formula"] for c in tender.criteria if "price_formula" in c.fields}


def _others(tender: Tender, formulas: Mapping[str, Scores]) -> list[tuple[str, ...]]:
    """Return who is first with each formula but the one announced."""
    announced = _announced(tender)
    return [scores.first for name, scores in formulas.items() if {name} != announced]


def _verdict(spec: Spec, words: Words, scores: Scores, tried: Sequence[tuple[str, ...]]) -> str:
    """Return whether the first stays first in all that is tried."""
    kept = sum(first == scores.first for first in tried)
    names = ", ".join(f"{id} {spec.records[id].name}" for id in scores.first)
    key = "sensitivity-robust" if kept == len(tried) else "sensitivity-fragile"
    return words.label(key, first=names, kept=kept, tried=len(tried), step=STEP)


def _moves(spec: Spec, words: Words, race: Sequence[Record], moves: Sequence[Move]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for move in moves:
        weight = (figures.decimal(words, move.weights[move.criterion], 2),)
        rows.append(
            (
                (mention(spec, move.criterion),),
                (figures.points(words, move.by),),
                weight,
                *_totals(words, race, move.totals),
                _mentions(spec, move.first),
                (_changed(words, move.changes),),
            )
        )
    heads = [words.label(f"sensitivity-{name}") for name in ("criterion", "move", "weight")]
    return Table(
        (*heads, *titles(race), *_ends(words)),
        tuple(rows),
        words.label("sensitivity-moves", step=STEP),
        name="sensibilite-des-poids",
    )


def _ends(words: Words) -> tuple[str, str]:
    return words.label("sensitivity-first"), words.label("sensitivity-changes")


def _totals(words: Words, race: Sequence[Record], totals: Mapping[str, Decimal]) -> list[Cell]:
    return [(figures.decimal(words, totals[vendor.id], 3),) for vendor in race]


def _mentions(spec: Spec, ids: Sequence[str]) -> Cell:
    return tuple(mention(spec, id) for id in ids)


def _changed(words: Words, changes: bool) -> Badge:
    value = "changed" if changes else "same"
    return Badge("sensitivity", value, words.label("yes" if changes else "no"), int(not changes))


def _ties(spec: Spec, words: Words, tender: Tender, scores: Scores) -> Table:
    """Return, for each criterion, the weights at which another offer equals the first."""
    best = scores.ranking[0].vendor
    others = [place.vendor for place in scores.ranking[1:]]
    rows: list[tuple[Cell, ...]] = []
    for criterion, weight in scores.weights.items():
        cells = (_tie(words, break_even(scores, criterion, best, other)) for other in others)
        shown = (figures.decimal(words, weight, 2),)
        rows.append(((mention(spec, criterion),), shown, *cells))
    titles = (words.label("sensitivity-tie", one=best, other=other) for other in others)
    return Table(
        (words.label("sensitivity-criterion"), words.label("sensitivity-weight-now"), *titles),
        tuple(rows),
        words.label("sensitivity-ties", first=best),
        name="poids-d-egalite",
    )


def _tie(words: Words, weight: Decimal | None) -> Cell:
    if weight is None:
        return (Text(words.label("sensitivity-never")),)
    return (figures.decimal(words, weight, 2),)


def _prices(
    spec: Spec,
    words: Words,
    tender: Tender,
    race: Sequence[Record],
    formulas: Mapping[str, Scores],
) -> Table:
    shape = spec.library.kinds["criterion"].shape.fields["price_formula"]
    announced = _announced(tender)
    now = tender.scores().first
    rows: list[tuple[Cell, ...]] = []
    for name, scores in formulas.items():
        label = badge(words, shape, name).label
        if name in announced:
            label = words.label("sensitivity-announced", formula=label)
        rows.append(
            (
                (Text(label),),
                *_totals(words, race, scores.totals),
                _mentions(spec, scores.first),
                (_changed(words, scores.first != now),),
            )
        )
    return Table(
        (words.label("sensitivity-formula"), *titles(race), *_ends(words)),
        tuple(rows),
        words.label("sensitivity-prices"),
        name="formules-de-prix",
    )
