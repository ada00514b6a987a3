"""The two Markdowns: that of records, and that of the pages MkDocs renders."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

# What hand-written pages may use: nothing that runs or reads a file.
_EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)


def record_html(text: str) -> str:
    """Return the Markdown of a record as HTML; raw HTML in it is text."""
    return str(_parser().render(text))


def page_html(text: str) -> str:
    """Return the Markdown of a hand-written page as HTML."""
    from markdown import Markdown

    fences = [{"name": "mermaid", "class": "mermaid", "format": _fence}]
    options: dict[str, dict[str, Any]] = {
        "pymdownx.highlight": {"use_pygments": False},
        "pymdownx.superfences": {"custom_fences": fences},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    return str(Markdown(extensions=[*_EXTENSIONS], extension_configs=options).convert(text))


def _fence(source: str, *_: Any, **__: Any) -> str:
    return f'<pre class="mermaid">{escape(source)}</pre>'


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
