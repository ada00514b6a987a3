"""Where a record is on the site, seen from a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

RECORDS = "records"


@dataclass(frozen=True)
class Links:
    """Addresses of records, relative to the page at `page` (a path such as `spec/p42.html`).

    `names` are the records that can be linked to, with their names; `edit` is the address where
    a file is edited, with the blanks {path} and {line}, empty when nobody may; `mention` finds
    the ids in prose that are to be links (see `mention_pattern`).
    """

    page: str
    names: Mapping[str, str] = field(repr=False)
    edit: str = ""
    mention: re.Pattern[str] | None = None

    def record(self, id: str) -> str:
        """Return the address of the record *id*, empty when it has none."""
        return f"{self._records}{id}.html" if id in self.names else ""

    @cached_property
    def _records(self) -> str:
        folder = self.to(RECORDS)
        return "" if folder == "." else f"{folder}/"

    def to(self, path: str) -> str:
        """Return the address of the page at *path*."""
        return posixpath.relpath(path, posixpath.dirname(self.page) or ".")

    def source(self, path: str, line: int) -> str:
        """Return the address where *line* of the file *path* is edited."""
        return self.edit.replace("{path}", path).replace("{line}", str(line))
