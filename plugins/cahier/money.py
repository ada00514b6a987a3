"""What a project costs and brings, year by year, and what that is worth.

The formulas are those of the information model, section 6.1, and of any finance handbook. Year 0 is
the project, years 1 to N its run. Amounts exclude tax, a rate of 8 is 8 %; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from cahier.spec import Record, Spec

Years = tuple[Decimal, ...]

# What a vendor may raise from year to year: the usual scenario indexes these two natures.
INDEXED = ("licence", "maintenance")
VAT = Decimal(20)  # in percent; shown only, every other amount excludes it
RISE, HALF = Decimal(3), Decimal("0.5")  # of the usual scenarios
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cash:
    """The costs and benefits of each year, and the rate that brings them to year 0."""

    costs: Years
    benefits: Years
    rate: Decimal = _ZERO

    @property
    def net(self) -> Years:
        """Net(y) = B(y) − C(y)."""
        return tuple(b - c for c, b in zip(self.costs, self.benefits, strict=True))

    @property
    def cumulative(self) -> Years:
        """The running total of the net."""
        return tuple(accumulate(self.net))

    @property
    def tco(self) -> Decimal:
        """The total cost of ownership: Σ C(y)."""
        return sum(self.costs, _ZERO)

    @property
    def tco_with_tax(self) -> Decimal:
        """The total cost of ownership, value added tax included."""
        return self.tco * (1 + VAT / 100)

    @property
    def gains(self) -> Decimal:
        """All benefits: Σ B(y)."""
        return sum(self.benefits, _ZERO)

    @property
    def roi(self) -> Decimal | None:
        """(Σ B − TCO) / TCO, in percent."""
        return _share(self.gains - self.tco, self.tco)

    @property
    def present_costs(self) -> Decimal:
        """Σ C(y) / (1 + r)^y."""
        return sum(discounted(self.costs, self.rate), _ZERO)

    @property
    def present_benefits(self) -> Decimal:
        """Σ B(y) / (1 + r)^y."""
        return sum(discounted(self.benefits, self.rate), _ZERO)

    @property
    def npv(self) -> Decimal:
        """The net present value: Σ Net(y) / (1 + r)^y."""
        return self.present_benefits - self.present_costs

    @property
    def discounted_roi(self) -> Decimal | None:
        """The return on investment of present values, in percent."""
        return _share(self.npv, self.present_costs)

    @property
    def payback(self) -> Decimal | None:
        """The years until the outlay is paid back; none when it never is."""
        return payback(self.net)

    @property
    def discounted_payback(self) -> Decimal | None:
        """The years until the outlay is paid back in present values; none when it never is."""
        return payback(discounted(self.net, self.rate))

    @property
    def irr(self) -> Decimal | None:
        """The internal rate of return, in percent; see `irr`."""
        return irr(self.net)

    def per_user_month(self, users: int) -> Decimal | None:
        """Return the total cost for one user and one month of run."""
        months = users * (len(self.costs) - 1) * 12
        return self.tco / months if months > 0 else None


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


def discounted(flow: Sequence[Decimal], rate: Decimal) -> Years:
    """Return flow(y) / (1 + r)^y."""
    return tuple(value / (1 + rate / 100) ** year for year, value in enumerate(flow))


def payback(flow: Sequence[Decimal]) -> Decimal | None:
    """Return (k − 1) + (−Cum(k − 1)) / Net(k), k the first year whose total is not negative."""
    totals = list(accumulate(flow))
    if not totals or totals[0] >= 0:
        return _ZERO
    for year in range(1, len(flow)):
        if totals[year] >= 0:
            return year - 1 - totals[year - 1] / flow[year]
    return None


def irr(flow: Sequence[Decimal]) -> Decimal | None:
    """Return the rate at which the net present value is nothing, in percent.

    There is exactly one when the flow changes sign exactly once (rule of Descartes); with none or
    several no rate says what the investment yields, and none is given.
    """
    signs = [value > 0 for value in flow if value]
    if sum(one != other for one, other in pairwise(signs)) != 1:
        return None
    low, high = _ZERO, Decimal(1)  # the factor 1 / (1 + rate)
    while (_worth(flow, high) > 0) == signs[0]:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (_worth(flow, middle) > 0) == signs[0] else (low, middle)
    return (1 / high - 1) * 100


def _project(spec: Spec) -> Mapping[str, Any]:
    return next((project.fields for project in spec.kind("project")), {})


def _worth(flow: Sequence[Decimal], factor: Decimal) -> Decimal:
    return sum((value * factor**year for year, value in enumerate(flow)), _ZERO)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def _spent(lines: Sequence[Record], flow: str, year: str) -> Decimal:
    real = (line.fields["actuals"].get(year, 0) for line in lines if line.fields["flow"] == flow)
    return sum(map(Decimal, real), _ZERO)


def _sums(lines: Sequence[Record], years: range, indexed: Decimal | int | None) -> Years:
    return tuple(sum((amount(line, y, indexed) for line in lines), _ZERO) for y in years)
