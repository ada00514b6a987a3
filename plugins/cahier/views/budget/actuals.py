"""What was really spent and won, beside what was foreseen (part of V04)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cahier import budget, money
from cahier.diagrams.charts import Bar, Key, Mark, Part, both, ticks
from cahier.page import Block, Cell, Diagram, Heading, Mention, Prose, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures
from cahier.views.budget.flows import year
from cahier.views.values import badge

_ZERO = Decimal(0)
Amounts = tuple[Decimal, Decimal]  # foreseen, real


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """The years that have actuals, then the lines that have some, as a drawing and a table."""
    real = budget.actuals(spec)
    if not real.costs or not spec.whole:
        return ()
    planned = budget.cash(spec)
    lines = [line for line in spec.kind("budget_line") if line.fields.get("actuals")]
    return (
        Heading(2, words.label("actuals"), "realise"),
        *_returns(words, planned, real),
        _by_year(words, planned, real),
        _drawing(words, lines),
        _by_line(spec, words, lines),
    )


def _returns(words: Words, planned: money.Cash, real: money.Cash) -> Iterator[Prose]:
    """Yield the real return, once there are benefits, beside the one of the whole horizon."""
    if real.gains and real.roi is not None and planned.roi is not None:
        rates = {"real": real.roi, "planned": planned.roi}
        texts = {name: figures.percent(words, rate, 2).text for name, rate in rates.items()}
        last, whole = len(real.costs) - 1, len(planned.costs) - 1
        yield Prose(words.label("actuals-roi", last=last, whole=whole, **texts))


def _by_year(words: Words, planned: money.Cash, real: money.Cash) -> Table:
    flows = {"costs": (planned.costs, real.costs)}
    if any(planned.benefits[: len(real.costs)]) or any(real.benefits):
        flows["benefits"] = (planned.benefits, real.benefits)
    pairs = [
        [(_at(foreseen, n), _at(came, n)) for foreseen, came in flows.values()]
        for n in range(len(real.costs))
    ]
    totals = [_sum(column) for column in zip(*pairs, strict=True)]
    titles = [
        words.label(f"actuals-{name}") for flow in flows for name in (flow, f"real-{flow}", "gap")
    ]
    return Table(
        (words.label("budget-year-title"), *titles),
        tuple((year(words, n), *_cells(words, row)) for n, row in enumerate(pairs)),
        words.label("actuals-by-year"),
        name="realise-par-annee",
        totals=((Text(words.label("total")),), *_cells(words, totals)),
    )


def _drawing(words: Words, lines: Sequence[Record]) -> Diagram:
    title = words.label("actuals-drawing")
    amounts = {line: _sum([pair for _, pair in _years(line)]) for line in lines}
    rows = [
        Bar(
            f"{line.id} {line.name}",
            (Part(came, "ch-a"),),
            words.label(
                "actuals-of",
                real=figures.money(words, came).text,
                planned=figures.money(words, foreseen).text,
            ),
            (Mark(foreseen),),
            line.id,
        )
        for line, (foreseen, came) in amounts.items()
    ]
    keys = (
        Key(words.label("actuals-real"), "ch-a"),
        Key(words.label("actuals-planned"), "ch-line", "mark"),
    )
    svg, narrow = both(
        rows,
        ticks([amount for pair in amounts.values() for amount in pair]),
        title,
        words.label("actuals-drawing-says"),
        lambda value: figures.thousands(words, value),
        keys,
        "actuals-",
    )
    return Diagram(svg, title, _table(words, title, amounts), narrow=narrow)


def _table(words: Words, title: str, amounts: Mapping[Record, Amounts]) -> Table:
    names: list[Cell] = [(Mention(line.id, line.name),) for line in amounts]
    rows = tuple(
        (name, *_cells(words, [pair])) for name, pair in zip(names, amounts.values(), strict=True)
    )
    return Table((words.label("id"), *_titles(words)), rows, title)


def _by_line(spec: Spec, words: Words, lines: Sequence[Record]) -> Table:
    flow = spec.library.kinds["budget_line"].shape.fields["flow"]
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        sense = badge(words, flow, line.fields["flow"])
        for number, pair in _years(line):
            name = Mention(line.id, line.name)
            rows.append(((name,), (sense,), year(words, number), *_cells(words, [pair])))
    titles = (words.label("id"), words.of(flow.label), words.label("budget-year-title"))
    caption = words.label("actuals-by-line")
    return Table((*titles, *_titles(words)), tuple(rows), caption, name="realise-par-ligne")


def _titles(words: Words) -> tuple[str, ...]:
    return tuple(words.label(f"actuals-{name}") for name in ("planned", "real", "gap"))


def _years(line: Record) -> list[tuple[int, Amounts]]:
    """Return the years that have an actual amount, with it and the one foreseen."""
    real = {int(year): Decimal(value) for year, value in line.fields["actuals"].items()}
    return [(year, (budget.amount(line, year), real[year])) for year in sorted(real)]


def _cells(words: Words, pairs: Sequence[Amounts]) -> tuple[Cell, ...]:
    """Return what was foreseen, what came, and the difference."""
    values = (v for foreseen, came in pairs for v in (foreseen, came, came - foreseen))
    return tuple((figures.money(words, value),) for value in values)


def _sum(pairs: Sequence[Amounts]) -> Amounts:
    return sum((one for one, _ in pairs), _ZERO), sum((other for _, other in pairs), _ZERO)


def _at(values: Sequence[Decimal], year: int) -> Decimal:
    return values[year] if year < len(values) else _ZERO
