"""Files written alike for every tool, and the tools themselves installed."""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.content import Item

PER_FILE = 25


def parts(items: Sequence[Item]) -> Iterator[tuple[int, Sequence[Item]]]:
    """Yield the items of each file, with its number."""
    for start in range(0, len(items), PER_FILE):
        yield start // PER_FILE, items[start : start + PER_FILE]


def write(path: Path, text: str) -> None:
    """Write *text* at *path*, its folders made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def install(packages: str, folder: Path) -> Path | None:
    """Install *packages*, told apart by blanks, in an environment of their own.

    Return where it is; nothing when they cannot be had.
    """
    names = packages.split()
    place = folder / names[-1]
    done = place / ".installed"
    if not done.exists():
        venv.create(place, with_pip=True)
        command = [str(place / "bin/pip"), "install", "-q", "--disable-pip-version-check", *names]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        done.touch()
    return place
