"""Our search where Material has its own: its box, its looks, none of its scripts.

Material's search runs in a worker, which a browser refuses to a page opened from a folder, and
splits ids at their hyphen.
"""

from __future__ import annotations

from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from types import SimpleNamespace
from typing import Any

_HERE = resources("cahier.site")
_BOX = "material/search"
_EVENTS = ("page_context", "post_build", "serve")
_START, _STYLE = "assets/search.js", "assets/search.css"
ASSETS: dict[str, Traversable] = {
    path: _HERE / path
    for path in (
        _START,
        _STYLE,
        "assets/finder.js",
        "assets/vendor/uFuzzy.iife.min.js",
    )
}


class _Box:
    """What stands for Material's search plugin: all that the theme and mkdocs-static-i18n ask."""

    def __init__(self) -> None:
        self.config = SimpleNamespace(enabled=True, lang=None)
        self.search_index = SimpleNamespace(entries=[])

    def on_post_build(self, config: Any) -> None:
        """Write nothing: the index is not Material's."""


def is_on(config: Any) -> bool:
    """Whether the site of this MkDocs configuration has a place for our search."""
    box = config.plugins.get(_BOX)
    return config.theme.name == "material" and (box is None or box.config.enabled)


def ready(config: Any) -> None:
    """Put our search in the header; Material's plugin, where listed, no longer works for nothing.

    The theme writes the box when its own search plugin is there: where it is not, something
    that says so stands for it.
    """
    for listed, path in ((config.extra_css, _STYLE), (config.extra_javascript, _START)):
        if path not in listed:  # static-i18n asks again for each language
            listed.append(path)
    theirs = config.plugins.setdefault(_BOX, _Box())
    for name in _EVENTS:
        events = config.plugins.events[name]
        events[:] = [e for e in events if getattr(e, "__self__", None) is not theirs]
