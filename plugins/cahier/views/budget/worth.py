"""What the budget is worth under several assumptions: TCO, NPV, ROI, payback, IRR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from cahier import budget, money
from cahier.page import Cell, Number, Table, Text
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views import figures


def results(spec: Spec, words: Words, scenarios: Mapping[str, money.Cash]) -> Table:
    """Return each measure under each assumption; those of benefits where there are any."""
    users = budget.users(spec)
    rows = [
        ((Text(words.label(key)),), *(measure(words, each) for each in scenarios.values()))
        for key, measure in _MEASURES.items()
        if scenarios["base"].gains or key in _OF_COSTS
    ]
    monthly = [each.per_user_month(users) for each in scenarios.values()]
    if None not in monthly:
        cells = ((figures.money(words, m, 2),) for m in monthly if m is not None)
        rows.append(((Text(words.label("budget-monthly")),), *cells))
    titles = (words.label("budget-measure"), *(words.label(f"budget-{n}") for n in scenarios))
    return Table(titles, tuple(rows), words.label("budget-worth"), name="budget-resultats")


def rate(words: Words, value: Decimal | None) -> Cell:
    """Return a rate in percent, or that there is none."""
    return (
        figures.percent(words, value, 2) if value is not None else Text(words.label("no-rate")),
    )


def paid_back(words: Words, value: Decimal | None) -> Cell:
    """Return a time of payback in years, or that it is never reached."""
    if value is None:
        return (Text(words.label("not-reached")),)
    spelt = figures.decimal(words, value, 2)
    key = "years-1" if value < 2 else "years-n"
    return (Number(spelt.value, words.label(key, n=spelt.text)),)


def _amount(words: Words, value: Decimal) -> Cell:
    return (figures.money(words, value),)


_MEASURES: Mapping[str, Callable[[Words, money.Cash], Cell]] = {
    "budget-tco": lambda words, c: _amount(words, c.tco),
    "budget-tco-with-tax": lambda words, c: _amount(words, c.tco_with_tax),
    "budget-gains": lambda words, c: _amount(words, c.gains),
    "budget-roi": lambda words, c: rate(words, c.roi),
    "budget-npv": lambda words, c: _amount(words, c.npv),
    "budget-present-costs": lambda words, c: _amount(words, c.present_costs),
    "budget-present-benefits": lambda words, c: _amount(words, c.present_benefits),
    "budget-discounted-roi": lambda words, c: rate(words, c.discounted_roi),
    "budget-payback": lambda words, c: paid_back(words, c.payback),
    "budget-discounted-payback": lambda words, c: paid_back(words, c.discounted_payback),
    "budget-irr": lambda words, c: rate(words, c.irr),
}
_OF_COSTS = {"budget-tco", "budget-tco-with-tax", "budget-present-costs"}
