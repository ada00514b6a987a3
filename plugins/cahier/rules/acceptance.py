"""Acceptance and operation are ready for the go-live (model: REC, EXP)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cahier.acceptance import (
    SEVERITIES,
    Stop,
    anomalies_of,
    is_kept,
    is_open,
    last_run,
    passed,
    stops,
    tests_of,
)
from cahier.diagnostic import Facts, Problem
from cahier.policy import Policy
from cahier.rules.rule import ERROR, WARNING, Rule, in_schema
from cahier.spec import Record, Spec

_DELAYS = ("respond_h", "workaround_h", "fix_h")


def must_without_passed_test(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the Must requirements of a lot that goes live which no test's last run passes."""
    if "test" in spec.broken.values():
        return
    lots = {lot.id for lot in _due_lots(spec, policy)}
    tests = tests_of(spec)
    for requirement in spec.kind("requirement"):
        fields = requirement.fields
        if fields["priority"] != "must" or not is_kept(requirement):
            continue
        theirs = tests.get(requirement.id, [])
        if fields.get("lot") in lots and not any(map(passed, theirs)):
            facts = {"id": requirement.id, "lot": fields["lot"]}
            way, related = "failing" if theirs else "", tuple(test.where() for test in theirs)
            yield Problem(requirement.where(), facts, way, related)


def go_live_stopped(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the lots that go live with a blocking anomaly, or as many others as stop them."""
    kinds = list(spec.broken.values())
    if "test" in kinds:
        return
    filed = anomalies_of(spec)
    for lot in _due_lots(spec, policy):
        anomalies = filed.get(lot.id, [])
        still = [a for a in anomalies if is_open(a)]
        counts = Counter(a.fields["severity"] for a in still)
        total = len(anomalies) + kinds.count("anomaly")
        for stop in stops(lot.all("acceptance_thresholds"), counts, total):
            yield _stopped(lot, stop, still)


def overdue_anomaly(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield open anomalies whose fix was due before today and is not delivered."""
    for anomaly in spec.kind("anomaly"):
        due = anomaly.fields.get("due")
        waiting = is_open(anomaly) and anomaly.fields["status"] != "delivered"
        if due and waiting and due < policy.today:
            yield Problem(anomaly.where("due"), {"id": anomaly.id, "due": due})


def failure_without_anomaly(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield tests whose last run failed without naming an anomaly."""
    for test in spec.kind("test"):
        position, run = last_run(test)
        if run.get("result") == "failed" and not run.get("anomalies"):
            facts = {"id": test.id, "date": run["date"]}
            yield Problem(test.where("runs", position, "result"), facts)


def severity_without_delay(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield help desks and fix services that promise no delay for some severity."""
    for service in spec.kind("operation"):
        if service.fields["kind"] not in {"helpdesk", "corrective"}:
            continue
        levels = service.all("service_levels")
        promised = {level["severity"] for level in levels if level.keys() & {*_DELAYS}}
        for severity in SEVERITIES:
            if severity not in promised:
                facts = {"id": service.id, "severity": severity}
                yield Problem(service.where("service_levels"), facts)


def delays_out_of_order(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield service levels that promise a later step sooner than an earlier one."""
    for service in spec.kind("operation"):
        for position, level in enumerate(service.all("service_levels")):
            for before, after in pairwise(name for name in _DELAYS if name in level):
                if level[after] < level[before]:
                    facts = {"id": service.id, "severity": level["severity"], "after": after}
                    hours = {"hours": str(level[after]), "limit": str(level[before])}
                    place = service.where("service_levels", position, after)
                    related = (service.where("service_levels", position, before),)
                    yield Problem(place, {**facts, "before": before, **hours}, related=related)


def year_without_actuals(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield budget lines that lack the actual amount of a year that is over.

    Year 0 is the project's: it is over at full operation, year 1 a year later.
    """
    full = next((p.fields.get("full_operation") for p in spec.kind("project")), None)
    if not full or not policy.today:
        return
    for line in spec.kind("budget_line"):
        filled = {int(year) for year in line.fields.get("actuals", ())}
        planned = sorted(int(year) for year, amount in line.fields["amounts"].items() if amount)
        lacking = [y for y in planned if y not in filled and _later(full, y) <= policy.today]
        if lacking and "actuals" in line.fields:
            years = ", ".join(map(str, lacking))
            yield Problem(line.where("actuals"), {"id": line.id, "years": years})


def _due_lots(spec: Spec, policy: Policy) -> list[Record]:
    """Return the lots that must be fit for production: those in production today.

    While there is none, the first: it is the one that the project's own gate G4 speaks of. Look at
    the readiness of a later lot by the date of its go-live (`--date`).
    """
    lots = sorted(spec.kind("lot"), key=lambda lot: str(lot.fields["go_live"]))
    live = [lot for lot in lots if lot.fields["go_live"] <= policy.today]
    return live if live or "lot" in spec.broken.values() else lots[:1]


def _stopped(lot: Record, stop: Stop, still: Sequence[Record]) -> Problem:
    """Tell that *still*, the open anomalies of one severity, keep *lot* from production."""
    facts: Facts = {
        "id": lot.id,
        "severity": stop.severity,
        "count": stop.count,
        "total": stop.total,
    }
    related = tuple(a.where("severity") for a in still if a.fields["severity"] == stop.severity)
    if stop.limit == "blocking":
        return Problem(lot.where(), facts, way="blocking", related=related)
    limit = lot.all("acceptance_thresholds")[stop.threshold][stop.limit]
    place = lot.where("acceptance_thresholds", stop.threshold, stop.limit)
    way = stop.limit.replace("_", "-")
    return Problem(place, {**facts, "limit": str(limit)}, way=way, related=related)


def _later(day: str, years: int) -> str:
    """Return the same day some years later, as text: 29 February compares as well as any."""
    return f"{int(day[:4]) + years:04d}{day[4:]}"


RULES = (
    Rule(
        "must-without-passed-test",
        "REC-01",
        must_without_passed_test,
        gate="G4",
        kinds=("requirement", "test", "lot"),
    ),
    Rule("incomplete-anomaly", "REC-02", in_schema, ERROR, "G4", ("anomaly",)),
    Rule(
        "go-live-stopped",
        "REC-03",
        go_live_stopped,
        gate="G4",
        kinds=("lot", "anomaly", "test"),
    ),
    Rule("overdue-anomaly", "REC-04", overdue_anomaly, WARNING, "G4", ("anomaly",)),
    Rule(
        "failure-without-anomaly",
        "REC-05",
        failure_without_anomaly,
        gate="G4",
        kinds=("test", "anomaly"),
    ),
    Rule("support-without-delays", "EXP-01", in_schema, ERROR, "G4", ("operation",)),
    Rule(
        "severity-without-delay", "EXP-01", severity_without_delay, gate="G4", kinds=("operation",)
    ),
    Rule("delays-out-of-order", "EXP-01", delays_out_of_order, gate="G4", kinds=("operation",)),
    Rule("budget-line-without-actuals", "EXP-02", in_schema, ERROR, "G5", ("budget_line",)),
    Rule(
        "year-without-actuals",
        "EXP-02",
        year_without_actuals,
        WARNING,
        "G5",
        ("budget_line", "project"),
    ),
    Rule("unstudied-evolution", "EXP-03", in_schema, ERROR, "G5", ("evolution",)),
)
