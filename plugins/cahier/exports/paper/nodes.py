"""What a document on paper is made of: spans inside parts, parts inside chapters.

Every record and page has an anchor (`record:EXF-012`, `page:spec/p42`), which a `Goto` names. Texts
are texts: no node holds the syntax of a format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Words with a look: strong, emph, strike, code, sub or sup."""

    look: str
    of: Spans


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address outside the document."""

    to: str
    of: Spans


@dataclass(frozen=True, slots=True)
class Goto:
    """Words that lead to an anchor of the document."""

    to: str
    of: Spans


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image an author gave, by the name of its file, and its words."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page."""

    of: Parts


@dataclass(frozen=True, slots=True)
class Tag:
    """A value of an enumeration: `scale` names the field, `value` the code."""

    scale: str
    value: str
    label: str


Span = str | Mark | Link | Goto | Break | Picture | Footnote | Tag
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    of: Spans


@dataclass(frozen=True, slots=True)
class Title:
    """A heading; `anchor` may be empty, `listed` says whether the contents name it.

    `fresh` ones begin a page.
    """

    level: int
    of: Spans
    anchor: str = ""
    listed: bool = True
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """The end of a page, whatever room is left on it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `start` is its first number, 0 when it has none; `inline` may run in a line."""

    items: tuple[Parts, ...]
    start: int = 0
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms and what each means."""

    entries: tuple[tuple[Spans, Parts], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text as typed, line by line."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    of: Parts


@dataclass(frozen=True, slots=True)
class Callout:
    """A box with a title: an admonition, a tab."""

    kind: str
    title: Spans
    of: Parts


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `shares` of the width by column, in hundredths, `aligns` left or right.

    `tall` names the rows that may not fit on a page and so may be split, `turned` says that the
    titles stand on their side, `size` is that of the letters, in points.
    """

    columns: tuple[Spans, ...]
    rows: tuple[tuple[Parts, ...], ...]
    shares: tuple[float, ...]
    aligns: tuple[str, ...]
    caption: str = ""
    row_headers: bool = True
    totals: tuple[Parts, ...] = ()
    tall: tuple[int, ...] = ()
    turned: bool = False
    size: float = 8.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of a drawing, from `top` down `height`, in shares of its whole height."""

    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, by the name of its file, `width` in points, shown piece by piece."""

    file: str
    alt: str
    caption: str
    width: float
    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled value of a record; `short` ones stand side by side.

    `pad` is the room, in em, that a label longer than its value needs below it.
    """

    label: str
    of: Parts
    short: bool
    pad: float = 0.0


@dataclass(frozen=True, slots=True)
class Card:
    """A record in full: its title, its enumerated values, its fields, who cites it.

    `whole` says that it is small enough to stay on one page.
    """

    title: Title | None
    id: str
    name: str
    kind: str
    tags: tuple[tuple[str, Tag], ...]
    entries: tuple[Entry, ...]
    cited: tuple[Entry, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing at a glance."""

    title: Spans
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """Things at a glance, side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Sideways:
    """Parts on pages that lie on their side."""

    of: Parts


Part = (
    Para
    | Title
    | NewPage
    | Listing
    | Terms
    | Code
    | Quote
    | Callout
    | Rule
    | Grid
    | Figure
    | Card
    | Tiles
    | Sideways
)
Parts = tuple[Part, ...]


def members(node: object) -> tuple[str, ...] | None:
    """Return the names of the fields of a node; nothing for what is no node."""
    return getattr(node, "__slots__", None)


@dataclass(frozen=True, slots=True)
class Front:
    """What the first pages say of the document.

    `facts` are pairs of a label and a value, `history` rows of version, date and subject, `mark`
    the confidentiality that every page repeats, `author` the company.
    """

    title: str
    subtitle: str
    author: str
    edition: str
    mark: str
    date: str
    facts: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str, str], ...]
    language: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be set on paper: the page or the record it stands on, and what it is."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: its first pages, its parts, its index, the files that it shows.

    `index` holds the id and the name of every record that has a place in it, `anchors` where each
    link leads.
    """

    front: Front
    parts: Parts
    index: tuple[tuple[str, str], ...]
    anchors: Mapping[str, str]
    files: tuple[tuple[str, bytes], ...]
    losses: tuple[Loss, ...]
