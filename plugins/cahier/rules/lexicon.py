"""The words to avoid in statements, compiled once a language: one pattern a family."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

from cahier.policy import Policy

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OWN = "own"  # the group of the words that a policy adds
_SPEECH = "speech"
_BLANKS = str.maketrans({"’": "'", "\n": " ", "\t": " ", "\xa0": " ", "\u202f": " "})

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """What one language says of statements: patterns by family, who may be obliged, exceptions.

    In a match, the name of the group says which kind of word of the family it is. `model` is how
    a statement may well start.
    """

    patterns: Mapping[str, re.Pattern[str]]
    subjects: Sequence[str] = ()
    articles: frozenset[str] = frozenset()
    exceptions: Sequence[str] = ()
    model: str = ""


def lexicon(policy: Policy) -> Lexicon:
    """Return the lexicon of the policy's language, with the words that the policy adds."""
    added = tuple(sorted((family, tuple(terms)) for family, terms in policy.lexicon.items()))
    return _compiled(policy.language, added)


@lru_cache(maxsize=8)
def _compiled(language: str, added: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    families = _data().get(language, {})
    own = dict(added)
    patterns = {
        name: _pattern(groups, own.get(name, ()))
        for name, groups in families.items()
        if name != _SPEECH
    }
    speech = families.get(_SPEECH, {})
    return Lexicon(
        patterns,
        subjects=tuple(speech.get("subjects", ())),
        articles=frozenset(speech.get("articles", ())),
        exceptions=tuple(speech.get("exceptions", ())),
        model=" ".join(speech.get("model", ())),
    )


@cache
def _data() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    text = Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _pattern(groups: Mapping[str, Sequence[str]], own: Sequence[str]) -> re.Pattern[str]:
    """Return one pattern for all *groups*; *own* terms are no patterns, they are taken as is."""
    mine = [re.escape(phrase(term)) for term in own]
    parts = [*groups.items(), *([(_OWN, mine)] if mine else [])]
    branches = (f"(?P<{name}>{'|'.join(terms)})" for name, terms in parts)
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})(?:(?<!\w)|(?!\w))")


def phrase(text: str) -> str:
    """Return a phrase that a person wrote as it is looked for in folded texts."""
    return folded(normalize("NFC", text).strip())


def folded(text: str) -> str:
    """Return *text* in lower case, blanks and apostrophes of one kind, each at its place."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_BLANKS)


# --- phrases: the names and synonyms of a glossary, who may be obliged ----------------------

_Word = tuple[str, int, int]  # its stem, where it starts and ends
_NOTHING: tuple[Stems, str] = ((), "")


@dataclass(frozen=True)
class Phrases:
    """Phrases to find in texts, in the singular or the plural; each stands for some value.

    They are kept by their first word, so that a text is read once, however many they are.
    """

    by_first: Mapping[str, Sequence[tuple[Stems, str]]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, str]]) -> Phrases:
        """Keep *phrases*, each with its value; of the same phrase the first."""
        kept: dict[Stems, str] = {}
        for words, value in phrases:
            stems = tuple(stem for stem, _, _ in _words(phrase(words)))
            if stems:
                kept.setdefault(stems, value)
        by_first: dict[str, list[tuple[Stems, str]]] = {}
        for stems in sorted(kept, key=lambda s: (-len(s), s)):
            by_first.setdefault(stems[0], []).append((stems, kept[stems]))
        return cls(by_first)

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each phrase stands in the folded *text* and its value, the longest first."""
        words = _words(text)
        at = 0
        while at < len(words):
            stems, value = self._at(text, words, at) if words[at][0] in self.by_first else _NOTHING
            if stems:
                yield words[at][1], words[at + len(stems) - 1][2], value
            at += len(stems) or 1

    def _at(self, text: str, words: Sequence[_Word], at: int) -> tuple[Stems, str]:
        for stems, value in self.by_first[words[at][0]]:
            part = words[at : at + len(stems)]
            if tuple(stem for stem, _, _ in part) == stems and _adjoin(text, part):
                return stems, value
        return _NOTHING


def _words(text: str) -> list[_Word]:
    return [(_stem(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def _stem(word: str) -> str:
    """Return *word* without the mark of the plural."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _adjoin(text: str, words: Sequence[_Word]) -> bool:
    """Whether nothing but a blank or an apostrophe stands between two words."""
    return all(text[one[2] : two[1]] in (" ", "'") for one, two in pairwise(words))
