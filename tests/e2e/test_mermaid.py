"""A fence of Mermaid is drawn by the script that the site carries."""

import pytest
from browsing import served, visit
from building import built, tiny

_FENCE = "# Accueil\n\n```mermaid\nflowchart LR\n  A[Devis] --> B[Commande]\n```\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("mermaid")
    return built(tiny(root, "- id: NOT-001\n  name: Un\n", _FENCE), root / "site", "--strict")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("way", ["http", "file"])
def test_a_fence_is_drawn(browser, site, way, scheme):
    if way == "file":
        _is_drawn(browser, f"{site.as_uri()}/", "index.html", scheme)
        return
    with served(site) as origin:
        _is_drawn(browser, origin, "index.html", scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_fence_of_the_manual_is_drawn(browser, sample_origin, scheme):
    _is_drawn(browser, sample_origin, "manual/site-et-pdf.html", scheme)


def test_a_page_without_a_fence_does_not_load_the_script(browser, sample_address):
    with visit(browser, sample_address) as here:
        here.open("records/EXF-012.html")
        assert here.settled() == []
        assert not any("mermaid" in url for url in here.asked)


# Material draws in a shadow root that no script can open; the test leaves its door ajar.
_AJAR = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) {
  return attach.call(this, {...how, mode: 'open'});
};
"""


def _is_drawn(browser, origin: str, path: str, scheme: str) -> None:
    with visit(browser, origin, scheme=scheme) as here:
        here.page.add_init_script(_AJAR)
        page = here.open(path)
        drawing = page.locator(".mermaid svg").first
        drawing.wait_for()
        box = drawing.bounding_box()
        assert box
        assert min(box["width"] / 5, box["height"]) > 20
        assert drawing.locator(".node").count() >= 2
        assert f"{origin}assets/vendor/mermaid.min.js" in here.asked
        assert here.settled() == []
