"""Captions that say nothing more than the heading above them: for those who listen only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cahier.page import Block, Diagram, Heading, Table

_WORD = re.compile(r"\w+")


def repeated(blocks: Iterable[Block], title: str) -> Iterator[tuple[Block, bool]]:
    """Yield each of *blocks*, and whether its caption repeats the heading it stands under.

    Under each heading, the *title* of the page to begin with, one drawing and one table may: the
    caption of a second tells it from the first.
    """
    above, heard = _words(title), set[type]()
    for block in blocks:
        match block:
            case Heading():
                above, heard = _words(block.text), set()
                yield block, False
            case Table() | Diagram():
                yield block, type(block) not in heard and _words(block.caption) <= above
                heard.add(type(block))
            case _:
                yield block, False


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
