"""Diagnostics for programs, in both languages; `schemas/report.json` is the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cahier import __version__
from cahier.diagnostic import Diagnostic, Location
from cahier.reports.result import Result
from cahier.texts import LANGUAGES, words


def report(result: Result) -> str:
    """Return all diagnostics as one JSON object."""
    content = {
        "version": 1,
        "tool": {"name": "cahier", "version": __version__},
        "stage": result.stage,
        "today": result.today,
        "files": len(result.sources),
        "records": result.records,
        "counts": result.counts,
        "completeness": list(result.completeness),
        "diagnostics": [_diagnostic(d) for d in result.diagnostics],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _diagnostic(found: Diagnostic) -> Mapping[str, Any]:
    return {
        "severity": found.severity.value,
        "rule": found.rule,
        "code": found.code,
        "record": found.record,
        **_place(found.where),
        "message": {language: words(language).message(found) for language in LANGUAGES},
        "help": {language: words(language).help(found) for language in LANGUAGES},
        "related": [_place(where) for where in found.related],
    }


def _place(where: Location) -> Mapping[str, Any]:
    end = where.column + max(where.width, 1)
    return {"file": where.path, "line": where.line, "column": where.column, "end_column": end}
