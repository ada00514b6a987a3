"""V14, the options weighed, topic by topic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from cahier.offers import horizon
from cahier.page import Block, Cell, Heading, Items, Mention, Table, Text, slug
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures
from cahier.views.values import field


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return a table a topic: advantages, constraints, cost over the horizon, status."""
    options = spec.kind("option")
    if not options:
        return ()
    topics = options[0].kind.shape.fields["topic"].values
    return tuple(
        block
        for topic, label in topics.items()
        if (chosen := [o for o in options if o.fields["topic"] == topic])
        for block in _topic(spec, words, label, chosen)
    )


def cost(option: Record, years: int) -> Decimal | None:
    """Return the initial cost and that of so many years; none when neither is known."""
    fields = option.fields
    if "cost_initial" not in fields and "cost_yearly" not in fields:
        return None
    return Decimal(fields.get("cost_initial", 0)) + years * Decimal(fields.get("cost_yearly", 0))


def _topic(
    spec: Spec, words: Words, label: Mapping[str, str], options: Sequence[Record]
) -> Iterator[Block]:
    """Yield the options of a topic side by side: a column each, whose cells may be long."""
    title, anchor = words.of(label), slug(label.get("fr", words.of(label)))
    yield Heading(2, title, anchor)
    lines = {name: tuple(map(line, options)) for name, line in _lines(spec, words).items()}
    rows = tuple(((Text(name),), *cells) for name, cells in lines.items() if any(cells))
    titles = (words.label("options-weighed"), *(option.name for option in options))
    yield Table(titles, rows, words.label("options-of", topic=title), name=f"options-{anchor}")


def _lines(spec: Spec, words: Words) -> dict[str, Callable[[Record], Cell]]:
    """Return what is compared, by its name."""
    shapes = spec.library.kinds["option"].shape.fields
    years = horizon(spec)

    def amount(value: Decimal | None) -> Cell:
        return (figures.money(words, value),) if value is not None else ()

    def given(name: str) -> Callable[[Record], Cell]:
        return lambda option: amount(option.fields.get(name))

    def listed(name: str) -> Callable[[Record], Cell]:
        return lambda option: _list(option.all(name))

    def told(name: str) -> Callable[[Record], Cell]:
        return lambda option: field(spec, words, option, name)

    return {
        words.label("option"): lambda option: (Mention(option.id),),
        **{words.of(shapes[n].label): listed(n) for n in ("advantages", "constraints")},
        **{words.of(shapes[n].label): given(n) for n in ("cost_initial", "cost_yearly")},
        words.label("options-cost", n=years): lambda option: amount(cost(option, years)),
        **{words.of(shapes[n].label): told(n) for n in ("status", "decision")},
    }


def _list(texts: Sequence[str]) -> Cell:
    return (Items(tuple((Text(text),) for text in texts)),) if texts else ()
