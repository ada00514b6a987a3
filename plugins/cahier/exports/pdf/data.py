"""The document as plain values, for the template to read as JSON.

What anybody typed stays a text in it; the template shows texts and runs none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from cahier.exports.paper.nodes import Front, Paper, Parts
from cahier.texts import Words

_LABELS = (
    "contents paper-tables paper-figures paper-index paper-history paper-subject paper-date"
    " paper-signatures paper-who paper-signature paper-written paper-checked paper-approved"
    " paper-table paper-figure revision colon cited-by"
).split()


def data(paper: Paper, words: Words) -> str:
    """Return everything that the template shows, as JSON."""
    parts = plain(paper.parts)
    document: dict[str, Any] = {
        "front": plain(paper.front),
        "parts": parts,
        "index": paper.index,
        "labels": dict.fromkeys(sorted(_labels(parts)), True),
        "words": {name.removeprefix("paper-"): words.label(name) for name in _LABELS},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def plain(node: Parts | Front | Any) -> Any:
    """Return a node as a mapping that names its class under `is`, tuples as lists."""
    if isinstance(node, str):
        return clean(node)
    if isinstance(node, tuple):
        return [plain(each) for each in node]
    if is_dataclass(node):
        values = {field.name: plain(getattr(node, field.name)) for field in fields(node)}
        return {"is": type(node).__name__.lower(), **values}
    return node


def clean(text: str) -> str:
    """Return *text* without what no page can show: control characters, half characters."""
    if text.isprintable() or (text.isascii() and not any(c < " " for c in text)):
        return text
    return "".join(c for c in text if c >= " " and not _is_unwanted(ord(c)))


def _is_unwanted(code: int) -> bool:
    # Controls, halves of pairs, overrides of direction, what is no character, private use.
    return (
        0x7F <= code <= 0x9F
        or 0xD800 <= code <= 0xF8FF
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or code in (0x2028, 0x2029)
        or code & 0xFFFE == 0xFFFE
    )


def _labels(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _labels(each)
    elif isinstance(value, dict):
        if value.get("is") == "title" and value["label"]:
            yield value["label"]
        for each in value.values():
            if isinstance(each, list | dict):
                yield from _labels(each)
