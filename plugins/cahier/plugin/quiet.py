"""What MkDocs would say of links that it does not know and that lead to a record or a chapter."""

from __future__ import annotations

import logging
import re
from collections.abc import Container

# The logger of its pages, and that of ProperDocs' pages.
_PAGES = ("mkdocs.structure.pages", "properdocs.structure.pages")
_LEFT = re.compile(r"unrecognized relative link '([^']+)'")


class Quiet(logging.Filter):
    """Silences MkDocs on the links whose targets are *known*, for the time of a build."""

    def __init__(self, known: Container[str]) -> None:
        super().__init__()
        self._known = known

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* is to be told."""
        found = _LEFT.search(record.getMessage())
        return found is None or found[1] not in self._known

    def begin(self) -> None:
        """Silence it from now on."""
        for name in _PAGES:
            logging.getLogger(name).addFilter(self)

    def end(self) -> None:
        """Let it say everything again."""
        for name in _PAGES:
            logging.getLogger(name).removeFilter(self)
