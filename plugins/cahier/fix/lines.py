"""The lines of a file, read without YAML: where the value of each stands, whose it is.

`fix` needs them where YAML cannot be read, and where what it reads is not what was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cahier.fix.fields import Fields, item_of

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_PARTS = re.compile(
    r"""(?P<lead>[ \t]*(?:-[ \t]+)*)"""
    r"""(?:(?P<key>"[\w.-]+"|'[\w.-]+'|[\w.-]+)[ \t]*(?P<colon>:)(?:[ \t]+|$))?"""
    r"""(?P<value>.*)"""
)
_COMMENT = re.compile(r"(?:^|[ \t]+)#(?=[\s#]|$)")
_MARK = re.compile(r"-(?:[ \t]|$)|#|\?[ \t]|[\w.-]+:(?:[ \t]|$)|---")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the columns of its lead and key, the offsets of its value in the file.

    `inner` is the column beyond which what belongs to its value must stand.
    """

    text: str
    start: int
    lead: str
    key: str
    key_start: int
    colon: int
    value_start: int
    value_end: int

    @property
    def indent(self) -> int:
        """How far the line is indented."""
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def is_blank(self) -> bool:
        """Whether the line says nothing: blank, or a comment."""
        return not self.text.strip(" \t") or self.text.lstrip(" \t").startswith("#")

    @property
    def is_item(self) -> bool:
        """Whether the line opens an item of a list."""
        return "-" in self.lead

    @property
    def value(self) -> str:
        """What stands after the key or the dash, less its comment."""
        return self.text[self.value_start - self.start : self.value_end - self.start]

    @property
    def inner(self) -> int:
        """The column of the key, else of the last dash; -1 where there is neither."""
        return len(self.lead) if self.key else self.lead.rfind("-")

    @property
    def end(self) -> int:
        """The offset where what is written ends, less its comment."""
        written = self.text[: self.value_end - self.start].rstrip(" \t")
        return self.start + len(written)

    @property
    def has_comment(self) -> bool:
        """Whether a comment follows the value."""
        return bool(self.text[self.value_end - self.start :].strip(" \t"))

    @property
    def has_mark(self) -> bool:
        """Whether the line looks like more than the continuation of a text."""
        return bool(_MARK.match(self.text.lstrip(" \t")))


def lines(text: str) -> list[Line]:
    """Return the lines of *text*."""
    return [_line(found.group(), found.start()) for found in _LINE.finditer(text)]


def front_end(lines: Sequence[Line]) -> int:
    """Return how many lines of a Markdown file are its front matter, less the closing one."""
    closing = (n for n, line in enumerate(lines) if n and line.text.rstrip(" \t") == "---")
    return next(closing, len(lines))


def _line(text: str, start: int) -> Line:
    text = text.rstrip("\r\n")
    parts = _PARTS.match(text)
    assert parts is not None
    found = parts["value"]
    comment = _COMMENT.search(found)
    value = (found[: comment.start()] if comment else found).rstrip(" \t")
    at = start + parts.start("value")
    key = (parts["key"] or "").strip("\"'")
    return Line(
        text,
        start,
        parts["lead"],
        key,
        start + parts.end("lead"),
        parts.start("colon"),
        at,
        at + len(value),
    )


@dataclass(frozen=True, slots=True)
class Value:
    """A text written without quotes: its offsets, its lines, the field that it is of."""

    start: int
    end: int
    first: int
    last: int
    field: str


def value_at(lines: Sequence[Line], index: int, column: int, fields: Fields) -> Value | None:
    """Return the text that stands on the line *index* around *column*; none when it is unclear."""
    line = lines[index]
    if column <= line.colon if line.key else not line.is_item:
        return _continued(lines, index, fields)
    owner = _owner(lines, index) if line.is_item or line.key not in fields.names else ""
    if line.key and line.key not in fields.names and (line.is_item or owner in fields.prose):
        return _spread(lines, index, line.key_start, line.lead.rfind("-"), owner)
    if not line.value:
        return None
    return _spread(lines, index, line.value_start, line.inner, line.key or owner)


def _continued(lines: Sequence[Line], index: int, fields: Fields) -> Value | None:
    """Return the text that goes on at the line *index*, from the line where it starts."""
    for before in range(index - 1, -1, -1):
        line = lines[before]
        if line.is_blank or (line.indent >= lines[index].indent and line.has_mark):
            return None
        if line.inner < 0 or line.inner >= lines[index].indent:
            continue
        first = before if line.value else before + 1
        start = line.value_start if line.value else lines[first].start + lines[first].indent
        owner = line.key or _owner(lines, before)
        found = _spread(lines, first, start, line.inner, owner)
        return found if found and found.last >= index else None
    return None


def _spread(lines: Sequence[Line], first: int, start: int, inner: int, field: str) -> Value | None:
    """Return the text from *start* on, as far as its lines are indented beyond *inner*."""
    last = first
    while last + 1 < len(lines) and _goes_on(lines[last + 1], inner):
        last += 1
    more = lines[first + 1 : last + 1]
    if any(line.has_mark for line in more) or _goes_on_later(lines[last + 1 :], inner):
        return None
    if any(line.has_comment for line in lines[first:last]):
        return None
    return Value(start, lines[last].end, first, last, field)


def _goes_on(line: Line, inner: int) -> bool:
    return bool(line.text.strip(" \t")) and line.indent > inner


def _goes_on_later(rest: Sequence[Line], inner: int) -> bool:
    """Whether the text goes on after blank lines."""
    written = next((line for line in rest if not line.is_blank), None)
    return written is not None and _goes_on(written, inner) and written.text[:3] != "---"


def _owner(lines: Sequence[Line], index: int) -> str:
    """Return the field whose value the line *index* is a part of."""
    here = lines[index]
    for before in range(index - 1, -1, -1):
        line = lines[before]
        if line.is_blank or not line.key or line.value:
            continue
        if len(line.lead) < here.indent or (here.is_item and len(line.lead) == here.indent):
            return item_of(line.key) if here.is_item else line.key
    return ""
