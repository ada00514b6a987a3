"""Processes are whole and connected (model: PRO)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cahier.diagnostic import Problem
from cahier.kinds import Pointer
from cahier.policy import Policy
from cahier.rules.rule import WARNING, Rule, in_schema
from cahier.spec import Record, Spec

Step = Mapping[str, Any]


def unreplaced_process(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield as-is processes that no to-be process replaces and no decision keeps."""
    if not {"process", "decision"}.isdisjoint(spec.broken.values()):
        return
    settled = {process.fields.get("replaces") for process in spec.kind("process")}
    for decision in spec.kind("decision"):
        if decision.fields["status"] == "taken":
            settled.update(decision.all("subject"))
    for process in spec.kind("process"):
        if process.fields["state"] == "as_is" and process.id not in settled:
            yield Problem(process.where(), {"id": process.id})


def unknown_step(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield step numbers that no step bears, and those that two steps bear."""
    for process in spec.kind("process"):
        yield from _wrong_numbers(process)


def _wrong_numbers(process: Record) -> Iterator[Problem]:
    places: dict[int, int] = {}
    for index, step in enumerate(process.all("steps")):
        first = places.setdefault(step["n"], index)
        if first != index:
            where = process.where("steps", index, "n")
            related = (process.where("steps", first, "n"),)
            yield Problem(where, {"id": process.id, "step": step["n"]}, "twice", related)
    for at, number in _named(process):
        if number not in places:
            yield Problem(process.where(*at), {"id": process.id, "step": number})


def _named(process: Record) -> Iterator[tuple[Pointer, int]]:
    """Yield the step numbers that a process names, with their places."""
    for index, step in enumerate(process.all("steps")):
        for position, item in enumerate(step.get("next", ())):
            at = ("steps", index, "next", position)
            yield ((*at, "to"), item["to"]) if isinstance(item, Mapping) else (at, item)
    for index, pain in enumerate(process.all("pain_points")):
        if "step" in pain:
            yield ("pain_points", index, "step"), pain["step"]


def unconnected_steps(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield second starts, steps that nothing leads to, decisions that leave no choice.

    Silent on a process with wrong numbers: `unknown_step` tells what separates its steps.
    """
    for process in spec.kind("process"):
        if not any(_wrong_numbers(process)):
            yield from _starts(process)
            yield from _unreached(process)
            yield from _without_choice(process)


def _starts(process: Record) -> Iterator[Problem]:
    steps = process.all("steps")
    first, *others = [i for i, s in enumerate(steps) if s.get("kind") == "start"] or [0]
    for index in others:
        facts = {"id": process.id, "step": steps[index]["n"], "first": steps[first]["n"]}
        related = (process.where("steps", first, "kind"),)
        yield Problem(process.where("steps", index, "kind"), facts, "start", related)


def _unreached(process: Record) -> Iterator[Problem]:
    """Yield one problem for all the steps of a process that its start does not lead to."""
    steps = process.all("steps")
    reached = _reached(steps)
    lost = {step["n"]: i for i, step in enumerate(steps) if step["n"] not in reached}
    if lost:
        first, *others = (process.where("steps", index, "n") for index in lost.values())
        facts = {"id": process.id, "steps": ", ".join(str(n) for n in lost)}
        yield Problem(first, facts, related=tuple(others))


def _reached(steps: tuple[Step, ...]) -> set[int]:
    exits = {step["n"]: _exits(step) for step in steps}
    waiting = [s["n"] for s in steps if s.get("kind") == "start"] or [steps[0]["n"]]
    reached = set(waiting)
    while waiting:
        new = exits[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached


def _without_choice(process: Record) -> Iterator[Problem]:
    for index, step in enumerate(process.all("steps")):
        if step.get("kind") == "decision" and len(_exits(step)) < 2:
            field = "next" if step.get("next") else "kind"
            facts = {"id": process.id, "step": step["n"]}
            yield Problem(process.where("steps", index, field), facts, "decision")


def _exits(step: Step) -> set[int]:
    return {i["to"] if isinstance(i, Mapping) else i for i in step.get("next", ())}


RULES = (
    Rule("incomplete-process", "PRO-01", in_schema, gate="G1", kinds=("process",)),
    Rule("process-without-pain-point", "PRO-02", in_schema, gate="G1", kinds=("process",)),
    Rule(
        "unreplaced-process",
        "PRO-03",
        unreplaced_process,
        WARNING,
        "G2",
        kinds=("process", "decision"),
    ),
    Rule("unknown-step", "PRO-04", unknown_step, gate="G1", kinds=("process",)),
    Rule("unconnected-steps", "PRO-04", unconnected_steps, gate="G1", kinds=("process",)),
)
