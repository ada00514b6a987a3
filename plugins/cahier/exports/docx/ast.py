"""The document as pandoc's tree (pandoc-types 1.23): texts as data, nothing for it to parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from cahier.exports.docx.reference import LYING, STANDING
from cahier.exports.paper.nodes import (
    Break,
    Callout,
    Card,
    Code,
    Figure,
    Footnote,
    Goto,
    Grid,
    Link,
    Listing,
    Mark,
    NewPage,
    Para,
    Part,
    Parts,
    Picture,
    Quote,
    Rule,
    Sideways,
    Span,
    Spans,
    Tag,
    Terms,
    Tile,
    Tiles,
    Title,
)

Json = Any
_NONE: Json = ["", [], []]
_LOOKS = {
    "strong": "Strong",
    "emph": "Emph",
    "strike": "Strikeout",
    "sub": "Subscript",
    "sup": "Superscript",
}
_ALIGNS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_LABEL, _VALUE = 0.22, 0.78


def node(name: str, content: Json = None) -> Json:
    """Return an element of the tree."""
    return {"t": name} if content is None else {"t": name, "c": content}


class Tree:
    """Writes the parts of a document: `drawn` the files of a figure, `anchors` where links lead."""

    def __init__(self, drawn: Mapping[Figure, tuple[str, ...]], anchors: Mapping[str, str]) -> None:
        self.drawn = drawn
        self.anchors = anchors

    def blocks(self, parts: Iterable[Part]) -> list[Json]:
        """Return *parts* one after the other."""
        return [block for part in parts for block in self._block(part)]

    def _block(self, part: Part) -> Iterable[Json]:
        match part:
            case Para(of=of):
                return (node("Para", self.inlines(of)),)
            case Title():
                return (self._title(part),)
            case NewPage():
                return ()
            case Listing():
                return (self._listing(part),)
            case Terms(entries=entries):
                pairs = [[self.inlines(term), [self.blocks(of)]] for term, of in entries]
                return (node("DefinitionList", pairs),)
            case Code(text=text):
                return (node("CodeBlock", [_NONE, text]),)
            case Quote(of=of):
                return (node("BlockQuote", self.blocks(of)),)
            case Callout(title=title, of=of):
                head = [node("Para", [node("Strong", self.inlines(title))])] if title else []
                return (node("BlockQuote", [*head, *self.blocks(of)]),)
            case Rule():
                return (node("HorizontalRule"),)
            case Grid():
                return (self._grid(part),)
            case Figure():
                return self._figure(part)
            case Card():
                return self._card(part)
            case Tiles(tiles=tiles):
                return [block for tile in tiles for block in self._tile(tile)]
            case Sideways(of=of):
                return (_section(STANDING), *self.blocks(of), _section(LYING))

    def tight(self, parts: Parts) -> list[Json]:
        """Return *parts* as the content of a cell or an item, with no room around paragraphs."""
        return [
            node("Plain", block["c"]) if block["t"] == "Para" else block
            for block in self.blocks(parts)
        ]

    def inlines(self, spans: Spans) -> list[Json]:
        """Return *spans* one after the other."""
        return [self._inline(span) for span in spans]

    def _inline(self, span: Span) -> Json:
        match span:
            case str():
                return node("Str", span)
            case Mark(look="code", of=of):
                return node("Code", [_NONE, "".join(s for s in of if isinstance(s, str))])
            case Mark(look=look, of=of):
                return node(_LOOKS[look], self.inlines(of))
            case Link(to=to, of=of):
                return node("Link", [_NONE, self.inlines(of), [to, ""]])
            case Goto(to=to, of=of):
                if to not in self.anchors:
                    return node("Span", [_NONE, self.inlines(of)])
                return node("Link", [_NONE, self.inlines(of), [f"#{self.anchors[to]}", ""]])
            case Break():
                return node("LineBreak")
            case Picture(file=file, alt=alt):
                return node("Image", [_NONE, [node("Str", alt)], [file, ""]])
            case Footnote(of=of):
                return node("Note", self.blocks(of))
            case Tag(label=label):
                return node("Str", label)

    def _title(self, title: Title) -> Json:
        words = self.inlines(title.of)
        if not title.level:
            return node("Para", [node("Strong", words)])
        classes = [] if title.listed else ["unnumbered", "unlisted"]
        return node("Header", [title.level, [title.anchor, classes, []], words])

    def _listing(self, listing: Listing) -> Json:
        if listing.inline:
            return node("Para", list(self._joined(listing)))
        items = [self.tight(item) for item in listing.items]
        if not listing.start:
            return node("BulletList", items)
        style = [listing.start, node("Decimal"), node("Period")]
        return node("OrderedList", [style, items])

    def _joined(self, listing: Listing) -> Iterator[Json]:
        for number, item in enumerate(listing.items):
            if number:
                yield node("Str", " · ")
            for part in item:
                if isinstance(part, Para):
                    yield from self.inlines(part.of)

    def _figure(self, figure: Figure) -> Iterable[Json]:
        image = [
            node("Image", [_sized(figure.width), [node("Str", figure.alt)], [file, ""]])
            for file in self.drawn[figure]
        ]
        shown = [node("Plain", [each]) for each in image]
        if not figure.caption:
            return shown
        return (node("Figure", [_NONE, _caption(figure.caption), shown]),)

    def _grid(self, grid: Grid) -> Json:
        columns = [
            [node(_ALIGNS[align]), node("ColWidth", share / 100)]
            for align, share in zip(grid.aligns, grid.shares, strict=True)
        ]
        titles = [self._strong(title) for title in grid.columns]
        head = [_row(titles)] if any(grid.columns) else []
        rows = [_row([self.tight(cell) for cell in row]) for row in grid.rows]
        last = [_row([self._bold(cell) for cell in grid.totals])] if grid.totals else []
        return _table(columns, head, [*rows, *last], grid.caption)

    def _strong(self, spans: Spans) -> list[Json]:
        return [node("Plain", [node("Strong", self.inlines(spans))])] if spans else []

    def _bold(self, cell: Parts) -> list[Json]:
        spans = (part.of for part in cell if isinstance(part, Para))
        return [block for of in spans for block in self._strong(of)]

    def _card(self, card: Card) -> Iterable[Json]:
        """Return a record: its title, its values in two columns, those that are tables below."""
        if card.title is not None:
            yield self._title(card.title)
        pairs: list[tuple[str, list[Json]]] = [
            (name, [node("Plain", [node("Str", tag.label)])]) for name, tag in card.tags
        ]
        for entry in (*card.entries, *card.cited):
            if any(isinstance(part, Grid) for part in entry.of):
                yield from _values(pairs)
                pairs = []
                yield node("Para", [node("Strong", [node("Str", entry.label)])])
                yield from self.blocks(entry.of)
            else:
                pairs.append((entry.label, self.tight(entry.of)))
        yield from _values(pairs)

    def _tile(self, tile: Tile) -> Iterator[Json]:
        yield node("Para", [node("Strong", self.inlines(tile.title))])
        yield from _values([(entry.label, self.tight(entry.of)) for entry in tile.entries])


def facts(pairs: Iterable[tuple[str, str]]) -> Iterable[Json]:
    """Return labels and values as a table."""
    return _values([(name, [node("Plain", [node("Str", value)])]) for name, value in pairs])


def lines(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Json:
    """Return rows of plain words under *titles*."""
    heads = [_words(title, strong=True) for title in titles]
    columns = [[node("AlignLeft"), node("ColWidth", 1 / len(heads))] for _ in heads]
    filled = (zip_longest(row, heads[: len(heads)]) for row in rows)
    cells = [[_words(word or "", strong=False) for word, _ in row] for row in filled]
    return _table(columns, [_row(heads)], [_row(row) for row in cells], "")


def _words(text: str, *, strong: bool) -> list[Json]:
    word = node("Str", text)
    return [node("Plain", [node("Strong", [word]) if strong else word])]


def _values(pairs: list[tuple[str, list[Json]]]) -> Iterable[Json]:
    if not pairs:
        return ()
    columns = [[node("AlignLeft"), node("ColWidth", share)] for share in (_LABEL, _VALUE)]
    rows = [_row([_words(name, strong=True), value]) for name, value in pairs]
    return (_table(columns, [], rows, ""),)


def _table(columns: list[Json], head: list[Json], rows: list[Json], caption: str) -> Json:
    body = [_NONE, 0, [], rows]
    return node("Table", [_NONE, _caption(caption), columns, [_NONE, head], [body], [_NONE, []]])


def _row(cells: Iterable[list[Json]]) -> Json:
    return [_NONE, [[_NONE, node("AlignDefault"), 1, 1, cell] for cell in cells]]


def _caption(text: str) -> Json:
    return [None, [node("Plain", [node("Str", text)])] if text else []]


def _sized(width: float) -> Json:
    return ["", [], [["width", f"{width / 72:.2f}in"]]]


def _section(xml: str) -> Json:
    """Return the end of a section: what comes before it has the page that *xml* says."""
    return node("RawBlock", ["openxml", f"<w:p><w:pPr>{xml}</w:pPr></w:p>"])
