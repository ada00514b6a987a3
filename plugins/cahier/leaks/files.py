"""The text of a built file, as its readers see it."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from cahier.diagnostic import UnusableError

_TEXT = {".html", ".json", ".js", ".xml", ".csv", ".txt", ".md", ".svg", ".yaml", ".yml", ".css"}
_ARCHIVES = {".xlsx", ".docx", ".odt", ".ods", ".pptx", ".zip"}


def text(path: Path) -> str:
    """Return the text of a file; empty when it has none that we can read."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _pdf(path)
    if suffix in _ARCHIVES:
        return _archive(path.read_bytes())
    if suffix == ".gz":
        return _gzip(path.read_bytes())
    return path.read_text(encoding="utf-8", errors="replace") if suffix in _TEXT else ""


def _pdf(path: Path) -> str:
    """Return the text of a PDF.

    Raises:
        UnusableError: Poppler is not installed; a document nobody read is not declared clean.
    """
    program = shutil.which("pdftotext")
    if program is None:
        raise UnusableError("no-poppler", file=path.name)
    command = [program, "-enc", "UTF-8", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode("utf-8", errors="replace")


def _archive(data: bytes) -> str:
    """Return the names and the texts of all that an archive holds."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            texts = (archive.read(name).decode("utf-8", errors="replace") for name in names)
            return "\n".join([*names, *texts])
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""


def _gzip(data: bytes) -> str:
    try:
        return gzip.decompress(data).decode("utf-8", errors="replace")
    except (OSError, zlib.error, EOFError):
        return ""
