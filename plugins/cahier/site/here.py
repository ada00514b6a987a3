"""The way to each part of a page, above it where the theme has no room for one beside it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cahier.page import Block, Heading
from cahier.site.elements import safe, tag
from cahier.texts import Words

_TOP = 2
_FEWEST = 2


def here(blocks: Iterable[Block], words: Words) -> str:
    """Return links to the main headings of a page; nothing when there are none to choose from."""
    found = [block for block in blocks if isinstance(block, Heading) and block.level == _TOP]
    if len(found) < _FEWEST:
        return ""
    links = (tag("a", escape(each.text), href=f"#{safe(each.anchor)}") for each in found)
    items = "".join(tag("li", link) for link in links)
    said = words.label("here")
    return tag("nav", tag("ul", items), class_="cahier-here", aria_label=said)
