"""Building the sites of this repository for the tests."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def mkdocs(root: Path, site: Path, *options: str, **environment: str) -> str:
    """Build the site of *root* into *site* with MkDocs; return what it says."""
    program = [sys.executable, "-m", "mkdocs", "build", *options, "-d", str(site)]
    done = subprocess.run(
        [*program, "-f", str(root / "mkdocs.yml")],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr
