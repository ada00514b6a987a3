"""Typst, and the only module that knows it: a template of ours, data, a folder it cannot leave."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from cahier.exports.paper.nodes import Figure, Paper
from cahier.exports.pdf.data import clean, data, plain
from cahier.texts import Words

_ASSETS = files("cahier.exports.pdf") / "assets"
_UA = "ua-1"
_SHARP = 180.0  # dots an inch
_LONG_AGO = "1980-01-01"
# No author can write such an address: those of links in prose begin with http or mailto.
_ABROAD = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(cahier:(?P<name>[!-'*-[\]-~]+)\)>>"
    rb"(?P<flags>/F 4/StructParent \d+)"
    rb"/Contents\(cahier:(?P=name)\)"
)


def pdf(paper: Paper, words: Words, *standards: str) -> bytes:
    """Return the document as PDF/UA-1, and as other *standards* (`a-2a`) asked for."""
    with tempfile.TemporaryDirectory() as place, as_file(_ASSETS) as assets:
        root = Path(place)
        for template in sorted(assets.glob("*.typ")):
            shutil.copy(template, root)
        (root / "data.json").write_text(data(paper, words), encoding="utf-8")
        for name, content in paper.files:
            (root / name).write_bytes(_known(name, content))
        return _compile(root, "document.typ", paper.front.date, [_UA, *standards])


def can_draw(content: bytes, end: str) -> bool:
    """Whether Typst opens an image: its content, the end of its name."""
    import typst

    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / f"image.{end}").write_bytes(content)
        (root / "alone.typ").write_text(f'#image("image.{end}", alt: "?")')
        try:
            _compile(root, "alone.typ", _LONG_AGO, [_UA])
        except typst.TypstError:
            return False
    return True


def pictures(figure: Figure, content: bytes) -> list[bytes]:
    """Return the slices of a drawing as PNG."""
    with tempfile.TemporaryDirectory() as place, as_file(_ASSETS) as assets:
        root = Path(place)
        shutil.copy(assets / "drawing.typ", root)
        (root / "figure.json").write_text(json.dumps(plain(figure)), encoding="utf-8")
        (root / figure.file).write_bytes(_known(figure.file, content))
        made = _compiler(root, "drawing.typ").compile(format="png", ppi=_SHARP)
    return made if isinstance(made, list) else [made]


def _compile(root: Path, name: str, date: str, standards: list[str]) -> bytes:
    """Return the PDF that Typst makes of a file of *root*."""
    day = datetime.fromisoformat(date or _LONG_AGO).replace(tzinfo=UTC)
    compiler = _compiler(root, name)
    return _led(bytes(compiler.compile(format="pdf", timestamp=day, pdf_standards=standards)))


def _compiler(root: Path, name: str) -> Any:
    """Return Typst ready for a file of *root*, which it cannot leave; nothing is fetched."""
    import typst

    return typst.Compiler(
        input=str(root / name),
        root=str(root),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=str(root),
        package_cache_path=str(root),
    )


def _known(name: str, content: bytes) -> bytes:
    """Return a file, a drawing with no letter that our fonts lack."""
    return clean(content.decode()).encode() if name.endswith(".svg") else content


def _led(pdf: bytes) -> bytes:
    """Lead the links to `cahier:…` to the named destinations of the document.

    Nothing moves: what takes the place of an action is as long as it was.
    """
    return _ABROAD.sub(_inside, pdf)


def _inside(link: re.Match[bytes]) -> bytes:
    name, flags = link.group("name", "flags")
    words = name.partition(b":")[2]
    inside = b"/Dest(%b)%b/Contents(%b)" % (name, flags, words)
    return inside.ljust(len(link.group()))


@cache
def _fonts() -> Any:
    import typst

    with as_file(_ASSETS / "fonts") as folder:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)]
        )
