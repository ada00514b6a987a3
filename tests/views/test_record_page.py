"""What the page of a record says around its fields."""

from dataclasses import replace
from pathlib import Path

import pytest

from cahier.changes import ADDED, CHANGED, Change
from cahier.edition import cut
from cahier.page import Diagram, Items, Mention
from cahier.project import check
from cahier.texts import words
from cahier.views import chain, told

FR = words("fr")
ROOT = Path(__file__).parents[2]


def rows(blocks):
    """Return the ids of each row of the chain."""
    (diagram,) = (block for block in blocks if isinstance(block, Diagram))
    return {
        row[0][0].text: [m.id for item in row[1][0].items for m in item if isinstance(m, Mention)]
        for row in diagram.alternative.rows
        if isinstance(row[1][0], Items)
    }


def test_a_requirement_stands_between_its_reasons_and_its_tests(sample):
    found = rows(chain.blocks(sample, FR, sample.records["EXF-012"]))
    assert found == {
        "Constats d'audit": ["AUD-001", "AUD-003"],
        "Objectifs": ["OBJ-001"],
        "Cas d'usage": ["UC-003"],
        "Exigences": ["EXF-012"],
        "Cas de recette": ["TST-021", "TST-028"],
        "Anomalies": ["ANO-004"],
    }


def test_the_chain_is_the_same_from_both_ends(sample):
    """A record is on the page of another if and only if that one is on its own."""
    found = {r.id: chain.blocks(sample, FR, r) for r in sample.records.values()}
    rows_of = {id: rows(blocks) for id, blocks in found.items() if blocks}
    around = {  # of those whose rows are told in full
        id: {other for ids in told_.values() for other in ids}
        for id, told_ in rows_of.items()
        if max(map(len, told_.values())) < 12
    }
    assert len(around) > 100
    assert all(id in around[other] for id in around for other in around[id] & around.keys())


@pytest.mark.parametrize("edition", ["vendors", "public"])
def test_what_an_edition_hides_is_in_no_chain(sample, edition):
    seen = cut(sample, edition)
    hidden = sample.records.keys() - seen.records.keys()
    assert hidden
    for record in seen.records.values():
        for block in chain.blocks(seen, FR, record):
            assert not [id for id in hidden if f">{id}<" in getattr(block, "svg", "")]


def test_no_chain_without_kinds_or_links(sample):
    assert chain.blocks(sample, FR, sample.records["LOT-001"]) == ()
    bare = replace(sample, library=replace(sample.library, chain=()))
    assert chain.blocks(bare, FR, bare.records["EXF-012"]) == ()


def test_history_names_fields_as_the_page_does(sample):
    kind = sample.library.kinds["requirement"]
    made = (
        Change("2027-03-02", "0123abcd", "lot <b>", CHANGED, ("lot", "gone")),
        Change("2027-03-01", "4567cdef", "neuve", ADDED),
    )
    _, table = told.history(FR, kind, made)
    said = [[cell[0].text for cell in row] for row in table.rows]
    assert said == [
        ["2\u00a0mars 2027", "Lot, gone", "lot <b>", "0123abcd"],
        ["1er\u00a0mars 2027", "Fiche créée", "neuve", "4567cdef"],
    ]
    assert told.history(FR, kind, ()) == ()


def test_problems_say_the_way_out():
    found = [d for d in check(ROOT).diagnostics if d.record == "ANO-011"]
    assert told.problems(FR, ()) == ()
    _, table = told.problems(FR, found)
    ((gravity,), (problem,), (way,), (rule,)) = table.rows[0]
    assert (gravity.value, gravity.label) == ("warning", "avertissement")
    assert rule.text == "overdue-anomaly"
    assert problem.text == "ANO-011 devait être corrigée le 28\xa0mai 2027"
    assert way.text.startswith("relancez qui en est chargé")
    no_day = replace(found[0], facts={**found[0].facts, "due": "2027-02-30"})
    assert "2027-02-30" in told.problems(FR, [no_day])[1].rows[0][1][0].text
