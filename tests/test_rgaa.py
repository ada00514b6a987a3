"""RGAA 4.1.2, a specification nobody here wrote, with kinds of its own and no Python."""

import html
import json
import re
from collections import Counter
from pathlib import Path

from cahier.diagrams.chain import MOST
from cahier.project import check

ROOT = Path(__file__).parent / "rgaa"
EXPECTED = json.loads((ROOT / "expected.json").read_text(encoding="utf-8"))
_TAG = re.compile(r"<[^>]+>")


def test_it_has_no_fault():
    assert check(ROOT).diagnostics == ()


def test_it_holds_every_record_of_the_source():
    kinds = Counter(record.kind.name for record in check(ROOT).spec.records.values())
    assert kinds == EXPECTED["counts"]


def test_it_needs_no_python():
    assert list(ROOT.rglob("*.py")) == []


def test_every_record_has_its_page(rgaa_site):
    records = check(ROOT).spec.records
    assert {path.stem for path in (rgaa_site / "records").iterdir()} == set(records)


def test_a_criterion_stands_between_its_topic_and_its_tests(rgaa_site):
    """What follows from what is said by the library, in data."""
    spec = check(ROOT).spec
    for criterion in spec.kind("criterion"):
        page = (rgaa_site / "records" / f"{criterion.id}.html").read_text(encoding="utf-8")
        drawing = re.search(r'<svg class="ch-chain".*?</svg>', page, re.DOTALL)[0]
        linked = re.findall(r'<a class="ch-link" href="([^"]+)\.html"', drawing)
        tests = [record.id for _, record in spec.citing(criterion.id)]
        assert linked[0] == criterion.fields["topic"]
        assert linked[1:] == tests[: len(linked) - 1]
        assert len(linked) - 1 == (len(tests) if len(tests) <= MOST else MOST - 1)


def test_links_to_the_glossary_lead_to_its_terms(rgaa_site):
    found = 0
    for page in (rgaa_site / "records").glob("*.html"):
        for target in re.findall(r'href="([^"#:/]+\.html)"', page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name} → {target}"
            found += 1
    assert found > len(check(ROOT).spec.records)


def test_phrases_show_as_written(rgaa_site):
    """Non-breaking spaces are kept, and `<img>` shows as text."""
    for phrase in EXPECTED["phrases"]:
        page = (rgaa_site / "records" / f"{phrase['record']}.html").read_text(encoding="utf-8")
        assert phrase["text"] in html.unescape(_TAG.sub("", page))
