"""Systems, interfaces and data are described to the end (model: SYS, ITF, DAT, RGP)."""

from __future__ import annotations

from collections.abc import Iterator

from cahier.diagnostic import Problem
from cahier.policy import Policy
from cahier.rules.rule import WARNING, Rule, in_schema
from cahier.spec import Record, Spec

_DROPPED = frozenset({"rejected", "retired"})


def system_without_interface(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield systems to integrate that no interface reaches."""
    if "interface" in spec.broken.values():
        return
    reached = _interfaced(spec)
    for system in spec.kind("system"):
        if system.fields["fate"] == "integrate" and system.id not in reached:
            yield Problem(system.where("fate"), {"id": system.id})


def uncovered_compatibility(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield systems to be compatible with that no interface or technical requirement names.

    Silent on those to integrate: `system_without_interface` tells what they lack.
    """
    if not {"interface", "requirement"}.isdisjoint(spec.broken.values()):
        return
    covered = _interfaced(spec) | _named_by_technique(spec)
    for system in spec.kind("system"):
        wanted = system.fields["must_be_compatible"] and system.fields["fate"] != "integrate"
        if wanted and system.id not in covered:
            yield Problem(system.where("must_be_compatible"), {"id": system.id})


def _interfaced(spec: Spec) -> set[str]:
    return {interface.fields["system"] for interface in spec.kind("interface")}


def _named_by_technique(spec: Spec) -> set[str]:
    """Return what technical and compatibility requirements name in their prose."""
    return {
        ref.target
        for requirement in _live(spec)
        if requirement.fields["type"] == "technical"
        or requirement.fields.get("quality") == "compatibility"
        for ref in requirement.mentions
    }


def _live(spec: Spec) -> Iterator[Record]:
    return (r for r in spec.kind("requirement") if r.fields["status"] not in _DROPPED)


def inconsistent_volume(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield data to load in greater number than its sources hold, or in a fewer unexplained.

    New data may exceed its sources; only taking it as it is explains no loss.
    """
    for entity in spec.kind("data_entity"):
        wanted, strategy = entity.fields.get("volume_target"), entity.fields["strategy"]
        held = sum(source["volume"] for source in entity.all("sources"))
        if wanted is None:
            continue
        facts = {"id": entity.id, "wanted": wanted, "held": held}
        where, related = entity.where("volume_target"), (entity.where("sources"),)
        if wanted > held and strategy != "create":
            yield Problem(where, facts, "more", related)
        elif 100 * wanted < 95 * held and strategy == "migrate":
            yield Problem(where, facts, "fewer", (*related, entity.where("strategy")))


def quality_target_too_low(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield required qualities that would leave the data worse than they were measured."""
    for entity in spec.kind("data_entity"):
        measured, wanted = entity.fields["quality"], entity.fields.get("quality_target", {})
        for name in ("completeness", "duplicates", "accuracy"):
            if name not in measured or name not in wanted:
                continue
            loss = measured[name] - wanted[name]
            if loss < 0 if name == "duplicates" else loss > 0:
                facts = {
                    "id": entity.id,
                    "measured": str(measured[name]),
                    "wanted": str(wanted[name]),
                }
                where, related = (entity.where(f, name) for f in ("quality_target", "quality"))
                yield Problem(where, facts, name, (related,))


def long_retention(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield processings that keep prospects longer than the benchmark and do not say why."""
    limit = policy.thresholds.retention_months
    for processing in spec.kind("processing"):
        months = processing.fields["retention_months"]
        of_prospects = any("prospect" in who.casefold() for who in processing.all("subjects"))
        if months > limit and of_prospects and "description" not in processing.fields:
            facts = {"id": processing.id, "months": months, "limit": limit}
            yield Problem(processing.where("retention_months"), facts)


def unprotected_data(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield processings of sensitive data without impact assessment or security requirement."""
    secured = _named_by_security(spec)
    for processing, entities in _sensitive(spec):
        facts = {"id": processing.id, "entity": entities[0].id}
        related = tuple(entity.where("personal_data") for entity in entities)
        if processing.fields.get("dpia") == "not_needed":
            yield Problem(processing.where("dpia"), facts, "dpia", related)
        if "requirement" in spec.broken.values():
            continue
        if secured.isdisjoint((processing.id, *(entity.id for entity in entities))):
            yield Problem(processing.where(), facts, related=related)


def _sensitive(spec: Spec) -> Iterator[tuple[Record, list[Record]]]:
    """Yield the processings of sensitive data, each with the entities that are sensitive."""
    found: dict[str, list[Record]] = {}
    for entity in spec.kind("data_entity"):
        if entity.fields["personal_data"] == "sensitive":
            for id in entity.all("processings"):
                found.setdefault(id, []).append(entity)
    for processing in spec.kind("processing"):
        if processing.id in found:
            yield processing, found[processing.id]


def _named_by_security(spec: Spec) -> set[str]:
    """Return what security requirements come from or name in their prose."""
    return {
        ref.target
        for requirement in _live(spec)
        if requirement.fields.get("quality") == "security"
        for ref in (*requirement.refs, *requirement.mentions)
    }


_PRIVATE = ("data_entity", "processing")

RULES = (
    Rule(
        "system-without-interface",
        "SYS-01",
        system_without_interface,
        gate="G2",
        kinds=("system", "interface"),
    ),
    Rule(
        "uncovered-compatibility",
        "SYS-02",
        uncovered_compatibility,
        WARNING,
        "G2",
        ("system", "interface", "requirement"),
    ),
    Rule("incomplete-interface", "ITF-01", in_schema, gate="G2", kinds=("interface",)),
    Rule("incomplete-data", "DAT-01", in_schema, gate="G2", kinds=("data_entity",)),
    Rule("inconsistent-volume", "DAT-02", inconsistent_volume, gate="G2", kinds=("data_entity",)),
    Rule(
        "quality-target-too-low",
        "DAT-03",
        quality_target_too_low,
        WARNING,
        "G2",
        ("data_entity",),
    ),
    Rule("data-without-processing", "RGP-01", in_schema, gate="G2", kinds=_PRIVATE),
    Rule("long-retention", "RGP-02", long_retention, WARNING, "G2", ("processing",)),
    Rule(
        "unprotected-data",
        "RGP-03",
        unprotected_data,
        gate="G2",
        kinds=(*_PRIVATE, "requirement"),
    ),
)
