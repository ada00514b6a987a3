"""Tables as CSV for the spreadsheet of their readers.

In French: semicolons and decimal commas, which is what a French Excel opens by a double click;
in English commas and points. UTF-8 with its mark, CRLF, ISO dates, as RFC 4180 and Excel have it.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path

from cahier.book import Book
from cahier.cells import columns, tables, value
from cahier.exports.tell import Tell
from cahier.page import Table
from cahier.texts import Words

MARK = "\ufeff"
# OWASP, CSV injection: a cell that begins so is a formula to a spreadsheet, unless quoted by '. In
# one that separates by another sign, cells begin within ours. The last four are the wide forms.
_FORMULA = re.compile('((?:^|[,;\t\r\n])"*)(?=[=+@\uff1d\uff0b\uff0d\uff20-])')
# The first day an archive knows; the same document gives the same bytes.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(book: Book, path: Path, tell: Tell) -> None:
    """Write every named table of the document to *path*, an archive."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files(book):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def files(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the path on the site and the content of each named table."""
    for page in book.pages:
        for found in tables(page.blocks):
            yield page.csv(found), table(found, book.words)


def table(table: Table, words: Words) -> str:
    """Return *table* as CSV; totals in the last row.

    The unit of a column stands in its title; cells keep theirs where they are not of one unit.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if words.decimal == "," else ",")
    known = columns(table)
    writer.writerow(inert(column.title) for column in known)
    for row in (*table.rows, *([table.totals] if table.totals else [])):
        writer.writerow(_written(value(*pair), words) for pair in zip(row, known, strict=True))
    return MARK + out.getvalue()


def inert(text: str) -> str:
    """Return *text* such that no spreadsheet takes it for a formula."""
    return _FORMULA.sub(r"\1'", text)


def _written(found: str | Decimal | int, words: Words) -> str:
    if isinstance(found, str):
        return inert(found)
    return f"{Decimal(found):f}".replace(".", words.decimal)
