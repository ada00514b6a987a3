"""What git knows of a folder."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cahier.diagnostic import UnusableError


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
