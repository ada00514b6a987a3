"""Places in a text, and the problems told there."""

from __future__ import annotations

import re
from typing import TypeAlias, cast

import yaml
from yaml.events import AliasEvent, Event, ScalarEvent

from cahier.diagnostic import Diagnostic, Location, Severity

if not yaml.__with_libyaml__:
    raise RuntimeError("Cahier needs PyYAML built with libyaml; install a PyYAML wheel that has it")

from yaml._yaml import Mark

BREAK = re.compile(r"\r\n|\r|\n")

Here: TypeAlias = tuple[int, int, int]  # line, column, width


def problem_at(
    where: Location, rule: str, way: str = "", *related: Location, **facts: str | int
) -> Diagnostic:
    """Return an error of reading."""
    return Diagnostic(where, Severity.ERROR, rule, facts, way, related)


def place_at(path: str, text: str, index: int, width: int = 0) -> Location:
    """Return the place of the character at *index*, counted from the top of *text*."""
    line, start = 1, 0
    for match in BREAK.finditer(text, 0, index):
        line, start = line + 1, match.end()
    return Location(path, line, index - start + 1, width)


def line_from(text: str, index: int) -> str:
    """Return what is left of the line from *index*."""
    end = BREAK.search(text, index)
    return text[index : end.start() if end else len(text)].rstrip()


def start_of(event: Event) -> Mark:
    """Return where what *event* stands for starts."""
    return cast(Mark, event.start_mark)


def end_of(event: Event) -> Mark:
    """Return where what *event* stands for ends."""
    return cast(Mark, event.end_mark)


def shortened(text: str) -> str:
    """Return the first line of *text*, cut to what a message can hold."""
    line = text.splitlines()[0] if text else ""
    return line if len(line) <= 40 else line[:39] + "…"


def point_of(text: str, mark: Mark) -> tuple[int, int]:
    """Return the line and column of *mark*, from 1."""
    if mark.index < len(text):
        return mark.line + 1, mark.column + 1
    end = place_at("", text, len(text))  # libyaml sees one more line after a text without line end
    return end.line, end.column


def span_of(text: str, event: Event) -> Here:
    """Return the place of what *event* stands for, and how wide it is."""
    start, end = start_of(event), end_of(event)
    line, column = point_of(text, start)
    if not isinstance(event, ScalarEvent | AliasEvent):
        width = 0
    elif isinstance(event, ScalarEvent) and event.style in ("|", ">"):
        width = len(line_from(text, start.index).split()[0])
    elif start.line == end.line:
        width = end.column - start.column
    else:
        width = len(line_from(text, start.index))
    return line, column, width
