"""People, change, training and risks agree (model: ORG, CHG, FOR, RSK)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cahier.diagnostic import Facts, Problem
from cahier.policy import Policy
from cahier.rules.rule import ERROR, WARNING, Rule, in_schema
from cahier.seats import Course, crowded_out
from cahier.spec import Record, Spec

_OURS = {"customer", "it", "end_user"}
_EXPECTED_TRAININGS = ("handover", "refresher", "onboarding")


def raci_not_one_accountable(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield RACI lines that nobody approves, or several do."""
    for line in spec.kind("raci"):
        holders = _holding(line, "A")
        if not holders:
            yield Problem(line.where("assignments"), {"id": line.id})
        elif len(holders) > 1:
            facts = {"id": line.id, "holders": ", ".join(holders)}
            first, second, *more = (line.where("assignments", *at) for at in holders.items())
            yield Problem(second, facts, way="several", related=(first, *more))


def raci_without_responsible(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield RACI lines that nobody carries out."""
    for line in spec.kind("raci"):
        if not _holding(line, "R"):
            yield Problem(line.where("assignments"), {"id": line.id})


def overloaded_stakeholder(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield our own people who are asked for more days a month than there are."""
    limit = policy.thresholds.workload_days
    for person in spec.kind("stakeholder"):
        days = person.fields.get("workload", 0)
        ours = person.fields["side"] in _OURS and person.fields["kind"] != "organisation"
        if ours and days > limit:
            facts: Facts = {"id": person.id, "days": str(days), "limit": limit}
            yield Problem(person.where("workload"), facts)


def accountability_concentrated(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield whoever approves too large a share of the RACI lines."""
    if "raci" in spec.broken.values():
        return
    held: dict[str, list[Record]] = {}
    for line in spec.kind("raci"):
        for who in _holding(line, "A"):
            held.setdefault(who, []).append(line)
    total = sum(len(lines) for lines in held.values())
    most = total * policy.thresholds.accountable_share / 100
    for id, lines in held.items():
        holder = spec.get(id)
        if holder and len(lines) > max(most, 1):
            share = len(lines) * 100 // total
            facts: Facts = {"id": id, "count": len(lines), "total": total, "share": share}
            places = tuple(line.where("assignments", id) for line in lines)
            yield Problem(holder.where(), facts, related=places)


def absent_representative(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield populations whose representative takes part in nothing.

    To be informed of a task is not to take part in it.
    """
    if {"raci", "committee", "workshop"} & set(spec.broken.values()):
        return
    active = set(_participants(spec))
    for population in spec.kind("population"):
        representative = population.fields["representative"]
        if representative in spec.records and representative not in active:
            facts = {"id": population.id, "representative": representative}
            yield Problem(population.where("representative"), facts)


def change_without_support(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield populations whose work changes, without a change action or without any training."""
    for kind, way in (("change_action", ""), ("training", "training")):
        if kind in spec.broken.values():
            continue
        served = _named(spec, kind)
        for population in spec.kind("population"):
            if _changes(population) and population.id not in served:
                facts = {"id": population.id, "impact": population.fields["change_impact"]}
                yield Problem(population.where("change_impact"), facts, way)


def too_few_seats(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield populations that the initial trainings cannot seat, however seats are shared.

    A training may name several populations: whoever has no other course sits first. Only when
    no sharing seats everybody is it told, for the smallest group of populations concerned.
    """
    if "training" in spec.broken.values():
        return
    named = _named(spec, "training")
    # Who changes and has no training at all is told by change_without_support.
    judged = [p for p in spec.kind("population") if p.id in named or not _changes(p)]
    people = {p.id: p.fields["users"] for p in judged}
    initial = [t for t in spec.kind("training") if t.fields["kind"] == "initial"]
    courses = [Course(_capacity(t), tuple(t.all("populations"))) for t in initial]
    for group in crowded_out(people, courses):
        users = sum(people[id] for id in group)
        theirs = [t for t in initial if not group.isdisjoint(t.all("populations"))]
        yield _short(spec, sorted(group), users, theirs)


def training_off_go_live(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield initial trainings long before the go-live of their lot, or after it."""
    limit = policy.thresholds.training_lead_days
    for training in spec.kind("training"):
        lot = spec.get(training.fields.get("lot"))
        day = training.fields.get("date")
        if training.fields["kind"] != "initial" or not day or not lot or lot.kind.name != "lot":
            continue
        go_live = lot.fields["go_live"]
        ahead = (date.fromisoformat(go_live) - date.fromisoformat(day)).days
        if not 0 <= ahead <= limit:
            dates: Facts = {"id": training.id, "lot": lot.id, "go_live": go_live, "day": day}
            facts: Facts = {**dates, "days": abs(ahead), "limit": limit}
            way = "after" if ahead < 0 else ""
            yield Problem(training.where("date"), facts, way, related=(lot.where("go_live"),))


def training_kind_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no training hands over, reminds, or receives newcomers."""
    if "training" in spec.broken.values():
        return
    planned = {t.fields["kind"] for t in spec.kind("training")}
    for kind in _EXPECTED_TRAININGS:
        if kind not in planned:
            yield Problem(spec.stage.where, {"kind": kind}, way=kind)


def residual_above_gross(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield risks that their actions would make worse."""
    for risk in spec.kind("risk"):
        gross = risk.fields["probability"] * risk.fields["impact"]
        probability = risk.fields.get("residual_probability", risk.fields["probability"])
        impact = risk.fields.get("residual_impact", risk.fields["impact"])
        if probability * impact > gross:
            worse = "probability" if probability > risk.fields["probability"] else "impact"
            facts = {"id": risk.id, "residual": probability * impact, "gross": gross}
            place, related = risk.where(f"residual_{worse}"), (risk.where(worse),)
            yield Problem(place, facts, related=related)


def overdue_risk_review(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield risks still running whose review was due before today; reduced ones still run."""
    for risk in spec.kind("risk"):
        review = risk.fields.get("review")
        if review and review < policy.today and risk.fields["status"] in {"open", "mitigated"}:
            yield Problem(risk.where("review"), {"id": risk.id, "review": review})


def _holding(line: Record, code: str) -> dict[str, int]:
    """Return who holds *code* in a RACI line, each with its position among their codes."""
    assignments = line.fields["assignments"]
    return {who: codes.index(code) for who, codes in assignments.items() if code in codes}


def _participants(spec: Spec) -> Iterator[str]:
    for line in spec.kind("raci"):
        yield from (who for who, codes in line.fields["assignments"].items() if {*codes} - {"I"})
    for committee in spec.kind("committee"):
        yield committee.fields["chair"]
        yield from committee.fields["members"]
    for workshop in spec.kind("workshop"):
        yield from workshop.fields["participants"]


def _changes(population: Record) -> bool:
    return population.fields.get("change_impact") in {"medium", "high"}


def _named(spec: Spec, kind: str) -> set[str]:
    """Return the ids that the records of *kind* name as their populations."""
    return {id for record in spec.kind(kind) for id in record.all("populations")}


def _capacity(training: Record) -> int:
    return int(training.fields["sessions"] * training.fields["group_size"])


def _short(spec: Spec, group: list[str], users: int, theirs: list[Record]) -> Problem:
    """Tell that *theirs*, the trainings open to the populations of *group*, are too small."""
    seats = sum(_capacity(training) for training in theirs)
    facts: Facts = {"id": group[0], "group": ", ".join(group), "users": users}
    first, *others = (spec.records[id].where("users") for id in group)
    return Problem(
        first,
        {**facts, "seats": seats, "missing": users - seats},
        way="group" if others else "",
        related=(*others, *(training.where("sessions") for training in theirs)),
    )


RULES = (
    Rule(
        "raci-not-one-accountable", "ORG-01", raci_not_one_accountable, gate="G1", kinds=("raci",)
    ),
    Rule(
        "raci-without-responsible", "ORG-01", raci_without_responsible, gate="G1", kinds=("raci",)
    ),
    Rule(
        "overloaded-stakeholder", "ORG-02", overloaded_stakeholder, WARNING, "G2", ("stakeholder",)
    ),
    Rule(
        "accountability-concentrated",
        "ORG-02",
        accountability_concentrated,
        WARNING,
        "G2",
        ("raci", "stakeholder"),
    ),
    Rule(
        "absent-representative",
        "ORG-03",
        absent_representative,
        gate="G1",
        kinds=("population", "stakeholder", "raci", "committee", "workshop"),
    ),
    Rule(
        "change-without-support",
        "CHG-01",
        change_without_support,
        gate="G2",
        kinds=("population", "change_action", "training"),
    ),
    Rule("too-few-seats", "FOR-01", too_few_seats, gate="G2", kinds=("population", "training")),
    Rule(
        "training-off-go-live", "FOR-02", training_off_go_live, WARNING, "G3", ("training", "lot")
    ),
    Rule("training-kind-missing", "FOR-03", training_kind_missing, WARNING, "G4", ("training",)),
    Rule("untreated-risk", "RSK-01", in_schema, ERROR, "G1", ("risk",)),
    Rule("residual-above-gross", "RSK-01", residual_above_gross, gate="G1", kinds=("risk",)),
    Rule("overdue-risk-review", "RSK-02", overdue_risk_review, WARNING, "G2", ("risk",)),
)
