"""Elements of HTML, whatever they hold."""

from __future__ import annotations

from html import escape


def tag(name: str, content: str = "", **attributes: str) -> str:
    """Return an element around HTML *content*; `class_` is class, `data_x` is data-x."""
    pairs = (
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{''.join(pairs)}>{content}</{name}>"


def safe(text: str) -> str:
    """Return *text* less what a name of HTML may not hold."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in text)
