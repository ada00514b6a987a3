"""V17, completeness: page by page, what the gate asks, what is there, who owes what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from cahier.diagnostic import Diagnostic, Severity
from cahier.diagrams.charts import Bar, Key, Part, both
from cahier.kinds import Chapter
from cahier.page import Block, Cell, Diagram, Heading, Items, Mention, PageLink, Prose, Table, Text
from cahier.policy import Policy
from cahier.project import Checked
from cahier.rules import RULES
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures
from cahier.views.chapters import chapters, path, shown
from cahier.views.values import count

TICKS = tuple(Decimal(n) for n in range(0, 101, 25))
_INKS = {"all": "ch-good", "part": "ch-fair", "failed": "ch-bad"}


@dataclass(frozen=True, slots=True)
class State:
    """How complete a page is: rules and due fields met among those that apply at the gate.

    `coming` counts the empty fields due later, by gate; `owners` the diagnostics of the page, by
    the stakeholder who answers for the record, empty when nobody does.
    """

    chapter: Chapter
    records: int
    errors: int
    warnings: int
    met: int
    applicable: int
    coming: Mapping[str, int]
    owners: Mapping[str, int]

    @property
    def percent(self) -> Decimal:
        """The share met."""
        return percent(self.met, self.applicable)


def percent(met: int, applicable: int) -> Decimal:
    """Return the share met; all of it when nothing is asked."""
    return Decimal(100 * met) / applicable if applicable else Decimal(100)


def states(checked: Checked) -> tuple[State, ...]:
    """Return the state of every chapter that holds kinds, in the order of the library."""
    found = [d for d in checked.diagnostics if d.severity is not Severity.INFO]
    return tuple(
        _state(checked.spec, checked.policy, found, chapter)
        for chapter in chapters(checked.spec)
        if chapter.kinds
    )


def view(checked: Checked, words: Words) -> tuple[Block, ...]:
    """Return the states with what they say; nothing before there is a gate to be complete for."""
    gate = checked.spec.stage.gate
    if not gate:
        return ()
    return (
        Heading(2, words.label("completeness"), "completude"),
        Prose(words.label("completeness-intro", gate=gate)),
        drawing(states(checked), words),
    )


def drawing(found: Sequence[State], words: Words) -> Diagram:
    """Return the states as bars; the table says more, and who has to do something."""
    rows = tuple(_bar(state, words) for state in found)
    keys = tuple(Key(words.label(f"completeness-{name}"), css) for name, css in _INKS.items())
    title, told = words.label("completeness"), words.label("completeness-description")
    show = partial(figures.given, words)
    svg, narrow = both(rows, TICKS, title, told, show, keys, prefix="completude-")
    return Diagram(svg, title, table(found, words), narrow=narrow)


def table(found: Sequence[State], words: Words) -> Table:
    """Return the states as a table."""
    columns = ("chapter", "complete", "met", "asked", "home-errors", "home-warnings")
    titles = tuple(words.label(column) for column in (*columns, "to-come", "owed-by"))
    rows = tuple(
        (
            _chapter(state, words),
            (figures.share(words, state.percent),),
            count(words, state.met),
            count(words, state.applicable),
            count(words, state.errors),
            count(words, state.warnings),
            (
                Text(
                    ", ".join(
                        f"{gate}{words.label('colon')}{n}" for gate, n in state.coming.items()
                    )
                ),
            ),
            _owners(state),
        )
        for state in found
    )
    return Table(titles, rows, name="completude")


def _chapter(state: State, words: Words) -> Cell:
    """Return the chapter as a link to its page, which it has when it holds records."""
    title = words.of(state.chapter.title)
    return (PageLink(path(state.chapter, words), title) if state.records else Text(title),)


def _bar(state: State, words: Words) -> Bar:
    name = "failed" if state.errors else "all" if state.met == state.applicable else "part"
    told = f"{figures.share(words, state.percent).text} ({state.met}/{state.applicable})"
    errors = f", {words.count('errors', state.errors)}" if state.errors else ""
    part = Part(state.percent, _INKS[name])
    return Bar(words.of(state.chapter.title), (part,), told + errors)


def lines(found: Sequence[State], words: Words) -> str:
    """Return the states as lines of text, one a page."""
    width = max((len(words.of(state.chapter.title)) for state in found), default=0)
    told = [
        f"{words.of(s.chapter.title):<{width}}  {figures.share(words, s.percent).text:>6}"
        f"  {s.met:>4}/{s.applicable:<4}"
        f"  {words.count('errors', s.errors)}, {words.count('warnings', s.warnings)}"
        f"{''.join(f', {gate} : {n}' for gate, n in s.coming.items())}"
        for s in found
    ]
    return "\n".join(told) + "\n" if told else ""


def data(found: Sequence[State]) -> list[Mapping[str, object]]:
    """Return the states for programs."""
    return [
        {
            "page": state.chapter.code,
            "title": dict(state.chapter.title),
            "records": state.records,
            "errors": state.errors,
            "warnings": state.warnings,
            "met": state.met,
            "applicable": state.applicable,
            "coming": dict(state.coming),
            "owners": dict(state.owners),
        }
        for state in found
    ]


def _state(spec: Spec, policy: Policy, found: Sequence[Diagnostic], chapter: Chapter) -> State:
    records = [record for kind in chapter.kinds for record in shown(spec, kind, chapter)]
    ids = {record.id for record in records}
    here = [d for d in found if d.record in ids or d.facts.get("kind") in chapter.kinds]
    rules = [r for r in RULES if r.kinds[:1] and r.kinds[0] in chapter.kinds]
    rules = [r for r in rules if not r.gate or policy.is_due(r.gate)]
    broken = {d.rule for d in here}
    due = [pair for record in records for pair in _due(record)]
    asked = [filled for gate, filled in due if policy.is_due(gate)]
    coming = Counter(gate for gate, filled in due if not filled and not policy.is_due(gate))
    return State(
        chapter,
        len(records),
        sum(d.severity is Severity.ERROR for d in here),
        sum(d.severity is Severity.WARNING for d in here),
        sum(rule.name not in broken for rule in rules) + sum(asked),
        len(rules) + len(asked),
        dict(sorted(coming.items())),
        dict(Counter(_owner(spec, d) for d in here)),
    )


def _due(record: Record) -> list[tuple[str, bool]]:
    """Return the gate of each due field of *record*, and whether the field is filled."""
    due = record.kind.due(record.fields).items()
    return [(gate, _is_filled(record, name)) for name, (gate, _) in due]


def _is_filled(record: Record, name: str) -> bool:
    return record.fields.get(name) not in (None, [])


def _owner(spec: Spec, found: Diagnostic) -> str:
    record = spec.get(found.record)
    if record is None or not record.kind.owner:
        return ""
    return str(record.fields.get(record.kind.owner, ""))


def _owners(state: State) -> Cell:
    owners = [(Mention(owner), Text(f"({n})")) for owner, n in state.owners.items() if owner]
    return (Items(tuple(owners)),) if owners else ()
