"""V02, the functional grid: how many requirements of each priority, by module and by lot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cahier.diagrams.charts import Bar, Key, Part, both
from cahier.page import Badge, Block, Cell, Diagram, Heading, Mention, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import badge, count, mention

Counts = Mapping[str, int]
# The statuses of a requirement that nobody has to meet.
DEAD = frozenset({"rejected", "retired"})
_INKS = {"must": "ch-a", "should": "ch-b", "could": "ch-c"}
_FIELDS = ("module", "lot", "priority", "type")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return module × lot × priority; a requirement without module counts under its type."""
    kind = spec.library.kinds.get("requirement")
    if kind is None or not all(name in kind.shape.fields for name in _FIELDS):
        return ()
    found = standing(spec)
    if not found:
        return ()
    return (
        Heading(2, words.label("grid"), "grille"),
        _drawing(spec, words, found),
        _table(spec, words, found),
    )


def standing(spec: Spec) -> tuple[Record, ...]:
    """Return the requirements that still stand: neither rejected nor retired."""
    return tuple(r for r in spec.kind("requirement") if r.fields.get("status") not in DEAD)


def by_priority(found: Sequence[Record]) -> Counter[str]:
    """Return how many of *found* have each priority."""
    return Counter(r.fields["priority"] for r in found)


def priorities(spec: Spec, words: Words) -> Mapping[str, str]:
    """Return the priorities of a requirement in order, with their words.

    That of what is out of scope is none where all such requirements were rejected.
    """
    shape = spec.library.kinds["requirement"].shape.fields["priority"]
    used = _INKS.keys() | by_priority(standing(spec)).keys()
    return {value: words.of(label) for value, label in shape.values.items() if value in used}


def counted(words: Words, counts: Counts, levels: Mapping[str, str]) -> tuple[Cell, ...]:
    """Return a cell for each priority, then one for their sum."""
    cells = (count(words, counts.get(level, 0)) for level in levels)
    return (*cells, count(words, sum(counts.values())))


def _drawing(spec: Spec, words: Words, found: Sequence[Record]) -> Diagram:
    known = priorities(spec, words)
    levels = {level: label for level, label in known.items() if level in _INKS}
    places: dict[str, list[Record]] = {}
    for place, _, group in _groups(spec, found):
        places.setdefault(place, []).extend(group)
    counts = {place: by_priority(group) for place, group in places.items()}
    rows = tuple(_bar(words, _place(spec, words, p), n) for p, n in counts.items())
    keys = tuple(Key(label, _INKS[level]) for level, label in levels.items())
    most = Decimal(max(n.total() for n in counts.values()))
    title, told = words.label("grid-modules"), words.label("grid-modules-description")
    svg, narrow = both(rows, (Decimal(0), most), title, told, keys=keys, prefix="grille-")
    columns = (words.label("grid-place"), *known.values(), words.label("total"))
    lines = tuple(((_place(spec, words, p),), *counted(words, n, known)) for p, n in counts.items())
    return Diagram(svg, title, Table(columns, lines, name="modules"), narrow=narrow)


def _bar(words: Words, place: Mention | Badge, counts: Counter[str]) -> Bar:
    label = place.label if isinstance(place, Badge) else place.name
    parts = tuple(Part(Decimal(counts[p]), ink, str(counts[p])) for p, ink in _INKS.items())
    return Bar(label, parts, words.number(sum(part.value for part in parts)))


def _table(spec: Spec, words: Words, found: Sequence[Record]) -> Table:
    levels, kinds = priorities(spec, words), spec.library.kinds
    lots = "lot" in kinds
    columns = (
        words.label("grid-place"),
        *((words.of(kinds["lot"].label),) if lots else ()),
        *levels.values(),
        words.label("total"),
    )
    rows = tuple(
        (
            (_place(spec, words, place),),
            *(((Mention(lot),) if lot else (),) if lots else ()),
            *counted(words, by_priority(group), levels),
        )
        for place, lot, group in _groups(spec, found)
    )
    blank: tuple[Cell, ...] = ((),) if lots else ()
    total = (Text(words.label("total")),)
    totals = (total, *blank, *counted(words, by_priority(found), levels))
    return Table(columns, rows, name="grille", totals=totals)


def _groups(spec: Spec, found: Sequence[Record]) -> Iterator[tuple[str, str, list[Record]]]:
    """Yield the requirements of each module, then of each type without module, lot by lot."""
    shape = spec.library.kinds["requirement"].shape.fields["type"]
    places = [*(m.id for m in spec.kind("module")), *shape.values]
    lots = [*(lot.id for lot in spec.kind("lot")), ""]
    groups: dict[tuple[str, str], list[Record]] = {}
    for r in found:
        place = r.fields.get("module") or r.fields["type"]
        groups.setdefault((place, r.fields.get("lot", "")), []).append(r)
    for place, lot in ((place, lot) for place in places for lot in lots):
        if group := groups.get((place, lot)):
            yield place, lot, group


def _place(spec: Spec, words: Words, place: str) -> Mention | Badge:
    """Return a module, or the type of requirements that have none."""
    shape = spec.library.kinds["requirement"].shape.fields["type"]
    return badge(words, shape, place) if place in shape.values else mention(spec, place)
