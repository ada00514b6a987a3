"""Diagnostics as JUnit XML: a suite a file, a case a diagnostic; only errors fail."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cahier.diagnostic import Diagnostic, Severity
from cahier.reports.result import Result
from cahier.texts import Words


def report(result: Result) -> str:
    """Return all diagnostics as one JUnit document."""
    root = Element("testsuites", name="cahier")
    by_file: dict[str, list[Diagnostic]] = {path: [] for path in sorted(result.sources)}
    for found in result.diagnostics:
        by_file.setdefault(found.where.path, []).append(found)
    for path in sorted(by_file):
        _suite(root, path, by_file[path], result.words)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, path: str, found: Sequence[Diagnostic], words: Words) -> None:
    errors = sum(d.severity is Severity.ERROR for d in found)
    tests = str(max(len(found), 1))
    suite = SubElement(root, "testsuite", name=path, tests=tests, failures=str(errors))
    if not found:
        SubElement(suite, "testcase", classname=path, name="check", file=path)
    for diagnostic in found:
        _case(suite, diagnostic, words)


def _case(suite: Element, found: Diagnostic, words: Words) -> None:
    where = found.where
    name = f"{found.rule} {where.line}:{where.column}"
    case = SubElement(
        suite, "testcase", classname=where.path, name=name, file=where.path, line=str(where.line)
    )
    message, text = _clean(words.message(found)), _clean(f"{where}: {words.message(found)}")
    way = _clean(f"{words.label('help')}{words.label('colon')}{words.help(found)}")
    if found.severity is Severity.ERROR:
        SubElement(case, "failure", type=found.rule, message=message).text = f"{text}\n{way}"
    else:
        severity = words.label(found.severity)
        SubElement(case, "system-out").text = f"{severity}[{found.rule}] {text}\n{way}"


def _clean(text: str) -> str:
    """Return *text* without what XML 1.0 cannot hold."""
    return "".join(c if c >= " " or c in "\t\n\r" else f"\\x{ord(c):02x}" for c in text)
