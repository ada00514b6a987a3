"""V01, the coverage matrix: which requirements serve which objective, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cahier.page import Badge, Block, Cell, Heading, Mention, Prose, Table, Text
from cahier.spec import Record, Spec, natural
from cahier.texts import Words
from cahier.views.values import mention

_KINDS = ("objective", "use_case", "requirement")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Objectives × requirements and use cases × requirements, then what covers nothing."""
    if any(kind not in spec.library.kinds for kind in _KINDS):
        return ()
    served = {o.id: _serving(spec, o) for o in spec.kind("objective")}
    derived = {u.id: _derived(spec, u) for u in spec.kind("use_case")}
    return (
        Prose(words.label("coverage-intro")),
        Heading(2, words.label("coverage-objectives"), "objectifs"),
        _matrix(spec, words, served, words.label("coverage-objectives")),
        Heading(2, words.label("coverage-use-cases"), "cas-usage"),
        _matrix(spec, words, derived, words.label("coverage-use-cases")),
        Heading(2, words.label("coverage-gaps"), "lacunes"),
        _gaps(spec, words, served, derived),
    )


def _serving(spec: Spec, objective: Record) -> tuple[Record, ...]:
    """Return the requirements that serve *objective*, directly or through its use cases."""
    found: dict[str, Record] = {}
    for _, record in spec.citing(objective.id):
        if record.kind.name == "requirement":
            found[record.id] = record
        elif record.kind.name == "use_case":
            found |= {r.id: r for r in _derived(spec, record)}
    return tuple(sorted(found.values(), key=lambda record: natural(record.id)))


def _derived(spec: Spec, use_case: Record) -> tuple[Record, ...]:
    citing = (record for _, record in spec.citing(use_case.id))
    return tuple(dict.fromkeys(r for r in citing if r.kind.name == "requirement"))


def _matrix(
    spec: Spec, words: Words, rows: Mapping[str, tuple[Record, ...]], caption: str
) -> Table:
    shapes = spec.library.kinds["requirement"].shape.fields
    priorities = [p for p in shapes["priority"].values if p != "wont"]
    columns = (
        words.label("id"),
        words.label("coverage-status"),
        *(words.of(shapes["priority"].values[p]) for p in priorities),
        words.label("total"),
    )
    return Table(
        columns,
        tuple(_row(spec, words, id, found, priorities) for id, found in rows.items()),
        caption,
    )


def _row(
    spec: Spec, words: Words, id: str, found: tuple[Record, ...], priorities: Iterable[str]
) -> tuple[Cell, ...]:
    status = _status(spec, found)
    kept = [r for r in found if r.fields["status"] not in {"rejected", "retired"}]
    by_priority = {p: [r for r in kept if r.fields["priority"] == p] for p in priorities}
    return (
        (mention(spec, id),),
        (Badge("coverage", status, words.label(f"coverage-{status}")),),
        *(_ids(group) for group in by_priority.values()),
        (Text(words.number(len(kept))),),
    )


def _ids(records: Iterable[Record]) -> Cell:
    return tuple(Mention(r.id) for r in records)


def _status(spec: Spec, found: tuple[Record, ...]) -> str:
    """Full when every Must is approved and tested; tests count where the library has them."""
    kept = [r for r in found if r.fields["status"] not in {"rejected", "retired"}]
    if not kept:
        return "none"
    musts = [r for r in kept if r.fields["priority"] == "must"]
    approved = all(r.fields["status"] == "approved" for r in musts)
    tested = all(_tested(spec, r) for r in musts)
    return "full" if musts and approved and tested else "partial"


def _tested(spec: Spec, requirement: Record) -> bool:
    return any(record.kind.name == "test" for _, record in spec.citing(requirement.id))


def _gaps(
    spec: Spec,
    words: Words,
    served: Mapping[str, tuple[Record, ...]],
    derived: Mapping[str, tuple[Record, ...]],
) -> Table:
    reached = {r.id for group in (*served.values(), *derived.values()) for r in group}
    lone = [r for r in spec.kind("requirement") if r.id not in reached]
    bare = [spec.records[id] for id, group in {**served, **derived}.items() if not group]
    rows = (
        ((Text(words.label("coverage-bare")),), _ids(bare) or (Text(words.label("none")),)),
        ((Text(words.label("coverage-lone")),), _ids(lone) or (Text(words.label("none")),)),
    )
    return Table((words.label("coverage-gap"), words.label("records")), rows)
