"""The rules a complete specification keeps, one module a family, each with its table.

A rule states facts about records. How grave they are at which gate is the policy's business;
the sentences are in `texts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from cahier.diagnostic import Diagnostic
from cahier.policy import Policy
from cahier.rules import (
    acceptance,
    budget,
    governance,
    information,
    language,
    links,
    objectives,
    organisation,
    planning,
    processes,
    requirements,
    statements,
    structure,
    tender,
)
from cahier.rules.rule import ERROR, Rule, in_schema
from cahier.spec import Spec
from cahier.spread import spread

RULES: tuple[Rule, ...] = (
    *links.RULES,
    *structure.RULES,
    *objectives.RULES,
    *processes.RULES,
    *information.RULES,
    *requirements.RULES,
    *language.RULES,
    *organisation.RULES,
    *planning.RULES,
    *budget.RULES,
    *tender.RULES,
    *acceptance.RULES,
    *governance.RULES,
)

# Rules that share their work, each group a third of the time that all of them take.
_WORDING = (*language.RULES, *(r for r in requirements.RULES if r.code == "EX-03"))
_ALIKE = tuple(r for r in requirements.RULES if r.check is requirements.near_identical)
_REST = tuple(r for r in RULES if r not in (*_WORDING, *_ALIKE))
_PARTS = (_REST, _WORDING, _ALIKE)
_MANY = 500  # records from which a process for each group is worth its start

# The names of the rules that schemas state, by the code that their constraints carry.
_IN_SCHEMA: Mapping[str, str] = {r.code: r.name for r in RULES if r.check is in_schema}


def names() -> tuple[str, ...]:
    """Return all that a rule may be called: names and codes."""
    return tuple(dict.fromkeys(name for r in RULES for name in (r.name, r.code) if name))


def run(spec: Spec, policy: Policy) -> Iterator[Diagnostic]:
    """Apply every rule that today's policy does not silence."""
    parts = _PARTS if len(spec.records) >= _MANY else (RULES,)
    for found in spread([partial(_found, spec, policy, rules) for rules in parts]):
        yield from found
    statements.forget()
    yield from named(_due(spec, policy))


def _found(spec: Spec, policy: Policy, rules: Iterable[Rule]) -> list[Diagnostic]:
    return list(_applied(spec, policy, rules))


def _applied(spec: Spec, policy: Policy, rules: Iterable[Rule]) -> Iterator[Diagnostic]:
    for rule in rules:
        severity = policy.gravity(rule.severity, rule.gate)
        if severity is None or any(kind not in spec.library.kinds for kind in rule.kinds):
            continue
        for problem in rule.check(spec, policy):
            yield Diagnostic.of(problem, rule.name, severity, rule.code)


def named(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Give each diagnostic of a schema the name of the rule that its constraint stands for."""
    for found in diagnostics:
        name = _IN_SCHEMA.get(found.code)
        yield replace(found, rule=name, sentence=found.rule) if name else found


def _due(spec: Spec, policy: Policy) -> Iterator[Diagnostic]:
    """Yield the fields that their schema makes due at a gate that is reached."""
    for record in spec.records.values():
        for name, (gate, code) in record.kind.due(record.fields).items():
            if policy.is_due(gate) and record.fields.get(name) in (None, []):
                facts = {"id": record.id, "field": name, "gate": gate}
                where = record.where()
                yield Diagnostic(where, ERROR, "due-field", facts, code=code, record=record.id)
