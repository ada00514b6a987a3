"""V07 and V08: the model's worked example, written as records, gives its figures."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from cahier.edition import cut
from cahier.page import Prose
from cahier.views.tender import scoring, sensitivity

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden.yaml").read_text(encoding="utf-8"))
SCORING, GRID, PRICES = GOLDEN["scoring"], GOLDEN["grid"], GOLDEN["price"]
RACE = list(SCORING["total100"])
NAMES = {"FOU-001": "Alpha", "FOU-002": "Belvoir", "FOU-003": "Cormier", "FOU-004": "Dolmen"}
CODED = {"DEV": "effort_days: 5, price: 40", "TIE": "price: 40", "FUT": "available_on: 2027-09-01"}

PRICE = (
    "- {id: PRX-001, name: Tout, nature: integration, unit: forfait, quantity: 1, period: once}\n"
)


def criterion(id: str) -> str:
    minimum = SCORING["minimums"].get(id)
    least = f", minimum: {minimum}" if minimum else ""
    method = {"CRI-001": "method: grid", "CRI-005": "method: price, price_formula: proportional"}
    more = method.get(id, "method: marks, guidance: 20 si prouvé")
    more += ", price_basis: tco" if id == "CRI-005" else ""
    name, weight = SCORING["names"][id].split(" (")[0], SCORING["weights"][id]
    return f"- {{id: {id}, name: {name}, weight: {weight}, scale: 20, {more}{least}}}\n"


def requirement(of: dict) -> str:
    return (
        f"- {{id: {of['id']}, name: Exigence {of['id']}, type: functional, module: MOD-001,"
        f" priority: {of['priority']}, eliminatory: {str(of['eliminatory']).lower()},"
        " statement: Le CRM doit relancer le client., use_cases: [UC-001], source: [STK-001],"
        " owner: STK-001, lot: LOT-001, rationale: Sans elle on perd la vente.,"
        " acceptance: [Vu], verification: test, status: approved}\n"
    )


def vendor(id: str) -> str:
    price = PRICES["inputs_tco"].get(id, 100)
    marks = "".join(
        f"    {c}:\n"
        + "".join(
            f"      - {{evaluator: STK-00{n}, mark: {m}}}\n" for n, m in enumerate(given[id], 1)
        )
        for c, given in SCORING["marks"].items()
    )
    return (
        f"- id: {id}\n  name: {NAMES[id]}\n  roles: [editor]\n  status: responded\n"
        f"  received_on: 2026-11-26\n  response_file: r.xlsx\n"
        f"  product: P\n  contact: c@{id.lower()}.example\n"
        f"  price_initial: {price:.0f}\n  price_yearly: 0\n"
        f"  prices: {{PRX-001: {price:.0f}}}\n  marks:\n{marks}"
    )


def responses() -> str:
    pairs = [
        (vendor, of["id"], code)
        for vendor, codes in GRID["answers"].items()
        for of, code in zip(GRID["requirements"], codes, strict=True)
    ]
    return "".join(
        f"- {{id: REP-{n:03}, name: Réponse {n}, vendor: {v}, requirement: {r}, coverage: {code},"
        f" comment: Vu{', ' + CODED[code] if code in CODED else ''}}}\n"
        for n, (v, r, code) in enumerate(pairs, 1)
    )


def files(vendors: str) -> dict[str, str]:
    return {
        "criterion/criteres.yaml": "".join(map(criterion, SCORING["weights"])),
        "requirement/exigences.yaml": "".join(map(requirement, GRID["requirements"])),
        "vendor/offres.yaml": vendors,
        "response/reponses.yaml": responses(),
        "price_item/prix.yaml": PRICE,
    }


@pytest.fixture
def tender(small):
    return small(files("".join(map(vendor, NAMES))))


def near(given, wanted, tolerance="0.001"):
    return abs(given - Decimal(str(wanted))) <= Decimal(tolerance)


def test_ranking(tender, shown):
    found = shown(scoring.view, tender)
    assert found.column("classement", "Offre") == SCORING["ranking"]
    totals = found.column("classement", "Total")
    assert all(
        near(t, SCORING["total100"][v]) for v, t in zip(SCORING["ranking"], totals, strict=True)
    )
    assert "FOU-002 Belvoir" in found.blocks[1].markdown
    assert "0,088" in found.blocks[1].markdown
    assert re.findall(r'href="(FOU-\d+)"', found.drawings[0].svg) == SCORING["ranking"]


def test_marks_by_criterion(tender, shown):
    found = shown(scoring.view, tender)
    for id in RACE:
        given = dict(
            zip(
                found.column("notes-par-critere", "Critère"),
                found.column("notes-par-critere", NAMES[id]),
                strict=True,
            )
        )
        assert all(near(given[c], mark) for c, mark in SCORING["marks20"][id].items())


def test_coverage_of_the_grid(tender, shown):
    found = shown(scoring.view, tender)
    for id, wanted in GRID["result"].items():
        row = found.row("couverture-par-offre", id)
        assert row[:6] == list(wanted["by_coverage"].values())
        assert near(row[6], wanted["weighted"])
        assert near(row[8], wanted["coverage_percent"], "0.01")


def test_who_is_out_has_no_price_mark(tender, shown):
    found = shown(scoring.view, tender)
    notes = dict(
        zip(
            found.column("prix-des-offres", "Offre"),
            found.column("prix-des-offres", "Note «\N{NO-BREAK SPACE}Prix\N{NO-BREAK SPACE}»"),
            strict=True,
        )
    )
    assert notes.pop("FOU-003") == ()
    assert all(near(note, PRICES["prop"][id]) for id, note in notes.items())
    assert found.values("offres-ecartees") == [["FOU-003", "EXF-012", ()]]


def test_bars_are_in_the_order_of_the_ranking(tender, shown):
    (drawing,) = shown(scoring.view, tender).drawings
    places = [drawing.svg.index(f">{id} {NAMES[id]}<") for id in SCORING["ranking"]]
    assert places == sorted(places)
    assert "FOU-003" not in drawing.svg


def test_each_weight_moved(tender, shown):
    found = shown(sensitivity.view, tender)
    rows = found.values("sensibilite-des-poids")
    for row, wanted in zip(rows, SCORING["sensitivity_plus_minus_10"], strict=True):
        assert row[:2] == [wanted["criterion"], wanted["delta"]]
        assert near(row[2], wanted["weights"][wanted["criterion"]], "0.006")
        assert all(near(t, wanted["totals"][v]) for v, t in zip(RACE, row[3:6], strict=True))
        changed = "changed" if wanted["changes_winner"] else "same"
        assert row[6:] == [wanted["winner"], changed]


def test_weights_that_tie(tender, shown):
    found = shown(sensitivity.view, tender)
    price = found.row("poids-d-egalite", "CRI-005")
    wanted = SCORING["breakeven_price_weight"]
    assert near(price[1], wanted["FOU-002/FOU-001"])
    assert near(price[2], wanted["FOU-002/FOU-004"])


def test_other_price_formulas(tender, shown):
    found = shown(sensitivity.view, tender)
    linear = found.values("formules-de-prix")[1]
    wanted = SCORING["with_linear_price"]["total100"]
    assert all(near(t, wanted[v]) for v, t in zip(RACE, linear[1:4], strict=True))
    assert linear[4:] == ["FOU-004", "changed"]


def test_the_verdict(tender, sample, shown):
    verdict = next(
        b.markdown for b in shown(sensitivity.view, tender).blocks if isinstance(b, Prose)
    )
    # 5 moves of 10 keep Belvoir first; neither of the two other price formulas does
    assert "Classement non robuste" in verdict
    assert "5 des 12 cas" in verdict


def test_offers_without_all_their_marks_wait(small, shown):
    marked = "    CRI-004:\n      - {evaluator: STK-001, mark: 14}\n"
    vendors = "".join(map(vendor, NAMES))
    assert marked in vendors
    partial = vendors.replace(f"{marked}      - {{evaluator: STK-002, mark: 15}}\n", "")
    found = shown(scoring.view, small(files(partial)))
    assert found.values("notes-attendues") == [["FOU-001", "CRI-004"]]
    assert found.column("classement", "Offre") == ["FOU-002", "FOU-004"]


def test_evaluators_side_by_side(tender, shown):
    found = shown(scoring.view, tender)
    first = found.values("notes-des-evaluateurs")[0]
    assert first == ["CRI-002", "FOU-001", 15, 14, Decimal("14.5"), 1]


@pytest.mark.parametrize("edition", ["vendors", "public"])
def test_only_the_buyer_sees_it(edition, sample, shown):
    for view in (scoring.view, sensitivity.view):
        assert shown(view, sample).blocks
        assert shown(view, cut(sample, edition)).blocks == ()
