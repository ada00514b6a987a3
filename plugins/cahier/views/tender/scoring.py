"""V07, the offers marked and ranked: what each is worth, why, and which are out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cahier.diagrams.charts import Bar, Key, Part, both, ticks
from cahier.page import Block, Cell, Diagram, Heading, Number, Prose, Table
from cahier.scoring import Scores
from cahier.spec import Record, Spec
from cahier.tender import Tender
from cahier.texts import Words
from cahier.views import figures
from cahier.views.tender import detail, evaluators
from cahier.views.values import mention

_INKS = ("ch-a", "ch-b", "ch-c", "ch-d", "ch-e")
_ZERO = Decimal(0)


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the ranking, marks by criterion, the grid, prices, and what is out or awaited."""
    tender = Tender(spec)
    if not spec.whole or not tender.offers or not tender.criteria:
        return ()
    scores = tender.scores()
    return (
        *_ranking(spec, words, tender, scores),
        *_part(words, "marks", detail.marks(spec, words, tender, scores)),
        *_part(words, "grid", detail.coverage(spec, words, tender)),
        *_part(words, "prices", detail.prices(spec, words, tender, scores)),
        *_part(words, "out", detail.out(spec, words, scores)),
        *_part(words, "awaited", detail.awaited(spec, words, scores)),
        *_part(words, "evaluators", evaluators.marks(spec, words, tender)),
    )


_ANCHORS = {
    "marks": "notes",
    "grid": "couverture",
    "evaluators": "evaluateurs",
    "prices": "prix",
    "out": "offres-ecartees",
    "awaited": "notes-attendues",
}


def _part(words: Words, name: str, table: Table | None) -> tuple[Block, ...]:
    if table is None:
        return ()
    return Heading(2, words.label(f"scoring-{name}"), _ANCHORS[name]), table


def _ranking(spec: Spec, words: Words, tender: Tender, scores: Scores) -> Iterator[Block]:
    if not scores.ranking:
        return
    yield Heading(2, words.label("scoring-ranking"), "classement")
    yield Prose(_verdict(spec, words, scores))
    yield _drawing(spec, words, tender, scores)
    yield _table(spec, words, tender, scores)


def _verdict(spec: Spec, words: Words, scores: Scores) -> str:
    """Return who comes first and by how much, in a sentence."""
    names = [f"{id} {spec.records[id].name}" for id in scores.first]
    best = scores.ranking[0].total
    facts = {
        "first": ", ".join(names),
        "total": figures.decimal(words, best, 3).text,
        "whole": figures.decimal(words, sum(scores.weights.values(), _ZERO), 0).text,
    }
    if len(names) > 1:
        return words.label("scoring-tie", **facts)
    if len(scores.ranking) == 1:
        return words.label("scoring-alone", **facts)
    second = scores.ranking[1]
    gap = figures.decimal(words, best - second.total, 3).text
    name = f"{second.vendor} {spec.records[second.vendor].name}"
    return words.label("scoring-verdict", **facts, second=name, gap=gap)


def _drawing(spec: Spec, words: Words, tender: Tender, scores: Scores) -> Diagram:
    letters = {c.id: chr(ord("A") + n % 26) for n, c in enumerate(tender.criteria)}
    inks = {c.id: _INKS[n % len(_INKS)] for n, c in enumerate(tender.criteria)}
    rows = [
        Bar(
            f"{place.vendor} {spec.records[place.vendor].name}",
            tuple(
                Part(points, inks[id], f"{letters[id]} {figures.decimal(words, points, 1).text}")
                for id, points in _points(scores, place.vendor)
            ),
            figures.decimal(words, place.total, 3).text,
            href=place.vendor,
        )
        for place in scores.ranking
    ]
    title = words.label("scoring-drawing")
    svg, narrow = both(
        rows,
        ticks([sum(scores.weights.values(), _ZERO)], 5),
        title,
        words.label("scoring-drawing-says"),
        lambda value: figures.decimal(words, value, 0).text,
        [Key(f"{letters[c.id]} {c.name}", inks[c.id]) for c in tender.criteria],
        "scoring-",
    )
    table = _table(spec, words, tender, scores, named=False)
    return Diagram(svg, title, table, narrow=narrow)


def _points(scores: Scores, vendor: str) -> list[tuple[str, Decimal]]:
    """Return the points of an offer on each main criterion: its weight × the mark."""
    return [(id, scores.weights[id] * part) for id, part in scores.marks[vendor].items()]


def _table(spec: Spec, words: Words, tender: Tender, scores: Scores, named: bool = True) -> Table:
    """Return the offers by rank, the points of each criterion, and the total."""
    rows: list[tuple[Cell, ...]] = []
    for place in scores.ranking:
        points = (_point(words, value) for _, value in _points(scores, place.vendor))
        rank = (Number(place.rank, words.number(place.rank)),)
        total = _point(words, place.total)
        behind = _point(words, place.total - scores.ranking[0].total)
        rows.append(((mention(spec, place.vendor),), rank, *points, total, behind))
    titles = (
        words.label("scoring-offer"),
        words.label("scoring-rank"),
        *(_weighted(words, c, scores) for c in tender.criteria),
        words.label("total"),
        words.label("scoring-behind"),
    )
    caption = words.label("scoring-points")
    return Table(titles, tuple(rows), caption, name="classement" if named else "")


def _weighted(words: Words, criterion: Record, scores: Scores) -> str:
    weight = figures.given_number(words, scores.weights[criterion.id])
    return words.label("scoring-weighted", name=criterion.name, weight=weight)


def _point(words: Words, value: Decimal) -> Cell:
    return (figures.decimal(words, value, 3),)
