"""The site of a specification, put in its place when it is whole; its server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from cahier import spread
from cahier.diagnostic import UnusableError

CONFIG = "mkdocs.yml"


def need(root: Path) -> None:
    """Make sure that *root* can be made a site.

    Raises:
        UnusableError: no mkdocs.yml, or MkDocs is not installed.
    """
    if not (root / CONFIG).is_file():
        raise UnusableError("no-mkdocs-yml", folder=str(root))
    if find_spec("mkdocs") is None:
        raise UnusableError("no-mkdocs")


def build(folder: Path, *steps: Callable[[Path], bool]) -> Path | None:
    """Build a site as `folder/site` by *steps*; return where it is.

    Each step is given where the site is meanwhile, and says whether all is well. Nothing of an
    earlier build is touched unless all of them do; nothing is returned if one did not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as place:
        site = Path(place, "site").resolve()
        try:
            return _moved(site, folder) if all(step(site) for step in steps) else None
        finally:
            spread.stop()  # after a failure, nobody is to write there any more


def serve(root: Path, edition: str) -> int:
    """Serve the site of *root* until interrupted; return the exit status.

    Where a process can become another, this one does, and signals reach the server.

    Raises:
        UnusableError: as for `need`.
    """
    need(root)
    environment = {**os.environ, "CAHIER_EDITION": edition, "NO_MKDOCS_2_WARNING": "1"}
    environment["ENABLE_PDF_EXPORT"] = "0"
    program = [sys.executable, "-m", "mkdocs", "serve", "-f", str(root / CONFIG)]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(program[0], program, environment)
    try:
        return subprocess.run(program, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _moved(site: Path, folder: Path) -> Path:
    """Put what was built where it belongs."""
    built = folder / "site"
    if built.exists():
        shutil.rmtree(built)
    site.replace(built)
    return built
