"""The words to avoid in statements, compiled once a language: one pattern a family."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path
from unicodedata import normalize

from cahier.policy import Policy

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OWN = "own"  # the group of the words that a policy adds
_SPEECH = "speech"
_BLANKS = (("’", "'"), ("\n", " "), ("\t", " "), ("\xa0", " "), ("\u202f", " "))
_TOKEN = re.compile(r"[^\W_]+|[/;…]|\.{3}")
_GROUP = re.compile(r"\(\?:([^()]*)\)([?*]?)")  # at the start of a term: (?:one|other) or (?:one )?
_MAYBE, _OPEN = ("?", "*", "{"), ("(", "[", "+", "_", ".")
_HEAD = re.compile(r"(?:\(\?<!.*?\)|\\w\*)*(…|(?:\\\.){3}|[^\W_]+(?:[ '][^\W_]+)*)(?P<next>.?)")

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Heads:
    """What the first token of a match is: one of some words, or a word that starts some way.

    It saves the search, most often in vain, for hundreds of terms in each statement.
    """

    words: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()

    def among(self, tokens: frozenset[str]) -> frozenset[str]:
        """Return those of the *tokens* that may start a match."""
        return self.words & tokens | {token for token in tokens if token.startswith(self.starts)}


ANY = Heads(starts=("",))


@dataclass(frozen=True)
class Lexicon:
    """What one language says of statements: patterns by family, who may be obliged, exceptions.

    In a match, the name of the group says which kind of word of the family it is. `heads` tell
    which tokens may start a match. `model` is how a statement may well start.
    """

    patterns: Mapping[str, re.Pattern[str]]
    heads: Mapping[str, Heads]
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
    heads = {
        name: _heads([*chain(*families[name].values()), *map(_escaped, own.get(name, ()))])
        for name in patterns
    }
    speech = families.get(_SPEECH, {})
    return Lexicon(
        patterns,
        heads,
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
    mine = [_escaped(term) for term in own]
    parts = [*groups.items(), *([(_OWN, mine)] if mine else [])]
    branches = (f"(?P<{name}>{'|'.join(terms)})" for name, terms in parts)
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})(?:(?<!\w)|(?!\w))")


def _escaped(term: str) -> str:
    return re.escape(phrase(term))


def _heads(terms: Iterable[str]) -> Heads:
    """Return the heads of what matches one of the *terms*."""
    found = [head for term in terms for head in _starts(term)]
    words = frozenset(head for head, whole in found if whole)
    starts = tuple(sorted({head for head, whole in found if not whole}))
    return ANY if "" in starts else Heads(words, starts)


def _starts(term: str) -> Iterator[tuple[str, bool]]:
    group = _GROUP.match(term)
    if group:
        yield from (_head(start) for start in group[1].split("|"))
    if not group or group[2]:
        yield _head(term[group.end() :] if group else term)


def _head(term: str) -> tuple[str, bool]:
    """Return the longest word that *term* has at its start, and whether it is a whole token."""
    found = _HEAD.match(term)
    if not found:
        return "", False
    *words, last = found[1].replace("\\", "").replace("'", " ").split(" ")
    kept = [(word, True) for word in words]
    if found["next"] in _MAYBE:
        kept.append((last[:-1], False))
    else:
        kept.append((last, found["next"] not in _OPEN))
    return max(kept, key=lambda word: len(word[0]))


def tokens(text: str) -> frozenset[str]:
    """Return the words of the folded *text*, and the signs that the rules of language look for."""
    return frozenset(_TOKEN.findall(text))


def phrase(text: str) -> str:
    """Return a phrase that a person wrote as it is looked for in folded texts."""
    return folded(normalize("NFC", text).strip())


def folded(text: str) -> str:
    """Return *text* in lower case, blanks and apostrophes of one kind, each at its place."""
    lower = text.lower()
    found = lower if len(lower) == len(text) else text
    for blank, plain in _BLANKS:
        found = found.replace(blank, plain)
    return found


# --- phrases: the names and synonyms of a glossary, who may be obliged ----------------------

_Word = tuple[str, int, int]  # its stem, where it starts and ends
_NOTHING: tuple[Stems, str] = ((), "")


@dataclass(frozen=True)
class Phrases:
    """Phrases to find in texts, in the singular or the plural; each stands for some value.

    They are kept by their first word, so that a text is read once, however many they are.
    """

    by_first: Mapping[str, Sequence[tuple[Stems, str]]]

    @property
    def heads(self) -> Heads:
        """What the tokens that start the phrases with a value start with."""
        firsts = (first for first, kept in self.by_first.items() if any(v for _, v in kept))
        return Heads(starts=tuple(first.split("-")[0] for first in firsts))

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
