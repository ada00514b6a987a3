"""V15, service levels: severity × response, workaround and fix, and who promises them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cahier.kinds import Shape
from cahier.page import Block, Cell, Heading, Items, Mention, Number, Table
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views.values import badge

_DELAYS = ("respond_h", "workaround_h", "fix_h")
Level = tuple[str, tuple[Decimal | int | None, ...]]


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return a line for each severity; services that promise the same share their lines."""
    shape = _shape(spec)
    promises = _promises(spec)
    if shape is None or not promises:
        return ()
    delays = [name for name in _DELAYS if name in shape.fields]
    columns = (
        words.of(shape.fields["severity"].label),
        *(words.of(shape.fields[name].label) for name in delays),
        words.label("service-by"),
    )
    order = list(shape.fields["severity"].values)
    rows = tuple(
        (
            (badge(words, shape.fields["severity"], severity),),
            *(_hours(words, hours) for hours in promised),
            _services(services),
        )
        for (severity, promised), services in sorted(
            promises.items(), key=lambda line: (line[1], order.index(line[0][0]))
        )
    )
    title = words.label("service-levels")
    caption = words.label("service-unit", unit=words.of(shape.fields[delays[0]].unit))
    return (
        Heading(2, title, "engagements"),
        Table(columns, rows, caption, name="engagements"),
    )


def _shape(spec: Spec) -> Shape | None:
    kind = spec.library.kinds.get("operation")
    levels = kind.shape.fields.get("service_levels") if kind else None
    return levels.items if levels else None


def _promises(spec: Spec) -> Mapping[Level, Sequence[str]]:
    """Return what is promised for each severity, and by which services."""
    found: dict[Level, list[str]] = {}
    for service in spec.kind("operation"):
        for level in service.all("service_levels"):
            found.setdefault(_level(level), []).append(service.id)
    return found


def _level(level: Mapping[str, Any]) -> Level:
    return level["severity"], tuple(level.get(name) for name in _DELAYS)


def _hours(words: Words, hours: Decimal | int | None) -> Cell:
    if hours is None:
        return ()
    return (Number(hours, f"{words.number(hours)}\N{NO-BREAK SPACE}h"),)


def _services(ids: Sequence[str]) -> Cell:
    cells = tuple((Mention(id),) for id in ids)
    return cells[0] if len(cells) == 1 else (Items(cells),)
