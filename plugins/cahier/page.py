"""What views make and every export reads: pages of blocks, cells of inlines.

Nothing here knows HTML, PDF or a workbook: a new view comes out in every format, a new format
gets every view.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

DATA = "data"
"""The folder of the site where the data of its pages is."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, already in the reader's language and number format."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the reader reads it, its unit with it, and its value for sums and sorting.

    `unit` is that of the value where the text does not tell it: min for 2 j 3 h.
    """

    value: Decimal | int
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A day as the reader reads it, and in ISO 8601."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A record cited by its id; formats that can make it a link to the record."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the document, by its path."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Badge:
    """One value of an enumeration: `scale` names the field, `value` the code, `label` the words.

    `rank` is its place among the values of the field, for sorting: must before should.
    """

    scale: str
    value: str
    label: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Markup:
    """Markdown an author typed: untrusted, may hold several paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list inside a cell, one cell an item."""

    items: tuple[Cell, ...]


Inline = Text | Number | Date | Mention | PageLink | Badge | Markup | Items
Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a page; `level` is 2 or more, `anchor` is unique in the page."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of our own words, as Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; every row has as many cells as there are columns.

    `name` is what its files and the addresses of its filtered views are called, one of its page;
    empty for a table that is not worth any. `totals` is a last row of sums, a cell a column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    row_headers: bool = True
    name: str = ""
    totals: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing with its caption and, for those who cannot see it, the same facts as a table.

    `sheets` are the same drawing in parts that each fit a printed page; none when the whole does.
    `narrow` is the same for a phone, where the whole would be too small or too wide.
    """

    svg: str
    caption: str
    alternative: Table | None = None
    sheets: tuple[str, ...] = ()
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value of a record: a cell, or a table when it is a list of objects."""

    name: str
    label: str
    value: Cell | Table


@dataclass(frozen=True, slots=True)
class Card:
    """What is to be known of one thing at a glance; `title` may hold a mention."""

    title: Cell
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side where there is room, one below the other elsewhere."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record in full: what it is, its fields in the schema's order, who cites it and how.

    `level` is that of its heading: 1 on a page of its own, else one below the heading before it.
    """

    id: str
    name: str
    kind: str
    kind_label: str
    fields: tuple[Field, ...]
    cited: tuple[Field, ...] = ()
    source: str = ""
    line: int = 1
    level: int = 2


Block = Heading | Prose | Table | Diagram | Cards | Sheet


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site, a chapter of the PDF, a sheet of the workbook.

    `path` has no extension: `spec/p42-requirement`. `part` groups pages in the navigation;
    `parent` is the path of the page this one belongs under.
    """

    path: str
    title: str
    blocks: tuple[Block, ...]
    part: str = ""
    parent: str = ""

    @property
    def data(self) -> str:
        """The path of the same page as data."""
        return f"{DATA}/{self.path}.json"

    def csv(self, table: Table) -> str:
        """Return the path of the data of one of its named tables."""
        return f"{DATA}/{self.path}/{table.name}.csv"


def slug(text: str) -> str:
    """Return *text* as a file name: lower case, no accents, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("’", " "))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join("".join(c for c in word if c.isascii()) for word in kept.split())
