"""The specification as a PDF, by each way there is from Markdown pages to one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench import peers, sites
from tests.bench.content import Item
from tests.bench.files import write
from tests.bench.timing import Command

_PRINT = (
    "exec chromium --headless --no-sandbox --disable-gpu --disable-background-networking"
    " --allow-file-access-from-files --no-pdf-header-footer --timeout=600000"
    ' --print-to-pdf=out.pdf "file://$PWD/site/print_page/index.html"'
)


def cahier(folder: Path, items: Sequence[Item]) -> Command:
    """Our records, and the document one signs."""
    peers.records(folder, items)
    program = [str(Path(sys.executable).with_name("cahier")), "export", "pdf", "-o", "out.pdf"]
    return Command("cahier", program, folder)


def print_site(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """All pages on one, by mkdocs-print-site-plugin, printed by a browser without a screen."""
    sites.markdown(folder, items)
    write(folder / "mkdocs.yml", f"{sites.MATERIAL}plugins:\n  - print-site\n")
    program = f"NO_MKDOCS_2_WARNING=1 {tools / 'bin/mkdocs'} build -q && {_PRINT}"
    return Command("print-site", ["sh", "-c", program], folder)


def with_pdf(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """mkdocs-with-pdf as it comes, that is by WeasyPrint."""
    sites.markdown(folder, items)
    write(folder / "mkdocs.yml", f"{sites.MATERIAL}plugins:\n  - with-pdf\n")
    program = [str(tools / "bin/mkdocs"), "build", "-q"]
    return Command("with-pdf", ["env", "NO_MKDOCS_2_WARNING=1", *program], folder)


PEERS: Mapping[str, tuple[str, Callable[[Path, Sequence[Item], Path], Command]]] = {
    "print-site": ("mkdocs<2 mkdocs-material mkdocs-print-site-plugin", print_site),
    "with-pdf": ("mkdocs<2 mkdocs-material setuptools<81 mkdocs-with-pdf", with_pdf),
}
