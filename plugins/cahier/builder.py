"""The site by MkDocs in a process of its own: the core knows nothing of MkDocs."""

from __future__ import annotations

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


def build(root: Path, edition: str, out: Path, accepts: Callable[[Path], bool]) -> Path | None:
    """Build the site of *root* as `out/edition/site`; return where it is.

    Nothing of an earlier build is touched unless this one succeeds and *accepts* finds no fault
    with its folder; nothing is returned if it did not. MkDocs or *accepts* has told why, unless
    the specification has errors: these are the caller's to tell.

    Raises:
        UnusableError: no mkdocs.yml, or MkDocs is not installed.
    """
    _need(root)
    folder = out / edition
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as place:
        site = Path(place, "site").resolve()
        command = ["build", "--strict", "-d", str(site)]
        program, environment = _mkdocs(root, edition, *command, told="no")
        if subprocess.run(program, env=environment, check=False).returncode:
            return None
        return _moved(site, folder) if accepts(site) else None


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
    root: Path, edition: str, *command: str, told: str = "yes"
) -> tuple[list[str], dict[str, str]]:
    """Return the command of MkDocs and its environment; *told*: whether it tells of errors."""
    environment = {**os.environ, "CAHIER_EDITION": edition, "NO_MKDOCS_2_WARNING": "1"}
    environment["CAHIER_TELLS"] = told
    environment["ENABLE_PDF_EXPORT"] = "0"
    return [sys.executable, "-m", "mkdocs", *command, "-f", str(root / CONFIG)], environment


def _moved(site: Path, folder: Path) -> Path:
    """Put what was built where it belongs."""
    built = folder / "site"
    if built.exists():
        shutil.rmtree(built)
    site.replace(built)
    return built


def _need(root: Path) -> None:
    if not (root / CONFIG).is_file():
        raise UnusableError("no-mkdocs-yml", folder=str(root))
    if find_spec("mkdocs") is None:
        raise UnusableError("no-mkdocs")
