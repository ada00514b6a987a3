"""The policy of each page: what it lets run, and that the theme still does all it did."""

from __future__ import annotations

import re

import pytest
from browsing import becomes, visit
from building import built, tiny

_POLICY = re.compile(r'<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
_THEME = "window.__pwned = 1"


def _policies(site):
    """Return the policy of each page; empty where it is not the first thing said."""
    pages = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    return {name: _policy(text) for name, text in pages.items()}


def _policy(page: str) -> str:
    found = _POLICY.search(page.split("<script", 1)[0].split("<link", 1)[0])
    return found[1] if found else ""


def test_every_page_says_first_what_may_run(sample_site):
    policies = _policies(sample_site)
    assert len(policies) > 600
    for name, policy in policies.items():
        assert policy, name
        scripts = re.search(r"script-src ([^;]+)", policy)[1].split()
        assert scripts[0] == "'self'"
        assert all(source.startswith("'sha256-") for source in scripts[1:]), name
        assert len(scripts) <= 5, name
        assert "default-src 'none'" in policy


def test_what_an_author_writes_is_not_let_run(tmp_path):
    """Nor in the title of a page, nor where it looks like a script of the theme."""
    home = f"---\ntitle: '<script>{_THEME}</script>'\n---\n# A\n\n<script>{_THEME}</script>\n"
    site = built(tiny(tmp_path, "- id: NOT-001\n  name: A\n", home), tmp_path / "site")
    policies = _policies(site)
    assert _THEME in (site / "index.html").read_text(encoding="utf-8")
    scripts = {re.search(r"script-src ([^;]+)", p)[1] for n, p in policies.items() if "/" not in n}
    home_, lost = policies["index.html"], policies["404.html"]
    assert len(scripts) <= 2  # 404.html starts from the root of the server
    assert home_.count("sha256") == lost.count("sha256")


@pytest.mark.parametrize("path", ["index.html", "records/EXF-012.html"])
def test_light_and_dark_still_change_and_stay(browser, sample_origin, path):
    with visit(browser, sample_origin) as here:
        page = here.open(path)
        scheme = "document.body.getAttribute('data-md-color-scheme')"
        assert page.evaluate(scheme) == "default"
        page.locator("label[for^=__palette]:visible").click()
        becomes(page, scheme, "slate")
        here.open(path)
        assert page.evaluate(scheme) == "slate"
        assert here.settled() == []


def test_code_is_still_copied(browser, sample_address):
    with visit(browser, sample_address) as here:
        here.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = here.open("manual/site-et-pdf.html")
        button = page.locator(".md-clipboard, .md-code__button").first
        button.click()
        becomes(page, "navigator.clipboard.readText().then(t => t.includes('cahier build'))")
        assert here.settled() == []
