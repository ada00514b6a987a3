"""What a team decides of its own checks: the library, the language, the date, the gravity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cahier.diagnostic import Severity

EDITIONS = ("internal", "vendors", "public")
_LOWER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the rules that count draw the line; schemas/policy.json says what each is."""

    must_share: int = 60
    similarity: int = 90
    statement_words: int = 40
    accountable_share: int = 40
    workload_days: int = 20
    training_lead_days: int = 30
    mark_spread: int = 30
    retention_months: int = 36


@dataclass(frozen=True, slots=True)
class Waiver:
    """Records excused from a rule, why, by which decision, and until which day (ISO)."""

    rule: str
    records: tuple[str, ...]
    reason: str
    until: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of one specification; every one has a default.

    `today` is the day that counts as today (ISO), `stage` the gate the project stands at, `gates`
    all of them in order. `lexicon` holds terms to avoid beside our own, by family, `exceptions`
    phrases allowed all the same, `acronyms` those that need no entry in the glossary.
    """

    library: str = "crm"
    language: str = "fr"
    title: str = ""
    as_of: str = ""
    today: str = ""
    stage: str = ""
    gates: Sequence[str] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    lexicon: Mapping[str, Sequence[str]] = field(default_factory=dict)
    exceptions: Sequence[str] = ()
    acronyms: Sequence[str] = ()
    waivers: tuple[Waiver, ...] = ()

    def chosen(self, severity: Severity, *names: str) -> Severity | None:
        """Return the gravity this policy gives to the rule called *names*, else *severity*."""
        own = next((self.severity[name] for name in names if name in self.severity), severity)
        return None if own == "off" else Severity(own)

    def gravity(self, severity: Severity, gate: str) -> Severity | None:
        """Return how grave a rule is today that has *severity* from *gate* on.

        One level less at the gate just before, nothing earlier. A rule without gate always counts;
        one with a gate is silent where no record says at which gate the project stands.
        """
        if not gate:
            return severity
        if self.stage not in self.gates:
            return None
        ahead = self.gates.index(gate) - self.gates.index(self.stage)
        if ahead <= 0:
            return severity
        return _LOWER.get(severity) if ahead == 1 else None

    def is_due(self, gate: str) -> bool:
        """Whether a field due from *gate* must be filled today."""
        reached = self.gates[: self.gates.index(self.stage) + 1] if self.stage in self.gates else ()
        return gate in reached


def visible(visibility: str, edition: str) -> bool:
    """Whether what has *visibility* is shown in *edition*."""
    return EDITIONS.index(visibility) >= EDITIONS.index(edition)


def policy_of(data: Mapping[str, Any]) -> Policy:
    """Return the policy that the valid content of policy.yaml states."""
    plain = {name: data[name] for name in ("library", "language", "title", "as_of") if name in data}
    lexicon = data.get("lexicon", {})
    return Policy(
        **plain,
        today=data.get("as_of", ""),
        severity=data.get("severity", {}),
        thresholds=Thresholds(**data.get("thresholds", {})),
        lexicon=lexicon.get("add", {}),
        exceptions=tuple(lexicon.get("except", ())),
        acronyms=tuple(data.get("acronyms", ())),
        waivers=tuple(_waiver(entry) for entry in data.get("waivers", ())),
    )


def _waiver(entry: Mapping[str, Any]) -> Waiver:
    return Waiver(**{**entry, "records": tuple(entry["records"])})
