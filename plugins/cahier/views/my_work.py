"""The work of a population, today and tomorrow: its steps, its tools, its time, its cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cahier.page import (
    Badge,
    Block,
    Card,
    Cards,
    Cell,
    Field,
    Heading,
    Items,
    Markup,
    Mention,
    Table,
    Text,
)
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import compared
from cahier.views.values import badge, cell, mention

_STATE = re.compile(r"\s*\([^()]*\)$")


def blocks(spec: Spec, words: Words, population: Record) -> Iterator[Block]:
    """Yield the processes in which they have a part, today and tomorrow, then their use cases."""
    pairs = [pair for pair in _pairs(spec) if any(_steps(each, population) for each in pair)]
    if pairs:
        yield Heading(2, words.label("my-work"), "travail")
    for before, after in pairs:
        known = after or before
        assert known is not None
        yield Heading(3, _STATE.sub("", known.name), f"travail-{known.id.lower()}")
        yield Cards(tuple(_cards(spec, words, before, after, population)))
    cases = [case for case in spec.kind("use_case") if population.id in case.all("actor")]
    if cases:
        yield Heading(2, words.label("my-cases"), "cas-usage")
        yield _cases(spec, words, cases)


def _pairs(spec: Spec) -> list[tuple[Record | None, Record | None]]:
    """Return each process to be with the one it replaces, then those that nothing replaces."""
    to_be = [p for p in spec.kind("process") if p.fields["state"] == "to_be"]
    replacing = [(spec.get(p.fields.get("replaces")), p) for p in to_be]
    gone = {before.id for before, _ in replacing if before}
    left = [p for p in spec.kind("process") if p not in to_be and p.id not in gone]
    return [*replacing, *((before, None) for before in left)]


def _steps(of: Record | None, population: Record) -> list[Mapping[str, Any]]:
    """Return the steps of a process that *population* does."""
    return [step for step in of.all("steps") if step.get("role") == population.id] if of else []


def _cards(
    spec: Spec, words: Words, before: Record | None, after: Record | None, population: Record
) -> Iterator[Card]:
    old, new = _tools(spec, before, population), _tools(spec, after, population)
    if before:
        used = [(mention(spec, tool.id), *_leaving(words, tool)) for tool in old]
        pains = _pains(before, _steps(before, population))
        more = [Field("pain_points", words.label("my-pains"), pains)] if pains else []
        yield _card(spec, words, "my-today", before, population, used, more)
    if after:
        used = [(mention(spec, t.id), *(() if t in old else _fresh(words))) for t in new]
        gains = after.fields.get("gains")
        more = [Field("gains", words.label("my-gains"), (Markup(gains),))] if gains else []
        yield _card(spec, words, "my-tomorrow", after, population, used, more)


def _card(
    spec: Spec,
    words: Words,
    when: str,
    of: Record,
    population: Record,
    tools: Sequence[Cell],
    more: Sequence[Field],
) -> Card:
    steps = _steps(of, population)
    done = tuple((Text(step["label"]),) for step in steps) or ((Text(words.label("my-no-part")),),)
    time = compared.spent(words, steps)
    fields = [Field("steps", words.label("my-steps"), (Items(done),))]
    if tools:
        fields.append(Field("systems", words.label("my-tools"), (Items(tuple(tools)),)))
    if time:
        fields.append(Field("duration", words.label("my-time"), (Text(time),)))
    whole = Field("process", words.label("my-process"), (Mention(of.id),))
    return Card((Text(words.label(when)),), (*fields, *more, whole))


def _tools(spec: Spec, of: Record | None, population: Record) -> list[Record]:
    ids = dict.fromkeys(step.get("system", "") for step in _steps(of, population))
    return [tool for id in ids if (tool := spec.get(id))]


def _leaving(words: Words, tool: Record) -> Cell:
    """Return what becomes of a tool that will not stay."""
    fate = tool.fields.get("fate", "")
    if fate not in {"replace", "retire"}:
        return ()
    return (badge(words, tool.kind.shape.fields["fate"], fate),)


def _fresh(words: Words) -> Cell:
    return (Badge("tool", "new", words.label("my-new")),)


def _pains(of: Record, steps: Sequence[Mapping[str, Any]]) -> Cell:
    """Return what hinders at *steps*."""
    numbers = {step["n"] for step in steps}
    found = [(Text(p["text"]),) for p in of.all("pain_points") if p.get("step") in numbers]
    return (Items(tuple(found)),) if found else ()


def _cases(spec: Spec, words: Words, cases: Sequence[Record]) -> Table:
    shape = spec.library.kinds["use_case"].shape.fields["benefit"]
    columns = (words.label("my-case"), words.of(shape.label))
    rows = tuple(
        ((mention(spec, c.id),), cell(spec, words, shape, c.fields["benefit"])) for c in cases
    )
    return Table(columns, rows, name="cas-usage")
