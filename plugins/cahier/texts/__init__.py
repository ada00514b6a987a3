"""Every sentence a person reads, in French and in English; code holds facts only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from cahier.diagnostic import Diagnostic

LANGUAGES = ("fr", "en")
_LABELS = "labels"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
# Code, left as it is; a space before high punctuation, and inside French quotes; an apostrophe.
_SET = re.compile("`[^`]*`| (?=[:;!?%€»])|(?<=«) |(?<=\\w)'")
_GLYPHS = {" ": "\N{NO-BREAK SPACE}", "'": "\N{RIGHT SINGLE QUOTATION MARK}"}
# The same in prose that people typed, less the code; there, thousands and units too. Each way
# begins with its sign, which is what a search looks for.
_UNITS = "ans?|jours?|mois|semaines?|heures?|h|j|min|s|k€|M€|km|m|[KMG]o"
_TYPED = re.compile(
    rf" (?:(?=[:;!?%€»])|(?<=« )|(?<=\d )(?:(?P<thousands>(?=\d{{3}}(?!\d)))|(?=(?:{_UNITS})\b)))"
    r"|'(?<=\w')(?=[\w«])"
)
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True, eq=False)
class Words:
    """The words of one language: labels, messages, numbers and dates."""

    language: str
    labels: Mapping[str, str]

    @cached_property
    def rules(self) -> Mapping[str, Mapping[str, str]]:
        """The sentences and the page of every rule, one file a family; read when first needed."""
        return _pages(self.language)

    def label(self, key: str, **facts: str | int) -> str:
        """Return a label of the interface, its blanks filled."""
        return self.labels[key].format(**facts)

    def count(self, key: str, n: int) -> str:
        """Return *n* things in words: "1 erreur", "3 erreurs"."""
        return self.label(f"{key}-{'1' if n == 1 else 'n'}", n=self.number(n))

    def of(self, label: Mapping[str, str]) -> str:
        """Return the words of a schema's label in this language."""
        return label.get(self.language) or next(iter(label.values()), "")

    def message(self, diagnostic: Diagnostic) -> str:
        """Return the sentence that says what is wrong."""
        return self._sentence("message", diagnostic)

    def help(self, diagnostic: Diagnostic) -> str:
        """Return the sentence that says the way out."""
        return self._sentence("help", diagnostic)

    @property
    def thousands(self) -> str:
        """What separates thousands."""
        return _NARROW if self.language == "fr" else ","

    @property
    def decimal(self) -> str:
        """What separates a number from its decimals."""
        return "," if self.language == "fr" else "."

    def number(self, value: int | Decimal) -> str:
        """Return a number as the language writes it: −1 234,5 or −1,234.5."""
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        text = text.replace("-", "\N{MINUS SIGN}")
        if self.language != "fr":
            return text
        return text.replace(",", self.thousands).replace(".", ",")

    def typeset(self, text: str) -> str:
        """Return what somebody typed, code excepted, as a document prints it."""
        return text

    def date(self, value: str) -> str:
        """Return an ISO date in words: 14 juin 2027."""
        day = date.fromisoformat(value)
        month = _MONTHS[self.language].split()[day.month - 1]
        first = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{first}\N{NO-BREAK SPACE}{month} {day.year}"

    def _sentence(self, part: str, diagnostic: Diagnostic) -> str:
        sentences = self.rules[diagnostic.sentence or diagnostic.rule]
        sentence = sentences.get(f"{part}-{diagnostic.way}") or sentences[part]
        facts = diagnostic.facts.items()
        return sentence.format(**{k: self.of(v) if isinstance(v, Mapping) else v for k, v in facts})


class _Typeset(Words):
    """French with its apostrophes, whose lines end nowhere before a colon or inside quotes."""

    def of(self, label: Mapping[str, str]) -> str:
        return _typeset(super().of(label))

    def typeset(self, text: str) -> str:
        return _TYPED.sub(_glyph, text)

    def _sentence(self, part: str, diagnostic: Diagnostic) -> str:
        return _typeset(super()._sentence(part, diagnostic))


def typeset(words: Words) -> Words:
    """Return *words* as a document prints them; a terminal breaks its lines at no space."""
    if words.language != "fr":
        return words
    labels = {key: _typeset(label) for key, label in words.labels.items()}
    return _Typeset(words.language, labels)


def _glyph(found: re.Match[str]) -> str:
    return _GLYPHS[found[0]] if found["thousands"] is None else _NARROW


@lru_cache(maxsize=4096)
def _typeset(text: str) -> str:
    return _SET.sub(lambda m: _GLYPHS.get(m[0], m[0]), text)


@cache
def words(language: str) -> Words:
    """Return the words of *language*, one of `LANGUAGES`."""
    return Words(language, _merged(_folder(language) / _LABELS))


@cache
def examples() -> Mapping[str, Mapping[str, str]]:
    """Return an example of wrong and one of right for every rule, the same in both languages."""
    return _pages("examples")


def _pages(folder: str) -> Mapping[str, Mapping[str, str]]:
    return _merged(_folder(folder))


def _merged(folder: Path) -> dict[str, Any]:
    """Return what the TOML files of *folder* say together; a test sees that no two say the same."""
    said: dict[str, Any] = {}
    for file in sorted(folder.glob("*.toml")):
        said |= tomllib.loads(file.read_text(encoding="utf-8"))
    return said


def _folder(language: str) -> Path:
    return Path(__file__).parent / language
