"""What `fix` would do to the files, told, shown as a difference, or done."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from tempfile import mkstemp

from cahier.texts import Words

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\n\\ No newline at end of file\n"


class UnwrittenError(Exception):
    """A file could not be written, and none was changed."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file, self.reason = file, reason


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing mended: where it stands in the new text, the label that tells it, its facts."""

    line: int
    reason: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A file with what was mended in it, its bytes before and after."""

    path: str
    before: bytes
    after: bytes
    mends: tuple[Mend, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes to make, in the order of their paths, and the language of the specification."""

    changes: tuple[Change, ...]
    language: str


def told(changes: Sequence[Change], words: Words) -> str:
    """Return one line for each mend."""
    found = [
        f"{_shown(change.path)}:{mend.line}: {words.label(mend.reason, **mend.facts)}\n"
        for change in changes
        for mend in change.mends
    ]
    return "".join(found)


def summary(changes: Sequence[Change], words: Words, *, dry: bool = False) -> str:
    """Return the line that counts them."""
    if not changes:
        return words.label("fix-nothing")
    mends = words.count("fix-mends", sum(len(change.mends) for change in changes))
    files = words.count("files", len(changes))
    return words.label("fix-would" if dry else "fix-done", mends=mends, files=files)


def difference(changes: Iterable[Change]) -> str:
    """Return the changes as `diff -u` shows them, and as `patch` and `git apply` take them."""
    return "".join(line for change in changes for line in _difference(change))


def _difference(change: Change) -> Iterator[str]:
    before, after = (_LINE.findall(raw.decode()) for raw in (change.before, change.after))
    path = _shown(change.path)
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else line + _NO_END


def _shown(path: str) -> str:
    """Return a path that does nothing to a terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in path)


def write(root: Path, changes: Sequence[Change]) -> None:
    """Write the changes into *root*: all of them, or none.

    Raises:
        UnwrittenError: a file cannot be written, or is no longer what was read.
    """
    copies: dict[Path, Path] = {}
    done: list[Change] = []
    try:
        for change in changes:
            copies[root / change.path] = _copy(root / change.path, change)
        for change in changes:
            file = root / change.path
            copies[file].replace(file)
            done.append(change)
    except OSError as error:
        _undo(root, done)
        raise UnwrittenError(_shown(change.path), error.strerror or str(error)) from error
    finally:
        for copy in copies.values():
            copy.unlink(missing_ok=True)


def _copy(file: Path, change: Change) -> Path:
    """Return a file beside *file* that holds what it shall."""
    if file.read_bytes() != change.before:
        raise OSError(None, "changed meanwhile")
    handle, name = mkstemp(prefix=".cahier-", dir=file.parent)
    with os.fdopen(handle, "wb") as copy:
        copy.write(change.after)
        copy.flush()
        os.fsync(copy.fileno())
    shutil.copymode(file, name)
    return Path(name)


def _undo(root: Path, done: Iterable[Change]) -> None:
    for change in done:
        copy = _copy(root / change.path, Change(change.path, change.after, change.before, ()))
        copy.replace(root / change.path)
