"""Widths of the columns of a printed table, from how much each one says.

A browser or WeasyPrint measures every word of every cell, twice; adding up letters is a hundred
times quicker, and never leaves a column of one letter a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# In em of the table's text: what fits across a page upright and on its side, and in a cell's sides.
_UPRIGHT = 64.0
_SIDEWAYS_FROM = 72.0
_PADDING = 1.05
# A longer word may be hyphenated; a longer cell turns over several lines.
_WORD = 7.6
_CELL = 42.0
_NARROW = frozenset("iIjlftr.,:;'’()|!-· \u00a0\u202f")
_WIDE = frozenset("mwMWœŒæÆ%@–—+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column in em: its longest word, and how long its cells are."""

    word: float
    mean: float
    longest: float

    @property
    def least(self) -> float:
        """The width below which words break."""
        return min(_WORD, self.word) + _PADDING

    @property
    def wish(self) -> float:
        """The width it would like: between its usual cell and its longest."""
        return max(self.least, min(_CELL, (self.mean + self.longest) / 2) + _PADDING)


def fit(soup: Any, table: Any) -> None:
    """Give *table* its widths, and a page on its side when it needs one.

    A table with merged cells is left to the layout.
    """
    rows = [row.find_all(["th", "td"], recursive=False) for row in table.find_all("tr")]
    if not rows or table.find(["th", "td"], attrs={"colspan": True}) or _ragged(rows):
        return
    measured = [_column(cells) for cells in zip(*rows, strict=True)]
    group = soup.new_tag("colgroup")
    for share in shares(measured):
        group.append(soup.new_tag("col", style=f"width:{share:.1f}%"))
    table.insert(1 if table.contents and table.contents[0].name == "caption" else 0, group)
    _classify(table, measured)


def shares(measured: Sequence[Column], room: float = _UPRIGHT) -> list[float]:
    """Return the percentage of the width that each column takes.

    Each has room for its words; what is left goes where cells are long.
    """
    least = [column.least for column in measured]
    more = [column.wish - column.least for column in measured]
    spare = max(0.0, room - sum(least))
    # Short tables take the whole width too, so that all have one right edge.
    given = min(1.0, spare / sum(more)) if sum(more) else 0.0
    widths = [low + given * extra for low, extra in zip(least, more, strict=True)]
    return [100 * width / sum(widths) for width in widths]


def _classify(table: Any, measured: Sequence[Column]) -> None:
    """Say how many columns there are, and whether they need a page on its side."""
    classes = [*table.get("class", []), "pdf-fixed"]
    needed = sum(column.least for column in measured)
    in_sheet = table.find_parent(class_="cahier-sheet") is not None
    if needed > _SIDEWAYS_FROM and not in_sheet:
        classes.append("pdf-sideways")
    elif needed > _UPRIGHT:
        classes.append("pdf-dense")
    table["class"] = classes


def _ragged(rows: Sequence[Sequence[Any]]) -> bool:
    return len({len(row) for row in rows}) != 1 or not rows[0]


def _column(cells: Sequence[Any]) -> Column:
    texts = [cell.get_text(" ", strip=True) for cell in cells]
    lengths = [length(text) for text in texts]
    # Heads and badges are bold.
    words = (1.1 * length(word) for text in texts for word in text.split())
    return Column(max(words, default=0.5), sum(lengths) / len(lengths), max(lengths))


def length(text: str) -> float:
    """Return the length of *text* in em, near enough."""
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    return 0.9 if letter in _WIDE else 0.66 if letter.isupper() else 0.57
