"""What leads to a record and what follows from it: finding, objective … test, anomaly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cahier.diagrams import chain
from cahier.page import Block, Cell, Diagram, Heading, Items, Table, Text
from cahier.spec import Record, Spec, natural
from cahier.texts import Words
from cahier.views.values import mention

_LISTED = 12

Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Chain:
    """The kinds in order; the rank of each record of them, and the records next to it."""

    order: Mapping[str, int]
    ranks: Mapping[str, int]
    above: Links
    below: Links


def blocks(spec: Spec, words: Words, record: Record) -> tuple[Block, ...]:
    """Return the chain around *record* as a drawing; nothing when it hangs from nothing."""
    known = _chain(spec)
    if record.kind.name not in known.order:
        return ()
    around = {*_reached(known.above, record.id), record.id, *_reached(known.below, record.id)}
    if len(around) == 1:
        return ()
    rows = _rows(spec, words, known.order, around)
    svg = chain.draw(
        rows,
        _lines(known, around),
        record.id,
        words.label("chain"),
        words.label("chain-description", id=record.id),
    )
    diagram = Diagram(svg, words.label("chain-caption"), _table(spec, words, rows))
    return Heading(2, words.label("chain"), "chaine"), diagram


@lru_cache(maxsize=1)
def _chain(spec: Spec) -> _Chain:
    """Follow the links of the whole specification, once for all its records."""
    order = {name: at for at, name in enumerate(spec.library.chain) if name in spec.library.kinds}
    ranks = {record.id: at for name, at in order.items() for record in spec.kind(name)}
    above: dict[str, dict[str, None]] = {}
    below: dict[str, dict[str, None]] = {}
    for id, rank in ranks.items():
        for other in (ref.target for ref in spec.records[id].refs):
            if ranks.get(other, rank) == rank:
                continue
            upper, lower = (id, other) if rank < ranks[other] else (other, id)
            below.setdefault(upper, {})[lower] = None
            above.setdefault(lower, {})[upper] = None
    return _Chain(order, ranks, _frozen(above), _frozen(below))


def _frozen(links: Mapping[str, Iterable[str]]) -> Links:
    return {id: tuple(others) for id, others in links.items()}


def _reached(links: Links, start: str) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = set(links.get(ahead.pop(), ())) - found
        found |= new
        ahead += new
    return found


def _rows(
    spec: Spec, words: Words, order: Mapping[str, int], around: set[str]
) -> tuple[chain.Row, ...]:
    by_kind: dict[str, list[Record]] = {}
    for record in (spec.records[id] for id in around):
        by_kind.setdefault(record.kind.name, []).append(record)
    return tuple(
        chain.Row(
            words.of(spec.library.kinds[name].plural),
            {r.id: r.name for r in sorted(by_kind[name], key=lambda r: natural(r.id))},
        )
        for name in order
        if name in by_kind
    )


def _lines(known: _Chain, around: set[str]) -> Iterable[chain.Link]:
    """Yield the links between the records *around*, less those that a longer way says already."""
    reached: dict[str, set[str]] = {}
    for upper in sorted(around, key=lambda id: (-known.ranks[id], id)):
        lower = [id for id in known.below.get(upper, ()) if id in around]
        further = set[str]().union(*(reached[id] for id in lower))
        yield from (chain.Link(upper, id) for id in lower if id not in further)
        reached[upper] = further.union(lower)


def _table(spec: Spec, words: Words, rows: Sequence[chain.Row]) -> Table:
    titles = (words.label("kind"), words.label("records"))
    return Table(titles, tuple(((Text(row.label),), _ids(spec, row)) for row in rows))


def _ids(spec: Spec, row: chain.Row) -> Cell:
    mentions: list[Cell] = [(mention(spec, id),) for id in list(row.records)[:_LISTED]]
    if (more := len(row.records) - _LISTED) > 0:
        mentions.append((Text(f"+ {more}"),))
    return (Items(tuple(mentions)),)
