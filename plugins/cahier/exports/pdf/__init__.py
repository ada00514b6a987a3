"""The document as a PDF one can sign, typeset by Typst."""

from __future__ import annotations

from pathlib import Path

from cahier.book import Book
from cahier.exports.paper.chapters import paper
from cahier.exports.pdf.data import code, unshown
from cahier.exports.pdf.typeset import can_draw, pdf
from cahier.exports.tell import Tell


def write(book: Book, path: Path, tell: Tell, *standards: str) -> None:
    """Write the document to *path*, as PDF/UA-1 and what other *standards* (`a-2a`) ask."""
    tell("step-reading")
    made = paper(book, can_draw)
    for loss in made.losses:
        tell("paper-lost", where=loss.where, what=loss.what)
    for letter in unshown(made):
        tell("no-shape", letter=letter, code=code(letter))
    tell("step-setting", records=book.words.count("records", len(made.index)))
    path.write_bytes(pdf(made, book.words, *standards))
