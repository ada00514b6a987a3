"""The whole interface is in the language of the specification: no word of the other is left."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from blank import blank_sample
from sites import mkdocs

_TOLD = {"title", "aria-label", "alt", "placeholder", "label"}
_SILENT = {"script", "style", "title", "code"}
# What is the same in all languages: ids, names of rules, files and fields, places in files.
_CODES = re.compile(
    r"\b[A-Z]{2,4}(?:-[0-9]+)?\b|\b[a-z0-9]+(?:-[a-z0-9]+)+\b|\bspec/\S+|\S+\.(?:html|csv|json|xlsx)\b"
    r"|\b(?:state|domain):"
)
FRENCH = re.compile(
    r"\b(?:le|la|les|des|de|du|une|et|aux?|dans|pour|par|sur|avec|est|sont|aucune?|ou|qui|que|ce"
    r"|cette|sans|son|ses|oui|non|jours?|mois|semaines?|voir|chaque|fiche|enregistrements?"
    r"|janvier|mai|juin|juillet|titre|nom)\b|[éèêàâùûçîôœ«»\u202f]|\u00a0[:;!?%€]"
    r"|\b[dlnsqj]['’][a-z]",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|of|and|or|with|without|by|from|is|are|no|none|yes|not|to|in|at|each|all|its|has"
    r"|have|what|when|which|see|records?|days?|weeks?|months?|search|skip|found|made|title|name"
    r"|january|february|june|july|march|may)\b",
    re.IGNORECASE,
)
BREAKING = re.compile(r" [:;!?%€»]|« |\d[%€»]|[a-zéà»)][:;!?](?:\s|$)")


class _Said(HTMLParser):
    """What a page says, in texts and in attributes of words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        for name, value in attrs if tag != "meta" else ():
            if value and (name in _TOLD or name.startswith("data-")):
                self.texts += _values(value)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def _values(attribute: str) -> list[str]:
    """Return the words in an attribute: itself, those of the object it holds, no lone code."""
    if attribute.startswith("{"):
        return [value for value in json.loads(attribute).values() if isinstance(value, str)]
    return [attribute] if " " in attribute or attribute != attribute.lower() else []


def _said(site: Path) -> dict[str, str]:
    """Return each text of the pages and tables of a site, codes left out, and where it is."""
    found: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")) + sorted(site.rglob("data/**/*.csv")):
        content = path.read_text(encoding="utf-8-sig")
        cells = re.split(r'[\n;",]+', content) if path.suffix == ".csv" else _Said(content).texts
        for text in cells:
            found.setdefault(_CODES.sub(" ", text).strip(" \n"), path.name)
    return found


@pytest.fixture(scope="module", params=["fr", "en"])
def site(request, tmp_path_factory) -> tuple[str, Path]:
    root = blank_sample(tmp_path_factory.mktemp(request.param), request.param)
    mkdocs(root, root / "site")
    return request.param, root / "site"


def test_no_word_of_the_other_language_is_left(site):
    language, folder = site
    other = ENGLISH if language == "fr" else FRENCH
    texts = _said(folder)
    assert len(texts) > 1500
    assert {text: where for text, where in texts.items() if other.search(text)} == {}


def test_french_keeps_its_spaces(site):
    """Before a colon, inside quotes, before a percent or a euro: a space that does not break."""
    language, folder = site
    broken = {t: where for t, where in _said(folder).items() if BREAKING.search(t)}
    if language == "fr":
        assert broken == {}
    else:
        assert any(re.search(r"[a-z]:(?:\s|$)", text) for text in broken)


def test_numbers_and_dates_are_of_the_language(site):
    language, folder = site
    budget = (folder / "records/BUD-001.html").read_text(encoding="utf-8")
    assert ("49\u202f600" if language == "fr" else "49,600") in budget
    anomaly = (folder / "records/ANO-001.html").read_text(encoding="utf-8")
    assert f">12\u00a0{'mai' if language == 'fr' else 'May'} 2027<" in anomaly
    assert f'<html lang="{language}"' in budget


def test_the_page_that_is_not_there_says_so(site):
    language, folder = site
    page = (folder / "404.html").read_text(encoding="utf-8")
    assert f"<h1>{'Page introuvable' if language == 'fr' else 'Page not found'}</h1>" in page
