"""The rules a complete specification keeps, one module a family.

A rule states facts about records. How grave they are at which gate is the policy's business;
the sentences are in `texts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cahier.diagnostic import Diagnostic, Problem, Severity
from cahier.policy import Policy
from cahier.rules import links, structure
from cahier.spec import Spec

Check = Callable[[Spec], Iterator[Problem]]
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the model's code for it, its gravity from its gate on.

    `kinds` are those it speaks of: in a library that lacks one of them it is silent.
    """

    name: str
    code: str
    check: Check
    severity: Severity = _ERROR
    gate: str = ""
    kinds: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule("duplicate-id", "LNK-01", links.duplicate_id),
    Rule("unsafe-id", "LNK-01", links.unsafe_id),
    Rule("dangling-reference", "LNK-02", links.dangling_reference),
    Rule("wrong-kind", "LNK-02", links.wrong_kind),
    Rule("dangling-mention", "LNK-02", links.dangling_mention),
    Rule("cycle", "LNK-03", links.cycle),
    Rule("orphan", "LNK-05", links.orphan, _WARNING, "G2"),
    Rule("placeholder", "LNK-06", links.placeholder, _ERROR, "G1"),
    Rule("hidden-mention", "", links.hidden_mention),
    Rule("several-single", "", structure.several_single),
    Rule("company-missing", "STR-01", structure.company_missing, _ERROR, "G1", ("company",)),
    Rule("project-missing", "STR-02", structure.project_missing, _ERROR, "", ("project",)),
    Rule(
        "users-missing",
        "STR-03",
        structure.users_missing,
        _ERROR,
        "G1",
        ("site", "population"),
    ),
    Rule("objective-missing", "STR-04", structure.objective_missing, _ERROR, "G1", ("objective",)),
    Rule(
        "as-is-process-missing",
        "STR-05",
        structure.as_is_process_missing,
        _ERROR,
        "G2",
        ("process",),
    ),
    Rule(
        "requirement-type-missing",
        "STR-08",
        structure.requirement_type_missing,
        _ERROR,
        "G2",
        ("use_case", "requirement"),
    ),
    Rule(
        "module-without-process",
        "STR-15",
        structure.module_without_process,
        _WARNING,
        "G2",
        ("module", "use_case", "process"),
    ),
)


def run(spec: Spec, policy: Policy) -> Iterator[Diagnostic]:
    """Apply every rule that today's policy does not silence."""
    for rule in RULES:
        severity = policy.gravity(rule.severity, rule.gate)
        if severity is None or any(kind not in spec.library.kinds for kind in rule.kinds):
            continue
        for problem in rule.check(spec):
            yield Diagnostic.of(problem, rule.name, severity)
    yield from _due(spec, policy)


def _due(spec: Spec, policy: Policy) -> Iterator[Diagnostic]:
    """Yield the fields that their schema makes due at a gate that is reached."""
    for record in spec.records.values():
        for name, gate in record.kind.due(record.fields).items():
            if name not in record.fields and policy.is_due(gate):
                facts = {"id": record.id, "field": name, "gate": gate}
                yield Diagnostic(record.where(), _ERROR, "due-field", facts)
