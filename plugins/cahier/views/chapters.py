"""The pages of a specification in the order of its library, and the page of each record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from cahier.kinds import Chapter, Kind
from cahier.page import Block, Heading, Mention, Page, PageLink, Sheet, Table, slug
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import PAGES, VIEWS, chain, process
from cahier.views.records import overview, sheet

# Views that need more than the specification (what is wrong with it, its history), by name.
Told = Mapping[str, Callable[[], tuple[Block, ...]]]


def chapters(spec: Spec) -> tuple[Chapter, ...]:
    """Return the chapters of the library; one a kind when it names none."""
    library = spec.library
    if library.chapters:
        return library.chapters
    return tuple(_default(kind) for kind in library.kinds.values())


def path(chapter: Chapter, words: Words) -> str:
    """Return the path of the page of *chapter*."""
    return f"spec/{slug(f'{chapter.code} {words.of(chapter.title)}')}"


def record_blocks(spec: Spec, words: Words, record: Record) -> tuple[Block, ...]:
    """Return what the page of a record holds: its sheet, its drawing, the chain it is part of."""
    drawn = _drawn(spec, words, record)
    own = (_without(sheet(spec, words, record, level=1), drawn), *drawn)
    return (*own, *chain.blocks(spec, words, record))


def above(spec: Spec, words: Words) -> dict[str, tuple[PageLink, ...]]:
    """Return the way from the first chapter that lists a record to it, by its id."""
    ways: dict[str, tuple[PageLink, ...]] = {}
    for chapter in chapters(spec):
        home = PageLink(path(chapter, words), words.of(chapter.title))
        for record in (r for kind in chapter.kinds for r in shown(spec, kind, chapter)):
            own = (PageLink(_own_path(record), record.name),) if chapter.each else ()
            ways.setdefault(record.id, (home, *own))
    return ways


def pages(spec: Spec, words: Words, told: Told, most: int = sys.maxsize) -> tuple[Page, ...]:
    """Return the pages of all chapters, in order; *most* as for `pages_of`."""
    return tuple(page for c in chapters(spec) for page in pages_of(spec, words, c, told, most))


def pages_of(
    spec: Spec, words: Words, chapter: Chapter, told: Told, most: int = sys.maxsize
) -> Iterator[Page]:
    """Yield the page of *chapter*, if it has something to show, and the pages under it.

    A list of more than *most* records of a kind is a table alone; each has its own page anyway.
    """
    lists = [shown(spec, kind, chapter) for kind in chapter.kinds]
    lists = [records for records in lists if records]
    computed = tuple(b for name in chapter.views for b in _computed(spec, words, name, told))
    if not lists and not computed:
        return
    title, home = words.of(chapter.title), path(chapter, words)
    blocks = [*computed]
    titled, listed = bool(computed) or len(lists) > 1, _listed(computed)
    for records in lists:
        found = [*_table(spec, words, records, chapter, listed)]
        if not chapter.each and len(records) <= most:
            found += [sheet(spec, words, record, 3 if titled else 2) for record in records]
        plural = words.of(records[0].kind.plural)
        blocks += [Heading(2, plural, slug(plural)), *found] if titled and found else found
    yield Page(home, title, tuple(blocks), words.of(chapter.part))
    if chapter.each:
        for record in (r for records in lists for r in records):
            yield _own_page(spec, words, record, home)
    for name in chapter.views:
        if name in PAGES:
            yield from PAGES[name](spec, words, home)


def _computed(spec: Spec, words: Words, name: str, told: Told) -> tuple[Block, ...]:
    """Return the blocks of a view; none of one that is another edition's, or nobody's."""
    if name in told:
        return told[name]()
    return VIEWS[name](spec, words) if name in VIEWS else ()


def _table(
    spec: Spec, words: Words, records: Sequence[Record], chapter: Chapter, listed: Set[str]
) -> Iterator[Block]:
    if (len(records) > 1 or chapter.each) and not {r.id for r in records} <= listed:
        known = {name for name, values in chapter.where.items() if len(values) == 1}
        yield overview(spec, words, records, known)


def _listed(blocks: Sequence[Block]) -> Set[str]:
    """Return the records that a computed table has lines for: they need no other list."""
    return {
        row[0][0].id
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        if row[0] and isinstance(row[0][0], Mention)
    }


def _own_page(spec: Spec, words: Words, record: Record, parent: str) -> Page:
    drawn = _drawn(spec, words, record)
    blocks = (*drawn, _without(sheet(spec, words, record), drawn))
    return Page(_own_path(record), record.name, blocks, parent=parent)


def _own_path(record: Record) -> str:
    return f"spec/{record.id.lower()}"


def _drawn(spec: Spec, words: Words, record: Record) -> tuple[Block, ...]:
    return process.blocks(spec, words, record) if record.kind.name == "process" else ()


def _without(sheet: Sheet, drawn: Sequence[Block]) -> Sheet:
    """Return the sheet without the fields that blocks of the page show better."""
    if not drawn:
        return sheet
    return replace(sheet, fields=tuple(f for f in sheet.fields if f.name not in process.SHOWN))


def shown(spec: Spec, kind: str, chapter: Chapter) -> tuple[Record, ...]:
    """Return the records of *kind* that *chapter* shows."""
    return tuple(
        record
        for record in spec.kind(kind)
        if all(record.fields.get(name) in values for name, values in chapter.where.items())
    )


def _default(kind: Kind) -> Chapter:
    return Chapter(kind.name, kind.plural, {}, kinds=(kind.name,))
