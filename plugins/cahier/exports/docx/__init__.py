"""The document for those who comment in a word processor, made by pandoc."""

from __future__ import annotations

from pathlib import Path

from cahier.book import Book
from cahier.exports.docx.pandoc import docx
from cahier.exports.paper.chapters import paper
from cahier.exports.pdf.typeset import can_draw
from cahier.exports.tell import Tell


def write(book: Book, path: Path, tell: Tell) -> None:
    """Write the document to *path*, as Office Open XML (ISO/IEC 29500)."""
    tell("step-reading")
    made = paper(book, can_draw)
    for loss in made.losses:
        tell("paper-lost", where=loss.where, what=loss.what)
    tell("step-setting", records=book.words.count("records", len(made.index)))
    path.write_bytes(docx(made, book.words))
