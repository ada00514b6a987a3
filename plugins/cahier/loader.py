"""From the files of `spec/` to a `Spec`, with a diagnostic for all that is wrong in one file.

What concerns several records (links, duplicates) is a rule's business.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from cahier.diagnostic import Diagnostic, Location, Severity
from cahier.explain import explain
from cahier.kinds import Kind, Library, Pointer, Shape
from cahier.source import Document, Raw, read
from cahier.spec import Record, Ref, Spec, Stage
from cahier.spread import processors, spread

SUFFIXES = {".yaml", ".yml", ".md"}
POLICY = "policy.yaml"

_SHARE = 300_000  # bytes that are worth a process of their own: thirty milliseconds
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_BOOLEAN = {"true": True, "false": False}
_TICKS = re.compile(r"`+")
_HINT = re.compile(r"-[0-9]{3}")  # found ten times quicker than an id
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the specification, what is wrong in its files, and the files."""

    spec: Spec
    problems: tuple[Diagnostic, ...]
    documents: Mapping[str, Document]


def load(root: Path, library: Library) -> Loaded:
    """Read every record below `spec/` of *root*."""
    records: list[Record] = []
    broken: dict[str, str] = {}
    problems: list[Diagnostic] = []
    documents: dict[str, Document] = {}
    stage: Stage | None = None
    mention = _mention_pattern(library)
    kinds: dict[str, Kind] = {}
    for path in files(root):
        kind, wrong = _kind_of(path, library)
        problems += wrong
        if kind is not None:
            kinds[path] = kind
    for path, document in _read(root, {path: kind.body for path, kind in kinds.items()}).items():
        kind = kinds[path]
        documents[path] = document
        problems += document.problems
        broken |= dict.fromkeys(document.ids if document.problems else (), kind.name)
        for at, raw in _items(document):
            fields, wrong = _fields(document, kind, at, raw)
            problems += wrong
            stage = stage or _stage(document, kind, at, raw)
            if fields is None or wrong:
                broken |= _broken_id(raw, kind)
            else:
                records.append(_record(document, kind, at, fields, mention))
    return Loaded(Spec.of(library, records, broken, stage), tuple(problems), documents)


def _read(root: Path, bodies: Mapping[str, str]) -> dict[str, Document]:
    """Read the files that *bodies* names, with what their text fills; much is read by several."""
    paths = list(bodies)
    share = min(processors(), 1 + sum(os.lstat(root / path).st_size for path in paths) // _SHARE)
    parts = [partial(_part, root, paths[start::share], bodies) for start in range(share)]
    read = {document.path: document for part in spread(parts) for document in part}
    return {path: read[path] for path in paths}


def _part(root: Path, paths: Sequence[str], bodies: Mapping[str, str]) -> list[Document]:
    return [read(root, path, bodies[path]) for path in paths]


def files(root: Path) -> list[str]:
    """Return the files of records below `spec/`, relative to *root*, in one order everywhere."""
    found: list[str] = []
    for folder, folders, names in os.walk(root / "spec"):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = PurePosixPath(Path(folder).relative_to(root).as_posix())
        found += [str(here / n) for n in names if _is_record_file(here, n)]
    return sorted(found)


def _is_record_file(folder: PurePosixPath, name: str) -> bool:
    at_top = len(folder.parts) == 1
    if name.startswith(".") or (at_top and name in {POLICY, "README.md"}):
        return False
    return PurePosixPath(name).suffix in SUFFIXES


def _kind_of(path: str, library: Library) -> tuple[Kind | None, list[Diagnostic]]:
    parts = PurePosixPath(path).parts
    if len(parts) < 3:
        return None, [_error(Location(path), "stray-file", {"file": path})]
    name = parts[1]
    if name in library.kinds:
        return library.kinds[name], []
    near = get_close_matches(name, library.kinds, n=1)
    facts = {"folder": name, "suggestion": near[0] if near else ""}
    return None, [_error(Location(path), "unknown-kind", facts, "did-you-mean" if near else "")]


def _items(document: Document) -> Iterator[tuple[Pointer, Raw]]:
    data = document.data
    if isinstance(data, dict):
        yield (), data
    elif isinstance(data, list):
        yield from (((index,), item) for index, item in enumerate(data))


def _fields(document: Document, kind: Kind, at: Pointer, raw: Raw) -> tuple[Any, list[Diagnostic]]:
    if document.problems and _touched(document, at):
        return None, []
    if not isinstance(raw, dict):
        return None, [_error(document.place(at), "not-a-record", {})]
    shapes = kind.shape.fields
    fields = {k: v if k in kind.plain else typed(v, shapes.get(k)) for k, v in raw.items()}
    if kind.accepts.is_valid(fields):
        return fields, []
    return fields, list(explain(document, kind, at, fields))


def _stage(document: Document, kind: Kind, at: Pointer, raw: Raw) -> Stage | None:
    """Return the gate that a record states, even if something else is wrong with the record."""
    name = kind.stage
    gate = raw.get(name) if name and isinstance(raw, dict) else None
    shape = kind.shape.fields.get(name)
    if not isinstance(gate, str) or shape is None or gate not in shape.values:
        return None
    return Stage(gate, document.place((*at, name)), shape)


def _touched(document: Document, at: Pointer) -> bool:
    """Whether the reader found fault inside the item at *at*: what it read there is not all.

    Such an item is not judged further, so that one defect is told once.
    """
    first = document.place(at).line
    index = at[0] + 1 if at and isinstance(at[0], int) else 0
    more = isinstance(document.data, list) and 0 < index < len(document.data)
    last = document.place((index,)).line if more else sys.maxsize
    return any(first <= problem.where.line < last for problem in document.problems)


def _broken_id(fields: Any, kind: Kind) -> dict[str, str]:
    id = fields.get("id") if isinstance(fields, dict) else None
    return {id: kind.name} if isinstance(id, str) else {}


def typed(raw: Raw, shape: Shape | None) -> Any:
    """Return *raw* as its schema reads it; what does not read stays text, for the validator."""
    if isinstance(raw, str):
        return scalar(raw, shape.types) if shape else raw
    if isinstance(raw, list):
        return [typed(item, shape.items if shape else None) for item in raw]
    if isinstance(raw, dict):
        return {key: typed(value, _member(shape, key)) for key, value in raw.items()}
    return None


def _member(shape: Shape | None, key: str) -> Shape | None:
    return (shape.fields.get(key) or shape.entries) if shape else None


def scalar(text: str, types: tuple[str, ...]) -> str | int | Decimal | bool:
    """Read one scalar: integer, number as Decimal, boolean only from true and false."""
    if "string" in types:
        return text
    if "integer" in types and _INTEGER.fullmatch(text):
        return int(text) if len(text) < 19 else Decimal(text)
    if "number" in types and _NUMBER.fullmatch(text):
        return Decimal(text)
    if "boolean" in types:
        return _BOOLEAN.get(text, text)
    return text


def _record(
    document: Document,
    kind: Kind,
    at: Pointer,
    fields: Mapping[str, Any],
    mention: re.Pattern[str] | None,
) -> Record:
    refs: list[Ref] = []
    mentions: list[Ref] = []
    for name, value in fields.items():
        if name in kind.linking:
            refs += _refs(value, kind.linking[name], (name,))
        if name in kind.telling:
            mentions += _mentions(value, kind.telling[name], (name,), mention)
    id = str(fields["id"])
    return Record(id, kind, fields, document, at, tuple(refs), tuple(mentions))


def _refs(value: Any, shape: Shape | None, at: Pointer) -> list[Ref]:
    if shape is None:
        return []
    if isinstance(value, str):
        return [Ref(at, value, shape)] if shape.refs else []
    found: list[Ref] = []
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += _refs(item, shape.items, (*at, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if shape.keys and shape.keys.refs:
                found.append(Ref((*at, key), key, shape.keys))
            found += _refs(item, _member(shape, key), (*at, key))
    return found


def _mentions(
    value: Any, shape: Shape | None, at: Pointer, mention: re.Pattern[str] | None
) -> list[Ref]:
    if shape is None or shape.refs or shape.values:
        return []
    if isinstance(value, str):
        return [Ref(at, target) for target in cited(value, mention, links=shape.markdown)]
    found: list[Ref] = []
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += _mentions(item, shape.items, (*at, index), mention)
    elif isinstance(value, dict):
        for key, item in value.items():
            found += _mentions(item, _member(shape, key), (*at, key), mention)
    return found


def cited(text: str, mention: re.Pattern[str] | None, *, links: bool) -> dict[str, None]:
    """Return the ids that prose names, in order, once each; code spans name nothing."""
    found: dict[str, None] = {}
    if "`" in text:
        text = without_code(text)
    if mention is not None and _HINT.search(text):
        found |= dict.fromkeys(mention.findall(text))
    if links and "](" in text:
        found |= dict.fromkeys(t for t in _LINK.findall(text) if is_record_link(t))
    return found


def without_code(text: str) -> str:
    """Return Markdown without its code spans: from a run of backticks to the next as long."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    parts, at = [], 0
    for opening, closing in _spans(runs):
        if opening[0] >= at:
            parts.append(text[at : opening[0]])
            at = closing[1]
    return " ".join([*parts, text[at:]])


def _spans(runs: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Pair each run with the next one of its length, in linear time."""
    following: dict[int, tuple[int, int]] = {}
    pairs = []
    for run in reversed(runs):
        length = run[1] - run[0]
        if length in following:
            pairs.append((run, following[length]))
        following[length] = run
    return pairs[::-1]


def is_record_link(target: str) -> bool:
    """Whether a Markdown link's destination can only be a record's id."""
    return not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[#/.]", target) and "/" not in target


def _mention_pattern(library: Library) -> re.Pattern[str] | None:
    prefixes = sorted({p for kind in library.kinds.values() for p in kind.prefixes})
    if not prefixes:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, prefixes))})-[0-9]{{3,}}(?![\w-])")


def _error(where: Location, rule: str, facts: Mapping[str, str | int], way: str = "") -> Diagnostic:
    return Diagnostic(where, Severity.ERROR, rule, facts, way)
