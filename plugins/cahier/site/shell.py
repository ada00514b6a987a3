"""The shell: one page the theme rendered, from which the page of every record is stamped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

TOP = "top"
_TITLE, _BODY = "cahier-shell-title", "cahier-shell-body"
MARKDOWN = f"# {_TITLE}\n"
# A heading, or the theme would write one of its own.
MARKS = f"<h1>{_BODY}</h1>"


@dataclass(frozen=True, slots=True)
class Shell:
    """The rendered shell, cut at its marks: odd parts are the marks themselves."""

    parts: tuple[bytes, ...]

    @classmethod
    def read(cls, path: Path) -> Shell:
        """Read the shell that the theme wrote at *path*."""
        return cls(tuple(re.split(f"({_TITLE}|{MARKS})".encode(), path.read_bytes())))

    def write(self, path: Path, title: str, body: str) -> None:
        """Write the page of a record, its title escaped here, its body HTML already."""
        values = {_TITLE.encode(): escape(title).encode(), MARKS.encode(): body.encode()}
        with path.open("wb", buffering=0) as file:
            file.write(b"".join(values.get(part, part) for part in self.parts))
