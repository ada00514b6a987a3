"""A specification beside an earlier revision of itself: what is new, what merges silently."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from cahier import git
from cahier.diagnostic import Diagnostic, Problem
from cahier.project import Checked, check
from cahier.spec import Spec

_FOLDERS = ("spec", "schemas")
_ID = re.compile(r"""\s*(?:-\s+)?["']?id["']?\s*:\s*["']?([^\s"',}]+)""")

Fingerprint = tuple[str, str, str, tuple[tuple[str, str], ...]]


def since(root: Path, checked: Checked, revision: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with *checked* and was not at *revision*, and what merging would break.

    A defect is the same when its rule, its record (or file) and its facts are; lines may move.

    Raises:
        UnusableError: git knows no such revision.
    """
    theirs = git.commit(root, revision)
    old = at(root, theirs, checked.policy.stage, checked.policy.today)
    new = _new(checked.diagnostics, old.diagnostics if old else ())
    merging = _merging(root, checked.spec, theirs, old)
    return tuple(sorted([*new, *merging], key=lambda d: d.order))


def at(root: Path, commit: str, stage: str, today: str) -> Checked | None:
    """Check the specification as it was at *commit*; none when it had none.

    It is judged at *stage* and as of *today* (ISO), not by the gate and the day of then.
    """
    with tempfile.TemporaryDirectory() as place:
        git.extract(root, commit, _FOLDERS, Path(place))
        if not (Path(place) / "spec").is_dir():
            return None
        return check(Path(place), stage, today)


def _new(now: Iterable[Diagnostic], before: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    known = Counter(_fingerprint(d) for d in before)
    for found in now:
        mark = _fingerprint(found)
        if known[mark]:
            known[mark] -= 1
        else:
            yield found


def _fingerprint(found: Diagnostic) -> Fingerprint:
    facts = tuple(sorted((key, str(value)) for key, value in found.facts.items()))
    return found.rule, found.record or found.where.path, found.way, facts


def _merging(root: Path, ours: Spec, commit: str, theirs: Checked | None) -> Iterator[Diagnostic]:
    """Yield what git would merge without a word: ids and links that no longer hold together."""
    base = git.common(root, commit)
    before = _ids(_at_base(root, base, commit, theirs, ours))
    after = _ids(theirs.spec if theirs else None)
    added = set(ours.records) - before
    yield from _taken(ours, added & (after - before), theirs)
    yield from _reused(ours, added - after, root, commit)
    yield from _orphaned(ours, before - after)


def _at_base(root: Path, base: str, commit: str, theirs: Checked | None, ours: Spec) -> Spec | None:
    if base == commit or theirs is None:
        return theirs.spec if theirs else None
    there = at(root, base, theirs.policy.stage, theirs.policy.today) if base else None
    return there.spec if there else None


def _ids(spec: Spec | None) -> Set[str]:
    return spec.records.keys() | spec.broken.keys() if spec else frozenset()


def _taken(ours: Spec, ids: Set[str], theirs: Checked | None) -> Iterator[Diagnostic]:
    for id in sorted(ids):
        record = ours.records[id]
        other = theirs.spec.get(id) if theirs else None
        if other is None or other.fields != record.fields:
            facts = {"id": id, "other": other.where().path if other else ""}
            yield Diagnostic.of(Problem(record.where(), facts), "taken-id", code="LNK-01")


def _reused(ours: Spec, ids: Set[str], root: Path, commit: str) -> Iterator[Diagnostic]:
    if not ids:
        return
    lines = git.removed_lines(root, commit, "spec")
    gone = {found.group(1) for line in lines if (found := _ID.match(line))}
    for id in sorted(ids & gone):
        yield Diagnostic.of(
            Problem(ours.records[id].where(), {"id": id}), "reused-id", code="LNK-04"
        )


def _orphaned(ours: Spec, removed: Set[str]) -> Iterator[Diagnostic]:
    """Yield our links to records that the other side has removed since."""
    for record in ours.records.values():
        if record.id in removed:
            continue
        for ref in (*record.refs, *record.mentions):
            if ref.target in removed and ref.target in ours.records:
                facts = {"id": record.id, "target": ref.target}
                where = record.where_mentioned(ref)
                yield Diagnostic.of(Problem(where, facts), "link-to-removed", code="LNK-02")
