"""The whole document: parts and chapters in the site's order, under headings that skip no level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from cahier import page
from cahier.book import Book
from cahier.exports.paper.anchors import anchors
from cahier.exports.paper.blocks import Blocks
from cahier.exports.paper.desk import Desk, Drawn
from cahier.exports.paper.front import front
from cahier.exports.paper.handwritten import Handwritten
from cahier.exports.paper.nodes import Card, NewPage, Paper, Para, Part, Parts, Sideways, Title
from cahier.exports.paper.written import Written, docs
from cahier.spec import natural
from cahier.views import index
from cahier.views.chapters import chapters, path

_RUN = 150


def paper(book: Book, can_draw: Drawn) -> Paper:
    """Return *book* and the hand-written pages of its readers as one document."""
    found = docs(book.root, book.edition)
    shown = tuple(_index(book))
    labels = {each.path: f"page:{each.path}" for each in (*found.before, *found.after)}
    pages = [each for each in map(_printed, book.pages) if each.blocks]
    labels |= {each.path: _anchor(each) for each in pages}
    desk = Desk(dict(shown), labels, can_draw, book.words.typeset)
    codes = {c.code: labels.get(path(c, book.words), "") for c in chapters(book.spec)}
    by_hand = Handwritten(desk, found.file, frozenset(book.known), codes)
    ours = [(each.part, bool(each.parent), each) for each in pages]
    entries: list[tuple[str, bool, Any]] = [
        *((each.part, False, each) for each in found.before),
        *ours,
        *((each.part, False, each) for each in found.after),
    ]
    parts = tuple(gathered(_chapters(desk, by_hand, entries)))
    files = tuple(sorted(desk.files.items()))
    return Paper(front(book, found), parts, shown, anchors(parts), files, tuple(desk.losses))


def _printed(each: page.Page) -> page.Page:
    """Return a page without the site's index: the document has its own, with page numbers."""
    return replace(each, blocks=tuple(b for b in each.blocks if not _is_index(b)))


def _is_index(block: page.Block) -> bool:
    match block:
        case page.Table(name=name):
            return name == index.NAME
        case page.Heading(anchor=anchor):
            return anchor == index.NAME
    return False


def _index(book: Book) -> list[tuple[str, str]]:
    blocks = (block for each in book.pages for block in each.blocks)
    shown = {block.id: block.name for block in blocks if isinstance(block, page.Sheet)}
    return sorted(shown.items(), key=lambda entry: natural(entry[0]))


def _chapters(
    desk: Desk, by_hand: Handwritten, entries: Iterable[tuple[str, bool, Any]]
) -> Iterator[Part]:
    """Yield each part's title once, and its chapters one level below; below these, their pages."""
    current = ""
    for part, is_under, entry in entries:
        opens = bool(part) and part != current and not is_under
        if opens:
            yield Title(1, (part,), fresh=True)
        current = current if is_under else part
        level, fresh = 1 + bool(current) + is_under, not opens and not is_under
        if isinstance(entry, Written):
            yield Title(level, (desk.typeset(entry.title),), desk.pages[entry.path], fresh=fresh)
            yield from by_hand.parts(entry, level)
        else:
            yield from _page(desk, entry, level, fresh)


def _page(desk: Desk, entry: page.Page, level: int, fresh: bool) -> Iterator[Part]:
    """Yield a page; the only record of a page of its own is named by the page's title."""
    own = _own(entry)
    title = desk.typeset(f"{own.id} {own.name}" if own else entry.title)
    yield Title(level, (title,), desk.place(desk.pages[entry.path]), fresh=fresh)
    blocks = Blocks(desk, entry.title, level)
    if own is None:
        yield from _turned(blocks.parts(entry.blocks))
        return
    for block in entry.blocks:
        if block is own:
            yield blocks.card(own, level, titled=False)
        else:
            yield from blocks.parts((block,))


def _turned(parts: Parts) -> Iterator[Part]:
    """Yield *parts*, a new page after so many records: what stands between is set in parallel."""
    records = 0
    for part in parts:
        records += isinstance(part, Card)
        if records > _RUN and isinstance(part, Card):
            records = 1
            yield NewPage()
        yield part


def _own(entry: page.Page) -> page.Sheet | None:
    """Return the record that a page under another is about, if it is about one."""
    sheets = [block for block in entry.blocks if isinstance(block, page.Sheet)]
    return sheets[0] if entry.parent and len(sheets) == 1 else None


def _anchor(entry: page.Page) -> str:
    own = _own(entry)
    return f"record:{own.id}" if own else f"page:{entry.path}"


def gathered(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield *parts*, those that lie on their side together, under the titles they stand under."""
    upright: list[Part] = []
    aside: list[Part] = []
    for part in parts:
        if not isinstance(part, Sideways):
            upright.append(part)
            continue
        titles = _titles(upright)
        if upright:
            yield from _lying(aside)
            yield from upright
            upright, aside = [], []
        aside += [*titles, *part.of]
    yield from _lying(aside)
    yield from upright


def _titles(upright: list[Part]) -> Parts:
    """Take the titles, and the paragraphs under them, off the end of *upright*."""
    taken: list[Part] = []
    while upright and isinstance(upright[-1], Title | Para):
        taken.insert(0, upright.pop())
    while taken and not isinstance(taken[0], Title):
        upright.append(taken.pop(0))
    return tuple(taken)


def _lying(parts: list[Part]) -> Parts:
    return (Sideways(tuple(parts)),) if parts else ()
