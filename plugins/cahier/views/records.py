"""Records on a page: in full as sheets, in short as rows of a table."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from cahier.kinds import Shape
from cahier.page import Cell, Field, Items, Mention, Number, Sheet, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.runs import is_by_number, runs
from cahier.views.values import bare, cell, count, mention, number, value

# Shown in the head of a sheet, or of no use to its reader.
_HEAD = frozenset({"id", "name"})
_UNIT = 12  # letters of a unit; a longer one stands at the head of its column


def sheet(spec: Spec, words: Words, record: Record, level: int = 2) -> Sheet:
    """Return *record* in full: its fields in the schema's order, then who cites it and how."""
    fields = tuple(
        Field(name, words.of(shape.label), value(spec, words, shape, record.fields[name]))
        for name, shape in record.kind.shape.fields.items()
        if name in record.fields and name not in _HEAD
    )
    return Sheet(
        id=record.id,
        name=record.name,
        kind=record.kind.name,
        kind_label=words.of(record.kind.label),
        fields=fields,
        cited=_cited(spec, words, record),
        source=record.document.path,
        line=record.document.id_line(record.id) or record.where().line,
        level=level,
    )


def overview(
    spec: Spec, words: Words, records: Iterable[Record], known: Container[str] = ()
) -> Table:
    """Return a table of *records* of one kind: id and name, then the kind's columns.

    Columns in *known* are left out, the page says already what they would, and empty ones.
    """
    records = tuple(records)
    kind = records[0].kind
    filled = {name for record in records for name in record.fields}
    shapes = [kind.shape.fields[n] for n in kind.columns if n in filled and n not in known]
    titles = (words.label("id"), words.label("name"), *(_title(words, s) for s in shapes))
    shapes = [_without_unit(words, shape) for shape in shapes]
    rows = tuple(
        (
            (Mention(r.id),),
            cell(spec, words, kind.shape.fields["name"], r.name),
            *(_short(spec, words, r, s) for s in shapes),
        )
        for r in records
    )
    totals = _totals(words, records, shapes)
    return Table(titles, rows, words.of(kind.plural), name=kind.name, totals=totals)


def _short(spec: Spec, words: Words, record: Record, shape: Shape) -> Cell:
    """Return a field in short: of a list of objects, how many; of a map of numbers, its runs."""
    value = record.fields.get(shape.name)
    if isinstance(value, list) and shape.items and shape.items.fields:
        return count(words, len(value))
    if is_by_number(value):
        return runs(words, shape, value)
    return bare(cell(spec, words, shape, value)) if shape.name in record.fields else ()


def _title(words: Words, shape: Shape) -> str:
    """Return the label of a column, with the unit that its cells have no room for."""
    label = words.of(shape.label)
    return f"{label} ({words.of(shape.unit)})" if _is_long(words, shape) else label


def _without_unit(words: Words, shape: Shape) -> Shape:
    return replace(shape, unit={words.language: ""}) if _is_long(words, shape) else shape


def _is_long(words: Words, shape: Shape) -> bool:
    """Whether a number would be lost beside its unit."""
    return bool(shape.unit) and len(words.of(shape.unit)) > _UNIT


def _totals(words: Words, records: Sequence[Record], shapes: Iterable[Shape]) -> tuple[Cell, ...]:
    """Return the sums of the columns that have one; nothing when none has."""
    sums = [_sum(words, records, shape) if shape.adds else () for shape in shapes]
    return ((Text(words.label("total")),), (), *sums) if any(sums) else ()


def _sum(words: Words, records: Iterable[Record], shape: Shape) -> Cell:
    found = [r.fields[shape.name] for r in records if shape.name in r.fields]
    return (Number(sum(found), number(words, shape, sum(found))),) if len(found) > 1 else ()


def _cited(spec: Spec, words: Words, record: Record) -> tuple[Field, ...]:
    """Return the records that link to *record*, grouped by the name of the way back."""
    groups: dict[str, dict[str, Mention]] = {}
    for ref, source in spec.citing(record.id):
        label = words.of(ref.shape.inverse) if ref.shape else ""
        groups.setdefault(label, {})[source.id] = mention(spec, source.id)
    return tuple(_group(label, mentions) for label, mentions in groups.items())


def _group(label: str, mentions: Mapping[str, Mention]) -> Field:
    items = tuple((m,) for m in mentions.values())
    return Field("", label, items[0] if len(items) == 1 else (Items(items),))
