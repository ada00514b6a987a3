"""The detail of the budget: costs and benefits by nature, costs by accounting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from cahier import budget
from cahier.page import Cell, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures

_ZERO = Decimal(0)
_NAMES = {
    "cost-nature": "couts-par-nature",
    "cost-accounting": "couts-par-imputation",
    "benefit-nature": "gains-par-nature",
}


def details(spec: Spec, words: Words) -> Iterator[Table]:
    """Yield costs by nature and by accounting, then benefits by nature."""
    shapes = spec.library.kinds["budget_line"].shape.fields
    lines = spec.kind("budget_line")
    for flow, field in (("cost", "nature"), ("cost", "accounting"), ("benefit", "nature")):
        chosen = [line for line in lines if line.fields["flow"] == flow and field in line.fields]
        groups = {
            words.of(label): [line for line in chosen if line.fields[field] == value]
            for value, label in shapes[field].values.items()
        }
        if chosen:
            yield _grouped(spec, words, f"{flow}-{field}", groups)


def _grouped(spec: Spec, words: Words, key: str, groups: Mapping[str, Sequence[Record]]) -> Table:
    years = budget.years(spec)
    sums = {
        name: [sum((budget.amount(line, y) for line in lines), _ZERO) for y in years]
        for name, lines in groups.items()
        if lines
    }
    totals = [sum(values, _ZERO) for values in zip(*sums.values(), strict=True)]
    titles = [words.label("budget-year", n=y) for y in years]
    return Table(
        (words.label(f"budget-{key.partition('-')[2]}"), *titles, words.label("total")),
        tuple(_sums(words, name, values) for name, values in sums.items()),
        words.label(f"budget-{key}"),
        name=f"budget-{_NAMES[key]}",
        totals=_sums(words, words.label("total"), totals),
    )


def _sums(words: Words, name: str, values: Iterable[Decimal]) -> tuple[Cell, ...]:
    values = list(values)
    return (Text(name),), *(
        (figures.money(words, value),) for value in (*values, sum(values, _ZERO))
    )
