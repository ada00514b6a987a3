"""V02 and V03: requirements counted by module, lot and priority."""

import pytest
from laid import laid, lines, said, tables

from cahier.texts import words
from cahier.views import grid, lots

FR = words("fr")
EXTRA = {"module": None, "use_cases": None, "objectives": ["OBJ-001"]}
SPEC = {
    "module": [{"id": "MOD-001"}, {"id": "MOD-002", "populations": ["POP-001"]}],
    "site": [{"id": "SIT-001", "lot": "LOT-001"}, {"id": "SIT-002", "lot": "LOT-001"}],
    "population": [
        {"id": "POP-001", "users": 42, "sites": ["SIT-001", "SIT-002"]},
        {"id": "POP-002", "users": 5, "sites": ["SIT-001"]},
    ],
    "lot": [
        {"id": "LOT-001", "order": 2, "modules": ["MOD-002"], "sites": ["SIT-001", "SIT-002"]},
        {"id": "LOT-002", "order": 1, "modules": ["MOD-001"], "sites": ["SIT-002"]},
    ],
    "requirement": [
        {"id": "EXF-001", "module": "MOD-002", "lot": "LOT-001", "priority": "must"},
        {"id": "EXF-002", "module": "MOD-002", "lot": "LOT-002", "priority": "must"},
        {"id": "EXF-003", "module": "MOD-002", "lot": "LOT-002", "priority": "should"},
        {"id": "EXF-004", "module": "MOD-001", "lot": None, "priority": "wont"},
        {"id": "EXF-005", "module": "MOD-001", "lot": "LOT-001", "status": "rejected"},
        {"id": "EXT-001", "type": "technical", "lot": "LOT-001", "priority": "could", **EXTRA},
    ],
}


def test_each_requirement_that_stands_counts_once(tmp_path):
    found = tables(grid.view(laid(tmp_path, SPEC), FR))
    assert lines(found["grille"]) == [
        "MOD-001 |  | 0 | 0 | 0 | 1 | 1",
        "MOD-002 | LOT-001 | 1 | 0 | 0 | 0 | 1",
        "MOD-002 | LOT-002 | 1 | 1 | 0 | 0 | 2",
        "Technique | LOT-001 | 0 | 0 | 1 | 0 | 1",
    ]
    assert [said(cell) for cell in found["grille"].totals] == ["Total", "", "2", "1", "1", "1", "5"]
    assert lines(found["modules"])[1] == "MOD-002 | 2 | 1 | 0 | 0 | 3"


def test_lots_in_order_with_whom_they_reach(tmp_path):
    """LOT-002 has one of the two sites of POP-001; POP-002 uses no module of a lot."""
    spec = laid(tmp_path, SPEC)
    (end,) = {", ".join(lot.all("exit_criteria")) for lot in spec.kind("lot")}
    assert lines(tables(lots.view(spec, FR))["lots"]) == [
        f"LOT-002 | 14 juin 2027 | 42 au plus | 1 | 1 | 0 | 0 | 2 | MOD-001 | SIT-002 | {end}",
        f"LOT-001 | 14 juin 2027 | 42 | 1 | 0 | 1 | 0 | 2 | MOD-002 | SIT-001, SIT-002 | {end}",
    ]


def test_sites_in_the_order_of_their_lots(tmp_path):
    sites = [
        {"id": "SIT-001", "city": "Rennes", "employees": 9, "pilot": False, "lot": "LOT-001"},
        {"id": "SIT-002", "city": "Vannes", "employees": 26, "pilot": True, "lot": "LOT-002"},
        {"id": "SIT-003", "city": "Brest", "employees": 5, "pilot": None, "lot": None},
    ]
    spec = laid(tmp_path, SPEC | {"site": sites})
    assert lines(tables(lots.rollout(spec, FR))["deploiement"]) == [
        "SIT-002 | Vannes | Oui | 26 personnes | LOT-002 | 14 juin 2027 | POP-001",
        "SIT-001 | Rennes | Non | 9 personnes | LOT-001 | 14 juin 2027 | POP-001, POP-002",
        "SIT-003 | Brest |  | 5 personnes |  |  | ",
    ]


@pytest.mark.parametrize("view", [grid.view, lots.view, lots.rollout])
def test_nothing_where_nobody_may_read(view, tmp_path):
    assert view(laid(tmp_path, SPEC, edition="public"), FR) == ()
