"""The site as a PDF by mkdocs-with-pdf, mended where it needs it.

mkdocs-with-pdf 0.9.3 has had no release since 2021. What is mended here, and why:

- listed but off, it imports WeasyPrint (so needs Pango) and warns (so fails `--strict`): `rest`;
- it reads any file and any address that the pages name: `_fetcher`;
- it runs a `pdf_event_hook.py` found in the current folder: `_Hook` takes its place;
- its styles leave blank pages and split rows, its cover prints "None", the theme's own styles
  cost seconds: `_Hook.pre_pdf_render` gives the document one stylesheet and one cover.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

SWITCH = "ENABLE_PDF_EXPORT"
_ON = {"1", "true", "yes", "on"}
_GENERATOR = "mkdocs_with_pdf.generator"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; `lines` are pairs of a label and a value."""

    title: str
    subtitle: str
    lines: Sequence[tuple[str, str]]
    contents: str
    language: str


@dataclass(frozen=True)
class Mending:
    """What the document needs from the site: its cover, its drawings, the folders it may read."""

    cover: Cover
    drawings: Mapping[str, str] = field(repr=False)
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

    plugin.Generator = generator.Generator
    options.EventHookHandler = lambda *_: _Hook(mending)
    generator.HTML = _renderer(mending.folders)


def key(svg: str) -> str:
    """Return the name by which a drawing is found again in the combined document."""
    return hashlib.sha256(svg.encode()).hexdigest()[:16]


def _unless_off(record: logging.LogRecord) -> bool:
    return "without generate PDF" not in record.getMessage()


def _renderer(folders: Sequence[Path]) -> type[Any]:
    """Return WeasyPrint's HTML, tagged and closed to all but *folders*."""
    import weasyprint

    fetcher = _fetcher([*folders, _fonts()])

    class Html(weasyprint.HTML):  # type: ignore[misc] # WeasyPrint has no types
        def __init__(self, **options: Any) -> None:
            super().__init__(url_fetcher=fetcher, **options)

        def render(self, **options: Any) -> Any:
            document = super().render(**options)
            write = document.write_pdf
            document.write_pdf = lambda target, **more: write(
                target, pdf_variant="pdf/ua-1", **more
            )
            return document

    return Html


def _fetcher(folders: Sequence[Path]) -> Any:
    """Return a fetcher that opens nothing but data addresses and files below *folders*."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    roots = [folder.resolve() for folder in folders]

    class Fetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("file:"):
                path = Path(unquote(urlsplit(url).path)).resolve()
                if not any(path.is_relative_to(root) for root in roots):
                    raise FatalURLFetchingError(f"outside the site: {url}")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)


def _fonts() -> Path:
    """Return the folder of the fonts that the mermaid-render package carries."""
    return Path(str(files("mermaid_render"))) / "fonts"


@dataclass(frozen=True)
class _Hook:
    """What mkdocs-with-pdf asks of its event hook."""

    mending: Mending

    def inject_link(self, output: str, *_: Any) -> str:
        """Leave the pages of the site as they are without a PDF."""
        return output

    def pre_pdf_render(self, html: str) -> str:
        """Return the combined document, mended."""
        from bs4 import BeautifulSoup

        soup = BeautifulSoup(html, "html.parser")
        _undress(soup)
        _dress(soup, self.mending.cover)
        _draw(soup, self.mending.drawings)
        _draw_mermaid(soup)
        _lead_inside(soup)
        return str(soup)


def _undress(soup: Any) -> None:
    """Remove the styles of the screen, and what only a screen can use."""
    gone = "link, style, script, #doc-cover, .cahier-edit, .cahier-alt, .headerlink, nav, input"
    for element in soup.select(gone):
        element.decompose()
    for element in soup.select("[tabindex]"):
        del element["tabindex"]


def _dress(soup: Any, cover: Cover) -> None:
    from bs4 import BeautifulSoup

    css = (files("cahier.site") / "assets" / "pdf.css").read_text(encoding="utf-8")
    style = soup.new_tag("style")
    style.string = css.replace("@@FONTS@@", _fonts().resolve().as_uri())
    soup.head.append(style)
    soup.html["lang"] = cover.language
    soup.body.insert(0, BeautifulSoup(_cover_html(cover), "html.parser"))
    if contents := soup.select_one("#doc-toc > h1"):
        contents.string = cover.contents


def _cover_html(cover: Cover) -> str:
    lines = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in cover.lines if v)
    return (
        f'<section id="cover"><p class="subtitle">{escape(cover.subtitle)}</p>'
        f'<p class="title">{escape(cover.title)}</p><dl>{lines}</dl></section>'
    )


def _draw(soup: Any, drawings: Mapping[str, str]) -> None:
    """Put each drawing back as it was made, out of reach of the document's ids and styles."""
    for box in soup.select(".cahier-drawing[data-drawing]"):
        svg = drawings.get(box["data-drawing"], "")
        caption = box.find_next("figcaption")
        box.clear()
        box.append(_image(soup, svg, caption.get_text() if caption else ""))


def _draw_mermaid(soup: Any) -> None:
    for fence in soup.select("pre.mermaid"):
        from mermaid_render import mermaid_to_svg

        svg = mermaid_to_svg(fence.get_text(), theme="neutral").decode()
        box = soup.new_tag("div", attrs={"class": "cahier-drawing"})
        box.append(_image(soup, svg, " ".join(fence.get_text().split())))
        fence.replace_with(box)


def _image(soup: Any, svg: str, text: str) -> Any:
    data = base64.b64encode(svg.encode()).decode()
    return soup.new_tag("img", src=f"data:image/svg+xml;base64,{data}", alt=text)


def _lead_inside(soup: Any) -> None:
    """Lead links to pages of records to where the document shows them; unlink the others."""
    shown = {
        sheet["data-id"]: sheet.find(re.compile("h[1-6]"))["id"]
        for sheet in soup.select(".cahier-sheet[data-id]")
    }
    anchors = {element["id"] for element in soup.find_all(id=True)}
    for link in soup.select("a[href^='#']"):
        target = link["href"][1:].split(":")[0]
        id = unquote(target).rstrip("/").split("/")[-1]
        if link["href"][1:] in anchors:
            continue
        if id in shown:
            link["href"] = f"#{shown[id]}"
        elif target in anchors or f"{target}:" in anchors:
            link["href"] = f"#{target if target in anchors else f'{target}:'}"
        else:
            link.unwrap()
