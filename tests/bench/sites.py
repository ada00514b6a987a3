"""The specification written for each maker of sites, and the command that builds it whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench import peers
from tests.bench.content import Item
from tests.bench.files import parts, write
from tests.bench.timing import Command

MATERIAL = "site_name: Bench\ntheme:\n  name: material\n"


def cahier(folder: Path, items: Sequence[Item]) -> Command:
    """Our records; the site has a page for each and a search."""
    peers.records(folder, items)
    write(folder / "mkdocs.yml", f"{MATERIAL}plugins:\n  - cahier\n  - search\n")
    write(folder / "docs/index.md", "# Bench\n")
    return Command(
        "cahier", [str(Path(sys.executable).with_name("cahier")), "build"], folder, "build"
    )


def mkdocs(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """MkDocs with Material as it comes: pages of records outside the navigation, search on."""
    markdown(folder, items)
    program = [str(tools / "bin/mkdocs"), "build", "-q"]
    return Command("mkdocs", ["env", "NO_MKDOCS_2_WARNING=1", *program], folder, "site")


def zensical(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """Zensical, on the same files as MkDocs."""
    markdown(folder, items)
    return Command("zensical", [str(tools / "bin/zensical"), "build", "--clean"], folder, "site")


def strictdoc(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """StrictDoc: its site, without what it kept of an earlier one."""
    peers.strictdoc(folder, items, tools)
    program = [str(tools / "bin/strictdoc"), "export", ".", "--output-dir", "out"]
    return Command("strictdoc", program, folder, "out")


def sphinx_needs(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """sphinx-needs: as many needs a page, everything read and written anew."""
    write(
        folder / "conf.py",
        'project = "Bench"\nextensions = ["sphinx_needs"]\nneeds_id_regex = "^[A-Z0-9-]{5,}"\n',
    )
    pages = [f"m{number:04d}" for number, _ in parts(items)]
    toctree = "".join(f"   {page}\n" for page in pages)
    write(folder / "index.rst", f"Bench\n=====\n\n.. toctree::\n\n{toctree}")
    for page, (number, part) in zip(pages, parts(items), strict=True):
        title = f"Module {number}"
        needs = "".join(map(_need, part))
        write(folder / f"{page}.rst", f"{title}\n{'=' * len(title)}\n\n{needs}")
    program = [str(tools / "bin/sphinx-build"), "-q", "-E", "-a", ".", "out"]
    return Command("sphinx-needs", program, folder, "out")


PEERS: Mapping[str, tuple[str, Callable[[Path, Sequence[Item], Path], Command]]] = {
    "mkdocs": ("mkdocs<2 mkdocs-material", mkdocs),
    "zensical": ("zensical", zensical),
    "strictdoc": ("strictdoc", strictdoc),
    "sphinx-needs": ("sphinx-needs", sphinx_needs),
}


def markdown(folder: Path, items: Sequence[Item]) -> None:
    """Write the requirements as hand-written Markdown pages, as many a page."""
    nav = "nav:\n  - index.md\nvalidation:\n  nav:\n    omitted_files: ignore\n"
    write(folder / "mkdocs.yml", f"{MATERIAL}{nav}plugins:\n  - search\n")
    write(folder / "docs/index.md", "# Bench\n")
    page = {item.number: number for number, part in parts(items) for item in part}
    for number, part in parts(items):
        text = "".join(_heading(item, page) for item in part)
        write(folder / f"docs/m{number:04d}.md", f"# Module {number}\n\n{text}")


def _heading(item: Item, page: Mapping[int, int]) -> str:
    depends = ", ".join(_link(n, page) for n in item.depends_on)
    fields = {
        "Type": "Fonctionnelle",
        "Énoncé": item.statement,
        "Module": "MOD-001",
        "Priorité": "Devrait",
        "Lot": "LOT-001",
        "Cas d'usage": f"UC-{item.use_case + 100:05d}",
        "Source": "STK-001",
        "Porteur": "STK-001",
        "Recette": "".join(f"\n    - {text}" for text in item.acceptance),
        "Vérification": "Essai",
        "Dépend de": depends,
        "Statut": "Approuvée",
    }
    lines = "".join(f"- **{name}** : {value}\n" for name, value in fields.items() if value)
    return f"## {item.id} {item.name} {{ #exf-{item.number:05d} }}\n\n{lines}\n"


def _link(number: int, page: Mapping[int, int]) -> str:
    return f"[EXF-{number:05d}](m{page[number]:04d}.md#exf-{number:05d})"


def _need(item: Item) -> str:
    links = ", ".join(f"EXF-{n:05d}" for n in item.depends_on)
    acceptance = "".join(f"   * {text}\n" for text in item.acceptance)
    return (
        f".. req:: {item.name}\n   :id: {item.id}\n   :status: approved\n"
        f"{f'   :links: {links}{chr(10)}' if links else ''}"
        f"\n   {item.statement}\n\n{acceptance}\n"
    )
