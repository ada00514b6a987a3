"""A table of many requirements, in Chromium, from a folder: how long its tools take."""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.bench.search import built
from tests.e2e.browsing import launch

LIMIT = 100
TABLE = "table[data-name=requirement]"
# Each does what a person does, and is timed until the browser has drawn what it changes.
ACTS = {
    "type « donnees »": "type('donnees')",
    "type « relance devis »": "type('relance devis')",
    "type « EXF-0004 »": "type('EXF-0004')",
    "type nothing again": "type('')",
    "choose a priority": "choose('filters', 'should')",
    "and a part of the id": "say('N°', '04')",
    "sort by name": "tools.parentNode.querySelector('[data-key=intitule] button').click()",
    "hide a column": "choose('columns', 'statut')",
    "group by priority": "group('priorite')",
}
_TIMED = """new Promise(done => {
  const tools = document.querySelector('[data-table=requirement]');
  const change = (e, name) => e.dispatchEvent(new Event(name, {bubbles: true}));
  const type = words => {
    const e = tools.querySelector('[type=search]'); e.value = words; change(e, 'input'); };
  const choose = (panel, value) =>
    tools.querySelector(`[id$=${panel}] input[value="${value}"]`).click();
  const say = (column, words) => {
    const e = tools.querySelector(`[aria-label^="${column}"]`);
    e.value = words; change(e, 'input'); };
  const group = key => {
    const e = tools.querySelector('select'); e.value = key; change(e, 'change'); };
  const start = performance.now();
  ACT;
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def report(folder: Path, count: int, times: int) -> str:
    """Build a site of *count* requirements below *folder*; return what was measured on it."""
    site, _ = built(folder, count)
    listed = 'data-name="requirement"'
    pages = [page for page in site.glob("spec/*.html") if listed in page.read_text("utf-8")]
    path = max(pages, key=lambda page: page.stat().st_size)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        rounds = [_round(browser.new_page(), path.as_uri()) for _ in range(times)]
        browser.close()
    lines = [f"table, {count} requirements (page of {path.stat().st_size / 1e6:.1f} MB)"]
    for name in rounds[0]:
        wall = statistics.median(found[name] for found in rounds)
        over = f"  over {LIMIT} ms" if wall > LIMIT and name in ACTS else ""
        lines.append(f"{name:26}{wall:7.0f} ms{over}")
    return "\n".join(lines)


def _round(page: Page, address: str) -> dict[str, float]:
    page.goto(address)
    page.locator("[data-table=requirement]").wait_for()
    found = {"tools ready after": page.evaluate("performance.now()")}
    for name, act in ACTS.items():
        found[name] = page.evaluate(_TIMED.replace("ACT", act))
    page.close()
    return found
