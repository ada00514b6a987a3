"""A hand-written page of docs/ as parts of the document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from urllib.parse import unquote

from cahier.exports.paper.desk import Desk
from cahier.exports.paper.drawings import FAMILY, figure
from cahier.exports.paper.html import Element, tree
from cahier.exports.paper.markdown import page_html
from cahier.exports.paper.nodes import Callout, Code, Part, Parts, Picture, Quote, Span, Title
from cahier.exports.paper.prose import Prose, notes
from cahier.exports.paper.written import Written

_ABROAD = re.compile(r"https?://|mailto:")
_MERMAID_FONT = "Noto Sans"
_FILES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg"})


class Handwritten:
    """Reads the hand-written pages of one document.

    `file` gives the content of a file of docs/, `known` are all the records, hidden or not,
    `chapters` the labels of the chapters by code, empty for one without page.
    """

    def __init__(
        self,
        desk: Desk,
        file: Callable[[str], bytes | None],
        known: Set[str],
        chapters: Mapping[str, str],
    ) -> None:
        self.desk = desk
        self.file = file
        self.known = known
        self.chapters = chapters

    def parts(self, page: Written, level: int) -> Parts:
        """Return what *page* says below its title, which has *level*."""
        html = tree(page_html(page.text))
        reader = _Reader(self, page.path)
        reader.notes = notes(html)
        return tuple(_shifted(reader.parts(html), page.path, level))


class _Reader(Prose):
    """Reads one page: its links and its images start from its own folder."""

    def __init__(self, whole: Handwritten, path: str) -> None:
        super().__init__(whole.desk, path)
        self.whole = whole

    def _aim(self, target: str) -> str:
        if _ABROAD.match(target):
            return target
        if target in self.whole.known:
            return f"record:{target}" if target in self.desk.records else ""
        if target in self.whole.chapters:
            return self.whole.chapters[target]
        path, _, anchor = unquote(target).partition("#")
        path = self._path(path) if path else self.where
        if path not in self.desk.pages:
            if path.endswith(".md") or not path or self.whole.file(path) is not None:
                return ""
            self.desk.lose(self.where, target)
            return ""
        return f"page:{path}#{anchor}" if anchor else self.desk.pages[path]

    def _image(self, source: str, words: str) -> Span:
        """Return an image of docs/; for any other its words, and say so."""
        end = posixpath.splitext(source)[1].lstrip(".").lower()
        content = None
        if end in _FILES and not _ABROAD.match(source):
            content = self.whole.file(self._path(unquote(source)))
        if content is None or not self.desk.can_draw(content, end):
            return super()._image(source, words)
        name = posixpath.basename(source)
        return Picture(self.desk.keep(content, end), words or name)

    def _block(self, element: Element) -> Iterable[Part]:
        if element.name == "pre" and element.has("mermaid"):
            return self._drawn(element.text.strip("\n"))
        return super()._block(element)

    def _drawn(self, source: str) -> Parts:
        """Return a Mermaid diagram drawn, or its source if it cannot be."""
        from mermaid_render import mermaid_to_svg

        try:
            svg = mermaid_to_svg(source, theme="neutral")
        except Exception as error:  # whatever its engine raises, the source is shown
            self.desk.lose(self.where, f"mermaid: {error}".splitlines()[0])
            return (Code(source),)
        drawn = svg.decode().replace(_MERMAID_FONT, FAMILY)
        return figure(self.desk, drawn, "", " ".join(source.split()))

    def _path(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.where), path))


def _shifted(parts: Iterable[Part], path: str, level: int) -> Iterator[Part]:
    """Yield *parts* with their titles below *level*; the first, the page's own, is left out."""
    last, first = level, True
    for part in parts:
        if isinstance(part, Title):
            if part.level == 1 and first:
                first = False
                continue
            last = min(level + max(part.level - 1, 1), last + 1)
            anchor = f"page:{path}#{part.anchor}" if part.anchor else ""
            yield replace(part, level=last, anchor=anchor)
        elif isinstance(part, Callout | Quote):
            yield replace(part, of=tuple(_flat(part.of)))
        else:
            yield part


def _flat(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield *parts* of a box with their titles unlisted: the outline stays out of boxes."""
    for part in parts:
        yield replace(part, level=0, anchor="") if isinstance(part, Title) else part
