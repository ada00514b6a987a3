"""Use cases, requirements and lots hold together (model: UC, EX, LOT)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cahier.diagnostic import Facts, Problem
from cahier.policy import Policy
from cahier.rules.lexicon import lexicon
from cahier.rules.rule import WARNING, Rule, in_schema
from cahier.rules.similar import similar
from cahier.rules.statements import DROPPED, live, statements
from cahier.spec import Record, Ref, Spec

_MOTIVES = frozenset({"finding", "processing", "interface"})
_WONT = "wont"


def uncovered_use_case(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield use cases in scope that no requirement to be delivered covers."""
    if "requirement" in spec.broken.values():
        return
    covered = {id for r in live(spec) if _delivered(r) for id in r.all("use_cases")}
    for use_case in spec.kind("use_case"):
        if use_case.id not in covered and _in_scope(spec, use_case):
            yield Problem(use_case.where(), {"id": use_case.id})


def _delivered(record: Record) -> bool:
    return bool(record.fields["priority"] != _WONT)


def _in_scope(spec: Spec, use_case: Record) -> bool:
    id = str(use_case.fields["module"])
    module = spec.get(id)
    if module and module.kind.name == "module":
        return bool(module.fields["in_scope"]) and _delivered(use_case)
    return id not in spec.broken and _delivered(use_case)


def use_case_not_validated(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield Must use cases validated by people of whom none is an end user."""
    for use_case in spec.kind("use_case"):
        by = use_case.all("validated_by")
        if not by or use_case.fields["priority"] != "must":
            continue  # the schema asks for somebody
        people = [spec.get(id) for id in by]
        if not any(p is None or p.fields.get("side") == "end_user" for p in people):
            yield Problem(use_case.where("validated_by"), {"id": use_case.id})


def unmotivated_requirement(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield requirements, functional ones aside, that nothing but somebody's wish explains."""
    for requirement in live(spec):
        linked = requirement.all("use_cases") or requirement.all("objectives")
        if requirement.fields["type"] == "functional" or linked:
            continue
        if not _MOTIVES & {_kind(spec, id) for id in requirement.all("source")}:
            yield Problem(requirement.where("source"), {"id": requirement.id})


def _kind(spec: Spec, id: str) -> str:
    record = spec.get(id)
    return record.kind.name if record else spec.broken.get(id, "")


def no_obligation(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield statements that oblige nobody."""
    model = lexicon(policy).model
    for statement in statements(spec, policy):
        if not statement.modals:
            record = statement.record
            yield Problem(record.where("statement"), {"id": record.id, "model": model})


def several_obligations(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield statements that hold more than one obligation, at the second."""
    for statement in statements(spec, policy):
        spans = statement.modals
        if len(spans) > 1:
            found = statement.words(*spans[1])
            facts: Facts = {"id": statement.record.id, "found": found, "count": len(spans)}
            related = (statement.where(*spans[0]),)
            yield Problem(statement.where(*spans[1]), facts, related=related)


def too_many_musts(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when more requirements are Must than the policy's share of those to be delivered."""
    if "requirement" in spec.broken.values():
        return
    priorities = [r.fields["priority"] for r in live(spec) if _delivered(r)]
    musts, limit = priorities.count("must"), policy.thresholds.must_share
    most = len(priorities) * limit // 100
    if musts > most:
        facts = {"musts": musts, "total": len(priorities), "limit": limit}
        yield Problem(spec.stage.where, {**facts, "excess": musts - most})


def unmet_dependency(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield dependencies on what comes in a later lot, or never."""
    order = {lot.id: int(lot.fields["order"]) for lot in spec.kind("lot")}
    for requirement in live(spec):
        for ref in (r for r in requirement.refs if r.at[0] == "depends_on"):
            other = spec.get(ref.target)
            if other is None or other.kind is not requirement.kind or not _delivered(requirement):
                continue
            way = _unmet(requirement, other, order)
            if way is not None:
                yield _dependency(requirement, ref, other, way)


def _unmet(requirement: Record, other: Record, order: dict[str, int]) -> str | None:
    """Return why *other* will not be there in time; None when it will."""
    if other.fields["status"] in DROPPED:
        return str(other.fields["status"])
    if not _delivered(other):
        return _WONT
    own, its = (order.get(str(r.fields.get("lot"))) for r in (requirement, other))
    return "" if own is not None and its is not None and its > own else None


def _dependency(requirement: Record, ref: Ref, other: Record, way: str) -> Problem:
    lots = {"lot": str(requirement.fields.get("lot")), "later": str(other.fields.get("lot"))}
    facts: Facts = {"id": requirement.id, "target": other.id, **lots}
    place = other.where("lot" if not way else "priority" if way == _WONT else "status")
    return Problem(requirement.where(*ref.at), facts, way, (place,))


def near_identical(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield requirements whose statement says nearly the same as another one's."""
    texts = {r.id: str(r.fields["statement"]) for r in live(spec)}
    rank = {id: index for index, id in enumerate(texts)}
    for pair in similar(texts, policy.thresholds.similarity):
        first, second = (spec.records[id] for id in sorted(pair[:2], key=rank.__getitem__))
        facts: Facts = {"id": second.id, "other": first.id, "percent": pair[2]}
        yield Problem(second.where("statement"), facts, related=(first.where("statement"),))


def undecided_conflict(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield approved requirements declared in conflict that no decision settles, pair by pair."""
    if "decision" in spec.broken.values():
        return
    settled = _settled(spec)
    told: set[frozenset[str]] = set()
    for requirement in spec.kind("requirement"):
        for index, id in enumerate(requirement.all("conflicts_with")):
            other, pair = spec.get(id), frozenset({requirement.id, id})
            if other is None or pair in told or not _approved(requirement, other):
                continue
            told.add(pair)
            if not settled.get(requirement.id, set()) & settled.get(id, set()):
                place = requirement.where("conflicts_with", index)
                yield Problem(place, {"id": requirement.id, "other": id}, related=(other.where(),))


def _approved(*records: Record) -> bool:
    return all(record.fields.get("status") == "approved" for record in records)


def _settled(spec: Spec) -> dict[str, set[str]]:
    """Return the decisions taken about each record."""
    found: dict[str, set[str]] = {}
    for decision in spec.kind("decision"):
        if decision.fields["status"] == "taken":
            for id in decision.all("subject"):
                found.setdefault(id, set()).add(decision.id)
    return found


def knock_out_not_must(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield requirements that exclude an offer without being Must."""
    for requirement in live(spec):
        if requirement.fields.get("eliminatory") and requirement.fields["priority"] != "must":
            related = (requirement.where("priority"),)
            yield Problem(requirement.where("eliminatory"), {"id": requirement.id}, "", related)


def empty_lot(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield lots that deliver no requirement."""
    if "requirement" in spec.broken.values():
        return
    filled = {r.fields.get("lot") for r in live(spec) if _delivered(r)}
    for lot in spec.kind("lot"):
        if lot.id not in filled:
            yield Problem(lot.where(), {"id": lot.id})


def lot_order(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield lots that share their place with another, or go live before the one ahead of them."""
    lots = sorted(spec.kind("lot"), key=lambda lot: int(lot.fields["order"]))
    for before, lot in pairwise(lots):
        order = int(lot.fields["order"])
        date, earlier = (str(one.fields["go_live"]) for one in (lot, before))
        facts: Facts = {"id": lot.id, "other": before.id, "order": order}
        if order == before.fields["order"]:
            yield Problem(lot.where("order"), facts, "twice", (before.where("order"),))
        elif date < earlier:
            dates = {**facts, "date": date, "earlier": earlier}
            yield Problem(lot.where("go_live"), dates, related=(before.where("go_live"),))


def no_pilot(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no pilot lot equips a pilot site, and no decision in force does without."""
    if {"lot", "site", "decision"} & set(spec.broken.values()) or _without_pilot(spec, policy):
        return
    pilots = [lot for lot in spec.kind("lot") if lot.fields.get("pilot")]
    sites = {site.id for site in spec.kind("site") if site.fields.get("pilot")}
    if any(sites & set(lot.all("sites")) for lot in pilots):
        return
    if pilots:
        yield Problem(pilots[0].where("pilot"), {"id": pilots[0].id}, "site")
    else:
        yield Problem(spec.stage.where)


def _without_pilot(spec: Spec, policy: Policy) -> bool:
    """Whether a waiver that still holds excuses the specification from a pilot."""
    return any(
        decision.fields.get("rule") in {"LOT-02", "no-pilot"}
        and decision.fields["status"] == "taken"
        and decision.fields.get("expires", "") >= policy.today
        for decision in spec.kind("decision")
    )


RULES: tuple[Rule, ...] = (
    Rule("use-case-incomplete", "UC-01", in_schema, gate="G1", kinds=("use_case",)),
    Rule(
        "uncovered-use-case",
        "UC-02",
        uncovered_use_case,
        WARNING,
        "G2",
        ("use_case", "requirement"),
    ),
    Rule(
        "use-case-not-validated",
        "UC-03",
        use_case_not_validated,
        WARNING,
        "G2",
        ("use_case", "stakeholder"),
    ),
    Rule("requirement-incomplete", "EX-01", in_schema, gate="G2", kinds=("requirement",)),
    Rule("functional-without-use-case", "EX-02", in_schema, gate="G2", kinds=("requirement",)),
    Rule(
        "unmotivated-requirement",
        "EX-02",
        unmotivated_requirement,
        gate="G2",
        kinds=("requirement",),
    ),
    Rule("no-obligation", "EX-03", no_obligation, gate="G1", kinds=("requirement",)),
    Rule("several-obligations", "EX-03", several_obligations, gate="G1", kinds=("requirement",)),
    Rule("quality-without-metric", "EX-04", in_schema, gate="G2", kinds=("requirement",)),
    Rule("too-many-musts", "EX-05", too_many_musts, WARNING, "G2", ("requirement",)),
    Rule("unmet-dependency", "EX-06", unmet_dependency, gate="G2", kinds=("requirement", "lot")),
    Rule("near-identical", "EX-07", near_identical, WARNING, "G2", ("requirement",)),
    Rule(
        "undecided-conflict",
        "EX-08",
        undecided_conflict,
        gate="G2",
        kinds=("requirement", "decision"),
    ),
    Rule("knock-out-not-must", "EX-09", knock_out_not_must, gate="G2", kinds=("requirement",)),
    Rule("lot-incomplete", "LOT-01", in_schema, gate="G2", kinds=("lot",)),
    Rule("empty-lot", "LOT-01", empty_lot, gate="G2", kinds=("lot", "requirement")),
    Rule("lot-order", "LOT-01", lot_order, gate="G2", kinds=("lot",)),
    Rule("no-pilot", "LOT-02", no_pilot, WARNING, "G2", ("lot", "site", "decision")),
)
