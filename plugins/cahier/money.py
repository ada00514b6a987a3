"""What a flow of costs and benefits is worth: TCO, NPV, ROI, payback, IRR.

The formulas are those of the information model, section 6.1, and of any finance handbook. Year 0 is
the project, years 1 to N its run. Amounts exclude tax, a rate of 8 is 8 %; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

Years = tuple[Decimal, ...]

VAT = Decimal(20)  # in percent; shown only, every other amount excludes it
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


def _worth(flow: Sequence[Decimal], factor: Decimal) -> Decimal:
    return sum((value * factor**year for year, value in enumerate(flow)), _ZERO)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None
