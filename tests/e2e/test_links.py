"""Every link of every page of the sample leads to a file, and to an anchor that is there."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

_TARGETS = {"href", "src", "xlink:href"}


class Anchors(HTMLParser):
    """What a page leads to, and where it can be entered."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.anchors: set[str] = set()
        self.twice: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _TARGETS and value:
                self.targets.add(value)
            elif value and (name == "id" or (name == "name" and tag == "a")):
                (self.twice if value in self.anchors else self.anchors).add(value)


@pytest.fixture(scope="module")
def pages(sample_site) -> dict[str, Anchors]:
    """Return the pages of the sample by their place; 404.html is shown at any place."""
    found = sorted(p for p in sample_site.rglob("*.html") if p.name != "404.html")
    texts = {p.relative_to(sample_site).as_posix(): p.read_text(encoding="utf-8") for p in found}
    return {place: Anchors(text) for place, text in texts.items()}


def test_every_page_is_read(pages):
    assert len(pages) > 600


def test_every_internal_link_leads_to_a_file_and_an_anchor(pages, sample_site):
    files = {p.relative_to(sample_site).as_posix() for p in sample_site.rglob("*") if p.is_file()}
    wrong = {
        f"{place} → {target}"
        for place, page in pages.items()
        for target in page.targets
        if not _leads(place, target, pages, files)
    }
    assert sorted(wrong)[:20] == []


def test_every_link_elsewhere_is_meant(pages):
    """Links to edit a file; nothing else leaves the site."""
    hosts = {urlsplit(t).netloc for page in pages.values() for t in page.targets}
    assert hosts - {"", "example.org"} == set()


def test_no_anchor_is_there_twice(pages):
    twice = {f"{place}#{id}" for place, page in pages.items() for id in page.twice}
    assert sorted(twice)[:20] == []


def test_every_record_is_led_to(pages):
    """Nobody has to guess an address: each page is the target of a link."""
    led = {_place(place, t) for place, page in pages.items() for t in page.targets}
    assert sorted(set(pages) - led - {"index.html"}) == []


def _leads(place: str, target: str, pages: dict[str, Anchors], files: set[str]) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return parts.scheme in ("https", "http", "mailto")
    path = _place(place, target)
    anchor = unquote(parts.fragment)
    if path not in files:
        return False
    return not anchor or anchor == "__top" or path not in pages or anchor in pages[path].anchors


def _place(place: str, target: str) -> str:
    path = unquote(urlsplit(target).path)
    return normpath(join(dirname(place), path)) if path else place


def test_the_crawl_sees_a_broken_link():
    pages = {"a/b.html": Anchors('<p id="x"><a href="../c.html#y">')}
    files = {"a/b.html", "c.html"}
    assert _leads("a/b.html", "#x", pages, files)
    assert not _leads("a/b.html", "#z", pages, files)
    assert not _leads("a/b.html", "d.html", pages, files)
    assert not _leads("a/b.html", "javascript:alert(1)", pages, files)
    assert _leads("a/b.html", "../c.html#y", pages, files)
    assert not _leads("a/b.html", "../c.html#y", {**pages, "c.html": Anchors("")}, files)


def test_the_crawl_is_of_the_whole_folder(sample_site: Path):
    assert (sample_site / "records" / "EXF-012.html").is_file()
