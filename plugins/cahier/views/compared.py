"""A process as it is beside the one wanted: measures, and what becomes of each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from cahier.page import (
    Badge,
    Block,
    Cell,
    Heading,
    Inline,
    Items,
    Mention,
    Number,
    PageLink,
    Table,
    Text,
)
from cahier.processes import MINUTES, Step, hand_overs, minutes, pairs
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import cell

_WAYS = ("changed", "added", "removed", "kept")
_DETAILS = ("role", "system", "duration")


def blocks(
    spec: Spec, words: Words, process: Record, before: Record, after: Record
) -> tuple[Block, ...]:
    """Return what changes from *before* to *after*, on the page of *process*, one of them."""
    return (
        Heading(2, words.label("as-is-to-be"), f"{process.id}-comparaison"),
        _measures(spec, words, process, before, after),
        _steps(spec, words, process, before, after),
    )


def spent(words: Words, steps: Iterable[Step]) -> str:
    """Return how long *steps* take together, in words; empty when none says."""
    known = [step for step in steps if "duration" in step]
    return spell(words, minutes(known)) if known else ""


def _measures(spec: Spec, words: Words, process: Record, before: Record, after: Record) -> Table:
    columns = (
        words.label("measure"),
        words.label("as-is"),
        words.label("to-be"),
        words.label("gap"),
    )
    names: tuple[Cell, ...] = (
        (Text(words.label("process")),),
        (link(spec, before),),
        (link(spec, after),),
        (),
    )
    now, then = _measured(before), _measured(after)
    measures = [_compared(words, key, now[key], then[key]) for key in now]
    return Table(columns, (names, *measures), name=f"{process.id.lower()}-mesures")


def link(spec: Spec, process: Record) -> Inline:
    """Return the way to the page of a process; to its record where it has no page of its own."""
    kind = process.kind.name
    if any(chapter.each and kind in chapter.kinds for chapter in spec.library.chapters):
        return PageLink(f"spec/{process.id.lower()}", process.name)
    return Mention(process.id, process.name)


def _measured(process: Record) -> Mapping[str, int | Decimal]:
    steps: Sequence[Step] = process.all("steps")
    return {"steps": len(steps), "hand-overs": hand_overs(process), "duration": minutes(steps)}


def _compared(
    words: Words, key: str, before: int | Decimal, after: int | Decimal
) -> tuple[Cell, ...]:
    show, unit = (spell, "min") if key == "duration" else (_count, "")
    gap = after - before
    sign = "+" if gap > 0 else "\N{MINUS SIGN}" if gap < 0 else "±"
    return (
        (Text(words.label(key)),),
        (Number(before, show(words, before), unit),),
        (Number(after, show(words, after), unit),),
        (Number(gap, f"{sign}{show(words, max(gap, -gap))}", unit),),
    )


def _count(words: Words, value: int | Decimal) -> str:
    return words.number(int(value))


def spell(words: Words, value: int | Decimal) -> str:
    """Return minutes of working time in words: 2 j 3 h 35 min."""
    days, rest = divmod(int(value), MINUTES["j"])
    hours, left = divmod(rest, 60)
    parts = [(days, words.label("day-short")), (hours, "h"), (left, "min")]
    return " ".join(f"{n}\N{NO-BREAK SPACE}{unit}" for n, unit in parts if n) or "0"


def _steps(spec: Spec, words: Words, process: Record, before: Record, after: Record) -> Table:
    columns = (words.label("change"), words.label("as-is"), words.label("to-be"))
    found = pairs(before.all("steps"), after.all("steps"))
    rows = tuple(
        (
            (Badge("change", pair.way, words.label(f"step-{pair.way}"), _WAYS.index(pair.way)),),
            _side(spec, words, before, pair.before, pair.after),
            _side(spec, words, after, pair.after, pair.before),
        )
        for pair in found
    )
    return Table(columns, rows, name=f"{process.id.lower()}-changements")


def _side(spec: Spec, words: Words, process: Record, step: Step | None, other: Step | None) -> Cell:
    """Return a step, with those of its details that the other side does not have."""
    if step is None:
        return ()
    shape = process.kind.shape.fields["steps"].items
    details = [n for n in _DETAILS if n in step and (not other or step[n] != other.get(n))]
    name = Text(f"{step['n']}. {step['label']}")
    if shape is None or not details:
        return (name,)
    items = tuple(cell(spec, words, shape.fields[n], step[n]) for n in details)
    return (name, Items(items))
