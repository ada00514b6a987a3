"""The specification as files of a site, made in copies of MkDocs's process while it renders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import Any

from cahier import spread
from cahier.book import Draft
from cahier.exports import csv, json
from cahier.kinds import Chapter
from cahier.page import Page
from cahier.plugin.files import SHELL, write
from cahier.site import search, shell
from cahier.site.here import here
from cahier.site.html import Writer, toc
from cahier.site.links import Links
from cahier.spec import Record
from cahier.spread import Begun, Gate, go_on, processors
from cahier.views.chapters import chapters

_SHARE = 100  # records that are worth a copy of their own

_Body = tuple[Record, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A page of the specification, its blocks gone.

    What it holds as HTML, its headings as the theme takes them, what the search box says of it.
    """

    page: Page
    html: str
    toc: Sequence[dict[str, Any]]
    entry: search.Entry


class Making:
    """The files of one build of *draft* as *site*; `links` are those of a page, `body` of a record.

    Copies of this process write what needs nothing of MkDocs, or its shell only; this one, that
    would wait for the pages, makes its share of them. The threads of `serve` watch files and
    answer browsers: they hold nothing of ours.
    """

    def __init__(
        self,
        draft: Draft,
        site: Path,
        links: Callable[[str], Links],
        body: Callable[[Record], str],
    ) -> None:
        self._draft, self._site, self._links, self._body = draft, site, links, body
        self._shell = site / SHELL.replace(".md", ".html")
        self._new = self._shell.with_name(".new")
        self._gate = Gate()
        records = list(draft.empty.spec.records.values())
        copies = min(processors(threads=True) - 1, len(records) // _SHARE)
        stamps = [records[n::copies] for n in range(copies)] + [[] if copies else records]
        self._parts = _shared(draft, copies + 1)
        works = [
            Begun(partial(self._part, part, stamped), threads=True, here=n == copies)
            for n, (part, stamped) in enumerate(zip(self._parts, stamps, strict=True))
        ]
        self._coming = [iter(work) for work in works]

    def pages(self) -> list[Made]:
        """Return the pages in their order, when all are made: first those that are made here."""
        parts = reversed(self._coming)
        made = {code: pages for part in parts for code, pages in next(part).items()}
        return [page for c in chapters(self._draft.empty.spec) for page in made[c.code]]

    def look(self) -> None:
        """Look whether MkDocs has written the shell."""
        if self._shell.is_file():
            self._gate.open()

    def finish(self) -> bool:
        """Wait until everything is written; whether it is: MkDocs must have written the shell."""
        if not self._gate.is_open():
            self.stop()
            return False
        for part in self._coming:
            list(part)
        rmtree(self._new)
        self._shell.unlink()
        self._gate.close()
        return True

    def stop(self) -> None:
        """End all of it."""
        spread.stop()
        self._gate.close()

    def _part(
        self, part: Sequence[Chapter], records: Sequence[Record]
    ) -> Iterator[Mapping[str, list[Made]]]:
        """Yield the pages of some chapters; then write their data, and the pages of records."""
        drafts = {chapter.code: self._draft.pages(chapter) for chapter in part}
        yield {code: [self._made(page) for page in pages] for code, pages in drafts.items()}
        bodies = ((record, self._body(record)) for record in records)
        held = list(self._ahead(bodies))
        self._data(chain.from_iterable(drafts.values()))
        if part == self._parts[0]:
            write(self._site, [(json.SPECIFICATION, json.specification(self._draft.empty))])
        self._stamp(chain(held, bodies))

    def _made(self, page: Page) -> Made:
        words = self._draft.empty.words
        writer = Writer(self._links(f"{page.path}.html"), words, page)
        title = f'<h1 id="{shell.TOP}" class="cahier-title">{writer.named(page.title)}</h1>'
        html = f"{title}{here(page.blocks, words)}{writer.blocks(page.blocks)}{writer.data()}"
        return Made(replace(page, blocks=()), html, toc(page.blocks), search.page(page, words))

    def _ahead(self, bodies: Iterator[_Body]) -> Iterator[_Body]:
        """Yield what is made until there is a shell, and then end."""
        while not self._gate.is_open() and (body := next(bodies, None)):
            go_on()
            yield body
        self._gate.is_open(patience=None)

    def _data(self, pages: Iterable[Page]) -> None:
        """Write what *pages* show as data."""
        book = replace(self._draft.empty, pages=tuple(pages))
        write(self._site, csv.files(book))
        write(self._site, json.pages(book))

    def _stamp(self, bodies: Iterable[_Body]) -> None:
        """Write the pages of records from the shell."""
        stamp = shell.Shell.read(self._shell)
        # In one folder, copies would wait for each other for every file.
        place = self._new / str(os.getpid())
        place.mkdir(parents=True, exist_ok=True)
        for record, body in bodies:
            go_on()
            file = place / f"{record.id}.html"
            stamp.write(file, f"{record.id} {record.name}", body)
            file.rename(self._shell.parent / file.name)


def _shared(draft: Draft, parts: int) -> list[list[Chapter]]:
    """Return the chapters in parts that take about as long: by the records they tell of."""
    spec = draft.empty.spec
    weights = {
        chapter.code: sum(len(spec.kind(kind)) for kind in chapter.kinds)
        + len(spec.records) * len(chapter.views) // 4
        for chapter in chapters(spec)
    }
    shared: list[list[Chapter]] = [[] for _ in range(parts)]
    for chapter in sorted(chapters(spec), key=lambda c: -weights[c.code]):
        min(shared, key=lambda part: sum(weights[c.code] for c in part)).append(chapter)
    return shared
