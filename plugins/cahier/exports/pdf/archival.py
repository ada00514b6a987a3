"""The same document as PDF/A-2a, for the archive."""

from __future__ import annotations

from pathlib import Path

from cahier.book import Book
from cahier.exports import pdf
from cahier.exports.tell import Tell


def write(book: Book, path: Path, tell: Tell) -> None:
    """Write the document to *path*, as PDF/UA-1 and PDF/A-2a."""
    pdf.write(book, path, tell, "a-2a")
