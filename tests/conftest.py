"""What several tests share: the option that rewrites expectations, the sites built once."""

from pathlib import Path

import pytest
from hypothesis import settings

from sites import REPOSITORY, mkdocs

# The same cases in every run, however slow; others by --hypothesis-profile=default.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite what the cases expect")


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory) -> Path:
    """The site of the sample specification, internal edition, with links to edit its files."""
    site = tmp_path_factory.mktemp("sample") / "site"
    forge = {
        "CAHIER_EDIT": "https://example.org/edit/{path}#L{line}",
        "CAHIER_REPORT": "https://example.org/new?title={id}%20{title}&body={revision}%20{page}",
    }
    mkdocs(REPOSITORY, site, "--strict", **forge)
    return site


@pytest.fixture(scope="session")
def rgaa_site(tmp_path_factory) -> Path:
    """The site of the second specification, RGAA."""
    site = tmp_path_factory.mktemp("rgaa") / "site"
    mkdocs(REPOSITORY / "tests/rgaa", site, "--strict")
    return site
