"""The statements of requirements as the rules of language read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import normalize

from cahier.diagnostic import Location
from cahier.policy import Policy
from cahier.rules.lexicon import folded, lexicon, phrase
from cahier.spec import Record, Spec, find_in_source

DROPPED = frozenset({"rejected", "retired"})
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
# What is quoted is not our wording: code, labels in quotation marks, addresses.
_QUOTED = re.compile(r"`[^`]*`|«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"|\]\([^()\s]*\)|\bhttps?://\S+")


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of a requirement: its text, and the same in lower case, quotations blanked."""

    record: Record
    text: str
    plain: str

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


def live(spec: Spec) -> Iterator[Record]:
    """Yield the requirements that nobody has dropped."""
    return (r for r in spec.kind("requirement") if r.fields["status"] not in DROPPED)


def statements(spec: Spec, policy: Policy) -> Sequence[Statement]:
    """Return the statements of the requirements that nobody has dropped."""
    allowed = (*lexicon(policy).exceptions, *policy.exceptions)
    return _statements(spec, tuple(phrase(words) for words in allowed))


@lru_cache(maxsize=1)
def _statements(spec: Spec, exceptions: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return the statements once for all the rules that read them."""
    longest = sorted(exceptions, key=lambda words: (-len(words), words))
    either = "|".join(re.escape(words) for words in longest)
    allowed = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return tuple(_statement(record, allowed) for record in live(spec))


def _statement(record: Record, allowed: re.Pattern[str]) -> Statement:
    text = normalize("NFC", str(record.fields["statement"]))
    plain = allowed.sub(_blank, folded(_QUOTED.sub(_blank, text)))
    return Statement(record, text, plain)


def _blank(found: re.Match[str]) -> str:
    return _HOLE * len(found.group())
