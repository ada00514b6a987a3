"""A chain of records: a row a kind from top to bottom, the record that is looked at in colour.

A row has at most four boxes, what is left is counted in the last one. A line that passes a row
goes between its boxes. The drawing is as wide as its longest row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import NamedTuple

from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import framed, number, plate, safe_id, tag, text
from cahier.diagrams.words import LEADING, ROOMY, SMALL, plain, wrap

MOST = 4
_ROOM, _LABEL = 644.0, 84.0
_BOX, _TALL, _GAP = 144.0, 48.0, 12.0
_STEP = _TALL + 30.0
_PAD = 7.0
_SLOT = 10.0  # the room of a line that passes between boxes
_LAST = MOST  # the place of the box of those left


class Key(NamedTuple):
    """What stands in a row: a box, by its place there, or a line that passes from a box above."""

    row: int
    place: int
    start: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The records of one kind, by id and name."""

    label: str
    records: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A line down from a record to another."""

    above: str
    below: str


def draw(
    rows: Sequence[Row], links: Iterable[Link], here: str, title: str, description: str
) -> str:
    """Return the drawing as one SVG element; `here` is the id of the record looked at."""
    shown = [_shown(row) for row in rows]
    layout = _layout(tuple(map(tuple, shown)), _lines(_keys(rows, shown), links))
    inner = [tag("path", "ch-axis", d=layout.ways)]
    for at, row in enumerate(rows):
        inner.append(_label(row.label, at))
        inner += [_box(row, id, layout.places[Key(at, n)], here) for n, id in shown[at].items()]
    right = layout.right
    height = len(rows) * _STEP - (_STEP - _TALL) + 2
    prefix = f"{safe_id(here)}-"
    return framed(
        "ch-chain", title, description, right, height, "".join(inner), prefix=prefix, role="group"
    )


def _shown(row: Row) -> dict[int, str]:
    """Return the id in each box of a row by its place; that of those left has none."""
    ids = list(row.records)
    if len(ids) <= MOST:
        return dict(enumerate(ids))
    return {**dict(enumerate(ids[: MOST - 1])), _LAST: ""}


def _keys(rows: Sequence[Row], shown: Sequence[Mapping[int, str]]) -> dict[str, Key]:
    """Return where each record is drawn, those left together."""
    keys: dict[str, Key] = {}
    for at, row in enumerate(rows):
        keys |= dict.fromkeys(row.records, Key(at, _LAST))
        keys |= {id: Key(at, n) for n, id in shown[at].items() if id}
    return keys


def _lines(keys: Mapping[str, Key], links: Iterable[Link]) -> frozenset[tuple[Key, Key]]:
    """Return the lines from each row to the next, those that pass rows cut there."""
    lines: set[tuple[Key, Key]] = set()
    for link in links:
        first = start = keys[link.above]
        end = keys[link.below]
        for at in range(start.row + 1, end.row):
            slot = Key(at, _LAST + 1, (first.row, first.place))
            lines.add((start, slot))
            start = slot
        lines.add((start, end))
    return frozenset(lines)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands, the lines as a path, and how far to the right it goes."""

    places: Mapping[Key, Rect]
    ways: str
    right: float


# Most records stand in a chain of one of a few forms.
@lru_cache(maxsize=4096)
def _layout(boxes: tuple[tuple[int, ...], ...], lines: frozenset[tuple[Key, Key]]) -> _Layout:
    """Place the *boxes* of each row and the *lines* between them."""
    places = _placed(boxes, lines)
    ordered = sorted(lines, key=lambda line: [_order(key) for key in line])
    ways = [_path(places[a], places[b]) for a, b in ordered]
    ways += [_passing(places[key]) for key in sorted(places, key=_order) if key.start]
    return _Layout(places, "".join(ways), max(rect.x + rect.w for rect in places.values()) + 2)


def _order(key: Key) -> tuple[int, int, tuple[int, int]]:
    return key.row, key.place, key.start or (0, 0)


def _placed(boxes: Sequence[Sequence[int]], lines: Iterable[tuple[Key, Key]]) -> dict[Key, Rect]:
    """Return the place of each box and slot: under what it hangs from, as far as there is room."""
    above: dict[Key, list[Key]] = {}
    for upper, lower in lines:
        above.setdefault(lower, []).append(upper)
    slots = sorted((key for key in above if key.start), key=_order)
    across = [
        [*(Key(at, n) for n in row), *(key for key in slots if key.row == at)]
        for at, row in enumerate(boxes)
    ]
    room = max(_width(keys) for keys in across)
    places: dict[Key, Rect] = {}
    for at, keys in enumerate(across):
        wish = {key: _wish(places, above.get(key, ()), room) for key in keys}
        ordered = sorted(keys, key=lambda key: (key == (at, _LAST, None), wish[key]))
        places |= _spread(ordered, at, room)
    return places


def _wish(places: Mapping[Key, Rect], above: Sequence[Key], room: float) -> float:
    return fmean(sorted(places[key].middle for key in above)) if above else _LABEL + room / 2


def _widths(keys: Sequence[Key]) -> list[float]:
    slots = sum(key.start is not None for key in keys)
    slot = min(_SLOT, (_ROOM - _BOX * (len(keys) - slots)) / max(1, slots))
    return [slot if key.start else _BOX for key in keys]


def _width(keys: Sequence[Key]) -> float:
    return min(_ROOM, sum(_widths(keys)) + _GAP * (len(keys) - 1))


def _spread(keys: Sequence[Key], at: int, room: float) -> Iterator[tuple[Key, Rect]]:
    """Yield the places of one row, in the middle of the drawing."""
    widths, width = _widths(keys), _width(keys)
    gap = (width - sum(widths)) / max(1, len(keys) - 1)
    x = _LABEL + (room - width) / 2
    for key, each in zip(keys, widths, strict=True):
        yield key, Rect(x, at * _STEP + 1, each, _TALL)
        x += each + gap


def _path(a: Rect, b: Rect) -> str:
    top, bottom = a.y + a.h, b.y
    turn = number((top + bottom) / 2)
    x, y = number(a.middle), number(b.middle)
    return f"M{x} {number(top)}C{x} {turn} {y} {turn} {y} {number(bottom)}"


def _passing(slot: Rect) -> str:
    return f"M{number(slot.middle)} {number(slot.y)}V{number(slot.y + slot.h)}"


@lru_cache(maxsize=256)
def _label(label: str, at: int) -> str:
    lines = wrap(plain(label), _LABEL - 12, SMALL)[:3]
    top = at * _STEP + 1 + (_TALL - len(lines) * SMALL * LEADING) / 2
    return text(lines, 0, top, SMALL, "ch-soft", text_anchor="start")


def _box(row: Row, id: str, place: Rect, here: str) -> str:
    inner = _left(len(row.records)) if not id else _record(id, row.records[id], id == here)
    return f'<g transform="translate({number(place.x)} {number(place.y)})">{inner}</g>'


def _left(records: int) -> str:
    more = text((f"+ {records - MOST + 1}",), _BOX / 2, _TALL / 2 - 6, ROOMY, "ch-text")
    return plate(Rect(0, 0, _BOX, _TALL), "ch-box", rx=4, stroke_dasharray="4 3") + more


# A record is drawn on the pages of all those around it.
@lru_cache(maxsize=20_000)
def _record(id: str, name: str, here: bool) -> str:
    css = "ch-here" if here else "ch-box"
    head = text((id,), _BOX / 2, _PAD - 3, ROOMY, "ch-text", font_weight=700)
    under = _PAD + ROOMY * LEADING - 3
    inner = plate(Rect(0, 0, _BOX, _TALL), css, rx=4) + head
    inner += text(_cut(name), _BOX / 2, under, SMALL, "ch-text")
    return inner if here else tag("a", "ch-link", inner, href=id)


def _cut(name: str) -> tuple[str, ...]:
    """Return a name in two lines at most, the second cut where it does not fit."""
    lines = wrap(plain(name), _BOX - 2 * _PAD, SMALL)
    if len(lines) <= 2:
        return lines
    return lines[0], f"{wrap(lines[1], _BOX - 2 * _PAD - SMALL, SMALL)[0]}…"
