"""A browser that stays in one site: what it asks elsewhere is refused, and all of it is told."""

from __future__ import annotations

import re
import threading
import time
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
_STILL = "!document.getAnimations().some(a => a.playState === 'running')"
# What a page does later: in its next frames, and by a timer that is due.
_LATER = """new Promise(done => requestAnimationFrame(
  () => requestAnimationFrame(() => setTimeout(done, 50))))"""
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds; a limit is for what hangs, not for what is slow
expect.set_options(timeout=PATIENCE)
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
    _waited: set[Request] = field(default_factory=set)

    def open(self, path: str) -> Page:
        """Open a page of the site and return it once its scripts have run and nothing moves."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None, path
        assert answer.ok, f"{path}: {answer.status}"
        self.page.wait_for_load_state("load")
        self.still()
        return self.page

    def still(self) -> None:
        """Wait until nothing moves: what fades in has no colour of its own yet."""
        becomes(self.page, _STILL)

    def search(self, words: str) -> Locator:
        """Open the search box as a reader would, type *words*; return the answers."""
        self.page.keyboard.press("/")
        box = self.page.locator("[data-cahier-search]")
        box.get_by_role("combobox").press_sequentially(words)
        expect(box.get_by_role("status")).to_have_text(_COUNTED)
        return box.get_by_role("option")

    def settled(self) -> list[str]:
        """Return what went wrong, once all that was asked has come and nothing is to follow."""
        until = time.monotonic() + PATIENCE / 1000
        self.page.evaluate(_LATER)
        while self._waited:
            assert time.monotonic() < until, [request.url for request in self._waited]
            self.page.evaluate(_LATER)
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
        self._waited.discard(request)
        if request.failure == "net::ERR_ABORTED":  # the page was left before it had all it asked
            return
        self.wrong.append(f"request failed: {request.url} {request.failure}")

    def listen(self) -> None:
        """Begin to note what goes wrong."""
        page = self.page
        page.context.route("**/*", self._route)
        page.on("request", lambda request: self._waited.add(request))
        page.on("requestfinished", lambda request: self._waited.discard(request))
        page.on("requestfailed", self._failed)
        page.on("response", lambda r: r.ok or self.wrong.append(f"{r.status}: {r.url}"))
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("console", lambda m: m.type != "error" or self.wrong.append(f"console: {m.text}"))
        page.on("dialog", lambda d: (self.wrong.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("popup", lambda p: self.wrong.append(f"popup: {p.url}"))


def becomes(page: Page, said: str, wanted: object = True) -> None:
    """Wait until the script *said* gives what is *wanted*.

    Page.wait_for_function has the page evaluate a text, which its policy refuses.
    """
    until = time.monotonic() + PATIENCE / 1000
    while (found := page.evaluate(said)) != wanted:
        assert time.monotonic() < until, (said, found)
        page.wait_for_timeout(20)


@contextmanager
def visit(browser: Browser, origin: str, *, scheme: str = "light", size=None) -> Iterator[Visit]:
    """Visit the site at *origin*, which ends with a slash."""
    context = browser.new_context(
        viewport=size or DESK, color_scheme=scheme, reduced_motion="reduce", locale="fr-FR"
    )
    context.set_default_timeout(PATIENCE)
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
