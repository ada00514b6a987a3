"""Values that read well here and otherwise elsewhere: words an editor types, letters in two parts.

An editor's YAML plugin follows YAML 1.1 or the core schema of 1.2; the reader of Cahier takes
every value as text, so that these only surprise in the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import normalize

from cahier.diagnostic import Location
from cahier.fix.desk import Desk
from cahier.fix.edit import Edit, applied, quoted
from cahier.fix.fields import is_text
from cahier.fix.lines import Line, front_end, lines
from cahier.kinds import Kind, Pointer, Shape
from cahier.source import Document, Raw

# A blank before what follows a number is for times: 2027-03-01 12:30:00 +01:00.
_TYPED = re.compile(
    r"""~|null|true|false|yes|no|on|off|y|n|=|<<
    |[-+]?0b[01_]+ |[-+]?0o[0-7_]+ |[-+]?0x[0-9a-f_]+
    |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?
    |[-+]?\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?
    |[-+]?\.inf |\.nan
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|[ \t]+)[0-9]{1,2}:[0-9:.]+[ \t]*(?:z|[-+][0-9:]+)?)?
    """,
    re.VERBOSE | re.IGNORECASE,
)

_COLON = re.compile(r"[ \t]*:")
_BREAK = re.compile(r"[\r\n]")


def mended(desk: Desk, path: str, kind: Kind, document: Document) -> tuple[Edit, ...]:
    """Return what is to be quoted or composed in *document*, as far as it reads as meant."""
    text = _Text(document)
    leaves = _leaves(document.data, _root(document, kind), ())
    found = [edit for leaf in leaves for edit in text.of(*leaf)]
    if not found or _is_meant(desk, path, kind, document, found):
        return tuple(found)
    return tuple(edit for edit in found if _is_meant(desk, path, kind, document, [edit]))


def _root(document: Document, kind: Kind) -> Shape:
    if isinstance(document.data, list):
        return Shape(kind.name, items=kind.shape)
    return kind.shape


def _leaves(data: Raw, shape: Shape | None, at: Pointer) -> Iterator[tuple[Pointer, Raw, Shape]]:
    """Yield each value for which the schema takes text, whatever stands there."""
    if shape is None:
        return
    if is_text(shape):
        yield at, data, shape
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _leaves(item, shape.items, (*at, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            if shape.keys and shape.keys.refs:
                yield (*at, key), None, shape.keys
            yield from _leaves(value, shape.fields.get(key) or shape.entries, (*at, key))


@dataclass(frozen=True)
class _Text:
    """The text of a document, and the edits that one of its values asks for."""

    document: Document

    def of(self, at: Pointer, value: Raw, shape: Shape) -> Iterator[Edit]:
        """Yield the edit of the value at *at*, if it asks for one."""
        if isinstance(value, dict):
            yield from self._colon(at, value)
        elif isinstance(value, str) and not self._is_body(at):
            yield from self._typed(at, value, shape)
            yield from self._composed(self.document.place(at), at, value, shape)
        elif value is None and shape.refs and at:
            found = self._composed(self.document.key_place(at), at, str(at[-1]), shape)
            yield from (replace(edit, is_key=True) for edit in found)

    def _typed(self, at: Pointer, value: str, shape: Shape) -> Iterator[Edit]:
        if shape.format == "date" or not _TYPED.fullmatch(value):
            return
        start, end = self._span(self.document.place(at))
        if self.document.text[start:end] == value:
            edit = quoted(self.document.text, start, end, "fix-typed", at)
            yield replace(edit, facts={"value": value})

    def _composed(self, place: Location, at: Pointer, value: str, shape: Shape) -> Iterator[Edit]:
        meant = normalize("NFC", value)
        if meant != value and (shape.refs or at[-1:] == ("id",)):
            start, end = self._span(place)
            new = normalize("NFC", self.document.text[start:end])
            yield Edit(start, end, new, "fix-composed", meant, {"value": meant}, at)

    def _colon(self, at: Pointer, value: dict[str, Raw]) -> Iterator[Edit]:
        """Yield the quotes of a text that reads as one key and its value: `- Objectif : suite`."""
        if len(value) != 1:
            return
        ((key, inner),) = value.items()
        text = self.document.text
        start, end = self._span(self.document.key_place((*at, key)))
        is_plain = text[start:end] == key
        if inner is not None:
            first, end = self._span(self.document.place((*at, key)))
            is_plain = is_plain and text[first:end] == inner
        elif colon := _COLON.match(text, end):
            end = colon.end()
        if is_plain and not _BREAK.search(text, start, end):
            yield quoted(text, start, end, "fix-colon", at)

    def _is_body(self, at: Pointer) -> bool:
        if not self.document.body or at != (self.document.body,):
            return False
        return self.document.place(at).line > front_end(self._lines)

    def _span(self, place: Location) -> tuple[int, int]:
        start = self._lines[place.line - 1].start + place.column - 1
        return start, start + place.width

    @cached_property
    def _lines(self) -> Sequence[Line]:
        return lines(self.document.text)


def _is_meant(desk: Desk, path: str, kind: Kind, document: Document, edits: Sequence[Edit]) -> bool:
    """Whether the text with *edits* says what it said, but for what they mean."""
    expected = document.data
    # Keys last: the places of all else are by the keys as they were.
    for edit in sorted(edits, key=lambda edit: edit.is_key):
        expected = _with(expected, edit.at, edit)
    return desk.tried(path, kind, applied(document.text, edits)).data == expected


def _with(data: Raw, at: Pointer, edit: Edit) -> Raw:
    if not at:
        return edit.meant
    if isinstance(data, list):
        return [_with(v, at[1:], edit) if i == at[0] else v for i, v in enumerate(data)]
    assert isinstance(data, dict)
    if edit.is_key and len(at) == 1:
        return {edit.meant if key == at[0] else key: value for key, value in data.items()}
    return {k: _with(v, at[1:], edit) if k == at[0] else v for k, v in data.items()}
