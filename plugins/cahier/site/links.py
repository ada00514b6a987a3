"""Where a record is on the site, seen from a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote, urlsplit

from cahier.spec import Record
from cahier.texts import Words

RECORDS = "records"


@dataclass(frozen=True)
class Links:
    """Addresses of records, relative to the page at `page` (a path such as `spec/p42.html`).

    `names` are the records that can be linked to, with their names, `told` what a link to each
    says when one points at it; `edit` is the address where
    a file is edited, with the blanks {path} and {line}, empty when nobody may; `mention` finds
    the ids in prose that are to be links (see `mention_pattern`); `hidden` says of a file of the
    site, by its path, whether its readers go without; `typeset` sets what people typed.
    """

    page: str
    names: Mapping[str, str] = field(repr=False)
    edit: str = ""
    mention: re.Pattern[str] | None = None
    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    hidden: Callable[[str], bool] = field(default=lambda path: False, repr=False)
    typeset: Callable[[str], str] = field(default=str, repr=False)

    def record(self, id: str) -> str:
        """Return the address of the record *id*, empty when it has none."""
        return f"{self._records}{id}.html" if id in self.names else ""

    @cached_property
    def _records(self) -> str:
        folder = self.to(RECORDS)
        return "" if folder == "." else f"{folder}/"

    def to(self, path: str) -> str:
        """Return the address of the page at *path*."""
        return _relative(path, posixpath.dirname(self.page) or ".")

    def shows(self, address: str) -> bool:
        """Whether the file at *address*, seen from the page, may be on the site."""
        path = unquote(urlsplit(address).path)
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path))
        return not place.startswith("../") and not self.hidden(place)

    def source(self, path: str, line: int) -> str:
        """Return the address where *line* of the file *path* is edited."""
        return self.edit.replace("{path}", quote(path)).replace("{line}", str(line))


@lru_cache(maxsize=4096)
def _relative(path: str, folder: str) -> str:
    """Return *path* seen from *folder*; thousands of pages have the same links."""
    return posixpath.relpath(path, folder)


def told(record: Record, words: Words) -> str:
    """Return what a link to *record* says when one points at it: its name; id, kind and status."""
    about = [record.id, words.of(record.kind.label)]
    status, shape = record.fields.get("status"), record.kind.shape.fields.get("status")
    if shape and isinstance(status, str) and status in shape.values:
        about.append(words.of(shape.values[status]))
    return f"{record.name}\n{' · '.join(about)}"
