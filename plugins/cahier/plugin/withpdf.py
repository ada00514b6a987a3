"""The site as a PDF by mkdocs-with-pdf, mended where it needs it.

mkdocs-with-pdf 0.9.3 has had no release since 2021. What is mended here, and why:

- listed but off, it imports WeasyPrint (so needs Pango) and warns (so fails `--strict`): `rest`;
- it reads any file and any address that the pages name: `fetcher`;
- it runs a `pdf_event_hook.py` found in the current folder: `_Hook` takes its place;
- it reads whole pages, menus included, and searches them again and again: `_generator`;
- its styles leave blank pages and split rows, its cover prints "None": `printed`.
"""

from __future__ import annotations

import copy
import gc
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from cahier.plugin import printed
from cahier.plugin.printed import Cover

__all__ = ["Cover", "Mending", "allowed", "fetcher", "is_on", "rest", "wake"]

SWITCH = "ENABLE_PDF_EXPORT"
_ON = {"1", "true", "yes", "on"}
_GENERATOR = "mkdocs_with_pdf.generator"
# Numbered headings stop here unless mkdocs.yml says otherwise: records have ids already.
_NUMBERED = 2
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


@dataclass(frozen=True)
class Mending:
    """What the document needs from the site: its cover, its drawings, the folders it may read."""

    cover: Cover
    drawings: Mapping[str, Sequence[str]] = field(repr=False)
    folders: Sequence[Path] = ()


def is_on() -> bool:
    """Whether the PDF was asked for."""
    return os.environ.get(SWITCH, "").strip().lower() in _ON


def rest() -> None:
    """Let mkdocs-with-pdf be listed: at rest it costs nothing, woken it takes any word for yes.

    Must run before its module is imported, that is before it in the list of plugins.
    """
    logging.getLogger("mkdocs.with-pdf").addFilter(_unless_off)
    if is_on():
        os.environ[SWITCH] = "1"
    elif _GENERATOR not in sys.modules:
        stub = ModuleType(_GENERATOR)
        stub.Generator = None  # type: ignore[attr-defined]
        sys.modules[_GENERATOR] = stub


def wake(mending: Mending) -> None:
    """Replace what mkdocs-with-pdf does badly, before its own configuration is read."""
    if sys.modules.get(_GENERATOR) is not None and not hasattr(sys.modules[_GENERATOR], "HTML"):
        del sys.modules[_GENERATOR]
    from mkdocs_with_pdf import generator, options, plugin

    plugin.Generator = _generator(generator.Generator, generator.fix_twemoji)
    plugin.Options = _options(options.Options)
    options.EventHookHandler = lambda *_: _Hook(mending)
    # Its own copy forgets whether it is HTML, which sends every later search through the tree.
    generator.clone_element = copy.copy
    generator.HTML = _renderer(mending.folders)


def allowed(url: str, roots: Sequence[Path]) -> bool:
    """Whether *url* is a data address, or a file that really is below one of *roots*."""
    address = urlsplit(url)
    if address.scheme == "data":
        return True
    if address.scheme != "file" or address.netloc:
        return False
    path = Path(unquote(address.path)).resolve()
    return any(path.is_relative_to(root.resolve()) for root in roots)


def fetcher(roots: Sequence[Path]) -> Any:
    """Return a fetcher that opens nothing but what is `allowed`."""
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not allowed(url, roots):
                raise ValueError(f"outside the site: {url}")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"file", "data"}, allow_redirects=False)


def _unless_off(record: logging.LogRecord) -> bool:
    return "without generate PDF" not in record.getMessage()


def _options(base: type[Any]) -> type[Any]:
    class Options(base):  # type: ignore[misc] # mkdocs-with-pdf has no types
        def __init__(self, own: Any, *rest: Any) -> None:
            super().__init__(own, *rest)
            said = {name for given in own.user_configs for name in given or ()}
            if "ordered_chapter_level" not in said:
                self.ordered_chapter_level = _NUMBERED
            # Its own shifting starts from the top of the chapter for every heading.
            self.shifts: bool = self.heading_shift
            self.heading_shift: bool = False
            # It would count the links that lead to pages of records, before these are mended;
            # what cannot be mended is a warning of ours, which MkDocs counts.
            self.strict: bool = False

    return Options


def _generator(base: type[Any], mend_emoji: Callable[..., None]) -> type[Any]:
    class Generator(base):  # type: ignore[misc] # mkdocs-with-pdf has no types
        def _soup_from_content(self, content: str, page: Any) -> Any:
            if article := _ARTICLE.search(content):
                content = f"<html><head></head><body>{article[0]}</body></html>"
            return super()._soup_from_content(content, page)

        def _get_content(self, soup: Any, page: Any) -> Any:
            content = super()._get_content(soup, page)
            if content is not None:
                printed.unlink_headings(content)
                printed.set_records_aside(content)
            if content is not None and page.is_section and self._options.shifts:
                printed.shift(soup, content, str(page.title), self._page_path_for_id(page))
            return content

        def _render_js(self, soup: Any) -> Any:
            # Nothing runs scripts; the hook takes the document as it is, unwritten and unread.
            mend_emoji(soup, self.logger)
            return soup

    return Generator


def _renderer(folders: Sequence[Path]) -> type[Any]:
    """Return WeasyPrint's HTML, tagged and closed to all but *folders*."""
    import pydyf  # type: ignore[import-untyped] # comes with WeasyPrint, without types
    import weasyprint

    pydyf.PDF.page_references = property(_page_references)

    class Html(weasyprint.HTML):  # type: ignore[misc] # WeasyPrint has no types
        def __init__(self, **options: Any) -> None:
            super().__init__(url_fetcher=fetcher([*folders, printed.fonts()]), **options)

        def render(self, **options: Any) -> Any:
            with _uncollected():
                document = super().render(**options)
            write = document.write_pdf

            def write_tagged(target: Any, **more: Any) -> Any:
                with _uncollected():
                    return write(target, pdf_variant="pdf/ua-1", **more)

            document.write_pdf = write_tagged
            return document

    return Html


@contextmanager
def _uncollected() -> Iterator[None]:
    """Suspend the collection of cycles: over millions of boxes it costs a quarter more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of the pages, kept until there is one more.

    pydyf makes them all again for every tag: time that grows with the square of the pages.
    """
    numbers = pdf.pages["Kids"][::3]
    kept: tuple[bytes, ...] = pdf.__dict__.get("_kept", ())
    if len(kept) != len(numbers):
        kept = pdf._kept = tuple(b"%d 0 R" % number for number in numbers)
    return kept


@dataclass(frozen=True)
class _Hook:
    """What mkdocs-with-pdf asks of its event hook."""

    mending: Mending

    def inject_link(self, output: str, *_: Any) -> str:
        """Leave the pages of the site as they are without a PDF."""
        return output

    def pre_pdf_render(self, soup: Any) -> str:
        """Return the combined document, mended."""
        mending = self.mending
        roots = [*mending.folders, printed.fonts()]
        css = (files("cahier.site") / "assets" / "pdf.css").read_text(encoding="utf-8")
        return printed.document(
            soup, css, mending.cover, mending.drawings, lambda url: allowed(url, roots)
        )
