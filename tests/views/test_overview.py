"""V22, V23 and V24: the summary, what the audit looked at, the register of processings."""

import pytest
from laid import laid, lines, plain, said, tables

from cahier.edition import cut
from cahier.page import Cards, Prose
from cahier.texts import words
from cahier.views import audit, processings, summary

FR = words("fr")
LEFT = {"addressed_by": None, "recommendation": "Fusionner."}
FINDINGS = [
    {"id": "AUD-001", "area": "process", "kind": "problem"},  # addressed by EXF-012
    {"id": "AUD-002", "area": "data", "kind": "weakness", **LEFT},
    {"id": "AUD-003", "area": "data", "kind": "weakness", **LEFT, "addressed_by": ["EXF-013"]},
    {"id": "AUD-004", "area": "data", "kind": "strength", **LEFT, "recommendation": None},
]
REQUIREMENTS = [{"id": "EXF-012"}, {"id": "EXF-013", "status": "rejected", "priority": "should"}]
WHOLE = {
    "finding": FINDINGS,
    "requirement": REQUIREMENTS,
    "project": [{"id": "PRJ-001", "budget_envelope": 300000}],
    "population": [{"id": "POP-001", "users": 42}, {"id": "POP-002", "users": 38}],
    "kpi": [{"id": "KPI-001", "unit": "%"}],
    "objective": [{"id": "OBJ-001", "findings": None}],
    "lot": [{"id": "LOT-001", "sites": ["SIT-002"]}],
    "site": [{"id": "SIT-002", "name": "Vannes"}],
    "risk": [{"id": f"RSK-00{n}", "probability": n, "impact": 4} for n in range(1, 6)]
    + [{"id": "RSK-006", "probability": 5, "impact": 5}],
    "budget_line": [{"id": "BUD-001"}],
}


def told(blocks) -> dict[str, str]:
    """Return the fields of the first cards by their label."""
    (cards, *_) = (block for block in blocks if isinstance(block, Cards))
    return {field.label: plain(said(field.value)) for card in cards.cards for field in card.fields}


def test_what_the_audit_looked_at_and_what_nobody_has_done(tmp_path):
    found = tables(audit.view(laid(tmp_path, WHOLE), FR))
    rows = {line.split(" | ")[0]: line for line in lines(found["couverture-audit"])}
    assert rows["Qualité et pertinence des données"].endswith(
        "AUD-004 | AUD-002, AUD-003 |  |  | 3"
    )
    assert rows["Organisation et compétences"].endswith(" |  |  |  |  | 0")
    assert [said(cell) for cell in found["couverture-audit"].totals][1:] == [
        "1",
        "2",
        "0",
        "1",
        "4",
    ]
    left = found["recommandations-sans-suite"]
    assert [line.split(" | ")[0] for line in lines(left)] == ["AUD-002", "AUD-003"]


def test_nothing_left_is_said_in_words(tmp_path):
    spec = laid(tmp_path, WHOLE | {"finding": FINDINGS[:1]})
    assert isinstance(audit.view(spec, FR)[-1], Prose)


def test_the_register_has_what_article_30_asks(tmp_path):
    records = {
        "processing": [{"id": "TRT-001"}],
        "data_entity": [
            {"id": "DAT-001", "processings": ["TRT-001"]},
            {"id": "DAT-002", "personal_data": "none", "processings": None},
        ],
    }
    (line,) = lines(tables(processings.view(laid(tmp_path, records), FR))["registre-rgpd"])
    assert line.startswith("TRT-001 | 36 mois | Dernier contact")
    assert "Intérêt légitime | DAT-001" in line
    assert "Service marketing, Intégrateur" in line


def test_the_summary_of_the_internal_edition(tmp_path):
    blocks = summary.view(laid(tmp_path, WHOLE), FR)
    fields = told(blocks)
    assert fields["Utilisateurs"] == "80"
    assert fields["Exigences"] == "1 dont 1 indispensable"
    assert fields["Enveloppe budgétaire"] == "300 000 €"
    found = tables(blocks)
    assert lines(found["objectifs"]) == [
        "OBJ-001 | Indispensable | KPI-001 | 22 | 27 | % | 31 décembre 2028"
    ]
    assert lines(found["lots"])[0].split(" | ")[2] == "Vannes"
    worst = [line.split(" | ")[:2] for line in lines(found["risques"])]
    assert worst[:2] == [["RSK-006", "25"], ["RSK-005", "20"]]
    assert len(worst) == 5


def test_no_money_and_no_risk_outside(tmp_path):
    blocks = summary.view(cut(laid(tmp_path, WHOLE), "vendors"), FR)
    assert "Enveloppe budgétaire" not in told(blocks)
    assert set(tables(blocks)) == {"objectifs", "lots"}
    assert "300" not in plain(str(blocks))


@pytest.mark.parametrize("view", [audit.view, processings.view, summary.view])
def test_nothing_without_its_kind(view, tmp_path):
    assert view(laid(tmp_path, {"site": [{"id": "SIT-001"}]}), FR) == ()
