"""The search of texts for secrets, line by line; a line met before costs nothing.

Pages share most of their lines, the navigation above all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from cahier.leaks.leaves import Secret
from cahier.leaks.secrets import Secrets
from cahier.leaks.words import WORD, folded, numbers, prices

_TELLING = 10_000
_TOKEN = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_BROKEN_TAG = re.compile(r"</?[a-zA-Z][^<>]*\n[^<>]*>")
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_WORDED = "alt|content|label|title|value|(?:aria|data)-[a-z-]+"
_ATTRIBUTE = re.compile(rf"""\b(?:{_WORDED})="([^"]*)""")
_NAMING = re.compile(rf"""\b(?:{_WORDED}|href)="([^"]*)""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrtbf\"/])")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line tells by itself, its words in a row, and which of them are a phrase's rarest."""

    told: tuple[Secret, ...]
    row: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A search for secrets through many texts."""

    secrets: Secrets
    _lines: dict[str, _Line] = field(default_factory=dict)
    _tokens: dict[str, tuple[Secret, ...]] = field(default_factory=dict)

    def told(self, text: str) -> list[Secret]:
        """Return the secrets that *text* tells, each once."""
        if "<" in text:
            text = _BROKEN_TAG.sub(lambda tag: tag[0].replace("\n", " "), _STYLE.sub("\n", text))
        lines = [self._line(line) for line in text.splitlines()]
        found = [secret for line in lines for secret in line.told]
        keys = sorted({key for line in lines for key in line.keys})
        if keys:  # a phrase may go over the end of a line
            found += self._phrases(keys, "".join(line.row for line in lines).replace("  ", " "))
        return list(dict.fromkeys(found))

    def _line(self, raw: str) -> _Line:
        if raw not in self._lines:
            self._lines[raw] = self._read(_unescaped(raw))
        return self._lines[raw]

    def _read(self, text: str) -> _Line:
        """Search a line: in words as written, then less the tags between them."""
        plain = folded(text)
        found = [s for token in _TOKEN.findall(plain) for s in self._ids(token)]
        amounts = _amounts(_shown(text)) & self.secrets.amounts.keys()
        found += [self.secrets.amounts[number] for number in sorted(amounts)]
        written, bare = WORD.findall(plain), WORD.findall(_TAG.sub(" ", plain))
        if names := self.secrets.names.keys() & written:  # a tag may be called as a vendor is
            shown = {*bare, *WORD.findall(" ".join(_NAMING.findall(plain)))}
            found += [self.secrets.names[name] for name in sorted(names & shown)]
        keys = sorted(self.secrets.phrases.keys() & {*written, *bare})
        row = f" {' '.join(bare)} " if bare else ""
        if keys:
            found += self._phrases(keys, f" {' '.join(written)} ")
        return _Line(tuple(dict.fromkeys(found)), row, tuple(keys))

    def _phrases(self, keys: list[str], row: str) -> Iterator[Secret]:
        for key in keys:
            yield from (secret for phrase, secret in self.secrets.phrases[key] if phrase in row)

    def _ids(self, token: str) -> tuple[Secret, ...]:
        if token not in self._tokens:
            self._tokens[token] = tuple(self._within(token))
        return self._tokens[token]

    def _within(self, token: str) -> Iterator[Secret]:
        """Yield the hidden ids in a token, the longest first; a part of a visible id is none."""
        parts = re.split(r"([-._])", token)
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -2):
                span = "".join(parts[start:end])
                if span in self.secrets.ids:
                    yield self.secrets.ids[span]
                if span in self.secrets.ids or span in self.secrets.others:
                    start = end - 1
                    break
            start += 2


def _amounts(shown: str) -> set[int]:
    """Return what may be an amount: a price, or a number too long to be the same by chance."""
    return {number for number in numbers(shown) if number >= _TELLING} | prices(shown)


def _shown(text: str) -> str:
    """Return what a line shows, a line for each part between tags and each attribute of words."""
    return "\n".join([_TAG.sub("\n", text), *_ATTRIBUTE.findall(text)])


def _unescaped(text: str) -> str:
    """Return *text* without the escapes of HTML, JSON and addresses."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    return f"{text}\n{unquote(text)}" if _PERCENT.search(text) else text
