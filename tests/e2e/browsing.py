"""A browser that stays in one site: what it asks elsewhere is refused, and all of it is told."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, Request, Route, expect

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_INSIDE = ("data:", "blob:", "about:")
_COUNTED = re.compile(r"\d|Aucun |No ")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def launch(playwright: Playwright) -> Browser:
    """Start Chromium; without it these tests cannot say anything, so they fail."""
    assert CHROMIUM.exists(), f"{CHROMIUM} is missing: apt-get install chromium"
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)


@dataclass
class Visit:
    """One person's time on one site, and everything that went wrong meanwhile."""

    page: Page
    origin: str
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page of the site and return it once its scripts have run."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None, path
        assert answer.ok, f"{path}: {answer.status}"
        self.page.wait_for_load_state("load")
        return self.page

    def search(self, words: str) -> Locator:
        """Open the search box as a reader would, type *words*; return the answers."""
        self.page.keyboard.press("/")
        box = self.page.locator("[data-cahier-search]")
        box.get_by_role("combobox").press_sequentially(words)
        expect(box.get_by_role("status")).to_have_text(_COUNTED)
        return box.get_by_role("option")

    def settled(self) -> list[str]:
        """Return what went wrong, late errors included."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        return self.wrong

    def _route(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        if url.startswith((self.origin, *_INSIDE)):
            route.continue_()
            return
        self.wrong.append(f"asks elsewhere: {url}")
        route.abort()

    def _failed(self, request: Request) -> None:
        if request.failure == "net::ERR_ABORTED":  # the page was left before it had all it asked
            return
        self.wrong.append(f"request failed: {request.url} {request.failure}")

    def listen(self) -> None:
        """Begin to note what goes wrong."""
        page = self.page
        page.context.route("**/*", self._route)
        page.on("requestfailed", self._failed)
        page.on("response", lambda r: r.ok or self.wrong.append(f"{r.status}: {r.url}"))
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("console", lambda m: m.type != "error" or self.wrong.append(f"console: {m.text}"))
        page.on("dialog", lambda d: (self.wrong.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("popup", lambda p: self.wrong.append(f"popup: {p.url}"))


@contextmanager
def visit(browser: Browser, origin: str, *, scheme: str = "light", size=None) -> Iterator[Visit]:
    """Visit the site at *origin*, which ends with a slash."""
    context = browser.new_context(
        viewport=size or DESK, color_scheme=scheme, reduced_motion="reduce", locale="fr-FR"
    )
    context.set_default_timeout(10_000)
    here = Visit(context.new_page(), origin)
    here.listen()
    try:
        yield here
    finally:
        context.close()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve *site* on this machine; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
