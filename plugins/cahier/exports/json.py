"""The records of an edition, and each page, as JSON.

schemas/specification.json and schemas/page.json say what is in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from cahier.book import Book
from cahier.cells import columns
from cahier.exports.tell import Tell
from cahier.page import (
    DATA,
    Badge,
    Block,
    Card,
    Cards,
    Cell,
    Date,
    Diagram,
    Field,
    Heading,
    Inline,
    Items,
    Markup,
    Mention,
    Number,
    Page,
    PageLink,
    Prose,
    Sheet,
    Table,
    Text,
)

SPECIFICATION = f"{DATA}/spec.json"

_Data = dict[str, Any]


def write(book: Book, path: Path, tell: Tell) -> None:
    """Write the records to *path*."""
    path.write_text(specification(book), encoding="utf-8")


def files(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the path on the site and the content of the records, then of each page."""
    yield SPECIFICATION, specification(book)
    yield from pages(book)


def pages(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the path on the site and the content of each page."""
    for shown in book.pages:
        yield shown.data, page(book, shown)


def specification(book: Book) -> str:
    """Return the records as their schemas describe them, dates in ISO 8601, in order of id."""
    spec = book.spec
    known = {"stage": spec.stage.gate, "today": spec.today}
    records = [{"kind": r.kind.name, "fields": dict(r.fields)} for r in spec.records.values()]
    return _dumps(2, book, {**known, "records": records})


def page(book: Book, page: Page) -> str:
    """Return what *page* shows, block by block."""
    known = {"path": page.path, "title": page.title, "part": page.part, "parent": page.parent}
    return _dumps(1, book, {**known, "blocks": [_block(block) for block in page.blocks]})


def _dumps(version: int, book: Book, content: _Data) -> str:
    head = {"version": version, "language": book.words.language, "edition": book.edition}
    lines = (f"{_compact(name)}: {_lines(value)}" for name, value in (head | content).items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(value: Any) -> str:
    """Return the items of a list on a line each, which a difference shows well."""
    if not isinstance(value, list):
        return _compact(value)
    return "[\n" + ",\n".join(map(_compact, value)) + "\n]"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_number)


def _number(value: Any) -> int | float:
    """Return a decimal as JSON writes it, the only type of ours that it does not know."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value))
    return int(value) if value == value.to_integral_value() else float(value)


def _block(block: Block) -> _Data:
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, "text": block.text}
        case Prose():
            return {"type": "prose", "markdown": block.markdown}
        case Table():
            return _table(block)
        case Diagram():
            other = {"table": _table(block.alternative)} if block.alternative else {}
            return {"type": "diagram", "caption": block.caption, **other}
        case Cards():
            return {"type": "cards", "cards": [_card(card) for card in block.cards]}
        case Sheet():
            return _sheet(block)


def _table(table: Table) -> _Data:
    heads = [{"name": c.name, "type": c.type, "unit": c.unit} for c in columns(table)]
    return {
        "type": "table",
        "name": table.name,
        "caption": table.caption,
        "columns": heads,
        "rows": [_row(row) for row in table.rows],
        "totals": _row(table.totals),
    }


def _row(row: Sequence[Cell]) -> list[list[_Data]]:
    return [_cell(cell) for cell in row]


def _card(card: Card) -> _Data:
    return {"title": _cell(card.title), "fields": _fields(card.fields)}


def _sheet(sheet: Sheet) -> _Data:
    return {
        "type": "record",
        "id": sheet.id,
        "kind": sheet.kind,
        "name": sheet.name,
        "fields": _fields(sheet.fields),
        "cited": _fields(sheet.cited),
    }


def _fields(fields: Iterable[Field]) -> list[_Data]:
    return [{"name": f.name, "label": f.label, "value": _value(f.value)} for f in fields]


def _value(value: Cell | Table) -> list[_Data] | _Data:
    return _table(value) if isinstance(value, Table) else _cell(value)


def _cell(cell: Cell) -> list[_Data]:
    return [_inline(inline) for inline in cell]


def _inline(inline: Inline) -> _Data:
    match inline:
        case Text():
            return {"text": inline.text}
        case Number():
            unit = {"unit": inline.unit} if inline.unit else {}
            return {"number": inline.value, "text": inline.text, **unit}
        case Date():
            return {"date": inline.iso, "text": inline.text}
        case Mention():
            return {"id": inline.id, "text": inline.name}
        case PageLink():
            return {"page": inline.path, "text": inline.title}
        case Badge():
            return {"code": inline.value, "text": inline.label}
        case Markup():
            return {"markdown": inline.text}
        case Items():
            return {"items": [_cell(item) for item in inline.items]}
