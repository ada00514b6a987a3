"""What a team decides of its own checks: the library, the language, the date, the gravity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cahier.diagnostic import Severity

EDITIONS = ("internal", "vendors", "public")
_LOWER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO}


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of one specification; every one has a default."""

    library: str = "crm"
    language: str = "fr"
    title: str = ""
    as_of: str = ""
    stage: str = ""
    gates: Sequence[str] = field(default=())

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


def policy_of(data: Mapping[str, str]) -> Policy:
    """Return the policy that the valid content of policy.yaml states."""
    return Policy(
        library=data.get("library", "crm"),
        language=data.get("language", "fr"),
        title=data.get("title", ""),
        as_of=data.get("as_of", ""),
    )
