"""The formats in which diagnostics are told, one module each.

A format is a line of `REPORTS`, and a module with `report(result)`, loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

REPORTS: Mapping[str, str] = {
    "text": "cahier.reports.text",
    "json": "cahier.reports.json",
    "sarif": "cahier.reports.sarif",
    "junit": "cahier.reports.junit",
    "github": "cahier.reports.github",
}
"""The module of each format."""
