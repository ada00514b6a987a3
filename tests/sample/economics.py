"""What an investment is worth, from its costs and benefits by year; year 0 is the project.

The formulas are those of the model, section 6.1. Money and rates are Decimal; a rate of 8 is 8 %.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from cahier.spec import Record, Spec

Years = Sequence[Decimal]


def years(
    spec: Spec, flow: str, share: Decimal = Decimal(1), growth: Decimal | None = None
) -> Years:
    """Return the sum of the budget lines of *flow* for each year of the project's horizon.

    *growth* indexes licences and maintenance: amount × (1 + g)^(y − 1) from year 1 on.
    """
    horizon = spec.kind("project")[0].fields["budget_horizon_years"]
    lines = [line for line in spec.kind("budget_line") if line.fields["flow"] == flow]
    return [
        share * sum((_amount(line, year, growth) for line in lines), Decimal())
        for year in range(horizon + 1)
    ]


def _amount(line: Record, year: int, growth: Decimal | None) -> Decimal:
    rate = line.fields["indexation"]
    if growth is not None and line.fields["nature"] in ("licence", "maintenance"):
        rate = growth
    amount: Decimal = line.fields["amounts"][str(year)]
    return amount * (1 + rate / 100) ** (year - 1) if year else amount


def net(costs: Years, benefits: Years) -> Years:
    """Return net(y) = B(y) − C(y)."""
    return [b - c for c, b in zip(costs, benefits, strict=True)]


def cumulative(flow: Years) -> Years:
    """Return the running total."""
    return list(accumulate(flow))


def present(flow: Years, rate: Decimal) -> Decimal:
    """Return Σ flow(y) / (1 + r)^y: the NPV of a net flow."""
    return sum(discounted(flow, rate), Decimal())


def discounted(flow: Years, rate: Decimal) -> Years:
    """Return flow(y) / (1 + r)^y."""
    return [amount / (1 + rate / 100) ** year for year, amount in enumerate(flow)]


def roi(costs: Decimal, benefits: Decimal) -> Decimal:
    """Return (Σ B − TCO) / TCO, in percent."""
    return (benefits - costs) / costs * 100


def payback(flow: Years) -> Decimal | None:
    """Return (k − 1) + (−Cum(k − 1)) / Net(k), k the first year whose total is not negative."""
    totals = cumulative(flow)
    for year in range(1, len(flow)):
        if totals[year] >= 0:
            return year - 1 - totals[year - 1] / flow[year]
    return None


def irr(flow: Years) -> Decimal:
    """Return the rate where the NPV is nothing, found by halving."""
    low, high = Decimal(0), Decimal(1000)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if present(flow, middle) > 0 else (low, middle)
    return low
