"""Costs, benefits and what they add up to, year by year: a drawing and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from cahier import money
from cahier.diagrams.charts import NARROW, Series, columns
from cahier.page import Cell, Diagram, Number, Table, Text
from cahier.texts import Words
from cahier.views import figures

_ZERO = Decimal(0)


def year(words: Words, number: int) -> Cell:
    """Return a year of the budget, its number kept for sorting and for other programs."""
    return (Number(number, words.label("budget-year", n=number)),)


def drawing(words: Words, base: money.Cash) -> Diagram:
    """Return the chart of costs, benefits and their running total."""
    title = words.label("budget-drawing")
    draw = partial(
        columns,
        [words.label("budget-year", n=n) for n in range(len(base.costs))],
        [
            Series(words.label("budget-costs"), "ch-b", tuple(-cost for cost in base.costs)),
            Series(words.label("budget-benefits"), "ch-a", base.benefits),
        ],
        title,
        words.label("budget-drawing-says"),
        lambda value: figures.thousands(words, value),
        Series(words.label("budget-cumulative"), "ch-line", base.cumulative),
    )
    wide, narrow = draw(prefix="budget-"), draw(prefix="budget-narrow-", width=NARROW)
    return Diagram(wide, title, _table(words, title, _flows(base)), narrow=narrow)


def _flows(base: money.Cash) -> dict[str, money.Years]:
    return {
        "budget-costs": base.costs,
        "budget-benefits": base.benefits,
        "budget-net": base.net,
        "budget-cumulative": base.cumulative,
    }


def by_year(words: Words, base: money.Cash) -> Table:
    """Return what is spent and won each year, the running total, and the net in present value."""
    present = money.discounted(base.net, base.rate)
    flows = {**_flows(base), "budget-present": present}
    sums = tuple(
        () if name == "budget-cumulative" else (figures.money(words, sum(values, _ZERO)),)
        for name, values in flows.items()
    )
    totals = ((Text(words.label("total")),), *sums)
    return _table(words, words.label("budget-flows"), flows, "budget-par-annee", totals)


def _table(
    words: Words,
    caption: str,
    flows: Mapping[str, Sequence[Decimal]],
    name: str = "",
    totals: tuple[Cell, ...] = (),
) -> Table:
    rows = tuple(
        (year(words, number), *((figures.money(words, value),) for value in values))
        for number, values in enumerate(zip(*flows.values(), strict=True))
    )
    titles = (words.label("budget-year-title"), *(words.label(name) for name in flows))
    return Table(titles, rows, caption, name=name, totals=totals)
