"""What an edition hides, in the forms in which it may be told.

Hidden are whole records and, in visible ones, fields. What a visible record says too is no secret,
nor are labels, nor the names of the records that a specification holds once: whoever reads the
document knows whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote

from cahier.edition import cut
from cahier.leaks.known import Known, known
from cahier.leaks.leaves import Leaf, Secret, leaves
from cahier.leaks.words import WORD, folded, prices, row
from cahier.spec import Record, Spec

_NAME, _SENTENCE, _SENTENCE_WORDS, _AMOUNT = 12, 40, 6, 1000
_VENDOR, _SHORT_NAME = "vendor", 4
_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF|CAD|XOF|XAF)\b")
# Where a sentence, a cell or an item of Markdown ends.
_END = re.compile(r"\n\s*\n|\n\s*(?:[-*+>#|]|[0-9]+\.\s)|\||[.!?;:…]\s|[*_`]{2,}")
# Where an image, a link or a reference of Markdown leads; and what is no file of the site's own.
_TARGET = re.compile(r"(?:\]\(\s*|^ {0,3}\[[^\]]+\]:\s*)(?:<([^>\n]+)>|([^)\s<]+))", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
_PAGES = {"", ".md", ".html"}


@dataclass(frozen=True, slots=True)
class Secrets:
    """All that an edition hides, by what to look for.

    `ids` and `others` are the ids hidden and visible, in lower case; `amounts` whole numbers;
    `phrases` rows of words, under the rarest of them; `names` single words.
    """

    ids: Mapping[str, Secret]
    others: frozenset[str]
    amounts: Mapping[int, Secret]
    phrases: Mapping[str, tuple[tuple[str, Secret], ...]]
    names: Mapping[str, Secret]


def secrets(spec: Spec, edition: str) -> Secrets:
    """Return what *edition* hides of *spec*."""
    shown = cut(spec, edition)
    hidden = [record for id, record in spec.records.items() if id not in shown.records]
    said, kept = known(shown), list(_hidden(spec, shown))
    phrases = {row(s.found): s for s in (*_files(hidden), *_texts(kept))}
    return Secrets(
        {r.id.casefold(): Secret(r.id, r.where(), r.id) for r in hidden},
        frozenset(id.casefold() for id in shown.records),
        {n: secret for n, secret in _amounts(kept) if n not in said.numbers},
        _by_rarest({p: secret for p, secret in phrases.items() if p not in said.text}, said),
        {folded(secret.found): secret for secret in _short_names(hidden, said)},
    )


def _hidden(spec: Spec, shown: Spec) -> Iterator[Leaf]:
    """Yield the values of hidden records, and those of the hidden fields of visible ones."""
    for record in spec.records.values():
        left = shown.records.get(record.id)
        kept = {id(leaf.value) for leaf in leaves(left)} if left else set()
        yield from (leaf for leaf in leaves(record) if id(leaf.value) not in kept)


def _amounts(hidden: Iterable[Leaf]) -> Iterator[tuple[int, Secret]]:
    """Yield the amounts of money: in a field of money, or before a euro in prose."""
    for leaf in hidden:
        for number in sorted(_money(leaf)):
            if number >= _AMOUNT:
                yield number, leaf.secret(str(number), "amount")


def _money(leaf: Leaf) -> set[int]:
    if isinstance(leaf.value, str):
        return prices(leaf.value)
    is_money = _MONEY.search(" ".join(leaf.shape.unit.values()))
    return {abs(int(leaf.value))} if is_money else set()


def _short_names(hidden: Iterable[Record], said: Known) -> Iterator[Secret]:
    """Yield what a competitor is called for short: the first word of its name that is its own."""
    for record in hidden:
        words = WORD.findall(record.name) if record.kind.name == _VENDOR else ()
        own = (w for w in words if len(w) >= _SHORT_NAME and folded(w) not in said.words)
        yield from (Secret(record.id, record.where("name"), w, "text") for w in islice(own, 1))


def _files(hidden: Iterable[Record]) -> Iterator[Secret]:
    """Yield the names of the files of hidden records."""
    for path, record in {r.document.path: r for r in hidden}.items():
        yield Secret(record.id, record.where(), PurePosixPath(path).name, "file")


def _texts(hidden: Iterable[Leaf]) -> Iterator[Secret]:
    """Yield the names, the sentences and the files that texts name."""
    for leaf in hidden:
        if not isinstance(leaf.value, str) or leaf.at == ("id",):
            continue
        if leaf.shape.media == "text/x-path":
            yield leaf.secret(PurePosixPath(leaf.value).name, "file")
        elif leaf.at == ("name",):
            if len(leaf.value) >= _NAME and not leaf.record.kind.single:
                yield leaf.secret(leaf.value, "text")
        else:
            yield from (leaf.secret(name, "file") for name in _linked(leaf.value))
            yield from (leaf.secret(sentence, "text") for sentence in _sentences(leaf.value))


def _linked(text: str) -> Iterator[str]:
    """Yield the names of the files that images and links of Markdown lead to; a page is none."""
    for pointed, bare in _TARGET.findall(text) if "]" in text else ():
        target = pointed or bare
        path = PurePosixPath(unquote(re.split("[?#]", target)[0]))
        if not _ELSEWHERE.match(target) and path.suffix not in _PAGES:
            yield path.name


def _sentences(text: str) -> Iterator[str]:
    """Yield what is long enough not to be said by chance."""
    for part in _END.split(text):
        sentence = " ".join(part.split())
        if len(sentence) >= _SENTENCE and len(WORD.findall(sentence)) >= _SENTENCE_WORDS:
            yield sentence


def _by_rarest(
    phrases: Mapping[str, Secret], said: Known
) -> dict[str, tuple[tuple[str, Secret], ...]]:
    """File each phrase under the word that readers meet least: few pages have it."""
    filed: dict[str, list[tuple[str, Secret]]] = {}
    for phrase, secret in phrases.items():
        inner = phrase.split()
        if inner:
            rarest = min(inner, key=lambda word: (said.words.get(word, 0), -len(word), word))
            filed.setdefault(rarest, []).append((phrase, secret))
    return {word: tuple(pairs) for word, pairs in filed.items()}
