"""Site and PDF by MkDocs in a process of its own: the core knows nothing of MkDocs."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from cahier.diagnostic import UnusableError

CONFIG = "mkdocs.yml"


def build(
    root: Path, edition: str, out: Path, accepts: Callable[[Path], bool], *, pdf: bool = False
) -> list[Path]:
    """Build the site of *root*, and its PDF, below `out/edition`; return where they are.

    Nothing of an earlier build is touched unless this one succeeds and *accepts* finds no fault
    with its folder; an empty list says that it did not. MkDocs or *accepts* has told why, unless
    the specification has errors: these are the caller's to tell.

    Raises:
        UnusableError: no mkdocs.yml, MkDocs or WeasyPrint is not installed, with-pdf not listed.
    """
    _need(root, pdf=pdf)
    folder = out / edition
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as place:
        site = Path(place, "site").resolve()
        command = ["build", "--strict", "-d", str(site)]
        program, environment = _mkdocs(root, edition, *command, pdf=pdf, told="no")
        if subprocess.run(program, env=environment, check=False).returncode:
            return []
        if pdf and not any(site.glob("pdf/*.pdf")):
            raise UnusableError("no-pdf")
        return _moved(site, folder) if accepts(site) else []


def serve(root: Path, edition: str) -> int:
    """Serve the site of *root* until interrupted; return the exit status.

    Where a process can become another, this one does, and signals reach the server.

    Raises:
        UnusableError: no mkdocs.yml, or MkDocs is not installed.
    """
    _need(root)
    program, environment = _mkdocs(root, edition, "serve")
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(program[0], program, environment)
    try:
        return subprocess.run(program, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _mkdocs(
    root: Path, edition: str, *command: str, pdf: bool = False, told: str = "yes"
) -> tuple[list[str], dict[str, str]]:
    """Return the command of MkDocs and its environment; *told*: whether it tells of errors."""
    environment = {**os.environ, "CAHIER_EDITION": edition, "NO_MKDOCS_2_WARNING": "1"}
    environment["CAHIER_TELLS"] = told
    environment["ENABLE_PDF_EXPORT"] = "1" if pdf else "0"
    return [sys.executable, "-m", "mkdocs", *command, "-f", str(root / CONFIG)], environment


def _moved(site: Path, folder: Path) -> list[Path]:
    """Put what was built where it belongs: the PDF beside the site, not inside."""
    built = [folder / "site"]
    for document in sorted(site.glob("pdf/*.pdf")):
        built.append(folder / document.name)
        document.replace(built[-1])
    if not any((site / "pdf").glob("*")):
        shutil.rmtree(site / "pdf", ignore_errors=True)
    if built[0].exists():
        shutil.rmtree(built[0])
    site.replace(built[0])
    return built


def _need(root: Path, *, pdf: bool = False) -> None:
    if not (root / CONFIG).is_file():
        raise UnusableError("no-mkdocs-yml", folder=str(root))
    if find_spec("mkdocs") is None:
        raise UnusableError("no-mkdocs")
    if pdf and find_spec("mkdocs_with_pdf") is None:
        raise UnusableError("no-with-pdf")
    if pdf and ctypes.util.find_library("pango-1.0") is None:
        raise UnusableError("no-pango")
