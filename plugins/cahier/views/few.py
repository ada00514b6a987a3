"""What a drawing shows of many records: as many as one can look at; its table has them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cahier.spec import Record
from cahier.texts import Words

MOST = 30


def few(records: Sequence[Record], rank: Callable[[Record], Any]) -> tuple[Record, ...]:
    """Return at most `MOST` of *records*, those of the lowest *rank*, in their own order."""
    kept = {record.id for record in sorted(records, key=rank)[:MOST]}
    return tuple(record for record in records if record.id in kept)


def caption(words: Words, key: str, some: str, shown: int, total: int) -> str:
    """Return the caption *key*, with *some* that says how many of how many if not all are shown."""
    said = words.label(key)
    if shown == total:
        return said
    told = words.label(some, n=words.number(shown), total=words.number(total))
    return f"{said}{words.label('colon')}{told}"
