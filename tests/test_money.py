"""The worth of an investment: the worked examples of the model, then the edges of each formula."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from cahier.budget import cash, costs_by_nature
from cahier.money import Cash, irr, payback
from cahier.project import check

ROOT = Path(__file__).parents[1]
GOLDEN = yaml.safe_load(Path(__file__).with_name("golden.yaml").read_text(encoding="utf-8"))
EXAMPLES = [name for name in GOLDEN if name.startswith("tco_")]
USERS = 80
MEASURES = {
    "net": lambda c: c.net,
    "cumulative": lambda c: c.cumulative,
    "tco": lambda c: c.tco,
    "total_benefits": lambda c: c.gains,
    "roi_percent": lambda c: c.roi,
    "npv": lambda c: c.npv,
    "pv_costs": lambda c: c.present_costs,
    "pv_benefits": lambda c: c.present_benefits,
    "discounted_roi_percent": lambda c: c.discounted_roi,
    "payback_years": lambda c: c.payback,
    "discounted_payback_years": lambda c: c.discounted_payback,
    "irr_percent": lambda c: c.irr,
    "cost_per_user_per_month_5y": lambda c: c.per_user_month(USERS),
}


def decimals(*values: str | float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(value)) for value in values)


def near(given, wanted, tolerance: str = "0.01") -> bool:
    if isinstance(wanted, list):
        return all(near(g, w) for g, w in zip(given, wanted, strict=True))
    if wanted is None or given is None:
        return given is wanted
    return abs(given - Decimal(str(wanted))) <= Decimal(tolerance)


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("measure", MEASURES)
def test_worked_example(example, measure):
    wanted = GOLDEN[example]
    flows = Cash(decimals(*wanted["costs"]), decimals(*wanted["benefits"]), Decimal(8))
    tolerance = "0.001" if measure.endswith("years") else "0.01"
    assert near(MEASURES[measure](flows), wanted[measure], tolerance)


SCENARIOS = {
    "tco_base": {},
    "tco_indexed_3pct_licence_and_maintenance": {"indexed": 3},
    "tco_no_benefit": {"share": 0},
    "tco_hybrid_low_benefit_50pct": {"share": Decimal("0.5")},
}


@pytest.fixture(scope="module")
def sample():
    return check(ROOT).spec


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_sample_gives_the_worked_example(example, sample):
    found = cash(sample, **SCENARIOS[example])
    assert near(found.costs, GOLDEN[example]["costs"])
    assert near(found.benefits, GOLDEN[example]["benefits"])
    assert near(found.npv, GOLDEN[example]["npv"])


def test_natures_sum_to_the_year(sample):
    assert sum(costs_by_nature(sample, 0).values()) == cash(sample).costs[0]
    assert costs_by_nature(sample, 1)["maintenance"] == 18000


@pytest.mark.parametrize(
    ("flow", "wanted"),
    [
        ((), 0),
        ((0, 5), 0),
        ((-10, 5, 5), 2),
        ((-10, 4, 8), Decimal("1.75")),
        ((-10, 4, 5), None),
        ((-10, 12, -8), Decimal(10) / 12),
    ],
)
def test_payback(flow, wanted):
    assert payback(decimals(*flow)) == wanted


@pytest.mark.parametrize(
    ("flow", "wanted"),
    [
        ((-100, 110), 10),
        ((-100, 0, 121), 10),
        ((-100, 50), -50),
        ((-1, 1000), 99900),
        ((0, -100, 120), 20),
        ((100, -110), 10),
        ((-100, 230, -132), None),
        ((-100, -10), None),
        ((0, 0), None),
        ((), None),
    ],
)
def test_irr(flow, wanted):
    assert near(irr(decimals(*flow)), wanted, "0.000001")


def test_nothing_spent_has_no_return():
    nothing = Cash(decimals(0, 0), decimals(0, 5), Decimal(8))
    assert (nothing.roi, nothing.discounted_roi) == (None, None)


def test_no_user_and_no_run_have_no_monthly_cost():
    assert Cash(decimals(5, 5), decimals(0, 0)).per_user_month(0) is None
    assert Cash(decimals(5), decimals(0)).per_user_month(10) is None
