"""V16, a business process: its lanes, what hurts on the way, its steps one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from cahier.diagrams import lanes
from cahier.page import Block, Cell, Diagram, Heading, Table, Text
from cahier.processes import pairs, twins
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import compared, steps
from cahier.views.steps import arrow
from cahier.views.values import cell

# What the drawing, the list below it and the table of steps say better than a list of fields.
SHOWN = frozenset({"steps", "pain_points"})


def blocks(spec: Spec, words: Words, process: Record) -> tuple[Block, ...]:
    """Return the lanes, what hurts, what changes, the steps; of a to-be process also the old one.

    Empty when the process has no steps.
    """
    if not process.all("steps"):
        return ()
    pair = twins(spec, process)
    return (
        Heading(2, words.label("lanes"), f"{process.id}-deroulement"),
        drawing(spec, words, process),
        *_pains(spec, words, process),
        *(compared.blocks(spec, words, process, *pair) if pair else ()),
        Heading(2, words.label("steps"), f"{process.id}-etapes"),
        steps.table(spec, words, process),
        *(_replaced(spec, words, process, pair[0]) if pair and process is pair[1] else ()),
    )


def drawing(spec: Spec, words: Words, process: Record, prefix: str = "") -> Diagram:
    """Return the lanes of *process*; the table of its steps says the same in words."""
    steps = process.all("steps")
    changed, hurting = _changed(spec, process), _hurting(process)
    drawn = tuple(_step(spec, step, changed, hurting) for step in steps)
    made = lanes.draw(
        _lanes(spec, steps),
        drawn,
        process.name,
        words.label("lanes-description", steps=len(steps), lanes=len(_lanes(spec, steps))),
        prefix=f"{prefix}{process.id.lower()}-",
    )
    return Diagram(made.whole, _caption(words, process, drawn), sheets=made.sheets)


def _caption(words: Words, process: Record, drawn: tuple[lanes.Step, ...]) -> str:
    """Return the name of the process and what its marks mean, of those that it has."""
    marks = {
        "lanes-changed": any(step.changed for step in drawn),
        "lanes-issue": any(step.issue for step in drawn),
        "lanes-return": any(arrow.to <= step.number for step in drawn for arrow in step.next),
    }
    said = [process.name, *(words.label(mark) for mark, used in marks.items() if used)]
    return " · ".join(said)


def _replaced(spec: Spec, words: Words, process: Record, before: Record) -> Iterator[Block]:
    if before.all("steps"):
        yield Heading(2, words.label("lanes-before"), f"{process.id}-avant")
        yield drawing(spec, words, before, prefix=f"{process.id.lower()}-")


def _pains(spec: Spec, words: Words, process: Record) -> tuple[Block, ...]:
    """Return what hurts, step by step: what a step says itself, then the pain points."""
    shape = process.kind.shape.fields["steps"].items
    points = process.kind.shape.fields.get("pain_points")
    if shape is None or points is None or points.items is None:
        return ()
    names = {step["n"]: step["label"] for step in process.all("steps")}
    found = [(s["n"], {"text": s["issue"]}) for s in process.all("steps") if s.get("issue")]
    found += [(point.get("step", 0), point) for point in process.all("pain_points")]
    if not found:
        return ()
    used = [n for n in ("text", "impact", "measure") if any(n in point for _, point in found)]
    columns = (words.label("step"), *(words.of(points.items.fields[n].label) for n in used))
    rows = tuple(
        (
            _place(number, names.get(number, "")),
            *(
                cell(spec, words, points.items.fields[n], point[n]) if n in point else ()
                for n in used
            ),
        )
        for number, point in sorted(found, key=lambda item: item[0])
    )
    title = words.label("pain-points")
    return (
        Heading(2, title, f"{process.id}-irritants"),
        Table(columns, rows, name=f"{process.id.lower()}-irritants"),
    )


def _place(number: int, label: str) -> Cell:
    return (Text(f"{number}. {label}"),) if number else ()


def _lanes(spec: Spec, steps: tuple[Any, ...]) -> tuple[lanes.Lane, ...]:
    roles = dict.fromkeys(str(step["role"]) for step in steps if "role" in step)
    return tuple(lanes.Lane(role, _name(spec, role)) for role in roles)


def _step(
    spec: Spec, step: Mapping[str, Any], changed: Set[int], hurting: Mapping[int, str]
) -> lanes.Step:
    return lanes.Step(
        number=step["n"],
        label=step["label"],
        lane=str(step.get("role", "")),
        kind=step.get("kind", "task"),
        system=_name(spec, step["system"]) if "system" in step else "",
        duration=step.get("duration", ""),
        issue=hurting.get(step["n"], ""),
        href=_linked(spec, step),
        changed=step["n"] in changed,
        next=tuple(arrow(item) for item in step.get("next", ())),
    )


def _hurting(process: Record) -> Mapping[int, str]:
    """Return what hurts at each step, in words."""
    said: dict[int, list[str]] = {}
    for step in process.all("steps"):
        if step.get("issue"):
            said.setdefault(step["n"], []).append(step["issue"])
    for point in process.all("pain_points"):
        if "step" in point:
            said.setdefault(point["step"], []).append(point.get("text", ""))
    return {number: " – ".join(filter(None, words)) for number, words in said.items()}


def _linked(spec: Spec, step: Mapping[str, Any]) -> str:
    """Return the record a step leads to: the tool it is done with, else who does it."""
    ids = (str(step.get(name, "")) for name in ("system", "role"))
    return next((id for id in ids if id in spec.records), "")


def _changed(spec: Spec, process: Record) -> Set[int]:
    """Return the steps that are not the same in the other of the two processes."""
    pair = twins(spec, process)
    if pair is None:
        return frozenset()
    before, after = pair
    found = pairs(before.all("steps"), after.all("steps"))
    moved = [each for each in found if each.way != "kept"]
    sides = (each.before if process is before else each.after for each in moved)
    return {side["n"] for side in sides if side}


def _name(spec: Spec, id: str) -> str:
    record = spec.get(id)
    return record.name if record else id
