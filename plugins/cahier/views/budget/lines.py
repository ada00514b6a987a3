"""The budget lines one by one, each with what it comes to over the project's horizon."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cahier import budget
from cahier.page import Cell, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures
from cahier.views.records import overview

_FLOWS = {"cost": "budget-costs", "benefit": "budget-benefits"}


def lines(spec: Spec, words: Words) -> Table:
    """Return the list of the lines with a column of costs and one of benefits, and their sums."""
    records = spec.kind("budget_line")
    table = overview(spec, words, records)
    totals = {line.id: _total(spec, line) for line in records}
    sums = [
        sum(totals[line.id] for line in records if line.fields["flow"] == flow) for flow in _FLOWS
    ]
    empty: tuple[Cell, ...] = ((),) * (len(table.columns) - 1)
    return replace(
        table,
        columns=(*table.columns, *map(words.label, _FLOWS.values())),
        rows=tuple(
            (*row, *_cells(words, line, totals[line.id]))
            for row, line in zip(table.rows, records, strict=True)
        ),
        totals=(
            (Text(words.label("total")),),
            *empty,
            *((figures.money(words, each),) for each in sums),
        ),
    )


def _cells(words: Words, line: Record, total: Decimal) -> tuple[Cell, ...]:
    return tuple(
        (figures.money(words, total),) if line.fields["flow"] == flow else () for flow in _FLOWS
    )


def _total(spec: Spec, line: Record) -> Decimal:
    return sum((budget.amount(line, year) for year in budget.years(spec)), Decimal())
