"""What a rule is: a name, a function that states facts, its gravity and from which gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cahier.diagnostic import Problem, Severity
from cahier.policy import Policy
from cahier.spec import Spec

Check = Callable[[Spec, Policy], Iterator[Problem]]
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def in_schema(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """State nothing: the schemas say it, by constraints that carry the rule's code (`x-rule`)."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the model's code for it, its gravity from its gate on.

    `kinds` are those it speaks of: in a library that lacks one of them it is silent. A rule
    without gate always counts.
    """

    name: str
    code: str
    check: Check
    severity: Severity = ERROR
    gate: str = ""
    kinds: tuple[str, ...] = ()
