"""V06 and V14: who does what, and the options weighed."""

from dataclasses import replace

import pytest

from cahier.edition import cut
from cahier.page import Heading, Prose
from cahier.views import options, raci

LINES = """\
- {id: RAC-001, name: Cadrer, activity: Cadrer, assignments: {STK-001: [A], STK-002: [A, R]}}
- {id: RAC-002, name: Former, activity: Former, assignments: {STK-001: [A, R], STK-002: [C]}}
- {id: RAC-003, name: Charger, activity: Charger, assignments: {STK-002: [I]}}
- {id: RAC-004, name: Choisir, activity: Choisir, assignments: {STK-001: [A], STK-002: [R]}}
"""


@pytest.fixture
def conflicting(small):
    return small({"raci/raci.yaml": LINES})


def test_the_matrix_has_a_row_an_activity_and_a_column_a_person(sample, shown):
    table = shown(raci.view, sample).tables["matrice-raci"]
    assert [row[0][0].id for row in table.rows] == [line.id for line in sample.kind("raci")]
    assert "STK-001 Directrice générale" in table.columns
    people = [title.split(" ", 1)[0] for title in table.columns[1:]]
    for row, line in zip(table.rows, sample.kind("raci"), strict=True):
        given = {
            who: [badge.value for badge in cell]
            for who, cell in zip(people, row[1:], strict=True)
            if cell
        }
        assert given == {who: list(codes) for who, codes in line.fields["assignments"].items()}


def test_counts_by_person(conflicting, shown):
    found = shown(raci.view, conflicting)
    assert found.values("raci-par-personne") == [["STK-001", 1, 3, 0, 0], ["STK-002", 2, 1, 1, 1]]


def test_conflicts(conflicting, shown):
    assert shown(raci.view, conflicting).values("raci-conflits") == [
        ["RAC-001", "Plusieurs approuvent", ("STK-001", "STK-002")],
        ["RAC-002", "Approuve seul son propre travail", "STK-001"],
        ["RAC-003", "Personne n'approuve", ()],
        ["RAC-003", "Personne ne réalise", ()],
    ]


def test_no_conflict_is_said(sample, shown):
    found = shown(raci.view, sample)
    assert "raci-conflits" not in found.tables
    assert isinstance(found.blocks[-1], Prose)


def test_where_somebody_may_be_hidden_nothing_is_said_of_conflicts(conflicting, shown):
    found = shown(raci.view, replace(conflicting, whole=False))
    assert "raci-conflits" not in found.tables
    assert [b.text for b in found.blocks if isinstance(b, Heading)] == [
        "Qui fait quoi",
        "La part de chacun",
    ]


def test_options_are_compared_by_topic(sample, shown):
    found = shown(options.view, sample)
    table = found.tables["options-hebergement"]
    assert found.row("options-hebergement", "Option") == ["OPT-001", "OPT-002", "OPT-003"]
    costs = {57600 * 5: "OPT-001", 46500 + 5 * 31800: "OPT-002", 18900 + 5 * 69400: "OPT-003"}
    assert found.row("options-hebergement", "Coût sur 5 ans") == list(costs)
    assert len(table.columns) == 4
    assert {len(o.all("advantages")) for o in sample.kind("option")} != {1}
    compared = [cell.id for t in found.tables.values() for (cell, *_) in t.rows[0][1:]]
    assert sorted(compared) == [option.id for option in sample.kind("option")]


def test_what_no_option_says_has_no_line(sample, shown):
    found = shown(options.view, sample)
    named = [row[0] for row in found.values("options-methodologie")]
    assert named == ["Option", "Avantages", "Contraintes et inconvénients", "Statut", "Décision"]


def test_other_editions(sample, shown):
    assert shown(options.view, cut(sample, "vendors")).blocks == ()
    assert shown(raci.view, cut(sample, "public")).blocks == ()
