"""The search box over many records, in Chromium, from a folder: its weight and its times."""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.bench import peers
from tests.bench.content import items
from tests.e2e.browsing import launch

CONFIG = "site_name: Banc\ntheme: {name: material}\nplugins: [cahier]\n"
TYPED = ("EXF-00042", "042", "donnees", "relance automatique", "relanse devis", "zzyzx")
LIMIT = 500
# From the key that opens the search to its first result, loading included; then another query.
_FIRST = """typed => new Promise(done => {
  const start = performance.now(), list = document.querySelector('[role=listbox]');
  const status = document.querySelector('[data-cahier-search] [role=status]');
  const said = status.textContent, input = document.querySelector('[role=combobox]');
  new MutationObserver(() => { if (status.textContent !== said) done(performance.now() - start); })
    .observe(status, {childList: true, characterData: true, subtree: true});
  input.value = typed; input.focus();
})"""
_NEXT = """typed => { const input = document.querySelector('[role=combobox]');
  const start = performance.now(); input.value = typed; input.dispatchEvent(new Event('input'));
  return performance.now() - start; }"""


def report(folder: Path, count: int, times: int) -> str:
    """Build a site of *count* requirements below *folder*; return what was measured on it."""
    site, seconds = built(folder, count)
    index = site / "assets/search-index.js"
    lines = [
        f"search, {count} requirements (built in {seconds:.1f} s)",
        f"index {index.stat().st_size / 1e6:.1f} MB, {_zipped(index) / 1e6:.1f} MB gzip",
    ]
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for typed in TYPED:
            first, after = zip(*(_timed(browser, site, typed) for _ in range(times)), strict=True)
            wall = statistics.median(first)
            lines.append(f"{typed:24}{wall:7.0f} ms first{statistics.median(after):7.0f} ms after")
            if wall > LIMIT:
                lines[-1] += f"  over {LIMIT} ms"
        browser.close()
    return "\n".join(lines)


def built(folder: Path, count: int) -> tuple[Path, float]:
    """Build the site of *count* requirements below *folder*; return it, and how long it took."""
    peers.cahier(folder, list(items(count)))
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    start = time.perf_counter()
    program = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder / "site")]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(program, cwd=folder, env=quiet, check=True)
    return folder / "site", time.perf_counter() - start


def _timed(browser, site: Path, typed: str) -> tuple[float, float]:
    page = browser.new_page()
    page.goto((site / "records/EXF-00001.html").as_uri())
    first = page.evaluate(_FIRST, typed)
    after = page.evaluate(_NEXT, f"{typed} ")
    page.close()
    return first, after


def _zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))
