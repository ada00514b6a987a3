"""Pointing at an id, or reaching it by keyboard, shows what the record is (WCAG 1.4.13)."""

from __future__ import annotations

import pytest
from browsing import PHONE, visit

TOLD = "Relance automatique des devis\nEXF-012 · Exigence · Validée"
# A timer begun after the one that would hide it, and longer.
_LATER = "new Promise(done => setTimeout(done, 400))"


@pytest.fixture
def here(browser, sample_origin):
    with visit(browser, sample_origin) as here:
        yield here
        assert here.settled() == []


def told(page):
    return page.get_by_role("tooltip")


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("records/UC-003.html", "dd a.cahier-ref:text-is('EXF-012')"),
        ("spec/p42-grille-fonctionnelle.html", "td a.cahier-ref, th a.cahier-ref"),
        ("index.html", "p a.cahier-ref:text-is('EXF-012')"),
        ("records/TST-021.html", ".ch-chain a[href='EXF-012.html']"),
    ],
)
def test_the_pointer_shows_name_kind_and_status(here, path, link):
    page = here.open(path)
    page.locator(link).filter(has_text="EXF-012").first.hover()
    told(page).wait_for()
    assert told(page).inner_text() == TOLD


def test_it_stays_under_the_pointer_and_goes_with_escape(here):
    page = here.open("records/UC-003.html")
    link = page.locator("dd a.cahier-ref:text-is('EXF-012')").first
    link.hover()
    told(page).hover()
    page.evaluate(_LATER)
    assert told(page).is_visible()
    page.keyboard.press("Escape")
    assert told(page).count() == 0
    link.hover()
    told(page).wait_for()
    page.mouse.move(5, 5)
    told(page).wait_for(state="hidden")


def test_the_keyboard_shows_it_too(here):
    page = here.open("records/UC-003.html")
    page.keyboard.press("Tab")
    link = page.locator("dd a.cahier-ref:text-is('EXF-012')").first
    link.focus()
    told(page).wait_for()
    assert told(page).inner_text() == TOLD
    assert link.get_attribute("aria-describedby") == told(page).get_attribute("id")
    page.keyboard.press("Escape")
    assert told(page).count() == 0
    assert link.evaluate("e => e === document.activeElement")


def test_it_never_widens_a_phone(browser, sample_address):
    with visit(browser, sample_address, size=PHONE) as here:
        page = here.open("spec/p46-matrice-de-couverture.html")
        page.keyboard.press("Tab")
        page.locator("td a.cahier-ref").nth(5).focus()
        told(page).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        box = told(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_without_scripts_the_links_keep_their_titles(browser, sample_address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample_address}records/UC-003.html")
    link = page.locator("dd a.cahier-ref:text-is('EXF-012')").first
    assert link.get_attribute("title") == TOLD
    context.close()
