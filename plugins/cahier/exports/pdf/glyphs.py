"""The letters our fonts can show, from their `cmap` tables (OpenType 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_FONTS = files("cahier.exports.pdf") / "assets/fonts"
# Without any shape of their own: soft hyphen, joiners, marks of direction, variants.
_SHAPELESS = (
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0xAD, 0xAD),
    (0x200B, 0x200F),
    (0x2060, 0x2064),
    (0xFE00, 0xFE0F),
)


@cache
def shown() -> frozenset[str]:
    """Return every letter that one of the fonts has a shape for."""
    codes: set[int] = set()
    for font in _FONTS.iterdir():
        if font.name.endswith(".ttf"):
            for first, last in _ranges(font.read_bytes()):
                codes.update(range(first, last + 1))
    for first, last in _SHAPELESS:
        codes.update(range(first, last + 1))
    return frozenset(chr(code) for code in codes if code >= 0x20 and code & 0xFFFE != 0xFFFE)


def _ranges(font: bytes) -> Iterator[tuple[int, int]]:
    """Yield the first and the last code of each range that *font* has."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", table, 2)
    for n in range(count):
        (offset,) = struct.unpack_from(">I", table, 8 + 8 * n)
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 12:
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            for group in range(groups):
                yield struct.unpack_from(">II", table, offset + 16 + 12 * group)
        elif form == 4:
            (double,) = struct.unpack_from(">H", table, offset + 6)
            ends = struct.unpack_from(f">{double // 2}H", table, offset + 14)
            starts = struct.unpack_from(f">{double // 2}H", table, offset + 16 + double)
            yield from zip(starts, ends, strict=True)


def _table(font: bytes, name: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for n in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == name:
            return font[offset : offset + length]
    return b"\0" * 4
