"""The browser and the two ways to read a site: from a server, and from a folder."""

import pytest
from browsing import launch, served
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_address(sample_site):
    with served(sample_site) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def sample_origin(request, sample_site, sample_address):
    """Where the sample is read: on a server, then from its folder."""
    return sample_address if request.param == "http" else f"{sample_site.as_uri()}/"
