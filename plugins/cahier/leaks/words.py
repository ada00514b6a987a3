"""Texts as rows of plain words and sets of numbers, so that layout and escapes hide nothing."""

from __future__ import annotations

import re
from unicodedata import normalize

WORD = re.compile(r"\w+")

# Accents, soft hyphens and what has no width; hyphens, dashes and minus signs.
_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHEN = re.compile("[\u2010-\u2015\u2212]")
_PARTED = re.compile("(?<!\\w)(\\w++)\u00ad(\\s+)(\\w?)")
# 275 040 with a space that does not break, a point, a comma or an apostrophe; 275040; 275 040 €
# with any space, the euro telling that it is one number.
_JOINED = r"[0-9]{1,3}(?:[\u202f\u00a0.,'’][0-9]{3})+"
_SPACED = r"[0-9]{1,3}(?: [0-9]{3})+(?=(?:[.,][0-9]{1,2})?\s?(?:€|EUR|euro))"
_STARTS = r"(?<!\w)(?<![A-Za-z]-)(?<![0-9][\u202f\u00a0.,'’])"
_NUMBER = re.compile(rf"{_STARTS}({_SPACED}|{_JOINED}|[0-9]{{4,}})(?!\w)")
_PRICE = re.compile(
    rf"{_STARTS}({_SPACED}|(?:{_JOINED}|[0-9]{{4,}})(?=(?:[.,][0-9]{{1,2}})?\s?(?:€|EUR|euro)))"
)


def folded(text: str) -> str:
    """Return *text* without case, accents and what is not seen, every hyphen the plain one."""
    text = text.casefold()
    if text.isascii():
        return text
    return _HYPHEN.sub("-", _UNSEEN.sub("", normalize("NFKD", text)))


def mended(text: str) -> str:
    """Return the text of a PDF, the words that its lines part whole again.

    Half a word with another column beside it is no word: it is left out.
    """
    return _PARTED.sub(_mended, text)


def _mended(found: re.Match[str]) -> str:
    start, space, next = found.groups()
    return f"{start}{next}" if "\n" in space and next.islower() else f"{space}{next}"


def row(text: str) -> str:
    """Return the words of *text*, one space before, between and after them."""
    return f" {' '.join(WORD.findall(folded(text)))} "


def numbers(text: str) -> set[int]:
    """Return the numbers of four digits and more in *text*, whole, however they are grouped."""
    return {_digits(found) for found in _NUMBER.findall(text)}


def prices(text: str) -> set[int]:
    """Return those numbers that are followed by a euro."""
    return {_digits(found) for found in _PRICE.findall(text)}


def _digits(text: str) -> int:
    return int("".join(char for char in text if char.isdecimal()))
