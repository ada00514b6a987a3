"""The index of the search box: an entry for each record, chapter and part of a written page.

It is a script that fills a variable, because a page opened from a folder may read no other file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from cahier.kinds import Kind, Shape
from cahier.page import Heading, Page, Table
from cahier.site.links import RECORDS
from cahier.spec import Record, Spec
from cahier.texts import Words

INDEX = "assets/search-index.js"
# What can be searched in all, shared among the entries, and at least of each: in most sites the
# whole text, at 10,000 records 5 MB.
_SHARED, _LEAST = 3_000_000, 400
_LABELS = ("search-none", "search-1", "search-n", "search-many")
_HEADINGS = {"h1", "h2", "h3", "h4"}
_SILENT = {"script", "style", "svg", "template"}
_PERMALINK = "headerlink"  # the class of what Markdown's toc adds to a heading, whatever it shows
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SPACES = re.compile(r"[ \t\r\n]+")
_INLINE = re.compile(r"(?<=\S)[*`]+|[*`]+(?=\S)|(?<!\w)__|__(?!\w)")
_MARKS = re.compile(r"[|]+|:?-{2,}:?|^\s*(?:[-+]|>+|#+)\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: `kind` says what it is in words, `status` is a code and its words.

    `address` is from the site's root; a record, which has an id, needs none. The text of a
    `chapter` is its headings.
    """

    title: str
    kind: str
    text: str
    id: str = ""
    status: tuple[str, str] = ("", "")
    address: str = ""
    chapter: bool = False


def records(spec: Spec, words: Words) -> Iterator[Entry]:
    """Yield the entries of all records: of two equal finds, the first entry comes first.

    A number alone names a record of many kinds; the kind with most records is the likeliest.
    """
    groups = [spec.kind(name) for name in spec.library.kinds]
    for group in sorted(groups, key=len, reverse=True):
        yield from (_record(record, words) for record in sorted(group, key=_rank))


def sections(html: str, title: str, address: str) -> Iterator[Entry]:
    """Yield the parts of a written page, cut at its headings; the first bears its *title*."""
    reader = _Reader(title)
    reader.feed(html)
    reader.close()
    for number, (anchor, heading, text) in enumerate(reader.parts):
        to = f"{address}#{anchor}" if number and anchor else address
        yield Entry(_line(heading), title if number else "", _line(text), address=to)


def script(entries: Iterable[Entry], words: Words) -> str:
    """Return the index as a script, an entry a line, chapters first.

    Of two equal finds the first entry comes first: headings tell more than a text that says a word.
    """
    kinds: dict[str, int] = {}
    states: dict[tuple[str, str], int] = {}
    found = sorted(entries, key=lambda entry: not entry.chapter)
    length = max(_LEAST, _SHARED // max(1, len(found)))
    rows = [
        [
            entry.id,
            entry.title,
            kinds.setdefault(entry.kind, len(kinds)),
            states.setdefault(entry.status, len(states)),
            _cut(entry.text, length),
            *([entry.address] if entry.address else []),
        ]
        for entry in found
    ]
    head = {
        "records": RECORDS,
        "labels": {key: words.labels[key] for key in _LABELS},
        "kinds": list(kinds),
        "states": [list(state) for state in states],
    }
    lines = ",\n".join(map(_json, rows))
    return f'var cahierIndex={_json(head)[:-1]},\n"rows":[\n{lines}\n]}};\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rank(record: Record) -> int:
    """Return the place of its prefix among those of its kind; ids are in order already."""
    prefixes = record.kind.prefixes
    prefix = record.id.partition("-")[0]
    return prefixes.index(prefix) if prefix in prefixes else len(prefixes)


def _record(record: Record, words: Words) -> Entry:
    return Entry(
        record.name,
        words.of(record.kind.label),
        " ".join(filter(None, _told(record))),
        record.id,
        _status(record.kind, record.fields.get("status"), words),
    )


def _status(kind: Kind, value: Any, words: Words) -> tuple[str, str]:
    shape = kind.shape.fields.get("status")
    return (value, words.of(shape.values[value])) if shape and value in shape.values else ("", "")


def _told(record: Record) -> Iterator[str]:
    for name, shape in record.kind.telling.items():
        if name != "name" and name in record.fields:
            yield from _texts(record.fields[name], shape)


def _texts(value: Any, shape: Shape | None) -> Iterator[str]:
    """Yield the prose in a value, however deep."""
    if shape is None:
        return
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, shape.fields.get(name) or shape.entries)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, shape.items)
    elif isinstance(value, str) and not (shape.refs or shape.values or shape.format):
        yield _plain(value)


def page(page: Page, words: Words) -> Entry:
    """Return the entry of a page of the specification: its headings and the names of its tables."""
    named = [block.text for block in page.blocks if isinstance(block, Heading)]
    named += [block.caption for block in page.blocks if isinstance(block, Table)]
    kind = page.part or words.label("chapter")
    text = " ".join(dict.fromkeys(named))
    return Entry(page.title, kind, text, address=f"{page.path}.html", chapter=True)


def _plain(text: str) -> str:
    """Return Markdown without its marks, in one line."""
    return _line(_MARKS.sub(" ", _INLINE.sub("", _LINK.sub(r"\1", text))))


def _line(text: str) -> str:
    """Return *text* in one line; spaces that do not break stay."""
    return _SPACES.sub(" ", text).strip(" ")


def _cut(text: str, length: int) -> str:
    """Return the first words of *text*."""
    return text if len(text) <= length else text[:length].rpartition(" ")[0] or text[:length]


class _Reader(HTMLParser):
    """Cuts a page into parts of an anchor, a heading and the text below it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.parts: list[tuple[str, str, str]] = [("", title, "")]
        self._in = ""
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part at a heading; the first heading of all is the title's."""
        if tag in _HEADINGS:
            self._in = tag
            if tag != "h1":
                self.parts.append((dict(attrs).get("id") or "", "", ""))
        if tag in _SILENT or dict(attrs).get("class") == _PERMALINK:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a heading, or what is not read."""
        if tag == self._in:
            self._in = ""
        if tag in self._silent:
            self._silent.remove(tag)

    def handle_data(self, data: str) -> None:
        """Add words to the heading or to the text of the part."""
        if self._silent or self._in == "h1":
            return
        anchor, heading, text = self.parts[-1]
        self.parts[-1] = (
            (anchor, heading + data, text) if self._in else (anchor, heading, text + data)
        )
