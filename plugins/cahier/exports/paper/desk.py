"""What the pages of one document share: the labels one can go to, the files, what was lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cahier.exports.paper.nodes import Goto, Loss, Spans
from cahier.mentions import cut, mention_pattern

Drawn = Callable[[bytes, str], bool]
"""Whether the typesetter can draw a file: its content, the end of its name."""


@dataclass
class Desk:
    """The document being made.

    `records` are the names of the records that have a place in it, `pages` the labels of its
    pages by path, `placed` the labels that have their place by now; `can_draw` says whether the
    typesetter opens an image; `typeset` sets what people typed.
    """

    records: Mapping[str, str]
    pages: Mapping[str, str]
    can_draw: Drawn
    typeset: Callable[[str], str]
    files: dict[str, bytes] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    mention: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        self.mention = mention_pattern(self.records)

    def lose(self, where: str, what: str) -> None:
        """Note that *what*, on the page or the record *where*, is not in the document."""
        loss = Loss(where, what)
        if loss not in self.losses:
            self.losses.append(loss)

    def place(self, label: str) -> str:
        """Return *label*, or nothing if it has its place already."""
        if label in self.placed:
            return ""
        self.placed.add(label)
        return label

    def keep(self, content: bytes, end: str) -> str:
        """Keep a file; return its name, made of its content."""
        name = f"{sha256(content).hexdigest()[:16]}.{end}"
        self.files[name] = content
        return name

    def to(self, id: str) -> Spans:
        """Return *id* leading to its record, if it has a place."""
        return (Goto(f"record:{id}", (id,)),) if id in self.records else (id,)

    def linked(self, text: str) -> Spans:
        """Return *text*, its ids leading to their records."""
        spans: list[Spans] = []
        for before, id in cut(text, self.mention):
            if before:
                spans.append((before,))
            if id:
                spans.append(self.to(id))
        return tuple(span for group in spans for span in group)
