"""The hand-written pages of docs/ that belong in the document, in the order of mkdocs.yml.

mkdocs.yml is read as data: nothing it names is run, and nothing outside docs/ is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cahier.site.written import hides

_META = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FIRST_TITLE = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)
_MARK = "cahier"
_HOME = "index.md"


@dataclass(frozen=True, slots=True)
class Written:
    """A page by hand: its path in docs/, its title, its part, its Markdown."""

    path: str
    title: str
    part: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Docs:
    """What mkdocs.yml says of the document: its name, its pages before and after the records."""

    name: str = ""
    description: str = ""
    folder: Path = Path()
    before: tuple[Written, ...] = ()
    after: tuple[Written, ...] = ()
    hidden: tuple[str, ...] = ()

    def file(self, path: str) -> bytes | None:
        """Return the content of a file that really is in docs/, for these readers."""
        return None if path in self.hidden else _inside(self.folder, path)


def docs(root: Path, edition: str) -> Docs:
    """Return the hand-written pages of *root* that readers of *edition* may see."""
    config = _config(root / "mkdocs.yml")
    if not isinstance(config, dict):
        return Docs()
    folder = root / str(config.get("docs_dir") or "docs")
    own = _own(config.get("plugins"))
    readers = own.get("readers") or {}
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    hidden = {path for path in files if hides(readers, path, edition)}
    unprinted = dict.fromkeys(own.get("unprinted") or (), "internal")
    gone = hidden | {path for path in files if _named(unprinted, path)}
    entries = list(_entries(config.get("nav") or _default(files)))
    at = next((n for n, (_, _, path) in enumerate(entries) if path == _MARK), 1)
    pages = [[*_pages(folder, half, gone)] for half in (entries[:at], entries[at:])]
    return Docs(
        str(config.get("site_name") or ""),
        str(config.get("site_description") or ""),
        folder,
        tuple(pages[0]),
        tuple(pages[1]),
        tuple(sorted(hidden)),
    )


def _named(names: Mapping[str, str], path: str) -> bool:
    return any(path == name or path.startswith(f"{name.rstrip('/')}/") for name in names)


def _default(files: list[str]) -> list[str]:
    pages = [path for path in files if path.endswith(".md")]
    return sorted(pages, key=lambda path: (path != _HOME, path))


def _pages(folder: Path, entries: list[tuple[str, str, str]], gone: set[str]) -> Iterator[Written]:
    for part, title, path in entries:
        content = None if path in gone or not path.endswith(".md") else _inside(folder, path)
        if content is not None:
            text = _META.sub("", content.decode("utf-8", "replace").replace("\r\n", "\n"))
            first = _FIRST_TITLE.search(text)
            yield Written(path, title or (first[1] if first else path), part, text)


def _entries(nav: Any, part: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield part, title and path of the entries of a navigation, one level of parts deep."""
    for entry in nav if isinstance(nav, list) else ():
        for title, target in entry.items() if isinstance(entry, dict) else (("", entry),):
            if isinstance(target, list):
                yield from _entries(target, part or str(title))
            else:
                yield part, str(title), str(target)


def _own(plugins: Any) -> Mapping[str, Any]:
    """Return the section of our plugin, however the list of plugins is written."""
    if isinstance(plugins, dict):
        return plugins.get(_MARK) or {}
    for plugin in plugins if isinstance(plugins, list) else ():
        if isinstance(plugin, dict) and isinstance(own := plugin.get(_MARK), dict):
            return own
    return {}


def _inside(folder: Path, path: str) -> bytes | None:
    """Return what the file at *path* holds if it really is below *folder*."""
    home = folder.resolve()
    found = (folder / path).resolve()
    return found.read_bytes() if found.is_relative_to(home) and found.is_file() else None


class _Plain(yaml.SafeLoader):
    """Reads mkdocs.yml without what its tags would load."""


_Plain.add_multi_constructor("", lambda *_: None)


def _config(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Plain)
    except (OSError, UnicodeError, yaml.YAMLError):
        return None
