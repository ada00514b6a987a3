"""The sample without a word of its own: what is left on its site is the program's."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from cahier.kinds import Shape
from cahier.project import check
from sites import REPOSITORY

_ID = re.compile(r"[A-Z]{2,4}-[0-9]{3,}")
# Text that has a form, of which the schema alone knows.
_FORMED = {"duration"}
CONFIG = """\
site_name: Xxxx
theme: {name: material, features: [navigation.top]}
plugins: [cahier: {edit: "https://example.org/{path}#{line}"}]
"""


def blank_sample(root: Path, language: str) -> Path:
    """Write under *root* the sample in *language*, every word of its prose made of x; return it."""
    for record in check(REPOSITORY).spec.records.values():
        path = root / "spec" / record.kind.name / f"{record.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        fields = {name: value for name, value in record.fields.items() if name != "tags"}
        fields = blank(fields, record.kind.shape)
        text = json.dumps({**fields, "id": record.id}, ensure_ascii=False, default=_plain)
        path.write_text(text, encoding="utf-8")
    policy = f"library: crm\nlanguage: {language}\nas_of: 2027-06-01\n"
    (root / "spec/policy.yaml").write_text(policy, encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Xxxx\n\nXxx xx.\n", encoding="utf-8")
    return root


def blank(value: Any, shape: Shape | None) -> Any:
    """Return a value, its prose without words, its links and codes as they were."""
    if isinstance(value, dict) and shape:
        return {
            key if key in shape.fields else str(blank(key, shape.keys or Shape("key"))): blank(
                member, shape.fields.get(key) or shape.entries
            )
            for key, member in value.items()
        }
    if isinstance(value, list) and shape:
        return [blank(item, shape.items) for item in value]
    if not isinstance(value, str) or not shape or shape.name in _FORMED:
        return value
    return value if shape.refs or shape.values or shape.format else _words(value)


def _words(text: str) -> str:
    return " ".join(
        word if word.isdecimal() or _ID.fullmatch(word) else "x" * min(len(word), 9)
        for word in text.split()
    )


def _plain(number: Decimal) -> float | int:
    return int(number) if number == int(number) else float(number)
