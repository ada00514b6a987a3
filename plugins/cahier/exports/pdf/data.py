"""The document as plain values, for the template to read as JSON.

What anybody typed stays a text in it; the template shows texts and runs none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cahier.exports.paper.nodes import Paper, members
from cahier.exports.pdf.glyphs import shown
from cahier.texts import Words

_LABELS = (
    "contents paper-tables paper-figures paper-index paper-history paper-subject paper-date"
    " paper-signatures paper-who paper-signature paper-written paper-checked paper-approved"
    " paper-table paper-figure revision colon"
).split()
# A name that a PDF writes as it is, in any string.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9:._/#-]+")
# Longer words may break after these, and anywhere after so many letters.
_LONG = re.compile(r"\S{28,}")
_BREAKS = re.compile(r"([-/._?&=#:;,)\]}]+|[^-/._?&=#:;,)\]}]{16})(?=.)")
_ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"


def data(paper: Paper, words: Words) -> str:
    """Return everything that the template shows, as JSON.

    `anchors` are the names in the PDF of where links lead.
    """
    places = enumerate(paper.anchors.values())
    names = {each: each if _PLAIN_NAME.fullmatch(each) else f"place:{n}" for n, each in places}
    document = {
        "front": plain(paper.front),
        "index": [(f"record:{id}", plain(id), plain(name)) for id, name in paper.index],
        "anchors": {to: names[anchor] for to, anchor in paper.anchors.items()},
        "words": {name.removeprefix("paper-"): words.label(name) for name in _LABELS},
    }
    # Part by part: all of them as plain values at once would take more room than the text.
    parts = ",".join(_json(plain(part)) for part in paper.parts)
    return f'{_json(document)[:-1]},"parts":[{parts}]}}'


def plain(node: Any) -> Any:
    """Return a node as a mapping that names its class under `is`, tuples as lists."""
    if isinstance(node, str):
        return _LONG.sub(_breakable, clean(node))
    if isinstance(node, tuple):
        return [plain(each) for each in node]
    if (names := members(node)) is not None:
        values = {name: _member(node, name) for name in names}
        return {"is": type(node).__name__.lower(), **values}
    return node


def clean(text: str) -> str:
    """Return *text*, the code of a letter in the place of one that no font of ours shows."""
    if not (unknown := set(text) - shown()):
        return text
    return text.translate({ord(letter): code(letter) for letter in unknown})


def code(letter: str) -> str:
    """Return what stands for a letter without a shape; white space stays that."""
    return " " if letter.isspace() else f"[U+{ord(letter):04X}]"


def unshown(paper: Paper) -> str:
    """Return the letters of *paper* that no font of ours shows, in order."""
    letters: set[str] = set()
    for text in _texts((paper.front, paper.parts, paper.index)):
        letters.update(text)
    for name, content in paper.files:
        if name.endswith(".svg"):
            letters.update(content.decode())
    return "".join(sorted(each for each in letters - shown() if not each.isspace()))


def _texts(node: Any) -> Iterator[str]:
    """Yield every text of a node."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from _texts(each)
    else:
        for name in members(node) or ():
            yield from _texts(getattr(node, name))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _member(node: Any, name: str) -> Any:
    """Return a field; what names a thing rather than says it, is not to be broken in lines."""
    value = getattr(node, name)
    return value if name in {"anchor", "to", "file"} and isinstance(value, str) else plain(value)


def _breakable(word: re.Match[str]) -> str:
    return _BREAKS.sub(rf"\1{_ZERO_WIDTH}", word.group())
