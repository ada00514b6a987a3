"""What git knows of a folder."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


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
