"""What several tests share: the option that rewrites expectations, the sites built once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite what the cases expect")


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


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory) -> Path:
    """The site of the sample specification, internal edition, with links to edit its files."""
    site = tmp_path_factory.mktemp("sample") / "site"
    mkdocs(REPOSITORY, site, "--strict", CAHIER_EDIT="https://example.org/edit/{path}#L{line}")
    return site


@pytest.fixture(scope="session")
def rgaa_site(tmp_path_factory) -> Path:
    """The site of the second specification, RGAA."""
    site = tmp_path_factory.mktemp("rgaa") / "site"
    mkdocs(REPOSITORY / "tests/rgaa", site, "--strict")
    return site
