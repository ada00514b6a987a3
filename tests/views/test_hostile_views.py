"""What an author types reaches no view as markup: names in drawings, labels, titles of cards."""

from html.parser import HTMLParser

from laid import laid

from cahier.site.html import Writer
from cahier.site.links import Links
from cahier.spec import Spec
from cahier.texts import words
from cahier.views import VIEWS
from cahier.views.chapters import pages

FR = words("fr")
BAD = '"><img src=x onerror=alert(1)></text></svg><script>alert(1)</script>{name}'
SPEC = {
    "site": [{"id": "SIT-001", "name": BAD, "city": BAD, "lot": "LOT-001"}],
    "lot": [{"id": "LOT-001", "name": BAD, "goal": BAD, "sites": ["SIT-001"]}],
    "module": [{"id": "MOD-001", "name": BAD}, {"id": "MOD-002", "name": BAD}],
    "population": [{"id": "POP-001", "name": BAD, "department": BAD, "sites": ["SIT-001"]}],
    "operation": [{"id": "OPE-001", "kind": "helpdesk", "name": BAD, "channel": BAD}],
    "training": [{"id": "FOR-001", "name": BAD, "goals": [BAD]}],
    "change_action": [{"id": "CHG-001", "name": BAD, "resistance": BAD}],
    "process": [{"id": "PRO-001", "name": BAD}],
    "requirement": [{"id": "EXF-001", "name": BAD, "module": "MOD-002", "lot": "LOT-001"}],
    "kpi": [{"id": "KPI-001", "name": BAD, "unit": BAD}],
    "objective": [{"id": "OBJ-001", "name": BAD}],
    "risk": [{"id": "RSK-001", "name": BAD}],
    "project": [{"id": "PRJ-001", "name": BAD, "success_factors": [BAD], "scope_in": [BAD]}],
    "finding": [{"id": "AUD-001", "name": BAD, "recommendation": BAD, "addressed_by": None}],
    "processing": [{"id": "TRT-001", "name": BAD, "recipients": [BAD]}],
}


class Tags(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "img") or any(name.startswith("on") for name, _ in attrs):
            self.found.append(self.get_starttag_text())


def ran(spec: Spec) -> list[str]:
    names = {record.id: record.name for record in spec.records.values()}
    reader = Tags()
    for page in pages(spec, FR, {}):
        reader.feed(Writer(Links(f"{page.path}.html", names), FR).blocks(page.blocks))
    return reader.found


def test_nothing_typed_is_markup(tmp_path):
    spec = laid(tmp_path, SPEC)
    named = {"summary", "indicators", "risk_matrix", "functional_grid", "lots", "audit_coverage"}
    assert [name for name in named if not VIEWS[name](spec, FR)] == []
    assert ran(spec) == []
