"""What the site writes past MkDocs: the page of each record, and where each chapter is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cahier.book import Book
from cahier.changes import changes
from cahier.diagnostic import Diagnostic
from cahier.page import Block
from cahier.policy import EDITIONS
from cahier.project import Checked
from cahier.site import record as recordpage
from cahier.site.html import Writer
from cahier.site.links import Links
from cahier.spec import Record
from cahier.views import told
from cahier.views.chapters import above, chapters, path, record_blocks


def bodies(
    book: Book, checked: Checked, links: Links, desk: recordpage.Desk
) -> Callable[[Record], str]:
    """Return what writes the page of a record as HTML; *links* start from the folder of records."""
    ways, next_to = above(book.spec, book.words), recordpage.near(book.spec)
    around = recordpage.Around(ways, dict(next_to))
    writer = Writer(links, book.words)
    more = _told(book, checked)

    def body(record: Record) -> str:
        blocks = (*record_blocks(book.spec, book.words, record), *more(record))
        return recordpage.written(writer, record, blocks, around, desk)

    return body


def chapters_by_code(book: Book) -> Mapping[str, str]:
    """Return the page of each chapter by its code; empty where *book* has none."""
    written = {page.path for page in book.pages}
    paths = {c.code: path(c, book.words) for c in chapters(book.spec)}
    return {code: f"{page}.html" if page in written else "" for code, page in paths.items()}


def _told(book: Book, checked: Checked) -> Callable[[Record], tuple[Block, ...]]:
    """Return what tells of a record that which only the team may know."""
    if book.edition != EDITIONS[0]:
        return lambda record: ()
    made = changes(book.root, book.spec.library)
    found: dict[str, list[Diagnostic]] = {}
    for each in checked.diagnostics:
        found.setdefault(each.record, []).append(each)
    return lambda record: (
        *told.problems(book.words, found.get(record.id, ())),
        *told.history(book.words, record.kind, made.get(record.id, ())),
    )
