"""Syntax errors of YAML: which trap is it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from cahier.diagnostic import Diagnostic, Location
from cahier.source.marks import end_of, line_from, place_at, problem_at, shortened, start_of


@dataclass(frozen=True, slots=True)
class _Trap:
    """The mistake behind a syntax error: what to say of it, and where."""

    way: str
    index: int
    facts: Mapping[str, str | int] = field(default_factory=dict)


def diagnosis(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """Return what is to be said of a file that libyaml refuses, in the words of who wrote it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return problem_at(Location(path), "yaml-syntax")
    if "<document start>" in (error.problem or "") and _Last(text).ended:
        where = place_at(path, text, error.problem_mark.index)
        return problem_at(where, "many-documents")
    trap = _trap(text, error, error.problem_mark.index)
    width = 1 if "char" in trap.facts or trap.way in ("colon", "apostrophe", "tab") else 0
    where = place_at(path, text, min(trap.index, len(text)), width)
    return problem_at(where, "yaml-syntax", trap.way, **trap.facts)


_RESERVED = (
    "found character that cannot",
    "mapping keys are not",
    "block sequence entries are not",
    "found undefined tag",
)


def _trap(text: str, error: yaml.MarkedYAMLError, at: int) -> _Trap:
    problem, context = error.problem or "", error.context or ""
    start = error.context_mark.index if error.context_mark else at
    if "tab character" in problem or text[at : at + 1] == "\t":
        return _Trap("tab", max(at, text.find("\t", at)))
    if problem.startswith("mapping values are not allowed"):
        return _colon(text, at)
    if problem == "could not find expected ':'":
        return _no_colon(text, start)
    if "quoted scalar" in context:
        return _quoted(text, problem, start, at)
    if problem.startswith(_RESERVED):
        return _char("reserved", text, at)
    if any(word in context for word in ("an alias", "an anchor", "block scalar", "tag", "direct")):
        return _char("reserved", text, start)
    return _leftover(text, at) if problem.startswith("did not find") else _Trap("", at)


def _char(way: str, text: str, index: int) -> _Trap:
    return _Trap(way, index, {"char": text[index : index + 1]})


def _colon(text: str, at: int) -> _Trap:
    """A second colon in a line, or a key that is indented further than its neighbours."""
    head = _head(text, at)
    word = head.strip()
    if not re.fullmatch(r"[\w-]+", word) or head[-1:].isspace():
        return _Trap("colon", at)
    before = _previous(text, at - len(head))
    if before and ":" not in before.group():
        return _Trap("no-colon", before.start(), {"found": shortened(before.group())})
    return _Trap("indent", at - len(word))


def _no_colon(text: str, start: int) -> _Trap:
    line = line_from(text, start)
    glued = re.match(r"([^\s:]+):(?!//)(?=\S)", line)
    if glued:
        return _Trap("no-space", start + glued.end() - 1, {"key": glued.group(1)})
    return _Trap("no-colon", start, {"found": shortened(line)})


def _quoted(text: str, problem: str, start: int, at: int) -> _Trap:
    if problem.startswith("found unexpected"):
        return _char("quote-unclosed", text, start)
    index = max(start, text.rfind("\\", start, at + 1))
    return _Trap("escape", index, {"found": text[index : index + 2]})


def _leftover(text: str, at: int) -> _Trap:
    """Something stands where the line or the list should be over: after what?"""
    last = _Last(text)
    event, char = last.event, text[at : at + 1]
    follows = event is not None and not text[end_of(event).index : at].strip(" ")
    if isinstance(event, ScalarEvent) and event.style in ("'", '"') and follows:
        return _after_quote(text, event, at)
    if isinstance(event, AliasEvent) and follows:
        return _char("reserved", text, start_of(event).index)
    if last.opened is not None and follows:
        return _char("brackets", text, last.opened)
    if last.flow is not None:
        return _char("brackets", text, last.flow)
    if not _head(text, at).strip(" "):
        return _Trap("indent", at)
    if char and char in "]}":
        return _char("brackets", text, at)
    return _char("reserved", text, at) if char and char in ",-?" else _Trap("", at)


def _after_quote(text: str, event: ScalarEvent, at: int) -> _Trap:
    start, end = start_of(event), end_of(event)
    if start.line != end.line:
        return _char("quote-unclosed", text, start.index)
    if event.style == "'" and end.index == at:
        return _Trap("apostrophe", at - 1)
    return _Trap("after-quote", at, {"char": event.style or ""})


class _Last:
    """How far the parser came: read again, as only a broken file needs it."""

    def __init__(self, text: str) -> None:
        self.event: Event | None = None  # the last value read
        self.opened: int | None = None  # where it opened, when it is […] or {…}
        self.ended = False  # by a line of three dots
        self._open: list[tuple[bool, int]] = []
        parser = CParser(text)
        try:
            while event := parser.get_event():
                self._see(event)
        except yaml.YAMLError:
            return

    @property
    def flow(self) -> int | None:
        """Where the outermost […] or {…} that is still open starts."""
        return next((index for flow, index in self._open if flow), None)

    def _see(self, event: Event) -> None:
        if isinstance(event, DocumentEndEvent):
            self.ended = bool(event.explicit)
            return
        self.event, self.opened = event, None
        if isinstance(event, CollectionStartEvent):
            self._open.append((bool(event.flow_style), start_of(event).index))
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            flow, index = self._open.pop()
            self.opened = index if flow else None


def _head(text: str, index: int) -> str:
    """Return what stands before *index* on its line."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return text[start:index]


def _previous(text: str, index: int) -> re.Match[str] | None:
    """Return the last line before *index* that is not blank."""
    lines = list(re.finditer(r"[^\s][^\r\n]*", text[:index]))
    return lines[-1] if lines else None
