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
        done = _mkdocs(root, edition, "build", "--strict", "-d", str(site), pdf=pdf, told="no")
        if done.returncode:
            return []
        if pdf and not any(site.glob("pdf/*.pdf")):
            raise UnusableError("no-pdf")
        return _moved(site, folder) if accepts(site) else []


def serve(root: Path, edition: str) -> int:
    """Serve the site of *root* until interrupted; return the exit status.

    Raises:
        UnusableError: no mkdocs.yml, or MkDocs is not installed.
    """
    _need(root)
    try:
        return _mkdocs(root, edition, "serve").returncode
    except KeyboardInterrupt:
        return 0


def _mkdocs(
    root: Path, edition: str, *command: str, pdf: bool = False, told: str = "yes"
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "CAHIER_EDITION": edition, "NO_MKDOCS_2_WARNING": "1"}
    environment["CAHIER_TELLS"] = told
    environment["ENABLE_PDF_EXPORT"] = "1" if pdf else "0"
    program = [sys.executable, "-m", "mkdocs", *command, "-f", str(root / CONFIG)]
    return subprocess.run(program, env=environment, check=False)


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
