"""Prose as parts of a document: the Markdown of records, and that of hand-written pages.

Both are read as HTML, by the reader that the site uses for each, then turned into parts. What
has no place on paper is told, its words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from cahier.exports.paper import grids
from cahier.exports.paper.desk import Desk
from cahier.exports.paper.html import Element, tree
from cahier.exports.paper.markdown import record_html
from cahier.exports.paper.nodes import (
    Break,
    Callout,
    Code,
    Footnote,
    Goto,
    Grid,
    Link,
    Listing,
    Mark,
    Para,
    Part,
    Parts,
    Quote,
    Rule,
    Span,
    Spans,
    Terms,
    Title,
)

_PLAIN = re.compile(r"[^\n*_`\[\]<>#|~\\&!+=-]*(?:-(?=\w)[^\n*_`\[\]<>#|~\\&!+=-]*)*")
_SPACE = re.compile(r"[ \t\n\r]+")
_LOOKS = {
    "strong": "strong b th",
    "emph": "em i cite dfn var q",
    "code": "code kbd samp tt",
    "strike": "del s strike",
    "sub": "sub",
    "sup": "sup",
}
_LOOK = {name: look for look, names in _LOOKS.items() for name in names.split()}
_BARE = frozenset("span abbr mark u ins small label bdi bdo time font a".split())
_INLINE = frozenset({*_LOOK, *_BARE, "br", "img", "input", "wbr"}) - {"th"}
_SILENT = frozenset({"wbr", "input", "colgroup", "col"})
_DEEPEST = 40

Aim = Callable[[str], str]
"""From the destination of a link to a label of the document, an address, or nothing."""
Image = Callable[[str, str], Span]
"""From the source of an image and its words to what is shown."""


class Prose:
    """Reads the prose of one page or one record."""

    def __init__(self, desk: Desk, where: str, aim: Aim | None = None, image: Image | None = None):
        self.desk = desk
        self.where = where
        self.aim = aim or self._aim
        self.image = image or self._image
        self.notes: dict[str, Element] = {}
        self.depth = 0

    def markup(self, text: str) -> Parts:
        """Return the Markdown of a record."""
        text = text.strip()
        if _PLAIN.fullmatch(text) and not text[:1].isdigit():
            return (Para(self._set(text)),) if text else ()
        return self.parts(tree(record_html(text)))

    def text(self, text: str) -> Spans:
        """Return plain text, its ids linked, its line ends kept."""
        spans: list[Span] = []
        for line in text.splitlines():
            spans += [*([Break()] if spans else []), *self._set(line)]
        return tuple(spans)

    def parts(self, element: Element) -> Parts:
        """Return what *element* holds, loose words as paragraphs."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.desk.lose(self.where, f"<{element.name}> × {_DEEPEST}")
            found: Parts = (Para((element.text,)),)
        else:
            found = tuple(self._parts(element.children))
        self.depth -= 1
        return found

    def spans(self, element: Element) -> Spans:
        """Return what *element* holds as spans, without white space around."""
        return trimmed(self._spans(element.children))

    def _parts(self, children: Iterable[Element | str]) -> Iterator[Part]:
        loose: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or child.name in _INLINE:
                loose.append(child)
                continue
            yield from self._loose(loose)
            loose = []
            yield from self._block(child)
        yield from self._loose(loose)

    def _loose(self, children: list[Element | str]) -> Iterator[Part]:
        if spans := trimmed(self._spans(children)):
            yield Para(spans)

    def _block(self, element: Element) -> Iterable[Part]:
        if element.name in _SILENT:
            return ()
        read = _BLOCKS.get(element.name)
        if read is None:
            self.desk.lose(self.where, f"<{element.name}>")
            return () if element.name in {"script", "style"} else self.parts(element)
        return read(self, element)

    def _spans(self, children: Iterable[Element | str]) -> Iterator[Span]:
        for child in children:
            if isinstance(child, str):
                yield from self._set(_SPACE.sub(" ", child))
            elif child.name in _LOOK:
                yield from self._marked(child)
            elif child.name == "a":
                yield from self._anchor(child)
            elif child.name == "br":
                yield Break()
            elif child.name == "img":
                yield self.image(child.attributes.get("src", ""), child.attributes.get("alt", ""))
            elif child.name == "input" and child.attributes.get("type") == "checkbox":
                yield "☑ " if "checked" in child.attributes else "☐ "
            else:
                if child.name not in _BARE | _SILENT:
                    self.desk.lose(self.where, f"<{child.name}>")
                yield from self._spans(child.children)

    def _set(self, text: str) -> Spans:
        return self.desk.linked(self.desk.typeset(text))

    def _marked(self, element: Element) -> Iterator[Span]:
        if element.name == "sup":
            reference = next(element.elements("a"), None)
            if reference and (note := self.notes.get(reference.attributes.get("href", ""))):
                yield Footnote(self.parts(note))
                return
        look = _LOOK[element.name]
        of = (element.text,) if look == "code" else tuple(self._spans(element.children))
        if of:
            yield Mark(look, self.desk.linked(element.text) if look == "code" else of)

    def _anchor(self, element: Element) -> Iterator[Span]:
        if element.has("footnote-backref"):
            return
        words = tuple(_unlinked(self._spans(element.children)))
        target = self.aim(element.attributes.get("href", ""))
        if target.startswith(("record:", "page:")):
            yield Goto(target, words)
        elif target and words:
            yield Link(target, words)
        else:
            yield from words

    def _aim(self, target: str) -> str:
        """Lead a link of a record: to a record, to the web, to somebody."""
        if target in self.desk.records:
            return f"record:{target}"
        return target if target.startswith(("http://", "https://", "mailto:")) else ""

    def _image(self, source: str, words: str) -> Span:
        self.desk.lose(self.where, source)
        return words or source

    def _paragraph(self, element: Element) -> Iterable[Part]:
        return self._parts(element.children)

    def _heading(self, element: Element) -> Iterable[Part]:
        yield Title(int(element.name[1]), self.spans(element), element.attributes.get("id", ""))

    def _list(self, element: Element) -> Iterable[Part]:
        items = tuple(self.parts(item) for item in element.elements("li"))
        start = element.attributes.get("start", "1")
        first = int(start) if start.isdecimal() else 1
        yield Listing(items, first if element.name == "ol" else 0)

    def _terms(self, element: Element) -> Iterable[Part]:
        entries: list[tuple[Spans, Parts]] = []
        for child in element.elements():
            if child.name == "dt":
                entries.append((self.spans(child), ()))
            elif child.name == "dd":
                term, meaning = entries.pop() if entries else ((), ())
                entries.append((term, (*meaning, *self.parts(child))))
        yield Terms(tuple(entries))

    def _code(self, element: Element) -> Iterable[Part]:
        yield Code(element.text.strip("\n"))

    def _quote(self, element: Element) -> Iterable[Part]:
        yield Quote(self.parts(element))

    def _division(self, element: Element) -> Iterable[Part]:
        if element.has("footnote"):
            return ()
        if element.has("admonition"):
            return self._admonition(element, "p")
        if element.has("tabbed-set"):
            return self._tabs(element)
        return self.parts(element)

    def _details(self, element: Element) -> Iterable[Part]:
        return self._admonition(element, "summary")

    def _admonition(self, element: Element, titled: str) -> Iterable[Part]:
        first = next(element.elements(), None)
        is_titled = first is not None and first.name == titled
        if titled == "p":
            is_titled = is_titled and first is not None and first.has("admonition-title")
        title = self.spans(first) if is_titled and first else ()
        rest = Element("", {}, [c for c in element.children if not (is_titled and c is first)])
        words = element.attributes.get("class", "").replace("admonition", "").split()
        yield Callout(words[0] if words else "note", title, self.parts(rest))

    def _tabs(self, element: Element) -> Iterable[Part]:
        labels = [label for label in element.all("label") if not label.has("task-list-control")]
        blocks = [block for block in element.all("div") if block.has("tabbed-block")]
        for label, block in zip(labels, blocks, strict=False):
            yield Callout("tab", self.spans(label), self.parts(block))

    def _rule(self, element: Element) -> Iterable[Part]:
        yield Rule()

    def _table(self, element: Element) -> Iterable[Part]:
        rows = [_cells(row) for row in element.all("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return ()
        wide = max(map(len, rows))
        full = [[*row, *[Element("td")] * (wide - len(row))] for row in rows]
        head, *body = full
        caption = next((c.text.strip() for c in element.elements("caption")), "")
        table = Grid(
            columns=tuple(self.spans(cell) for cell in head),
            rows=tuple(tuple(self.parts(cell) for cell in row) for row in body),
            shares=(),
            aligns=tuple(map(_align, head)),
            caption=caption,
            row_headers=False,
        )
        return grids.grid(table)


_BLOCKS: Mapping[str, Callable[[Prose, Element], Iterable[Part]]] = {
    "p": Prose._paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Prose._heading),
    **dict.fromkeys(("ul", "ol"), Prose._list),
    "dl": Prose._terms,
    "pre": Prose._code,
    "blockquote": Prose._quote,
    "div": Prose._division,
    "details": Prose._details,
    "hr": Prose._rule,
    "table": Prose._table,
    **dict.fromkeys(
        ("section", "article", "figure", "figcaption", "center", "main", "header", "footer"),
        Prose._paragraph,
    ),
}


def notes(element: Element) -> dict[str, Element]:
    """Return the footnotes of a page by what refers to them (`#fn:1`)."""
    return {
        f"#{item.attributes['id']}": item
        for division in element.all("div")
        if division.has("footnote")
        for item in division.all("li")
        if "id" in item.attributes
    }


def trimmed(spans: Iterable[Span]) -> Spans:
    """Return *spans* without white space before the first word and after the last."""
    kept = list(spans)
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip(" \n")
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" \n")
    return tuple(span for span in kept if span != "")


def _unlinked(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans without the links in them: a link holds none."""
    for span in spans:
        match span:
            case Goto(of=of) | Link(of=of):
                yield from _unlinked(of)
            case Mark(look=look, of=of):
                yield Mark(look, tuple(_unlinked(of)))
            case _:
                yield span


def _cells(row: Element) -> list[Element]:
    """Return the cells of a row, as many as it spans."""
    cells = []
    for cell in row.elements():
        if cell.name in ("td", "th"):
            span = cell.attributes.get("colspan", "1")
            more = min(int(span), 64) - 1 if span.isdecimal() else 0
            cells += [cell, *[Element("td")] * more]
    return cells


def _align(cell: Element) -> str:
    said = cell.attributes.get("align", "") + cell.attributes.get("style", "")
    return "right" if "right" in said else "center" if "center" in said else "left"
