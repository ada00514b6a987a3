"""Read one file of a specification strictly: the text of every scalar, and its place.

Every value is the text its author wrote: `no`, `01000` and `1.10` stay so, the schema gives
them a type later. What YAML would drop, replace or guess in silence is refused here, and a file
that cannot be read is a `Document` with problems, never an exception.

The events of libyaml are walked directly: the way is short (no tree of nodes), the depth is
known before the next level opens, and tags and anchors are seen as they are written. Places
are worked out only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import NoReturn, TypeAlias
from unicodedata import is_normalized, normalize

import yaml
from yaml._yaml import CParser, Mark
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from cahier.diagnostic import Diagnostic, Location
from cahier.source.files import BAD, bad_character, bad_characters, content, decoded, guessed
from cahier.source.marks import (
    BREAK,
    Here,
    end_of,
    line_from,
    place_at,
    point_of,
    problem_at,
    shortened,
    span_of,
    start_of,
)
from cahier.source.syntax import diagnosis

Pointer = tuple[str | int, ...]
Raw: TypeAlias = "dict[str, Raw] | list[Raw] | str | None"

MAX_DEPTH = 32
MAX_COPIES = 10_000  # nodes that the aliases of a file may add
MAX_PROBLEMS = 200  # told of one file: nobody reads more, and a hostile file has millions
_HOLE = "\ue000"  # stands for a bad character while the rest of the file is read

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

    def id_line(self, id: str) -> int:
        """Return the line where *id* is written as the id of an item; 0 when it is not seen.

        The text is only looked through, not read as YAML: ten times quicker than `place`.
        """
        return self._id_lines.get(id, 0)

    @cached_property
    def _id_lines(self) -> Mapping[str, int]:
        lines: dict[str, int] = {}
        line, at = 1, 0
        for found in _ID.finditer(self.text):
            line += len(BREAK.findall(self.text, at, found.start(1)))
            at = found.start(1)
            lines.setdefault(found.group(1), line)
        return lines

    def _spot(self, pointer: Pointer) -> tuple[_Spot, bool]:
        spot = self._spots
        for step in pointer:
            if step not in spot.inside:
                return spot, False
            spot = spot.inside[step]
        return spot, True

    def _location(self, here: Here) -> Location:
        return Location(self.path, *here)

    @cached_property
    def _spots(self) -> _Spot:
        if self.data is None:
            return _Spot((1, 1, 0))
        text = BAD.sub(_HOLE, self.text)
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
    raw = content(root, path)
    if isinstance(raw, Diagnostic):
        return Document(path, "", None, (raw,))
    return parsed(path, raw, body)


def parsed(path: str, raw: bytes, body: str = "description") -> Document:
    """Read *raw*, what the file *path* holds or held, as `read` does."""
    text = decoded(path, raw)
    if isinstance(text, Diagnostic):
        return Document(path, "", None, (text,), _ids(guessed(raw)))
    markdown = path.lower().endswith(".md")
    reader = _Reader(path, text)
    data = reader.record(body) if markdown else reader.records()
    if not reader.problems:
        return Document(path, text, data, body=body if markdown else "")
    problems = tuple(sorted(reader.problems, key=lambda problem: problem.order))
    return Document(path, text, data, problems, _ids(text), body if markdown else "")


def _ids(text: str) -> frozenset[str]:
    return frozenset(_ID.findall(BAD.sub("", text)))


# --- Markdown -------------------------------------------------------------------------------


def _halves(text: str) -> tuple[str, int] | None:
    """Return the front matter with its opening line, and where the body starts."""
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    return (text[: closing.start()], closing.end()) if closing else None


def _body(text: str) -> str:
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", BREAK.sub("\n", text)).rstrip()


def _body_here(text: str, start: int) -> Here:
    written = _WRITTEN.search(text, start)
    index = written.start() if written else start
    where = place_at("", text, index)
    line = line_from(text, index)
    return where.line, 1, where.column - 1 + len(line)


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
        self.holes = bool(BAD.search(text))
        if self.holes:
            self.problems += bad_characters(path, text)
            text = BAD.sub(_HOLE, text)
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
            self._tell(problem_at(self.root, "not-records", found=shortened(data)))
            return None
        return data

    def record(self, body: str) -> Raw:
        """Return the data of a Markdown file."""
        halves = _halves(self.text)
        if halves is None:
            way = "unclosed" if _OPENING.match(self.text) else ""
            self._tell(problem_at(Location(self.path), "front-matter", way))
            return None
        front, start = halves
        before = len(self.problems)
        data = self._document(front)
        if data is None and len(self.problems) > before:
            return None
        if not isinstance(data, dict | None):
            self._tell(problem_at(self.root, "front-matter", "mapping"))
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
            self._tell(problem_at(where, "body-twice", "", here, key=body))
        return data | {body: text.replace(_HOLE, "") if self.holes else text}

    def _document(self, text: str) -> Raw:
        """Return the first document of *text*, None when it cannot be read."""
        directive = _TAG_DIRECTIVE.search(text)
        if directive:  # libyaml takes quadratic time over many, or over a long one used often
            where = place_at(self.path, text, directive.start(), len(directive.group()))
            self._tell(problem_at(where, "tag", found=directive.group()))
            return None
        try:
            self.next = CParser(text).get_event
            return self._first()
        except _TooDeepError as error:
            where = self._where(error.mark)
            self._tell(problem_at(where, "too-deep", limit=MAX_DEPTH))
        except yaml.YAMLError as error:
            self._tell(diagnosis(self.path, text, error))
        return None

    def _first(self) -> Raw:
        self.next()
        if isinstance(self.next(), StreamEndEvent):
            return None
        event = self.next()
        assert event is not None
        self.root = self._where(start_of(event))
        data = self._node(event, 1)
        for name, where in self.unused.items():
            self._tell(problem_at(where, "anchor", "unused", found=f"&{name}"))
        self.next()
        more = self.next()
        if more is not None and not isinstance(more, StreamEndEvent):
            self._tell(problem_at(self._where(start_of(more)), "many-documents"))
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
        item = _ITEM.search(self.text, start_of(event).index, end_of(event).index)
        if item:
            where = self._after(start_of(event), item)
            self._tell(problem_at(where, "yaml-syntax", "indent"))

    def _collection(self, event: CollectionStartEvent, depth: int) -> Raw:
        if depth > MAX_DEPTH:
            raise _TooDeepError(start_of(event))
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
        where = self._where(start_of(event))
        if isinstance(key, str):
            self._tell(problem_at(where, "merge-key"))
            return
        way = "brackets" if isinstance(event, CollectionStartEvent) else ""
        self._tell(problem_at(where, "key-not-text", way))

    def _twice(self, event: Event, first: Event, key: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            return
        where, related = self._where_of(event), self._where_of(first)
        self._tell(problem_at(where, "duplicate-key", "", related, key=key))

    def _alias(self, event: AliasEvent, depth: int) -> Raw:
        name, where = event.anchor or "", self._where_of(event)
        self.unused.pop(name, None)
        if name in self.open:
            problem = problem_at(where, "anchor", "recursive", found=f"*{name}")
        elif name not in self.anchors:
            problem = problem_at(where, "yaml-syntax", "reserved", char="*")
        elif self.copied > MAX_COPIES:
            return None  # told once
        else:
            nodes, height = _size(self.anchors[name])
            self.copied += nodes
            if depth - 1 + height > MAX_DEPTH:
                raise _TooDeepError(start_of(event))
            if self.copied <= MAX_COPIES:
                return _copy(self.anchors[name])
            problem = problem_at(where, "anchor", found=f"*{name}", limit=MAX_COPIES)
        self._tell(problem)
        return None

    def _inspected(self, event: ScalarEvent, value: str | None) -> str | None:
        """Return *value* once what YAML hides around and in it was told."""
        if event.tag:
            self._tag(event)
        if not event.style:
            self._cut(event)
        elif event.style == '"' and value and (bad := BAD.search(value)):
            where = self._where_of(event)
            self._tell(bad_character(where, bad.group(), "escape"))
            value = BAD.sub("", value)
        if value and self.holes:
            value = value.replace(_HOLE, "")
        if event.anchor:
            self._name(event)
            self.anchors[event.anchor] = value
        return value

    def _name(self, event: NodeEvent) -> None:
        """Note where an anchor stands: `&Cie` at the start of a text is one, nobody meant it."""
        found = _ANCHOR.search(self.text, start_of(event).index)
        name = event.anchor or ""
        if not found or len(self.unused) >= MAX_PROBLEMS:
            return
        where = self._after(start_of(event), found)
        if name in self.anchors or name in self.open:
            self._tell(problem_at(where, "anchor", "twice", found=f"&{name}"))
            return
        self.unused[name] = where

    def _cut(self, event: ScalarEvent) -> None:
        cut = _CUT.match(self.text, end_of(event).index)
        if not cut:
            return
        found = cut.group(1).rstrip()
        mark = end_of(event)
        column = mark.column + 1 + cut.start(1) - cut.start()
        where = Location(self.path, mark.line + 1, column, len(found))
        self._tell(problem_at(where, "hash-cut", found=shortened(found)))

    def _tag(self, event: NodeEvent) -> None:
        tag = _TAG.search(self.text, start_of(event).index)
        if tag:
            where = self._after(start_of(event), tag)
            self._tell(problem_at(where, "tag", found=shortened(tag.group(1))))

    def _after(self, mark: Mark, found: re.Match[str]) -> Location:
        """Return the place of what was *found* from *mark* on; not counted from the file's top."""
        start, end = found.span(1)
        here = place_at(self.path, self.text[mark.index : start], start - mark.index)
        column = here.column + (mark.column if here.line == 1 else 0)
        return Location(self.path, mark.line + here.line, column, end - start)

    def _where(self, mark: Mark) -> Location:
        return Location(self.path, *point_of(self.text, mark))

    def _where_of(self, event: Event) -> Location:
        return Location(self.path, *span_of(self.text, event))


def _nothing() -> NoReturn:
    raise AssertionError("no parser yet")


def _merges(event: Event) -> bool:
    return not isinstance(event, ScalarEvent) or not event.style


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


@dataclass(slots=True)
class _Spot:
    """Where a value stands, where its key does, and the spots inside it."""

    here: Here
    key: Here | None = None
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
    spot = _Spot(span_of(text, event))
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
                value.key = span_of(text, key)
                spot.inside.setdefault(key.value.replace(_HOLE, ""), value)
    return spot
