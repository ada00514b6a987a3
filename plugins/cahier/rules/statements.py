"""The statements of requirements as the rules of language read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import normalize

from cahier.diagnostic import Location
from cahier.policy import Policy
from cahier.rules.lexicon import Heads, folded, lexicon, phrase, tokens
from cahier.spec import Record, Spec, find_in_source

DROPPED = frozenset({"rejected", "retired"})
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
# What is quoted is not our wording: code, labels in quotation marks, addresses.
_QUOTED = re.compile(
    # Each way starts with a character: one that started with \b would be ten times slower.
    r"`[^`]*`|«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"|\]\([^()\s]*\)|h(?<=\bh)ttps?://\S+"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of a requirement: its text, the same in lower case, quotations blanked.

    `tokens` are the words of the latter, `modals` where it obliges.
    """

    record: Record
    text: str
    plain: str
    tokens: frozenset[str]
    modals: Sequence[tuple[int, int]]

    def words(self, start: int, end: int) -> str:
        """Return the author's own words from *start* to *end*."""
        return " ".join(self.text[start:end].split())

    def where(self, start: int, end: int) -> Location:
        """Return the place in the source of what stands from *start* to *end*."""
        found = self.text[start:end]
        first = found.split()[0]
        origin = self.record.where("statement")
        here = replace(origin, width=0)
        for _ in range(self.text.count(first, 0, start) + 1):
            place = find_in_source(self.record.document, here, first)
            if place.width != len(first):
                return origin
            here = replace(place, column=place.column + len(first), width=0)
        whole = find_in_source(self.record.document, place, found)
        return whole if whole == place else place


_Read = tuple[list[Statement], frozenset[str]]


def live(spec: Spec) -> Iterator[Record]:
    """Yield the requirements that nobody has dropped."""
    return (r for r in spec.kind("requirement") if r.fields["status"] not in DROPPED)


def statements(spec: Spec, policy: Policy) -> Sequence[Statement]:
    """Return the statements of the requirements that nobody has dropped."""
    return _of_policy(spec, policy)[0]


def starting(spec: Spec, policy: Policy, heads: Heads) -> Iterable[Statement]:
    """Return the statements with a token that *heads* know."""
    found, vocabulary = _of_policy(spec, policy)
    wanted = heads.among(vocabulary)
    return (statement for statement in found if not wanted.isdisjoint(statement.tokens))


def _of_policy(spec: Spec, policy: Policy) -> _Read:
    words = lexicon(policy)
    allowed = (*words.exceptions, *policy.exceptions)
    exceptions = tuple(phrase(words) for words in allowed)
    return _statements(spec, exceptions, words.patterns["obligation"])


def forget() -> None:
    """Let go of the statements that were read: with their tokens, they are large."""
    _statements.cache_clear()


@lru_cache(maxsize=1)
def _statements(spec: Spec, exceptions: tuple[str, ...], modal: re.Pattern[str]) -> _Read:
    """Return the statements and their tokens once for all the rules that read them."""
    longest = sorted(exceptions, key=lambda words: (-len(words), words))
    either = "|".join(re.escape(words) for words in longest)
    allowed = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    found = []
    for record in live(spec):
        text = normalize("NFC", str(record.fields["statement"]))
        plain = folded(_QUOTED.sub(_blank, text))
        if any(words in plain for words in longest):
            plain = allowed.sub(_blank, plain)
        modals = [m.span() for m in modal.finditer(plain)]
        found.append(Statement(record, text, plain, tokens(plain), modals))
    return found, frozenset().union(*(statement.tokens for statement in found))


def _blank(found: re.Match[str]) -> str:
    return _HOLE * len(found.group())
