"""Diagnostics as SARIF 2.1.0 (OASIS), which code hosts show on the lines of a change."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from cahier import __version__
from cahier.diagnostic import Diagnostic, Location, Severity
from cahier.reports.result import Result
from cahier.texts import Words

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BLANK = re.compile(r"\{[^}]*\}")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report(result: Result) -> str:
    """Return all diagnostics as one SARIF log with one run."""
    codes = dict(result.rules)
    names = sorted({d.rule for d in result.diagnostics} | codes.keys())
    driver = {
        "name": "cahier",
        "semanticVersion": __version__,
        "rules": [_rule(name, codes.get(name, ""), result.words) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, names, result.words) for d in result.diagnostics],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str, code: str, words: Words) -> Mapping[str, Any]:
    page = words.rules[name]
    # What the reader finds explains itself: the way out, its blanks open, is help enough.
    why = page.get("why") or _BLANK.sub("…", page["help"])
    rule: dict[str, Any] = {"id": name, "shortDescription": {"text": name.replace("-", " ")}}
    rule["fullDescription"] = rule["help"] = {"text": why}
    if code:
        rule["properties"] = {"tags": [code]}
    return rule


def _result(found: Diagnostic, names: Sequence[str], words: Words) -> Mapping[str, Any]:
    text = f"{words.message(found)}\n{words.label('help')}{words.label('colon')}{words.help(found)}"
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": names.index(found.rule),
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [_location(found.where)],
    }
    if found.related:
        places = enumerate(found.related)
        result["relatedLocations"] = [{"id": n, **_location(where)} for n, where in places]
    return result


def _location(where: Location) -> Mapping[str, Any]:
    region = {
        "startLine": where.line,
        "startColumn": where.column,
        "endColumn": where.column + max(where.width, 1),
    }
    artifact = {"uri": quote(where.path)}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
