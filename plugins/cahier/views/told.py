"""What is known of a record beyond the specification: what is wrong with it, what changed in it.

For the internal edition only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from cahier.changes import CHANGED, Change
from cahier.diagnostic import Diagnostic, Fact
from cahier.kinds import Kind
from cahier.page import Badge, Block, Cell, Date, Heading, Table, Text
from cahier.texts import Words

_LATEST = 20
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def problems(words: Words, found: Sequence[Diagnostic]) -> tuple[Block, ...]:
    """Return what the check says of a record, with the way out."""
    if not found:
        return ()
    titles = ("gravity", "problem", "way-out", "rule")
    rows = tuple(_problem(words, each) for each in found)
    table = Table(tuple(map(words.label, titles)), rows, row_headers=False)
    return Heading(2, words.label("record-problems"), "verification"), table


def _problem(words: Words, found: Diagnostic) -> tuple[Cell, ...]:
    found = replace(found, facts={name: _spelt(words, fact) for name, fact in found.facts.items()})
    return (
        (Badge("severity", found.severity, words.label(found.severity)),),
        (Text(words.message(found)),),
        (Text(words.help(found)),),
        (Text(found.rule),),
    )


def _spelt(words: Words, fact: Fact) -> Fact:
    """Return a day in words, as the page says the others; what is no day as it is."""
    if isinstance(fact, str) and _DAY.fullmatch(fact):
        with suppress(ValueError):
            return words.date(fact)
    return fact


def history(words: Words, kind: Kind, made: Sequence[Change]) -> tuple[Block, ...]:
    """Return when a record of *kind* changed, in what, and why; the latest first."""
    if not made:
        return ()
    titles = ("change-date", "change-what", "change-why", "change-revision")
    rows = tuple(_change(words, kind, each) for each in made[:_LATEST])
    table = Table(tuple(map(words.label, titles)), rows, row_headers=False)
    return Heading(2, words.label("record-history"), "historique"), table


def _change(words: Words, kind: Kind, made: Change) -> tuple[Cell, ...]:
    shapes = kind.shape.fields
    fields = [words.of(shapes[f].label) if f in shapes else f for f in made.fields]
    what = ", ".join(fields) if made.way == CHANGED else words.label(f"change-{made.way}")
    day = Date(made.date, words.date(made.date))
    return (day,), (Text(what),), (Text(made.subject),), (Text(made.commit),)
