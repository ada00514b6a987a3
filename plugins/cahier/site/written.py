"""What is in docs/, written by hand, cut to an edition like everything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from cahier.policy import visible


def hides(readers: Mapping[str, str], path: str, edition: str) -> bool:
    """Whether *edition* goes without the file at *path*.

    *readers* says who may read a file or all of a folder, the nearest entry counting; everyone
    reads the others.
    """
    said = {_place(name): each for name, each in readers.items()}
    for place in _places(path):
        if place in said:
            return not visible(said[place], edition)
    return False


def unmet(readers: Mapping[str, str], paths: Iterable[str]) -> list[str]:
    """Return the names in *readers* that are none of the files at *paths*, nor their folders."""
    there = {place for path in paths for place in _places(path)}
    return [name for name in readers if _place(name) not in there]


def _place(name: str) -> str:
    return str(PurePosixPath(name))


def _places(path: str) -> list[str]:
    return [path, *map(str, PurePosixPath(path).parents)]


def without(nav: list[Any], pages: Collection[str]) -> list[Any]:
    """Return a navigation less some pages, and less the sections left empty."""
    kept = []
    for entry in nav:
        if isinstance(entry, dict):
            left = {title: _left(target, pages) for title, target in entry.items()}
            if any(left.values()):
                kept.append(left)
        elif entry not in pages:
            kept.append(entry)
    return kept


def _left(target: Any, pages: Collection[str]) -> Any:
    if isinstance(target, list):
        return without(target, pages)
    return None if target in pages else target
