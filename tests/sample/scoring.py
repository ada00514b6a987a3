"""What each offer is worth out of 100, from the answers, the marks and the prices.

The formulas are those of the model, sections 6.2 and 6.3; marks are out of 20.
"""

from collections.abc import Mapping
from decimal import Decimal

from cahier.spec import Record, Spec

Marks = Mapping[str, Mapping[str, Decimal]]
Weights = Mapping[str, Decimal]


def offers(spec: Spec) -> tuple[Record, ...]:
    """Return the vendors who answered."""
    return tuple(v for v in spec.kind("vendor") if v.fields.get("prices"))


def answers(spec: Spec, vendor: Record) -> dict[str, str]:
    """Return the coverage a vendor promises, by requirement."""
    return {
        r.fields["requirement"]: r.fields["coverage"]
        for r in spec.kind("response")
        if r.fields["vendor"] == vendor.id
    }


def coverage(spec: Spec, vendor: Record) -> Decimal:
    """Return Σ(priority weight × coverage coefficient) / Σ(priority weight)."""
    rules = spec.kind("consultation")[0].fields
    weighted, most = Decimal(), Decimal()
    for id, code in answers(spec, vendor).items():
        weight = rules["priority_weights"][spec.records[id].fields["priority"]]
        weighted += weight * rules["coverage_coefficients"][code]
        most += weight
    return weighted / most


def knocked_out(spec: Spec, vendor: Record) -> list[str]:
    """Return the eliminatory requirements a vendor does not cover."""
    given = answers(spec, vendor)
    eliminatory = (id for id in given if spec.records[id].fields.get("eliminatory"))
    return [id for id in eliminatory if given[id] == "NC"]


def in_the_race(spec: Spec) -> list[Record]:
    """Return the offers without knock-out: only they set the lowest price."""
    return [vendor for vendor in offers(spec) if not knocked_out(spec, vendor)]


def price(spec: Spec, vendor: Record, period: str) -> Decimal:
    """Return Σ quantity × unit price of the lines of a period, options left out."""
    return sum(
        (
            line.fields["quantity"] * vendor.fields["prices"][line.id]
            for line in spec.kind("price_item")
            if line.fields["period"] == period and not line.fields["optional"]
        ),
        Decimal(),
    )


def tco(spec: Spec, vendor: Record) -> Decimal:
    """Return the price of the project and of its years of run."""
    horizon = spec.kind("project")[0].fields["budget_horizon_years"]
    return price(spec, vendor, "once") + horizon * price(spec, vendor, "yearly")


def price_mark(formula: str, paid: Decimal, all_paid: list[Decimal]) -> Decimal:
    """Return 20 × Pmin / P, or a straight line down to Pmax, or down to twice Pmin."""
    low, high = min(all_paid), max(all_paid)
    if formula == "proportional":
        return 20 * low / paid
    if formula == "linear":
        return 20 * (high - paid) / (high - low)
    return 20 * max(Decimal(), 2 * low - paid) / low


def judged(vendor: Record, criterion: str) -> Decimal:
    """Return the mean of what the evaluators gave."""
    marks = [entry["mark"] for entry in vendor.fields["marks"][criterion]]
    return sum(marks, Decimal()) / len(marks)


def mark(spec: Spec, vendor: Record, criterion: Record, formula: str) -> Decimal:
    """Return the mark of an offer on one of the main criteria."""
    if criterion.fields["method"] == "grid":
        return coverage(spec, vendor) * 20
    if criterion.fields["method"] == "price":
        paid = [tco(spec, other) for other in in_the_race(spec)]
        return price_mark(formula, tco(spec, vendor), paid)
    parts = [c for c in spec.kind("criterion") if c.fields.get("parent") == criterion.id]
    weights = sum((part.fields["weight"] for part in parts), Decimal())
    return sum((p.fields["weight"] * judged(vendor, p.id) for p in parts), Decimal()) / weights


def main_criteria(spec: Spec) -> list[Record]:
    """Return the criteria that have no parent."""
    return [c for c in spec.kind("criterion") if "parent" not in c.fields]


def all_marks(spec: Spec, formula: str = "proportional") -> Marks:
    """Return the marks of every offer in the race, by vendor and criterion."""
    return {
        vendor.id: {c.id: mark(spec, vendor, c, formula) for c in main_criteria(spec)}
        for vendor in in_the_race(spec)
    }


def published(spec: Spec) -> Weights:
    """Return the weights of the main criteria."""
    return {c.id: c.fields["weight"] for c in main_criteria(spec)}


def moved(weights: Weights, criterion: str, by: int) -> Weights:
    """Return *weights* with one moved by some points, the others scaled to keep 100."""
    new = weights[criterion] + by
    scale = (100 - new) / (100 - weights[criterion])
    return {id: new if id == criterion else weight * scale for id, weight in weights.items()}


def totals(marks: Marks, weights: Weights) -> dict[str, Decimal]:
    """Return Σ weight × mark / 20, by vendor."""
    return {
        vendor: sum((weights[id] * value / 20 for id, value in given.items()), Decimal())
        for vendor, given in marks.items()
    }


def break_even(marks: Marks, weights: Weights, criterion: str, one: str, other: str) -> Decimal:
    """Return the weight of *criterion* at which two offers are worth the same.

    With w the weight sought and the others scaled, the gap is
    w × gap(criterion) + (100 − w) / (100 − weight) × gap(others); it is nothing at w.
    """
    gap = {id: (marks[one][id] - marks[other][id]) / 20 for id in weights}
    rest = sum((weights[id] * gap[id] for id in weights if id != criterion), Decimal())
    rest /= 100 - weights[criterion]
    return 100 * rest / (rest - gap[criterion])
