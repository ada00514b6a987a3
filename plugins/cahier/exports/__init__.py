"""What leaves the specification as a file, one module a format.

A format is a line of `EXPORTS`, and a module with `write(book, path, tell)`, loaded when it is
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

EXPORTS: Mapping[str, str] = {
    "csv": "cahier.exports.csv",
    "docx": "cahier.exports.docx",
    "json": "cahier.exports.json",
    "pdf": "cahier.exports.pdf",
    "pdf-a": "cahier.exports.pdf.archival",
}
"""The module of each format."""
