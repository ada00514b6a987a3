"""The search box as a person uses it: on a server and from a folder, by keyboard and by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from browsing import DESK, PHONE, served, visit
from building import MKDOCS, built, tiny
from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).parent / "vendor/axe.min.js"
# What is typed, and what stands first: the id of a record, or where a page is.
FIRST = {
    "EXF-042": "EXF-042",
    "exf042": "EXF-042",
    "042": "EXF-042",
    "42": "EXF-042",
    "relance automatique": "EXF-012",
    "Relance auto": "EXF-012",
    "relanse devis": "EXF-012",
    "donées": "spec/p30-donnees-a-reprendre.html",
    "lessentiel": "synthese.html",
    "formation comercial": "ATL-006",
    "dpo": "TRM-049",
    "REGLEMENT GENERAL": "TRM-005",
    "analyse d’impact": "TRM-006",
    "données": "spec/p30-donnees-a-reprendre.html",
    "donnees": "spec/p30-donnees-a-reprendre.html",
    "lire un diag": "manual/diagnostics.html",
    "pas communiquée aux fournisseurs": "DEC-008",
    "construire": "manual/site-et-pdf.html#construire",
}


def _box(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("Recherche|Search"))


@pytest.fixture(scope="module")
def reading(browser, sample_address, sample_site):
    """Return a function that opens a page of the sample, on a server or from its folder."""
    with visit(browser, sample_address) as http, visit(browser, f"{sample_site.as_uri()}/") as file:
        yield {"http": http, "file": file}
        assert http.settled() == file.settled() == []


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize("typed", FIRST)
def test_what_is_sought_stands_first(reading, way, typed):
    here = reading[way]
    here.open("records/EXF-001.html")
    first = here.search(typed).first
    wanted = FIRST[typed]
    address = wanted if ".html" in wanted else f"records/{wanted}.html"
    assert first.get_attribute("href") == here.origin + address
    page = here.page
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}")
    page.locator("article h1").wait_for()


def test_a_result_says_what_it_is(reading):
    here = reading["file"]
    here.open("index.html")
    first = here.search("relance automatique").first
    for words in ("EXF-012", "Relance automatique des devis", "Exigence", "Validée"):
        assert words in first.inner_text()
    assert first.locator("mark").first.inner_text() == "Relance"
    assert "Le CRM doit" in first.inner_text()
    expect(_box(here.page).get_by_role("status")).to_have_text(re.compile(r"^\d+ résultats?$"))


def test_the_words_found_keep_their_accents_and_their_place(reading):
    here = reading["file"]
    here.open("index.html")
    options = here.search("donnees")
    marks = options.locator("mark").all_inner_texts()
    assert {"Données", "données"} <= set(marks)


def test_whole_words_come_before_middles_of_words_and_headings_before_texts(reading):
    here = reading["http"]
    here.open("index.html")
    found = here.search("coût").evaluate_all("all => all.map(a => a.pathname)")
    places = ["spec/p52-budget-tco-roi.html", "records/EXF-031.html", "records/CHG-008.html"]
    assert sorted(places, key=[path.lstrip("/") for path in found].index) == places


@pytest.mark.parametrize("key", ["/", "f", "s"])
def test_the_keyboard_is_enough(reading, key):
    here = reading["http"]
    page = here.open("index.html")
    page.keyboard.press(key)
    box = _box(page).get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially("devis")
    options = _box(page).get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    second = options.nth(1).get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", second)
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    assert not page.locator("#__search").is_checked()
    expect(options.first).not_to_be_in_viewport()


def test_a_letter_typed_in_a_field_is_a_letter(reading):
    page = reading["http"].open("index.html")
    page.evaluate("document.querySelector('article').append(document.createElement('textarea'))")
    page.locator("article textarea").press_sequentially("sf/")
    assert page.locator("article textarea").input_value() == "sf/"
    assert not page.locator("#__search").is_checked()


def test_nothing_is_loaded_before_it_is_needed(browser, sample_address):
    with visit(browser, sample_address) as here:
        here.open("index.html")
        assert here.settled() == []
        assert not any("search-index" in address for address in here.asked)
        here.search("devis").first.wait_for()
        assert any("search-index" in address for address in here.asked)


def test_what_is_nowhere_is_said(reading):
    here = reading["file"]
    page = here.open("index.html")
    assert here.search("zzyzx").count() == 0
    expect(_box(page).get_by_role("status")).to_have_text("Aucun résultat")
    expect(_box(page).get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    _box(page).get_by_role("button", name="Effacer").click()
    expect(_box(page).get_by_role("combobox")).to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(browser, sample_address, scheme, size):
    with visit(browser, sample_address, scheme=scheme, size=size) as here:
        page = here.open("records/EXF-012.html")
        here.search("devis").first.wait_for()
        here.still()  # Material fades its box in
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run('.md-header', {resultTypes: ['violations']})")["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_finger_is_enough(browser, sample_address):
    with visit(browser, sample_address, size=PHONE) as here:
        page = here.open("index.html")
        page.locator(".md-header__button[for=__search]").click()
        expect(_box(page).get_by_role("combobox")).to_be_focused()
        _box(page).get_by_role("combobox").press_sequentially("EXF-012")
        _box(page).get_by_role("option").first.click()
        page.wait_for_url("**/records/EXF-012.html")
        assert here.settled() == []


HOSTILE = "<img src=x onerror=window.__pwned=1></script><script>window.__pwned=1</script>"
ENGLISH = "library: none\nlanguage: en\n"


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    """A small site in English, with MkDocs' search listed too, a hostile record and two pages."""
    root = tmp_path_factory.mktemp("english")
    records = [
        {"id": "NOT-001", "name": f"Zebra {HOSTILE}", "text": f"stripes {HOSTILE}"},
        {"id": "NOT-002", "name": "Œuvre d’art", "text": "A [link](NOT-001) and **bold** zebra"},
    ]
    tiny(root, json.dumps(records), "# Home\n\n## Zebra crossing\n\nMind the gap.\n", MKDOCS)
    (root / "spec/policy.yaml").write_text(ENGLISH, encoding="utf-8")
    left = "---\nsearch:\n  exclude: true\n---\n# Unsought\n\nPlatypus.\n"
    (root / "docs/left.md").write_text(left, encoding="utf-8")
    return built(root, root / "site")


def test_the_texts_of_records_are_texts(browser, english):
    with served(english) as origin, visit(browser, origin) as here:
        page = here.open("records/NOT-002.html")
        options = here.search("zebra")
        assert HOSTILE in options.first.inner_text()
        assert [option.get_attribute("href").removeprefix(origin) for option in options.all()] == [
            "records/NOT-001.html",
            "index.html#zebra-crossing",
            "records/NOT-002.html",
        ]
        assert "A link and bold zebra" in options.last.inner_text()
        assert page.evaluate("window.__pwned") is None
        expect(_box(page).get_by_role("status")).to_have_text("3 results")
        assert here.settled() == []


@pytest.mark.parametrize(
    ("typed", "count"), [("oeuvre", 1), ("ŒUVRE", 1), ("d'art", 1), ("platypus", 0)]
)
def test_letters_are_found_however_they_are_typed(browser, english, typed, count):
    with served(english) as origin, visit(browser, origin) as here:
        here.open("index.html")
        assert here.search(typed).count() == count


def test_the_search_of_mkdocs_leaves_the_place(english):
    """Listed beside ours, it writes no index that nothing would read."""
    assert not (english / "search").exists()
    assert (english / "assets/search-index.js").exists()
