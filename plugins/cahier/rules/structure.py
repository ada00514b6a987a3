"""Structure: every section of the specification is there (model: STR)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from cahier.diagnostic import Problem
from cahier.policy import Policy
from cahier.rules.rule import WARNING, Rule
from cahier.spec import Record, Ref, Spec

_REQUIREMENT_TYPES = ("functional", "technical", "quality", "service")
_COMMITTEES = ("steering", "follow_up", "change")
_COMPARED_TOPICS = ("hosting", "guidance", "support_contract")
_AUDIT_AREAS = ("process", "data", "strategy", "cx", "tools", "compatibility")
_OPERATIONS = ("helpdesk", "corrective", "referent", "admin", "refresher", "onboarding")
_THEMES = {
    "functionality": "fonctionnalité",
    "flexibility": "flexibilité",
    "security": "sécurité",
    "maintenance": "maintenance",
    "price": "prix",
}
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b(?![-‑]?[0-9])")


def several_single(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield every second record of a kind that a specification holds once."""
    for kind in spec.library.kinds.values():
        first, *others = spec.kind(kind.name) or (None,)
        if not kind.single or first is None:
            continue
        for other in others:
            facts = {"id": other.id, "kind": kind.name, "first": first.id}
            yield Problem(other.where(), facts, related=(first.where(),))


def company_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no company record exists."""
    return _missing(spec, "company")


def project_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no project record exists."""
    return _missing(spec, "project")


def users_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when there is no site, no population, or nobody in the populations."""
    yield from _missing(spec, "site")
    yield from _missing(spec, "population")
    populations = spec.kind("population")
    if populations and sum(p.fields["users"] for p in populations) <= 0:
        yield Problem(populations[0].where("users"), {"kind": "population"}, way="nobody")


def objective_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no objective exists."""
    return _missing(spec, "objective")


def as_is_process_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no process describes how work is done today."""
    return _lacking(spec, "process", "state", ("as_is",))


def module_without_process(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield modules in scope that carry a Must use case but have no as-is process."""
    if "process" in spec.broken.values():
        return
    described = {p.fields["domain"] for p in spec.kind("process") if p.fields["state"] == "as_is"}
    needed = {u.fields["module"] for u in spec.kind("use_case") if u.fields["priority"] == "must"}
    for module in spec.kind("module"):
        if module.fields["in_scope"] and module.id in needed - described:
            yield Problem(module.where(), {"id": module.id})


def consultation_incomplete(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when there is no consultation or price line, or its dates do not follow each other."""
    yield from _missing(spec, "consultation")
    yield from _missing(spec, "price_item", way="no-price")
    names = ("issued_on", "questions_due", "offers_due")
    for record in spec.kind("consultation"):
        dates = [(name, record.fields[name]) for name in names if name in record.fields]
        for (before, day), (after, next_day) in pairwise(dates):
            if next_day < day:
                facts = {"id": record.id, "before": before, "after": after}
                yield Problem(record.where(after), facts, way="dates")


def system_class_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no software or no hardware is described."""
    return _lacking(spec, "system", "class", ("software", "hardware"))


def data_entity_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no data entity is described."""
    return _missing(spec, "data_entity")


def requirement_type_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when there is no use case, or no requirement of one of the four usual types."""
    yield from _missing(spec, "use_case", way="use-case")
    yield from _lacking(spec, "requirement", "type", _REQUIREMENT_TYPES)


def committee_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when nobody steers, nobody follows up or nobody carries the change."""
    return _lacking(spec, "committee", "kind", _COMMITTEES)


def criterion_theme_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the themes that no criterion covers: a tag says it, or the words of its name."""
    if "criterion" in spec.broken.values():
        return
    said = " ".join(_said(criterion) for criterion in spec.kind("criterion")).casefold()
    priced = any(c.fields.get("method") == "price" for c in spec.kind("criterion"))
    for theme, word in _THEMES.items():
        if theme not in said and word not in said and not (theme == "price" and priced):
            yield Problem(spec.stage.where, {"theme": theme, "word": word})


def single_option(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the topics on which fewer than two options are compared."""
    if "option" in spec.broken.values():
        return
    counts = Counter(option.fields["topic"] for option in spec.kind("option"))
    for topic in _COMPARED_TOPICS:
        if counts[topic] < 2:
            label = _label(spec, "option", "topic", topic)
            yield Problem(spec.stage.where, {"topic": topic, "label": label})


def audit_area_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield the areas that no finding of the audit is about."""
    return _lacking(spec, "finding", "area", _AUDIT_AREAS)


def operation_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield what nobody is named to do once the CRM runs."""
    return _lacking(spec, "operation", "kind", _OPERATIONS)


def unexplained_acronym(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield acronyms used twice or more that the glossary does not explain, at their first use."""
    yield from _missing(spec, "term", way="no-glossary")
    known = _explained(spec, policy)
    uses: dict[str, list[tuple[Record, Ref]]] = {}
    for record, at, text in _prose(spec):
        for acronym in dict.fromkeys(_ACRONYM.findall(text)):
            if acronym not in known:
                uses.setdefault(acronym, []).append((record, Ref(at, acronym)))
    for acronym, places in sorted(uses.items()):
        if len(places) > 1:
            record, ref = places[0]
            yield Problem(
                record.where_mentioned(ref),
                {"id": record.id, "acronym": acronym, "count": len(places)},
            )


def _missing(spec: Spec, kind: str, way: str = "") -> Iterator[Problem]:
    if not spec.has(kind):
        yield Problem(spec.stage.where, {"kind": kind}, way=way)


def _lacking(spec: Spec, kind: str, field: str, values: Iterable[str]) -> Iterator[Problem]:
    """Yield the *values* of *field* that no record of *kind* has."""
    if kind in spec.broken.values():
        return
    found = {record.fields.get(field) for record in spec.kind(kind)}
    for value in values:
        if value not in found:
            label = _label(spec, kind, field, value)
            yield Problem(spec.stage.where, {"kind": kind, "value": value, "label": label})


def _label(spec: Spec, kind: str, field: str, value: str) -> Mapping[str, str]:
    """Return what a value of a field is called."""
    label: Mapping[str, str] = spec.library.kinds[kind].shape.fields[field].values[value]
    return label


def _said(record: Record) -> str:
    return " ".join((record.name, *record.all("tags")))


def _explained(spec: Spec, policy: Policy) -> set[str]:
    """Return the acronyms that need no explanation: of the glossary, of ids, of the policy."""
    known = set(policy.acronyms)
    known |= {prefix for kind in spec.library.kinds.values() for prefix in kind.prefixes}
    for term in spec.kind("term"):
        words = (term.name, term.fields.get("abbreviation", ""), *term.all("synonyms"))
        known |= {a for text in words for a in _ACRONYM.findall(text)}
    return known


def _prose(spec: Spec) -> Iterator[tuple[Record, tuple[str, ...], str]]:
    """Yield the texts of the records, with their place, record by record."""
    fields = {
        kind.name: [name for name, shape in kind.shape.fields.items() if shape.markdown]
        for kind in spec.library.kinds.values()
    }
    for record in spec.records.values():
        for name in fields[record.kind.name]:
            if isinstance(text := record.fields.get(name), str):
                yield record, (name,), text


RULES = (
    Rule("several-single", "", several_single),
    Rule("company-missing", "STR-01", company_missing, gate="G1", kinds=("company",)),
    Rule("project-missing", "STR-02", project_missing, kinds=("project",)),
    Rule("users-missing", "STR-03", users_missing, gate="G1", kinds=("site", "population")),
    Rule("objective-missing", "STR-04", objective_missing, gate="G1", kinds=("objective",)),
    Rule("as-is-process-missing", "STR-05", as_is_process_missing, gate="G2", kinds=("process",)),
    Rule("system-class-missing", "STR-06", system_class_missing, gate="G2", kinds=("system",)),
    Rule("data-entity-missing", "STR-07", data_entity_missing, gate="G2", kinds=("data_entity",)),
    Rule(
        "requirement-type-missing",
        "STR-08",
        requirement_type_missing,
        gate="G2",
        kinds=("use_case", "requirement"),
    ),
    Rule("committee-missing", "STR-09", committee_missing, gate="G2", kinds=("committee",)),
    Rule(
        "criterion-theme-missing",
        "STR-10",
        criterion_theme_missing,
        gate="G2",
        kinds=("criterion",),
    ),
    Rule("single-option", "STR-11", single_option, WARNING, "G2", ("option",)),
    Rule("audit-area-missing", "STR-12", audit_area_missing, WARNING, "G1", ("finding",)),
    Rule("operation-missing", "STR-13", operation_missing, gate="G4", kinds=("operation",)),
    Rule("unexplained-acronym", "STR-14", unexplained_acronym, WARNING, "G1", ("term",)),
    Rule(
        "module-without-process",
        "STR-15",
        module_without_process,
        WARNING,
        "G2",
        ("module", "use_case", "process"),
    ),
    Rule(
        "consultation-incomplete",
        "STR-16",
        consultation_incomplete,
        gate="G2",
        kinds=("consultation", "price_item"),
    ),
)
