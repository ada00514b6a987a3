"""Diagnostics as GitHub workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from cahier.diagnostic import Diagnostic, Severity
from cahier.reports.result import Result
from cahier.reports.text import summary
from cahier.texts import Words

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(result: Result) -> str:
    """Return one command a diagnostic, then the line that counts."""
    lines = [_command(d, result.words) for d in result.diagnostics]
    return "\n".join([*lines, summary(result)]) + "\n"


def _command(found: Diagnostic, words: Words) -> str:
    where = found.where
    properties = {
        "file": where.path,
        "line": str(where.line),
        "col": str(where.column),
        "endColumn": str(where.column + max(where.width, 1)),
        "title": found.rule,
    }
    pairs = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    way = f"{words.label('help')}{words.label('colon')}{words.help(found)}"
    text = _data(f"{words.message(found)}\n{way}")
    return f"::{_LEVELS[found.severity]} {pairs}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
