"""V06, who does what: activities × people, what each carries, and what does not hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cahier.cells import text
from cahier.page import Badge, Block, Cell, Heading, Mention, Prose, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import count, mention

CODES = ("R", "A", "C", "I")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the matrix, the count of codes of each person, and the conflicts."""
    lines = [line for line in spec.kind("raci") if line.fields.get("assignments")]
    people = _people(spec, lines)
    if not people:
        return ()
    return (
        Heading(2, words.label("raci"), "raci"),
        Prose(words.label("raci-codes")),
        _matrix(spec, words, lines, people),
        Heading(2, words.label("raci-load"), "charges"),
        _load(spec, words, lines, people),
        *_conflicts(spec, words, lines),
    )


def conflicts(line: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what does not hold in a line, and who is concerned.

    Nobody or several accountable, nobody responsible, or one person alone who approves the work
    she does.
    """
    accountable, responsible = _holding(line, "A"), _holding(line, "R")
    if not accountable:
        yield "no-accountable", ()
    if len(accountable) > 1:
        yield "several-accountable", accountable
    if not responsible:
        yield "no-responsible", ()
    if accountable and accountable == responsible:
        yield "alone", accountable


def _holding(line: Record, code: str) -> tuple[str, ...]:
    return tuple(who for who, codes in line.fields["assignments"].items() if code in codes)


def _people(spec: Spec, lines: Sequence[Record]) -> tuple[str, ...]:
    """Return who has a part in any line, in the order of the specification."""
    known = {who for line in lines for who in line.fields["assignments"]}
    return tuple(id for id in spec.records if id in known)


def _matrix(spec: Spec, words: Words, lines: Sequence[Record], people: Sequence[str]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        given: Mapping[str, Sequence[str]] = line.fields["assignments"]
        cells = (tuple(_code(words, code) for code in given.get(who, ())) for who in people)
        rows.append(((Mention(line.id, line.name),), *cells))
    titles = (words.label("raci-activity"), *(text((mention(spec, who),)) for who in people))
    return Table(titles, tuple(rows), words.label("raci-matrix"), name="matrice-raci")


def _code(words: Words, code: str) -> Badge:
    return Badge("raci", code, code, CODES.index(code))


def _load(spec: Spec, words: Words, lines: Sequence[Record], people: Sequence[str]) -> Table:
    """Return how often each person carries each code, the most accountable first."""
    sums = {who: [sum(who in _holding(line, c) for line in lines) for c in CODES] for who in people}
    ranked = sorted(people, key=lambda who: [-sums[who][CODES.index(code)] for code in "ARCI"])
    rows = tuple(((mention(spec, who),), *(count(words, n) for n in sums[who])) for who in ranked)
    totals = [sum(column) for column in zip(*sums.values(), strict=True)]
    return Table(
        (words.label("raci-person"), *(words.label(f"raci-{code}") for code in CODES)),
        rows,
        words.label("raci-counts"),
        name="raci-par-personne",
        totals=((Text(words.label("total")),), *(count(words, n) for n in totals)),
    )


def _conflicts(spec: Spec, words: Words, lines: Sequence[Record]) -> Iterator[Block]:
    """Yield the list of conflicts, or that there is none; nothing when somebody may be hidden."""
    if not spec.whole:
        return
    yield Heading(2, words.label("raci-conflicts"), "conflits")
    rows = tuple(
        (
            (Mention(line.id, line.name),),
            (Text(words.label(f"raci-{name}")),),
            tuple(mention(spec, id) for id in who),
        )
        for line in lines
        for name, who in conflicts(line)
    )
    if not rows:
        yield Prose(words.label("raci-no-conflict"))
        return
    titles = ("raci-activity", "raci-conflict", "raci-persons")
    caption = words.label("raci-conflict-list")
    yield Table(tuple(map(words.label, titles)), rows, caption, name="raci-conflits")
