"""The combined document of mkdocs-with-pdf, made ready for paper.

Everything here takes the document as Beautiful Soup reads it and changes it in place.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from cahier.plugin import columns

log = logging.getLogger("mkdocs.plugins.cahier.pdf")

_HEADINGS = re.compile(r"^h[1-6]$")
# While chapters are numbered and listed, the titles of records answer to another name.
_ASIDE = "record-"
_ALL_HEADINGS = re.compile(rf"^({_ASIDE})?h[1-6]$")
# What only a screen can use, by name, class or attribute; and what only makes boxes: unwrapped,
# the document is laid out in less time.
_SCREEN_NAMES = frozenset({"link", "style", "script", "nav"})
_SCREEN_CLASSES = frozenset(
    {"cahier-edit", "cahier-alt", "cahier-data", "cahier-narrow", "headerlink"}
)
_SCREEN_ATTRIBUTES = ("tabindex", "title", "rel", "target")
_WRAPPERS = frozenset({"cahier-scroll", "cahier-mention", "cahier-name"})
# A field whose value is at most this long stands beside another one.
_SHORT = 34
# A list whose items are at most this long runs in a line, an item this long is never broken.
_ITEM = 40
_WHOLE = 18
# So many pairs of so many letters stand side by side rather than one under the other.
_PAIRS = 8
_PAIR = 16
# A first field at most this long stays on the page of the record's title; any field at most that
# long is not split.
_FIRST = 700
_KEPT = 260


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; `lines` are pairs of a label and a value."""

    title: str
    subtitle: str
    lines: Sequence[tuple[str, str]]
    contents: str
    language: str


def document(
    soup: Any,
    css: str,
    cover: Cover,
    drawings: Mapping[str, Sequence[str]],
    allowed: Callable[[str], bool],
) -> str:
    """Return the HTML of the combined document, with one cover and one stylesheet."""
    bring_records_back(soup)
    undress(soup)
    dress(soup, css, cover)
    draw(soup, drawings)
    draw_mermaid(soup)
    drop_images(soup, allowed)
    lead_inside(soup)
    turn_pairs(soup)
    arrange_lists(soup)
    arrange_fields(soup)
    drop_captions(soup)
    for table in soup.find_all("table"):
        columns.fit(soup, table)
    return str(soup)


def fonts() -> Path:
    """Return the folder of the fonts that the mermaid-render package carries."""
    return Path(str(files("mermaid_render"))) / "fonts"


def unlink_headings(content: Any) -> None:
    """Make plain words of the links in headings: the table of contents would take them away."""
    for heading in content.find_all(_HEADINGS):
        for link in heading.find_all("a"):
            link.name = "span"
            del link["href"]


def set_records_aside(content: Any) -> None:
    """Hide the titles of records from the numbering and the contents."""
    for sheet in content.select(".cahier-sheet"):
        if heading := sheet.find(_HEADINGS, recursive=False):
            heading.name = f"{_ASIDE}{heading.name}"


def bring_records_back(soup: Any) -> None:
    """Make headings again of the titles of records."""
    for heading in soup.find_all(re.compile(f"^{_ASIDE}")):
        heading.name = heading.name.removeprefix(_ASIDE)


def shift(soup: Any, content: Any, title: str, id: str) -> None:
    """Put the headings of a section one level lower, under its own title."""
    for heading in content.find_all(_ALL_HEADINGS):
        heading.name = f"{heading.name[:-1]}{min(6, int(heading.name[-1]) + 1)}"
    own = soup.new_tag("h1", id=id)
    own.append(title)
    content.insert(0, own)


def undress(soup: Any) -> None:
    """Remove the styles of the screen, and what only a screen can use."""
    if cover := soup.find(id="doc-cover"):
        cover.decompose()
    for element in soup.find_all(True):
        if element.decomposed:
            continue
        classes = element.get("class") or ()
        if element.name in _SCREEN_NAMES or not _SCREEN_CLASSES.isdisjoint(classes):
            element.decompose()
        elif element.name == "input":
            element.replace_with("[x] " if element.has_attr("checked") else "[ ] ")
        elif not _WRAPPERS.isdisjoint(classes):
            element.unwrap()
        else:
            for name in _SCREEN_ATTRIBUTES:
                element.attrs.pop(name, None)


def dress(soup: Any, css: str, cover: Cover) -> None:
    """Give the document its head, its stylesheet, its language and its cover."""
    from bs4 import BeautifulSoup

    head = (
        f'<head><meta charset="utf-8"><title>{escape(cover.title)}</title>'
        f'<meta name="description" content="{escape(cover.subtitle)}">'
        '<meta name="generator" content="Cahier"></head>'
    )
    soup.head.replace_with(BeautifulSoup(head, "html.parser").head)
    style = soup.new_tag("style")
    style.string = css.replace("@@FONTS@@", fonts().resolve().as_uri())
    soup.head.append(style)
    soup.html["lang"] = cover.language
    soup.body.insert(0, BeautifulSoup(_cover_html(cover), "html.parser"))
    if contents := soup.select_one("#doc-toc > h1"):
        contents.string = cover.contents


def draw(soup: Any, drawings: Mapping[str, Sequence[str]]) -> None:
    """Put each drawing back as it was made, out of reach of the document's ids and styles.

    One that is too tall for a page comes in several sheets.
    """
    for box in soup.select(".cahier-drawing[data-drawing]"):
        caption = box.find_next("figcaption")
        sheets = drawings.get(box["data-drawing"], ("",))
        box.clear()
        for svg in sheets:
            box.append(_image(soup, svg, caption.get_text() if caption else ""))


def draw_mermaid(soup: Any) -> None:
    """Draw the Mermaid diagrams of hand-written pages, their source as the alternative text."""
    for fence in soup.select("pre.mermaid"):
        from mermaid_render import mermaid_to_svg

        svg = mermaid_to_svg(fence.get_text(), theme="neutral").decode()
        box = soup.new_tag("div", attrs={"class": "cahier-drawing"})
        box.append(_image(soup, svg, " ".join(fence.get_text().split())))
        fence.replace_with(box)


def drop_images(soup: Any, allowed: Callable[[str], bool]) -> None:
    """Leave the words of an image that may not be read; name those that have no words."""
    for image in soup.find_all("img"):
        address = image.get("src", "")
        name = PurePosixPath(urlsplit(address).path).name
        if not allowed(address):
            log.warning("not in the PDF, outside the site: %s", address)
            image.replace_with(image.get("alt") or name)
        elif not image.get("alt"):
            image["alt"] = name


def lead_inside(soup: Any) -> None:
    """Lead links to pages of records to where the document shows them; unlink the others."""
    shown = {
        sheet["data-id"]: sheet.find(_HEADINGS)["id"]
        for sheet in soup.select(".cahier-sheet[data-id]")
    }
    anchors = {element["id"] for element in soup.find_all(id=True)}
    for link in soup.select("a[href^='#']"):
        if (target := _target(link["href"][1:], shown, anchors)) is None:
            link.unwrap()
        else:
            link["href"] = f"#{target}"


def arrange_fields(soup: Any) -> None:
    """Say which fields are short, which hold a table, and which must follow the title."""
    for field in soup.select(".cahier-field"):
        classes = _layout(field)
        field["class"] = classes
    for fields in soup.select(".cahier-sheet > dl.cahier-fields:first-of-type"):
        first = fields.find(class_="cahier-field")
        if first is not None and len(first.get_text()) <= _FIRST and not first.find("table"):
            first["class"] = [*first["class"], "pdf-kept"]


def turn_pairs(soup: Any) -> None:
    """Lay the tables of a few short pairs, which have no titles, on their side."""
    for table in soup.select(".cahier-field table"):
        if table.thead is not None:
            continue
        rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
        words = [cell.get_text(strip=True) for row in rows for cell in row]
        short = max(map(len, words), default=0) <= _PAIR
        if short and 0 < len(rows) <= _PAIRS and all(len(row) == 2 for row in rows):
            _turn(soup, table, rows)


def arrange_lists(soup: Any) -> None:
    """Let lists of short items run in a line."""
    for items in soup.select("td ul, ul.cahier-items"):
        longest = max((len(item.get_text()) for item in items("li")), default=0)
        if not items.find(["ul", "ol", "p", "table"]) and longest <= _ITEM:
            items["class"] = ["cahier-mentions", *(["pdf-whole"] if longest <= _WHOLE else [])]


def drop_captions(soup: Any) -> None:
    """Remove the caption of a table that only says its heading again."""
    for caption in soup.find_all("caption"):
        heading = caption.find_previous(_HEADINGS)
        if heading is not None and heading.get_text(strip=True).endswith(
            caption.get_text(strip=True)
        ):
            caption.decompose()


def _layout(field: Any) -> list[str]:
    if field.dd.find(["table", "figure", "pre"]):
        return ["cahier-field", "pdf-tabled"]
    words = field.dd.get_text(" ", strip=True)
    blocks = field.dd.find(["ul", "ol", "p", "blockquote"])
    short = blocks is None and len(words) <= _SHORT
    if short:
        return ["cahier-field", "pdf-short"]
    return ["cahier-field", "pdf-long", *(["pdf-kept"] if len(words) <= _KEPT else [])]


def _turn(soup: Any, table: Any, rows: Sequence[Sequence[Any]]) -> None:
    head, body = soup.new_tag("thead"), soup.new_tag("tbody")
    for part, cells in ((head, [row[0] for row in rows]), (body, [row[1] for row in rows])):
        line = soup.new_tag("tr")
        line.extend(cell.extract() for cell in cells)
        part.append(line)
    for title in head.find_all(["th", "td"]):
        title.name, title["scope"] = "th", "col"
    table.tbody.decompose()
    table.extend([head, body])


def _target(href: str, shown: Mapping[str, str], anchors: set[str]) -> str | None:
    """Return the anchor in the document that *href* means, if there is one."""
    if href in anchors:
        return href
    page = href.split(":")[0]
    id = unquote(page).rstrip("/").split("/")[-1]
    if id in shown:
        return shown[id]
    return next((name for name in (page, f"{page}:") if name in anchors), None)


def _cover_html(cover: Cover) -> str:
    lines = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in cover.lines if v)
    return (
        f'<section id="cover"><p class="subtitle">{escape(cover.subtitle)}</p>'
        f'<p class="title">{escape(cover.title)}</p><dl>{lines}</dl></section>'
    )


def _image(soup: Any, svg: str, text: str) -> Any:
    data = base64.b64encode(svg.encode()).decode()
    return soup.new_tag("img", src=f"data:image/svg+xml;base64,{data}", alt=text)
