"""The texts and numbers of a record, each with its shape and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cahier.diagnostic import Location
from cahier.kinds import Pointer, Shape
from cahier.spec import Record


@dataclass(frozen=True, slots=True)
class Secret:
    """Something hidden: the record it is of, its place, how it is written, and as what."""

    target: str
    where: Location
    found: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a record, with its shape and its place."""

    record: Record
    at: Pointer
    shape: Shape
    value: Any

    def secret(self, found: str, way: str) -> Secret:
        """Return what the value says, or a part of it, as something hidden."""
        return Secret(self.record.id, self.record.where(*self.at), found, way)


def leaves(record: Record) -> Iterator[Leaf]:
    """Yield the texts and numbers of a record."""
    stack: list[tuple[Pointer, Shape, Any]] = [((), record.kind.shape, record.fields)]
    while stack:
        at, shape, value = stack.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                inner = shape.fields.get(name) or shape.entries or Shape(name)
                stack.append(((*at, name), inner, member))
        elif isinstance(value, list):
            inner = shape.items or Shape(shape.name)
            stack += [((*at, index), inner, item) for index, item in enumerate(value)]
        elif not isinstance(value, bool):
            yield Leaf(record, at, shape, value)
