"""Structure: every section of the specification is there (model: STR)."""

from __future__ import annotations

from collections.abc import Iterator

from cahier.diagnostic import Problem
from cahier.policy import Policy
from cahier.rules.rule import WARNING, Rule
from cahier.spec import Spec


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


def objective_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no objective exists."""
    return _missing(spec, "objective")


def users_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when there is no site, no population, or nobody in the populations."""
    yield from _missing(spec, "site")
    yield from _missing(spec, "population")
    populations = spec.kind("population")
    if populations and sum(p.fields["users"] for p in populations) <= 0:
        yield Problem(populations[0].where("users"), {"kind": "population"}, way="nobody")


def as_is_process_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when no process describes how work is done today."""
    if "process" in spec.broken.values():
        return
    if not any(p.fields["state"] == "as_is" for p in spec.kind("process")):
        yield Problem(spec.stage.where, {"kind": "process"})


def requirement_type_missing(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield when there is no use case, or no requirement of one of the four usual types."""
    yield from _missing(spec, "use_case", way="use-case")
    if "requirement" in spec.broken.values():
        return
    types = {r.fields["type"] for r in spec.kind("requirement")}
    for type in ("functional", "technical", "quality", "service"):
        if type not in types:
            yield Problem(spec.stage.where, {"kind": "requirement", "type": type})


def module_without_process(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield modules in scope that carry a Must use case but have no as-is process."""
    if "process" in spec.broken.values():
        return
    described = {p.fields["domain"] for p in spec.kind("process") if p.fields["state"] == "as_is"}
    needed = {u.fields["module"] for u in spec.kind("use_case") if u.fields["priority"] == "must"}
    for module in spec.kind("module"):
        if module.fields["in_scope"] and module.id in needed - described:
            yield Problem(module.where(), {"id": module.id})


def _missing(spec: Spec, kind: str, way: str = "") -> Iterator[Problem]:
    if not spec.has(kind):
        yield Problem(spec.stage.where, {"kind": kind}, way=way)


RULES = (
    Rule("several-single", "", several_single),
    Rule("company-missing", "STR-01", company_missing, gate="G1", kinds=("company",)),
    Rule("project-missing", "STR-02", project_missing, kinds=("project",)),
    Rule("users-missing", "STR-03", users_missing, gate="G1", kinds=("site", "population")),
    Rule("objective-missing", "STR-04", objective_missing, gate="G1", kinds=("objective",)),
    Rule("as-is-process-missing", "STR-05", as_is_process_missing, gate="G2", kinds=("process",)),
    Rule(
        "requirement-type-missing",
        "STR-08",
        requirement_type_missing,
        gate="G2",
        kinds=("use_case", "requirement"),
    ),
    Rule(
        "module-without-process",
        "STR-15",
        module_without_process,
        WARNING,
        "G2",
        ("module", "use_case", "process"),
    ),
)
