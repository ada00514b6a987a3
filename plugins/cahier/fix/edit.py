"""What `fix` changes in a text: pieces replaced, all the rest kept to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cahier.kinds import Pointer

_FOLD = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a text to replace by `new`; once read again it shall say `meant`.

    `reason` names the label that tells of it, `facts` fill that label; `at` is the value it
    concerns, where the text could be read before, or the key of that value when `is_key`.
    """

    start: int
    end: int
    new: str
    reason: str
    meant: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    at: Pointer = ()
    is_key: bool = False


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with the pieces replaced; those that start together keep their order."""
    parts, end = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        parts += [text[end : edit.start], edit.new]
        end = edit.end
    return "".join([*parts, text[end:]])


def quoted(text: str, start: int, end: int, reason: str, at: Pointer = ()) -> Edit:
    """Return the edit that puts a piece of *text* between double quotes."""
    piece = text[start:end]
    new = '"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return Edit(start, end, new, reason, _FOLD.sub(" ", piece), at=at)
