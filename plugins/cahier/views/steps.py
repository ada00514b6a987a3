"""V16, the steps of a process as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cahier.diagrams import lanes
from cahier.kinds import Shape
from cahier.page import Cell, Items, Number, Table, Text
from cahier.processes import minutes
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import compared
from cahier.views.values import cell

_NBSP = "\N{NO-BREAK SPACE}"
_COLUMNS = ("role", "system", "duration", "next", "kind")


def table(spec: Spec, words: Words, process: Record) -> Table:
    """Return the steps of *process* one by one, and the time that all take."""
    steps = process.all("steps")
    shape = process.kind.shape.fields["steps"].items
    assert shape is not None
    used = [name for name in _COLUMNS if any(name in step for step in steps)]
    columns = tuple(words.of(shape.fields[name].label) for name in ("n", "label", *used))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            (Number(step["n"], str(step["n"])),),
            (Text(step["label"]),),
            *(_detail(spec, words, shape.fields[name], step) for name in used),
        )
        for step in steps
    )
    return Table(
        columns, rows, name=f"{process.id.lower()}-etapes", totals=_totals(words, steps, used)
    )


def _totals(words: Words, steps: Sequence[Any], used: Sequence[str]) -> tuple[Cell, ...]:
    """Return the time that all *steps* take; nothing where none says its own."""
    if "duration" not in used:
        return ()
    spent = minutes(steps)
    time: Cell = (Number(spent, compared.spell(words, spent), "min"),)
    return ((Text(words.label("total")),), (), *(time if n == "duration" else () for n in used))


def _detail(spec: Spec, words: Words, shape: Shape, step: Mapping[str, Any]) -> Cell:
    if shape.name == "next":
        return _next(step)
    if shape.name == "duration" and shape.name in step:
        return (Number(minutes([step]), step["duration"].replace(" ", _NBSP), "min"),)
    return cell(spec, words, shape, step[shape.name]) if shape.name in step else ()


def _next(step: Mapping[str, Any]) -> Cell:
    said = [arrow(item) for item in step.get("next", ())]
    texts = [f"{each.to} ({each.label})" if each.label else str(each.to) for each in said]
    if len(texts) < 2:
        return tuple(Text(text) for text in texts)
    return (Items(tuple((Text(text),) for text in texts)),)


def arrow(item: Any) -> lanes.Arrow:
    """Return what a step says of one that follows."""
    return (
        lanes.Arrow(item["to"], item.get("when", ""))
        if isinstance(item, dict)
        else lanes.Arrow(item)
    )
