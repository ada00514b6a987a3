"""P91, the index: every record by its id, and where it is shown."""

from __future__ import annotations

from cahier.page import Block, Cell, Heading, Mention, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import badge

NAME = "index"


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the index of the records."""
    if not spec.records:
        return ()
    title = words.label("index-records")
    columns = tuple(words.label(name) for name in ("id", "name", "index-kind", "index-status"))
    rows = tuple(_row(words, record) for record in spec.records.values())
    return (Heading(2, title, NAME), Table(columns, rows, title, name=NAME))


def _row(words: Words, record: Record) -> tuple[Cell, ...]:
    name, kind = Text(record.name), Text(words.of(record.kind.label))
    return ((Mention(record.id),), (name,), (kind,), _status(words, record))


def _status(words: Words, record: Record) -> Cell:
    shape = record.kind.shape.fields.get("status")
    if shape is None or "status" not in record.fields:
        return ()
    return (badge(words, shape, str(record.fields["status"])),)
