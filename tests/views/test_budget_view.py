"""V04: the tables of the sample hold the figures of the model's worked example."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from cahier.edition import cut
from cahier.page import Cards
from cahier.views import budget
from cahier.views.budget import actuals

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden.yaml").read_text(encoding="utf-8"))
BASE = GOLDEN["tco_base"]
SCENARIOS = [
    ("Comme prévu", BASE),
    (
        "Abonnements et maintenance +3\N{NO-BREAK SPACE}% par an",
        GOLDEN["tco_indexed_3pct_licence_and_maintenance"],
    ),
    ("Moitié des gains", GOLDEN["tco_hybrid_low_benefit_50pct"]),
]
RESULTS = {
    "Coût total (TCO)": "tco",
    "Gains attendus": "total_benefits",
    "Retour sur investissement (ROI)": "roi_percent",
    "Valeur actuelle nette (VAN)": "npv",
    "Coûts actualisés": "pv_costs",
    "Gains actualisés": "pv_benefits",
    "ROI actualisé": "discounted_roi_percent",
    "Délai de retour": "payback_years",
    "Délai de retour actualisé": "discounted_payback_years",
    "Taux de rendement interne (TRI)": "irr_percent",
    "Par utilisateur et par mois": "cost_per_user_per_month_5y",
}


def near(given, wanted, tolerance="0.005"):
    if wanted is None:
        return given == "non atteint"
    return abs(given - Decimal(str(wanted))) <= Decimal(tolerance)


def test_by_year(sample, shown):
    found = shown(budget.view, sample)
    for title, key in (("Coûts", "costs"), ("Gains", "benefits"), ("Cumul", "cumulative")):
        assert [float(v) for v in found.column("budget-par-annee", title)] == BASE[key]
    sums = [cell[0].value for cell in found.tables["budget-par-annee"].totals[1:] if cell[:1]]
    assert near(sums[0], BASE["tco"])
    assert near(sums[-1], BASE["npv"])


def test_lines_add_up_to_costs_and_benefits(sample, shown):
    table = shown(budget.view, sample).tables["budget_line"]
    sums = [cell[0].value for cell in table.totals[-2:]]
    assert near(sums[0], BASE["tco"])
    assert near(sums[1], BASE["total_benefits"])
    shares = [[row[n][0].value for row in table.rows if row[n]] for n in (-2, -1)]
    assert list(map(len, shares)) == [23, 7]
    assert all(near(sum(each), whole) for each, whole in zip(shares, sums, strict=True))


@pytest.mark.parametrize(("title", "wanted"), SCENARIOS, ids=[t for t, _ in SCENARIOS])
def test_results(title, wanted, sample, shown):
    found = shown(budget.view, sample)
    given = dict(
        zip(
            found.column("budget-resultats", "Mesure"),
            found.column("budget-resultats", title),
            strict=True,
        )
    )
    taxed = given.pop("Coût total TTC (TVA à 20\N{NO-BREAK SPACE}%)")
    assert near(taxed, 1.2 * wanted["tco"], "0.01")
    assert given.keys() == RESULTS.keys()
    assert {n: v for n, v in given.items() if not near(v, wanted[RESULTS[n]])} == {}


def test_the_detail_adds_up_to_the_total(sample, shown):
    found = shown(budget.view, sample)
    for name, total in (
        ("budget-couts-par-nature", BASE["tco"]),
        ("budget-couts-par-imputation", BASE["tco"]),
        ("budget-gains-par-nature", BASE["total_benefits"]),
    ):
        assert near(found.tables[name].totals[-1][0].value, total)
    capex = found.row("budget-couts-par-imputation", "Investissement")
    assert near(capex[0], BASE["capex_year0"])


def test_the_envelope(sample, shown):
    cards = next(b for b in shown(budget.view, sample).blocks if isinstance(b, Cards))
    envelope = {f.label: f.value[0].value for f in cards.cards[-1].fields}
    assert envelope == {"Accordée": 300000, "Année du projet": 275040, "Reste": 24960}


def test_figures_are_written_in_the_readers_language(sample, shown):
    row = shown(budget.view, sample).tables["budget-par-annee"].rows[0]
    assert row[3][0].text == "−275\N{NARROW NO-BREAK SPACE}040\N{NO-BREAK SPACE}€"
    row = shown(budget.view, sample, "en").tables["budget-par-annee"].rows[0]
    assert row[3][0].text == "−€275,040"


LINES = """\
- {id: BUD-001, name: Intégration, flow: cost, nature: integration, accounting: capex,
   amounts: {0: 100, 1: 20}, actuals: {0: 130, 1: 25}}
- {id: BUD-002, name: Marge, flow: benefit, nature: revenue, confidence: low, formula: à voir,
   objective: OBJ-001, amounts: {0: 0, 1: 300}, actuals: {1: 232.5}}
- {id: BUD-003, name: Reprise, flow: cost, nature: migration, accounting: capex, amounts: {0: 50}}
"""
COST = """\
- {id: BUD-001, name: Coût, flow: cost, nature: licence, accounting: opex, amounts: %s}
"""


def test_actuals(small, shown):
    spec = small({"budget_line/lignes.yaml": LINES})
    found = shown(actuals.view, spec)
    assert found.values("realise-par-annee") == [
        [0, 150, 130, -20, 0, 0, 0],
        [1, 20, 25, 5, 300, Decimal("232.5"), Decimal("-67.5")],
    ]
    assert found.column("realise-par-ligne", "N°") == ["BUD-001", "BUD-001", "BUD-002"]
    drawn = "".join(drawing.svg for drawing in found.drawings)
    assert re.findall(r'href="(BUD-\d+)"', drawn) == ["BUD-001", "BUD-002"]
    prose = found.blocks[1].markdown  # (232.5 − 155) / 155
    assert "50,00\N{NO-BREAK SPACE}%" in prose


def test_costs_alone_promise_no_return(small, shown):
    found = shown(budget.view, small({"budget_line/lignes.yaml": COST % "{0: 1, 2: 7}"}))
    assert {"Coût total (TCO)", "Coûts actualisés"} <= set(
        found.column("budget-resultats", "Mesure")
    )
    assert "Délai de retour" not in found.column("budget-resultats", "Mesure")
    assert "budget-gains-par-nature" not in found.tables


def test_amounts_beyond_any_budget_are_still_shown(small, shown):
    amounts = "{0: " + "9" * 60 + "}"
    found = shown(budget.view, small({"budget_line/lignes.yaml": COST % amounts}))
    assert found.column("budget-par-annee", "Coûts")[0] > 10**59


@pytest.mark.parametrize("edition", ["vendors", "public"])
def test_other_editions_show_nothing(edition, sample, shown):
    assert shown(budget.view, cut(sample, edition)).blocks == ()
    assert shown(actuals.view, cut(sample, edition)).blocks == ()


def test_a_part_of_the_lines_is_no_budget(small, shown):
    shared = LINES.replace("name: Reprise,", "name: Reprise, visibility: public,")
    spec = cut(small({"budget_line/lignes.yaml": shared}), "public")
    assert [line.id for line in spec.kind("budget_line")] == ["BUD-003"]
    assert shown(budget.view, spec).blocks == ()
