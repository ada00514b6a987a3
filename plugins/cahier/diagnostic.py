"""What the program tells its user: a fact, at a place, with a way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic weighs in the exit status."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A point in a source file, counted from 1 as editors do.

    `width` is the number of characters to underline; 0 when only the point is known.
    """

    path: str
    line: int = 1
    column: int = 1
    width: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


# A fact may be words of a schema, one for each language; the reader gets those of theirs.
Fact = str | int | Mapping[str, str]
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fact a rule found; the policy decides how grave it is.

    `facts` fill the sentence that `texts` holds for the rule, `way` names which of the rule's
    sentences says the way out, `related` are other places the reader should see.
    """

    where: Location
    facts: Facts = field(default_factory=dict)
    way: str = ""
    related: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the author of a specification.

    `sentence` names the rule whose sentences say it, when they are not those of `rule` itself;
    `code` is the information model's name for the rule, `record` the id it is about.
    """

    where: Location
    severity: Severity
    rule: str
    facts: Facts = field(default_factory=dict)
    way: str = ""
    related: tuple[Location, ...] = ()
    sentence: str = ""
    code: str = ""
    record: str = ""

    @classmethod
    def of(
        cls, problem: Problem, rule: str, severity: Severity = Severity.ERROR, code: str = ""
    ) -> Diagnostic:
        """Return *problem* as told under *rule* with the gravity the policy gave."""
        record = str(problem.facts.get("id", ""))
        return cls(
            problem.where,
            severity,
            rule,
            problem.facts,
            problem.way,
            problem.related,
            code=code,
            record=record,
        )

    @property
    def order(self) -> tuple[Location, str, tuple[tuple[str, str], ...]]:
        """The key that sorts diagnostics the same way everywhere."""
        return self.where, self.rule, tuple((k, str(v)) for k, v in sorted(self.facts.items()))


class UnusableError(Exception):
    """The command cannot run here; `reason` names the label that says why, `facts` fill it."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts: Mapping[str, str] = facts
