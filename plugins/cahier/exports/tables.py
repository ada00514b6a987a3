"""Every named table of the document as CSV, together in an archive.

The names inside are those of the site: `data/<page>/<table>.csv`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from cahier.book import Book
from cahier.exports import csv
from cahier.exports.plain import tables

FOLDER = "data"
# The first an archive knows; the same document gives the same bytes.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(book: Book, path: Path) -> None:
    """Write the archive to *path*."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(book):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def files(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the name and the CSV of each named table."""
    for page in book.pages:
        for table in tables(page.blocks):
            yield f"{FOLDER}/{page.path}/{table.name}.csv", csv.table(table, book.words)
