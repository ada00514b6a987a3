"""Blocks of a Page as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from html import escape
from typing import Any

from cahier.page import (
    Badge,
    Block,
    Card,
    Cards,
    Cell,
    Date,
    Diagram,
    Field,
    Heading,
    Inline,
    Items,
    Markup,
    Mention,
    Number,
    Page,
    PageLink,
    Prose,
    Sheet,
    Table,
    Text,
)
from cahier.site import captions, prose, tables
from cahier.site.elements import key, safe, tag
from cahier.site.links import Links
from cahier.texts import Words

_SHORT = 15  # letters of a badge that stay on one line
_DRAWN_LINK = re.compile(r'(?<=\s)href="([^"]+)"')


class Writer:
    """Writes the blocks of one page; *page*, when given, is one whose data is on the site."""

    def __init__(self, links: Links, words: Words, page: Page | None = None) -> None:
        self.page = page
        self.links = links
        self.words = words
        self.prose = prose.Prose(links)
        self._mentions: dict[Mention, str] = {}

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return *blocks* one after the other."""
        title = self.page.title if self.page else ""
        return "\n".join(self.block(b, heard) for b, heard in captions.repeated(blocks, title))

    def block(self, block: Block, heard: bool = False) -> str:
        """Return one block; a caption *heard* already is not seen again."""
        match block:
            case Heading():
                return tag(f"h{block.level}", self.named(block.text), id=safe(block.anchor))
            case Prose():
                return self.prose.blocks(block.markdown)
            case Table():
                return self.table(block, heard)
            case Diagram():
                return self.diagram(block, heard)
            case Cards():
                return tag("div", "".join(map(self.card, block.cards)), class_="cahier-cards")
            case Sheet():
                return self.sheet(block)

    def table(self, table: Table, heard: bool = False) -> str:
        """Return a table, with links to its data when it has a name and the page has data."""
        data = self.data(table) if table.name else ""
        return tables.written(table, self._as_typed.cell, heard) + data

    @cached_property
    def _as_typed(self) -> Writer:
        """What writes cells sign for sign as they were typed: tables give them to download."""
        return Writer(replace(self.links, typeset=str), self.words)

    def data(self, table: Table | None = None) -> str:
        """Return links to the data of the page, and to that of one of its tables."""
        if self.page is None:
            return ""
        csv = {"CSV": self.page.csv(table)} if table else {}
        label = "data-of-table" if table else "data-of-page"
        return self.files(label, csv | {"JSON": self.page.data})

    def files(self, label: str, paths: Mapping[str, str]) -> str:
        """Return a line of links to files of the site, by the names of their formats."""
        links = (
            tag("a", format, href=self.links.to(path), download="")
            for format, path in paths.items()
        )
        said = escape(self.words.label(label))
        return tag("p", f"{said} {' · '.join(links)}", class_="cahier-data")

    def diagram(self, diagram: Diagram, heard: bool = False) -> str:
        """Return a drawing, its caption, and its alternative folded below."""
        alternative = self._alternative(diagram.alternative) if diagram.alternative else ""
        more = {"data_drawing": key(diagram.svg), "data_zoom": self.zoom}
        drawing = self._drawing(diagram.svg, "cahier-drawing", **more)
        if diagram.narrow:
            drawing += self._drawing(diagram.narrow, "cahier-drawing cahier-narrow")
        caption = tag("figcaption", escape(diagram.caption), **tables.look(heard))
        return tag("figure", drawing + caption, class_="cahier-figure") + alternative

    def _drawing(self, svg: str, look: str, **more: str) -> str:
        return tag("div", self.led(svg), class_=look, tabindex="0", **more)

    @cached_property
    def zoom(self) -> str:
        """The words of the buttons that assets/drawings.js puts above a large drawing."""
        names = {"name": "name", "-": "out", "+": "in", "0": "real", "fit": "fit", "full": "full"}
        return json.dumps({way: self.words.label(f"zoom-{name}") for way, name in names.items()})

    def led(self, svg: str) -> str:
        """Return a drawing whose links, record ids so far, lead to the records' pages."""
        return _DRAWN_LINK.sub(lambda found: self._drawn(found.group(1)), svg)

    def _drawn(self, id: str) -> str:
        told = escape(self.links.told.get(id, ""))
        return f'href="{escape(self.links.record(id))}" data-told="{told}"'

    def _alternative(self, table: Table) -> str:
        summary = tag("summary", escape(self.words.label("as-table")))
        return tag("details", summary + self.table(table), class_="cahier-alt")

    def card(self, card: Card) -> str:
        """Return one card."""
        title = tag("p", self.cell(card.title), class_="cahier-card-title")
        bare = "".join(self._value(field) for field in card.fields if not field.label)
        named = "".join(self.field(field) for field in card.fields if field.label)
        fields = tag("dl", named, class_="cahier-fields") if named else ""
        return tag("section", title + bare + fields, class_="cahier-card")

    def sheet(self, sheet: Sheet) -> str:
        """Return a record in full."""
        address = self.links.record(sheet.id)
        id = f'<a class="cahier-id" href="{address}">{escape(sheet.id)}</a>'
        level = f"h{sheet.level}"
        kind = tag("span", escape(sheet.kind_label), class_="cahier-kind") * (sheet.level == 1)
        badges = "".join(_flag(field) for field in sheet.fields if _is_badge(field))
        fields = "".join(self.field(field) for field in sheet.fields if not _is_badge(field))
        return (
            f'<section class="cahier-sheet" data-kind="{sheet.kind}" data-id="{escape(sheet.id)}">'
            f'<{level} id="{escape(sheet.id)}">{id} {self.named(sheet.name)}</{level}>'
            f'<p class="cahier-badges">{kind}{badges}</p>'
            f'<dl class="cahier-fields">{fields}</dl>{self.cited(sheet.cited)}{self.edit(sheet)}'
            "</section>"
        )

    def field(self, field: Field) -> str:
        """Return one labelled value."""
        content = self._value(field)
        wide = " cahier-wide" if _is_wide(field) else ""
        pair = _term(field.label) + tag("dd", content)
        return tag("div", pair, class_=f"cahier-field{wide}")

    def _value(self, field: Field) -> str:
        value = field.value
        return self.table(value) if isinstance(value, Table) else self.cell(value)

    def cited(self, cited: tuple[Field, ...]) -> str:
        """Return who links to a record, by the name of the way back."""
        if not cited:
            return ""
        groups = "".join(self.field(group) for group in cited)
        return f'<dl class="cahier-fields cahier-cited">{groups}</dl>'

    def edit(self, sheet: Sheet) -> str:
        """Return the link that proposes a change to the very line, where editing is possible."""
        if not self.links.edit or not sheet.source:
            return ""
        address = escape(self.links.source(sheet.source, sheet.line))
        words = escape(self.words.label("propose"))
        place = escape(f"{sheet.source}:{sheet.line}")
        return (
            f'<p class="cahier-edit"><a href="{address}" rel="noopener">{words}</a> '
            f"<code>{place}</code></p>"
        )

    def cell(self, cell: Cell) -> str:
        """Return the inlines of a cell."""
        return " ".join(self.inline(inline) for inline in cell)

    def inline(self, inline: Inline) -> str:
        """Return one inline."""
        match inline:
            case Text():
                return self.prose.text(inline.text)
            case Number():
                return escape(inline.text)
            case Date():
                return tag("time", escape(inline.text), datetime=inline.iso)
            case Mention():
                return self.mention(inline)
            case PageLink():
                return tag("a", self.named(inline.title), href=self.links.to(f"{inline.path}.html"))
            case Badge():
                return badge(inline)
            case Markup():
                return self.prose.blocks(inline.text)
            case Items():
                return self.items(inline)

    def items(self, items: Items) -> str:
        """Return a list; one of nothing but mentions is marked, it may run in a line."""
        mentions = all(isinstance(part, Mention) for item in items.items for part in item)
        content = "".join(tag("li", self.cell(item)) for item in items.items)
        return tag("ul", content, class_="cahier-mentions" if mentions else "cahier-items")

    def named(self, name: str) -> str:
        """Return a name, or a title."""
        return escape(self.links.typeset(name))

    def mention(self, mention: Mention) -> str:
        """Return a link to a record, its name beside the id when there is room for it."""
        if mention not in self._mentions:
            self._mentions[mention] = self._mention(mention)
        return self._mentions[mention]

    def _mention(self, mention: Mention) -> str:
        name = tag("span", self.named(mention.name), class_="cahier-name") if mention.name else ""
        return tag("span", f"{self.prose.ref(mention.id)} {name}".strip(), class_="cahier-mention")


@lru_cache(maxsize=1024)
def badge(badge: Badge) -> str:
    """Return a value of an enumeration; the words say it, the colour only helps."""
    whole = " cahier-whole" if len(badge.label) <= _SHORT else ""
    look = f"cahier-badge cahier-{safe(badge.scale)}{whole}"
    return tag("span", escape(badge.label), class_=look, data_value=safe(badge.value))


@lru_cache(maxsize=1024)
def _term(label: str) -> str:
    return tag("dt", escape(label))


def _flag(field: Field) -> str:
    inline = field.value[0] if isinstance(field.value, tuple) else None
    assert isinstance(inline, Badge)
    label = tag("span", escape(field.label), class_="cahier-flag-label")
    return tag("span", label + badge(inline), class_="cahier-flag")


def _is_badge(field: Field) -> bool:
    value = field.value
    return isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Badge)


def _is_wide(field: Field) -> bool:
    value = field.value
    return isinstance(value, Table) or any(isinstance(i, Markup | Items) for i in value)


def toc(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return the headings of *blocks* as the theme's table of contents takes them."""
    top: list[dict[str, Any]] = []
    open_: list[dict[str, Any]] = [{"level": 0, "children": top}]
    for entry in filter(None, map(_entry, blocks)):
        while open_[-1]["level"] >= entry["level"]:
            open_.pop()
        open_[-1]["children"].append(entry)
        open_.append(entry)
    return top


def _entry(block: Block) -> dict[str, Any] | None:
    match block:
        case Heading(level=level, text=name):
            anchor = safe(block.anchor)
        case Sheet(id=anchor, level=level):
            name = f"{block.id} {block.name}"
        case _:
            return None
    return {
        "level": level,
        "id": anchor,
        "name": escape(name),
        "html": escape(name),
        "data-toc-label": "",
        "children": [],
    }
