"""V01, the coverage matrix: which requirements serve which objective, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cahier.acceptance import is_kept, passed
from cahier.page import Badge, Block, Cell, Heading, Mention, Prose, Table, Text
from cahier.spec import Record, Spec, natural
from cahier.texts import Words
from cahier.views.values import count, field, mention, mentions

_STATES = ("none", "partial", "full")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Objectives and use cases × requirements, findings × actions, then what covers nothing."""
    served = {o.id: _serving(spec, o) for o in spec.kind("objective")}
    derived = {u.id: _derived(spec, u) for u in spec.kind("use_case")}
    if not spec.kind("requirement") or not (served or derived):
        return ()
    return (
        Prose(words.label("coverage-intro")),
        *_matrix(spec, words, served, "objectives", "objectifs"),
        *_matrix(spec, words, derived, "use-cases", "cas-usage"),
        *_findings(spec, words),
        Heading(2, words.label("coverage-gaps"), "lacunes"),
        _gaps(spec, words, served, derived),
    )


def _serving(spec: Spec, objective: Record) -> tuple[Record, ...]:
    """Return the requirements that serve *objective*, directly or through its use cases."""
    found: dict[str, Record] = {}
    for _, record in spec.citing(objective.id):
        if _counts(record):
            found[record.id] = record
        elif record.kind.name == "use_case":
            found |= {r.id: r for r in _derived(spec, record)}
    return tuple(sorted(found.values(), key=lambda record: natural(record.id)))


def _derived(spec: Spec, use_case: Record) -> tuple[Record, ...]:
    citing = (record for _, record in spec.citing(use_case.id))
    return tuple(dict.fromkeys(filter(_counts, citing)))


def _counts(record: Record) -> bool:
    """Whether a record is a requirement that still holds and is within the scope."""
    return (
        record.kind.name == "requirement"
        and is_kept(record)
        and record.fields["priority"] != "wont"
    )


def _matrix(
    spec: Spec, words: Words, rows: Mapping[str, tuple[Record, ...]], of: str, name: str
) -> tuple[Block, ...]:
    if not rows:
        return ()
    shapes = spec.library.kinds["requirement"].shape.fields
    priorities = [p for p in shapes["priority"].values if p != "wont"]
    columns = (
        words.label("id"),
        words.label("coverage-status"),
        *(words.of(shapes["priority"].values[p]) for p in priorities),
        words.label("total"),
    )
    cells = tuple(_row(spec, words, id, found, priorities) for id, found in rows.items())
    title = words.label(f"coverage-{of}")
    return (Heading(2, title, name), Table(columns, cells, title, name=name))


def _row(
    spec: Spec, words: Words, id: str, found: tuple[Record, ...], priorities: Iterable[str]
) -> tuple[Cell, ...]:
    status = _status(spec, found)
    by_priority = {p: [r for r in found if r.fields["priority"] == p] for p in priorities}
    return (
        (mention(spec, id),),
        (Badge("coverage", status, words.label(f"coverage-{status}"), _STATES.index(status)),),
        *(_ids(group) for group in by_priority.values()),
        count(words, sum(map(len, by_priority.values()))),
    )


def _ids(records: Iterable[Record]) -> Cell:
    return tuple(Mention(r.id) for r in records)


def _status(spec: Spec, found: tuple[Record, ...]) -> str:
    """Full when every Must, every requirement where there is no Must, is approved and passed.

    Information model, section 6 (V01), a test passed as rule REC-01 has it.
    """
    if not found:
        return "none"
    done = all(
        r.fields["status"] == "approved" and _passed(spec, r) for r in _musts(found) or found
    )
    return "full" if done else "partial"


def _musts(found: Iterable[Record]) -> list[Record]:
    return [r for r in found if r.fields["priority"] == "must"]


def _passed(spec: Spec, requirement: Record) -> bool:
    citing = (record for _, record in spec.citing(requirement.id))
    return any(record.kind.name == "test" and passed(record) for record in citing)


def _findings(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return what the audit found, the objectives that answer it and what is done about it."""
    findings, objective = spec.kind("finding"), spec.library.kinds.get("objective")
    if not findings or objective is None:
        return ()
    kind = spec.library.kinds["finding"]
    shapes = kind.shape.fields
    columns = (
        words.of(kind.label),
        words.of(shapes["kind"].label),
        words.of(objective.plural),
        words.of(shapes["addressed_by"].label),
    )
    rows = tuple(
        (
            (mention(spec, f.id),),
            field(spec, words, f, "kind"),
            mentions(o for o in spec.kind("objective") if f.id in o.all("findings")),
            field(spec, words, f, "addressed_by"),
        )
        for f in findings
    )
    title = words.label("coverage-findings")
    return (Heading(2, title, "constats"), Table(columns, rows, title, name="constats"))


def _gaps(
    spec: Spec,
    words: Words,
    served: Mapping[str, tuple[Record, ...]],
    derived: Mapping[str, tuple[Record, ...]],
) -> Table:
    reached = {r.id for group in (*served.values(), *derived.values()) for r in group}
    groups = {**served, **derived}
    found = {
        "bare": [spec.records[id] for id, group in groups.items() if not group],
        "mustless": [
            spec.records[id] for id, group in groups.items() if group and not _musts(group)
        ],
        "lone": [r for r in filter(_counts, spec.kind("requirement")) if r.id not in reached],
    }
    rows = tuple(
        ((Text(words.label(f"coverage-{gap}")),), _ids(records) or (Text(words.label("none")),))
        for gap, records in found.items()
    )
    return Table((words.label("coverage-gap"), words.label("records")), rows, name="lacunes")
