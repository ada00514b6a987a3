"""Pages of each type, as a browser shows them."""

from __future__ import annotations

import re
import subprocess
from contextlib import ExitStack
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import DESK, PHONE, visit

AXE = Path(__file__).parent / "vendor/axe.min.js"
PAGES = {
    "home": "index.html",
    "list": "spec/p42-grille-fonctionnelle.html",
    "record": "records/EXF-012.html",
    "matrix": "spec/p46-matrice-de-couverture.html",
    "process": "spec/pro-001.html",
    "written": "manual/site-et-pdf.html",
    "person": "spec/pour-moi-pop-001.html",
    "chart": "spec/p13-objectifs-et-indicateurs.html",
    "offers": "spec/p63-depouillement-des-offres.html",
    "raci": "spec/p50-equipe-comites-raci.html",
    "budget": "spec/p52-budget-tco-roi.html",
    "plan": "spec/p51-planning-jalons-livrables.html",
    "map": "spec/p23-cartographie-des-interfaces.html",
    "anomalies": "spec/p71-anomalies-fiches-et-tableau-de-suivi.html",
}
WIDE = {
    "risks": "spec/p14-clefs-de-reussite-et-risques.html",
    "answers": "spec/p62-grille-de-reponse-et-cadre-de-prix.html",
    "register": "spec/p32-donnees-personnelles-rgpd.html",
    "rights": "spec/p41-modules-et-couverture-fonctionnelle.html",
}
TEXTS = {
    "home": ["td", "th", ".md-copyright", "article p", "article a"],
    "list": [
        ".cahier-drawing text",
        ".cahier-flag-label",
        "dt",
        "dd",
        ".cahier-badge",
        ".cahier-id",
        ".cahier-edit",
    ],
    "record": [".cahier-flag-label", "dt", "dd", ".cahier-badge", ".cahier-cited dt", "code"],
    "matrix": ["caption", "thead th", "tbody th", "td", ".cahier-badge"],
    "process": [
        "figcaption",
        ".cahier-drawing text",
        ".cahier-zoom button",
        ".cahier-zoom output",
        "dt",
        "thead th",
        ".cahier-badge",
    ],
    "written": ["article p", "article code", "td", "th"],
    "person": [".cahier-card-title", "dt", "dd", "dd .cahier-badge", "td", "tbody .cahier-badge"],
    "chart": [".cahier-drawing text", "td .cahier-badge"],
    "map": [".cahier-drawing text"],
    "anomalies": [".cahier-drawing text", "td .cahier-badge", "caption"],
    "budget": [".cahier-drawing text", ".cahier-card-title", "tfoot td", "caption"],
    "raci": [".cahier-raci", "thead th", "tbody th"],
    "offers": [".cahier-drawing text", ".cahier-sensitivity", "td", "figcaption"],
    "plan": [".cahier-drawing text", ".cahier-card-title", "dd", "tbody .cahier-badge"],
}
# The page's own colours, layered from the text up; a text of SVG is told by its fill, over the
# shape that was painted under its middle.
CONTRAST = """
selectors => {
  const parse = c => { const n = (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
                       return c.startsWith('color(') ? [n[0]*255, n[1]*255, n[2]*255, n[3] ?? 1]
                                                     : [n[0], n[1], n[2], n[3] ?? 1]; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92
                       : ((v + .055) / 1.055) ** 2.4); return .2126*r + .7152*g + .0722*b; };
  const paper = e => { const layers = [];
    for (; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]); };
  const shape = e => { e.scrollIntoView({block: 'center', inline: 'center'});
    const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
    const under = document.elementsFromPoint(x, y).find(u => u.ownerSVGElement && u !== e
      && !['text', 'tspan', 'a', 'g'].includes(u.localName)
      && !['none', 'transparent'].includes(getComputedStyle(u).fill));
    return under && parse(getComputedStyle(under).fill); };
  const bad = [], counts = {};
  for (const selector of selectors) {
    const seen = new Set(); counts[selector] = 0;
    for (const e of document.querySelectorAll('article ' + selector.replace(/^article /, '')
                                              + ', footer ' + selector)) {
      const svg = !!e.ownerSVGElement, key = [e, e.parentElement].map(
        x => x.localName + x.getAttribute('class') + x.dataset?.value).join();
      if (e.classList.contains('headerlink') || seen.has(key)) continue;
      if (!e.textContent.trim() || !e.getClientRects().length) continue;
      counts[selector]++;
      seen.add(key);
      const style = getComputedStyle(e);
      const under = svg ? over(shape(e) || [0, 0, 0, 0], paper(e.ownerSVGElement)) : paper(e);
      const ink = over(parse(svg ? style.fill : style.color), under);
      const [dark, bright] = [light(ink), light(under)].sort((a, b) => a - b);
      const ratio = (bright + .05) / (dark + .05);
      const told = c => c.slice(0, 3).map(Math.round), said = e.textContent.trim().slice(0, 30);
      if (ratio < 4.5)
        bad.push(`${selector} « ${said} » ${ratio.toFixed(2)} (${told(ink)} on ${told(under)})`);
    }
  }
  return [bad, counts];
}
"""


@pytest.fixture(scope="module")
def seen(browser, sample_address):
    """Return the sample's pages by name, each opened once a scheme."""
    with ExitStack() as open_pages:

        @cache
        def page(name, scheme="light"):
            here = open_pages.enter_context(visit(browser, sample_address, scheme=scheme))
            return here.open({**PAGES, **WIDE}[name])

        yield page


@pytest.mark.parametrize("name", PAGES)
def test_nothing_fails_and_nothing_is_asked_elsewhere(browser, sample_origin, name):
    with visit(browser, sample_origin) as here:
        page = here.open(PAGES[name])
        assert page.locator("article h1").count() == 1
        assert here.settled() == []


def test_what_is_asked_elsewhere_is_seen(browser, sample_address):
    """The watch itself: each of these tests would see a request to a CDN or an error."""
    with visit(browser, sample_address) as here:
        page = here.open("assets/cahier.css")  # no page: its policy would stop the request
        page.evaluate("fetch('https://example.org/x.js').catch(() => 0)")
        page.evaluate("setTimeout(() => { throw Error('boom') })")
        assert any("asks elsewhere: https://example.org/x.js" in line for line in here.settled())
        assert any("boom" in line for line in here.wrong)


@pytest.mark.parametrize("name", [*PAGES, *WIDE])
def test_no_page_scrolls_sideways_on_a_phone(seen, name):
    page = seen(name)
    page.set_viewport_size(PHONE)
    try:
        width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    finally:
        page.set_viewport_size(DESK)
    assert width <= room == PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_text_is_readable(seen, name, scheme):
    page = seen(name, scheme)
    assert page.locator("body").get_attribute("data-md-color-scheme") == (
        "slate" if scheme == "dark" else "default"
    )
    bad, counts = page.evaluate(CONTRAST, TEXTS[name])
    assert [selector for selector, count in counts.items() if not count] == []
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(seen, name, scheme):
    page = seen("risks" if name == "list" else name, scheme)  # the same, of fewer records
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    told = [
        f"{v['id']} ({v['impact']}): {node['target']} {node['html'][:120]} {node['failureSummary']}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", [*PAGES, *WIDE])
def test_headings_go_down_one_level_at_a_time(seen, name):
    page = seen(name)
    levels = page.eval_on_selector_all(
        "article h1, article h2, article h3, article h4, article h5, article h6",
        "all => all.filter(h => h.getClientRects().length).map(h => +h.localName[1])",
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert steps == []


def test_titles_are_told_from_headings(seen):
    size = "all => all.map(h => parseFloat(getComputedStyle(h).fontSize))[0]"
    sizes = [seen("budget").eval_on_selector_all(f"article {h}", size) for h in ("h1", "h2", "h3")]
    assert all(above >= 1.15 * below for above, below in pairwise(sizes)), sizes


def _printed(page, path):
    """Return the text of each sheet of A4 that *page* takes."""
    page.pdf(path=path, format="A4")
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout.removesuffix("\f").split("\f")


def test_records_share_pages_of_paper_and_tables_repeat_their_heads(
    browser, sample_address, tmp_path
):
    with visit(browser, sample_address) as here:
        page = here.open(PAGES["budget"])
        page.locator(".cahier-sort").first.wait_for()
        records = page.locator(".cahier-sheet").count()
        assert len(_printed(page, tmp_path / "all.pdf")) < records
        page.evaluate("document.querySelectorAll('.cahier-sheet').forEach(s => s.remove())")
        *_, last = _printed(page, tmp_path / "tables.pdf")
        assert "BUD-030" in last
        assert "BUD-001" not in last
        assert "Imputation" in last


@pytest.mark.parametrize("name", ["raci", *WIDE])
def test_letters_are_not_made_small_for_paper(seen, name):
    """Chromium shrinks a whole document for a table that is wider than paper."""
    page, room = seen(name), 703  # A4 without margins of 12 mm
    page.emulate_media(media="print")
    page.set_viewport_size({"width": room, "height": 1000})
    try:
        assert page.evaluate("document.documentElement.scrollWidth") < 1.15 * room
    finally:
        page.emulate_media(media=None)
        page.set_viewport_size(DESK)


@pytest.mark.parametrize("name", ["home", "list", "matrix", "process", *WIDE])
def test_heads_of_tables_say_what_they_head(seen, name):
    page = seen(name)
    heads = page.eval_on_selector_all(
        "article .cahier-table th", "all => all.map(h => h.getAttribute('scope'))"
    )
    assert heads
    assert set(heads) <= {"col", "row"}


def test_drawings_have_a_name(seen):
    page = seen("process")
    drawings = page.locator("article .cahier-drawing svg[role=img], article .cahier-drawing svg")
    assert drawings.count() > 0
    names = page.eval_on_selector_all(
        "article .cahier-drawing > svg",
        """all => all.map(s => s.getAttribute('aria-label')
          || (s.getAttribute('aria-labelledby') || '').split(' ').map(
               id => document.getElementById(id)?.textContent || '').join(' ').trim()
          || s.querySelector(':scope > title')?.textContent || '')""",
    )
    assert all(re.search(r"\w{3}", name) for name in names), names


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["record", "process"])
def test_keyboard_focus_is_seen(seen, name, scheme):
    """Tab goes to links of the record and of the drawing; the one reached looks different."""
    page = seen(name, scheme)
    links = page.locator("article .cahier-ref" if name == "record" else "article svg a")
    assert links.count() > 0
    link = links.first
    look = """e => { const s = getComputedStyle(e);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow].join(' ') }"""
    before = link.evaluate(look)
    page.keyboard.press("Tab")  # focus moves by keyboard from here, so that :focus-visible holds
    link.focus()
    assert link.evaluate("e => e.matches(':focus-visible')")
    after = link.evaluate(look)
    assert after != before
    assert not after.startswith("none 0px") or "rgb" in after.rsplit("px", 1)[-1]
