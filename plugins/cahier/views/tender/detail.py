"""What the ranking is made of: marks, the grid, prices, and what is out or still awaited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cahier.offers import horizon, price
from cahier.page import Cell, Number, Table, Text
from cahier.scoring import COEFFICIENTS, Scores
from cahier.spec import Record, Spec
from cahier.tender import Tender
from cahier.texts import Words
from cahier.views import figures
from cahier.views.values import badge, count, field, mention

_BASES = ("initial", "yearly", "tco")


def titles(vendors: Sequence[Record]) -> tuple[str, ...]:
    """Return what heads the columns of offers: their names, with the id where two are alike."""
    shared = Counter(vendor.name for vendor in vendors)
    return tuple(v.name if shared[v.name] == 1 else f"{v.name} ({v.id})" for v in vendors)


def marks(spec: Spec, words: Words, tender: Tender, scores: Scores) -> Table:
    """Return criteria × offers: the marks, before any weight, those of offers out included."""
    rows: list[tuple[Cell, ...]] = []
    for criterion in _ordered(tender):
        scale = Decimal(criterion.fields["scale"])
        parts = (_part(tender, scores, vendor, criterion) for vendor in tender.offers)
        cells = (
            (figures.decimal(words, part * scale, 2),) if part is not None else () for part in parts
        )
        told = (_number(words, criterion, name) for name in ("weight", "scale", "minimum"))
        whole = field(spec, words, criterion, "parent")
        rows.append(((mention(spec, criterion.id),), whole, *told, *cells))
    heads = ("criterion", "parent", "weight", "scale", "minimum")
    return Table(
        (*(words.label(f"scoring-{head}") for head in heads), *titles(tender.offers)),
        tuple(rows),
        words.label("scoring-marks-list"),
        name="notes-par-critere",
    )


def _ordered(tender: Tender) -> Iterator[Record]:
    """Yield each criterion, then those that detail it."""
    waiting = list(reversed(tender.criteria))
    while waiting:
        criterion = waiting.pop()
        yield criterion
        waiting += reversed(tender.parts(criterion))


def _part(tender: Tender, scores: Scores, vendor: Record, criterion: Record) -> Decimal | None:
    """Return a mark from 0 to 1; that of a price only for the offers in the race."""
    known = scores.marks.get(vendor.id, {}).get(criterion.id)
    return known if known is not None else tender.part(vendor, criterion)


def _number(words: Words, criterion: Record, name: str) -> Cell:
    value = criterion.fields.get(name)
    if value is None:
        return ()
    return (Number(value, figures.given_number(words, Decimal(value))),)


def coverage(spec: Spec, words: Words, tender: Tender) -> Table | None:
    """Return how many lines of the grid each offer answers with each code, and its points."""
    grids = [c for c in tender.tree if c.fields["method"] == "grid" and not tender.parts(c)]
    if not grids or not tender.lines:
        return None
    shape = spec.library.kinds["response"].shape.fields["coverage"]
    rows: list[tuple[Cell, ...]] = []
    for vendor in tender.offers:
        codes = Counter(tender.code(vendor, line) for line in tender.lines)
        cells = [count(words, codes[code]) for code in COEFFICIENTS]
        for criterion in grids:
            found = tender.grid(vendor, criterion)
            cells += [(figures.decimal(words, v, 1),) for v in (found.points, found.most)]
            cells.append((figures.percent(words, found.share * 100, 2),))
        rows.append(((mention(spec, vendor.id),), *cells))
    points = [
        words.label(f"scoring-{name}", name=f"{criterion.name} " if len(grids) > 1 else "")
        for criterion in grids
        for name in ("grid-points", "grid-most", "grid-share")
    ]
    return Table(
        (
            words.label("scoring-offer"),
            *(badge(words, shape, code).label for code in COEFFICIENTS),
            *points,
        ),
        tuple(rows),
        words.label("scoring-grid-list", n=len(tender.lines)),
        name="couverture-par-offre",
    )


def prices(spec: Spec, words: Words, tender: Tender, scores: Scores) -> Table | None:
    """Return what each offer costs, and its mark where prices are marked."""
    criteria = [c for c in tender.criteria if c.fields["method"] == "price"]
    if not criteria:
        return None
    rows: list[tuple[Cell, ...]] = []
    for vendor in tender.offers:
        paid = ((figures.money(words, price(spec, vendor, basis)),) for basis in _BASES)
        parts = (scores.marks.get(vendor.id, {}).get(c.id) for c in criteria)
        notes = (
            (figures.decimal(words, part * c.fields["scale"], 2),) if part is not None else ()
            for part, c in zip(parts, criteria, strict=True)
        )
        rows.append(((mention(spec, vendor.id),), *paid, *notes))
    shapes = spec.library.kinds["criterion"].shape.fields
    formulas = [badge(words, shapes["price_formula"], c.fields["price_formula"]) for c in criteria]
    return Table(
        (
            words.label("scoring-offer"),
            words.label("scoring-initial"),
            words.label("scoring-yearly"),
            words.label("scoring-tco", n=horizon(spec)),
            *(words.label("scoring-note", name=c.name) for c in criteria),
        ),
        tuple(rows),
        words.label("scoring-prices-list", formula=", ".join(f.label for f in formulas)),
        name="prix-des-offres",
    )


def out(spec: Spec, words: Words, scores: Scores) -> Table | None:
    """Return the offers eliminated, by what, and the reason given to the vendor."""
    rows: list[tuple[Cell, ...]] = []
    for id, reasons in scores.out.items():
        why = tuple(mention(spec, reason) for reason in reasons if reason != id)
        said = spec.records[id].fields.get("elimination_reason", "")
        decided = (Text(words.label("scoring-decided")),)
        rows.append(((mention(spec, id),), why or decided, (Text(said),) if said else ()))
    heads = (words.label(f"scoring-{name}") for name in ("offer", "by", "reason"))
    caption = words.label("scoring-out-list")
    return Table(tuple(heads), tuple(rows), caption, name="offres-ecartees") if rows else None


def awaited(spec: Spec, words: Words, scores: Scores) -> Table | None:
    """Return the criteria on which offers in the race still have no mark."""
    rows = tuple(
        ((mention(spec, id),), tuple(mention(spec, criterion) for criterion in criteria))
        for id, criteria in scores.unmarked.items()
    )
    heads = (words.label("scoring-offer"), words.label("scoring-criteria"))
    caption = words.label("scoring-awaited-list")
    return Table(heads, rows, caption, name="notes-attendues") if rows else None
