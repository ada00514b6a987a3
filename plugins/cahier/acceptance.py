"""What the acceptance tests and the anomalies say of each lot: runs, open anomalies, go or no-go.

Information model, sections 6 (V11, V20) and 6.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cahier.spec import Record, Spec

SEVERITIES = ("blocking", "major", "minor")
# Postponed ones are no longer open: that they may wait was decided.
_OPEN = {"open", "analysed", "fixing", "delivered"}
_DROPPED = {"rejected", "retired"}


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a lot may not go live: so many open anomalies of a severity, out of all its anomalies.

    `limit` names the threshold that is reached, `threshold` is its place among those of the lot;
    a blocking anomaly needs none: `limit` is then `blocking`.
    """

    severity: str
    count: int
    total: int
    limit: str
    threshold: int = 0


def stops(
    thresholds: Sequence[Mapping[str, Any]], still: Mapping[str, int], total: int
) -> Iterator[Stop]:
    """Yield what keeps a lot from production; nothing when it may go live.

    *still* counts the open anomalies by severity, *total* all those of the lot, closed ones too.
    """
    for severity in SEVERITIES:
        count = still.get(severity, 0)
        if severity == "blocking" and count:
            yield Stop(severity, count, total, "blocking")
            continue
        for place, threshold in enumerate(thresholds):
            limit = _reached(threshold, count, total)
            if count and threshold["severity"] == severity and limit:
                yield Stop(severity, count, total, limit, place)


def _reached(threshold: Mapping[str, Any], count: int, total: int) -> str:
    """Return which limit of *threshold* is reached by *count* anomalies out of *total*."""
    if count >= threshold.get("stop_at", count + 1):
        return "stop_at"
    percent = threshold.get("stop_at_percent")
    return "stop_at_percent" if percent is not None and count * 100 >= percent * total else ""


def is_open(anomaly: Record) -> bool:
    """Whether something is still to be done about *anomaly*."""
    return anomaly.fields.get("status") in _OPEN


def is_kept(requirement: Record) -> bool:
    """Whether *requirement* still holds: neither rejected nor retired."""
    return requirement.fields.get("status") not in _DROPPED


def anomalies_of(spec: Spec) -> Mapping[str, list[Record]]:
    """Return the anomalies of each lot: of the lot whose tests found them, else of their module.

    What was reported in production came after the go-live.
    """
    found: dict[str, set[str]] = {}
    for test in spec.kind("test"):
        for run in test.all("runs"):
            for id in run.get("anomalies", ()):
                found.setdefault(id, set()).add(test.fields.get("lot", ""))
    holding: dict[str, set[str]] = {}
    for lot in spec.kind("lot"):
        for module in lot.all("modules"):
            holding.setdefault(module, set()).add(lot.id)
    filed: dict[str, list[Record]] = {}
    for anomaly in spec.kind("anomaly"):
        if anomaly.fields.get("environment") != "production":
            lots = found.get(anomaly.id) or holding.get(anomaly.fields.get("module", ""), set())
            for lot_id in sorted(lots):
                filed.setdefault(lot_id, []).append(anomaly)
    return filed


def tests_of(spec: Spec) -> Mapping[str, list[Record]]:
    """Return the tests of each requirement, by its id."""
    tests: dict[str, list[Record]] = {}
    for test in spec.kind("test"):
        for id in test.all("requirements"):
            tests.setdefault(id, []).append(test)
    return tests


def last_run(test: Record) -> tuple[int, Mapping[str, Any]]:
    """Return the run of the latest date, and its position; an empty one when there is none."""
    runs = list(enumerate(test.all("runs")))
    return max(runs, key=lambda run: (run[1]["date"], run[0]), default=(0, {}))


def passed(test: Record) -> bool:
    """Whether the last run of *test* passed."""
    return last_run(test)[1].get("result") == "passed"
