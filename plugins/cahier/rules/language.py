"""Statements are unambiguous (model: LNG).

Each rule is a finder, that reads one statement; a record's `lint` turns some of them off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from cahier.diagnostic import Facts, Problem, Severity
from cahier.policy import Policy
from cahier.rules.lexicon import ANY, Heads, Lexicon, Phrases, lexicon
from cahier.rules.rule import ERROR, INFO, WARNING, Rule
from cahier.rules.statements import Statement, starting, statements
from cahier.spec import Record, Spec

_SLASH = re.compile(r"(?<!\w)[^\W\d_]{2,}+/[^\W\d_]{2,}")
_EITHER = ("et/ou", "and/or")
_SEMICOLON = re.compile(r";")
_CLAUSE = re.compile(r"[^\s,;:.!?][^,;:.!?]*")
_WORD = re.compile(r"[^\W_]+")
_MOST = 50  # words told of one statement and rule: nobody reads more
_ACTORS = ("stakeholder", "system")


@dataclass(frozen=True)
class Reading:
    """What the finders read statements with."""

    spec: Spec
    lexicon: Lexicon
    glossary: Phrases
    subjects: Phrases
    longest: int
    known: dict[str, bool] = field(default_factory=dict)  # clauses: statements start alike


T = TypeVar("T")
Finder = Callable[[Statement, Reading], Iterator[Problem]]


def vague_term(statement: Statement, reading: Reading) -> Iterator[Problem]:
    """Yield the vague words of a statement that nothing measures."""
    if not statement.record.fields.get("metric"):
        yield from _worded(statement, reading, "vague")


def vague_term_beside_metric(statement: Statement, reading: Reading) -> Iterator[Problem]:
    """Yield the vague words of a statement whose metric may measure something else."""
    if statement.record.fields.get("metric"):
        yield from _worded(statement, reading, "vague")


def family(name: str) -> Finder:
    """Return the finder of the words of one family of the lexicon."""
    return lambda statement, reading: _worded(statement, reading, name)


def unclear_subject(statement: Statement, reading: Reading) -> Iterator[Problem]:
    """Yield an obligation that falls on nobody who can be held to it, or is in the passive."""
    if not statement.modals:
        return
    start, end = statement.modals[0]
    clauses = list(_CLAUSE.finditer(statement.plain, 0, start))
    passive = reading.lexicon.patterns["passive"].match(statement.plain, end + 1)
    if not any(_is_known(clause.group(), reading) for clause in clauses):
        start = clauses[-1].start() if clauses else start
        yield _at(statement, start, end, model=reading.lexicon.model)
    elif passive:
        yield _at(statement, start, passive.end(), "passive", model="")


def unclear_conjunction(statement: Statement, reading: Reading) -> Iterator[Problem]:
    """Yield what joins two things without saying whether both or one of them is meant."""
    yield from _worded(statement, reading, "multiple")
    for found in _first(_SLASH.finditer(statement.plain)):
        words = statement.words(*found.span())
        if not words.isupper() and words.lower() not in _EITHER:
            yield _at(statement, *found.span(), "slash")
    for found in _first(_SEMICOLON.finditer(statement.plain)):
        yield _at(statement, *found.span(), "joined")


def long_statement(statement: Statement, reading: Reading) -> Iterator[Problem]:
    """Yield statements longer than people hold in mind."""
    words = statement.text.split()
    if len(words) <= reading.longest:
        return
    count = sum(1 for word in words if _WORD.search(word))
    if count > reading.longest:
        record = statement.record
        facts: Facts = {"id": record.id, "count": count, "limit": reading.longest}
        yield Problem(record.where("statement"), facts)


def banned_synonym(statement: Statement, reading: Reading) -> Iterator[Problem]:
    """Yield words that the glossary bans, with the term it keeps instead."""
    found = reading.glossary.found(statement.plain)
    for start, end, id in _first(hit for hit in found if hit[2]):
        term = reading.spec.records[id]
        words = {"found": statement.words(start, end), "term": term.name}
        facts = {"id": statement.record.id, **words}
        yield Problem(statement.where(start, end), facts, related=(term.where("synonyms"),))


def _worded(statement: Statement, reading: Reading, family: str) -> Iterator[Problem]:
    for found in _first(reading.lexicon.patterns[family].finditer(statement.plain)):
        yield _at(statement, *found.span(), str(found.lastgroup))


def _first(found: Iterable[T]) -> Iterator[T]:
    return islice(found, _MOST)


def _at(statement: Statement, start: int, end: int, way: str = "", **more: str) -> Problem:
    facts: Facts = {"id": statement.record.id, "found": statement.words(start, end), **more}
    return Problem(statement.where(start, end), facts, way)


def _is_known(clause: str, reading: Reading) -> bool:
    """Whether *clause* starts with somebody who can be obliged, articles left aside."""
    if clause not in reading.known:
        articles = reading.lexicon.articles
        found = reading.subjects.found(clause)
        starts = (set(_WORD.findall(clause[:start])) for start, _, _ in found)
        reading.known[clause] = any(words <= articles for words in starts)
    return reading.known[clause]


def useless_lint(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield what a record's `lint` turns off although nothing there would have been found."""
    reading = _reading(spec, policy)
    for statement in statements(spec, policy):
        for index, name in enumerate(_off(statement.record)):
            finders = [find for names, find in _FINDERS.items() if name in names]
            if not any(any(find(statement, reading)) for find in finders):
                facts = {"id": statement.record.id, "name": name}
                place = statement.record.where("lint", "off", index)
                yield Problem(place, facts, "" if finders else "unknown")


def _off(record: Record) -> Sequence[str]:
    off: Sequence[str] = record.fields.get("lint", {}).get("off", ())
    return off


def _heads(name: str, reading: Reading) -> Heads:
    """Return what a token starts with in any statement where the rule can find something."""
    heads = reading.lexicon.heads
    if name == "banned-synonym":
        return reading.glossary.heads
    if name == "unclear-conjunction":
        return replace(heads["multiple"], words=heads["multiple"].words | {"/", ";"})
    return heads[_FAMILIES[name]] if name in _FAMILIES else ANY


def _reading(spec: Spec, policy: Policy) -> Reading:
    terms = spec.kind("term")
    names = ((name, "") for t in terms for name in (t.name, t.fields.get("abbreviation")) if name)
    banned = ((synonym, t.id) for t in terms for synonym in t.all("synonyms"))
    words = lexicon(policy)
    actors = (record.name for kind in _ACTORS for record in spec.kind(kind))
    subjects = ((subject, "") for subject in (*words.subjects, *actors))
    longest = policy.thresholds.statement_words
    return Reading(spec, words, Phrases.of((*names, *banned)), Phrases.of(subjects), longest)


def _rule(name: str, code: str, find: Finder, severity: Severity) -> Rule:
    def check(spec: Spec, policy: Policy) -> Iterator[Problem]:
        reading = _reading(spec, policy)
        for statement in starting(spec, policy, _heads(name, reading)):
            if not {name, code} & set(_off(statement.record)):
                yield from find(statement, reading)

    return Rule(name, code, check, severity, "G2", ("requirement",))


_TABLE: tuple[tuple[str, str, Finder, Severity], ...] = (
    ("vague-term", "LNG-01", vague_term, ERROR),
    ("vague-term-beside-metric", "LNG-01", vague_term_beside_metric, INFO),
    ("open-ended-clause", "LNG-02", family("open_ended"), WARNING),
    ("escape-clause", "LNG-03", family("escape"), WARNING),
    ("weak-wording", "LNG-04", family("weak"), WARNING),
    ("unclear-subject", "LNG-05", unclear_subject, INFO),
    ("unclear-conjunction", "LNG-06", unclear_conjunction, INFO),
    ("long-statement", "LNG-07", long_statement, INFO),
    ("banned-synonym", "LNG-08", banned_synonym, WARNING),
    ("absolute-term", "LNG-09", family("absolute"), INFO),
)
# The family of words without which a rule finds nothing.
_FAMILIES: Mapping[str, str] = {
    "vague-term": "vague",
    "vague-term-beside-metric": "vague",
    "open-ended-clause": "open_ended",
    "escape-clause": "escape",
    "weak-wording": "weak",
    "absolute-term": "absolute",
}
_FINDERS: Mapping[tuple[str, str], Finder] = {(n, code): find for n, code, find, _ in _TABLE}

RULES: tuple[Rule, ...] = (
    *(_rule(*row) for row in _TABLE),
    Rule("useless-lint", "", useless_lint, WARNING, "G2", ("requirement",)),
)
