"""A hostile specification: nothing of it runs, and its texts show as they were typed."""

from __future__ import annotations

import json
from functools import cache
from urllib.parse import urlsplit

import pytest
from browsing import served, visit
from building import built, tiny
from test_links import Anchors

from cahier.texts import typeset, words

RUN = "window.__pwned=1"
FRENCH = typeset(words("fr"))
TEXTS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<img src=x onerror='alert(1);{RUN}'>",
    f"</div></section></article><script>{RUN}</script>",
    f'"><svg onload={RUN}>',
    f"' onmouseover='{RUN}' x='",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"<!--</title><script>{RUN}</script>-->",
    "<iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
    f"{{{{ {RUN} }}}} ${{{RUN}}} <%= {RUN} %>",
    "</textarea></style></noscript>",
    "\\u003cscript\\u003e cahier-shell-body cahier-shell-title <h1>cahier-shell-body</h1>",
]
MARKDOWN = f"""\
[lien](javascript:{RUN}) [autre](JaVaScRiPt:{RUN}) [tab](java&#9;script:{RUN})
[données](data:text/html,<script>{RUN}</script>) [vb](vbscript:x) [ref]

![image](https://example.org/pixel.png) ![x](data:image/svg+xml,<svg/onload={RUN}>)
![y](javascript:{RUN}) <javascript:{RUN}> <https://example.org/a"onclick={RUN}>

<script>{RUN}</script>

</div><script>{RUN}</script>

<a href="javascript:{RUN}" onclick="{RUN}">cliquez</a> <svg onload={RUN}></svg>
<style>* {{ display: none }}</style> <form action=javascript:{RUN}><button>b</button></form>

[titre](NOT-002 "x\\" onclick={RUN} y=\\"")

```mermaid
flowchart LR
  A["</div><script>{RUN}</script>"] --> B
  click A "javascript:{RUN}"
```

``` "><script>{RUN}</script>
code
```

Voir NOT-002, `NOT-002` et <NOT-002>.

[ref]: javascript:{RUN}
"""
ID = "NOT-001"
_CLICK = """
for (const link of document.querySelectorAll('article a:not([href*=".html"], [href^="#"])'))
  if (!['http:', 'https:'].includes(link.protocol)) link.click();
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    records = [
        {"id": ID, "name": " ".join(TEXTS[:2]), "plain": "\n".join(TEXTS), "items": TEXTS}
        | {"text": MARKDOWN},
        {"id": "NOT-002", "name": TEXTS[4]},
        *({"id": f"NOT-{n:03}", "name": text} for n, text in enumerate(TEXTS, start=10)),
    ]
    # Not --strict: a destination that is no address is told as an error, and the site is built.
    return built(tiny(root, json.dumps(records)), root / "site")


@pytest.fixture(scope="module")
def pages(site):
    """Return the page where all records are read in full, and that of the hostile one."""
    lists = [p for p in site.rglob("*.html") if f'data-id="{ID}"' in p.read_text("utf-8")]
    return sorted(p.relative_to(site).as_posix() for p in lists)


def test_both_pages_are_there(pages):
    assert f"records/{ID}.html" in pages
    assert len(pages) == 2


@pytest.fixture(scope="module")
def opened(browser, site, pages):
    """Return a function that opens the first or second page, and clicks all that was planted."""
    with served(site) as origin:

        @cache
        def read(number: int):
            with visit(browser, origin) as here:
                page = here.open(pages[number])
                page.mouse.move(300, 300)
                page.evaluate(_CLICK)
                wrong = here.settled()
                return (
                    page.evaluate("window.__pwned"),
                    page.locator("article").inner_text(),
                    wrong,
                    page.eval_on_selector_all(
                        "article *",
                        "all => all.flatMap(e => e.getAttributeNames().filter("
                        "n => n.startsWith('on')).map(n => e.localName + '.' + n))",
                    ),
                    page.locator("article :is(script, iframe, form, object, embed, style)").count(),
                )

        yield read


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_runs(opened, number):
    pwned, _, wrong, handlers, elements = opened(number)
    assert pwned is None
    assert [line for line in wrong if "example.org/a" not in line] == []
    assert handlers == []
    assert elements == 0


@pytest.mark.parametrize("number", [0, 1])
def test_texts_show_as_typed(opened, number):
    shown = " ".join(opened(number)[1].split())
    for text in TEXTS:
        assert " ".join(text.split()) in shown
    for line in (f"</div><script>{RUN}</script>", f'A["</div><script>{RUN}</script>"] --> B'):
        assert line in shown


def test_titles_and_lists_show_as_typed(browser, site):
    with served(site) as origin, visit(browser, origin) as here:
        for number, text in enumerate(TEXTS, start=10):
            page = here.open(f"records/NOT-{number:03}.html")
            assert page.title().startswith(f"NOT-{number:03} {text}")
            assert FRENCH.typeset(text) in page.locator("article h1").inner_text()
        assert here.settled() == []
        assert page.evaluate("window.__pwned") is None


def test_no_link_leads_to_a_script(site):
    for path in sorted(site.rglob("*.html")):
        targets = Anchors(path.read_text(encoding="utf-8")).targets
        schemes = {urlsplit(target).scheme for target in targets}
        assert schemes <= {"", "https"}, path.name


def test_search_shows_hostile_names_as_text(browser, site):
    with served(site) as origin, visit(browser, origin) as here:
        page = here.open("index.html")
        here.search("onerror").first.wait_for()
        assert here.settled() == []
        assert page.evaluate("window.__pwned") is None


def test_the_id_mentioned_is_a_link_outside_of_code(browser, site):
    with served(site) as origin, visit(browser, origin) as here:
        page = here.open(f"records/{ID}.html")
        assert page.locator("dd p a.cahier-ref:text-is('NOT-002')").count() >= 1
        assert page.locator("dd code a").count() == 0
