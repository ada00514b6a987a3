"""ProperDocs, which carries MkDocs on, makes the same pages of the same project."""

import re

from building import built, tiny

_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_RECORDS = "- id: NOT-001\n  name: Un\n  text: Voir **NOT-002**.\n- id: NOT-002\n  name: Deux\n"


def test_the_pages_are_the_same(tmp_path):
    root = tiny(tmp_path, _RECORDS)
    one = built(root, tmp_path / "one")
    two = built(root, tmp_path / "two", program="properdocs")
    pages = sorted(p.relative_to(one) for p in one.rglob("*.html"))
    assert {"NOT-001.html", "NOT-002.html", "index.html"} <= {p.name for p in pages}
    assert pages == sorted(p.relative_to(two) for p in two.rglob("*.html"))
    for page in pages:
        assert _article(two / page) == _article(one / page), page


def _article(path):
    return _ARTICLE.findall(path.read_text(encoding="utf-8"))
