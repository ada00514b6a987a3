"""V21, the history: versions, who accepted them, which requirements changed and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from cahier.changes import Pair
from cahier.kinds import Kind
from cahier.page import Badge, Block, Cell, Heading, Mention, Prose, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.versions import Step, Version
from cahier.views.values import count, day, mentions

KIND = "requirement"
_ADDED, _TEXT, _LOT, _OTHER, _REMOVED = _WAYS = ("added", "text", "lot", "other", "removed")
_DROPPED = {"rejected", "retired"}


def view(spec: Spec, words: Words, steps: Sequence[Step]) -> tuple[Block, ...]:
    """Return the versions and what changed in each; nothing when git tells of one at most.

    It is for the internal edition: it names what was removed.
    """
    kind = spec.library.kinds.get(KIND)
    if kind is None or len(steps) < 2:
        return ()
    told = [(step.version, _changes(kind, step)) for step in steps]
    title = words.label("history-changes")
    lines = tuple(_lines(spec, words, kind, told))
    found = Table(_columns(words, kind), lines, name="changements")
    return (
        Heading(2, words.label("history"), "versions"),
        Prose(words.label("history-intro")),
        _versions(spec, words, steps, dict(told)),
        *((Heading(2, title, "changements"), found) if lines else ()),
    )


Changes = Sequence[tuple[str, str, Pair]]


def _changes(kind: Kind, step: Step) -> Changes:
    """Return the ways in which each record changed, by id: one may change in several."""
    changed = step.changed or {}
    return [(id, way, pair) for id, pair in sorted(changed.items()) for way in _ways(kind, pair)]


def _ways(kind: Kind, pair: Pair) -> Iterator[str]:
    if pair.way == _ADDED:
        yield _ADDED
    elif pair.way == _REMOVED or _is_dropped(pair):
        yield _REMOVED
    else:
        fields = set(pair.fields)
        texts = _texts(kind)
        if fields & texts:
            yield _TEXT
        if "lot" in fields:
            yield _LOT
        if fields - texts - {"lot"}:
            yield _OTHER


def _texts(kind: Kind) -> Set[str]:
    """Return the fields that say what is asked, in words."""
    shapes = kind.shape.fields.items()
    prose = {n for n, s in shapes if s.markdown or (s.items is not None and s.items.markdown)}
    return prose | {"name"}


def _is_dropped(pair: Pair) -> bool:
    """Whether the record is still written but no longer stands."""
    before, after = pair.before or {}, pair.after or {}
    return after.get("status") in _DROPPED and before.get("status") not in _DROPPED


def _versions(
    spec: Spec, words: Words, steps: Sequence[Step], told: Mapping[Version, Changes]
) -> Table:
    accepted = _accepted(spec, steps)
    named = any(step.version.name != step.version.date for step in steps)
    columns = (
        *((words.label("revision"),) if named else ()),
        words.label("history-date"),
        *(words.label(f"history-{way}") for way in _WAYS),
        *((words.label("history-accepted"),) if any(accepted.values()) else ()),
    )
    rows = tuple(
        (
            *(((Text(_name(words, step.version)),),) if named else ()),
            day(words, step.version.date),
            *_counts(words, step, told[step.version]),
            *((accepted[step.version],) if any(accepted.values()) else ()),
        )
        for step in steps
    )
    return Table(columns, rows, name="versions")


def _name(words: Words, version: Version) -> str:
    return version.name or words.label("history-now")


def _counts(words: Words, step: Step, changes: Changes) -> tuple[Cell, ...]:
    if step.changed is None:
        return ((),) * len(_WAYS)
    counts = Counter(way for _, way, _ in changes)
    return tuple(count(words, counts[way]) for way in _WAYS)


def _accepted(spec: Spec, steps: Sequence[Step]) -> Mapping[Version, Cell]:
    """Return the decisions of acceptance taken since the version before, with who took them."""
    taken = [
        decision
        for decision in spec.kind("decision")
        if (decision.fields.get("kind"), decision.fields.get("status")) == ("acceptance", "taken")
    ]
    starts = [step.version.date for step in steps[1:]] + [""]
    return {
        step.version: _deciders(
            [d for d in taken if start < d.fields.get("date", "") <= step.version.date]
        )
        for step, start in zip(steps, starts, strict=True)
    }


def _deciders(decisions: Sequence[Record]) -> Cell:
    cited = mentions(decisions)
    who = dict.fromkeys(d.fields["by"] for d in decisions if "by" in d.fields)
    return (*cited, *(Mention(id) for id in who))


def _columns(words: Words, kind: Kind) -> tuple[str, ...]:
    return (
        words.label("revision"),
        words.of(kind.label),
        words.label("name"),
        words.label("change"),
        words.label("history-fields"),
    )


def _lines(
    spec: Spec, words: Words, kind: Kind, told: Sequence[tuple[Version, Changes]]
) -> Iterator[tuple[Cell, ...]]:
    for version, changes in told:
        for id, way, pair in changes:
            fields = pair.after or pair.before or {}
            badge = Badge("change", way, words.label(f"history-{way}-one"), _WAYS.index(way))
            yield (
                (Text(_name(words, version)),),
                (Mention(id) if spec.get(id) else Text(id),),
                (Text(str(fields.get("name", ""))),),
                (badge,),
                (Text(_what(words, kind, way, pair)),),
            )


def _what(words: Words, kind: Kind, way: str, pair: Pair) -> str:
    """Return the lot before and after, or the labels of the other fields that differ."""
    if way == _LOT:
        none = words.label("no-lot")
        sides = (str((side or {}).get("lot") or none) for side in (pair.before, pair.after))
        return " → ".join(sides)
    if way not in (_TEXT, _OTHER):
        return ""
    shapes, texts = kind.shape.fields, _texts(kind)
    named = [n for n in pair.fields if (n in texts) == (way == _TEXT) and n != "lot"]
    return ", ".join(words.of(shapes[n].label) if n in shapes else n for n in named)
