"""The sample specification of this repository, checked once, and its site, built once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cahier.book import Book, book
from cahier.project import Checked, check
from cahier.spec import Spec

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sample() -> Checked:
    return check(ROOT)


@pytest.fixture(scope="session")
def spec(sample: Checked) -> Spec:
    return sample.spec


@pytest.fixture(scope="session")
def whole(sample: Checked) -> Book:
    return book(sample, "internal", ROOT)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the internal edition, as its readers get it, and return its folder."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "mkdocs.yml", "-d", folder]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1", "CAHIER_EDITION": "internal"}
    env |= {"PYTHONPATH": str(ROOT / "plugins")}  # the program beside this test, in any copy
    env.pop("ENABLE_PDF_EXPORT", None)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder
