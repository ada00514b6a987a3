"""Fields that are due and missing: a comment that says what to write, where it would stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cahier.diagnostic import Diagnostic
from cahier.fix.desk import Desk
from cahier.fix.edit import Edit, applied
from cahier.fix.lines import Line, front_end, lines
from cahier.kinds import Kind
from cahier.source import Document
from cahier.spec import Record, Spec

_BREAK = re.compile(r"\r\n|\r|\n")
_LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")


def missing(spec: Spec, diagnostics: Iterable[Diagnostic]) -> dict[str, list[tuple[Record, str]]]:
    """Return the fields that *diagnostics* call due, with their record, by file."""
    found: dict[str, list[tuple[Record, str]]] = {}
    for told in diagnostics:
        record = spec.get(told.record)
        if record is None or "due-field" not in (told.rule, told.sentence):
            continue
        name = str(told.facts["field"])
        if name not in record.fields and not _is_body(record, name):
            found.setdefault(record.document.path, []).append((record, name))
    return found


def _is_body(record: Record, name: str) -> bool:
    return name == record.document.body


def mended(
    desk: Desk, path: str, kind: Kind, due: Sequence[tuple[Record, str]]
) -> tuple[Edit, ...]:
    """Return the comments to add for the fields *due* in one file; none that would be read."""
    document = due[0][0].document
    written = lines(document.text)
    stubs = (_stub(document, written, record, name) for record, name in _ordered(due))
    found = tuple(stub for stub in stubs if stub)
    if not found or _is_unread(desk, path, kind, document, found):
        return found
    return tuple(stub for stub in found if _is_unread(desk, path, kind, document, [stub]))


def _is_unread(
    desk: Desk, path: str, kind: Kind, document: Document, edits: Sequence[Edit]
) -> bool:
    return desk.tried(path, kind, applied(document.text, edits)).data == document.data


def _ordered(due: Sequence[tuple[Record, str]]) -> list[tuple[Record, str]]:
    """Return the fields in the order of the schema: some will stand at the same place."""
    return sorted(due, key=lambda pair: _names(pair[0]).index(pair[1]))


def _names(record: Record) -> list[str]:
    return list(record.kind.shape.fields)


def _stub(document: Document, written: Sequence[Line], record: Record, name: str) -> Edit | None:
    end = _end(document, written, record)
    keys = _keys(document, record, end)
    first, column = min(keys.values())
    is_there = any(_is_stub(line, name) for line in written[first:end])
    if is_there or not _LEAD.fullmatch(written[first].text[:column]):
        return None
    line = _before(record, keys, name)
    later = min((other for other, _ in keys.values() if other > line), default=end)
    index = _last(written, line, later, column) + 1
    note = " ".join(record.kind.shape.fields[name].help.split())
    stub = f"{' ' * column}# {name}: …  # {note}"
    return _inserted(document.text, written[index].start, stub, name)


def _keys(document: Document, record: Record, end: int) -> dict[str, tuple[int, int]]:
    """Return the line and the column of each key of the record, counted from 0."""
    places = {key: document.key_place((*record.at, key)) for key in record.fields}
    return {k: (p.line - 1, p.column - 1) for k, p in places.items() if p.line <= end}


def _before(record: Record, keys: Mapping[str, tuple[int, int]], name: str) -> int:
    """Return the line of the field that comes before *name* in the schema and is there."""
    names = _names(record)
    earlier = (other for other in reversed(names[: names.index(name)]) if other in keys)
    return keys[next(earlier, "id")][0]


def _end(document: Document, written: Sequence[Line], record: Record) -> int:
    """Return the line after the last of the record."""
    if document.body:
        return front_end(written)
    if not record.at:
        return len(written)
    data = document.data
    assert isinstance(record.at[0], int)
    assert isinstance(data, list)
    following = record.at[0] + 1
    return document.place((following,)).line - 1 if following < len(data) else len(written)


def _is_stub(line: Line, name: str) -> bool:
    return bool(re.match(rf"[ \t]*#[ \t]*{re.escape(name)}[ \t]*:", line.text))


def _last(written: Sequence[Line], line: int, end: int, column: int) -> int:
    """Return the last line of the value that starts on *line*; comments of what follows are not."""
    last = end - 1
    while last > line and _is_between(written[last], column):
        last -= 1
    return last


def _is_between(line: Line, column: int) -> bool:
    text = line.text.strip(" \t")
    return text in ("", "-") or (text.startswith("#") and line.indent <= column)


def _inserted(text: str, start: int, stub: str, name: str) -> Edit:
    found = _BREAK.search(text)
    end = found.group() if found else "\n"
    # A file may lack its last line end; it lacks it still.
    ended = start < len(text) or _BREAK.match(text[-1:])
    return Edit(start, start, stub + end if ended else end + stub, "fix-due", facts={"field": name})
