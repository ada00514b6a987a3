"""V16, all processes at a glance: steps, hand-overs and duration, today and as wanted."""

from __future__ import annotations

from collections.abc import Sequence

from cahier.diagrams.charts import Bar, Key, Part, both, ticks
from cahier.page import Block, Cell, Diagram, Heading, Items, Mention, Number, Table
from cahier.processes import hand_overs, minutes, twins
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.compared import link, spell
from cahier.views.values import count

Pair = tuple[Record, Record]
_INKS = {"as-is": "ch-none", "to-be": "ch-a"}
_HOUR = 60


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the processes that have both states, their durations as a chart."""
    found = [pair for record in spec.kind("process") if (pair := _pair(spec, record))]
    if not found:
        return ()
    return (
        Heading(2, words.label("processes"), "processus"),
        _drawing(words, found),
        _table(spec, words, found),
    )


def _pair(spec: Spec, process: Record) -> Pair | None:
    """Return *process* and what is to replace it, both with their steps."""
    pair = twins(spec, process)
    if pair is None or process is not pair[0] or not all(p.all("steps") for p in pair):
        return None
    return pair


def _drawing(words: Words, found: Sequence[Pair]) -> Diagram:
    times = [(p, name) for pair in found for name, p in zip(_INKS, pair, strict=True)]
    rows = tuple(_bar(words, process, name) for process, name in times)
    hours = ticks([row.parts[0].value for row in rows])
    keys = tuple(Key(words.label(name), ink) for name, ink in _INKS.items())
    title, told = words.label("processes-duration"), words.label("processes-description")
    svg, narrow = both(
        rows,
        hours,
        title,
        told,
        lambda n: words.label("hours", n=words.number(n)),
        keys,
        prefix="processus-",
    )
    columns = (words.label("process"), words.label("duration"))
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        ((Mention(p.id, p.name),), _duration(words, p)) for p, _ in times
    )
    return Diagram(svg, title, Table(columns, lines, name="durees"), narrow=narrow)


def _bar(words: Words, process: Record, name: str) -> Bar:
    spent = minutes(process.all("steps"))
    return Bar(process.name, (Part(spent / _HOUR, _INKS[name]),), spell(words, spent))


def _table(spec: Spec, words: Words, found: Sequence[Pair]) -> Table:
    """Return a line for each process: each measure today, then as wanted."""
    sides = [words.label(name) for name in _INKS]
    titles = [words.label(name) for name in ("steps", "hand-overs", "time")]
    measures = (f"{title} ({side.lower()})" for title in titles for side in sides)
    columns = (words.label("process"), *measures)
    rows = tuple(
        (
            (Items(tuple((link(spec, process),) for process in pair)),),
            *(count(words, len(process.all("steps"))) for process in pair),
            *(count(words, hand_overs(process)) for process in pair),
            *(_duration(words, process) for process in pair),
        )
        for pair in found
    )
    return Table(columns, rows, name="processus")


def _duration(words: Words, process: Record) -> Cell:
    spent = minutes(process.all("steps"))
    return (Number(spent, spell(words, spent), "min"),)
