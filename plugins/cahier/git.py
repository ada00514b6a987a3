"""What git knows of a folder."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cahier.diagnostic import UnusableError

# A file may be too big to be a record; what is no file (a link, a module) is none.
_MAX_BYTES = 1_000_000
_FILE = "100"
# No author can write this: neither a subject nor a path holds a NUL.
_START = "\0\x1e"


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that differs between two commits, by the names of its contents (`blobs`).

    `before` is empty for a new file, `after` for a removed one.
    """

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full name, its day (ISO), its first line, what it changed.

    `first` says that nothing is known before it: it is the first of all, or where a shallow
    clone ends.
    """

    name: str
    date: str
    subject: str
    first: bool
    files: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """The commit at hand: its short name (with `+` when files have changed since), its date."""

    name: str = ""
    date: str = ""


def revision(root: Path) -> Revision:
    """Return the revision of *root*; empty without git or before the first commit."""
    name, _, date = _git(root, "log", "-1", "--format=%h %cs").partition(" ")
    changed = _git(root, "status", "--porcelain", "--", "spec", "schemas", "docs")
    return Revision(f"{name}+" if name and changed else name, date)


def _git(root: Path, *command: str) -> str:
    """Return what git says, empty when it cannot say anything."""
    try:
        said = subprocess.run(
            ["git", "-C", str(root), *command], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip()


def commit(root: Path, name: str) -> str:
    """Return the full name of the commit called *name*.

    Raises:
        UnusableError: there is none, or no git.
    """
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if not found:
        raise UnusableError("no-revision", name=name)
    return found


def common(root: Path, commit: str) -> str:
    """Return the commit from which HEAD and *commit* went apart, empty when they never met."""
    return _git(root, "merge-base", "HEAD", commit)


def extract(root: Path, commit: str, names: Sequence[str], folder: Path) -> None:
    """Write the folders *names* of *root* as they were at *commit* into *folder*."""
    there = [name for name in names if _git(root, "ls-tree", commit, "--", f"{name}/")]
    if not there:
        return
    command = ["git", "-C", str(root), "archive", "--format=tar", commit, "--", *there]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as archive:
        assert archive.stdout is not None
        with tarfile.open(fileobj=archive.stdout, mode="r|") as tar:
            tar.extractall(folder, filter="data")


def removed_lines(root: Path, commit: str, folder: str) -> Iterator[str]:
    """Yield every line that some commit up to *commit* took out of *folder*."""
    told = _git(root, "log", "-p", "-U0", "--no-color", "--format=", commit, "--", folder)
    for line in told.splitlines():
        if line.startswith("-") and not line.startswith("---"):
            yield line[1:]


def head(root: Path) -> str:
    """Return the full name of the commit at hand, empty when there is none."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD")


@dataclass(frozen=True, slots=True)
class Tag:
    """A name given to a commit: the commit's day (ISO), the tag's first line, the full name."""

    name: str
    date: str
    subject: str
    commit: str


def tags(root: Path) -> tuple[Tag, ...]:
    """Return the tags of HEAD and of what came before it, in the order of their commits."""
    # Of a tag that is an object of its own, the starred names are those of what it names.
    parts = ("objectname", "committerdate:short", "committerdate:unix")
    fields = (*parts, *(f"*{part}" for part in parts), "refname:strip=2", "subject")
    names = "%00".join(f"%({field})" for field in fields)
    said = _said(root, "for-each-ref", "--merged=HEAD", f"--format={names}", "refs/tags")
    found = []
    for line in filter(None, said.split("\n")):
        *both, name, subject = line.split("\0")
        commit, day, second = both[3:] if both[3] else both[:3]
        if day:
            found.append((int(second), name, Tag(name, day, subject, commit)))
    return tuple(tag for *_, tag in sorted(found, key=lambda each: each[:2]))


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks the beginning of its history."""
    return _git(root, "rev-parse", "--is-shallow-repository") == "true"


def log(root: Path, start: str, folder: str, most: int) -> tuple[Commit, ...]:
    """Return the last *most* commits up to *start* that touched *folder*, the latest first.

    Along the first parents: what a branch brought comes with its merge.
    """
    form = "--format=%x00%x1e%H%x00%cs%x00%P%x00-%s"
    ways = (f"-{most}", "--first-parent", "-m", form, *_RAW)
    said = _said(root, "log", *ways, start, "--", f"{folder}/")
    return tuple(_commit(part) for part in said.split(_START)[1:])


def between(root: Path, old: str, new: str, folder: str) -> tuple[Touched, ...]:
    """Return the files of *folder* that differ between the commits *old* and *new*."""
    said = _said(root, "diff-tree", "-r", *_RAW, old, new, "--", f"{folder}/")
    return tuple(_files(said.split("\0")))


def blobs(root: Path, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the content of each blob; nothing in it when there is none, or too much."""
    if not names:
        return
    command = ["git", "-C", str(root), "cat-file", "--batch"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as batch:
        assert batch.stdin is not None
        assert batch.stdout is not None
        for name in names:
            batch.stdin.write(f"{name}\n".encode())
            batch.stdin.flush()
            *_, size = batch.stdout.readline().split()
            # "missing" is said without a size.
            content = batch.stdout.read(int(size) + 1)[:-1] if size.isdigit() else b""
            yield content if len(content) <= _MAX_BYTES else b""


_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--no-ext-diff")


def _said(root: Path, command: str, *options: str) -> str:
    """Return what git says in bytes that are UTF-8 or not; empty when it says nothing."""
    plain = ["-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8"]
    try:
        said = subprocess.run(
            ["git", "-C", str(root), *plain, command, *options], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.decode("utf-8", "replace")


def _commit(part: str) -> Commit:
    name, date, parents, subject, *rest = part.split("\0")
    return Commit(name, date, subject[1:], not parents, tuple(_files(rest)))


def _files(words: Sequence[str]) -> Iterator[Touched]:
    """Yield the files of a raw diff: `:mode mode blob blob way`, old then new, and a path."""
    found = [word.strip("\n") for word in words]
    for told, path in pairwise(found):
        if not told.startswith(":"):
            continue
        old_mode, mode, before, after, _ = told[1:].split()
        sides = ((old_mode, before), (mode, after))
        before, after = (name if kind.startswith(_FILE) else "" for kind, name in sides)
        if before or after:
            yield Touched(path, before, after)
