"""Objectives, indicators and the audit are complete and agree (model: OBJ)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from cahier.diagnostic import Problem
from cahier.policy import Policy
from cahier.rules.rule import WARNING, Rule, in_schema
from cahier.spec import Record, Spec

_DROPPED = frozenset({"rejected", "retired"})
# What an objective lacks, by whether a use case and a requirement serve it.
_LACKS = {(False, False): "", (False, True): "use-case", (True, False): "requirement"}


def inconsistent_kpi(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield indicators whose target turns its back on the direction, or precedes the baseline."""
    for kpi in spec.kind("kpi"):
        numbers = {name: str(kpi.fields[name]) for name in ("baseline", "target")}
        dates = {name: str(kpi.fields[name]) for name in ("baseline_date", "target_date")}
        facts = {"id": kpi.id, **numbers, **dates}
        if not _progresses(kpi):
            related = (kpi.where("baseline"),)
            yield Problem(kpi.where("target"), facts, str(kpi.fields["direction"]), related)
        if dates["target_date"] <= dates["baseline_date"]:
            related = (kpi.where("baseline_date"),)
            yield Problem(kpi.where("target_date"), facts, "dates", related)


def _progresses(kpi: Record) -> bool:
    baseline, target = kpi.fields["baseline"], kpi.fields["target"]
    progress = {"up": target > baseline, "down": target < baseline}
    return bool(progress.get(kpi.fields["direction"], True))


def unserved_objective(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield objectives that no use case or no requirement serves, itself or below them."""
    if _unread(spec, "objective", "use_case", "requirement"):
        return
    used = _upwards(spec, (id for use in spec.kind("use_case") for id in use.all("objectives")))
    required = {id for id, _ in _serving(spec)}
    for objective in spec.kind("objective"):
        way = _LACKS.get((objective.id in used, objective.id in required))
        if way is not None:
            yield Problem(objective.where(), {"id": objective.id}, way)


def _upwards(spec: Spec, ids: Iterable[str]) -> set[str]:
    """Return *ids* with the objectives above them."""
    found: set[str] = set()
    for id in ids:
        objective = spec.get(id)
        while objective and objective.id not in found:
            found.add(objective.id)
            objective = spec.get(objective.fields.get("parent"))
    return found


def target_before_go_live(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield indicators due before the first lot that serves them goes live."""
    if _unread(spec, "objective", "use_case", "requirement", "lot"):
        return
    for id, lot in _first_lots(spec).items():
        kpi = spec.records[id]
        due, live = str(kpi.fields["target_date"]), str(lot.fields["go_live"])
        if due < live:
            facts = {"id": id, "target_date": due, "lot": lot.id, "go_live": live}
            yield Problem(kpi.where("target_date"), facts, related=(lot.where("go_live"),))


def unmeasured_kpi(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield indicators whose measures all precede the go-live, once it is past.

    The schema tells those without any measure.
    """
    lots = spec.kind("lot")
    if not lots or _unread(spec, "objective", "use_case", "requirement", "lot"):
        return
    first, serving = min(lots, key=_go_live), _first_lots(spec)
    for kpi in spec.kind("kpi"):
        lot = serving.get(kpi.id, first)
        days = [str(measure["date"]) for measure in kpi.all("measures")]
        if days and max(days) <= _go_live(lot) < policy.today:
            where = kpi.where("measures", days.index(max(days)), "date")
            facts = {"id": kpi.id, "last": max(days), "lot": lot.id, "go_live": _go_live(lot)}
            yield Problem(where, facts, related=(lot.where("go_live"),))


def _first_lots(spec: Spec) -> Mapping[str, Record]:
    """Return the lot that first serves each indicator, through the objectives it measures."""
    by_objective: dict[str, Record] = {}
    for id, requirement in _serving(spec):
        lot = spec.get(requirement.fields.get("lot"))
        if lot and lot.kind.name == "lot":
            by_objective[id] = min(by_objective.get(id, lot), lot, key=_go_live)
    by_kpi: dict[str, Record] = {}
    for objective in spec.kind("objective"):
        if lot := by_objective.get(objective.id):
            for id in objective.all("kpis"):
                by_kpi[id] = min(by_kpi.get(id, lot), lot, key=_go_live)
    return {kpi.id: by_kpi[kpi.id] for kpi in spec.kind("kpi") if kpi.id in by_kpi}


def _go_live(lot: Record) -> str:
    return str(lot.fields["go_live"])


@lru_cache(maxsize=1)
def _serving(spec: Spec) -> Sequence[tuple[str, Record]]:
    """Return the objectives that each requirement serves, by itself and by its use cases."""
    found: list[tuple[str, Record]] = []
    for requirement in spec.kind("requirement"):
        if requirement.fields["status"] not in _DROPPED:
            uses = (spec.get(id) for id in requirement.all("use_cases"))
            records = (requirement, *(use for use in uses if use))
            ids = _upwards(spec, (id for record in records for id in record.all("objectives")))
            found += ((id, requirement) for id in sorted(ids))
    return found


def unmeasured_satisfaction(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no indicator says whether customers, or users, are satisfied."""
    if _unread(spec, "kpi"):
        return
    observed = {kpi.fields["kind"] for kpi in spec.kind("kpi")}
    for kind, way in (("customer_sat", "customers"), ("user_sat", "users")):
        if kind not in observed:
            yield Problem(spec.stage.where, {"kind": kind}, way)


def _unread(spec: Spec, *kinds: str) -> bool:
    """Whether some record of *kinds* could not be read, so that nothing can be said to lack."""
    return not set(kinds).isdisjoint(spec.broken.values())


_SERVED = ("objective", "use_case", "requirement")
_DATED = (*_SERVED, "kpi", "lot")

RULES = (
    Rule("objective-without-kpi", "OBJ-01", in_schema, gate="G1", kinds=("objective", "kpi")),
    Rule("inconsistent-kpi", "OBJ-02", inconsistent_kpi, gate="G1", kinds=("kpi",)),
    Rule("unserved-objective", "OBJ-03", unserved_objective, WARNING, "G2", _SERVED),
    Rule("target-before-go-live", "OBJ-04", target_before_go_live, WARNING, "G2", _DATED),
    Rule("unanswered-finding", "OBJ-05", in_schema, gate="G2", kinds=("finding",)),
    Rule("unmeasured-kpi", "OBJ-06", unmeasured_kpi, gate="G5", kinds=_DATED),
    Rule("unmeasured-satisfaction", "OBJ-07", unmeasured_satisfaction, WARNING, "G2", ("kpi",)),
)
