"""Every way to break the text of an example, each with the line that an editor should mark.

The text is cut and sewn where its YAML nodes stand, as a hand would at a keyboard: the rest of
the example, comments and quotes included, stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from cahier.kinds import Kind, Shape

FAMILIES = ("missing field", "unknown field", "wrong value", "wrong type", "bad date")
BAD_DATES = ("2027-02-30", "30/06/2027")


@dataclass(frozen=True)
class Mutant:
    """A broken text: how it was broken, and the line concerned; None when any line will do."""

    family: str
    field: str
    text: str
    line: int | None

    @property
    def name(self) -> str:
        return f"{self.family}: {self.field}"


@dataclass(frozen=True)
class Spot:
    """A node of the example, under the name of its field, with its shape and its schema."""

    field: str
    node: yaml.Node
    shape: Shape
    schema: Mapping[str, Any]


def mutants(kind: Kind, text: str) -> Iterator[Mutant]:
    """Break *text*, an example of *kind*, in every way the kind allows."""
    top = Spot(kind.name, yaml.compose(text), kind.shape, kind.schema)
    for spot in spots(top):
        if isinstance(spot.node, yaml.MappingNode) and spot.shape.fields:
            yield from missing(text, spot)
            yield added(text, spot, "unknown field", "inconnu", "x")
        if spot is not top:
            yield replaced(text, spot, "wrong type", wrong(spot.shape))
        yield from refused(text, spot)
    yield from absent(text, top)


def spots(spot: Spot) -> Iterator[Spot]:
    """Walk the nodes of an example that its schema describes."""
    yield spot
    for key, value, shape, schema in inside(spot):
        yield from spots(Spot(key, value, shape, schema))


def inside(spot: Spot) -> Iterator[tuple[str, yaml.Node, Shape, Mapping[str, Any]]]:
    if isinstance(spot.node, yaml.SequenceNode) and spot.shape.items:
        for item in spot.node.value:
            yield spot.field, item, spot.shape.items, spot.schema["items"]
    if isinstance(spot.node, yaml.MappingNode):
        for key, value in spot.node.value:
            if shape := spot.shape.fields.get(key.value):
                yield key.value, value, shape, spot.schema["properties"][key.value]
            elif spot.shape.entries:
                entries = spot.schema["additionalProperties"]
                yield key.value, value, spot.shape.entries, entries


def missing(text: str, spot: Spot) -> Iterator[Mutant]:
    """Leave out each required field in turn."""
    keys = [key for key, _ in spot.node.value]
    ends = [key.start_mark.index for key in keys[1:]] + [end_of(text, spot.node)]
    for key, end in zip(keys, ends, strict=True):
        if key.value in spot.schema.get("required", ()) and len(keys) > 1:
            left = text[: key.start_mark.index] + text[end:]
            yield Mutant("missing field", key.value, left, None)


def added(text: str, spot: Spot, family: str, field: str, value: str) -> Mutant:
    """Write one more field at the head of an object."""
    at = spot.node.value[0][0].start_mark
    after = ", " if spot.node.flow_style else "\n" + " " * at.column
    more = f"{field}: {value}{after}"
    return Mutant(family, field, text[: at.index] + more + text[at.index :], at.line)


def replaced(text: str, spot: Spot, family: str, value: str) -> Mutant:
    """Write *value* in the place of a node, the blanks after it kept."""
    start = spot.node.start_mark
    left = text[: start.index] + value + text[end_of(text, spot.node) :]
    return Mutant(family, spot.field, left, start.line)


def end_of(text: str, node: yaml.Node) -> int:
    """Return where a node ends, the blanks after it left out."""
    return len(text[: node.end_mark.index].rstrip())


def wrong(shape: Shape) -> str:
    """Return a value whose type the shape does not have."""
    return "douze" if "string" not in shape.types else "{pas: du texte}"


def refused(text: str, spot: Spot) -> Iterator[Mutant]:
    if spot.shape.values:
        yield replaced(text, spot, "wrong value", "inconnu")
    if spot.shape.format == "date":
        for value in BAD_DATES:
            yield replaced(text, spot, "bad date", value)


def absent(text: str, top: Spot) -> Iterator[Mutant]:
    """Add, with a value that is refused, the fields that the example does not hold."""
    held = {key.value for key, _ in top.node.value}
    for name, shape in top.shape.fields.items():
        if name not in held and shape.values:
            yield added(text, top, "wrong value", name, "inconnu")
        if name not in held and shape.format == "date":
            yield added(text, top, "bad date", name, BAD_DATES[0])


def dated(shape: Shape) -> bool:
    """Whether there is a date in a shape, or anywhere inside."""
    parts = (*shape.fields.values(), shape.items, shape.keys, shape.entries)
    return shape.format == "date" or any(dated(part) for part in parts if part)


def listed(*texts: str) -> str:
    """Return the records of *texts* as one list."""
    lines = [line for text in texts for line in dashed(text)]
    return "\n".join(lines) + "\n"


def dashed(text: str) -> list[str]:
    lines = text.rstrip("\n").split("\n")
    return [f"{'  ' if number else '- '}{line}".rstrip() for number, line in enumerate(lines)]
