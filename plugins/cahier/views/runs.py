"""Numbers by year, or by whatever is counted, in few words: 0 : 1 200 €, 1–5 : 300 €."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeGuard

from cahier.kinds import Shape
from cahier.page import Cell, Items, Number, Text
from cahier.texts import Words
from cahier.views.values import number


def is_by_number(data: Any) -> TypeGuard[Mapping[str, int | Decimal]]:
    """Whether *data* is a map of numbers whose keys count."""
    return (
        isinstance(data, dict)
        and all(key.isdecimal() for key in data)
        and all(isinstance(value, int | Decimal) for value in data.values())
    )


def runs(words: Words, shape: Shape, data: Mapping[str, int | Decimal]) -> Cell:
    """Return a map, keys that follow each other with one value told at once, none that is zero."""
    inner, colon = shape.entries or Shape(shape.name), words.label("colon").rstrip()
    lines = tuple(
        (Text(f"{first}{f'–{last}' if last > first else ''}{colon}"), _number(words, inner, value))
        for first, last, value in _runs({int(key): value for key, value in data.items()})
    )
    return (Items(lines),) if len(lines) > 1 else lines[0] if lines else ()


def _runs(data: Mapping[int, int | Decimal]) -> Iterator[tuple[int, int, int | Decimal]]:
    """Yield the first and the last key of each run, and its value."""
    for value, entries in groupby(sorted(data), key=lambda key: data[key]):
        keys = list(entries)
        starts = [key for key in keys if key - 1 not in keys]
        ends = [key for key in keys if key + 1 not in keys]
        if value:
            yield from ((first, last, value) for first, last in zip(starts, ends, strict=True))


def _number(words: Words, shape: Shape, value: int | Decimal) -> Number:
    return Number(value, number(words, shape, value))
