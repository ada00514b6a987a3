"""The theme's templates: ours before them, read and compiled no more than needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import files as resources
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig

_OURS = resources("cahier.site") / "theme"


def ready_theme(config: MkDocsConfig) -> None:
    """Put our templates before those of Material, whose notice of itself is in English only."""
    theme = config.theme
    vars(theme)["get_env"] = _quick(theme.get_env)
    if theme.name != "material":
        return
    theme.dirs.insert(bool(theme.custom_dir), str(_OURS))
    if "generator" not in config.extra:
        config.extra["generator"] = False


def _quick(get_env: Callable[[], Environment]) -> Callable[[], Environment]:
    """Return what makes the theme's environment; the plugins of a build make several."""

    def made() -> Environment:
        env = get_env()
        env.bytecode_cache = _compiled()
        if type(env.loader) is FileSystemLoader:
            env.loader = _Seen(env.loader.searchpath)
        return env

    return made


def _compiled() -> FileSystemBytecodeCache | None:
    """Return what templates were compiled to, in a folder that only this user writes to.

    jinja2 sees to it that what was made of another text is not used.
    """
    try:
        return FileSystemBytecodeCache()
    except (RuntimeError, OSError):
        return None


class _Seen(FileSystemLoader):
    """Lists what MkDocs takes: nothing hidden, as are the ten thousand icons of Material."""

    def list_templates(self) -> list[str]:
        """Return the names of the templates, in order."""
        return sorted({name for folder in self.searchpath for name in _below(Path(folder))})


def _below(folder: Path) -> list[str]:
    names: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names += [Path(place, name).relative_to(folder).as_posix() for name in files]
    return names
