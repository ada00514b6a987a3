"""The home page: what was written by hand, then the state and the chapters of the specification."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import get_toc

from cahier import completeness, trend
from cahier.book import Book
from cahier.exports import json
from cahier.page import Block, Heading
from cahier.policy import EDITIONS
from cahier.project import Checked
from cahier.site.elements import safe
from cahier.site.html import Writer, toc
from cahier.site.links import Links
from cahier.views import home


def welcome(html: str, page: SitePage, book: Book, checked: Checked, links: Links) -> str:
    """Return the content of the home page, *html* what was written by hand; set its contents."""
    internal = book.edition == EDITIONS[0]
    found = Counter(each.severity for each in checked.diagnostics) if internal else None
    drawn = _completeness(book, checked) if internal else []
    ours = home.blocks(book.spec, book.words, book.pages, found, drawn)
    page.toc = get_toc(cast(Any, toc(ours)))
    anchors = {safe(block.anchor) for block in ours if isinstance(block, Heading)}
    page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors
    writer = Writer(links, book.words)
    data = writer.files("data-of-records", {"JSON": json.SPECIFICATION})
    return f"{html}{writer.blocks(ours)}{data}"


def _completeness(book: Book, checked: Checked) -> list[Block]:
    """Return how complete each chapter is, and how complete the last versions were."""
    drawn = [*completeness.view(checked, book.words)]
    if points := trend.points(book.root, checked):
        drawn.append(trend.drawing(points, book.words))
    return drawn
