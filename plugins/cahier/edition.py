"""A specification cut to what the readers of an edition may see.

What is hidden is absent as if it had never been written: records, fields, and every link to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cahier.kinds import Pointer, Shape
from cahier.policy import EDITIONS, visible
from cahier.spec import Record, Spec

_GONE = object()


def cut(spec: Spec, edition: str) -> Spec:
    """Return *spec* without what *edition* hides."""
    if edition == EDITIONS[0] and _is_sound(spec):
        return spec
    shown = {r.id for r in spec.records.values() if visible(r.visibility, edition)}
    records = (_record(r, shown, edition) for r in spec.records.values() if r.id in shown)
    whole = edition == EDITIONS[0]
    return Spec.of(spec.library, records, stage=spec.stage, today=spec.today, whole=whole)


def _is_sound(spec: Spec) -> bool:
    """Whether every record could be read and every link leads to one."""
    if spec.broken or spec.twins:
        return False
    records = spec.records.values()
    return all(ref.target in spec.records for r in records for ref in (*r.refs, *r.mentions))


def _record(record: Record, shown: set[str], edition: str) -> Record:
    fields = _members(record.fields, record.kind.shape, shown, edition)
    refs = tuple(ref for ref in record.refs if _kept(record, ref.at, ref.target, shown, edition))
    mentions = tuple(m for m in record.mentions if _kept(record, m.at, m.target, shown, edition))
    return replace(record, fields=fields, refs=refs, mentions=mentions)


def _kept(record: Record, at: Pointer, target: str, shown: set[str], edition: str) -> bool:
    return target in shown and all(_shows(s, edition) for s in record.kind.shape.along(at))


def _shows(shape: Shape, edition: str) -> bool:
    return not shape.visibility or visible(shape.visibility, edition)


def _members(
    fields: Mapping[str, Any], shape: Shape, shown: set[str], edition: str
) -> dict[str, Any]:
    kept = {}
    for name, value in fields.items():
        member = shape.fields.get(name) or shape.entries
        if shape.keys and _value(name, shape.keys, shown, edition) is _GONE:
            continue
        if member is None:
            continue
        if (left := _value(value, member, shown, edition)) is not _GONE:
            kept[name] = left
    return kept


def _value(value: Any, shape: Shape, shown: set[str], edition: str) -> Any:
    """Return *value* without what is hidden; `_GONE` when nothing is left of it."""
    if not _shows(shape, edition):
        return _GONE
    if isinstance(value, str) and shape.refs:
        return value if value in shown else _GONE
    if isinstance(value, list) and shape.items:
        left = [_value(item, shape.items, shown, edition) for item in value]
        return [item for item in left if item is not _GONE] or (_GONE if value else [])
    if isinstance(value, dict):
        return _members(value, shape, shown, edition) or (_GONE if value else {})
    return value
