"""The money adds up (model: BUD)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cahier import budget, offers
from cahier.diagnostic import Facts, Problem
from cahier.policy import Policy
from cahier.rules.rule import WARNING, Rule, in_schema
from cahier.spec import Record, Spec

_EURO = Decimal(1)
_NATURES = (
    "licence",
    "integration",
    "interface",
    "migration",
    "training",
    "change",
    "internal",
    "maintenance",
)
# The total a vendor states, and the year of its offer that it sums up.
_TOTALS = {"price_initial": 0, "price_yearly": 1}


def amount_not_product(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield amounts that are not quantity × unit price, within a euro; nothing is paid at 0."""
    for line in spec.kind("budget_line"):
        if not {"quantity", "unit_price"} <= line.fields.keys():
            continue
        product = line.fields["quantity"] * line.fields["unit_price"]
        facts = {"id": line.id, "product": _plain(product)}
        amounts = line.fields["amounts"]
        for year, amount in amounts.items():
            if amount and abs(amount - product) > _EURO:
                told = {**facts, "year": year, "amount": _plain(amount)}
                yield Problem(line.where("amounts", year), told)
        if not any(amounts.values()) and abs(product) > _EURO:
            yield Problem(line.where("amounts"), facts, way="nowhere")


def offer_total_wrong(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the totals of offers that are not the sum of their lines, within a euro."""
    if "price_item" in spec.broken.values():
        return
    priced = [line.id for line in spec.kind("price_item") if not line.fields.get("optional")]
    for vendor in spec.kind("vendor"):
        prices = vendor.fields.get("prices")
        if not prices:
            continue
        if missing := [id for id in priced if id not in prices]:
            facts = {"id": vendor.id, "lines": ", ".join(missing)}
            yield Problem(vendor.where("prices"), facts, way="unpriced")
            continue
        yield from _wrong_totals(spec, vendor)


def envelope_exceeded(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the project whose costs of year 0 exceed its envelope."""
    spent = sum(budget.costs_by_nature(spec, 0).values(), Decimal(0))
    for project in spec.kind("project"):
        envelope = project.fields.get("budget_envelope")
        if envelope is not None and spent > envelope:
            facts = {
                "id": project.id,
                "spent": _plain(spent),
                "envelope": _plain(envelope),
                "excess": _plain(spent - envelope),
            }
            yield Problem(project.where("budget_envelope"), facts)


def cost_nature_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the natures of cost that no line is about, and lines at zero without a reason."""
    if "budget_line" in spec.broken.values():
        return
    costs = [line for line in spec.kind("budget_line") if line.fields["flow"] == "cost"]
    if not costs:
        yield Problem(spec.stage.where, {"kind": "budget_line"}, way="no-budget")
        return
    labels = spec.library.kinds["budget_line"].shape.fields["nature"].values
    present = {line.fields["nature"] for line in costs}
    for nature in _NATURES:
        if nature not in present:
            facts: Facts = {
                "kind": "budget_line",
                "nature": nature,
                "label": labels[nature],
            }
            yield Problem(spec.stage.where, facts)
    for line in costs:
        if line.fields["nature"] in _NATURES and not _spends(line) and not _explains(line):
            yield Problem(line.where("amounts"), {"id": line.id}, way="zero")


def _wrong_totals(spec: Spec, vendor: Record) -> Iterator[Problem]:
    for field, year in _TOTALS.items():
        stated = vendor.fields.get(field)
        total = offers.cost(spec, vendor, year)
        if stated is not None and abs(stated - total) > _EURO:
            facts = {"id": vendor.id, "stated": _plain(stated), "total": _plain(total)}
            yield Problem(vendor.where(field), {**facts, "field": field})


def _spends(line: Record) -> bool:
    return any(line.fields["amounts"].values())


def _explains(line: Record) -> bool:
    return bool(line.fields.get("description") or line.fields.get("formula"))


def _plain(value: Decimal) -> str:
    """Return an amount without trailing zeros: 35481.6."""
    return f"{value.normalize():f}"


RULES: tuple[Rule, ...] = (
    Rule("amount-not-product", "BUD-01", amount_not_product, gate="G1", kinds=("budget_line",)),
    Rule(
        "offer-total-wrong", "BUD-01", offer_total_wrong, gate="G3", kinds=("vendor", "price_item")
    ),
    Rule(
        "envelope-exceeded",
        "BUD-02",
        envelope_exceeded,
        WARNING,
        "G2",
        ("budget_line", "project"),
    ),
    Rule("cost-nature-missing", "BUD-03", cost_nature_missing, WARNING, "G2", ("budget_line",)),
    Rule("unfounded-benefit", "BUD-04", in_schema, gate="G1", kinds=("budget_line",)),
)
