"""What the schema of a kind says of the names that stand in its records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cahier.kinds import Shape


@dataclass(frozen=True, slots=True)
class Fields:
    """The names a kind knows at any depth, and those that hold free text wherever they stand."""

    names: frozenset[str]
    prose: frozenset[str]

    @classmethod
    def of(cls, shape: Shape) -> Fields:
        """Read the names below *shape*."""
        pairs = tuple(_named(shape))
        names = frozenset(name for name, _ in pairs)
        closed = {name for name, shape in pairs if not _is_prose(shape)}
        return cls(names, names - closed)

    def may_hold_prose(self, name: str) -> bool:
        """Whether nothing is known against free text in a field called *name*."""
        return name in self.prose or name not in self.names


def item_of(name: str) -> str:
    """Return what an item of the list called *name* is called here."""
    return f"{name}[]"


def is_text(shape: Shape) -> bool:
    """Whether the schema takes text there, and nothing else."""
    return shape.types == ("string",)


def _is_prose(shape: Shape) -> bool:
    return is_text(shape) and not (shape.refs or shape.values or shape.format)


def _named(shape: Shape) -> Iterator[tuple[str, Shape]]:
    for name, inner in shape.fields.items():
        yield name, inner
        if inner.items:
            yield item_of(name), inner.items
        yield from _named(inner)
    for member in (shape.items, shape.entries):
        if member is not None:
            yield from _named(member)
