"""V19, the migration dashboard: how much of which entity, its quality, what is done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from cahier.diagrams.charts import Bar, Key, Part, both
from cahier.kinds import Shape
from cahier.migration import MEASURES, Volume, lacking, total, volume
from cahier.page import Badge, Block, Cell, Diagram, Heading, Mention, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import count, field, mention, percent

_INKS = {"target": "ch-good", "left": "ch-b", "twice": "ch-none"}
_PLANNED = ("strategy", "owner", "master", "history_depth")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the volumes of every entity as a chart and a table, then its quality."""
    entities = _entities(spec)
    if not entities:
        return ()
    volumes = {entity.id: volume(entity) for entity in entities}
    return (
        Heading(2, words.label("migration-volumes"), "volumes"),
        _drawing(words, entities, volumes),
        _volumes(spec, words, entities, volumes),
        *_quality(words, entities),
    )


def plan(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return for every entity its strategy, its owner and its field maps."""
    entities = _entities(spec)
    if not entities:
        return ()
    shapes = entities[0].kind.shape.fields
    used = [n for n in _PLANNED if n in shapes and any(n in e.fields for e in entities)]
    maps = spec.library.kinds.get("field_map")
    mapped = {e.id: _maps(spec, e) for e in entities}
    shown = maps if any(mapped.values()) else None
    columns = (
        words.of(entities[0].kind.label),
        *(words.of(shapes[name].label) for name in used),
        *((words.of(shown.plural),) if shown else ()),
    )
    rows = tuple(
        (
            (mention(spec, entity.id),),
            *(field(spec, words, entity, name) for name in used),
            *((mapped[entity.id],) if shown else ()),
        )
        for entity in entities
    )
    title = words.label("migration-plan")
    return (Heading(2, title, "plan"), Table(columns, rows, name="plan-de-reprise"))


def _entities(spec: Spec) -> tuple[Record, ...]:
    return tuple(e for e in spec.kind("data_entity") if "sources" in e.fields)


def _maps(spec: Spec, entity: Record) -> Cell:
    found = {r.id: r for _, r in spec.citing(entity.id) if r.kind.name == "field_map"}
    return tuple(Mention(id) for id in found)


def _drawing(words: Words, entities: Sequence[Record], volumes: Mapping[str, Volume]) -> Diagram:
    parts = {e.id: _parts(volumes[e.id]) for e in entities}
    rows = tuple(_bar(words, e.name, parts[e.id]) for e in entities)
    labels = {name: words.label(f"migration-{name}") for name in _INKS}
    keys = tuple(Key(labels[name], ink) for name, ink in _INKS.items())
    most = Decimal(max(v.sources for v in volumes.values()) or 1)
    title, told = words.label("migration-chart"), words.label("migration-chart-description")
    svg, narrow = both(rows, (Decimal(0), most), title, told, keys=keys, prefix="reprise-")
    lines = tuple(
        ((Mention(e.id, e.name),), *(_whole(words, n) for n in parts[e.id].values()))
        for e in entities
    )
    columns = (words.of(entities[0].kind.label), *labels.values())
    return Diagram(svg, title, Table(columns, lines, title, name="lignes"), narrow=narrow)


def _parts(found: Volume) -> Mapping[str, Decimal]:
    """Return what is loaded, what is left aside and the duplicates: the rows of the sources."""
    unique = Decimal(found.sources) if found.unique is None else found.unique
    loaded = min(Decimal(found.target or 0), unique)
    return {"target": loaded, "left": unique - loaded, "twice": found.sources - unique}


def _bar(words: Words, label: str, values: Mapping[str, Decimal]) -> Bar:
    parts = tuple(Part(value, _INKS[name]) for name, value in values.items())
    return Bar(label, parts, words.number(int(sum(values.values()))))


def _volumes(
    spec: Spec, words: Words, entities: Sequence[Record], volumes: Mapping[str, Volume]
) -> Table:
    shapes = entities[0].kind.shape.fields
    columns = (
        words.of(entities[0].kind.label),
        words.of(shapes["sources"].label),
        words.label("migration-rows"),
        words.label("migration-duplicates"),
        words.label("migration-unique"),
        words.label("migration-load"),
        words.label("migration-aside"),
    )
    rows = tuple(
        (
            (mention(spec, entity.id),),
            _sources(entity),
            *_numbers(words, volumes[entity.id], entity.fields.get("quality", {})),
        )
        for entity in entities
    )
    sums = _numbers(words, total(volumes.values()), {})
    totals = ((Text(words.label("total")),), (), *sums)
    return Table(columns, rows, words.label("migration-how"), name="volumes", totals=totals)


def _sources(entity: Record) -> Cell:
    ids = dict.fromkeys(source.get("system", "") for source in entity.all("sources"))
    return tuple(Mention(id) for id in ids if id)


def _numbers(words: Words, found: Volume, quality: Mapping[str, Decimal | int]) -> tuple[Cell, ...]:
    duplicates = quality.get("duplicates")
    return (
        _whole(words, found.sources),
        () if duplicates is None else percent(words, duplicates),
        _whole(words, found.unique),
        _whole(words, found.target),
        _whole(words, found.left),
    )


def _whole(words: Words, value: Decimal | int | None) -> Cell:
    if value is None:
        return ()
    whole = int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
    return count(words, whole)


def _quality(words: Words, entities: Sequence[Record]) -> tuple[Block, ...]:
    shapes = entities[0].kind.shape.fields
    measured = shapes.get("quality")
    used = [n for n in MEASURES if measured and n in measured.fields]
    if measured is None or not any("quality" in e.fields for e in entities):
        return ()
    columns = (
        words.of(entities[0].kind.label),
        *(_title(words, measured, n, when) for n in used for when in ("now", "wanted")),
        words.label("migration-status"),
    )
    rows = tuple(
        (
            (Mention(entity.id),),
            *(
                _measure(words, entity, part, name)
                for name in used
                for part in ("quality", "quality_target")
            ),
            (_status(words, entity),),
        )
        for entity in entities
    )
    title = words.label("migration-quality")
    return (Heading(2, title, "qualite"), Table(columns, rows, name="qualite"))


def _title(words: Words, shape: Shape, name: str, when: str) -> str:
    label = words.of(shape.fields[name].label)
    return words.label(f"migration-{when}", measure=label)


def _measure(words: Words, entity: Record, part: str, name: str) -> Cell:
    value = entity.fields.get(part, {}).get(name)
    return () if value is None else percent(words, value)


def _status(words: Words, entity: Record) -> Badge:
    """Return how far the entity is: its quality as required, not yet, or nothing required yet."""
    missing = lacking(entity)
    if missing is None:
        return Badge("migration", "draft", words.label("migration-undecided"), 2)
    if missing:
        return Badge("migration", "partial", words.label("migration-to-clean"), 1)
    return Badge("migration", "full", words.label("migration-ready"))
