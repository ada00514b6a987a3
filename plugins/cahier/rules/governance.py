"""Governance: what the policy says of the rules is itself kept to rules (model: GOV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from cahier.diagnostic import Diagnostic, Location, Problem, Severity
from cahier.policy import Policy, Waiver
from cahier.rules.rule import ERROR, WARNING, Rule, in_schema
from cahier.source import Document
from cahier.spec import Record, Spec


def judged(
    found: Iterable[Diagnostic],
    spec: Spec,
    policy: Policy,
    document: Document | None,
    known: Iterable[str],
) -> Iterator[Diagnostic]:
    """Yield *found* less what the policy waives or silences, then what is wrong with the policy.

    *known* are the names and codes of all rules, *document* is policy.yaml.
    """
    waived: set[tuple[int, str]] = set()
    for diagnostic in found:
        index = _waiver_of(diagnostic, policy)
        if index is not None:
            waived.add((index, diagnostic.record))
            continue
        severity = policy.chosen(diagnostic.severity, diagnostic.rule, diagnostic.code)
        if severity is not None:
            yield _graded(diagnostic, severity, policy)
    if document is not None:
        yield from _unknown_rules(policy, document, tuple(known))
        yield from _waivers(spec, policy, document, waived, set(known))


def _graded(found: Diagnostic, severity: Severity, policy: Policy) -> Diagnostic:
    """Return *found* as grave as the policy wants, where it says anything of its rule."""
    named = {found.rule, found.code} & policy.severity.keys()
    return replace(found, severity=severity) if named else found


def _waiver_of(found: Diagnostic, policy: Policy) -> int | None:
    for index, waiver in enumerate(policy.waivers):
        if waiver.rule in (found.rule, found.code) and found.record in waiver.records:
            return None if _is_over(waiver, policy) else index
    return None


def _is_over(waiver: Waiver, policy: Policy) -> bool:
    return bool(policy.today) and waiver.until < policy.today


def _unknown_rules(
    policy: Policy, document: Document, known: tuple[str, ...]
) -> Iterator[Diagnostic]:
    for name in policy.severity:
        if name not in known:
            yield _unknown_rule(name, document.key_place(("severity", name)), known)
    for index, waiver in enumerate(policy.waivers):
        if waiver.rule not in known:
            yield _unknown_rule(waiver.rule, document.place(("waivers", index, "rule")), known)


def _unknown_rule(name: str, where: Location, known: tuple[str, ...]) -> Diagnostic:
    near = get_close_matches(name, known, n=1)
    facts = {"name": name, "suggestion": near[0] if near else ""}
    way = "did-you-mean" if near else ""
    return Diagnostic(where, ERROR, "unknown-rule", facts, way)


def _waivers(
    spec: Spec, policy: Policy, document: Document, waived: set[tuple[int, str]], known: set[str]
) -> Iterator[Diagnostic]:
    for index, waiver in enumerate(policy.waivers):
        if waiver.rule not in known:
            continue
        if _is_over(waiver, policy):
            where = document.place(("waivers", index, "until"))
            facts = {"name": waiver.rule, "until": waiver.until}
            yield Diagnostic.of(Problem(where, facts), "expired-waiver", ERROR, "GOV-01")
            continue
        yield from _useless(waiver, index, document, waived)
        if waiver.decision and "decision" in spec.library.kinds:
            yield from _undecided(spec, waiver, document.place(("waivers", index, "decision")))


def _useless(
    waiver: Waiver, index: int, document: Document, waived: set[tuple[int, str]]
) -> Iterator[Diagnostic]:
    for position, record in enumerate(waiver.records):
        if (index, record) not in waived:
            where = document.place(("waivers", index, "records", position))
            facts = {"name": waiver.rule, "target": record}
            yield Diagnostic.of(Problem(where, facts), "useless-waiver", WARNING, "GOV-01")


def _undecided(spec: Spec, waiver: Waiver, where: Location) -> Iterator[Diagnostic]:
    decision = spec.get(waiver.decision)
    if waiver.decision in spec.broken:
        return
    if decision is None or decision.kind.name != "decision":
        facts = {"name": waiver.rule, "target": waiver.decision}
        yield Diagnostic.of(Problem(where, facts), "undecided-waiver", ERROR, "GOV-01")


def expired_waiver(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield decisions that waive a rule until a day now past."""
    for decision in _waiving(spec):
        until = decision.fields["expires"]
        if until < policy.today:
            facts = {"id": decision.id, "name": decision.fields["rule"], "until": until}
            yield Problem(decision.where("expires"), facts, way="decision")


def unknown_rule(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield decisions that waive a rule which does not exist."""
    from cahier.rules import names  # the table of all rules, which holds this one too

    known = names()
    for decision in _waiving(spec):
        name = decision.fields["rule"]
        if name not in known:
            told = _unknown_rule(name, decision.where("rule"), known)
            yield Problem(told.where, {**told.facts, "id": decision.id}, told.way)


def _waiving(spec: Spec) -> list[Record]:
    """Return the decisions that waive a rule, less those that another one replaced."""
    decisions = [d for d in spec.kind("decision") if d.fields["kind"] == "waiver"]
    return [d for d in decisions if d.fields["status"] != "superseded"]


RULES = (
    Rule("incomplete-waiver", "GOV-01", in_schema, ERROR, "G1", ("decision",)),
    Rule("expired-waiver", "GOV-01", expired_waiver, gate="G1", kinds=("decision",)),
    Rule("unknown-rule", "GOV-01", unknown_rule, gate="G1", kinds=("decision",)),
)
