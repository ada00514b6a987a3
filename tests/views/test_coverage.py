"""V01: what serves what, how far it is, and what serves nothing."""

from laid import laid, lines, tables

from cahier.edition import cut
from cahier.texts import words
from cahier.views import coverage

FR = words("fr")
PASSED = {"runs": [{"date": "2027-05-03", "result": "passed"}]}
FAILED = {"runs": [*PASSED["runs"], {"date": "2027-05-04", "result": "failed"}]}
DIRECT = {"use_cases": None, "module": None, "type": "technical"}
SPEC = {
    "objective": [
        {"id": "OBJ-001", "findings": ["AUD-001"]},
        {"id": "OBJ-002", "findings": None},
        {"id": "OBJ-003", "findings": None},
        {"id": "OBJ-004", "findings": None},
        {"id": "OBJ-005", "findings": None},
    ],
    "use_case": [
        {"id": "UC-003", "objectives": ["OBJ-001"]},
        {"id": "UC-004", "objectives": ["OBJ-003"]},
    ],
    "requirement": [
        {"id": "EXF-001", "use_cases": ["UC-003"], "priority": "must"},
        {"id": "EXF-002", "use_cases": ["UC-003"], "priority": "could", "status": "rejected"},
        {"id": "EXT-001", "objectives": ["OBJ-001"], "priority": "should", **DIRECT},
        {"id": "EXT-002", "objectives": ["OBJ-002"], "priority": "must", **DIRECT},
        {"id": "EXT-004", "objectives": ["OBJ-004"], "priority": "should", **DIRECT},
        {"id": "EXT-005", "objectives": ["OBJ-004"], "priority": "wont", **DIRECT},
        {"id": "EXT-006", "objectives": ["OBJ-005"], "priority": "could", **DIRECT},
        {"id": "EXT-003", "objectives": None, "priority": "must", **DIRECT},
    ],
    "test": [
        {"id": "TST-001", "requirements": ["EXF-001", "EXT-004"], **PASSED},
        {"id": "TST-002", "requirements": ["EXT-002"], **FAILED},
    ],
    "finding": [{"id": "AUD-001", "addressed_by": ["EXF-001"]}],
}


def test_each_objective_has_what_serves_it_directly_or_through_a_use_case(tmp_path):
    found = tables(coverage.view(laid(tmp_path, SPEC), FR))
    assert lines(found["objectifs"]) == [
        "OBJ-001 | Complète | EXF-001 | EXT-001 |  | 2",
        "OBJ-002 | Partielle | EXT-002 |  |  | 1",
        "OBJ-003 | Aucune |  |  |  | 0",
        "OBJ-004 | Complète |  | EXT-004 |  | 1",
        "OBJ-005 | Partielle |  |  | EXT-006 | 1",
    ]
    assert lines(found["cas-usage"])[1] == "UC-004 | Aucune |  |  |  | 0"
    assert lines(found["constats"]) == ["AUD-001 | Problème | OBJ-001 | EXF-001"]
    assert [line.split(" | ")[1] for line in lines(found["lacunes"])] == [
        "OBJ-003 UC-004",
        "OBJ-004 OBJ-005",
        "EXT-003",
    ]


def test_no_finding_outside_and_nothing_in_public(tmp_path):
    spec = laid(tmp_path, SPEC)
    assert "constats" not in tables(coverage.view(cut(spec, "vendors"), FR))
    assert coverage.view(cut(spec, "public"), FR) == ()
