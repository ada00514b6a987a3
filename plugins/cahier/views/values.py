"""From a typed value and its shape to what a page shows: words, links, badges, tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cahier.kinds import Shape
from cahier.page import Badge, Cell, Date, Inline, Items, Markup, Mention, Number, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words

_GROUPED_FROM = 10_000
_SHORT = 24


def value(spec: Spec, words: Words, shape: Shape, data: Any) -> Cell | Table:
    """Return *data* as a cell, or as a table when it is a list of objects or a map."""
    if isinstance(data, list) and shape.items and shape.items.fields:
        return _objects(spec, words, shape.items, data)
    if isinstance(data, dict) and not shape.fields:
        return _map(spec, words, shape, data)
    return cell(spec, words, shape, data)


def cell(spec: Spec, words: Words, shape: Shape, data: Any) -> Cell:
    """Return *data* as one cell."""
    if isinstance(data, list):
        return _list(spec, words, shape.items or shape, data)
    if isinstance(data, dict):
        return _object(spec, words, shape, data)
    return (scalar(spec, words, shape, data),)


def scalar(spec: Spec, words: Words, shape: Shape, data: Any) -> Inline:
    """Return one scalar: a mention, a badge, prose, or words of the language."""
    if isinstance(data, bool):
        return Text(words.label("yes" if data else "no"))
    if isinstance(data, int | Decimal):
        return Number(data, number(words, shape, data))
    if shape.refs:
        return mention(spec, str(data))
    if shape.values:
        return badge(words, shape, str(data))
    if shape.format == "date":
        return Date(data, words.date(data))
    return Markup(data) if shape.markdown else Text(data)


def badge(words: Words, shape: Shape, value: str) -> Badge:
    """Return a value of an enumeration, with its words and its rank."""
    label = words.of(shape.values.get(value, {"fr": value}))
    rank = next((n for n, known in enumerate(shape.values) if known == value), len(shape.values))
    return Badge(shape.name, value, label, rank)


def mention(spec: Spec, id: str) -> Mention:
    """Return the mention of the record *id*, with its name when it is known."""
    record = spec.get(id)
    return Mention(id, record.name if record else "")


def number(words: Words, shape: Shape, data: int | Decimal) -> str:
    """Return a number with its unit; four digits stay together, as years do, where it has none."""
    text = words.number(data)
    if not shape.unit and -_GROUPED_FROM < data < _GROUPED_FROM:
        text = text.replace(words.thousands, "")
    return measured(words, text, words.of(shape.unit) if shape.unit else "")


def measured(words: Words, number: str, unit: str) -> str:
    """Return a number with its unit: 12 min, 27 %, in English 27%."""
    if unit == "%":
        return words.label("percent", n=number)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


def _list(spec: Spec, words: Words, shape: Shape, data: Sequence[Any]) -> Cell:
    cells = tuple(cell(spec, words, shape, item) for item in data)
    if len(cells) == 1:
        return cells[0]
    return _joined(cells) or (Items(cells),)


def _joined(cells: Sequence[Cell]) -> Cell:
    """Return short plain texts as one line; nothing when they are neither short nor plain."""
    plain = (Text, Number, Date)
    texts = [inline.text for cell in cells for inline in cell if isinstance(inline, plain)]
    if len(texts) < len(cells) or any(len(text) > _SHORT for text in texts):
        return ()
    return (Text(", ".join(texts)),)


def _object(spec: Spec, words: Words, shape: Shape, data: Mapping[str, Any]) -> Cell:
    """Return an object or a map as a list of names and values."""
    colon = words.label("colon").rstrip()
    lines = []
    for name, item in data.items():
        inner = shape.fields.get(name) or shape.entries or Shape(name)
        label = words.of(shape.fields[name].label) if name in shape.fields else name
        lines.append((Text(f"{label}{colon}"), *cell(spec, words, inner, item)))
    return (Items(tuple(lines)),)


def _objects(
    spec: Spec, words: Words, shape: Shape, data: Sequence[Mapping[str, Any] | Any]
) -> Table:
    used = [n for n in shape.fields if any(isinstance(d, dict) and n in d for d in data)]
    rows = tuple(
        tuple(_member(spec, words, shape.fields[name], item, name) for name in used)
        for item in data
    )
    return Table(tuple(words.of(shape.fields[n].label) for n in used), rows)


def _member(spec: Spec, words: Words, shape: Shape, item: Any, name: str) -> Cell:
    if not isinstance(item, dict) or name not in item:
        return ()
    return cell(spec, words, shape, item[name])


def _map(spec: Spec, words: Words, shape: Shape, data: Mapping[str, Any]) -> Table:
    keys, entries = shape.keys or Shape(shape.name), shape.entries or Shape(shape.name)
    rows = tuple(
        ((scalar(spec, words, keys, key),), cell(spec, words, entries, item))
        for key, item in data.items()
    )
    titles = (words.of(keys.label) if keys.label else "", words.of(entries.label))
    return Table(titles, rows)


def field(spec: Spec, words: Words, record: Record, name: str) -> Cell:
    """Return one field of *record*, mentions without names; empty when it is absent."""
    if name not in record.fields:
        return ()
    return bare(cell(spec, words, record.kind.shape.fields[name], record.fields[name]))


def bare(cell: Cell) -> Cell:
    """Return *cell* with mentions without their names, for want of room."""
    return tuple(_bare(inline) for inline in cell)


def _bare(inline: Inline) -> Inline:
    if isinstance(inline, Items):
        return Items(tuple(bare(item) for item in inline.items))
    return Mention(inline.id) if isinstance(inline, Mention) else inline


def count(words: Words, value: int) -> Cell:
    """Return a count."""
    return (Number(value, words.number(value)),)


def figure(words: Words, value: int | Decimal) -> Cell:
    """Return a number as it was written, without its unit."""
    return (Number(value, words.number(value)),)


def percent(words: Words, value: int | Decimal) -> Cell:
    """Return a share, 50 for 50 %."""
    return (Number(value, words.label("percent", n=words.number(value))),)


def day(words: Words, iso: str) -> Cell:
    """Return a day; empty when there is none."""
    return (Date(iso, words.date(iso)),) if iso else ()


def mentions(records: Iterable[Record]) -> Cell:
    """Return the ids of *records*, one after the other."""
    items = tuple((Mention(record.id),) for record in records)
    return items[0] if len(items) == 1 else (Items(items),) if items else ()
