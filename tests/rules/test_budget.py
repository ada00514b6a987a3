"""The rules of the budget, condition by condition."""

import pytest
from overlay import checked, facts, said

LINE = """\
- id: BUD-00{n}
  name: Poste {n}
  flow: cost
  nature: {nature}
  accounting: capex
  amounts: {amounts}
"""
NATURES = "licence integration interface migration training change internal maintenance".split()
ALL = "".join(LINE.format(n=n, nature=v, amounts="{0: 10}") for n, v in enumerate(NATURES, 1))


def budget(*more: str) -> dict[str, str]:
    return {"budget_line/lignes.yaml": "".join(more)}


def line(amounts: str, more: str = "", nature: str = "integration") -> dict[str, str]:
    return budget(LINE.format(n=1, nature=nature, amounts=amounts), more)


@pytest.mark.parametrize(
    ("amounts", "quantity", "wanted"),
    [
        ("{0: 22400, 1: 0}", "28", []),
        ("{0: 22401, 1: 22399}", "28", []),
        ("{0: 22401.01}", "28", [("BUD-001", "", "22401.01")]),
        ("{0: 22400, 1: 22398}", "28", [("BUD-001", "", "22398")]),
        ("{0: 100, 1: 200}", "28", [("BUD-001", "", "100"), ("BUD-001", "", "200")]),
        ("{0: 0, 1: 0}", "28", [("BUD-001", "nowhere", None)]),
        ("{0: 0}", "0", []),
        ("{0: 20800}", "0.4", [("BUD-001", "", "20800")]),
        ("{0: 320}", "0.4", []),
    ],
)
def test_amount_not_product(amounts, quantity, wanted, tmp_path):
    more = f"  quantity: {quantity}\n  unit_price: 800\n"
    found = checked(tmp_path, line(amounts, more))
    told = [(id, way) for id, way, _ in said(found, "amount-not-product")]
    assert told == [(id, way) for id, way, _ in wanted]
    assert facts(found, "amount-not-product", "amount") == [amount for *_, amount in wanted]


@pytest.mark.parametrize("more", ["  quantity: 28\n", "  unit_price: 800\n", ""])
def test_a_lump_sum_has_no_product(more, tmp_path):
    assert said(checked(tmp_path, line("{0: 5}", more)), "amount-not-product") == []


PRICES = """\
- {id: PRX-001, name: Paramétrage, nature: integration, unit: jour, quantity: 28, period: once}
- {id: PRX-002, name: Accès, nature: licence, unit: an, quantity: 7, period: yearly, years: [1, 2]}
- {id: PRX-003, name: Salle, nature: licence, unit: an, quantity: 1, period: once, optional: true}
"""
VENDOR = """\
id: FOU-001
name: Alpha Conseil
roles: [integrator]
product: CRM Alpha Cloud
status: {status}
received_on: 2026-11-26
response_file: reponses/alpha.xlsx
price_initial: {initial}
price_yearly: {yearly}
prices: {prices}
elimination_reason: Sans objet
"""


@pytest.mark.parametrize(
    ("initial", "yearly", "prices", "wanted"),
    [
        (22400, 5040, "{PRX-001: 800, PRX-002: 720}", []),
        (22401, 5039, "{PRX-001: 800, PRX-002: 720, PRX-003: 900}", []),
        (22402, 5040, "{PRX-001: 800, PRX-002: 720}", [("", "price_initial: 22402")]),
        (22400, 5038, "{PRX-001: 800, PRX-002: 720}", [("", "price_yearly: 5038")]),
        (1, 2, "{PRX-001: 800, PRX-003: 9}", [("unpriced", "prices: {PRX-001: 800, PRX-003: 9}")]),
    ],
)
@pytest.mark.parametrize("status", ["responded", "eliminated"])
def test_offer_total_wrong(initial, yearly, prices, wanted, status, tmp_path):
    offer = VENDOR.format(initial=initial, yearly=yearly, prices=prices, status=status)
    found = checked(tmp_path, {"price_item/cadre.yaml": PRICES, "vendor/alpha.yaml": offer})
    told = [("FOU-001", *each) for each in wanted]
    assert said(found, "offer-total-wrong") == told


def test_a_broken_price_line_hides_no_total(tmp_path):
    offer = VENDOR.format(initial=1, yearly=1, prices="{PRX-001: 1}", status="responded")
    prices = PRICES.replace("unit: jour, ", "")
    found = checked(tmp_path, {"price_item/cadre.yaml": prices, "vendor/alpha.yaml": offer})
    assert said(found, "offer-total-wrong") == []


@pytest.mark.parametrize(
    ("amounts", "wanted"),
    [("{0: 60000, 1: 9000}", []), ("{0: 60000.01}", ["0.01"]), ("{0: 61500}", ["1500"])],
)
def test_envelope_exceeded(amounts, wanted, tmp_path):
    gain = (
        "- {id: BUD-009, name: Gain, flow: benefit, nature: revenue, amounts: {0: 500},"
        " confidence: low, formula: 1 × 500, objective: OBJ-001}\n"
    )
    found = checked(tmp_path, line(amounts, gain))
    assert facts(found, "envelope-exceeded", "excess") == wanted
    assert said(found, "envelope-exceeded") == [("PRJ-001", "", "budget_envelope: 60000")] * len(
        wanted
    )


@pytest.mark.parametrize("nature", NATURES)
def test_cost_nature_missing(nature, tmp_path):
    lines = ALL.replace(f"nature: {nature}\n", "nature: contingency\n")
    found = checked(tmp_path, budget(lines))
    assert facts(found, "cost-nature-missing", "nature") == [nature]


def test_a_benefit_is_no_cost(tmp_path):
    lines = ALL.replace(
        "flow: cost\n  nature: change\n  accounting: capex\n",
        "flow: benefit\n  nature: change\n  confidence: low\n  formula: 1\n  objective: OBJ-001\n",
    )
    assert facts(checked(tmp_path, budget(lines)), "cost-nature-missing", "nature") == ["change"]


@pytest.mark.parametrize(
    ("more", "nature", "ways"),
    [
        ("", "change", ["zero"]),
        ("  description: Payé par le groupe.\n", "change", []),
        ("  formula: Compris dans la ligne 2.\n", "change", []),
        ("", "contingency", []),
    ],
)
def test_a_zero_says_why(more, nature, ways, tmp_path):
    zero = LINE.format(n=9, nature=nature, amounts="{0: 0, 1: 0}")
    found = checked(tmp_path, budget(ALL, zero, more))
    assert [way for _, way, _ in said(found, "cost-nature-missing")] == ways


def test_a_year_at_zero_is_no_line_at_zero(tmp_path):
    line_of_two = LINE.format(n=9, nature="change", amounts="{0: 0, 1: 5}")
    assert said(checked(tmp_path, budget(ALL, line_of_two)), "cost-nature-missing") == []


def test_no_budget_is_told_once(tmp_path):
    assert [way for _, way, _ in said(checked(tmp_path, budget()), "cost-nature-missing")] == [
        "no-budget"
    ]


def test_a_broken_line_may_be_the_missing_one(tmp_path):
    broken = ALL.replace("nature: change", "nature: changement")
    assert said(checked(tmp_path, budget(broken)), "cost-nature-missing") == []


@pytest.mark.parametrize("field", ["confidence", "formula", "objective"])
def test_unfounded_benefit(field, tmp_path):
    fields = {"confidence": "low", "formula": "6 × 2 400 €", "objective": "OBJ-001"}
    gain = "id: BUD-001\nname: Gain\nflow: benefit\nnature: revenue\namounts: {1: 5}\n"
    gain += "".join(f"{name}: {value}\n" for name, value in fields.items() if name != field)
    found = checked(tmp_path, budget(gain))
    assert facts(found, "unfounded-benefit", "field") == [field]
