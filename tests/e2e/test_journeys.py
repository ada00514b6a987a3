"""What a person does on the site of the sample."""

from __future__ import annotations

import re

import pytest
from browsing import PHONE, visit
from building import REPOSITORY


@pytest.fixture
def here(browser, sample_origin):
    with visit(browser, sample_origin) as here:
        here.open("index.html")
        yield here
        assert here.settled() == []


def _place(id: str) -> tuple[str, int]:
    """Return the file and line where the record *id* is written."""
    for path in sorted((REPOSITORY / "spec").rglob("*.*")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if re.fullmatch(rf"(- |  )?id: {id}", line):
                return path.relative_to(REPOSITORY).as_posix(), number
    raise AssertionError(f"{id} is nowhere in spec/")


def test_from_home_to_the_module_of_a_requirement_and_back(here):
    page = here.page
    page.click("article a:text-is('Grille fonctionnelle')")
    page.wait_for_url("**/spec/p42-*")
    assert page.locator("h1").inner_text().startswith("Grille fonctionnelle")
    page.locator("article tr").filter(has_text="EXF-012").first.locator(
        "a:text-is('EXF-012')"
    ).first.click()
    page.wait_for_url("**/records/EXF-012.html")
    assert "Relance automatique des devis" in page.locator("h1").inner_text()
    page.locator(".cahier-field").filter(has=page.locator("dt:text-is('Module')")).locator(
        "a"
    ).click()
    page.wait_for_url("**/records/MOD-002.html")
    back = page.locator(".cahier-cited .cahier-field").filter(
        has=page.locator("dt:text-is('Exigences du module')")
    )
    back.locator("a:text-is('EXF-012')").click()
    page.wait_for_url("**/records/EXF-012.html")


def test_the_grid_is_two_clicks_from_home(here):
    """At most: here one, from the table of chapters."""
    page = here.page
    assert page.locator("article a:text-is('Grille fonctionnelle')").count() >= 1


@pytest.mark.parametrize(
    ("reader", "way", "found"),
    [
        ("Vous dirigez", ["les objectifs et leurs indicateurs"], "Objectifs et indicateurs"),
        (
            "Vous vendez ou servez",
            ["Ce qui change pour moi", "Commerciaux itinérants"],
            "Commercia",
        ),
        ("Vous protégez les données", ["Les traitements de"], "Données personnelles"),
        ("Vous répondez", ["la grille de réponse et le cadre de prix"], "Grille de réponse"),
    ],
)
def test_each_reader_is_there_in_two_clicks(here, reader, way, found):
    page = here.page
    first, *others = way
    page.locator(".grid.cards > ul > li").filter(has_text=reader).get_by_role(
        "link", name=first
    ).click()
    for name in others:
        page.locator(".cahier-card a").filter(has_text=name).click()
    page.locator("h1").filter(has_text=found).wait_for()


@pytest.mark.parametrize("id", ["EXF-012", "MOD-002"])
def test_propose_a_change_leads_to_the_file_and_the_line(here, id):
    page = here.open(f"records/{id}.html")
    path, line = _place(id)
    link = page.get_by_role("link", name="Proposer une modification")
    assert link.get_attribute("href") == f"https://example.org/edit/{path}#L{line}"


def test_a_reader_of_a_record_writes_to_those_who_can_answer(here):
    page = here.open("records/EXF-012.html")
    report = page.get_by_role("link", name="Signaler un problème").get_attribute("href")
    title = "EXF-012%20Relance%20automatique%20des%20devis"
    assert report.startswith(f"https://example.org/new?title={title}&body=")
    assert report.endswith("%20records%2FEXF-012.html")
    mail = page.get_by_role("link", name="Commenter par courriel").get_attribute("href")
    assert mail.startswith(f"mailto:crm@menuiseries-armor.example?subject={title}%20%28version%20")


def test_the_way_back_and_the_records_next_to_it(here):
    page = here.open("records/EXF-012.html")
    page.click("a[rel=next]")
    page.wait_for_url("**/records/EXF-013.html")
    page.click("a[rel=prev]")
    page.wait_for_url("**/records/EXF-012.html")
    page.click("nav.md-path a:has-text('Grille fonctionnelle')")
    page.wait_for_url("**/spec/p42-*")


def test_the_chain_leads_from_a_requirement_to_its_anomaly(here):
    page = here.open("records/EXF-012.html")
    page.locator(".ch-chain a").filter(has_text="ANO-004").click()
    page.wait_for_url("**/records/ANO-004.html")
    page.locator(".ch-chain a").filter(has_text="AUD-001").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/AUD-001.html")


def test_a_requirement_leads_to_its_test_and_the_test_back(here):
    page = here.open("records/EXF-012.html")
    page.locator(".cahier-cited a:text-is('TST-021')").click()
    page.wait_for_url("**/records/TST-021.html")
    page.locator("article a:text-is('EXF-012')").first.wait_for()


def test_a_step_of_a_process_leads_to_a_record(here):
    page = here.open("spec/pro-001.html")
    link = page.locator(".cahier-drawing svg a").first
    target = link.get_attribute("href") or link.get_attribute("xlink:href")
    link.click()
    assert target
    page.wait_for_url("**/" + target.removeprefix("../"))
    page.locator("article h1").wait_for()


def test_a_salesperson_on_a_phone_sees_when_where_and_whom_to_ask(browser, sample_origin):
    """One touch from home; what matters is in the first three screens, ids unread."""
    with visit(browser, sample_origin, size=PHONE) as here:
        page = here.open("index.html")
        page.locator("article a:text-is('Commerciaux itinérants')").click()
        page.wait_for_url("**/spec/pour-moi-pop-001.html")
        cards = page.locator(".cahier-cards").first
        assert "14\N{NO-BREAK SPACE}juin 2027" in cards.inner_text()
        assert "Agence de Vannes" in cards.inner_text()
        assert cards.bounding_box()["height"] < 3 * PHONE["height"]
        link = page.locator("article a:text-is('FOR-002')").first
        link.click()
        page.wait_for_url("**/records/FOR-002.html")
        assert here.settled() == []
