"""Ids of records written in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def mention_pattern(ids: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern of ids written in prose: PREFIX-NNN, of the prefixes in use."""
    prefixes = {m.group(1) for id in ids if (m := re.fullmatch(r"([A-Z]+)-[0-9]{3,}", id))}
    if not prefixes:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(prefixes))})-[0-9]{{3,}}(?![\w-])")


def cut(text: str, mention: re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    """Yield the text before each id and the id, then the rest and nothing."""
    start = 0
    for found in mention.finditer(text) if mention else ():
        yield text[start : found.start()], found.group()
        start = found.end()
    yield text[start:], ""
