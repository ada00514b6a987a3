"""The consultation is fair and its answers complete (model: ACH)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cahier.diagnostic import Facts, Problem
from cahier.offers import issued, offers, responses
from cahier.policy import Policy, visible
from cahier.rules.rule import WARNING, Rule, in_schema
from cahier.scoring import Move, sensitivity
from cahier.spec import Record, Spec
from cahier.tender import Tender

_TOPICS = ("solution", "hosting", "support_contract")
_RANKED = {"criterion", "decision", "price_item", "response", "vendor"}
_SHOWN = 5
_HUNDREDTH = Decimal("0.01")
_COMMENTED = re.compile(r"sensib|sensitiv|robust|fragil|±", re.IGNORECASE)


def weights_not_100(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield each group of sibling criteria whose weights do not sum to 100, or lack one."""
    if "criterion" in spec.broken.values():
        return
    groups: dict[str, list[Record]] = {}
    for criterion in spec.kind("criterion"):
        groups.setdefault(criterion.fields.get("parent", ""), []).append(criterion)
    for parent, group in groups.items():
        weighted = [c for c in group if "weight" in c.fields]
        if not weighted:
            continue  # ranked only
        way = "siblings" if parent else ""
        total = sum((c.fields["weight"] for c in weighted), Decimal(0))
        if abs(total - 100) > _HUNDREDTH:
            weights = " + ".join(f"{c.id} ({c.fields['weight']})" for c in weighted)
            facts = {"id": weighted[0].id, "parent": parent, "total": str(total)}
            first, *others = (c.where("weight") for c in weighted)
            yield Problem(first, {**facts, "weights": weights}, way, tuple(others))
        for criterion in group:
            if "weight" not in criterion.fields:
                yield Problem(criterion.where("rank"), {"id": criterion.id}, way="ranked")


def hidden_from_vendors(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield what vendors are judged by and may not read."""
    announced = (
        *spec.kind("criterion"),
        *spec.kind("consultation"),
        *spec.kind("price_item"),
        *(r for r in spec.kind("requirement") if r.fields.get("eliminatory")),
    )
    for record in announced:
        if not visible(record.visibility, "vendors"):
            at = ("visibility",) if "visibility" in record.fields else ()
            facts: Facts = {"id": record.id, "label": record.kind.label}
            yield Problem(record.where(*at), facts, way=record.kind.name.replace("_", "-"))


def unanswered_requirement(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the vendors who left requirements of the file without an answer."""
    if "response" in spec.broken.values():
        return
    asked = [r.id for r in spec.kind("requirement") if issued(r)]
    given = responses(spec)
    for vendor in offers(spec):
        missing = [id for id in asked if id not in given.get(vendor.id, {})]
        if missing:
            facts: Facts = {"id": vendor.id, "count": len(missing), "total": len(asked)}
            yield Problem(vendor.where(), {**facts, "requirements": _some(missing)})


def stray_answer(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield answers to requirements never sent, given twice, or by vendors without an offer."""
    given = responses(spec)
    for response in spec.kind("response"):
        facts = {name: response.fields[name] for name in ("id", "vendor", "requirement")}
        requirement, vendor = spec.get(facts["requirement"]), spec.get(facts["vendor"])
        first = given[facts["vendor"]][facts["requirement"]]
        if first is not response:
            related = (first.where("requirement"),)
            told = {**facts, "other": first.id}
            yield Problem(response.where("requirement"), told, "twice", related)
        elif requirement and requirement.kind.name == "requirement" and not issued(requirement):
            related = (requirement.where(),)
            yield Problem(response.where("requirement"), facts, related=related)
        elif vendor and vendor.fields.get("status") in {"longlist", "invited", "declined"}:
            related = (vendor.where("status"),)
            told = {**facts, "status": vendor.fields["status"]}
            yield Problem(response.where("vendor"), told, "no-offer", related)


def contestable_mark(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield marks of one evaluator, or far apart, that no comment explains; and missing ones."""
    for vendor, criterion, entries in _marks(spec):
        if any(entry.get("comment") for entry in entries):
            continue
        facts = {"id": vendor.id, "criterion": criterion.id}
        if len({entry["evaluator"] for entry in entries}) < 2:
            yield Problem(vendor.where("marks", criterion.id), facts, way="alone")
            continue
        low, high = _extremes(entries)
        apart = entries[high]["mark"] - entries[low]["mark"]
        if apart * 100 > policy.thresholds.mark_spread * criterion.fields["scale"]:
            place, other = (
                vendor.where("marks", criterion.id, index, "mark") for index in (low, high)
            )
            told = {"spread": str(apart), "scale": str(criterion.fields["scale"])}
            yield Problem(place, {**facts, **told}, related=(other,))
    yield from _unmarked(spec)


def mark_out_of_scale(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield marks below 0 or above the highest of their criterion."""
    for vendor, criterion, entries in _marks(spec):
        for index, entry in enumerate(entries):
            if not 0 <= entry["mark"] <= criterion.fields["scale"]:
                facts = {"id": vendor.id, "criterion": criterion.id, "mark": str(entry["mark"])}
                place = vendor.where("marks", criterion.id, index, "mark")
                yield Problem(place, {**facts, "scale": str(criterion.fields["scale"])})


def fragile_ranking(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield a choice that says nothing of a ranking that ten points of weight would turn."""
    if _RANKED & set(spec.broken.values()):
        return
    choices = _decisions(spec, "solution")
    if not choices or any(_COMMENTED.search(_prose(choice)) for choice in choices):
        return
    scores = Tender(spec).scores()
    moves = sensitivity(scores)
    turning = [move for move in moves if move.changes]
    if turning:
        facts: Facts = {
            "id": choices[0].id,
            "first": ", ".join(scores.first),
            "count": len(turning),
            "total": len(moves),
            "moves": ", ".join(map(_told, turning)),
        }
        yield Problem(choices[0].where("question"), facts)


def undecided_choice(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the great choices that no decision has taken."""
    if {"decision", "option"} & set(spec.broken.values()):
        return
    labels = spec.library.kinds["option"].shape.fields["topic"].values
    for topic in _TOPICS:
        decisions = _decisions(spec, topic)
        if any(d.fields["status"] == "taken" for d in decisions):
            continue
        facts: Facts = {"topic": topic, "label": labels[topic], "kind": "decision"}
        waiting = next((d for d in decisions if d.fields["status"] == "proposed"), None)
        if waiting:
            yield Problem(waiting.where("status"), {**facts, "id": waiting.id}, way="proposed")
        else:
            yield Problem(spec.stage.where, facts)


def _some(ids: Sequence[str]) -> str:
    """Return the first few ids, with an ellipsis when there are more."""
    return ", ".join(ids[:_SHOWN]) + ("…" if len(ids) > _SHOWN else "")


def _marks(spec: Spec) -> Iterator[tuple[Record, Record, Sequence[Mapping[str, Any]]]]:
    """Yield each vendor and criterion with the evaluators' marks, where there are any."""
    for vendor in spec.kind("vendor"):
        for id, entries in vendor.fields.get("marks", {}).items():
            criterion = spec.get(id)
            if entries and criterion and criterion.kind.name == "criterion":
                yield vendor, criterion, entries


def _extremes(entries: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Return the positions of the lowest and the highest mark."""
    ordered = sorted(range(len(entries)), key=lambda index: entries[index]["mark"])
    return ordered[0], ordered[-1]


def _unmarked(spec: Spec) -> Iterator[Problem]:
    tender = Tender(spec)
    for vendor in tender.race:
        if missing := [criterion.id for criterion in tender.unmarked(vendor)]:
            at = ("marks",) if "marks" in vendor.fields else ()
            facts = {"id": vendor.id, "criteria": ", ".join(missing)}
            yield Problem(vendor.where(*at), facts, way="none")


def _decisions(spec: Spec, topic: str) -> list[Record]:
    """Return the choices among options of a topic; for the solution, also among vendors."""
    options = [option for option in spec.kind("option") if option.fields["topic"] == topic]
    ids = {option.id for option in options}
    named = {option.fields.get("decision") for option in options}
    if topic == "solution":
        ids |= {vendor.id for vendor in spec.kind("vendor")}
    return [
        decision
        for decision in spec.kind("decision")
        if decision.fields["kind"] == "choice"
        and decision.fields["status"] != "superseded"
        and (decision.id in named or ids & {*decision.all("options"), *decision.all("subject")})
    ]


def _prose(record: Record) -> str:
    texts = [value for value in record.fields.values() if isinstance(value, str)]
    return "\n".join([*texts, *record.all("reserves")])


def _told(move: Move) -> str:
    sign = "+" if move.by > 0 else "−"
    return f"{move.criterion} {sign} {abs(move.by)} → {', '.join(move.first)}"


RULES: tuple[Rule, ...] = (
    Rule("weights-not-100", "ACH-01", weights_not_100, gate="G2", kinds=("criterion",)),
    Rule(
        "hidden-from-vendors",
        "ACH-02",
        hidden_from_vendors,
        gate="G2",
        kinds=("criterion", "requirement"),
    ),
    Rule(
        "unanswered-requirement",
        "ACH-04",
        unanswered_requirement,
        gate="G3",
        kinds=("response", "vendor", "requirement"),
    ),
    Rule(
        "stray-answer",
        "ACH-04",
        stray_answer,
        gate="G3",
        kinds=("response", "vendor", "requirement"),
    ),
    Rule("incomplete-answer", "ACH-05", in_schema, gate="G3", kinds=("response",)),
    Rule("contestable-mark", "ACH-06", contestable_mark, WARNING, "G3", ("vendor", "criterion")),
    Rule(
        "mark-out-of-scale", "ACH-06", mark_out_of_scale, gate="G3", kinds=("vendor", "criterion")
    ),
    Rule(
        "fragile-ranking",
        "ACH-07",
        fragile_ranking,
        WARNING,
        "G3",
        ("vendor", "criterion", "decision"),
    ),
    Rule("undecided-choice", "ACH-08", undecided_choice, gate="G3", kinds=("decision", "option")),
)
