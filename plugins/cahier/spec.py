"""The specification in memory: records by id, and the links between them, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cahier.diagnostic import Location
from cahier.kinds import Kind, Library, Pointer, Shape
from cahier.source import Document

_RUN = re.compile(r"\d+|\D+")


class Ref(NamedTuple):
    """A link written in a record: where in the record, the id it names, what the schema says.

    A mention in prose has no `shape`: any kind will do and it has no name of its own.
    """

    at: Pointer
    target: str
    shape: Shape | None = None


@dataclass(frozen=True, eq=False)
class Record:
    """One item of the specification, valid against the schema of its kind."""

    id: str
    kind: Kind
    fields: Mapping[str, Any] = field(repr=False)
    document: Document = field(repr=False)
    at: Pointer = ()
    refs: tuple[Ref, ...] = field(default=(), repr=False)
    mentions: tuple[Ref, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """The record's name, or its id."""
        return str(self.fields.get("name") or self.id)

    @property
    def visibility(self) -> str:
        """Who may read it: what the record says, else what its kind says."""
        return str(self.fields.get("visibility") or self.kind.visibility)

    def where(self, *at: str | int) -> Location:
        """Return the place of one of its values; of the record itself without *at*."""
        return self.document.place((*self.at, *at) if at else (*self.at, "id"))

    def where_mentioned(self, ref: Ref) -> Location:
        """Return the place of a link; of the id itself when it stands inside prose."""
        start = self.where(*ref.at)
        if ref.shape is not None:
            return start
        return find_in_source(self.document, start, ref.target)

    def all(self, field: str) -> tuple[Any, ...]:
        """Return the values of a list field, empty when it is absent."""
        return tuple(self.fields.get(field) or ())


@dataclass(frozen=True, slots=True)
class Stage:
    """The gate at which the project says it stands, where it says so, and the field's shape."""

    gate: str = ""
    where: Location = field(default_factory=lambda: Location("spec"))
    shape: Shape | None = None


@dataclass(frozen=True, eq=False)
class Spec:
    """All the records, by id, with links followed both ways.

    `broken` names the ids that were written but could not be read, with their kind: a link to
    one of them is not an error, and its kind is not missing. `twins` are records whose id another
    one already has, in any case of letters, after that other one. `today` is the day that counts
    as today (ISO), empty when nothing says so. `whole` tells that nothing was cut away: only then
    does what is absent mean that nobody wrote it, and is a sum the sum of all.
    """

    library: Library
    records: Mapping[str, Record] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[tuple[Record, Record], ...] = ()
    stage: Stage = field(default_factory=Stage)
    today: str = ""
    whole: bool = True

    @classmethod
    def of(
        cls,
        library: Library,
        records: Iterable[Record],
        broken: Mapping[str, str] | None = None,
        stage: Stage | None = None,
        today: str = "",
        whole: bool = True,
    ) -> Spec:
        """Index *records* by id; the first of two with the same id wins."""
        index: dict[str, Record] = {}
        twins = []
        for record in records:
            first = index.setdefault(record.id.casefold(), record)
            if first is not record:
                twins.append((first, record))
        ordered = sorted(index.values(), key=lambda r: natural(r.id))
        by_id = {r.id: r for r in ordered}
        return cls(library, by_id, broken or {}, tuple(twins), stage or Stage(), today, whole)

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Record, ...]]:
        groups: dict[str, list[Record]] = {}
        for record in self.records.values():
            groups.setdefault(record.kind.name, []).append(record)
        return {name: tuple(group) for name, group in groups.items()}

    @cached_property
    def _citing(self) -> Mapping[str, tuple[tuple[Ref, Record], ...]]:
        found: dict[str, list[tuple[Ref, Record]]] = {}
        for record in self.records.values():
            for ref in record.refs:
                found.setdefault(ref.target, []).append((ref, record))
        return {target: tuple(pairs) for target, pairs in found.items()}

    def kind(self, name: str) -> tuple[Record, ...]:
        """Return the records of one kind, in the order of their ids."""
        return self._by_kind.get(name, ())

    def has(self, kind: str) -> bool:
        """Whether any record of the kind was written, be it broken."""
        return bool(self.kind(kind)) or kind in self.broken.values()

    def citing(self, id: str) -> tuple[tuple[Ref, Record], ...]:
        """Return the links to the record *id*, each with the record that holds it."""
        return self._citing.get(id, ())

    def get(self, id: str | None) -> Record | None:
        """Return the record called *id*, if there is one."""
        return self.records.get(id) if id else None


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return the key that sorts ids as people count, 1.2 before 1.10; no two ids are equal."""
    counted = ((0, int(p)) if p.isdecimal() else (1, p) for p in _RUN.findall(text))
    return *counted, (-1, text)


def find_in_source(document: Document, start: Location, text: str) -> Location:
    """Return the first place of *text* in the source from *start* on; *start* when not found."""
    lines = document.lines
    for number in range(start.line, len(lines) + 1):
        floor = start.column - 1 if number == start.line else 0
        column = lines[number - 1].find(text, floor)
        if column >= 0:
            return Location(start.path, number, column + 1, len(text))
    return start
