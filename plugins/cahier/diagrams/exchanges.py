"""A map of exchanges: one system in the middle, the others on both sides, an arrow an exchange.

Every exchange has a line of its own between its system and the middle, what is said of it above
and below that line: nothing can collide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cahier.diagrams.shapes import Rect
from cahier.diagrams.svg import framed, linked, plate, safe_id, tag, text
from cahier.diagrams.words import BOLD_HEAD, HEAD, ROOMY, SMALL, plain, tall, wrap

_WIDTH = 670.0  # prints at 7 pt a 10 unit letter in the width of the document
_SYSTEM, _MIDDLE = 132.0, 92.0
_WAY = (_WIDTH - _MIDDLE) / 2 - _SYSTEM  # from a system to the middle
_PAD, _GAP, _NEAR = 8.0, 16.0, 4.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """What goes between a system and the middle: `way` is `in`, `out` or `both`."""

    way: str
    label: str
    detail: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """A system that exchanges with the middle."""

    label: str
    exchanges: tuple[Exchange, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """An exchange, wrapped."""

    exchange: Exchange
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def height(self) -> float:
        return tall(self.above) + tall(self.below) + 2 * _NEAR + _PAD


@dataclass(frozen=True, slots=True)
class _Block:
    """A system and its lines, wrapped."""

    system: System
    name: tuple[str, ...]
    lines: tuple[_Line, ...]

    @property
    def height(self) -> float:
        return max(tall(self.name, ROOMY) + 2 * _PAD, sum(line.height for line in self.lines))


def draw(
    middle: str, systems: Sequence[System], title: str, description: str, prefix: str = ""
) -> str:
    """Return the map as one SVG element; *prefix* keeps its ids apart from other drawings'."""
    sides = _balanced([_block(system) for system in systems])
    height = max(map(_height, sides)) + 2
    name = safe_id(prefix)
    inner = [_tips(name), _center(middle, height)]
    for side, blocks in enumerate(sides):
        inner += _side(blocks, side == 0, (height - _height(blocks)) / 2, name)
    role = "group" if any(s.href or e.href for s in systems for e in s.exchanges) else "img"
    return framed(
        "ch-chart", title, description, _WIDTH, height, "".join(inner), prefix=prefix, role=role
    )


def _block(system: System) -> _Block:
    lines = tuple(
        _Line(
            exchange,
            wrap(plain(exchange.label), _WAY - 2 * _PAD, SMALL),
            wrap(plain(exchange.detail), _WAY - 2 * _PAD, SMALL),
        )
        for exchange in system.exchanges
    )
    return _Block(system, wrap(plain(system.label), _SYSTEM - 2 * _PAD, BOLD_HEAD), lines)


def _balanced(blocks: Sequence[_Block]) -> tuple[list[_Block], list[_Block]]:
    """Return the blocks of the left and of the right, each block where there is less so far."""
    left: list[_Block] = []
    right: list[_Block] = []
    for block in blocks:
        (left if _height(left) <= _height(right) else right).append(block)
    return left, right


def _height(blocks: Sequence[_Block]) -> float:
    return sum(block.height for block in blocks) + _GAP * max(len(blocks) - 1, 0)


def _tips(prefix: str) -> str:
    """Return the ends of arrows; SVG 1 cannot turn one round, so there are two."""
    ends = {"end": ("M0 0.5L8 4L0 7.5L1.8 4z", "7.6"), "start": ("M8 0.5L0 4L8 7.5L6.2 4z", "0.4")}
    return tag(
        "defs",
        "",
        "".join(
            f'<marker id="{prefix}tip-{name}" markerWidth="8" markerHeight="8"'
            f' markerUnits="userSpaceOnUse" refX="{at}" refY="4" orient="auto">'
            f"{tag('path', 'cl-tip', d=d)}</marker>"
            for name, (d, at) in ends.items()
        ),
    )


def _center(name: str, height: float) -> str:
    rect = Rect((_WIDTH - _MIDDLE) / 2, 1, _MIDDLE, height - 2)
    lines = wrap(plain(name), _MIDDLE - 2 * _PAD, BOLD_HEAD)
    top = rect.center - tall(lines, HEAD) / 2
    box = plate(rect, "ch-a ex-middle", rx=6)
    return box + text(lines, rect.middle, top, HEAD, "ch-over", font_weight="bold")


def _side(blocks: Sequence[_Block], left: bool, top: float, prefix: str) -> Iterator[str]:
    for block in blocks:
        yield _system(block, left, top)
        room = block.height - sum(line.height for line in block.lines)
        y = top + room / 2
        for line in block.lines:
            yield _line(line, left, y, prefix)
            y += line.height
        top += block.height + _GAP


def _system(block: _Block, left: bool, top: float) -> str:
    rect = Rect(1 if left else _WIDTH - _SYSTEM - 1, top, _SYSTEM, block.height)
    start = rect.center - tall(block.name, HEAD) / 2
    name = text(block.name, rect.middle, start, HEAD, "cl-text", font_weight="bold")
    return linked(plate(rect, "cl-task ex-system", rx=4) + name, block.system.href)


def _line(line: _Line, left: bool, top: float, prefix: str) -> str:
    inner = (_WIDTH - _MIDDLE) / 2 if left else (_WIDTH + _MIDDLE) / 2
    outer = _SYSTEM + 1 if left else _WIDTH - _SYSTEM - 1
    x = (inner + outer) / 2
    y = top + _PAD / 2 + tall(line.above) + _NEAR
    way = line.exchange.way
    ends = {"marker_end": "end"} if way != "out" else {}
    ends |= {"marker_start": "start"} if way != "in" else {}
    tips = {key: f"url(#{prefix}tip-{end})" for key, end in ends.items()}
    arrow = tag("path", "cl-arrow", d=f"M{outer:.2f} {y:.2f}H{inner:.2f}", **tips)
    said = text(line.above, x, y - _NEAR - tall(line.above), SMALL, "cl-label")
    said += text(line.below, x, y + _NEAR, SMALL, "ch-soft")
    return arrow + linked(said, line.exchange.href)
