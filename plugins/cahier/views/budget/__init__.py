"""V04, the budget: what the project costs and brings, year by year, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cahier import budget, money
from cahier.page import Block, Card, Cards, Field, Heading, Prose, Text
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views import figures
from cahier.views.budget.detail import details
from cahier.views.budget.flows import by_year, drawing
from cahier.views.budget.lines import lines
from cahier.views.budget.worth import paid_back, rate, results


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """What it comes to, the flows by year, results under several assumptions, and the detail."""
    if not spec.kind("budget_line") or not spec.whole:
        return ()  # the sums of a part of the lines would be no budget
    scenarios = budget.scenarios(spec)
    base = scenarios["base"]
    return (
        Prose(_introduction(words, base)),
        Cards(tuple(_cards(spec, words, scenarios))),
        Heading(2, words.label("budget-by-year"), "par-annee"),
        drawing(words, base),
        by_year(words, base),
        Heading(2, words.label("budget-results"), "resultats"),
        results(spec, words, scenarios),
        Heading(2, words.label("budget-by-nature"), "par-nature"),
        *details(spec, words),
        lines(spec, words),
    )


def _introduction(words: Words, base: money.Cash) -> str:
    last = len(base.costs) - 1
    return words.label("budget-intro", years=last, rate=figures.given(words, base.rate))


def _cards(spec: Spec, words: Words, scenarios: Mapping[str, money.Cash]) -> Iterator[Card]:
    base = scenarios["base"]
    costs = {"budget-tco": base.tco, "budget-project": base.costs[0]}
    monthly = _monthly(words, base.per_user_month(budget.users(spec)))
    yield _card(words, "budget-costs", *_amounts(words, costs), *monthly)
    if base.gains:
        worth = {"budget-gains": base.gains, "budget-npv": base.npv}
        roi = Field("roi", words.label("budget-roi"), rate(words, base.roi))
        yield _card(words, "budget-benefits", *_amounts(words, worth), roi)
        paid = {name: paid_back(words, each.payback) for name, each in scenarios.items()}
        fields = (Field(n, words.label(f"budget-{n}"), cell) for n, cell in paid.items())
        yield _card(words, "budget-payback", *fields)
    for project in spec.kind("project"):
        if (envelope := project.fields.get("budget_envelope")) is not None:
            yield _card(words, "budget-envelope", *_envelope(words, envelope, base.costs[0]))


def _monthly(words: Words, value: Decimal | None) -> Iterator[Field]:
    if value is not None:
        yield Field("monthly", words.label("budget-monthly"), (figures.money(words, value, 2),))


def _envelope(words: Words, envelope: Decimal, spent: Decimal) -> Iterator[Field]:
    """Yield what the envelope leaves once the costs of year 0 are paid, or what it lacks."""
    left = envelope - spent
    key = "budget-left" if left >= 0 else "budget-excess"
    yield from _amounts(
        words, {"budget-granted": envelope, "budget-project": spent, key: abs(left)}
    )


def _card(words: Words, title: str, *fields: Field) -> Card:
    return Card((Text(words.label(title)),), fields)


def _amounts(words: Words, amounts: Mapping[str, Decimal]) -> Iterator[Field]:
    for key, value in amounts.items():
        yield Field(key, words.label(key), (figures.money(words, value),))
