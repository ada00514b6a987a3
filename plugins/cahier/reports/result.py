"""What every report tells: the diagnostics of a check, and what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cahier.diagnostic import Diagnostic, Severity
from cahier.texts import Words


@dataclass(frozen=True, slots=True)
class Result:
    """The diagnostics in order, the text of each file read by path, the number of records.

    `words` is the language of the reader, `rules` the names and codes of all rules, `stage` and
    `today` what counted as the gate reached and as today, `completeness` the state of each page.
    """

    diagnostics: Sequence[Diagnostic]
    sources: Mapping[str, str]
    records: int
    words: Words
    rules: Sequence[tuple[str, str]] = ()
    stage: str = ""
    today: str = ""
    completeness: Sequence[Mapping[str, object]] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The number of diagnostics of each gravity."""
        found = Counter(d.severity for d in self.diagnostics)
        return {severity.value: found[severity] for severity in Severity}
