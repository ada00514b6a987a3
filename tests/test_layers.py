"""A module imports only from the layers below its own; only the plugin knows MkDocs."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "plugins/cahier"
LAYERS = [
    ["diagnostic", "interruption", "page", "mentions", "widths"],
    ["spread", "source", "kinds", "git", "diagrams", "texts", "cells"],
    ["spec", "policy", "explain", "reports", "scoring", "money", "changes"],
    ["budget", "offers", "planning", "seats", "versions", "acceptance", "migration", "processes"],
    ["tender"],
    ["loader", "edition", "rules", "views", "site"],
    ["project", "builder"],
    ["observance", "completeness"],
    ["book", "history", "fix", "leaks"],
    ["exports", "stamped", "trend"],
    ["plugin"],
    ["cli"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FILES = [p for p in sorted(PACKAGE.rglob("*.py")) if p.parent != PACKAGE or p.stem[0] != "_"]


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the dotted names a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def inner(path: Path) -> set[str]:
    """Return the parts of Cahier a module imports, its own excepted."""
    found = {name.split(".")[1] for name in imports(path) if name.startswith("cahier.")}
    return found - {layer(path), "__version__"}


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_module_has_a_layer(path):
    assert layer(path) in LEVEL


@pytest.mark.parametrize("path", FILES, ids=short)
def test_imports_go_down(path):
    assert [name for name in sorted(inner(path)) if LEVEL[name] >= LEVEL[layer(path)]] == []


def test_only_the_plugin_knows_mkdocs():
    theirs = {"mkdocs", "mkdocs_with_pdf", "mermaid2", "material"}
    knowing = {layer(p) for p in FILES if theirs & {n.split(".")[0] for n in imports(p)}}
    assert knowing == {"plugin"}


def test_only_the_doors_log():
    assert {layer(p) for p in FILES if "logging" in imports(p)} == {"plugin"}


def test_the_decision_tells_the_layers():
    decision = PACKAGE.parents[1] / "docs/decisions/0001-couches.md"
    rows = re.findall(
        r"^\| \d+ \w+ \| (.+) \|$", decision.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [re.findall(r"`(\w+)`", row) for row in reversed(rows)] == LAYERS


def test_every_name_of_a_layer_is_of_a_module():
    assert LEVEL.keys() == {layer(path) for path in FILES}


def test_the_layers_are_not_empty_words():
    assert any(inner(path) for path in FILES)
