"""Diagnostics for people: the place, the line of source with a caret, the way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from cahier.diagnostic import Diagnostic, Location, Severity
from cahier.reports.result import Result
from cahier.texts import Words

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def report(result: Result, *, colour: bool = False) -> str:
    """Return all diagnostics as text, then a last line that counts."""
    lines = {path: text.splitlines() for path, text in result.sources.items()}
    told = [
        one(d, lines.get(d.where.path, []), result.words, colour=colour) for d in result.diagnostics
    ]
    return "\n".join([*told, summary(result)]) + "\n"


def summary(result: Result) -> str:
    """Return the line that counts what was found."""
    words, counts = result.words, result.counts
    files = words.count("files", len(result.sources))
    if not any(counts.values()):
        records = words.count("records", result.records)
        return words.label("all-well", records=records, files=files)
    return words.label(
        "summary",
        errors=words.count("errors", counts["error"]),
        warnings=words.count("warnings", counts["warning"]),
        infos=words.count("infos", counts["info"]),
        files=files,
    )


def one(
    diagnostic: Diagnostic, source: Sequence[str], words: Words, *, colour: bool = False
) -> str:
    """Return one diagnostic: sentence, source line and caret, related places, way out."""
    severity = words.label(diagnostic.severity)
    if colour:
        severity = f"\x1b[1;{_COLOURS[diagnostic.severity]}m{severity}\x1b[0m"
    head = f"{diagnostic.where}: {severity}[{diagnostic.rule}] {words.message(diagnostic)}"
    shown = _excerpt(diagnostic.where, source)
    colon = words.label("colon")
    related = (f"    {words.label('see')}{colon}{place}" for place in diagnostic.related)
    way = f"    {words.label('help')}{colon}{words.help(diagnostic)}"
    return "\n".join(_printable(line) for line in (head, *shown, *related, way))


def _excerpt(where: Location, source: Sequence[str]) -> Iterator[str]:
    if not 1 <= where.line <= len(source) or not source[where.line - 1].strip():
        return
    line = source[where.line - 1]
    number = f"{where.line:>6}"
    start = where.column - 1
    shift = max(0, start - 80)
    text = line[shift : shift + 160].replace("\t", " ")
    indent = "".join(_blank(char) for char in text[: start - shift])
    width = max(1, min(where.width, len(text) - (start - shift)))
    yield f"{number} | {text}"
    yield f"{'':>6} | {indent}{'^' * width}"


def _blank(char: str) -> str:
    """Return as much blank as *char* takes on a terminal."""
    if combining(char):
        return ""
    return "  " if east_asian_width(char) in "WF" else " "


def _printable(line: str) -> str:
    """Show what would act on a terminal: an escape typed in a record must not colour the report."""
    return "".join(
        c if c.isprintable() or c in "\x1b\xa0\u202f" else f"\\x{ord(c):02x}" for c in line
    )
