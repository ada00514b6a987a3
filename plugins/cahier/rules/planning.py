"""The plan holds together: dates, gates, deliverables, payments (model: PLN)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from cahier.diagnostic import Location, Problem
from cahier.planning import begins, standing
from cahier.policy import Policy
from cahier.rules.rule import ERROR, WARNING, Rule, in_schema
from cahier.spec import Record, Spec


def ends_before_start(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield plan items that end before they start."""
    for item in standing(spec):
        start, end = item.fields.get("start"), item.fields["end"]
        if start and end < start:
            facts = {"id": item.id, "start": start, "end": end}
            yield Problem(item.where("end"), facts, related=(item.where("start"),))


def starts_before_predecessor(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield plan items that start before what they depend on has ended."""
    plan = _consistent(spec)
    for item in plan.values():
        start = begins(item)
        for predecessor in (plan[id] for id in item.all("depends_on") if id in plan):
            end = predecessor.fields["end"]
            if start < end:
                facts = {"id": item.id, "start": start, "other": predecessor.id, "end": end}
                related = (predecessor.where("end"),)
                yield Problem(_start_place(item), facts, related=related)


def outside_parent(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield plan items that start before their parent, or end after it."""
    plan = _consistent(spec)
    for item in plan.values():
        parent = plan.get(item.fields.get("parent", ""))
        if parent is None:
            continue
        facts = {"id": item.id, "parent": parent.id}
        start, first = begins(item), parent.fields.get("start", "")
        if start < first:
            told = {**facts, "day": start, "limit": first}
            yield Problem(_start_place(item), told, related=(parent.where("start"),))
        end, last = item.fields["end"], parent.fields["end"]
        if end > last:
            told = {**facts, "day": end, "limit": last}
            yield Problem(item.where("end"), told, way="after", related=(parent.where("end"),))


def milestones_out_of_order(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield milestones of a gate dated before a milestone of an earlier gate."""
    order = {gate: position for position, gate in enumerate(spec.library.gates)}
    gated = [m for m in _milestones(spec) if m.fields.get("gate") in order]
    latest: Record | None = None
    for _, group in groupby(sorted(gated, key=lambda m: order[m.fields["gate"]]), _gate):
        milestones = list(group)
        for milestone in milestones:
            if latest and milestone.fields["end"] < latest.fields["end"]:
                yield _too_early(milestone, latest)
        latest = max((m for m in (latest, *milestones) if m), key=lambda m: str(m.fields["end"]))


def date_without_milestone(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no milestone falls on the day the project starts, or is in full operation."""
    if "plan_item" in spec.broken.values():
        return
    days = {milestone.fields["end"] for milestone in _milestones(spec)}
    for project in spec.kind("project"):
        for field in ("start", "full_operation"):
            day = project.fields.get(field)
            if day and day not in days:
                facts = {"id": project.id, "field": field, "day": day}
                yield Problem(project.where(field), facts, way=field.replace("_", "-"))


def not_a_deliverable(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield what a phase delivers and that is a task, a milestone or a phase."""
    for item in spec.kind("plan_item"):
        for position, id in enumerate(item.all("deliverables")):
            named = spec.get(id)
            if named and named.kind is item.kind and named.fields["type"] != "deliverable":
                facts = {"id": item.id, "target": id, "type": named.fields["type"]}
                place = item.where("deliverables", position)
                yield Problem(place, facts, related=(named.where("type"),))


def payment_not_increasing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield cumulative payments that do not exceed the payment before."""
    for before, item in pairwise(_paid(spec)):
        percent, last = item.fields["payment_percent"], before.fields["payment_percent"]
        if percent <= last:
            facts = {"id": item.id, "percent": str(percent), "other": before.id, "last": str(last)}
            related = (before.where("payment_percent"),)
            yield Problem(item.where("payment_percent"), facts, related=related)


def payment_not_complete(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when the last cumulative payment is not the whole price.

    Where it does not even exceed the one before, payment_not_increasing says so.
    """
    if "plan_item" in spec.broken.values():
        return
    shares = [item.fields["payment_percent"] for item in _paid(spec)]
    for last in _paid(spec)[-1:]:
        if shares[-1] != 100 and shares[-1] > max(shares[:-1], default=-1):
            facts = {"id": last.id, "percent": str(shares[-1])}
            yield Problem(last.where("payment_percent"), facts)


def _gate(milestone: Record) -> str:
    return str(milestone.fields["gate"])


def _too_early(milestone: Record, latest: Record) -> Problem:
    facts = {"id": milestone.id, "gate": _gate(milestone), "end": milestone.fields["end"]}
    before = {"other": latest.id, "before": _gate(latest), "limit": latest.fields["end"]}
    return Problem(milestone.where("end"), {**facts, **before}, related=(latest.where("end"),))


def _consistent(spec: Spec) -> dict[str, Record]:
    """Return the standing items that do not end before they start; the others are told once."""
    return {item.id: item for item in standing(spec) if begins(item) <= item.fields["end"]}


def _start_place(item: Record) -> Location:
    return item.where("start" if "start" in item.fields else "end")


def _milestones(spec: Spec) -> list[Record]:
    return [item for item in standing(spec) if item.fields["type"] == "milestone"]


def _paid(spec: Spec) -> list[Record]:
    """Return the items that release a payment, by date."""
    paying = [item for item in standing(spec) if "payment_percent" in item.fields]
    return sorted(paying, key=lambda item: (item.fields["end"], item.fields["payment_percent"]))


RULES = (
    Rule("ends-before-start", "PLN-01", ends_before_start, gate="G1", kinds=("plan_item",)),
    Rule(
        "starts-before-predecessor",
        "PLN-01",
        starts_before_predecessor,
        gate="G1",
        kinds=("plan_item",),
    ),
    Rule("outside-parent", "PLN-01", outside_parent, gate="G1", kinds=("plan_item",)),
    Rule(
        "milestones-out-of-order",
        "PLN-02",
        milestones_out_of_order,
        gate="G2",
        kinds=("plan_item",),
    ),
    Rule(
        "date-without-milestone",
        "PLN-02",
        date_without_milestone,
        gate="G2",
        kinds=("project", "plan_item"),
    ),
    Rule("incomplete-plan-item", "PLN-03", in_schema, ERROR, "G2", ("plan_item",)),
    Rule("not-a-deliverable", "PLN-03", not_a_deliverable, WARNING, "G2", ("plan_item",)),
    Rule(
        "payment-not-increasing", "PLN-04", payment_not_increasing, gate="G2", kinds=("plan_item",)
    ),
    Rule("payment-not-complete", "PLN-04", payment_not_complete, gate="G2", kinds=("plan_item",)),
)
