"""All the records of an edition as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from cahier.book import Book
from cahier.spec import Record

VERSION = 1


def write(book: Book, path: Path) -> None:
    """Write the records to *path*."""
    path.write_text(specification(book), encoding="utf-8")


def specification(book: Book) -> str:
    """Return the records as their schemas describe them, dates in ISO 8601, in order of id."""
    spec = book.spec
    return dumps(
        {
            "version": VERSION,
            "language": book.words.language,
            "edition": book.edition,
            "stage": spec.stage.gate,
            "today": spec.today,
            "records": [_record(record) for record in spec.records.values()],
        }
    )


def dumps(value: Mapping[str, Any]) -> str:
    """Return *value* as JSON on lines of their own, accents as they are."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_number) + "\n"


def _record(record: Record) -> dict[str, Any]:
    return {"kind": record.kind.name, **record.fields}


def _number(value: Any) -> int | float:
    """Return a decimal as JSON writes it, the only type of ours that it does not know."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value))
    return int(value) if value == value.to_integral_value() else float(value)
