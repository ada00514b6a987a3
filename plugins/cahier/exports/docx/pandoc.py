"""Pandoc, and the only module that knows it."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cahier.exports.docx.ast import Tree, facts, lines, node
from cahier.exports.docx.reference import reference
from cahier.exports.paper.nodes import Figure, Front, Paper, Part, Sideways
from cahier.exports.pdf.typeset import pictures
from cahier.texts import Words

_VERSION = [1, 23, 1]
_LONG_AGO = "1980-01-01"
_OPTIONS = ("--toc", "--toc-depth=3", "--lof", "--lot", "--number-sections")


def docx(paper: Paper, words: Words) -> bytes:
    """Return the document; the same for the same *paper*, whatever the day."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        drawn = _draw(paper, folder)
        styles = reference(_said("--print-default-data-file=reference.docx"), *_edges(paper.front))
        (folder / "reference.docx").write_bytes(styles)
        tree = {
            "pandoc-api-version": _VERSION,
            "meta": _meta(paper.front, words),
            "blocks": [
                *_first(paper.front, words),
                *Tree(drawn, paper.anchors).blocks(paper.parts),
            ],
        }
        (folder / "document.json").write_text(json.dumps(tree), encoding="utf-8")
        command = ["--from=json", "--to=docx", "--reference-doc=reference.docx", *_OPTIONS]
        _said(*command, "--output=made.docx", "document.json", folder=folder, date=paper.front.date)
        return (folder / "made.docx").read_bytes()


def _draw(paper: Paper, folder: Path) -> dict[Figure, tuple[str, ...]]:
    """Write the files that the document shows; return those of each figure."""
    files = dict(paper.files)
    for name, content in paper.files:
        (folder / name).write_bytes(content)
    drawn = {}
    for figure in _figures(paper.parts):
        names = []
        for number, content in enumerate(pictures(figure, files[figure.file])):
            names.append(f"{figure.file}-{number}.png")
            (folder / names[-1]).write_bytes(content)
        drawn[figure] = tuple(names)
    return drawn


def _figures(parts: Iterable[Part]) -> Iterable[Figure]:
    for part in parts:
        if isinstance(part, Figure):
            yield part
        elif isinstance(part, Sideways):
            yield from _figures(part.of)


def _edges(front: Front) -> tuple[str, str, str]:
    return front.title, front.mark, front.language


def _meta(front: Front, words: Words) -> dict[str, Any]:
    said = {"title": front.title, "subtitle": front.subtitle, "author": front.author}
    meta = {name: node("MetaInlines", [node("Str", text)]) for name, text in said.items() if text}
    meta["lang"] = node("MetaString", "fr-FR" if front.language == "fr" else "en-GB")
    meta["toc-title"] = node("MetaString", words.label("contents"))
    meta["lof-title"] = node("MetaString", words.label("paper-figures"))
    meta["lot-title"] = node("MetaString", words.label("paper-tables"))
    return meta


def _first(front: Front, words: Words) -> Iterable[Any]:
    """Yield what follows the contents: what the document is, its history, where to sign."""
    marked = node("Para", [node("Strong", [node("Str", front.mark)])])
    yield marked
    yield from facts(front.facts)
    heads = ["revision", "paper-date", "paper-subject"]
    if front.history:
        yield lines([words.label(name) for name in heads], front.history)
    heads = ["paper-signatures", "paper-who", "paper-date", "paper-signature"]
    rows = [(words.label(name),) for name in ("paper-written", "paper-checked", "paper-approved")]
    yield lines([words.label(name) for name in heads], rows)


def _said(*options: str, folder: Path | None = None, date: str = "") -> bytes:
    """Return what pandoc says; it counts *date* as today."""
    import pypandoc

    day = datetime.fromisoformat(date or _LONG_AGO).replace(tzinfo=UTC)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(day.timestamp()))}
    command = [pypandoc.get_pandoc_path(), *options]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout
