"""The same made-up specification for every tool: statements, links, in the usual proportions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SAMPLE = Path(__file__).parents[2] / "spec"
_NAME = re.compile(r"^(?:- |  )?name: (.*)$", re.MULTILINE)
_VAGUE = {"régulier"}  # the one word there that a rule would mind
_WORD = re.compile(r"[a-zà-öø-ÿœ]{4,}")
_VERBS = (
    "afficher calculer créer enregistrer envoyer exporter importer lister rapprocher trier".split()
)


@dataclass(frozen=True)
class Item:
    """One requirement: its number, name, statement, and the numbers of those it depends on."""

    number: int
    name: str
    statement: str
    acceptance: tuple[str, ...]
    depends_on: tuple[int, ...]
    use_case: int

    @property
    def id(self) -> str:
        """The id our records carry."""
        return f"EXF-{self.number:05d}"


def items(count: int) -> Iterator[Item]:
    """Yield *count* requirements, the same for a given count."""
    for number in range(1, count + 1):
        draw = random.Random(number)
        yield Item(
            number,
            _phrase(draw, 5).capitalize(),
            f"Le CRM doit {draw.choice(_VERBS)} {_phrase(draw, 18)} en {number % 50 + 2} secondes.",
            tuple(f"{_phrase(draw, 12).capitalize()} {number}." for _ in range(2)),
            tuple(sorted({draw.randint(1, number - 1) for _ in range(2)})) if number > 2 else (),
            number % max(1, count // 10) + 1,
        )


def _phrase(draw: random.Random, length: int) -> str:
    return " ".join(draw.choice(_words()) for _ in range(length))


@cache
def _words() -> list[str]:
    """Return the words of the names of the sample's records: nouns, nothing a rule minds."""
    files = sorted(_SAMPLE.rglob("*.yaml"))
    names = [n for file in files for n in _NAME.findall(file.read_text(encoding="utf-8"))]
    words = [word for name in names for word in _WORD.findall(name.lower())]
    return [word for word in words if word not in _VAGUE]
