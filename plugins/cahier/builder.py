"""The site of a specification, put in its place when it is whole; its server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from cahier import interruption, spread
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

    Raises:
        UnusableError: *folder* cannot be written to.
    """
    with _temporary(folder) as place:
        site = Path(place, "site").resolve()
        try:
            return _moved(site, folder) if all(_done(step, site) for step in steps) else None
        finally:
            spread.stop()  # after a failure, nobody is to write there any more


def _temporary(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a place in *folder* where a site is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with interruption.held():  # what is made knows that it is to be removed
            return tempfile.TemporaryDirectory(dir=folder, prefix=".new-")
    except OSError as error:
        raise UnusableError("no-export", file=str(folder), why=error.strerror or "") from error


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


def _done(step: Callable[[Path], bool], site: Path) -> bool:
    """Whether a step did well and nobody asked to end meanwhile."""
    well = step(site)
    interruption.go_on()
    return well


def _moved(site: Path, folder: Path) -> Path:
    """Put what was built where it belongs; the former one goes with the place it was made in."""
    built = folder / "site"
    with interruption.held():
        if built.exists():
            built.rename(site.with_name("former"))
        site.rename(built)
    return built
