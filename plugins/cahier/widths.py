"""Widths of the columns of a printed table, from how much each one says.

A typesetter measures every word of every cell, twice; adding up letters is a hundred times
quicker, and never leaves a column of one letter a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# In em: what a cell keeps free at its sides; a longer word may be hyphenated, a longer cell turns
# over several lines.
_PADDING = 1.05
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


def column(texts: Sequence[str]) -> Column:
    """Return what a column asks for that holds *texts*, its title among them."""
    lengths = [length(text) for text in texts]
    # Heads and badges are bold.
    words = (1.1 * length(word) for text in texts for word in text.split())
    return Column(max(words, default=0.5), sum(lengths) / len(lengths), max(lengths))


def shares(measured: Sequence[Column], room: float) -> list[float]:
    """Return the percentage of the width, *room* em, that each column takes.

    Each has room for its words; what is left goes where cells are long.
    """
    least = [column.least for column in measured]
    more = [column.wish - column.least for column in measured]
    spare = max(0.0, room - sum(least))
    # Short tables take the whole width too, so that all have one right edge.
    given = min(1.0, spare / sum(more)) if sum(more) else 0.0
    widths = [low + given * extra for low, extra in zip(least, more, strict=True)]
    return [100 * width / sum(widths) for width in widths]


def length(text: str) -> float:
    """Return the length of *text* in em, near enough."""
    return sum(map(_LETTERS.__getitem__, text))


class _Letters(dict[str, float]):
    """The width of each letter met so far, in em."""

    def __missing__(self, letter: str) -> float:
        if letter in _NARROW:
            width = 0.33
        else:
            width = 0.9 if letter in _WIDE else 0.66 if letter.isupper() else 0.57
        self[letter] = width
        return width


_LETTERS = _Letters()
