"""V10: scores and bands, before and after the actions."""

import re

import pytest
from laid import laid, lines, said, tables

from cahier.page import Diagram
from cahier.texts import words
from cahier.views import risks

FR = words("fr")
BANDS = {
    "low": range(1, 5),
    "medium": range(5, 10),
    "high": range(10, 15),
    "critical": range(15, 26),
}
SPEC = {
    "risk": [
        {"id": "RSK-001", "probability": 3, "impact": 4, "residual_probability": 1},
        {"id": "RSK-002"},  # the example of the model: 20, then 8
        {"id": "RSK-003", "probability": 5, "impact": 5, "status": "closed"},
        {
            "id": "RSK-004",
            "probability": 1,
            "impact": 4,
            "residual_probability": None,
            "residual_impact": None,
        },
    ]
}


@pytest.mark.parametrize("score", range(1, 26))
def test_each_score_is_in_its_band(score):
    assert score in BANDS[risks.band(score)]


def test_the_worst_first_and_no_closed_risk(tmp_path):
    table = tables(risks.view(laid(tmp_path, SPEC), FR))["risques"]
    assert [" | ".join(map(said, row[:5])) for row in table.rows] == [
        "RSK-002 | 20 | Critique | 8 | Moyen",
        "RSK-001 | 12 | Élevé | 4 | Faible",
        "RSK-004 | 4 | Faible | 4 | Faible",
    ]


def test_the_drawing_links_each_risk_twice(tmp_path):
    (drawing,) = (b for b in risks.view(laid(tmp_path, SPEC), FR) if isinstance(b, Diagram))
    linked = re.findall(r'href="(RSK-\d+)"', drawing.svg)
    assert sorted(linked) == sorted(["RSK-001", "RSK-002", "RSK-004"] * 2)
    assert 'role="group"' in drawing.svg


def test_what_an_edition_hides_is_not_hinted_at(tmp_path):
    assert risks.view(laid(tmp_path, SPEC, edition="vendors"), FR) == ()


def test_success_factors_are_those_of_the_charter(tmp_path):
    spec = laid(tmp_path, {"project": [{"id": "PRJ-001", "success_factors": ["Un", "Deux"]}]})
    assert lines(tables(risks.factors(spec, FR))["clefs-de-reussite"]) == ["1 | Un", "2 | Deux"]
    assert risks.factors(laid(tmp_path / "public", {}), FR) == ()
