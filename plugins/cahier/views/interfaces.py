"""V18, the interface map: what goes between the CRM and each system, and how many records a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cahier.diagrams import exchanges
from cahier.page import Block, Cell, Diagram, Heading, Number, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.few import caption, few
from cahier.views.values import badge, count, field, mention

_WAYS = ("in", "out", "both")
_COLUMNS = ("direction", "data", "mode", "frequency", "volume", "peak")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the map, then the interfaces and the records a day of each system."""
    systems = _systems(spec, spec.kind("interface"))
    if not systems:
        return ()
    title = words.label("interface-map")
    every = [interface for group in systems.values() for interface in group]
    shown = few(every, lambda interface: -Decimal(interface.fields.get("volume", 0)))
    svg = exchanges.draw(
        words.label("crm"),
        [_drawn(spec, words, system, found) for system, found in _systems(spec, shown).items()],
        title,
        words.label("interface-map-description"),
        prefix="interfaces-",
    )
    keys = "interface-map-caption", "interface-map-some"
    said = caption(words, *keys, len(shown), len(every))
    return (
        Heading(2, title, "carte"),
        Diagram(svg, said, _alternative(spec, words, systems)),
        Heading(2, words.label("interface-totals"), "volumes"),
        _totals(spec, words, systems),
    )


def _systems(spec: Spec, interfaces: Sequence[Record]) -> Mapping[str, Sequence[Record]]:
    """Return those of *interfaces* of each system that is shown, in the order of their ids."""
    found: dict[str, list[Record]] = {system.id: [] for system in spec.kind("system")}
    for interface in interfaces:
        if (system := interface.fields.get("system")) in found:
            found[system].append(interface)
    return {system: group for system, group in found.items() if group}


def _drawn(spec: Spec, words: Words, system: str, interfaces: Sequence[Record]) -> exchanges.System:
    lines = tuple(
        exchanges.Exchange(
            str(interface.fields.get("direction", "both")),
            _data(spec, interface),
            _detail(words, interface),
            interface.id,
        )
        for interface in interfaces
    )
    return exchanges.System(spec.records[system].name, lines, system)


def _data(spec: Spec, interface: Record) -> str:
    """Return what goes through: the names of the data, or of the interface when none is shown."""
    names = [spec.records[id].name for id in interface.all("data") if id in spec.records]
    return ", ".join(names) or interface.name


def _detail(words: Words, interface: Record) -> str:
    shapes, fields = interface.kind.shape.fields, interface.fields
    often = ""
    if "frequency" in fields:
        often = badge(words, shapes["frequency"], fields["frequency"]).label
    many = words.label("per-day", n=words.number(fields["volume"])) if "volume" in fields else ""
    return " · ".join(filter(None, (often, many)))


def _alternative(spec: Spec, words: Words, systems: Mapping[str, Sequence[Record]]) -> Table:
    found = [interface for group in systems.values() for interface in group]
    shapes = found[0].kind.shape.fields
    used = [n for n in _COLUMNS if n in shapes and any(n in i.fields for i in found)]
    columns = (
        words.of(spec.library.kinds["system"].label),
        words.of(found[0].kind.label),
        *(words.of(shapes[name].label) for name in used),
    )
    rows = tuple(
        (
            (mention(spec, system),),
            (mention(spec, interface.id),),
            *(field(spec, words, interface, name) for name in used),
        )
        for system, group in systems.items()
        for interface in group
    )
    return Table(columns, rows, name="carte")


def _totals(spec: Spec, words: Words, systems: Mapping[str, Sequence[Record]]) -> Table:
    shape = spec.library.kinds["interface"].shape.fields["direction"]
    ways = [way for way in _WAYS if way in shape.values]
    columns = (
        words.of(spec.library.kinds["system"].label),
        words.of(spec.library.kinds["interface"].plural),
        *(badge(words, shape, way).label for way in ways),
        words.label("total"),
    )
    rows = tuple(
        ((mention(spec, system),), *_sums(words, group, ways)) for system, group in systems.items()
    )
    whole = [interface for group in systems.values() for interface in group]
    totals = ((Text(words.label("total")),), *_sums(words, whole, ways))
    caption = words.label("interface-unit")
    return Table(columns, rows, caption, name="volumes", totals=totals)


def _sums(words: Words, interfaces: Sequence[Record], ways: Sequence[str]) -> tuple[Cell, ...]:
    volumes = [_volume(interfaces, way) for way in ways]
    return (count(words, len(interfaces)), *(_number(words, v) for v in (*volumes, sum(volumes))))


def _volume(interfaces: Sequence[Record], way: str) -> Decimal:
    found = (i.fields.get("volume", 0) for i in interfaces if i.fields.get("direction") == way)
    return sum(map(Decimal, found), Decimal())


def _number(words: Words, value: Decimal | int) -> Cell:
    return (Number(value, words.number(value)),)
