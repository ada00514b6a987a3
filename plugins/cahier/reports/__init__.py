"""The formats in which diagnostics are told, one module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cahier.reports import github, json, junit, sarif, text
from cahier.reports.result import Result

REPORTS: Mapping[str, Callable[[Result], str]] = {
    "text": text.report,
    "json": json.report,
    "sarif": sarif.report,
    "junit": junit.report,
    "github": github.report,
}
