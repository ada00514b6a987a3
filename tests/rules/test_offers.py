"""What each offer is worth, read from the records: the sample first, then the edges."""

from decimal import Decimal
from pathlib import Path

import pytest
from overlay import checked
from test_tender import criteria, criterion, requirement, response, vendor

from cahier.offers import cost, price
from cahier.project import check
from cahier.scoring import FORMULAS, break_even, sensitivity
from cahier.spec import Spec
from cahier.tender import Tender

ROOT = Path(__file__).parents[2]
# What the decision of the sample announces, to the third decimal.
TOTALS = {
    "proportional": {"FOU-001": "81.510", "FOU-002": "79.447", "FOU-004": "77.925"},
    "linear": {"FOU-001": "76.592", "FOU-002": "61.612", "FOU-004": "77.925"},
    "linear_ref": {"FOU-001": "80.043", "FOU-002": "71.149", "FOU-004": "77.925"},
}
GRID = "method: grid"


@pytest.fixture(scope="module")
def sample() -> Tender:
    return Tender(check(ROOT).spec)


@pytest.mark.parametrize("formula", FORMULAS)
def test_totals_of_the_sample(sample, formula):
    found = sample.scores(formula).totals
    assert {v: f"{total:.3f}" for v, total in found.items()} == TOTALS[formula]


def test_the_announced_formula_is_the_default(sample):
    assert sample.scores().totals == sample.scores("proportional").totals


def test_who_is_out_sets_no_price(sample):
    assert sample.out == {"FOU-003": ("EXF-021",)}
    assert set(sample.prices("tco")) == {"FOU-001", "FOU-002", "FOU-004"}


def test_sensitivity_of_the_sample(sample):
    turning = [(m.criterion, m.by) for m in sensitivity(sample.scores()) if m.changes]
    assert turning == [("CRI-003", 10), ("CRI-005", -10)]
    weights = [break_even(sample.scores(), "CRI-005", "FOU-001", v) for v in ("FOU-002", "FOU-004")]
    assert [f"{weight:.1f}" for weight in weights] == ["22.3", "40.7"]


def laid(folder: Path, files: dict[str, str]) -> Tender:
    return Tender(checked(folder, files).spec)


def answered(folder: Path, *lines: str, consultation: str = "", more: str = "") -> Tender:
    """A must and a should, one vendor, a criterion computed from the grid."""
    files = {
        "requirement/a.yaml": requirement("EXT-001", more=more),
        "requirement/b.yaml": requirement("EXT-002", "should"),
        "requirement/c.yaml": requirement("EXT-003", "wont"),
        "vendor/v.yaml": vendor() + vendor("FOU-002"),
        "response/r.yaml": "".join(lines) + response(8, "EXT-002", "FOU-002"),
        "consultation/c.yaml": f"id: CON-001\nname: C\nobject: Un CRM\n{consultation}",
    }
    return laid(folder, files | criteria(criterion(1, f"weight: 100, {GRID}")))


def share(tender: Tender) -> Decimal:
    return tender.grid(tender.offers[0], tender.criteria[0]).share


@pytest.mark.parametrize(
    ("lines", "consultation", "wanted"),
    [
        ([("EXT-001", "STD"), ("EXT-002", "NC")], "", "0.6"),
        ([("EXT-001", "PAR"), ("EXT-002", "FUT")], "", "0.66"),
        ([("EXT-001", "DEV")], "", "0.3"),
        ([("EXT-001", "DEV")], "blank_answer: not_covered\n", "0.3"),
        ([("EXT-001", "DEV")], "blank_answer: standard\n", "0.7"),
        ([("EXT-001", "DEV")], "coverage_coefficients: {DEV: 0.8}\n", "0.48"),
        ([("EXT-001", "STD"), ("EXT-002", "NC")], "priority_weights: {should: 1}\n", "0.75"),
        ([("EXT-001", "STD"), ("EXT-003", "STD")], "", "0.6"),
    ],
)
def test_grid(lines, consultation, wanted, tmp_path):
    whole = "comment: Vu, effort_days: 5, price: 40, available_on: 2027-09-01"
    responses = [
        response(n, id, coverage=code).replace("comment: Vu", whole)
        for n, (id, code) in enumerate(lines, 1)
    ]
    assert share(answered(tmp_path, *responses, consultation=consultation)) == Decimal(wanted)


def test_what_nobody_answered_is_not_in_the_grid(tmp_path):
    assert [r.id for r in answered(tmp_path).lines] == ["EXT-002"]


def test_the_buyer_corrects_an_answer(tmp_path):
    corrected = response(1, "EXT-001").replace("}", ", buyer_mark: 5, buyer_comment: Vu}")
    found = answered(tmp_path, corrected, response(2, "EXT-002"))
    assert share(found) == (3 * Decimal("0.25") + 2) / 5


def test_a_knock_out_left_blank_eliminates(tmp_path):
    found = answered(tmp_path, response(1, "EXT-001"), more="eliminatory: true\n")
    assert found.out == {"FOU-002": ("EXT-001",)}


def test_a_blank_taken_for_standard_does_not(tmp_path):
    lines = [response(1, "EXT-001")]
    standard = "blank_answer: standard\n"
    found = answered(tmp_path, *lines, consultation=standard, more="eliminatory: true\n")
    assert found.out == {}


def test_modules_narrow_the_grid(tmp_path):
    files = criteria(
        criterion(1, f"weight: 50, {GRID}, modules: [MOD-001]"), criterion(2, f"weight: 50, {GRID}")
    )
    files["vendor/v.yaml"] = vendor()
    files["response/r.yaml"] = response(1, "EXF-001") + response(2, "EXT-001", coverage="NC")
    found = laid(tmp_path, files)
    shares = [found.grid(found.offers[0], c).share for c in found.criteria]
    assert shares == [1, Decimal("0.5")]


LINES = """\
- {id: PRX-001, name: A, nature: licence, unit: an, quantity: 10, period: yearly}
- {id: PRX-002, name: B, nature: licence, unit: an, quantity: 1, period: yearly, years: [2, 3]}
- {id: PRX-003, name: C, nature: integration, unit: jour, quantity: 3, period: once}
- {id: PRX-004, name: D, nature: change, unit: jour, quantity: 1, period: once, years: [1]}
- {id: PRX-005, name: E, nature: change, unit: jour, quantity: 9, period: once, optional: true}
"""


def spec_of(folder: Path, prices: str) -> Spec:
    offer = vendor().replace("  prices: {PRX-001: 800}\n", prices)
    return checked(folder, {"price_item/p.yaml": LINES, "vendor/v.yaml": offer}).spec


def test_cost_by_year(tmp_path):
    spec = spec_of(
        tmp_path, "  prices: {PRX-001: 2, PRX-002: 5, PRX-003: 100, PRX-004: 7, PRX-005: 999}\n"
    )
    (alpha,) = spec.kind("vendor")
    assert [cost(spec, alpha, year) for year in range(6)] == [300, 27, 25, 25, 20, 20]
    assert price(spec, alpha, "initial") == 300
    assert price(spec, alpha, "yearly") == 27
    assert price(spec, alpha, "tco") == 417


def test_without_unit_prices_the_totals_count(tmp_path):
    offer = vendor(status="eliminated").replace("  prices: {PRX-001: 800}\n", "")
    offer = offer.replace("price_yearly: 0", "price_yearly: 30")
    spec = checked(tmp_path, {"vendor/v.yaml": offer}).spec
    assert [price(spec, spec.records["FOU-001"], b) for b in ("initial", "yearly", "tco")] == [
        800,
        30,
        950,
    ]


def marked(more: str, *entries: tuple[str, str]) -> str:
    given = "".join(f"    {id}: [{{evaluator: STK-001, mark: {mark}}}]\n" for id, mark in entries)
    return vendor(more=f"  marks:\n{given}{more}")


def test_children_make_the_mark_of_their_parent(tmp_path):
    files = criteria(
        criterion(1, "weight: 100"),
        criterion(2, "weight: 60, parent: CRI-001"),
        criterion(3, "weight: 20, parent: CRI-001").replace("scale: 20", "scale: 5"),
    )
    files["vendor/v.yaml"] = marked("", ("CRI-002", "10"), ("CRI-003", "5"), ("CRI-001", "1"))
    found = laid(tmp_path, files)
    assert found.scores().totals == {"FOU-001": Decimal("62.5")}


def test_evaluators_are_averaged(tmp_path):
    files = criteria(criterion(1, "weight: 100"))
    pair = "[{evaluator: STK-001, mark: 10}, {evaluator: STK-002, mark: 13}]"
    files["vendor/v.yaml"] = vendor(more=f"  marks: {{CRI-001: {pair}}}\n")
    assert laid(tmp_path, files).scores().totals == {"FOU-001": Decimal("57.5")}


@pytest.mark.parametrize(("mark", "out"), [("10", {}), ("9.9", {"FOU-001": ("CRI-002",)})])
def test_a_minimum_eliminates(mark, out, tmp_path):
    child = criterion(2, "weight: 100, parent: CRI-001, minimum: 10")
    files = criteria(criterion(1, "weight: 100"), child)
    files["vendor/v.yaml"] = marked("", ("CRI-002", mark))
    assert laid(tmp_path, files).out == out


def test_an_offer_without_all_marks_has_no_total(tmp_path):
    files = criteria(criterion(1, "weight: 50"), criterion(2, "weight: 50"))
    files["vendor/v.yaml"] = marked("", ("CRI-001", "10"))
    found = laid(tmp_path, files).scores()
    assert (found.totals, found.unmarked) == ({}, {"FOU-001": ("CRI-002",)})


def test_a_child_without_mark_leaves_its_parent_without(tmp_path):
    children = (criterion(n, "weight: 50, parent: CRI-001") for n in (2, 3))
    files = criteria(criterion(1, "weight: 100"), *children)
    files["vendor/v.yaml"] = marked("", ("CRI-002", "10"))
    found = laid(tmp_path, files).scores()
    assert (found.totals, found.unmarked) == ({}, {"FOU-001": ("CRI-001",)})


def test_children_of_no_weight_leave_their_parent_without(tmp_path):
    files = criteria(criterion(1, "weight: 100"), criterion(2, "rank: 1, parent: CRI-001"))
    files["vendor/v.yaml"] = marked("", ("CRI-002", "10"))
    assert laid(tmp_path, files).scores().unmarked == {"FOU-001": ("CRI-001",)}


def test_ranked_criteria_add_up_to_nothing(tmp_path):
    files = criteria(criterion(1, "rank: 1"), criterion(2, "weight: 50"))
    files["vendor/v.yaml"] = marked("", ("CRI-001", "10"), ("CRI-002", "10"))
    assert laid(tmp_path, files).scores().totals == {}


def test_criteria_in_a_circle_end(tmp_path):
    files = criteria(
        criterion(1, "weight: 50, parent: CRI-002"), criterion(2, "weight: 50, parent: CRI-001")
    )
    files["vendor/v.yaml"] = marked("", ("CRI-001", "10"))
    assert laid(tmp_path, files).scores().totals == {}
