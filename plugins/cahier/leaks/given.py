"""The files that are the same in every site: those of the program and of the theme."""

from __future__ import annotations

from filecmp import cmp
from functools import cache
from importlib.util import find_spec
from pathlib import Path


def is_given(path: Path, name: str) -> bool:
    """Whether the file at *path*, called *name* in its site, is as it was installed."""
    installed = (root / name for root in _roots())
    return any(file.is_file() and cmp(file, path, shallow=False) for file in installed)


@cache
def _roots() -> tuple[Path, ...]:
    """Return the folders of which sites get copies: ours, and that of Material."""
    material = find_spec("material")
    folders = (material and material.submodule_search_locations) or ()
    return Path(__file__).parents[1] / "site", *(Path(folder, "templates") for folder in folders)
