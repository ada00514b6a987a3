"""Payloads in every kind of field and in hand-written pages: none runs, none leaves the site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import payloads
import pytest
from browsing import Visit, served, visit
from building import NOTE, built, tiny
from playwright.sync_api import Error as PlaywrightError

# What a reader might do, and what a payload may wait for.
_LIVE = """
() => {
  const scope = document.querySelector('article') || document.body;
  for (const e of scope.querySelectorAll('*')) {
    for (const name of ['mouseover', 'pointerenter', 'focus', 'beforeinput'])
      e.dispatchEvent(new Event(name, {bubbles: name === 'mouseover'}));
    const ways = [e.href?.baseVal ?? e.href ?? e.formAction ?? '', e.form?.action ?? location];
    const away = ways.some(way => !String(way).startsWith(location.protocol));
    if (e.matches('a, button') && (away || e.onclick))
      e.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  }
}
"""
# Once what comes late has come to elements younger than all payloads, none is to run any more;
# nor to leave: the frame is loaded by whoever was asked before to load another page.
_PAST = """
async () => {
  const later = (make, event) => new Promise(done => {
    const element = make();
    element.addEventListener(event, done, {once: true});
    document.body.append(element);
  });
  const made = (name, more) => () => Object.assign(document.createElement(name), more);
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  await Promise.all([
    later(made('img', {src: 'data:,'}), 'error'),
    later(made('video', {src: 'data:,'}), 'error'),
    later(made('details', {open: true}), 'toggle'),
    later(made('iframe', {srcdoc: '-'}), 'load'),
    new Promise(setTimeout),
  ]);
  await frame();
  return window.__pwned;
}
"""
_TEXT = {"type": "string", "x-label": {"fr": "Texte", "en": "Text"}}
_MORE = {  # the kinds of field that the tiny specification lacks
    "link": _TEXT | {"format": "uri-reference"},
    "map": {
        "type": "object",
        "x-label": {"fr": "Table", "en": "Map"},
        "additionalProperties": _TEXT,
    },
    "objects": {
        "type": "array",
        "x-label": {"fr": "Objets", "en": "Objects"},
        "items": {"type": "object", "properties": {"a": _TEXT, "b": _TEXT}},
    },
    "object": {
        "type": "object",
        "x-label": {"fr": "Objet", "en": "Object"},
        "properties": {"a": _TEXT, "text": NOTE["properties"]["text"]},
    },
}


def _record(number: int, payload: str) -> dict[str, object]:
    fields = {"name": payload, "plain": payload, "text": payload, "items": [payload, payload]}
    fields |= {"map": {payload: payload}, "objects": [{"a": payload, "b": payload}]}
    return {"id": f"NOT-{number:03}", **fields, "object": {"a": payload, "text": payload}}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("payloads")
    records = [_record(n, payload) for n, payload in enumerate(payloads.ALL, start=1)]
    tiny(root, json.dumps(records))
    schema = NOTE | {"properties": NOTE["properties"] | _MORE}
    (root / "schemas/note/schema.json").write_text(json.dumps(schema), encoding="utf-8")
    for n, payload in enumerate(payloads.ALL):
        text = f"# Page {n}\n\n{payload}\n\nFin, {payload}\n"
        (root / f"docs/w{n}.md").write_text(text, encoding="utf-8")
    return built(root, root / "site")


def _tried(browser, origin: str, paths: list[str]) -> dict[str, list[str]]:
    """Open each page as a lively reader; return what ran or left, by page.

    A browser in which something happened is not used again.
    """
    found: dict[str, list[str]] = {}
    left = iter(paths)
    tried = ""
    while tried is not None:
        with visit(browser, origin) as here:
            for tried in left:
                if signs := _signs(here, tried):
                    found[tried] = signs
                    break
            else:
                tried = None
    return found


def _signs(here: Visit, path: str) -> list[str]:
    try:
        here.page.goto(here.origin + path, wait_until="load")
        here.page.evaluate(_LIVE)
        ran = here.page.evaluate(_PAST)
    except PlaywrightError as error:  # the page went elsewhere meanwhile
        ran = error.message.splitlines()[0]
    away = not here.page.url.startswith(here.origin)
    told = ("asks elsewhere", "dialog", "popup")
    signs = [line for line in here.wrong if line.startswith(told)]
    return signs + [f"ran: {ran}"] * bool(ran) + ["left"] * away


@pytest.mark.parametrize("pages", ["records/NOT-*.html", "w*.html", "spec/*.html"])
def test_nothing_runs_and_nobody_leaves(browser, site, pages):
    paths = sorted(p.relative_to(site).as_posix() for p in site.glob(pages))
    assert len(paths) >= (1 if pages.startswith("spec") else len(payloads.ALL))
    with served(site) as origin:
        assert _tried(browser, origin, paths) == {}


_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]+">')


def _planted(site: Path, name: str, policy: str) -> list[str]:
    """Plant each payload raw in the page of a record, with *policy* as its policy."""
    page = _POLICY.sub(policy, (site / "records/NOT-001.html").read_text(encoding="utf-8"), 1)
    paths = [f"records/{name}{n}.html" for n in range(len(payloads.HTML))]
    for path, payload in zip(paths, payloads.HTML, strict=True):
        planted = page.replace("</article>", f"{payload}</article>", 1)
        assert planted != page
        (site / path).write_text(planted, encoding="utf-8")
    return paths


def test_the_payloads_are_live(browser, site):
    """Without any defence most of them succeed: the list is not a list of duds."""
    paths = _planted(site, "bare", "")
    with served(site) as origin:
        found = _tried(browser, origin, paths)
    assert len(found) > 50


def test_the_policy_stops_what_cleaning_would_miss(browser, site):
    """Only a refresh is beyond a policy."""
    page = (site / "records/NOT-001.html").read_text(encoding="utf-8")
    paths = _planted(site, "planted", _POLICY.search(page)[0])
    refresh = {p for p, payload in zip(paths, payloads.HTML, strict=True) if "refresh" in payload}
    with served(site) as origin:
        assert _tried(browser, origin, paths).keys() <= refresh


def test_cleaning_stops_what_the_policy_would_not_see(browser, site):
    """Hand-written pages without a policy, as another theme has them: nothing runs there either."""
    paths = [f"bare-{path.name}" for path in sorted(site.glob("w*.html"))]
    for path in paths:
        page = (site / path.removeprefix("bare-")).read_text(encoding="utf-8")
        (site / path).write_text(_POLICY.sub("", page, count=1), encoding="utf-8")
    with served(site) as origin:
        found = _tried(browser, origin, paths)
    ran = {path: signs for path, signs in found.items() if not _asks_only(signs)}
    assert ran == {}


def _asks_only(signs: list[str]) -> bool:
    return all(sign.startswith("asks elsewhere") for sign in signs)
