"""Large drawings: zoom and movement, by mouse and by keyboard; whole without any script."""

import pytest
from browsing import DESK, PHONE, becomes, visit
from playwright.sync_api import expect

PAGE = "spec/pro-002.html"
WIDTH = "document.querySelector('.cahier-drawing > svg').getBoundingClientRect().width"
_HEARD = "box => box.addEventListener('click', e => { window.stopped = e.defaultPrevented; })"


@pytest.fixture
def here(browser, sample_origin):
    with visit(browser, sample_origin) as here:
        yield here
        assert here.settled() == []


def test_buttons_change_the_size(here):
    page = here.open(PAGE)
    before = page.evaluate(WIDTH)
    page.get_by_role("button", name="Agrandir").first.click()
    assert page.evaluate(WIDTH) == pytest.approx(1.25 * before)
    page.get_by_role("button", name="Réduire").first.click()
    assert page.evaluate(WIDTH) == pytest.approx(before)
    page.get_by_role("button", name="Voir en entier").first.click()
    assert (
        page.evaluate(
            "document.querySelector('.cahier-drawing > svg').getBoundingClientRect().height"
        )
        <= 0.8 * DESK["height"] + 1
    )
    page.get_by_role("button", name="Taille réelle").first.click()
    assert page.evaluate(WIDTH) == pytest.approx(before)


def test_the_keyboard_is_enough(here):
    """Tab reaches the buttons, then the drawing: + enlarges it and the arrows move it."""
    page = here.open(PAGE)
    page.get_by_role("button", name="Plein écran").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("cahier-drawing")
    before = page.evaluate(WIDTH)
    for _ in range(3):
        page.keyboard.press("+")
    assert page.evaluate(WIDTH) == pytest.approx(1.25**3 * before)
    start = page.evaluate("document.activeElement.scrollLeft")
    page.keyboard.press("ArrowRight")
    becomes(page, f"document.activeElement.scrollLeft > {start}")  # it scrolls smoothly
    page.keyboard.press("0")
    assert page.evaluate(WIDTH) == pytest.approx(before)


def test_the_mouse_drags_without_following_a_link(here):
    page = here.open(PAGE)
    for _ in range(4):
        page.get_by_role("button", name="Agrandir").first.click()
    box = page.locator(".cahier-drawing").first
    step = box.locator("svg a").first
    step.scroll_into_view_if_needed()
    place = step.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    left = box.evaluate("box => box.scrollLeft")
    box.evaluate(_HEARD)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=6)
    page.mouse.up()
    assert box.evaluate("box => box.scrollLeft") == pytest.approx(left + 120, abs=2)
    becomes(page, "window.stopped")
    assert page.url.endswith(PAGE)


def test_a_small_drawing_has_no_buttons(here):
    page = here.open("spec/p71-anomalies-fiches-et-tableau-de-suivi.html")
    assert page.locator(".cahier-drawing:visible").count() == 1
    assert page.locator(".cahier-zoom:visible").count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "p13-objectifs-et-indicateurs",
        "p14-clefs-de-reussite-et-risques",
        "p42-grille-fonctionnelle",
        "p52-budget-tco-roi",
    ],
)
def test_a_chart_is_read_on_a_phone_without_buttons(here, path):
    here.page.set_viewport_size(PHONE)
    page = here.open(f"spec/{path}.html")
    chart = page.locator(".cahier-drawing:visible").first
    room, width, letters = chart.evaluate(
        """box => [box.clientWidth, box.scrollWidth, Math.min(...[...box.querySelectorAll('text')]
             .map(t => t.getBoundingClientRect().height))]"""
    )
    assert width <= room
    assert letters >= 10
    assert page.locator(".cahier-zoom:visible").count() == 0


def test_buttons_follow_the_size_of_the_window(here):
    page = here.open(PAGE)
    buttons = page.locator(".cahier-figure").first.locator(".cahier-zoom")
    expect(buttons).to_be_visible()
    page.set_viewport_size({"width": 1900, "height": 2400})
    expect(buttons).to_be_hidden()
    page.set_viewport_size(DESK)
    expect(buttons).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_scrolls_the_drawing_not_the_page(browser, sample_site, scripts):
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{sample_site.as_uri()}/{PAGE}")
    box = page.locator(".cahier-drawing").first.bounding_box()
    drawn = page.locator(".cahier-drawing > svg").first.bounding_box()
    assert drawn["width"] > box["width"]
    assert box["width"] <= PHONE["width"]
    assert box["height"] >= drawn["height"]
    context.close()
