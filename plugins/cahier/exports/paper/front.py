"""The first pages: what the document is, its state, its history."""

from __future__ import annotations

from cahier.book import Book
from cahier.exports.paper.nodes import Front
from cahier.exports.paper.written import Docs
from cahier.git import revision, tags
from cahier.policy import EDITIONS
from cahier.views import home


def front(book: Book, docs: Docs) -> Front:
    """Return what the first pages of *book* say."""
    words, now = book.words, revision(book.root)
    company = next((record.name for record in book.spec.kind("company")), "")
    facts = (
        (words.label("company"), company),
        (words.label("home-stage"), home.stage(book.spec, words)),
        *home.imprint(book.spec, words, book.edition, now.name),
    )
    return Front(
        title=docs.name or book.title or words.label("specification"),
        subtitle=docs.description or words.label("specification"),
        author=company,
        edition=words.label(f"edition-{book.edition}"),
        mark=words.label(f"mark-{book.edition}"),
        date=now.date or book.spec.today,
        facts=tuple((label, value) for label, value in facts if value),
        history=_history(book, now.name, now.date),
        language=words.language,
    )


def _history(book: Book, name: str, date: str) -> tuple[tuple[str, str, str], ...]:
    """Return a row a baseline, then this revision; outside the team, only the latter."""
    words = book.words
    rows = (
        [(tag.name, tag.date, tag.subject) for tag in tags(book.root)]
        if book.edition == EDITIONS[0]
        else []
    )
    if name:
        rows.append((name, date, words.label("this-document")))
    return tuple((row[0], words.date(row[1]), row[2]) for row in rows)
