"""Structure: every section of the specification is there (model: STR)."""

from __future__ import annotations

from collections.abc import Iterator

from cahier.diagnostic import Problem
from cahier.spec import Spec


def several_single(spec: Spec) -> Iterator[Problem]:
    """Yield every second record of a kind that a specification holds once."""
    for kind in spec.library.kinds.values():
        first, *others = spec.kind(kind.name) or (None,)
        if not kind.single or first is None:
            continue
        for other in others:
            facts = {"id": other.id, "kind": kind.name, "first": first.id}
            yield Problem(other.where(), facts, related=(first.where(),))


def company_missing(spec: Spec) -> Iterator[Problem]:
    """Yield when no company record exists."""
    return _missing(spec, "company")


def project_missing(spec: Spec) -> Iterator[Problem]:
    """Yield when no project record exists."""
    return _missing(spec, "project")


def objective_missing(spec: Spec) -> Iterator[Problem]:
    """Yield when no objective exists."""
    return _missing(spec, "objective")


def users_missing(spec: Spec) -> Iterator[Problem]:
    """Yield when there is no site, no population, or nobody in the populations."""
    yield from _missing(spec, "site")
    yield from _missing(spec, "population")
    populations = spec.kind("population")
    if populations and sum(p.fields["users"] for p in populations) <= 0:
        yield Problem(populations[0].where("users"), {"kind": "population"}, way="nobody")


def as_is_process_missing(spec: Spec) -> Iterator[Problem]:
    """Yield when no process describes how work is done today."""
    if "process" in spec.broken.values():
        return
    if not any(p.fields["state"] == "as_is" for p in spec.kind("process")):
        yield Problem(spec.stage.where, {"kind": "process"})


def requirement_type_missing(spec: Spec) -> Iterator[Problem]:
    """Yield when there is no use case, or no requirement of one of the four usual types."""
    yield from _missing(spec, "use_case", way="use-case")
    if "requirement" in spec.broken.values():
        return
    types = {r.fields["type"] for r in spec.kind("requirement")}
    for type in ("functional", "technical", "quality", "service"):
        if type not in types:
            yield Problem(spec.stage.where, {"kind": "requirement", "type": type})


def module_without_process(spec: Spec) -> Iterator[Problem]:
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
