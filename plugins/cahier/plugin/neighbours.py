"""What mermaid2 and mkdocs-with-pdf need to work beside us, without network and without loss."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from cahier.book import Book
from cahier.git import revision
from cahier.page import Diagram
from cahier.plugin import withpdf
from cahier.plugin.files import MERMAID
from cahier.site.elements import key
from cahier.views import home

DRAWN = 'class="mermaid"'


def ready_mermaid(config: MkDocsConfig) -> None:
    """Have mermaid2 serve the script that comes with us, unless another is configured.

    It looks for the file in docs_dir only, so it is told that the search is over. It parses
    and writes anew every page that holds the word, be it in the navigation: half of a
    build's time; only pages with a diagram are left to it.
    """
    mermaid: Any = config.plugins.get("mermaid2")
    if mermaid is None:
        return
    if not mermaid.config["javascript"]:
        mermaid.config["javascript"] = mermaid._javascript = next(iter(MERMAID))
    events = config.plugins.events["post_page"]
    events[:] = [_for_diagrams(e) if _owner(e) is mermaid else e for e in events]


def mermaid_scripts(config: MkDocsConfig) -> list[str]:
    """Return the scripts that mermaid2 may write: how mkdocs.yml sets Mermaid."""
    mermaid: Any = config.plugins.get("mermaid2")
    if mermaid is None:
        return []
    said = import_module("mermaid2.pyjs").dumps(mermaid.mermaid_args)
    return [f"window.mermaidConfig = {{default: {said}}};", f"mermaid.initialize({said});"]


def ready_pdf(config: MkDocsConfig, book: Book) -> None:
    """Mend mkdocs-with-pdf, listed after us, when the PDF was asked for."""
    if "with-pdf" not in config.plugins or not withpdf.is_on():
        return
    folders = [Path(config.site_dir), Path(config.docs_dir)]
    cover = _cover(config, book)
    withpdf.wake(withpdf.Mending(cover, _drawings(book), folders))


def _cover(config: MkDocsConfig, book: Book) -> withpdf.Cover:
    language = book.words
    lines = [
        (language.label("home-stage"), home.stage(book.spec, language)),
        *home.imprint(book.spec, language, book.edition, revision(book.root).name),
    ]
    subtitle = config.site_description or language.label("specification")
    contents = language.label("contents")
    return withpdf.Cover(config.site_name, subtitle, lines, contents, language.language)


def _drawings(book: Book) -> dict[str, Sequence[str]]:
    blocks = (block for page in book.pages for block in page.blocks)
    drawn = (block for block in blocks if isinstance(block, Diagram))
    return {key(b.svg): b.sheets or (b.svg,) for b in drawn}


def _owner(event: Any) -> Any:
    return getattr(event, "__self__", None)


def _for_diagrams(event: Any) -> Any:
    """Return *event* for the pages that hold a Mermaid diagram, and nothing for the others."""

    def post_page(output: str, **more: Any) -> str:
        return str(event(output, **more)) if DRAWN in output else output

    return post_page
