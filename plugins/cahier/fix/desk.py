"""A copy of a specification on which mends are tried: what they give is read as all else is."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cahier.kinds import Kind
from cahier.source import Document, read

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder of the copy."""

    root: Path

    def lay(self, root: Path, paths: Iterable[str]) -> dict[str, bytes]:
        """Copy the schemas of *root*, and its files *paths* that can be read; return their bytes.

        Files and their texts are without byte order mark here.
        """
        laid: dict[str, bytes] = {}
        if (root / "schemas").is_dir():
            shutil.copytree(root / "schemas", self.root / "schemas")
        (self.root / "spec").mkdir()
        for path in paths:
            document = read(root, path)
            raw = (root / path).read_bytes() if document.text else b""
            if raw.removeprefix(_BOM) == document.text.encode():
                laid[path] = raw
                self.put(path, document.text)
        return laid

    def text(self, path: str) -> str:
        """Return the text of the file *path*."""
        return (self.root / path).read_bytes().decode()

    def put(self, path: str, text: str) -> None:
        """Write *text* as the file *path*, in place of what it held."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def read(self, path: str, kind: Kind) -> Document:
        """Read the file *path*."""
        return read(self.root, path, kind.body)

    def tried(self, path: str, kind: Kind, text: str) -> Document:
        """Return what the file would say with *text*, and leave it as it is."""
        before = (self.root / path).read_bytes()
        self.put(path, text)
        document = self.read(path, kind)
        (self.root / path).write_bytes(before)
        return document


def encoded(text: str, before: bytes) -> bytes:
    """Return the bytes of *text*, with the byte order mark that *before* has."""
    return (_BOM if before.startswith(_BOM) else b"") + text.encode()
