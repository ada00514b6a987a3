"""V11 and V20: what the anomalies and the tests say of each lot."""

import pytest
from laid import laid, lines, said, tables

from cahier.texts import words
from cahier.views import anomalies, tested

FR = words("fr")
GATE = [
    {"severity": "blocking", "stop_at": 1},
    {"severity": "major", "stop_at": 5, "stop_at_percent": 40},
    {"severity": "minor", "stop_at": 20, "stop_at_percent": 40},
]
CLOSED = {"status": "closed", "fixed_in": "1.0.3", "closed_on": "2027-05-25", "resolution": "Non."}
ANOMALY = {
    "module": "MOD-001",
    "severity": "minor",
    "reported_on": "2027-05-18",
    "workaround": "Saisir deux fois.",
}
SPEC = {
    "module": [{"id": "MOD-001"}, {"id": "MOD-002"}],
    "lot": [
        {"id": "LOT-001", "modules": ["MOD-001"], "acceptance_thresholds": GATE},
        {"id": "LOT-002", "modules": ["MOD-002"], "acceptance_thresholds": GATE},
    ],
    "anomaly": [
        {"id": "ANO-001", **ANOMALY, **CLOSED},
        {"id": "ANO-002", **ANOMALY, "status": "fixing", "due": "2027-05-31"},
        {"id": "ANO-003", **ANOMALY, "severity": "major", "status": "fixing", "due": "2027-06-02"},
        {"id": "ANO-004", **ANOMALY, "status": "rejected", "resolution": "Non."},
        {"id": "ANO-005", **ANOMALY, "environment": "production", "severity": "blocking"},
    ],
    "requirement": [
        {"id": "EXF-001", "lot": "LOT-001", "priority": "must"},
        {"id": "EXF-002", "lot": "LOT-001", "priority": "must"},
        {"id": "EXF-003", "lot": "LOT-002", "priority": "must"},
        {"id": "EXF-004", "lot": "LOT-001", "priority": "should"},
        {"id": "EXF-005", "lot": "LOT-001", "priority": "must", "status": "rejected"},
    ],
    "test": [
        {
            "id": "TST-001",
            "lot": "LOT-001",
            "requirements": ["EXF-001", "EXF-004"],
            "runs": [
                {"date": "2027-05-20", "version": "1.0.1", "result": "passed"},
                {"date": "2027-05-12", "version": "1.0.0", "result": "failed"},
            ],
        },
        {
            "id": "TST-002",
            "lot": "LOT-001",
            "requirements": ["EXF-001", "EXF-002"],
            "runs": [{"date": "2027-05-20", "version": "1.0.1", "result": "failed"}],
        },
    ],
}  # fmt: skip


@pytest.fixture
def spec(tmp_path):
    return laid(tmp_path, SPEC)


def test_counters_add_up_both_ways(spec):
    table = tables(anomalies.view(spec, FR))["compteurs"]
    assert [line.split(" | ")[0::8] for line in lines(table)] == [
        ["Bloquante", "1"],
        ["Majeure", "1"],
        ["Mineure", "3"],
    ]
    assert [said(cell) for cell in table.totals] == "Total 0 0 3 0 1 1 0 5".split()


def test_the_gate_of_a_lot_leaves_production_out(spec):
    assert lines(tables(anomalies.view(spec, FR))["mise-en-production"]) == [
        "LOT-001 | 14 juin 2027 | 4 | 0 | 1 | 1 | Possible"
    ]


def test_a_lot_is_stopped_for_a_reason(tmp_path):
    closer = [*SPEC["anomaly"][:2], SPEC["anomaly"][2] | {"id": "ANO-006"}]
    spec = laid(tmp_path, SPEC | {"anomaly": closer[1:]})
    assert lines(tables(anomalies.view(spec, FR))["mise-en-production"])[0].endswith(
        "Arrêtée | majeures ouvertes : 1 sur 2, seuil 40 %, mineures ouvertes : 1 sur 2, seuil 40 %"
    )


def test_the_age_ends_with_the_closing(spec):
    table = tables(anomalies.view(spec, FR))["suivi"]
    ages = {line.split(" | ")[0]: line.split(" | ")[-1] for line in lines(table)}
    assert ages == {
        "ANO-001": "7",
        "ANO-002": "14",
        "ANO-003": "14",
        "ANO-004": "",
        "ANO-005": "14",
    }


def test_late_is_what_is_open_and_was_due_before_today(spec):
    told = next(block for block in anomalies.view(spec, FR) if hasattr(block, "markdown"))
    assert told.markdown.replace("\N{NO-BREAK SPACE}", " ") == (
        "3 à traiter sur 5 déclarées. 2 en retard au 1er juin 2027."
    )


def test_one_test_that_passes_is_enough(spec):
    found = tables(tested.view(spec, FR))
    assert lines(found["resultats"]) == [
        "EXF-001 | Relance automatique des devis | LOT-001 | Indispensable | TST-001 Réussi, "
        "TST-002 En échec | Réussi",
        "EXF-002 | Relance automatique des devis | LOT-001 | Indispensable | TST-002 | En échec",
        "EXF-003 | Relance automatique des devis | LOT-002 | Indispensable |  | Sans cas",
        "EXF-004 | Relance automatique des devis | LOT-001 | Important | TST-001 | Réussi",
    ]
    assert lines(found["indispensables"]) == [
        "LOT-001 | 1 | 1 | 0 | 0 | 0 | 2 | 50 %",
        "LOT-002 | 0 | 0 | 0 | 0 | 1 | 1 | 0 %",
    ]
    assert said(found["indispensables"].totals[-1]) == "33,3 %"


@pytest.mark.parametrize("view", [anomalies.view, tested.view])
def test_nothing_where_nobody_may_read(view, tmp_path):
    assert view(laid(tmp_path, SPEC, edition="public"), FR) == ()


def test_hidden_lots_leave_anomalies(tmp_path):
    hidden = [lot | {"visibility": "internal"} for lot in SPEC["lot"]]
    spec = laid(tmp_path, SPEC | {"lot": hidden}, edition="vendors")
    assert "mise-en-production" not in tables(anomalies.view(spec, FR))
    assert lines(tables(tested.view(spec, FR))["indispensables"])[0].startswith("Sans lot | 1 | 1")
