"""Blocks of a page as parts of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from cahier import page
from cahier.exports.paper import drawings, grids
from cahier.exports.paper.desk import Desk
from cahier.exports.paper.nodes import (
    Card,
    Entry,
    Goto,
    Grid,
    Listing,
    Para,
    Part,
    Parts,
    Span,
    Spans,
    Tag,
    Tile,
    Tiles,
    Title,
)
from cahier.exports.paper.prose import Prose
from cahier.exports.paper.words import lines
from cahier.widths import length

# In em: a field this long stands beside another, an item this long runs in a line with others.
_SHORT, _ITEM = 22.0, 24.0
# In em: the width of a card, what it holds at most to stay whole on a page.
_CARD, _WHOLE = 50.0, 26.0
# In em: the widths of a label, and of a value beside it.
_LABEL, _VALUE = 10.0, 36.0


class Blocks:
    """Turns the blocks of one page into parts, its headings under those above it."""

    def __init__(self, desk: Desk, where: str, level: int) -> None:
        self.desk = desk
        self.prose = Prose(desk, where)
        self.level = level
        self.last = level
        self.heading = ""

    def parts(self, blocks: Iterable[page.Block]) -> Parts:
        """Return *blocks* one after the other."""
        return tuple(part for block in blocks for part in self._block(block))

    def _block(self, block: page.Block) -> Iterable[Part]:
        match block:
            case page.Heading():
                return self._title(block)
            case page.Prose():
                return self.prose.markup(block.markdown)
            case page.Table():
                return self.table(block, self.heading)
            case page.Diagram():
                return self._diagram(block)
            case page.Cards():
                return (Tiles(tuple(map(self._tile, block.cards))),)
            case page.Sheet():
                return (self.card(block, self._under(self.level + block.level - 1)),)

    def _title(self, heading: page.Heading) -> Iterator[Part]:
        self.last = self._under(self.level + heading.level - 1)
        self.heading = heading.text
        yield Title(self.last, (self.desk.typeset(heading.text),))

    def _under(self, level: int) -> int:
        """Return *level*, at most one below the last heading's: none is ever skipped."""
        return min(level, self.last + 1)

    def _diagram(self, diagram: page.Diagram) -> Iterable[Part]:
        if not diagram.sheets:
            yield from drawings.figure(self.desk, diagram.svg, diagram.caption)
        for number, svg in enumerate(diagram.sheets, start=1):
            caption = f"{diagram.caption} ({number}/{len(diagram.sheets)})"
            yield from drawings.figure(self.desk, svg, caption)

    def table(self, table: page.Table, caption: str = "", *, inside: bool = False) -> Parts:
        """Return a table; without a caption of its own it takes that of the heading."""
        made = Grid(
            columns=tuple((title,) if title else () for title in table.columns),
            rows=tuple(tuple(map(self.cell, row)) for row in table.rows),
            shares=(),
            aligns=tuple(_aligns(table)),
            caption=table.caption or caption,
            row_headers=table.row_headers,
            totals=tuple(map(self.cell, table.totals)),
        )
        return grids.grid(made, inside=inside)

    def cell(self, cell: page.Cell) -> Parts:
        """Return a cell: what is said in a line as a paragraph, lists and prose after."""
        return tuple(self._cell(cell))

    def _cell(self, cell: page.Cell) -> Iterator[Part]:
        line: list[Span] = []
        for inline in cell:
            if isinstance(inline, page.Markup | page.Items):
                yield from _line(line)
                line = []
                yield from self._long(inline)
            else:
                line += [*([" "] if line else []), *self.spans(inline)]
        yield from _line(line)

    def _long(self, inline: page.Markup | page.Items) -> Parts:
        if isinstance(inline, page.Markup):
            return self.prose.markup(inline.text)
        items = tuple(self.cell(item) for item in inline.items)
        brief = all(len(item) == 1 and isinstance(item[0], Para) for item in items)
        longest = max((length(line) for item in items for line in lines(item)), default=0.0)
        cited = all(isinstance(each, page.Mention) for item in inline.items for each in item)
        return (Listing(items, inline=brief and (cited or longest <= _ITEM)),)

    def spans(self, inline: page.Inline) -> Spans:
        """Return one inline that holds no paragraphs."""
        match inline:
            case page.Text():
                return self.prose.text(inline.text)
            case page.Number() | page.Date():
                return (inline.text,)
            case page.Mention():
                name = (
                    (f" {self.desk.typeset(inline.name)}",)
                    if inline.name and inline.name != inline.id
                    else ()
                )
                return (*self.desk.to(inline.id), *name)
            case page.PageLink():
                return self._page(inline)
            case page.Badge():
                return (Tag(inline.scale, inline.value, inline.label),)
            case page.Markup() | page.Items():
                return tuple(
                    span for part in self._long(inline) for span in self.prose.text(said_of(part))
                )

    def _page(self, link: page.PageLink) -> Spans:
        label = self.desk.pages.get(link.path)
        return (Goto(label, (link.title,)),) if label else (link.title,)

    def _tile(self, card: page.Card) -> Tile:
        title = tuple(span for inline in card.title for span in self.spans(inline))
        return Tile(title, tuple(map(self._entry, card.fields)))

    def card(self, sheet: page.Sheet, level: int, *, titled: bool = True) -> Card:
        """Return a record in full under a title of *level*, without one if the page has it."""
        tags = tuple(
            (field.label, Tag(found.scale, found.value, found.label))
            for field in sheet.fields
            if (found := _badge(field))
        )
        entries = tuple(self._entry(field) for field in sheet.fields if not _badge(field))
        cited = tuple(self._entry(field) for field in sheet.cited)
        label = self.desk.place(f"record:{sheet.id}") if titled else ""
        name = self.desk.typeset(sheet.name)
        title = Title(level, (f"{sheet.id} {name}",), label, listed=False)
        return Card(
            title if titled else None,
            sheet.id,
            name,
            sheet.kind_label,
            tags,
            entries,
            cited,
            whole=_tall((*entries, *cited)) <= _WHOLE,
        )

    def _entry(self, field: page.Field) -> Entry:
        if isinstance(field.value, page.Table):
            return Entry(field.label, self.table(field.value, inside=True), short=False)
        of = self.cell(field.value)
        short = len(of) == 1 and isinstance(of[0], Para)
        if short and length(" ".join(lines(of))) <= _SHORT:
            return Entry(field.label, of, short=True)
        return Entry(field.label, of, short=False, pad=_pad(field.label, of))


def said_of(part: Part) -> str:
    """Return the words of one part on a line."""
    return " ".join(lines((part,)))


def _line(spans: list[Span]) -> Iterator[Part]:
    if any(span != "" for span in spans):
        yield Para(tuple(spans))


def _pad(label: str, of: Parts) -> float:
    """Return how much higher, in em, a label stands than the value beside it."""
    more = ceil(length(label) / _LABEL) - sum(ceil(length(line) / _VALUE) for line in lines(of))
    return max(0.0, 1.2 * more)


def _badge(field: page.Field) -> page.Badge | None:
    value = field.value
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], page.Badge):
        return value[0]
    return None


def _aligns(table: page.Table) -> Iterator[str]:
    """Yield `right` for columns of nothing but numbers."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    for cells in columns:
        filled = [cell for cell in cells if cell]
        numbers = [len(cell) == 1 and isinstance(cell[0], page.Number) for cell in filled]
        yield "right" if numbers and all(numbers) else "left"


def _tall(entries: Iterable[Entry]) -> float:
    """Return how high a card will be, in em: short fields by two, tables at their size."""
    high = 0.0
    for entry in entries:
        grid = next((part for part in entry.of if isinstance(part, Grid)), None)
        if grid is not None:
            high += 3.0 + sum(max(1.9, _row(row, grid)) for row in grid.rows)
        else:
            high += 0.8 if entry.short else grids.tallness(entry.of, _CARD - 11) + 0.4
    return high


def _row(row: tuple[Parts, ...], grid: Grid) -> float:
    widths = (share / 100 * _CARD for share in grid.shares)
    return max((grids.tallness(c, w) for c, w in zip(row, widths, strict=True)), default=0.0)
