"""The plan as a reader uses it: a Gantt chart that leads to its items, and stays in its box."""

import pytest
from browsing import PHONE, visit

PAGE = "spec/p51-planning-jalons-livrables.html"


def test_a_row_of_the_chart_leads_to_its_item(browser, sample_origin):
    with visit(browser, sample_origin) as here:
        page = here.open(PAGE)
        page.locator("svg a.ch-link", has_text="PLA-034").click()
        page.wait_for_url("**/records/PLA-034.html")
        assert "Mise en production à Vannes" in page.locator("h1").inner_text()
        assert here.settled() == []


def test_on_a_phone_the_chart_moves_and_the_page_does_not(browser, sample_address):
    with visit(browser, sample_address, size=PHONE) as here:
        page = here.open(PAGE)
        boxes = page.locator(".cahier-drawing")
        for number in range(boxes.count()):
            inside, shown = boxes.nth(number).evaluate("e => [e.scrollWidth, e.clientWidth]")
            assert shown <= PHONE["width"] < inside
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("page", [PAGE, "spec/p52-budget-tco-roi.html"])
def test_letters_of_a_chart_are_large_enough_to_print(browser, sample_address, page):
    """10 px on the screen are 7.5 pt; nothing is smaller where nobody has zoomed."""
    with visit(browser, sample_address) as here:
        sizes = here.open(page).eval_on_selector_all(
            ".ch-chart text",
            """all => all.filter(t => t.getClientRects().length && t.textContent.trim()).map(t => {
              const s = t.ownerSVGElement;
              return parseFloat(getComputedStyle(t).fontSize)
                * s.getBoundingClientRect().width / s.viewBox.baseVal.width })""",
        )
        assert sizes
        assert min(sizes) >= 9.99
