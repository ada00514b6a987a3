"""Traps of YAML that the reader refuses: a text without quotes that is cut, or read otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cahier.diagnostic import Diagnostic
from cahier.fix.desk import Desk
from cahier.fix.edit import Edit, applied, quoted
from cahier.fix.fields import Fields
from cahier.fix.lines import Line, Value, lines, value_at
from cahier.kinds import Kind
from cahier.source import Document, Raw

_REASONS = {
    ("yaml-syntax", "colon"): "fix-colon",
    ("hash-cut", ""): "fix-hash",
    ("tag", ""): "fix-start",
    ("anchor", "unused"): "fix-start",
    # What YAML says of a text that starts with @ or [ depends on how the text goes on.
    **{
        ("yaml-syntax", way): "fix-start"
        for way in ("", "reserved", "brackets", "after-quote", "apostrophe", "quote-unclosed")
    },
}
_ANYWHERE = ("fix-colon", "fix-hash")  # in the text; the others are at its start
_STARTS = tuple("@`%*&!>|")
_NOT_PLAIN = re.compile(r"[\"'|>,\]}]|[-?](?:[ \t]|$)")
# Tags and anchors that somebody meant: those of YAML and MkDocs, or before more than a text.
_MEANT = re.compile(
    r"""!(?:[!<]|(?:ENV|include|relative)\b)
    |[!&]\S*[ \t]+(?:[\[{]|[!&*]\S|[|>][-+0-9]*$|"[^"]*"$|'[^']*'$)""",
    re.VERBOSE,
)
_BRACKETED = re.compile(r"\[[^\]]*\][ \t]*[^,\]\s]|\{[^}]*\}[ \t]*[^,}\s]")


def mended(desk: Desk, path: str, kind: Kind, document: Document) -> tuple[Edit, ...]:
    """Return the quotes that *document* lacks; none unless it can be read with them."""
    file = _File(document.text, lines(document.text), Fields.of(kind.shape))
    edits: dict[int, Edit] = {}
    now = document
    found: tuple[Edit, ...] = ()
    while new := file.found(now, edits):
        edits |= new
        found = tuple({edit.start: edit for edit in edits.values()}.values())
        now = desk.tried(path, kind, applied(document.text, found))
    return found if found and _is_meant(desk, path, kind, document.text, found) else ()


@dataclass(frozen=True, slots=True)
class _File:
    """The text as its author wrote it, its lines, and what its kind says of the fields."""

    text: str
    lines: Sequence[Line]
    fields: Fields

    def found(self, now: Document, edits: Mapping[int, Edit]) -> dict[int, Edit]:
        """Return the edits that the problems of *now* ask for, by line; one at most a line.

        Edits do not move lines, so a line that has none is the same in both texts.
        """
        new: dict[int, Edit] = {}
        for problem in now.problems:
            value = self._value(problem)
            here = range(value.first, value.last + 1) if value else ()
            if value and not any(line in edits or line in new for line in here):
                new |= dict.fromkeys(here, self._edit(value, problem))
        return new

    def _edit(self, value: Value, problem: Diagnostic) -> Edit:
        edit = quoted(self.text, value.start, value.end, _REASONS[problem.rule, problem.way])
        return replace(edit, facts={"char": self.text[value.start]})

    def _value(self, problem: Diagnostic) -> Value | None:
        """Return the text that fell into the trap; none when what was meant is not clear."""
        reason = _REASONS.get((problem.rule, problem.way))
        index, column = problem.where.line - 1, problem.where.column - 1
        if reason is None or index >= len(self.lines):
            return None
        value = value_at(self.lines, index, column, self.fields)
        if value is None or not self._is_clear(value, reason):
            return None
        return value if reason in _ANYWHERE or self._starts(value, index, column) else None

    def _starts(self, value: Value, index: int, column: int) -> bool:
        """Whether the trap is the first character; YAML may see it only further on."""
        return value.first == value.last and value.start <= self.lines[index].start + column

    def _is_clear(self, value: Value, reason: str) -> bool:
        piece = self.text[value.start : value.end]
        if piece.startswith(("[", "{")):
            return value.field in self.fields.prose and bool(_BRACKETED.match(piece))
        if reason != "fix-colon" and not self.fields.may_hold_prose(value.field):
            return False
        if piece.startswith(_STARTS):
            return len(piece) > 1 and not _MEANT.match(piece)
        return reason in _ANYWHERE and not _NOT_PLAIN.match(piece)


def _is_meant(desk: Desk, path: str, kind: Kind, text: str, edits: Sequence[Edit]) -> bool:
    """Whether the text with *edits* says the same as with a plain word at each of their places."""
    word = "mot"
    while word in text:
        word += "x"
    words = {f"{word}{number}z": edit.meant for number, edit in enumerate(edits)}
    plain = [replace(edit, new=name) for name, edit in zip(words, edits, strict=True)]
    expected = desk.tried(path, kind, applied(text, plain))
    found = desk.tried(path, kind, applied(text, edits))
    return found.data is not None and found.data == _filled(expected.data, words)


def _filled(data: Raw, words: Mapping[str, str]) -> Raw:
    if isinstance(data, dict):
        return {key: _filled(value, words) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(value, words) for value in data]
    return words.get(data, data) if data is not None else None
