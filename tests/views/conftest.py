"""The sample specification and small ones, and what a view makes of them."""

import shutil
from pathlib import Path

import pytest

from cahier.page import Block, Cell, Date, Diagram, Mention, Number, Table, Text
from cahier.project import check
from cahier.spec import Spec
from cahier.texts import words

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/cases/base"


@pytest.fixture(scope="session")
def sample() -> Spec:
    return check(ROOT).spec


@pytest.fixture
def small(tmp_path):
    """Return a specification: the base with *files* (path below spec/: content) instead."""

    def made(files: dict[str, str], today: str = "2027-06-01") -> Spec:
        shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
        for kind in {name.partition("/")[0] for name in files}:
            shutil.rmtree(tmp_path / "spec" / kind, ignore_errors=True)
        for name, content in files.items():
            path = tmp_path / "spec" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        found = check(tmp_path, today=today)
        broken = [d for d in found.diagnostics if d.record in found.spec.broken]
        assert not found.spec.broken, [words("en").message(d) for d in broken]
        return found.spec

    return made


class Shown:
    """What a view made: its tables by name, its drawings, its headings."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        named = [b for b in blocks if isinstance(b, Table) and b.name]
        self.tables = {table.name: table for table in named}
        assert len(self.tables) == len(named), "two tables share a name"
        self.drawings = [b for b in blocks if isinstance(b, Diagram)]
        assert all(drawing.alternative for drawing in self.drawings)

    def values(self, name: str) -> list[list[object]]:
        """Return the rows of a table, a plain value a cell."""
        return [[plain(cell) for cell in row] for row in self.tables[name].rows]

    def column(self, name: str, title: str) -> list[object]:
        index = self.tables[name].columns.index(title)
        return [row[index] for row in self.values(name)]

    def row(self, name: str, first: object) -> list[object]:
        return next(row[1:] for row in self.values(name) if row[0] == first)


def plain(cell: Cell) -> object:
    """Return the value of a cell of one inline, else the words of all of them."""
    values = []
    for inline in cell:
        match inline:
            case Number():
                values.append(inline.value)
            case Date():
                values.append(inline.iso)
            case Mention():
                values.append(inline.id)
            case Text():
                values.append(inline.text)
            case _:
                values.append(getattr(inline, "value", getattr(inline, "items", None)))
    return values[0] if len(values) == 1 else tuple(values)


@pytest.fixture
def shown():
    """Return what a view shows, in French unless told."""
    return lambda view, spec, language="fr": Shown(view(spec, words(language)))
