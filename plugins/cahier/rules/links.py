"""Links: ids are unique, and every link leads somewhere (model: LNK)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from cahier.diagnostic import Problem
from cahier.policy import EDITIONS, Policy
from cahier.rules.rule import WARNING, Rule
from cahier.spec import Record, Ref, Spec

SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBC|TODO|XXX)\b|\?\?\?|\b(?i:lorem ipsum|to be (?:defined|confirmed|completed))\b"
    r"|\b[àÀ] (?:définir|préciser|compléter|confirmer)\b"
    r"(?! (?:le|la|les|un|une|des|ce|cette|son|sa)\b)"
)
# What such a text must hold somewhere: looking for these first, a file at a time, is quicker.
_HINTS = (
    *(" définir", " préciser", " compléter", " confirmer", "TBD", "TBC", "TODO", "XXX", "???"),
    *("ipsum", "Ipsum", "IPSUM", "to be ", "To be "),
)


def duplicate_id(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield every record whose id another one already has, naming both places."""
    for first, second in spec.twins:
        facts = {"id": second.id, "first": str(first.where()), "other": first.id}
        way = "" if first.id == second.id else "case"
        yield Problem(second.where(), facts, way, related=(first.where(),))


def unsafe_id(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield ids that cannot name a file or an address on every system."""
    for record in spec.records.values():
        if not SAFE_ID.fullmatch(record.id) or record.id.endswith("."):
            yield Problem(record.where(), {"id": record.id})


def dangling_reference(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield every link whose target was never written."""
    for record in spec.records.values():
        for ref in record.refs:
            if ref.target not in spec.records and ref.target not in spec.broken:
                yield _nothing_there(spec, record, ref)


def dangling_mention(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield every id that prose names and that was never written."""
    for record in spec.records.values():
        for ref in record.mentions:
            if ref.target not in spec.records and ref.target not in spec.broken:
                yield _nothing_there(spec, record, ref)


def wrong_kind(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield every link whose target is of a kind that the field does not take."""
    for record in spec.records.values():
        for ref in record.refs:
            target = spec.get(ref.target)
            if target and not _takes(_wanted(ref), target.kind.name):
                kinds = ", ".join(_wanted(ref))
                facts = {**_link(record, ref), "kind": target.kind.name, "wanted": kinds}
                yield Problem(record.where(*ref.at), facts, related=(target.where(),))


def cycle(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield one problem for each group of records that follow each other in a circle."""
    graph = {r.id: _followed(spec, r) for r in spec.records.values()}
    for circle in _circles(graph):
        first = spec.records[min(circle)]
        start = circle.index(first.id)
        path = [*circle[start:], *circle[:start], first.id]
        ref = graph[first.id][path[1]]
        places = tuple(spec.records[id].where(*graph[id][nxt].at) for id, nxt in _pairs(path)[1:])
        facts = {"id": first.id, "path": " → ".join(path)}
        yield Problem(first.where(*ref.at), facts, related=places)


def orphan(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield records of linked kinds that no link leaves or reaches."""
    for record in spec.records.values():
        if record.kind.linked and not record.refs and not spec.citing(record.id):
            yield Problem(record.where(), {"id": record.id, "kind": record.kind.name})


def placeholder(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield provisional words left in records, drafts excepted."""
    own = tuple(policy.lexicon.get("placeholder", ()))
    pattern = _provisional(own)
    hinted: dict[str, bool] = {}
    for record in spec.records.values():
        document = record.document
        if document.path not in hinted:
            hinted[document.path] = bool(own) or any(h in document.text for h in _HINTS)
        if not hinted[document.path] or record.fields.get("status") in {"draft", "proposed"}:
            continue
        for at, text in _texts(record.fields, ()):
            if found := pattern.search(text):
                place = record.where_mentioned(Ref(at, found.group()))
                yield Problem(place, {"id": record.id, "found": found.group()})


@lru_cache(maxsize=1)
def _provisional(own: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of provisional words, with those that the policy adds."""
    terms = "|".join(map(re.escape, own))
    more = rf"|(?<!\w)(?i:{terms})(?!\w)" if own else ""
    return re.compile(PLACEHOLDER.pattern + more)


def hidden_mention(spec: Spec, policy: Policy) -> Iterator[Problem]:
    """Yield prose that names a record fewer people may read than the prose itself."""
    for record in spec.records.values():
        for ref in record.mentions:
            target = spec.get(ref.target)
            if target is None:
                continue
            shown = _visibility(record, ref)
            if EDITIONS.index(target.visibility) < EDITIONS.index(shown):
                facts = {**_link(record, ref), "hidden": target.visibility, "shown": shown}
                yield Problem(record.where_mentioned(ref), facts)


def _visibility(record: Record, ref: Ref) -> str:
    """Return who may read the prose: the narrowest of the record's and its fields' visibility."""
    fields = [shape.visibility for shape in record.kind.shape.along(ref.at) if shape.visibility]
    return min([record.visibility, *fields], key=EDITIONS.index)


def _nothing_there(spec: Spec, record: Record, ref: Ref) -> Problem:
    facts = {**_link(record, ref), "suggestion": _near(spec)(ref)}
    way = "did-you-mean" if facts["suggestion"] else ""
    return Problem(record.where_mentioned(ref), facts, way)


@lru_cache(maxsize=1)
def _near(spec: Spec) -> Callable[[Ref], str]:
    """Return what finds the id that a link may have meant, the last of several as close.

    It is of the same prefix, if the prefix is a known one.
    """
    kinds = {r.id: r.kind.name for r in spec.records.values()} | dict(spec.broken)
    prefixes = set(map(_prefix, kinds))

    @cache
    def candidates(wanted: tuple[str, ...], prefix: str) -> list[str]:
        ids = (id for id in kinds if id.startswith(prefix) and _takes(wanted, kinds[id]))
        return sorted(ids, reverse=True)

    def near(ref: Ref) -> str:
        from rapidfuzz import fuzz, process  # costs 40 ms: only where a link leads nowhere

        prefix = _prefix(ref.target)
        ids = candidates(_wanted(ref), prefix if prefix in prefixes else "")
        best = process.extractOne(ref.target, ids, scorer=fuzz.ratio, score_cutoff=70)
        return str(best[0]) if best else ""

    return near


def _prefix(id: str) -> str:
    return id.partition("-")[0] + "-"


def _wanted(ref: Ref) -> tuple[str, ...]:
    """Return the kinds that a link may name; a mention may name any."""
    return ref.shape.refs if ref.shape else ("*",)


def _takes(wanted: tuple[str, ...], kind: str) -> bool:
    return kind in wanted or "*" in wanted


def _link(record: Record, ref: Ref) -> dict[str, str]:
    field = ".".join(str(part) for part in ref.at if isinstance(part, str))
    return {"id": record.id, "field": field, "target": ref.target}


def _followed(spec: Spec, record: Record) -> dict[str, Ref]:
    """Return the links of *record* that may not come back, by target."""
    return {
        ref.target: ref
        for ref in record.refs
        if ref.shape and ref.shape.acyclic and ref.target in spec.records
    }


def _circles(graph: Mapping[str, Mapping[str, Ref]]) -> Iterator[list[str]]:
    """Yield one circle for each walk that meets itself; without recursion, in id order."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        on_path: dict[str, Iterator[str]] = {}
        stack = [start] if start not in done else []
        while stack:
            here = stack[-1]
            if here not in on_path:
                on_path[here] = iter(graph[here])
                path.append(here)
            following = next((n for n in on_path[here] if n not in done), None)
            if following is None:
                done.add(stack.pop())
                path.pop()
                on_path.pop(here)
            elif following in on_path:
                yield path[path.index(following) :]
            else:
                stack.append(following)


def _pairs(path: list[str]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(path))


def _texts(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*at, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*at, key))


RULES = (
    Rule("duplicate-id", "LNK-01", duplicate_id),
    Rule("unsafe-id", "LNK-01", unsafe_id),
    Rule("dangling-reference", "LNK-02", dangling_reference),
    Rule("wrong-kind", "LNK-02", wrong_kind),
    Rule("dangling-mention", "LNK-02", dangling_mention),
    Rule("cycle", "LNK-03", cycle),
    Rule("orphan", "LNK-05", orphan, WARNING, "G2"),
    Rule("placeholder", "LNK-06", placeholder, gate="G1"),
    Rule("hidden-mention", "", hidden_mention),
)
