"""Read one file of a specification strictly: the text of every scalar, and its place.

Every value is the text its author wrote: `no`, `01000` and `1.10` stay so, the schema gives
them a type later. What YAML would drop, replace or guess in silence is refused here, and a file
that cannot be read is a `Document` with problems, never an exception.

The events of libyaml are walked directly: the way is short (no tree of nodes), the depth is
known before the next level opens, and tags and anchors are seen as they are written. Places
are worked out only when asked for.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import NoReturn, TypeAlias, cast
from unicodedata import is_normalized, normalize

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from cahier.diagnostic import Diagnostic, Location, Severity

if not yaml.__with_libyaml__:
    raise RuntimeError("Cahier needs PyYAML built with libyaml; install a PyYAML wheel that has it")

from yaml._yaml import CParser, Mark

Pointer = tuple[str | int, ...]
Raw: TypeAlias = "dict[str, Raw] | list[Raw] | str | None"

MAX_BYTES = 5_000_000
MAX_DEPTH = 32
MAX_COPIES = 10_000  # nodes that the aliases of a file may add
MAX_PROBLEMS = 200  # told of one file: nobody reads more, and a hostile file has millions
_MAX_CHARACTERS = 20  # of which bad characters: a binary file has thousands
_HOLE = "\ue000"  # stands for a bad character while the rest of the file is read

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
# Separators U+2028 and U+2029 too: YAML 1.1 counts them as line ends, editors do not.
_INVISIBLE = r"\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff"
_BAD = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
_IS_CONTROL = re.compile(f"[{_CONTROL}]")
_BREAK = re.compile(r"\r\n|\r|\n")
_CUT = re.compile(r"[ \t]+(#[^\s#][^\r\n]*)")
_TAG = re.compile(r"(!\S*)")
_ITEM = re.compile(r"[\r\n][ \t]*(-)(?=[ \t])")
_ANCHOR = re.compile(r"(&[\w-]+)")
_ID = re.compile(r"""(?:\A|[\r\n])[ \t]*(?:-[ \t]+)?["']?id["']?[ \t]*:[ \t]+["']?([^\s"',}]+)""")
_TAG_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))%TAG\b")
_OPENING = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?<=[\r\n])---[ \t]*(?=[\r\n]|\Z)")
_WRITTEN = re.compile(r"\S")


@dataclass(frozen=True)
class Document:
    """What a file says: its data as text, what is wrong with it, where each value stands.

    `data` is kept beside `problems` wherever reading could go on; `ids` are those seen in a
    file with problems, so that links to them are not called dangling.
    """

    path: str
    text: str
    data: Raw
    problems: tuple[Diagnostic, ...] = ()
    ids: frozenset[str] = frozenset()
    body: str = field(default="", repr=False, compare=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        return tuple(self.text.splitlines())

    def place(self, pointer: Pointer) -> Location:
        """Return where the value at *pointer* stands, or its nearest written parent."""
        return self._location(self._spot(pointer)[0].here)

    def key_place(self, pointer: Pointer) -> Location:
        """Return where the key that ends *pointer* stands, or its nearest written parent."""
        spot, whole = self._spot(pointer)
        return self._location(spot.key if whole and spot.key else spot.here)

    def _spot(self, pointer: Pointer) -> tuple[_Spot, bool]:
        spot = self._spots
        for step in pointer:
            if step not in spot.inside:
                return spot, False
            spot = spot.inside[step]
        return spot, True

    def _location(self, here: _Here) -> Location:
        return Location(self.path, *here)

    @cached_property
    def _spots(self) -> _Spot:
        if self.data is None:
            return _Spot((1, 1, 0))
        text = _BAD.sub(_HOLE, self.text)
        if not self.body:
            return _spots(text)
        front, start = _halves(text) or ("", 0)
        spot = _spots(front)
        if isinstance(self.data, dict) and _body(text[start:]):
            spot.inside[self.body] = _Spot(_body_here(text, start))
        return spot


def read(root: Path, path: str, body: str = "description") -> Document:
    """Read the file *path* of the specification at *root*.

    A Markdown file is a record: YAML front matter, and its text under the key *body*.
    """
    raw = _bytes(root, path)
    if isinstance(raw, Diagnostic):
        return Document(path, "", None, (raw,))
    return parsed(path, raw, body)


def parsed(path: str, raw: bytes, body: str = "description") -> Document:
    """Read *raw*, what the file *path* holds or held, as `read` does."""
    text = _decoded(path, raw)
    if isinstance(text, Diagnostic):
        return Document(path, "", None, (text,), _ids(_guessed(raw)))
    markdown = path.lower().endswith(".md")
    reader = _Reader(path, text)
    data = reader.record(body) if markdown else reader.records()
    if not reader.problems:
        return Document(path, text, data, body=body if markdown else "")
    problems = tuple(sorted(reader.problems, key=lambda problem: problem.order))
    return Document(path, text, data, problems, _ids(text), body if markdown else "")


def _problem(
    where: Location, rule: str, way: str = "", *related: Location, **facts: str | int
) -> Diagnostic:
    return Diagnostic(where, Severity.ERROR, rule, facts, way, related)


def _ids(text: str) -> frozenset[str]:
    return frozenset(_ID.findall(_BAD.sub("", text)))


# --- bytes and characters -------------------------------------------------------------------


# Not blocking: a named pipe would wait for its other end for ever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _bytes(root: Path, path: str) -> bytes | Diagnostic:
    full = os.path.join(root, path)  # noqa: PTH118 - pathlib costs more than the reading
    try:
        if _outside(root, path):
            return _problem(Location(path), "outside")
        handle = os.open(full, _FLAGS)
        try:
            return _content(path, handle, os.fstat(handle))
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        number = error.errno if isinstance(error, OSError) else errno.EINVAL
        found = errno.errorcode.get(number or 0, "")
        return _problem(Location(path), "unreadable", found=found)


def _content(path: str, handle: int, info: os.stat_result) -> bytes | Diagnostic:
    if not stat.S_ISREG(info.st_mode):
        return _problem(Location(path), "unreadable", found="not a file")
    if info.st_size > MAX_BYTES:
        return _problem(Location(path), "file-too-big", limit=MAX_BYTES, found=info.st_size)
    raw = os.read(handle, info.st_size)
    while len(raw) < info.st_size and (more := os.read(handle, info.st_size - len(raw))):
        raw += more
    return raw


def _outside(root: Path, path: str) -> bool:
    """Whether *path* leaves *root*, or is a symbolic link wherever it leads."""
    parts = path.replace(os.sep, "/").split("/")
    if os.path.isabs(path) or ".." in parts:  # noqa: PTH117
        return True
    here, linked = str(root), False
    for part in parts:
        here = os.path.join(here, part)  # noqa: PTH118
        linked = os.path.islink(here)  # noqa: PTH114
        if linked and not Path(here).resolve().is_relative_to(root.resolve()):
            return True
    return linked


def _decoded(path: str, raw: bytes) -> str | Diagnostic:
    wide = _wide(raw)
    if wide:
        return _problem(Location(path), "encoding", "wide", encoding=wide)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        where = _at(path, before, len(before))
        found = f"0x{raw[error.start]:02X}"
    likely = _likely(raw)
    if not likely:
        return _problem(where, "encoding", "unknown", found=found)
    return _problem(where, "encoding", encoding=likely, found=found)


def _wide(raw: bytes) -> str:
    """Name the encoding of two or four bytes a character that *raw* starts like."""
    head = raw[:4]
    if head in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "UTF-32"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    zeros = tuple(byte == 0 for byte in head)
    if zeros in ((False, True, True, True), (True, True, True, False)):
        return "UTF-32"
    if zeros in ((False, True, False, True), (True, False, True, False)):
        return "UTF-16"
    return ""


def _likely(raw: bytes) -> str:
    """Name the encoding in which *raw* shows most French letters; none when UTF-8 was cut."""
    if any("\x7f" < char < "\ud800" for char in raw.decode("utf-8", "surrogateescape")):
        return ""
    french = "éèêëàâçùûîïôœÉÈÊÀÇ’€«»"

    def score(encoding: str) -> int:
        text = raw.decode(encoding, "replace")
        return sum(text.count(letter) for letter in french)

    best = max(("cp1252", "mac-roman", "cp850"), key=score)
    return best if score(best) else ""


def _guessed(raw: bytes) -> str:
    """Decode *raw*, which is not UTF-8, well enough to find the ids in it."""
    return raw.decode(_wide(raw) or _likely(raw) or "utf-8", "replace")


def _at(path: str, text: str, index: int, width: int = 0) -> Location:
    line, start = 1, 0
    for match in _BREAK.finditer(text, 0, index):
        line, start = line + 1, match.end()
    return Location(path, line, index - start + 1, width)


def _character(where: Location, char: str, way: str = "") -> Diagnostic:
    rule = "control-character" if _IS_CONTROL.match(char) else "invisible-character"
    return _problem(where, rule, way, char=f"U+{ord(char):04X}")


def _characters(path: str, text: str) -> Iterator[Diagnostic]:
    """Yield the first bad character of each line."""
    match = _BAD.search(text)
    for _ in range(_MAX_CHARACTERS):
        if match is None:
            return
        yield _character(_at(path, text, match.start(), 1), match.group())
        after = _BREAK.search(text, match.end())
        match = _BAD.search(text, after.end()) if after else None


# --- Markdown -------------------------------------------------------------------------------


def _halves(text: str) -> tuple[str, int] | None:
    """Return the front matter with its opening line, and where the body starts."""
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    return (text[: closing.start()], closing.end()) if closing else None


def _body(text: str) -> str:
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", _BREAK.sub("\n", text)).rstrip()


def _body_here(text: str, start: int) -> _Here:
    written = _WRITTEN.search(text, start)
    index = written.start() if written else start
    where = _at("", text, index)
    line = _line(text, index)
    return where.line, 1, where.column - 1 + len(line)


def _line(text: str, index: int) -> str:
    """Return what is left of the line from *index*."""
    end = _BREAK.search(text, index)
    return text[index : end.start() if end else len(text)].rstrip()


# --- data -----------------------------------------------------------------------------------


class _TooDeepError(Exception):
    """The file nests more than `MAX_DEPTH` levels; reading on could end the process."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark


class _Reader:
    """One file being read: what was found so far, and what is wrong with it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.problems: list[Diagnostic] = []
        self.holes = bool(_BAD.search(text))
        if self.holes:
            self.problems += _characters(path, text)
            text = _BAD.sub(_HOLE, text)
        self.text = text
        # Scalars are looked at closely only in a file where something could be found.
        self.wary = self.holes or any(mark in text for mark in ("!", "&", "\\", " #", "\t#"))
        self.spellings = "\\" in text or not is_normalized("NFC", text)
        self.anchors: dict[str, Raw] = {}
        self.open: set[str] = set()
        self.unused: dict[str, Location] = {}
        self.copied = 0
        self.next: Callable[[], Event | None] = _nothing
        self.root: Location = Location(path)

    def _tell(self, problem: Diagnostic) -> None:
        if len(self.problems) < MAX_PROBLEMS and problem not in self.problems[-1:]:
            self.problems.append(problem)

    def records(self) -> Raw:
        """Return the data of a YAML file."""
        data = self._document(self.text)
        if isinstance(data, str):
            self._tell(_problem(self.root, "not-records", found=_short(data)))
            return None
        return data

    def record(self, body: str) -> Raw:
        """Return the data of a Markdown file."""
        halves = _halves(self.text)
        if halves is None:
            way = "unclosed" if _OPENING.match(self.text) else ""
            self._tell(_problem(Location(self.path), "front-matter", way))
            return None
        front, start = halves
        before = len(self.problems)
        data = self._document(front)
        if data is None and len(self.problems) > before:
            return None
        if not isinstance(data, dict | None):
            self._tell(_problem(self.root, "front-matter", "mapping"))
            return None
        return self._with_body(data or {}, body, start) or None

    def _with_body(self, data: dict[str, Raw], body: str, start: int) -> dict[str, Raw]:
        text = _body(self.text[start:])
        if not text:
            return data
        if body in data:
            key = _spots(self.text[:start].rpartition("---")[0]).inside[body].key
            here = Location(self.path, *_body_here(self.text, start))
            where = Location(self.path, *key) if key else self.root
            self._tell(_problem(where, "body-twice", "", here, key=body))
        return data | {body: text.replace(_HOLE, "") if self.holes else text}

    def _document(self, text: str) -> Raw:
        """Return the first document of *text*, None when it cannot be read."""
        directive = _TAG_DIRECTIVE.search(text)
        if directive:  # libyaml takes quadratic time over many, or over a long one used often
            where = _at(self.path, text, directive.start(), len(directive.group()))
            self._tell(_problem(where, "tag", found=directive.group()))
            return None
        try:
            self.next = CParser(text).get_event
            return self._first()
        except _TooDeepError as error:
            where = self._where(error.mark)
            self._tell(_problem(where, "too-deep", limit=MAX_DEPTH))
        except yaml.YAMLError as error:
            self._tell(_syntax(self.path, text, error))
        return None

    def _first(self) -> Raw:
        self.next()
        if isinstance(self.next(), StreamEndEvent):
            return None
        event = self.next()
        assert event is not None
        self.root = self._where(_start(event))
        data = self._node(event, 1)
        for name, where in self.unused.items():
            self._tell(_problem(where, "anchor", "unused", found=f"&{name}"))
        self.next()
        more = self.next()
        if more is not None and not isinstance(more, StreamEndEvent):
            self._tell(_problem(self._where(_start(more)), "many-documents"))
        return data

    def _node(self, event: Event | None, depth: int) -> Raw:
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, AliasEvent):
            return self._alias(event, depth)
        assert isinstance(event, CollectionStartEvent)
        return self._collection(event, depth)

    def _scalar(self, event: ScalarEvent) -> str | None:
        value: str | None = event.value
        if not value and not event.style:
            value = None
        return self._inspected(event, value) if self.wary else value

    def _folded(self, event: ScalarEvent) -> None:
        """Tell of an item indented too far: YAML makes it text of the item before."""
        item = _ITEM.search(self.text, _start(event).index, _end(event).index)
        if item:
            where = self._after(_start(event), item)
            self._tell(_problem(where, "yaml-syntax", "indent"))

    def _collection(self, event: CollectionStartEvent, depth: int) -> Raw:
        if depth > MAX_DEPTH:
            raise _TooDeepError(_start(event))
        if event.tag:
            self._tag(event)
        if event.anchor:
            self._name(event)
            self.open.add(event.anchor)
        mapping = isinstance(event, MappingStartEvent)
        data: Raw = self._mapping(depth) if mapping else self._sequence(depth)
        if event.anchor:
            self.open.discard(event.anchor)
            self.anchors[event.anchor] = data
        return data

    def _sequence(self, depth: int) -> list[Raw]:
        data: list[Raw] = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            data.append(self._node(event, depth + 1))
            if type(event) is ScalarEvent and not event.style and " - " in event.value:
                self._folded(event)
        return data

    def _mapping(self, depth: int) -> dict[str, Raw]:
        # Scalars are read here, not by _node: this loop is half the time of a check.
        data: dict[str, Raw] = {}
        firsts: dict[str, Event] = {}
        following, scalar = self.next, self._scalar
        while (event := following()).__class__ is not MappingEndEvent:
            assert event is not None
            key = scalar(event) if type(event) is ScalarEvent else self._node(event, depth + 1)
            item = following()
            value = scalar(item) if type(item) is ScalarEvent else self._node(item, depth + 1)
            if not isinstance(key, str) or (key == "<<" and _merges(event)):
                self._unfit(event, key)
                continue
            name = normalize("NFC", key) if self.spellings else key
            if name in firsts:
                self._twice(event, firsts[name], key)
                continue
            firsts[name] = event
            data[intern(key)] = value
        return data

    def _unfit(self, event: Event, key: Raw) -> None:
        """Tell why *key* cannot be the name of a field."""
        where = self._where(_start(event))
        if isinstance(key, str):
            self._tell(_problem(where, "merge-key"))
            return
        way = "brackets" if isinstance(event, CollectionStartEvent) else ""
        self._tell(_problem(where, "key-not-text", way))

    def _twice(self, event: Event, first: Event, key: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            return
        where, related = self._where_of(event), self._where_of(first)
        self._tell(_problem(where, "duplicate-key", "", related, key=key))

    def _alias(self, event: AliasEvent, depth: int) -> Raw:
        name, where = event.anchor or "", self._where_of(event)
        self.unused.pop(name, None)
        if name in self.open:
            problem = _problem(where, "anchor", "recursive", found=f"*{name}")
        elif name not in self.anchors:
            problem = _problem(where, "yaml-syntax", "reserved", char="*")
        elif self.copied > MAX_COPIES:
            return None  # told once
        else:
            nodes, height = _size(self.anchors[name])
            self.copied += nodes
            if depth - 1 + height > MAX_DEPTH:
                raise _TooDeepError(_start(event))
            if self.copied <= MAX_COPIES:
                return _copy(self.anchors[name])
            problem = _problem(where, "anchor", found=f"*{name}", limit=MAX_COPIES)
        self._tell(problem)
        return None

    def _inspected(self, event: ScalarEvent, value: str | None) -> str | None:
        """Return *value* once what YAML hides around and in it was told."""
        if event.tag:
            self._tag(event)
        if not event.style:
            self._cut(event)
        elif event.style == '"' and value and (bad := _BAD.search(value)):
            where = self._where_of(event)
            self._tell(_character(where, bad.group(), "escape"))
            value = _BAD.sub("", value)
        if value and self.holes:
            value = value.replace(_HOLE, "")
        if event.anchor:
            self._name(event)
            self.anchors[event.anchor] = value
        return value

    def _name(self, event: NodeEvent) -> None:
        """Note where an anchor stands: `&Cie` at the start of a text is one, nobody meant it."""
        found = _ANCHOR.search(self.text, _start(event).index)
        name = event.anchor or ""
        if not found or len(self.unused) >= MAX_PROBLEMS:
            return
        where = self._after(_start(event), found)
        if name in self.anchors or name in self.open:
            self._tell(_problem(where, "anchor", "twice", found=f"&{name}"))
            return
        self.unused[name] = where

    def _cut(self, event: ScalarEvent) -> None:
        cut = _CUT.match(self.text, _end(event).index)
        if not cut:
            return
        found = cut.group(1).rstrip()
        mark = _end(event)
        column = mark.column + 1 + cut.start(1) - cut.start()
        where = Location(self.path, mark.line + 1, column, len(found))
        self._tell(_problem(where, "hash-cut", found=_short(found)))

    def _tag(self, event: NodeEvent) -> None:
        tag = _TAG.search(self.text, _start(event).index)
        if tag:
            where = self._after(_start(event), tag)
            self._tell(_problem(where, "tag", found=_short(tag.group(1))))

    def _after(self, mark: Mark, found: re.Match[str]) -> Location:
        """Return the place of what was *found* from *mark* on; not counted from the file's top."""
        start, end = found.span(1)
        here = _at(self.path, self.text[mark.index : start], start - mark.index)
        column = here.column + (mark.column if here.line == 1 else 0)
        return Location(self.path, mark.line + here.line, column, end - start)

    def _where(self, mark: Mark) -> Location:
        return Location(self.path, *_point(self.text, mark))

    def _where_of(self, event: Event) -> Location:
        return Location(self.path, *_here(self.text, event))


def _nothing() -> NoReturn:
    raise AssertionError("no parser yet")


def _merges(event: Event) -> bool:
    return not isinstance(event, ScalarEvent) or not event.style


def _start(event: Event) -> Mark:
    return cast(Mark, event.start_mark)


def _end(event: Event) -> Mark:
    return cast(Mark, event.end_mark)


def _short(text: str) -> str:
    line = text.splitlines()[0] if text else ""
    return line if len(line) <= 40 else line[:39] + "…"


def _size(data: Raw) -> tuple[int, int]:
    """Return how many nodes *data* has, and how deep it goes."""
    if not isinstance(data, dict | list):
        return 1, 0
    sizes = [_size(value) for value in (data.values() if isinstance(data, dict) else data)]
    return 1 + sum(nodes for nodes, _ in sizes), 1 + max((deep for _, deep in sizes), default=0)


def _copy(data: Raw) -> Raw:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


# --- places ---------------------------------------------------------------------------------

_Here: TypeAlias = tuple[int, int, int]  # line, column, width


@dataclass(slots=True)
class _Spot:
    """Where a value stands, where its key does, and the spots inside it."""

    here: _Here
    key: _Here | None = None
    inside: dict[str | int, _Spot] = field(default_factory=dict)


def _spots(text: str) -> _Spot:
    """Return the spots of the first document of *text*, as far as it can be read."""
    parser = CParser(text)
    try:
        for _ in range(2):
            parser.get_event()
        return _spot(text, parser.get_event, parser.get_event())
    except yaml.YAMLError:
        return _Spot((1, 1, 0))


def _spot(text: str, following: Callable[[], Event | None], event: Event | None) -> _Spot:
    assert event is not None
    spot = _Spot(_here(text, event))
    if isinstance(event, SequenceStartEvent):
        while not isinstance(item := following(), SequenceEndEvent):
            spot.inside[len(spot.inside)] = _spot(text, following, item)
    elif isinstance(event, MappingStartEvent):
        while not isinstance(key := following(), MappingEndEvent):
            assert key is not None
            if not isinstance(key, ScalarEvent):
                _spot(text, following, key)
            value = _spot(text, following, following())
            if isinstance(key, ScalarEvent):
                value.key = _here(text, key)
                spot.inside.setdefault(key.value.replace(_HOLE, ""), value)
    return spot


def _point(text: str, mark: Mark) -> tuple[int, int]:
    if mark.index < len(text):
        return mark.line + 1, mark.column + 1
    end = _at("", text, len(text))  # libyaml sees one more line after a text without line end
    return end.line, end.column


def _here(text: str, event: Event) -> _Here:
    start, end = _start(event), _end(event)
    line, column = _point(text, start)
    if not isinstance(event, ScalarEvent | AliasEvent):
        width = 0
    elif isinstance(event, ScalarEvent) and event.style in ("|", ">"):
        width = len(_line(text, start.index).split()[0])
    elif start.line == end.line:
        width = end.column - start.column
    else:
        width = len(_line(text, start.index))
    return line, column, width


# --- syntax errors: which trap is it? -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Trap:
    """The mistake behind a syntax error: what to say of it, and where."""

    way: str
    index: int
    facts: Mapping[str, str | int] = field(default_factory=dict)


def _syntax(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _problem(Location(path), "yaml-syntax")
    if "<document start>" in (error.problem or "") and _Last(text).ended:
        where = _at(path, text, error.problem_mark.index)
        return _problem(where, "many-documents")
    trap = _trap(text, error, error.problem_mark.index)
    width = 1 if "char" in trap.facts or trap.way in ("colon", "apostrophe", "tab") else 0
    where = _at(path, text, min(trap.index, len(text)), width)
    return _problem(where, "yaml-syntax", trap.way, **trap.facts)


_RESERVED = (
    "found character that cannot",
    "mapping keys are not",
    "block sequence entries are not",
    "found undefined tag",
)


def _trap(text: str, error: yaml.MarkedYAMLError, at: int) -> _Trap:
    problem, context = error.problem or "", error.context or ""
    start = error.context_mark.index if error.context_mark else at
    if "tab character" in problem or text[at : at + 1] == "\t":
        return _Trap("tab", max(at, text.find("\t", at)))
    if problem.startswith("mapping values are not allowed"):
        return _colon(text, at)
    if problem == "could not find expected ':'":
        return _no_colon(text, start)
    if "quoted scalar" in context:
        return _quoted(text, problem, start, at)
    if problem.startswith(_RESERVED):
        return _char("reserved", text, at)
    if any(word in context for word in ("an alias", "an anchor", "block scalar", "tag", "direct")):
        return _char("reserved", text, start)
    return _leftover(text, at) if problem.startswith("did not find") else _Trap("", at)


def _char(way: str, text: str, index: int) -> _Trap:
    return _Trap(way, index, {"char": text[index : index + 1]})


def _colon(text: str, at: int) -> _Trap:
    """A second colon in a line, or a key that is indented further than its neighbours."""
    head = _head(text, at)
    word = head.strip()
    if not re.fullmatch(r"[\w-]+", word) or head[-1:].isspace():
        return _Trap("colon", at)
    before = _previous(text, at - len(head))
    if before and ":" not in before.group():
        return _Trap("no-colon", before.start(), {"found": _short(before.group())})
    return _Trap("indent", at - len(word))


def _no_colon(text: str, start: int) -> _Trap:
    line = _line(text, start)
    glued = re.match(r"([^\s:]+):(?!//)(?=\S)", line)
    if glued:
        return _Trap("no-space", start + glued.end() - 1, {"key": glued.group(1)})
    return _Trap("no-colon", start, {"found": _short(line)})


def _quoted(text: str, problem: str, start: int, at: int) -> _Trap:
    if problem.startswith("found unexpected"):
        return _char("quote-unclosed", text, start)
    index = max(start, text.rfind("\\", start, at + 1))
    return _Trap("escape", index, {"found": text[index : index + 2]})


def _leftover(text: str, at: int) -> _Trap:
    """Something stands where the line or the list should be over: after what?"""
    last = _Last(text)
    event, char = last.event, text[at : at + 1]
    follows = event is not None and not text[_end(event).index : at].strip(" ")
    if isinstance(event, ScalarEvent) and event.style in ("'", '"') and follows:
        return _after_quote(text, event, at)
    if isinstance(event, AliasEvent) and follows:
        return _char("reserved", text, _start(event).index)
    if last.opened is not None and follows:
        return _char("brackets", text, last.opened)
    if last.flow is not None:
        return _char("brackets", text, last.flow)
    if not _head(text, at).strip(" "):
        return _Trap("indent", at)
    if char and char in "]}":
        return _char("brackets", text, at)
    return _char("reserved", text, at) if char and char in ",-?" else _Trap("", at)


def _after_quote(text: str, event: ScalarEvent, at: int) -> _Trap:
    start, end = _start(event), _end(event)
    if start.line != end.line:
        return _char("quote-unclosed", text, start.index)
    if event.style == "'" and end.index == at:
        return _Trap("apostrophe", at - 1)
    return _Trap("after-quote", at, {"char": event.style or ""})


class _Last:
    """How far the parser came: read again, as only a broken file needs it."""

    def __init__(self, text: str) -> None:
        self.event: Event | None = None  # the last value read
        self.opened: int | None = None  # where it opened, when it is […] or {…}
        self.ended = False  # by a line of three dots
        self._open: list[tuple[bool, int]] = []
        parser = CParser(text)
        try:
            while event := parser.get_event():
                self._see(event)
        except yaml.YAMLError:
            return

    @property
    def flow(self) -> int | None:
        """Where the outermost […] or {…} that is still open starts."""
        return next((index for flow, index in self._open if flow), None)

    def _see(self, event: Event) -> None:
        if isinstance(event, DocumentEndEvent):
            self.ended = bool(event.explicit)
            return
        self.event, self.opened = event, None
        if isinstance(event, CollectionStartEvent):
            self._open.append((bool(event.flow_style), _start(event).index))
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            flow, index = self._open.pop()
            self.opened = index if flow else None


def _head(text: str, index: int) -> str:
    """Return what stands before *index* on its line."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return text[start:index]


def _previous(text: str, index: int) -> re.Match[str] | None:
    """Return the last line before *index* that is not blank."""
    lines = list(re.finditer(r"[^\s][^\r\n]*", text[:index]))
    return lines[-1] if lines else None
