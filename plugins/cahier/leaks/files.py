"""The text of a built file, as its readers see it."""

from __future__ import annotations

import codecs
import lzma
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile

from cahier.diagnostic import UnusableError
from cahier.leaks.words import mended

_HEAD, _ROOM, _DEPTH = 8192, 100_000_000, 8
_ZIP, _GZIP, _PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF-"
# The longer marks first: that of UTF-32 begins as that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_COPY = "copy.pdf"
# What of a PDF is to be read: its pages, what is said of it, where its links lead.
_POPPLER = (("pdftotext", _COPY, "-"), ("pdfinfo", _COPY), ("pdfinfo", "-url", _COPY))
_SIZES = re.compile(r"^(?:Page|File) size:.*", re.MULTILINE)
_BROKEN = (
    *(OSError, EOFError, ValueError, RuntimeError, OverflowError),
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error),
)


def text(path: Path) -> str:
    """Return the text of a file and of all it holds; empty when it is neither text nor packed.

    Raises:
        UnusableError: a PDF or an archive cannot be read, or holds too much, or Poppler is not
            installed; what nobody read is not declared clean.
    """
    try:
        with path.open("rb") as file:
            return "\n".join(_Unpacking(path.name).texts(file, _DEPTH))
    except _BROKEN as error:
        raise UnusableError("not-read", file=path.name) from error


@dataclass(slots=True)
class _Unpacking:
    """Reads a file and what it holds, of which no more is unpacked than there is room for."""

    name: str
    room: int = _ROOM

    def texts(self, file: IO[bytes], depth: int) -> Iterator[str]:
        """Yield the names and the texts in *file*, archives *depth* deep."""
        head = file.read(_HEAD)
        file.seek(0)
        if head.startswith(_ZIP):
            with ZipFile(file) as archive:
                for member in archive.infolist():
                    yield member.filename
                    with archive.open(member) as packed:
                        yield from self._packed(packed, depth)
        elif head.startswith(_GZIP):
            with GzipFile(fileobj=file) as packed:
                yield from self._packed(packed, depth)
        elif head.lstrip().startswith(_PDF):
            yield from self._pdf(file.read())
        elif _is_text(head):
            yield _decoded(file.read())

    def _packed(self, packed: IO[bytes] | GzipFile, depth: int) -> Iterator[str]:
        head = packed.read(_HEAD)
        if not _is_text(head) and not head.startswith((_ZIP, _GZIP, _PDF)):
            return
        data = head + packed.read(self.room)
        self.room -= len(data)
        if self.room < 0 or not depth:
            raise OverflowError("holds too much")
        yield from self.texts(BytesIO(data), depth - 1)

    def _pdf(self, data: bytes) -> Iterator[str]:
        """Yield the text of a PDF, its title and the like, and the addresses of its links."""
        with TemporaryDirectory() as folder:  # from a pipe Poppler takes half as long again
            Path(folder, _COPY).write_bytes(data)
            for name, *options in _POPPLER:
                program = shutil.which(name)
                if program is None:
                    raise UnusableError("no-poppler", file=self.name)
                command = [program, "-enc", "UTF-8", *options]
                done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
                if done.returncode and "-url" not in options:  # which it has since 2021 only
                    raise ValueError(name)
                yield mended(_SIZES.sub("", done.stdout.decode("utf-8", errors="replace")))


def _is_text(head: bytes) -> bool:
    return b"\0" not in head or head.startswith(tuple(_MARKS))


def _decoded(data: bytes) -> str:
    """Return bytes as text: as their mark says, as UTF-8, else also as Windows writes French."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        both = (data.decode(encoding, errors="replace") for encoding in ("utf-8", "cp1252"))
        return "\n".join(both)
