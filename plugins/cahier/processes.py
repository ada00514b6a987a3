"""Processes as they are and as wanted: their measures, and which step became which.

Information model, section 6 (V16).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cahier.spec import Record, Spec

MINUTES = {"min": 1, "h": 60, "j": 7 * 60}  # working time: a day has seven hours
_ALIKE = 0.5  # share of their words that two steps have in common
_STEM, _SHORT = 5, 3
_WORD = re.compile(r"\w+")
_COMPARED = ("label", "role", "system", "duration")

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A step of the process as it is beside what becomes of it; None where there is none."""

    before: Step | None
    after: Step | None

    @property
    def way(self) -> str:
        """What becomes of the step: `kept`, `changed`, `added` or `removed`."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        same = all(self.before.get(name) == self.after.get(name) for name in _COMPARED)
        return "kept" if same else "changed"


def twins(spec: Spec, process: Record) -> tuple[Record, Record] | None:
    """Return *process* as it is and as wanted, whichever of the two it is."""
    if before := spec.get(process.fields.get("replaces")):
        return before, process
    for ref, record in spec.citing(process.id):
        if ref.at[0] == "replaces":
            return process, record
    return None


def pairs(before: Sequence[Step], after: Sequence[Step]) -> tuple[Pair, ...]:
    """Return what became of each step, in the order of *after*, the removed ones at their place.

    Two steps go together when they have at least half of their words in common, the most alike
    first.
    """
    became = _matched(before, after)
    came = {new: old for old, new in became.items()}
    found: list[Pair] = []
    fresh: list[Pair] = []
    told = 0
    for place, step in enumerate(after):
        if place not in came:
            fresh.append(Pair(None, step))
            continue
        old = came[place]
        found += [*_gone(before, became, told, old), *fresh, Pair(before[old], step)]
        fresh, told = [], max(told, old + 1)
    return (*found, *_gone(before, became, told, len(before)), *fresh)


def targets(step: Step) -> list[int]:
    """Return the numbers of the steps that may follow *step*."""
    return [item["to"] if isinstance(item, dict) else item for item in step.get("next", ())]


def hand_overs(process: Record) -> int:
    """Return how many arrows go from one role to another."""
    roles = {step["n"]: step.get("role") for step in process.all("steps")}
    return sum(
        roles[step["n"]] != roles.get(to)
        for step in process.all("steps")
        for to in targets(step)
        if to in roles
    )


def minutes(steps: Iterable[Step]) -> Decimal:
    """Return the total duration of *steps* in minutes (1 j = 7 h), whatever path is taken."""
    return sum((_minutes(s["duration"]) for s in steps if "duration" in s), Decimal())


def _minutes(duration: str) -> Decimal:
    amount, unit = duration.split()
    return Decimal(amount.replace(",", ".")) * MINUTES[unit]


def _gone(
    before: Sequence[Step], became: Mapping[int, int], start: int, end: int
) -> Iterator[Pair]:
    return (Pair(before[place], None) for place in range(start, end) if place not in became)


def _matched(before: Sequence[Step], after: Sequence[Step]) -> Mapping[int, int]:
    words = [_words(step["label"]) for step in before], [_words(step["label"]) for step in after]
    likeness = sorted(
        (-_alike(old, new), abs(i - j), i, j)
        for i, old in enumerate(words[0])
        for j, new in enumerate(words[1])
    )
    found: dict[int, int] = {}
    for alike, _, old, new in likeness:
        if -alike >= _ALIKE and old not in found and new not in found.values():
            found[old] = new
    return found


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _words(label: str) -> frozenset[str]:
    """Return the beginnings of the words that count, without accents."""
    plain = unicodedata.normalize("NFKD", label.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = _WORD.findall(plain)
    return frozenset(w[:_STEM] for w in words if len(w) > _SHORT) or frozenset(words)
