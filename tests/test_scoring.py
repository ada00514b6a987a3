"""From answers, marks and prices to a ranking: the worked examples of the model, then edges."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from cahier.scoring import (
    COEFFICIENTS,
    FORMULAS,
    PRIORITIES,
    Scores,
    break_even,
    grid,
    moved,
    sensitivity,
)

GOLDEN = yaml.safe_load(Path(__file__).with_name("golden.yaml").read_text(encoding="utf-8"))
SCORING, GRID, PRICE = GOLDEN["scoring"], GOLDEN["grid"], GOLDEN["price"]
RACE = tuple(SCORING["marks20"])


def exact(value: float | str) -> Decimal:
    return Decimal(str(value))


def near(given: Decimal, wanted: float, tolerance: str = "0.001") -> bool:
    return abs(given - exact(wanted)) <= Decimal(tolerance)


def lines(vendor: str) -> list[tuple[Decimal, Decimal]]:
    answers = zip(GRID["requirements"], GRID["answers"][vendor], strict=True)
    return [(PRIORITIES[r["priority"]], COEFFICIENTS[code]) for r, code in answers]


def prices() -> dict[str, Decimal]:
    return {vendor: exact(value) for vendor, value in PRICE["inputs_tco"].items()}


def scores(formula: str = "proportional") -> Scores:
    """The worked example, its marks computed from answers, evaluators and prices."""
    paid = prices()
    marks = {}
    for vendor in RACE:
        given = {id: m[vendor] for id, m in SCORING["marks"].items()}
        means = {id: exact(sum(pair)) / len(pair) / 20 for id, pair in given.items()}
        price = FORMULAS[formula](paid[vendor], list(paid.values()))
        marks[vendor] = {"CRI-001": grid(lines(vendor)).share, **means, "CRI-005": price}
    return Scores({id: exact(w) for id, w in SCORING["weights"].items()}, marks)


@pytest.mark.parametrize("vendor", GRID["result"])
def test_grid(vendor):
    wanted, found = GRID["result"][vendor], grid(lines(vendor))
    assert (found.points, found.most) == (exact(wanted["weighted"]), exact(wanted["max"]))
    assert near(found.share * 20, wanted["mark20"])
    assert near(found.share * 100, wanted["coverage_percent"], "0.01")


def test_an_empty_grid_gives_nothing():
    assert grid([]).share == 0


@pytest.mark.parametrize(
    ("key", "formula"), [("prop", "proportional"), ("lin", "linear"), ("linref", "linear_ref")]
)
def test_price(key, formula):
    paid = prices()
    for vendor, wanted in PRICE[key].items():
        assert near(20 * FORMULAS[formula](paid[vendor], list(paid.values())), wanted)


def test_two_offers_one_euro_apart():
    trap = PRICE["linear_trap_two_offers_1_euro_apart"]
    offers = [exact(value) for value in trap["offers"]]
    for name in ("linear", "proportional"):
        found = [20 * FORMULAS[name](offer, offers) for offer in offers]
        assert all(near(f, w) for f, w in zip(found, trap[name], strict=True))


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("offers", [[100], [100, 100], [0, 50], [0, 0]])
def test_the_cheapest_gets_the_best_mark(formula, offers):
    found = [FORMULAS[formula](exact(offer), list(map(exact, offers))) for offer in offers]
    assert found[0] == 1
    assert all(0 <= mark <= 1 for mark in found)


def test_the_bounded_line_has_a_floor():
    assert FORMULAS["linear_ref"](exact(300), [exact(100), exact(300)]) == 0


def test_totals_and_ranking():
    found = scores()
    for vendor, wanted in SCORING["total100"].items():
        assert near(found.totals[vendor], wanted)
    assert [place.vendor for place in found.ranking] == SCORING["ranking"]
    assert [place.rank for place in found.ranking] == [1, 2, 3]


def test_another_formula_another_winner():
    wanted, found = SCORING["with_linear_price"], scores("linear")
    assert all(near(found.totals[v], total) for v, total in wanted["total100"].items())
    assert [place.vendor for place in found.ranking] == wanted["ranking"]


@pytest.mark.parametrize("index", range(10))
def test_sensitivity(index):
    wanted, found = SCORING["sensitivity_plus_minus_10"][index], sensitivity(scores())[index]
    assert (found.criterion, found.by) == (wanted["criterion"], wanted["delta"])
    assert all(near(found.weights[id], weight) for id, weight in wanted["weights"].items())
    assert all(near(found.totals[v], total) for v, total in wanted["totals"].items())
    assert (found.first, found.changes) == ((wanted["winner"],), wanted["changes_winner"])


def test_break_even():
    for pair, wanted in SCORING["breakeven_price_weight"].items():
        one, other = pair.split("/")
        assert near(break_even(scores(), "CRI-005", one, other), wanted)


def two(first: tuple, second: tuple, weights: tuple = (60, 40)) -> Scores:
    marks = {"FOU-001": first, "FOU-002": second}
    return Scores(
        {"A": exact(weights[0]), "B": exact(weights[1])},
        {v: {"A": exact(a), "B": exact(b)} for v, (a, b) in marks.items()},
    )


def test_ties_share_a_rank():
    marks = [("1", "0"), ("0.5", "0.75"), ("0.3", "0.3"), ("0.59999", "0.6")]
    tied = Scores(
        {"A": exact(60), "B": exact(40)},
        {f"FOU-{n}": {"A": exact(a), "B": exact(b)} for n, (a, b) in enumerate(marks)},
    )
    assert [(p.rank, p.vendor) for p in tied.ranking] == [
        (1, "FOU-0"),
        (1, "FOU-1"),
        (3, "FOU-3"),
        (4, "FOU-2"),
    ]
    assert tied.first == ("FOU-0", "FOU-1")


def test_what_prints_equal_is_equal():
    assert two(("0.5", "0.5"), ("0.500001", "0.5")).first == ("FOU-001", "FOU-002")
    assert two(("0.5", "0.5"), ("0.50002", "0.5")).first == ("FOU-002",)


def test_nobody_in_the_race():
    nobody = Scores({"A": exact(60), "B": exact(40)}, {})
    assert (nobody.ranking, nobody.first) == ((), ())
    assert not any(move.changes for move in sensitivity(nobody))


def test_a_weight_stays_between_nothing_and_all():
    weights = {"A": exact(4), "B": exact(96)}
    assert moved(weights, "A", -10) == {"A": 0, "B": 100}
    assert moved(weights, "B", 10) == {"A": 0, "B": 100}
    assert sum(moved({"A": exact(35), "B": exact(70)}, "A", 10).values()) == 105


def test_a_lone_criterion_cannot_move():
    assert sensitivity(Scores({"A": exact(100)}, {"FOU-001": {"A": exact(1)}})) == ()


def test_no_break_even_when_one_is_better_anyway():
    assert break_even(two(("0.9", "0.9"), ("0.2", "0.2")), "A", "FOU-001", "FOU-002") is None
    assert break_even(two(("0.9", "0.5"), ("0.4", "0.3")), "A", "FOU-001", "FOU-002") is None
    assert break_even(two(("1", "0"), ("0", "1")), "A", "FOU-001", "FOU-002") == 50
