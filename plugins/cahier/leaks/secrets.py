"""What an edition hides, in the forms in which it may be told.

Hidden are whole records and, in visible ones, fields. What a visible record says too is no secret,
nor are labels, nor the names of the records that a specification holds once: whoever reads the
document knows whose it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from cahier.diagnostic import Location
from cahier.edition import cut
from cahier.kinds import Kind, Pointer, Shape
from cahier.leaks.words import WORD, numbers, prices, row
from cahier.spec import Record, Spec
from cahier.texts import LANGUAGES, words

_NAME, _SENTENCE, _SENTENCE_WORDS, _AMOUNT = 12, 40, 6, 1000
_SHOWN = 80
_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF|CAD|XOF|XAF)\b")
# Where a sentence, a cell or an item of Markdown ends.
_END = re.compile(r"\n\s*\n|\n\s*(?:[-*+>#|]|[0-9]+\.\s)|\||[.!?;:…]\s|[*_`]{2,}")


@dataclass(frozen=True, slots=True)
class Secret:
    """Something hidden: the record it is of, its place, how it is written, and as what."""

    target: str
    where: Location
    found: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Secrets:
    """All that an edition hides, by what to look for.

    `ids` and `others` are the ids hidden and visible, in lower case; `amounts` whole numbers;
    `phrases` rows of words, under the rarest of them.
    """

    ids: Mapping[str, Secret]
    others: frozenset[str]
    amounts: Mapping[int, Secret]
    phrases: Mapping[str, tuple[tuple[str, Secret], ...]]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One value of a record, with its shape and its place."""

    record: Record
    at: Pointer
    shape: Shape
    value: Any

    def secret(self, found: str, way: str) -> Secret:
        return Secret(self.record.id, self.record.where(*self.at), found, way)


@dataclass(frozen=True, slots=True)
class _Said:
    """What readers may know: the words in a row, how often each is said, the numbers."""

    text: str
    words: Mapping[str, int]
    numbers: frozenset[int]


def secrets(spec: Spec, edition: str) -> Secrets:
    """Return what *edition* hides of *spec*."""
    shown = cut(spec, edition)
    hidden = [record for id, record in spec.records.items() if id not in shown.records]
    said, leaves = _said(shown), list(_hidden(spec, shown))
    phrases = [*_files(hidden), *_texts(leaves)]
    return Secrets(
        {r.id.casefold(): Secret(r.id, r.where(), r.id) for r in hidden},
        frozenset(id.casefold() for id in shown.records),
        {n: secret for n, secret in _amounts(leaves) if n not in said.numbers},
        _by_rarest({row(s.found): s for s in phrases if row(s.found) not in said.text}, said),
    )


def _said(shown: Spec) -> _Said:
    leaves = [leaf for record in shown.records.values() for leaf in _leaves(record)]
    texts = [leaf.value for leaf in leaves if isinstance(leaf.value, str)]
    texts += [record.document.path for record in shown.records.values()]
    texts += _labels(shown.library.kinds.values())
    known = {int(leaf.value) for leaf in leaves if not isinstance(leaf.value, str)}
    known |= {number for text in texts for number in numbers(text)}
    said = "\n".join(map(row, texts))
    return _Said(said, Counter(said.split()), frozenset(known))


def _labels(kinds: Iterable[Kind]) -> Iterator[str]:
    """Yield what fields and values are called, and the words of the interface."""
    for kind in kinds:
        yield from (*kind.label.values(), *kind.plural.values())
        yield from _labels_of(kind.shape)
    for language in LANGUAGES:
        yield from words(language).labels.values()


def _labels_of(shape: Shape) -> Iterator[str]:
    for label in (shape.label, shape.unit, shape.inverse, *shape.values.values()):
        yield from label.values()
    for inner in (*shape.fields.values(), shape.items, shape.keys, shape.entries):
        if inner is not None:
            yield from _labels_of(inner)


def _hidden(spec: Spec, shown: Spec) -> Iterator[_Leaf]:
    """Yield the values of hidden records, and those of the hidden fields of visible ones."""
    for record in spec.records.values():
        left = shown.records.get(record.id)
        kept = {id(leaf.value) for leaf in _leaves(left)} if left else set()
        yield from (leaf for leaf in _leaves(record) if id(leaf.value) not in kept)


def _leaves(record: Record) -> Iterator[_Leaf]:
    """Yield the texts and numbers of a record."""
    stack: list[tuple[Pointer, Shape, Any]] = [((), record.kind.shape, record.fields)]
    while stack:
        at, shape, value = stack.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                inner = shape.fields.get(name) or shape.entries or Shape(name)
                stack.append(((*at, name), inner, member))
        elif isinstance(value, list):
            inner = shape.items or Shape(shape.name)
            stack += [((*at, index), inner, item) for index, item in enumerate(value)]
        elif not isinstance(value, bool):
            yield _Leaf(record, at, shape, value)


def _amounts(leaves: Iterable[_Leaf]) -> Iterator[tuple[int, Secret]]:
    """Yield the amounts of money: in a field of money, or before a euro in prose."""
    for leaf in leaves:
        for number in sorted(_money(leaf)):
            if number >= _AMOUNT:
                yield number, leaf.secret(str(number), "amount")


def _money(leaf: _Leaf) -> set[int]:
    if isinstance(leaf.value, str):
        return prices(leaf.value)
    is_money = _MONEY.search(" ".join(leaf.shape.unit.values()))
    return {abs(int(leaf.value))} if is_money else set()


def _files(hidden: Iterable[Record]) -> Iterator[Secret]:
    """Yield the names of the files of hidden records."""
    for path, record in {r.document.path: r for r in hidden}.items():
        yield Secret(record.id, record.where(), PurePosixPath(path).name, "file")


def _texts(leaves: Iterable[_Leaf]) -> Iterator[Secret]:
    """Yield the names, the sentences and the files that texts name."""
    for leaf in leaves:
        if not isinstance(leaf.value, str) or leaf.at == ("id",):
            continue
        if leaf.shape.media == "text/x-path":
            yield leaf.secret(PurePosixPath(leaf.value).name, "file")
        elif leaf.at == ("name",):
            if len(leaf.value) >= _NAME and not leaf.record.kind.single:
                yield leaf.secret(leaf.value, "text")
        else:
            yield from (leaf.secret(sentence, "text") for sentence in _sentences(leaf.value))


def _sentences(text: str) -> Iterator[str]:
    """Yield what is long enough not to be said by chance."""
    for part in _END.split(text):
        sentence = " ".join(part.split())
        if len(sentence) >= _SENTENCE and len(WORD.findall(sentence)) >= _SENTENCE_WORDS:
            yield sentence


def _by_rarest(
    phrases: Mapping[str, Secret], said: _Said
) -> dict[str, tuple[tuple[str, Secret], ...]]:
    """File each phrase under the word that readers meet least: few pages have it."""
    filed: dict[str, list[tuple[str, Secret]]] = {}
    for phrase, secret in phrases.items():
        known = phrase.split()
        if known:
            rarest = min(known, key=lambda word: (said.words.get(word, 0), -len(word), word))
            filed.setdefault(rarest, []).append((phrase, secret))
    return {word: tuple(pairs) for word, pairs in filed.items()}
