"""What changed in the records, and when, from git: of each record, and between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from cahier import git
from cahier.kinds import Library
from cahier.source import Raw, parsed

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
_MOST = 200  # commits looked at
_SUFFIXES = {".yaml", ".yml", ".md"}

Fields = Mapping[str, Raw]
Bodies = tuple[tuple[str, str], ...]  # of each kind, the field that is a Markdown file's body


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to a record: its day (ISO), its name, its first line, the way, the fields.

    `way` is one of `added`, `changed` and `removed`; `fields` are the names of those that differ,
    in the order written, empty unless it is `changed`.
    """

    date: str
    commit: str
    subject: str
    way: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A record in two versions, as raw fields; None where it is absent."""

    before: Fields | None
    after: Fields | None

    @property
    def way(self) -> str:
        """What became of the record."""
        if self.before is None:
            return ADDED
        return REMOVED if self.after is None else CHANGED

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ."""
        if self.before is None or self.after is None:
            return ()
        names = dict.fromkeys((*self.before, *self.after))
        return tuple(n for n in names if self.before.get(n) != self.after.get(n))


def changes(root: Path, library: Library) -> Mapping[str, tuple[Change, ...]]:
    """Return the changes of each record, by its id, the latest first.

    Along the first parents of HEAD, over the last 200 commits that touched `spec/`. Empty without
    git; where a shallow clone begins nothing is told, for nobody knows what that commit did. It is
    history: only for the internal edition.
    """
    return _changes(root.resolve(), git.head(root), bodies(library))


def bodies(library: Library) -> Bodies:
    """Return what is to be known of the kinds to read the records of any version."""
    return tuple((kind.name, kind.body) for kind in library.kinds.values())


# While a site is served, only a commit makes it worth reading again.
@lru_cache(maxsize=1)
def _changes(root: Path, head: str, bodies: Bodies) -> Mapping[str, tuple[Change, ...]]:
    commits = git.log(root, head, "spec", _MOST) if head else ()
    if git.is_shallow(root):
        commits = tuple(commit for commit in commits if not commit.first)
    files = (file for commit in commits for file in commit.files)
    read = _Reader.of(root, dict(bodies), files)
    found: dict[str, list[Change]] = {}
    for commit in commits:
        for id, pair in read.pairs(commit.files).items():
            told = Change(commit.date, commit.name[:8], commit.subject, pair.way, pair.fields)
            found.setdefault(id, []).append(told)
    return {id: tuple(made) for id, made in found.items()}


def between(
    root: Path, bodies: Bodies, old: str, new: str, folder: str = "spec"
) -> Mapping[str, Pair]:
    """Return the records of *folder* that differ between the commits *old* and *new*, by id."""
    files = git.between(root, old, new, folder)
    return _Reader.of(root, dict(bodies), files).pairs(files)


@dataclass(frozen=True, slots=True)
class _Reader:
    """The records of every content met, each read once: by the content's name and its file's."""

    known: Mapping[tuple[str, str], Mapping[str, Fields]]

    @classmethod
    def of(cls, root: Path, bodies: Mapping[str, str], files: Iterable[git.Touched]) -> _Reader:
        wanted = dict.fromkeys(
            (blob, file.path)
            for file in files
            if PurePosixPath(file.path).suffix in _SUFFIXES
            for blob in (file.before, file.after)
            if blob
        )
        contents = git.blobs(root, [blob for blob, _ in wanted])
        return cls(
            {
                (blob, path): dict(_records(bodies, path, content))
                for (blob, path), content in zip(wanted, contents, strict=True)
            }
        )

    def pairs(self, files: Sequence[git.Touched]) -> Mapping[str, Pair]:
        """Return what differs; a record that only moved to another file does not."""
        before: dict[str, Fields] = {}
        after: dict[str, Fields] = {}
        for file in files:
            before |= self.known.get((file.before, file.path), {})
            after |= self.known.get((file.after, file.path), {})
        pairs = {id: Pair(before.get(id), after.get(id)) for id in (before | after)}
        return {id: pair for id, pair in pairs.items() if pair.before != pair.after}


def _records(bodies: Mapping[str, str], path: str, content: bytes) -> Iterator[tuple[str, Fields]]:
    """Yield the records a file held, by id; nothing of one that was not to be read."""
    kind = PurePosixPath(path).parts[1]
    if kind not in bodies:
        return
    data = parsed(path, content, bodies[kind]).data
    for record in data if isinstance(data, list) else [data]:
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            yield str(record["id"]), record
