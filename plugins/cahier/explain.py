"""Why a schema refuses a record: one diagnostic a defect, at its place, in the author's words.

jsonschema-rs decides (see `Kind.accepts`); this module is only reached by records it refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from cahier.diagnostic import Diagnostic, Location, Severity
from cahier.kinds import Kind, Pointer, Shape
from cahier.source import Document

Explained = tuple[str, Mapping[str, str | int], str]


def explain(document: Document, kind: Kind, at: Pointer, fields: Any) -> Iterator[Diagnostic]:
    """Yield what the schema of *kind* has against *fields*, written at *at* of *document*."""
    for found in _explained(document, kind, at, fields):
        yield replace(found, record=_id(fields))


def _explained(document: Document, kind: Kind, at: Pointer, fields: Any) -> Iterator[Diagnostic]:
    misspelt: set[tuple[Pointer, str]] = set()
    missing: dict[tuple[Pointer, str], Diagnostic] = {}
    errors = list(_validator(kind).iter_errors(fields))
    misformed = {tuple(e.absolute_path) for e in errors if e.validator == "format"}
    for error in errors:
        here = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            for found, meant in _unknown(document, at, here, error, kind):
                misspelt.add((here, meant))
                yield found
        elif error.validator == "required":
            missing |= _missing(document, at, here, error, fields)
        elif error.validator != "pattern" or here not in misformed:
            yield _refused(document, at, here, error, _shape(kind, here))
    yield from (found for place, found in missing.items() if place not in misspelt)


@lru_cache(maxsize=128)
def _validator(kind: Kind) -> Any:
    """Return the explaining validator; importing it costs 105 ms, so only here."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(kind.schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _unknown(
    document: Document, at: Pointer, here: Pointer, error: Any, kind: Kind
) -> Iterator[tuple[Diagnostic, str]]:
    known = set(error.schema.get("properties", {}))
    absent = known - set(error.instance)
    for name in error.instance:
        if name in known:
            continue
        near = get_close_matches(name, sorted(absent), n=1, cutoff=0.7)
        meant = near[0] if near else ""
        facts = {"field": name, "suggestion": meant, "known": ", ".join(sorted(absent))}
        where = document.key_place((*at, *here, name))
        yield _error(where, "unknown-field", facts, "did-you-mean" if near else ""), meant


def _missing(
    document: Document, at: Pointer, here: Pointer, error: Any, fields: Any
) -> dict[tuple[Pointer, str], Diagnostic]:
    where = _head(document, (*at, *here), error.instance)
    return {
        (here, name): _error(
            where, "missing-field", {"id": _id(fields), "field": name}, code=_code(error, name)
        )
        for name in error.validator_value
        if name not in error.instance
    }


def _code(error: Any, name: str) -> str:
    """Return the rule that a required field stands for: its own, else that of the condition."""
    field = error.schema.get("properties", {}).get(name, {})
    return str(field.get("x-rule") or error.schema.get("x-rule", ""))


def _head(document: Document, at: Pointer, instance: Any) -> Location:
    """Return the place that names an object: its id, else its first key."""
    if "id" in instance:
        return document.place((*at, "id"))
    return document.key_place((*at, next(iter(instance)))) if instance else document.place(at)


def _refused(
    document: Document, at: Pointer, here: Pointer, error: Any, shape: Shape
) -> Diagnostic:
    if error.validator == "propertyNames" or "propertyNames" in error.absolute_schema_path:
        where = document.key_place((*at, *here, error.instance))
    else:
        where = document.place((*at, *here))
    field = next((str(p) for p in reversed(here) if isinstance(p, str)), "")
    rule, facts, way = _EXPLAINED.get(error.validator, _invalid)(error, shape)
    facts = {"field": field, "value": _shown(error.instance), **facts}
    return _error(where, rule, facts, way, str(error.schema.get("x-rule", "")))


def _type(error: Any, shape: Shape) -> Explained:
    if error.instance is None:
        return "empty-value", {}, ""
    if error.instance == "":
        return "empty-value", {}, ""
    wanted = error.validator_value
    wanted = wanted if isinstance(wanted, str) else wanted[-1]
    return "wrong-type", {"wanted": wanted}, str(wanted)


def _enum(error: Any, shape: Shape) -> Explained:
    allowed = [str(v) for v in error.validator_value]
    value = str(error.instance)
    by_label = {w.casefold(): k for k, label in shape.values.items() for w in label.values()}
    near = [by_label[value.casefold()]] if value.casefold() in by_label else []
    near = near or get_close_matches(value, allowed, n=1)
    facts = {"allowed": ", ".join(allowed), "suggestion": near[0] if near else ""}
    return "unknown-value", facts, "did-you-mean" if near else ""


def _pattern(error: Any, shape: Shape) -> Explained:
    if tuple(error.absolute_path)[-1:] == ("id",):
        return "malformed-id", {"pattern": _form(error.validator_value)}, ""
    return "wrong-form", {"pattern": shape.help or error.validator_value}, ""


def _form(pattern: str) -> str:
    """Return an id that *pattern* takes, when it is of the usual form PREFIX-NNN."""
    usual = re.match(r"\^(?:\(\?:|\()?([A-Z]+)", pattern)
    return f"{usual.group(1)}-001" if usual else pattern


def _format(error: Any, shape: Shape) -> Explained:
    if error.validator_value == "date":
        return "wrong-date", {}, ""
    return "wrong-form", {"pattern": shape.help or error.validator_value}, ""


def _empty(error: Any, shape: Shape) -> Explained:
    return "empty-value", {}, ""


def _limit(error: Any, shape: Shape) -> Explained:
    return "out-of-range", {"limit": str(error.validator_value)}, str(error.validator)


def _repeated(error: Any, shape: Shape) -> Explained:
    items = [str(item) for item in error.instance]
    twice = sorted({item for item in items if items.count(item) > 1})
    return "repeated-item", {"item": ", ".join(twice)}, ""


def _invalid(error: Any, shape: Shape) -> Explained:
    return "invalid-value", {"reason": str(error.message)}, ""


_EXPLAINED: Mapping[str, Callable[[Any, Shape], Explained]] = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    "format": _format,
    "minLength": _empty,
    "minItems": _limit,
    "minProperties": _empty,
    "maxLength": _limit,
    "maxItems": _limit,
    "minimum": _limit,
    "maximum": _limit,
    "exclusiveMinimum": _limit,
    "exclusiveMaximum": _limit,
    "uniqueItems": _repeated,
}


def _shape(kind: Kind, here: Pointer) -> Shape:
    shape = kind.shape
    for part in here:
        inner = shape.items if isinstance(part, int) else shape.fields.get(part) or shape.entries
        shape = inner or Shape(str(part))
    return shape


def _id(fields: Any) -> str:
    return str(fields.get("id", "")) if isinstance(fields, dict) else ""


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _error(
    where: Location, rule: str, facts: Mapping[str, str | int], way: str = "", code: str = ""
) -> Diagnostic:
    return Diagnostic(where, Severity.ERROR, rule, facts, way, code=code)
