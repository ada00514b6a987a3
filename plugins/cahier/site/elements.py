"""Elements of HTML, whatever they hold."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from html import escape


def tag(name: str, content: str = "", **attributes: str) -> str:
    """Return an element around HTML *content*; `class_` is class, `data_x` is data-x."""
    if not attributes:
        return f"<{name}>{content}</{name}>"
    return f"<{name}{''.join(map(_attribute, attributes.items()))}>{content}</{name}>"


@lru_cache(maxsize=4096)
def _attribute(pair: tuple[str, str]) -> str:
    """Return an attribute; most are the same from one page to the next."""
    return f' {pair[0].rstrip("_").replace("_", "-")}="{escape(pair[1])}"'


def safe(text: str) -> str:
    """Return *text* less what a name of HTML may not hold."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in text)


def key(drawing: str) -> str:
    """Return the name by which a drawing is found again in a document made of all pages."""
    return sha256(drawing.encode()).hexdigest()[:16]
