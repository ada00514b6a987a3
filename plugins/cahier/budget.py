"""The budget lines of a specification, year by year: foreseen, otherwise foreseen, and real.

`money` says what they are worth. Year 0 is the project; amounts exclude tax.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cahier.money import Cash, Years
from cahier.spec import Record, Spec

# What a vendor may raise from year to year: the usual scenario indexes these two natures.
INDEXED = ("licence", "maintenance")
RISE, HALF = Decimal(3), Decimal("0.5")  # of the usual scenarios
_ZERO = Decimal(0)


def cash(spec: Spec, share: Decimal | int = 1, indexed: Decimal | int | None = None) -> Cash:
    """Return the cash of the budget lines over the project's horizon.

    *share* is the part of the benefits that comes true; *indexed*, when given, is the yearly rise
    of licences and maintenance, in percent, instead of what their lines say.
    """
    lines, span = spec.kind("budget_line"), years(spec)
    gains = _sums([line for line in lines if line.fields["flow"] == "benefit"], span, indexed)
    return Cash(
        _sums([line for line in lines if line.fields["flow"] == "cost"], span, indexed),
        tuple(share * gain for gain in gains),
        Decimal(_project(spec).get("discount_rate", 0)),
    )


def actuals(spec: Spec) -> Cash:
    """Return what was really spent and won, up to the last year that has any; empty without."""
    lines = [line for line in spec.kind("budget_line") if line.fields.get("actuals")]
    last = max((int(year) for line in lines for year in line.fields["actuals"]), default=-1)
    flows = {
        flow: tuple(_spent(lines, flow, str(year)) for year in range(last + 1))
        for flow in ("cost", "benefit")
    }
    return Cash(flows["cost"], flows["benefit"], Decimal(_project(spec).get("discount_rate", 0)))


def years(spec: Spec) -> range:
    """Return the years of the project's horizon; without one, up to the last a line is about."""
    lines = spec.kind("budget_line")
    last = max((int(year) for line in lines for year in line.fields["amounts"]), default=0)
    return range(int(_project(spec).get("budget_horizon_years", last)) + 1)


def users(spec: Spec) -> int:
    """Return the number of users, all populations together."""
    return sum(population.fields["users"] for population in spec.kind("population"))


def scenarios(spec: Spec) -> Mapping[str, Cash]:
    """Return the cash as foreseen, with a yearly rise of 3 %, and with half of the benefits.

    What would change nothing is left out: no such cost to rise, no benefit to halve.
    """
    found = {"base": cash(spec), "indexed": cash(spec, indexed=RISE)}
    found["half"] = cash(spec, share=HALF)
    base = found["base"]
    return {name: each for name, each in found.items() if name == "base" or each != base}


def costs_by_nature(spec: Spec, year: int) -> Mapping[str, Decimal]:
    """Return what each nature of cost comes to in one year."""
    found: dict[str, Decimal] = {}
    for line in spec.kind("budget_line"):
        if line.fields["flow"] == "cost":
            nature = line.fields["nature"]
            found[nature] = found.get(nature, _ZERO) + amount(line, year)
    return found


def amount(line: Record, year: int, indexed: Decimal | int | None = None) -> Decimal:
    """Return the amount of a line in one year: amount × (1 + g)^(y − 1) from year 1 on."""
    written = Decimal(line.fields["amounts"].get(str(year), 0))
    rise = Decimal(line.fields.get("indexation", 0))
    if indexed is not None and line.fields["nature"] in INDEXED:
        rise = Decimal(indexed)
    return written * (1 + rise / 100) ** (year - 1) if year else written


def _project(spec: Spec) -> Mapping[str, Any]:
    return next((project.fields for project in spec.kind("project")), {})


def _spent(lines: Sequence[Record], flow: str, year: str) -> Decimal:
    real = (line.fields["actuals"].get(year, 0) for line in lines if line.fields["flow"] == flow)
    return sum(map(Decimal, real), _ZERO)


def _sums(lines: Sequence[Record], years: range, indexed: Decimal | int | None) -> Years:
    return tuple(sum((amount(line, y, indexed) for line in lines), _ZERO) for y in years)
