"""What is known of a record beyond the specification: what is wrong with it, what changed in it.

For the internal edition only.
"""

from __future__ import annotations

from collections.abc import Sequence

from cahier.changes import CHANGED, Change
from cahier.diagnostic import Diagnostic
from cahier.kinds import Kind
from cahier.page import Badge, Block, Cell, Date, Heading, Table, Text
from cahier.texts import Words

_LATEST = 20


def problems(words: Words, found: Sequence[Diagnostic]) -> tuple[Block, ...]:
    """Return what the check says of a record, with the way out."""
    if not found:
        return ()
    titles = ("gravity", "problem", "way-out", "rule")
    rows = tuple(_problem(words, each) for each in found)
    table = Table(tuple(map(words.label, titles)), rows, row_headers=False)
    return Heading(2, words.label("record-problems"), "verification"), table


def _problem(words: Words, found: Diagnostic) -> tuple[Cell, ...]:
    return (
        (Badge("severity", found.severity, words.label(found.severity)),),
        (Text(words.message(found)),),
        (Text(words.help(found)),),
        (Text(found.rule),),
    )


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
