"""What `traceability.tsv` says, and how each thing it names is found on a page of the site.

A line gives the place in a reference document (`B` the book, `G` the guide), what stands there,
the pages that serve it and what these pages must show. A page is a chapter of the library with
the pages under it (`P42`), the page of a record (`ANO-005`), or a hand-written one (`preambule`).
What is shown, separated by semicolons:

    kind, kind[field=value], ID     the sheet of every such record, with its name
    ….field,field                   and these fields, with the values of the records
    table kind                      a table with a row for every record of the kind
    dessin                          a drawing on the page of each record named by the line
    # Titre                         a heading
    « texte »                       words
    -> ID                           a link to a record's page
    navigation, titre du site       the menu leads to every page; the site bears its name
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from cahier.book import Book
from cahier.kinds import Shape
from cahier.spec import Record, Spec

FILE = Path(__file__).with_name("traceability.tsv")
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
RECORDS = re.compile(r"(?P<what>[a-z_]+|[A-Z]+-[0-9]+)(\[(?P<field>\w+)=(?P<value>[^\]]+)\])?")


@dataclass(frozen=True)
class Line:
    """One line of a reference document and what serves it."""

    source: str
    line: str
    content: str
    shows: tuple[str, ...]
    pages: tuple[str, ...]
    views: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.source}{self.line}"


def lines() -> list[Line]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Line(
            row["source"],
            row["line"],
            row["content"],
            tuple(row["shows"].split(" ; ")),
            tuple(row["pages"].split()),
            tuple(row["views"].split()),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Sheet:
    """A record as a page shows it: its title, its fields by label."""

    title: str
    fields: dict[str, str]


class Shown:
    """A page of the built site, read as its visitor would."""

    def __init__(self, site: Path, file: str) -> None:
        self.file = file
        html = (site / file).read_text(encoding="utf-8")
        self.soup = BeautifulSoup(html, "html.parser")
        self.main = self.soup.find("article") or self.soup
        for mark in self.main.select("a.headerlink"):
            mark.decompose()

    @cached_property
    def text(self) -> str:
        return plain(self.main)

    @cached_property
    def headings(self) -> set[str]:
        return {plain(h) for h in self.main.find_all(re.compile("^h[1-6]$"))}

    @cached_property
    def rows(self) -> str:
        """What the tables of the page say: on its own page a record may be shown by them."""
        return " ".join(plain(table) for table in self.main.select("table.cahier-table"))

    @cached_property
    def links(self) -> set[str]:
        return {str(a["href"]).rpartition("/")[2] for a in self.main.select("a[href]")}

    @cached_property
    def menu(self) -> set[str]:
        return {str(a["href"]) for a in self.soup.select("nav a[href]")}

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        found = {str(s["data-id"]): _sheet(s) for s in self.main.select("section.cahier-sheet")}
        if len(found) == 1:  # the page of one record shows what is long beside its sheet
            (own,) = found.values()
            found[next(iter(found))] = Sheet(own.title, self._parts() | own.fields)
        return found

    def _parts(self) -> dict[str, str]:
        """Return what stands below each heading of the page."""
        parts: dict[str, str] = {}
        for heading in self.main.find_all("h2"):
            below = takewhile(lambda tag: tag.name != "h2", heading.find_next_siblings())
            parts[plain(heading)] = " ".join(plain(tag) for tag in below)
        return parts

    @cached_property
    def tables(self) -> list[set[str]]:
        """The records that have a row of their own, table by table."""
        return [
            {plain(cell) for cell in table.select("tbody th[scope=row]")}
            for table in self.main.select("table.cahier-table")
        ]

    @cached_property
    def drawings(self) -> int:
        return len(self.main.select("figure.cahier-figure svg"))


def _sheet(section: Tag) -> Sheet:
    heading = section.find(re.compile("^h[1-6]$"))
    fields = {
        plain(flag.select_one(".cahier-flag-label")): plain(flag.select_one(".cahier-badge"))
        for flag in section.select(".cahier-badges .cahier-flag")
    }
    for field in section.select("dl.cahier-fields:not(.cahier-cited) > .cahier-field"):
        fields[plain(field.find("dt"))] = plain(field.find("dd"))
    return Sheet(plain(heading), fields)


def plain(tag: Any) -> str:
    """Return the words of an element, spaces made one, apostrophes as schemas write them."""
    text = tag.get_text(" ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") if tag else ""
    return " ".join(text.split())


class Reader:
    """Finds on the built site what the lines say is there."""

    def __init__(self, site: Path, book: Book) -> None:
        self.site, self.book = site, book
        self.spec: Spec = book.spec
        self._read: dict[str, Shown] = {}

    def files(self, name: str) -> list[str]:
        """Return the files of the page called *name*, the first one its own."""
        start = f"spec/{name.lower()}-"
        own = [page.path for page in self.book.pages if page.path.startswith(start)]
        if re.fullmatch(r"P\d\d", name):
            home = ["index"] if name == "P00" else []
            under = [page.path for page in self.book.pages if page.parent in own]
            return [f"{path}.html" for path in home + own + under]
        return [f"records/{name}.html" if name in self.spec.records else f"{name}.html"]

    def page(self, file: str) -> Shown:
        if file not in self._read:
            self._read[file] = Shown(self.site, file)
        return self._read[file]

    def missing(self, line: Line) -> list[str]:
        """Return what the pages of *line* do not show, and the pages that show nothing of it."""
        pages = {name: self._pages(name) for name in line.pages}
        faults = [f"no page {name}" for name, found in pages.items() if not found]
        shown = [page for found in pages.values() for page in found]
        idle = set(pages)
        for thing in line.shows:
            faults += [f"{thing}: {lack}" for lack in self._lacks(thing, shown)]
            idle -= {name for name in idle if self._helps(thing, pages[name])}
        return faults + [f"page {name} serves nothing of it" for name in sorted(idle)]

    def _pages(self, name: str) -> list[Shown]:
        return [self.page(f) for f in self.files(name) if (self.site / f).is_file()]

    def _helps(self, thing: str, pages: list[Shown]) -> bool:
        """Whether any of what *thing* names is on *pages*."""
        if found := self._named(thing):
            return any(record.id in page.sheets for record in found for page in pages)
        return not list(self._lacks(thing, pages))

    def _lacks(self, thing: str, pages: list[Shown]) -> Iterator[str]:
        word, _, rest = thing.partition(" ")
        match word:
            case "#":
                found = any(rest in page.headings for page in pages)
            case "«":
                found = any(rest.removesuffix(" »") in page.text for page in pages)
            case "->":
                found = rest in self.spec.records and any(f"{rest}.html" in p.links for p in pages)
            case "table":
                ids = {record.id for record in self.spec.kind(rest)}
                found = bool(ids) and any(ids <= table for p in pages for table in p.tables)
            case "dessin":
                own = [page for page in pages if re.fullmatch(r"spec/[a-z]+-\d+\.html", page.file)]
                found = bool(own) and all(page.drawings for page in own)
            case "navigation":
                found = any(self._leads_everywhere(page) for page in pages)
            case "titre":
                found = any(self._bears_its_name(page) for page in pages)
            case _:
                yield from self._records_lack(thing, pages)
                return
        if not found:
            yield "not found"

    def _leads_everywhere(self, page: Shown) -> bool:
        return {f"{p.path}.html" for p in self.book.pages} <= page.menu

    def _bears_its_name(self, page: Shown) -> bool:
        project = self.spec.kind("project")[0].name
        title, header = page.soup.find("title"), page.soup.find("header")
        return project in plain(title) and project in plain(header)

    def _named(self, thing: str) -> list[Record]:
        """Return the records that *thing* names; none when it names something else."""
        match = RECORDS.match(thing)
        if match is None or thing.split()[0] in ("table", "dessin", "navigation", "titre"):
            return []
        what, field, value = match["what"], match["field"], match["value"]
        if record := self.spec.get(what):
            return [record]
        found = self.spec.kind(what)
        return [r for r in found if field is None or told(r.fields.get(field)) == value]

    def _records_lack(self, thing: str, pages: list[Shown]) -> Iterator[str]:
        records = self._named(thing)
        if not records:
            yield "no such record"
        fields = thing.partition(".")[2]
        for record in records:
            sheets = [page.sheets[record.id] for page in pages if record.id in page.sheets]
            if not any(sign(record.name) in sign(sheet.title) for sheet in sheets):
                yield f"{record.id} is not shown"
        for field in filter(None, fields.split(",")):
            yield from self._field_lacks(field, records, pages)

    def _field_lacks(self, field: str, records: list[Record], pages: list[Shown]) -> Iterator[str]:
        bearing = [record for record in records if field in record.fields]
        if not bearing:
            yield f"no record has {field}"
        for record in bearing:
            shape, value = record.kind.shape.fields[field], record.fields[field]
            label = shape.label["fr"]
            wanted = {sign(piece) for piece in pieces(shape, value)}
            shown = [
                sign(p.sheets[record.id].fields.get(label, ""))
                for p in pages
                if record.id in p.sheets
            ]
            own = (p for p in pages if p.file == f"spec/{record.id.lower()}.html")
            shown += [sign(p.rows) for p in own]
            if not any(all(piece in text for piece in wanted) for text in shown):
                yield f"{record.id} does not show {field} « {label} »"


def told(value: Any) -> str:
    """Return a value as `traceability.tsv` writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def pieces(shape: Shape, value: Any) -> Iterator[str]:
    """Yield the texts that a reader must find where *value* is shown."""
    if isinstance(value, list):
        for item in value:
            yield from pieces(shape.items or shape, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if shape.fields:
                yield from pieces(shape.fields[key], item)
            else:
                yield from pieces(shape.keys or shape, key)
                yield from pieces(shape.entries or shape, item)
    else:
        yield _words(shape, value)


def _words(shape: Shape, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if shape.values:
        return shape.values[value]["fr"]
    if shape.format == "date":
        year, month, day = value.split("-")
        return f"{'1er' if day == '01' else int(day)} {MONTHS[int(month) - 1]} {year}"
    return str(value)


def sign(text: str) -> str:
    """Return the letters and digits of *text*, without its Markdown, to compare by."""
    text = re.sub(r"\]\([^)]*\)|^\s*\d+[.)]\s", "", text, flags=re.MULTILINE)
    return re.sub(r"[\W_]+", "", text).casefold()
