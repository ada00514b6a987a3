"""V16, a business process: its lanes, and what changes between today and tomorrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from cahier.diagrams import lanes
from cahier.page import Block, Cell, Diagram, Heading, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import mention

_MINUTES = {"min": 1, "h": 60, "j": 7 * 60}


def drawing(spec: Spec, words: Words, process: Record) -> Diagram:
    """Return the lanes of *process*; its sheet says the same as a table of steps."""
    steps = process.all("steps")
    svg = lanes.draw(
        _lanes(spec, steps),
        tuple(_step(spec, process, step) for step in steps),
        process.name,
        words.label("lanes-description", steps=len(steps), lanes=len(_lanes(spec, steps))),
        prefix=f"{process.id.lower()}-",
    )
    return Diagram(svg, process.name)


def comparison(spec: Spec, words: Words, process: Record) -> tuple[Block, ...]:
    """Return steps, hand-overs and duration of *process* beside those of its twin."""
    pair = _pair(spec, process)
    if pair is None:
        return ()
    before, after = pair
    columns = ("", words.label("as-is"), words.label("to-be"), words.label("gap"))
    links: tuple[Cell, ...] = (
        (Text(words.label("process")),),
        (mention(spec, before.id),),
        (mention(spec, after.id),),
        (),
    )
    measures = [
        _compared(words, key, measure(before), measure(after)) for key, measure in _MEASURES.items()
    ]
    anchor = f"{process.id}-comparaison"
    heading = Heading(2, words.label("as-is-to-be"), anchor)
    return (heading, Table(columns, (links, *measures)))


def hand_overs(process: Record) -> int:
    """Return how many arrows go from one role to another."""
    roles = {step["n"]: step.get("role") for step in process.all("steps")}
    return sum(
        roles[step["n"]] != roles.get(to)
        for step in process.all("steps")
        for to in _targets(step)
        if to in roles
    )


def minutes(process: Record) -> Decimal:
    """Return the total duration of the steps in minutes (1 j = 7 h), whatever path is taken."""
    return sum(
        (_minutes(s["duration"]) for s in process.all("steps") if "duration" in s), Decimal()
    )


def spent(words: Words, steps: Iterable[Mapping[str, Any]]) -> str:
    """Return how long *steps* take together, in words; empty when none says."""
    known = [_minutes(step["duration"]) for step in steps if "duration" in step]
    return _spell(words, sum(known, Decimal())) if known else ""


def _minutes(duration: str) -> Decimal:
    amount, unit = duration.split()
    return Decimal(amount.replace(",", ".")) * _MINUTES[unit]


def _steps(process: Record) -> int:
    return len(process.all("steps"))


_MEASURES: Mapping[str, Callable[[Record], int | Decimal]] = {
    "steps": _steps,
    "hand-overs": hand_overs,
    "duration": minutes,
}


def _compared(
    words: Words, key: str, before: int | Decimal, after: int | Decimal
) -> tuple[Cell, ...]:
    show = _spell if key == "duration" else _count
    sign = "+" if after > before else "−" if after < before else "±"
    return (
        (Text(words.label(key)),),
        (Text(show(words, before)),),
        (Text(show(words, after)),),
        (Text(f"{sign}{show(words, max(before, after) - min(before, after))}"),),
    )


def _count(words: Words, value: int | Decimal) -> str:
    return words.number(int(value))


def _spell(words: Words, value: int | Decimal) -> str:
    days, rest = divmod(int(value), _MINUTES["j"])
    hours, left = divmod(rest, 60)
    parts = [(days, words.label("day-short")), (hours, "h"), (left, "min")]
    return " ".join(f"{n}\N{NO-BREAK SPACE}{unit}" for n, unit in parts if n) or "0"


def _pair(spec: Spec, process: Record) -> tuple[Record, Record] | None:
    if before := spec.get(process.fields.get("replaces")):
        return before, process
    for ref, record in spec.citing(process.id):
        if ref.at[0] == "replaces":
            return process, record
    return None


def _lanes(spec: Spec, steps: tuple[Any, ...]) -> tuple[lanes.Lane, ...]:
    roles = dict.fromkeys(str(step["role"]) for step in steps if "role" in step)
    return tuple(lanes.Lane(role, _name(spec, role)) for role in roles)


def _step(spec: Spec, process: Record, step: Mapping[str, Any]) -> lanes.Step:
    return lanes.Step(
        number=step["n"],
        label=step["label"],
        lane=str(step.get("role", "")),
        kind=step.get("kind", "task"),
        system=_name(spec, step["system"]) if "system" in step else "",
        duration=step.get("duration", ""),
        issue=step.get("issue", ""),
        href=_linked(spec, step),
        changed=_changed(spec, process, step),
        next=tuple(_arrow(item) for item in step.get("next", ())),
    )


def _linked(spec: Spec, step: Mapping[str, Any]) -> str:
    """Return the record a step leads to: the tool it is done with, else who does it."""
    ids = (str(step.get(name, "")) for name in ("system", "role"))
    return next((id for id in ids if id in spec.records), "")


def _changed(spec: Spec, process: Record, step: Mapping[str, Any]) -> bool:
    """Whether a step of a to-be process is not among the steps it replaces."""
    before = spec.get(process.fields.get("replaces"))
    if before is None:
        return False
    same = {(s["label"], s.get("role"), s.get("system")) for s in before.all("steps")}
    return (step["label"], step.get("role"), step.get("system")) not in same


def _targets(step: Mapping[str, Any]) -> list[int]:
    return [item["to"] if isinstance(item, dict) else item for item in step.get("next", ())]


def _arrow(item: Any) -> lanes.Arrow:
    return (
        lanes.Arrow(item["to"], item.get("when", ""))
        if isinstance(item, dict)
        else lanes.Arrow(item)
    )


def _name(spec: Spec, id: str) -> str:
    record = spec.get(id)
    return record.name if record else id
