"""The kinds of record a specification may hold: one folder of `schemas/` each.

A schema is the one home of what a kind is: its fields, their types and labels, its links, the
gate from which a field is due. This module reads it into `Kind` and `Shape`; no other module
opens a schema, and none holds a list of kinds or fields.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs

Schema = Mapping[str, Any]
Label = Mapping[str, str]
Pointer = tuple[str | int, ...]

_NONE: Mapping[str, Any] = {}
_COMPILED = {"accepts", "conditions"}


class SchemaError(Exception):
    """A file of `schemas/` cannot be used; says which, and why."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a schema says of one value: its types, its words, the links in it.

    `refs` are the kinds a link may name, `fields` the members of an object, `items` what a list
    holds, `keys` and `entries` what a map holds, `adds` whether a sum of its values makes sense.
    """

    name: str
    types: tuple[str, ...] = ()
    label: Label = field(default_factory=dict)
    help: str = ""
    unit: Label = field(default_factory=dict)
    values: Mapping[str, Label] = field(default_factory=dict)
    format: str = ""
    media: str = ""
    refs: tuple[str, ...] = ()
    inverse: Label = field(default_factory=dict)
    acyclic: bool = False
    due: str = ""
    rule: str = ""
    visibility: str = ""
    stage: bool = False
    adds: bool = False
    fields: Mapping[str, Shape] = field(default_factory=dict)
    items: Shape | None = None
    keys: Shape | None = None
    entries: Shape | None = None

    @classmethod
    def of(cls, name: str, schema: Schema) -> Shape:
        """Read the expanded *schema* of the value called *name*."""
        types = schema.get("type", ())
        refs = schema.get("x-ref", ())
        entries = schema.get("additionalProperties")
        return cls(
            name=name,
            types=(types,) if isinstance(types, str) else tuple(types),
            label=schema.get("x-label", _NONE),
            help=schema.get("description", ""),
            unit=schema.get("x-unit", _NONE),
            values=schema.get("x-values", _NONE),
            format=schema.get("format", ""),
            media=schema.get("contentMediaType", ""),
            refs=(refs,) if isinstance(refs, str) else tuple(refs),
            inverse=schema.get("x-inverse", _NONE),
            acyclic=schema.get("x-acyclic", False),
            due=schema.get("x-due", ""),
            rule=schema.get("x-rule", ""),
            visibility=schema.get("x-visibility", ""),
            stage=schema.get("x-stage", False),
            adds=schema.get("x-total", False),
            fields={k: cls.of(k, v) for k, v in schema.get("properties", {}).items()},
            items=cls.of(name, schema["items"]) if "items" in schema else None,
            keys=cls.of(name, schema["propertyNames"]) if "propertyNames" in schema else None,
            entries=cls.of(name, entries) if isinstance(entries, Mapping) else None,
        )

    @property
    def markdown(self) -> bool:
        """Whether the value is Markdown."""
        return self.media == "text/markdown"

    def along(self, at: Pointer) -> Iterator[Shape]:
        """Yield the shapes on the way to a value inside: members, keys of maps, items."""
        inner: Shape | None = self
        for step in at:
            if inner is None:
                return
            if inner.keys is not None:
                yield inner.keys
            is_item = isinstance(step, int)
            inner = inner.items if is_item else inner.fields.get(str(step)) or inner.entries
            if inner is not None:
                yield inner


@dataclass(frozen=True)
class Condition:
    """`if` some fields hold some values, `then` others are due, from a gate or at once."""

    test: Schema
    due: Mapping[str, tuple[str, str]]

    @cached_property
    def _validator(self) -> Any:
        return jsonschema_rs.validator_for(dict(self.test))

    def holds(self, fields: Mapping[str, Any]) -> bool:
        """Whether the condition is met by the fields of a record."""
        return bool(self._validator.is_valid(fields))


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record: its schema, and what the annotations of the schema say of it."""

    name: str
    schema: Schema = field(repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is sent to another process: all but what was compiled."""
        return {k: v for k, v in self.__dict__.items() if k not in _COMPILED}

    @cached_property
    def shape(self) -> Shape:
        """The shape of a whole record."""
        return Shape.of(self.name, self.schema)

    @property
    def label(self) -> Label:
        """What one record of the kind is called."""
        return _words(self.schema, "x-label", self.name)

    @property
    def plural(self) -> Label:
        """What a list of them is called."""
        return _words(self.schema, "x-plural", self.name)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes its ids may carry."""
        return tuple(self.schema.get("x-prefixes", ()))

    @property
    def visibility(self) -> str:
        """The visibility of a record that states none."""
        return str(self.schema.get("x-visibility", "public"))

    @property
    def single(self) -> bool:
        """Whether a specification holds at most one."""
        return bool(self.schema.get("x-single", False))

    @property
    def linked(self) -> bool:
        """Whether a record without any link is an orphan."""
        return bool(self.schema.get("x-linked", False))

    @property
    def body(self) -> str:
        """The field that the body of a Markdown record fills."""
        return str(self.schema.get("x-body", "description"))

    @property
    def owner(self) -> str:
        """The field that names who answers for a record; empty when none does."""
        return str(self.schema.get("x-owner", ""))

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields that a table of such records shows."""
        return tuple(self.schema.get("x-columns", ()))

    @cached_property
    def stage(self) -> str:
        """The field that says at which gate the project stands; empty in most kinds."""
        return next((name for name, shape in self.shape.fields.items() if shape.stage), "")

    @cached_property
    def plain(self) -> frozenset[str]:
        """The fields that hold text or a list of texts: what was written is what they hold."""
        return frozenset(n for n, s in self.shape.fields.items() if _is_text(s.items or s))

    @cached_property
    def linking(self) -> Mapping[str, Shape]:
        """The fields that hold a link, however deep."""
        return {n: s for n, s in self.shape.fields.items() if any(p.refs for p in _parts(s))}

    @cached_property
    def telling(self) -> Mapping[str, Shape]:
        """The fields that hold prose, however deep; the id is none."""
        fields = self.shape.fields.items()
        return {n: s for n, s in fields if n != "id" and any(_is_prose(p) for p in _parts(s))}

    @cached_property
    def accepts(self) -> Any:
        """The fast validator: decides, does not explain."""
        return jsonschema_rs.validator_for(dict(self.schema), validate_formats=True)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The gated conditional fields; those due at once are the validator's."""
        return tuple(_conditions(self.schema))

    @cached_property
    def _always_due(self) -> Mapping[str, tuple[str, str]]:
        shapes = self.shape.fields.items()
        return {name: (shape.due, shape.rule) for name, shape in shapes if shape.due}

    def due(self, fields: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        """Return the fields due in a record that holds *fields*: from which gate, by which rule.

        A rule is the model's code for it, empty when the field stands for none.
        """
        found = dict(self._always_due)
        for condition in self.conditions:
            if condition.holds(fields):
                found |= condition.due
        return found


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the library: what it is called, which kinds and views it shows.

    `where` keeps the records whose field has one of the values; with `each`, every record has a
    page of its own under this one.
    """

    code: str
    title: Label
    part: Label
    kinds: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    each: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What `library.yaml` says: the pages in order, and the kinds that follow from each other."""

    chapters: tuple[Chapter, ...] = ()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Library:
    """All the kinds a specification may use, and the pages that show them.

    `chain` names the kinds that follow from each other, from what is found to what is checked.
    """

    kinds: Mapping[str, Kind]
    chapters: tuple[Chapter, ...]
    chain: tuple[str, ...] = ()

    @cached_property
    def gates(self) -> tuple[str, ...]:
        """The gates in order, as the field that says the project's stage lists them."""
        stages = [kind.shape.fields[kind.stage] for kind in self.kinds.values() if kind.stage]
        return tuple(stages[0].values) if stages else ()


def bundled_schemas() -> Path:
    """Return the schemas shipped with the program.

    A wheel carries a copy beside this file; a checkout keeps them at its root,
    where people edit them.
    """
    here = Path(__file__).parent
    packaged = here / "schemas"
    return packaged if packaged.is_dir() else here.parents[1] / "schemas"


def load_library(*folders: Path) -> Library:
    """Load the kinds and chapters of *folders*; a later folder overlays the earlier ones.

    Raises:
        SchemaError: a schema or library file is not usable.
    """
    kinds: dict[str, Kind] = {}
    order = Order()
    for folder in folders:
        kinds |= load_kinds(folder)
        order = load_order(folder) or order
    return Library(dict(sorted(kinds.items())), order.chapters, order.chain)


def load_kinds(folder: Path) -> dict[str, Kind]:
    """Load every `<kind>/schema.json` of *folder*.

    Raises:
        SchemaError: a schema is not usable.
    """
    files = sorted([*folder.glob("*.json"), *folder.glob("*/schema.json")])
    return dict(_kinds(folder, tuple((str(file), file.stat().st_mtime_ns) for file in files)))


@lru_cache(maxsize=8)
def _kinds(folder: Path, files: tuple[tuple[str, int], ...]) -> Mapping[str, Kind]:
    """Load the kinds of *folder* as its *files* are now; again only when one has changed."""
    read = _Reader()
    paths = sorted(folder.glob("*/schema.json"))
    return {path.parent.name: load_kind(path.parent.name, path, read) for path in paths}


def load_kind(name: str, path: Path, read: _Reader | None = None) -> Kind:
    """Load the kind called *name* from the schema at *path*, every local `$ref` expanded.

    Raises:
        SchemaError: not JSON, not a schema, or a `$ref` that is not local, is missing or comes
            back on itself.
    """
    read = read or _Reader()
    kind = Kind(name, _expand(read.file(path), path, (), read))
    try:
        kind.accepts  # noqa: B018 - compiled here, so that a bad schema is told at once
    except jsonschema_rs.ValidationError as error:
        raise SchemaError(f"{_short(path)}: {error.message}") from error
    return kind


def load_order(folder: Path) -> Order | None:
    """Load `library.yaml` of *folder*, if there is one."""
    path = folder / "library.yaml"
    if not path.is_file():
        return None
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        chapters = tuple(_chapter(entry) for entry in data["chapters"])
        return Order(chapters, tuple(map(str, data.get("chain", ()))))
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise SchemaError(f"{path.name}: {error}") from error


class _Reader:
    """Reads each file and expands each shared part once: they are named hundreds of times."""

    def __init__(self) -> None:
        self._files: dict[Path, dict[str, Any]] = {}
        self._parts: dict[str, Any] = {}

    def file(self, path: Path) -> dict[str, Any]:
        """Return the object in the file *path*."""
        if path not in self._files:
            self._files[path] = _json(path)
        return self._files[path]

    def part(self, ref: str, path: Path, seen: tuple[str, ...]) -> Any:
        """Return what *ref*, written in *path*, names, expanded."""
        key = os.path.normpath(path.parent / ref) if not ref.startswith("#") else f"{path}{ref}"
        if key not in self._parts:
            target, home, name = _target(ref, path, self)
            if name in seen:
                raise SchemaError(f"{_short(path)}: $ref {ref} comes back on itself")
            self._parts[key] = _expand(target, home, (*seen, name), self)
        return self._parts[key]


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SchemaError(f"{_short(path)}: {error}") from error
    if not isinstance(data, dict):
        raise SchemaError(f"{_short(path)}: a schema is an object")
    return data


def _short(path: Path) -> str:
    return "/".join(path.parts[-2:])


def _expand(node: Any, path: Path, seen: tuple[str, ...], read: _Reader) -> Any:
    if isinstance(node, list):
        return [_expand(item, path, seen, read) for item in node]
    if not isinstance(node, dict):
        return node
    own = {k: _expand(v, path, seen, read) for k, v in node.items() if k not in ("$ref", "$defs")}
    return {**read.part(node["$ref"], path, seen), **own} if "$ref" in node else own


def _target(ref: str, path: Path, read: _Reader) -> tuple[Any, Path, str]:
    file, _, pointer = ref.partition("#")
    home = (path.parent / file).resolve() if file else path.resolve()
    if not home.is_relative_to(path.resolve().parents[1]) or not home.is_file():
        raise SchemaError(f"{_short(path)}: $ref {ref} is not a file of the schemas")
    node: Any = read.file(home)
    for part in pointer.strip("/").split("/"):
        if not isinstance(node, dict) or part not in node:
            raise SchemaError(f"{_short(path)}: $ref {ref} names nothing")
        node = node[part]
    return node, home, f"{home}#{pointer}"


def _is_text(shape: Shape) -> bool:
    return shape.types == ("string",)


def _is_prose(shape: Shape) -> bool:
    return _is_text(shape) and not shape.refs and not shape.values and shape.format != "date"


def _parts(shape: Shape) -> Iterator[Shape]:
    """Yield *shape* and all the shapes inside it."""
    yield shape
    for inner in (*shape.fields.values(), shape.items, shape.keys, shape.entries):
        if inner is not None:
            yield from _parts(inner)


def _words(schema: Schema, key: str, default: str) -> Label:
    words: Label = schema.get(key, {"fr": default, "en": default})
    return words


def _conditions(schema: Schema) -> Iterator[Condition]:
    for branch in schema.get("allOf", ()):
        then = branch.get("then", {}).get("properties", {})
        due = {n: (p["x-due"], p.get("x-rule", "")) for n, p in then.items() if "x-due" in p}
        if due:
            yield Condition(branch["if"], due)


def _chapter(entry: Mapping[str, Any]) -> Chapter:
    return Chapter(
        code=str(entry["code"]),
        title=entry["title"],
        part=entry["part"],
        kinds=tuple(entry.get("kinds", ())),
        views=tuple(entry.get("views", ())),
        where=entry.get("where", _NONE),
        each=entry.get("each", False),
    )
