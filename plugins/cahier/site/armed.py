"""What would run in what authors wrote by hand: pages in Markdown, drawings, front matter.

The first of two locks (the other is `csp`); whatever a browser may take for an element counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

# Elements that run, fetch, move the reader elsewhere or change what the page says of itself.
_ELEMENTS = "applet|base|embed|form|frame|frameset|iframe|link|meta|object|script|style|template"
_ARMED = re.compile(rf"<(?=/?(?:{_ELEMENTS})\b)", re.IGNORECASE)
_DRAWN = frozenset(_ELEMENTS.split("|")) - {"style"}  # a drawing is an image to the site's pages
# A start tag as the HTML standard reads one (13.2.5, the states of tags and attributes).
_TAG = re.compile(r"<[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s>]*))?"""
)
_MOST = 100  # attributes of an element that anybody writes
_SCHEME = re.compile(r"(?:javascript|vbscript|data:text|data:application|data:image/svg)")
_BLANK = re.compile(r"[\x00-\x20\xa0]+")
_SHEET = "xml-stylesheet"


def disarmed(text: str) -> str:
    """Return HTML made of a hand-written page, what would run or fetch shown as it was typed.

    In what Markdown makes, code is escaped already: each of these is an element.
    """
    text = _ARMED.sub("&lt;", text)
    armed = [found.start() for found in _TAG.finditer(text) if _is_armed(text, found.end())]
    for start in reversed(armed):
        text = f"{text[:start]}&lt;{text[start + 1 :]}"
    return text


def runs(drawing: bytes) -> bool:
    """Whether a drawing, or another file in XML, may run something when it is opened."""
    parser: ET.XMLPullParser[Any] = ET.XMLPullParser(("start", "pi"))
    try:
        parser.feed(drawing)
        parser.close()
        return any(_does(*event) for event in parser.read_events())
    except ET.ParseError:  # a browser shows, and runs, what comes before
        return True


def plain(value: Any, signs: str) -> Any:
    """Return what front matter says, its texts such that they stay text in HTML.

    *signs* are written as references.
    """
    if isinstance(value, str):
        return re.sub(f"[{signs}]", lambda sign: html.escape(sign[0]), value)
    if isinstance(value, list):
        return [plain(each, signs) for each in value]
    if isinstance(value, dict):
        return {name: plain(each, signs) for name, each in value.items()}
    return value


def _does(event: str, element: Any) -> bool:
    if event == "pi":
        return str(element.text).startswith(_SHEET)
    name = str(element.tag).rpartition("}")[2].lower()
    return name in _DRAWN or any(_acts(*pair) for pair in element.items())


def _is_armed(text: str, at: int) -> bool:
    """Whether one of the attributes from *at* on runs something."""
    for known, (name, value) in enumerate(_attributes(text, at)):
        if known == _MOST or _acts(name, html.unescape(value)):
            return True
    return False


def _attributes(text: str, at: int) -> Iterator[tuple[str, str]]:
    """Yield the attributes of the element whose name ends at *at*."""
    while found := _ATTRIBUTE.match(text, at):
        yield found[1], (found[2] or "").strip("\"'")
        at = found.end()


def _acts(name: str, value: str) -> bool:
    """Whether an attribute runs something when an event comes, or leads to what runs."""
    name = name.rpartition("}")[2].lower()
    if name.startswith("on") or name == "ping":
        return True
    return any(_SCHEME.match(_BLANK.sub("", part).lower()) for part in value.split(";"))
