"""The navigation of the site, and the table of contents of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cahier.page import Page

MARK = "cahier"  # where mkdocs.yml places the specification in the navigation


def navigation(own: list[Any], pages: Iterable[Page], home: str) -> list[Any]:
    """Return the navigation: home, the parts of the specification where `cahier` stands, the rest.

    *home* is the file of the home page; where the entry `cahier` is absent, the parts come after.
    """
    parts = _parts(pages)
    if MARK in own:
        at = own.index(MARK)
        return [*own[:at], *parts, *own[at + 1 :]]
    is_home = [_target(entry) == home for entry in own]
    homes = [entry for entry, yes in zip(own, is_home, strict=True) if yes]
    rest = [entry for entry, yes in zip(own, is_home, strict=True) if not yes]
    return [*(homes or [home]), *parts, *rest]


def _parts(pages: Iterable[Page]) -> list[Any]:
    parts: dict[str, list[Any]] = {}
    homes: dict[str, list[Any]] = {}
    for page in pages:
        entry = {page.title: f"{page.path}.md"}
        if page.parent:
            homes[page.parent].append(entry)
            continue
        section = homes[page.path] = [entry]
        parts.setdefault(page.part, []).append({page.title: section})
    for entries in parts.values():
        entries[:] = [_unwrapped(entry) for entry in entries]
    titled = [{part: entries} if part else entries for part, entries in parts.items()]
    return [item for entry in titled for item in (entry if isinstance(entry, list) else [entry])]


def _unwrapped(entry: dict[str, list[Any]]) -> Any:
    """Return a section of one page as the page itself."""
    section = next(iter(entry.values()))
    return section[0] if len(section) == 1 else entry


def _target(entry: Any) -> Any:
    return next(iter(entry.values())) if isinstance(entry, dict) else entry
