"""The offers of a consultation: who made one, what each vendor answered, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from cahier.policy import visible
from cahier.spec import Record, Spec

_RECEIVED = {"responded", "shortlisted", "selected"}
_DEAD = {"rejected", "retired"}
_ZERO = Decimal(0)


def issued(requirement: Record) -> bool:
    """Whether a requirement was sent to the vendors."""
    fields = requirement.fields
    sent: bool = fields["status"] not in _DEAD and fields["priority"] != "wont"
    return sent and visible(requirement.visibility, "vendors")


def offers(spec: Spec) -> tuple[Record, ...]:
    """Return the vendors whose offer was received, those eliminated since included."""
    answered = {r.fields.get("vendor") for r in spec.kind("response")}
    return tuple(v for v in spec.kind("vendor") if _received(v, v.id in answered))


def _received(vendor: Record, answered: bool) -> bool:
    if vendor.fields["status"] == "eliminated":
        return answered or "received_on" in vendor.fields
    return vendor.fields["status"] in _RECEIVED


def responses(spec: Spec) -> Mapping[str, Mapping[str, Record]]:
    """Return the responses by vendor and requirement."""
    found: dict[str, dict[str, Record]] = {}
    for response in spec.kind("response"):
        vendor, requirement = (response.fields.get(name) for name in ("vendor", "requirement"))
        if vendor and requirement:  # else one of them could not be read
            found.setdefault(vendor, {}).setdefault(requirement, response)
    return found


def cost(spec: Spec, vendor: Record, year: int) -> Decimal:
    """Return what an offer costs in one year: Σ quantity × unit price, options left out."""
    prices = vendor.fields.get("prices", {})
    lines = (line for line in spec.kind("price_item") if not line.fields.get("optional"))
    return sum(
        (
            Decimal(line.fields["quantity"]) * prices[line.id]
            for line in lines
            if line.id in prices and _is_paid(line, year)
        ),
        _ZERO,
    )


def _is_paid(line: Record, year: int) -> bool:
    """Whether a line is paid in a year; without a list, once is year 0 and yearly every other."""
    if years := line.fields.get("years"):
        return bool(year in years)
    once: bool = line.fields["period"] == "once"
    return once == (year == 0)


def price(spec: Spec, vendor: Record, basis: str) -> Decimal:
    """Return the price an offer is compared by: `initial`, `yearly`, or `tco` over the horizon.

    It is computed from the unit prices; without any, from the two totals of the vendor.
    """
    if basis == "tco":
        years = range(1, horizon(spec) + 1)
        return _year(spec, vendor, 0) + sum((_year(spec, vendor, y) for y in years), _ZERO)
    return _year(spec, vendor, 0 if basis == "initial" else 1)


def horizon(spec: Spec) -> int:
    """Return the number of years of run that a total cost counts."""
    return next((int(p.fields.get("budget_horizon_years", 5)) for p in spec.kind("project")), 5)


def _year(spec: Spec, vendor: Record, year: int) -> Decimal:
    if vendor.fields.get("prices"):
        return cost(spec, vendor, year)
    return Decimal(vendor.fields.get("price_yearly" if year else "price_initial", 0))
