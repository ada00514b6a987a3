"""The document for a word processor: what it holds, where its links lead."""

import re
import zipfile
from html import unescape

import pytest

from cahier.cli import main
from cahier.edition import cut
from cahier.exports import docx
from cahier.project import check
from cahier.texts import typeset, words
from sites import REPOSITORY
from test_pdf import HOSTILE, torture

WORDS = re.compile(r"<w:t[^>]*>([^<]*)</w:t>|<w:br ?/>")


def quiet(*_, **__):
    """Hear nothing."""


def document(path):
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        return opened.read("word/document.xml").decode()


def text(xml):
    return unescape("".join(found[1] or "" for found in WORDS.finditer(xml)))


def test_it_holds_what_vendors_may_see_and_nothing_else(tmp_path):
    path = tmp_path / "cahier.docx"
    assert main(["export", "docx", str(REPOSITORY), "--edition", "vendors", "-o", str(path)]) == 0
    xml, spec = document(path), check(REPOSITORY).spec
    said, shown = text(xml), cut(spec, "vendors")
    assert [id for id in shown.records if id not in said] == []
    french = typeset(words("fr"))
    statements = (french.typeset(r.fields["statement"]) for r in shown.kind("requirement"))
    assert [s for s in statements if " ".join(s.split()) not in " ".join(said.split())] == []
    assert [id for id in spec.records.keys() - shown.records.keys() if f"{id} " in said] == []
    targets = set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml))
    assert targets <= set(re.findall(r'<w:bookmarkStart[^>]* w:name="([^"]+)"', xml))
    assert len(targets) > 300
    assert 'w:orient="landscape"' in xml
    assert "TOC \\o" in xml


@pytest.fixture(scope="module")
def tortured(tmp_path_factory):
    made = []
    for name in ("a", "b"):
        root = tmp_path_factory.mktemp(name)
        docx.write(torture(root), root / "t.docx", quiet)
        made.append(root / "t.docx")
    return made


def test_the_same_specification_gives_the_same_bytes(tortured):
    assert tortured[0].read_bytes() == tortured[1].read_bytes()


def test_texts_are_texts(tortured):
    said = text(document(tortured[0]))
    assert [typed for typed in HOSTILE if typed not in said] == []
    assert "secret" not in said.replace("secret.png", "")
