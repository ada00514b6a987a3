"""V21, the versions of a specification, from git, and what differs from each to the next.

Information model, section 6 (V21).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from cahier import git
from cahier.changes import Bodies, Pair, between, bodies
from cahier.kinds import Library

_MOST = 12  # versions shown
_COMMITS = 200  # looked at where there are no tags
_MONTH, _DAY = 7, 10  # of an ISO date


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the specification that has a name: a tag, else a month or a day.

    The name is empty for the state at hand, after the last tag.
    """

    name: str
    date: str
    commit: str


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and the records that differ from the version before, by id.

    `changed` is None for the first known version: nothing is known before it.
    """

    version: Version
    changed: Mapping[str, Pair] | None


def steps(root: Path, library: Library, kind: str) -> tuple[Step, ...]:
    """Return the last versions of the records of *kind*, the latest first; empty without git."""
    return _steps(root.resolve(), git.head(root), bodies(library), kind)


# While a site is served, only a commit makes it worth reading again.
@lru_cache(maxsize=1)
def _steps(root: Path, head: str, bodies: Bodies, kind: str) -> tuple[Step, ...]:
    if not head:
        return ()
    found = versions(root, head)
    told = [
        Step(new, between(root, bodies, old.commit, new.commit, f"spec/{kind}"))
        for old, new in pairwise(found)
    ]
    return (*reversed(told), Step(found[0], None)) if found else ()


def versions(root: Path, head: str) -> tuple[Version, ...]:
    """Return the last versions up to the commit *head*, the earliest first."""
    named = tuple(Version(tag.name, tag.date, tag.commit) for tag in git.tags(root))
    if not named:
        return _periods(root, head)[-_MOST:]
    moved = git.between(root, named[-1].commit, head, "spec")
    last = git.log(root, head, "spec", 1) if moved else ()
    return (*named, *(Version("", commit.date, head) for commit in last))[-_MOST:]


def _periods(root: Path, head: str) -> tuple[Version, ...]:
    """Return the last commit of each month; of each day where there is but one month."""
    commits = git.log(root, head, "spec", _COMMITS)[::-1]
    for length in (_MONTH, _DAY):
        last = {c.date[:length]: Version(c.date[:length], c.date, c.name) for c in commits}
        if len(last) > 1:
            break
    return tuple(last[name] for name in sorted(last)) if commits else ()
