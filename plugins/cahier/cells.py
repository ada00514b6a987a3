"""Cells as the plain text and the bare values that a spreadsheet or a program takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain, count

from cahier.page import (
    Badge,
    Block,
    Cards,
    Cell,
    Date,
    Diagram,
    Inline,
    Items,
    Markup,
    Mention,
    Number,
    PageLink,
    Sheet,
    Table,
    Text,
    slug,
)

# The digits of a number in words, and what follows them: "1 200,50 €".
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_SPELT = re.compile(rf"[-+±\u2212]?\d[\d.,{_SPACES}]*(\D*)")


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column have in common.

    `key` is its title as a word of an address, `type` one of `number`, `date`, `badge`, `id` or
    `text`, `unit` that of all its numbers when it is the same, `adds` whether a total is given.
    """

    name: str
    key: str
    type: str
    unit: str = ""
    adds: bool = False

    @property
    def title(self) -> str:
        """Its title, the unit with it: "Montant (€)"."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


def columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of *table*; one has a type when all its filled cells have it.

    One of numbers may say a few words such as "none".
    """
    keys = _keys(table.columns)
    totals = table.totals or ((),) * len(keys)
    return tuple(
        _column(name, key, [row[n] for row in table.rows if row[n]], _is(totals[n], Number))
        for n, (name, key) in enumerate(zip(table.columns, keys, strict=True))
    )


def tables(blocks: Sequence[Block]) -> Iterator[Table]:
    """Yield the tables of *blocks* that have a name, wherever they stand."""
    for block in blocks:
        match block:
            case Table():
                found: list[Table | Cell | None] = [block]
            case Diagram():
                found = [block.alternative]
            case Sheet():
                found = [field.value for field in block.fields]
            case Cards():
                found = [field.value for card in block.cards for field in card.fields]
            case _:
                found = []
        yield from (table for table in found if isinstance(table, Table) and table.name)


def text(cell: Cell) -> str:
    """Return the words of *cell*: records by their ids, items one a line."""
    return " ".join(_words(inline) for inline in cell)


def value(cell: Cell, column: Column) -> str | Decimal | int:
    """Return the number of a cell that holds only one, the ISO date, else its words.

    A number that says more than the title of its column does is words: "65 at most".
    """
    match cell:
        case (Number() as number,) if _unit_of(number) == column.unit:
            return number.value
        case (Date(iso=iso),):
            return iso
    return text(cell)


def _words(inline: Inline) -> str:
    match inline:
        case Mention():
            return f"{inline.id} {inline.name}".rstrip()
        case PageLink():
            return inline.title
        case Badge():
            return inline.label
        case Items():
            return "\n".join(text(item) for item in inline.items)
        case Text() | Number() | Date() | Markup():
            return inline.text.strip()


_TYPES: Mapping[type | None, str] = {Date: "date", Badge: "badge", Mention: "id"}


def _column(name: str, key: str, cells: Sequence[Cell], adds: bool) -> Column:
    held = Counter(type(cell[0]) if len(cell) == 1 else None for cell in cells)
    if 2 * held[Number] > len(cells):
        return Column(name, key, "number", _unit(cells), adds)
    only = next(iter(held)) if len(held) == 1 else None
    return Column(name, key, _TYPES.get(only, "text"))


def _is(cell: Cell, inline: type) -> bool:
    return len(cell) == 1 and isinstance(cell[0], inline)


@lru_cache(maxsize=1024)
def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return a key for each name, no two the same."""
    keys: list[str] = []
    for name in names:
        key = slug(name) or "colonne"
        free = (k for k in chain([key], (f"{key}-{n}" for n in count(2))) if k not in keys)
        keys.append(next(free))
    return tuple(keys)


def _unit(cells: Sequence[Cell]) -> str:
    units = {_unit_of(i) for cell in cells for i in cell if isinstance(i, Number)}
    return (units.pop() or "") if len(units) == 1 else ""


def _unit_of(number: Number) -> str | None:
    """Return the unit of a number, nothing where its words are not digits and a unit."""
    found = _SPELT.fullmatch(number.text)
    return number.unit or (found[1].strip(_SPACES) if found else None)
