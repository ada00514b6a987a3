"""Each condition of the rules on people, change, training and risks, turned round."""

import itertools
import random

import pytest
from test_examples import EXAMPLES
from varied import told, told_of

from cahier.seats import Course, crowded_out

STAKEHOLDER = ("workload: 22", "workload: 20.5")


@pytest.mark.parametrize(
    ("rule", "swaps", "said"),
    [
        ("raci-not-one-accountable", [], ["RAC-001 several A"]),
        ("raci-not-one-accountable", [("STK-002: [A, R]", "STK-002: [R]")], []),
        ("raci-not-one-accountable", [("[A, R]", "[R]"), ("[A]", "[C]")], ["RAC-001 STK-001: [C]"]),
        ("raci-without-responsible", [], ["RAC-001 STK-001: [A]"]),
        ("raci-without-responsible", [("STK-002: [C]", "STK-002: []")], ["RAC-001 STK-001: [A]"]),
        ("overloaded-stakeholder", [STAKEHOLDER], ["STK-003 20.5"]),
        ("overloaded-stakeholder", [("workload: 22", "workload: 20")], []),
        ("overloaded-stakeholder", [("workload: 22", "")], []),
        ("overloaded-stakeholder", [("side: customer", "side: it")], ["STK-003 22"]),
        ("overloaded-stakeholder", [("side: customer", "side: end_user")], ["STK-003 22"]),
        ("overloaded-stakeholder", [("side: customer", "side: vendor")], []),
        ("overloaded-stakeholder", [("side: customer", "side: advisor")], []),
        ("overloaded-stakeholder", [("side: customer", "side: client")], []),
        ("overloaded-stakeholder", [("kind: role", "kind: organisation")], []),
        ("accountability-concentrated", [], ["STK-001 STK-001"]),
        ("accountability-concentrated", [("activity: Fixer", "objet: Fixer")], []),
        ("absent-representative", [], ["POP-002 STK-003"]),
        ("absent-representative", [("[I]", "[I, R]")], []),
        ("absent-representative", [("representative: STK-003", "representative: STK-009")], []),
        ("absent-representative", [("  STK-003: [I]", "  STK-003: []")], ["POP-002 STK-003"]),
        ("absent-representative", [("activity: Essayer", "objet: Essayer")], []),
        ("change-without-support", [], ["POP-002 medium"]),
        ("change-without-support", [("impact: medium", "impact: high")], ["POP-002 high"]),
        ("change-without-support", [("impact: medium", "impact: low")], []),
        ("change-without-support", [("change_impact: medium", "")], []),
        (
            "change-without-support",
            [("kind: initial\npopulations: [POP-002]", "kind: initial\npopulations: [STK-002]")],
            ["POP-002 medium", "POP-002 training medium"],
        ),
        ("change-without-support", [("date: 2027-05-27", "date: demain")], []),
        ("too-few-seats", [], ["POP-001 7"]),
        ("too-few-seats", [("group_size: 3", "group_size: 4")], []),
        ("too-few-seats", [("kind: initial", "kind: refresher")], ["POP-001 7"]),
        # Nobody is trained at all: change-without-support says so.
        ("too-few-seats", [("[POP-001]", "[STK-002]")], []),
        ("too-few-seats", [("duration_hours: 7", "duration_hours: sept")], []),
        ("training-off-go-live", [], ["FOR-001 2027-04-12"]),
        ("training-off-go-live", [("2027-04-12", "2027-05-14")], ["FOR-001 2027-05-14"]),
        ("training-off-go-live", [("2027-04-12", "2027-05-15")], []),
        ("training-off-go-live", [("2027-04-12", "2027-06-14")], []),
        ("training-off-go-live", [("2027-04-12", "2027-06-15")], ["FOR-001 after 2027-06-15"]),
        ("training-off-go-live", [("kind: initial", "kind: key_user")], []),
        ("training-off-go-live", [("lot: LOT-001", "")], []),
        ("training-off-go-live", [("lot: LOT-001", "lot: LOT-009")], []),
        ("training-off-go-live", [("lot: LOT-001", "lot: SIT-001")], []),
        ("training-off-go-live", [("date: 2027-04-12", "")], []),
        ("training-kind-missing", [], ["handover G2"]),
        ("training-kind-missing", [("kind: refresher", "kind: handover")], ["refresher G2"]),
        ("training-kind-missing", [("kind: onboarding", "kind: handover")], ["onboarding G2"]),
        ("training-kind-missing", [("kind: admin", "kind: cours")], []),
        ("untreated-risk", [], ["RSK-001 RSK-001"]),
        ("untreated-risk", [("probability: 4", "probability: 1")], []),
        (
            "untreated-risk",
            [("owner: STK-001", "actions: []\nowner: STK-001")],
            ["RSK-001 minItems []"],
        ),
        ("residual-above-gross", [], ["RSK-001 5"]),
        ("residual-above-gross", [("residual_probability: 5", "residual_probability: 4")], []),
        (
            "residual-above-gross",
            [("residual_probability: 5\n", ""), ("impact: 5\nresponse", "impact: 4\nresponse")],
            ["RSK-001 5"],
        ),
        ("residual-above-gross", [("residual_impact: 5\n", "")], ["RSK-001 5"]),
        ("residual-above-gross", [("residual_impact: 5", "residual_impact: 3")], []),
        ("overdue-risk-review", [], ["RSK-001 2027-05-14"]),
        ("overdue-risk-review", [("2027-05-14", "2027-06-01")], []),
        ("overdue-risk-review", [("2027-05-14", "2027-05-31")], ["RSK-001 2027-05-31"]),
        ("overdue-risk-review", [("status: open", "status: mitigated")], ["RSK-001 2027-05-14"]),
        ("overdue-risk-review", [("status: open", "status: occurred")], []),
        ("overdue-risk-review", [("status: open", "status: closed")], []),
        ("overdue-risk-review", [("review: 2027-05-14", "")], []),
    ],
)
def test_condition(rule, swaps, said, tmp_path):
    assert told(tmp_path, rule, *swaps) == said


def line(number: int, holder: str) -> str:
    return f"- {{id: RAC-{number:03}, name: L, activity: A, assignments: {{{holder}: [A, R]}}}}\n"


@pytest.mark.parametrize(
    ("holders", "said"),
    [
        (["STK-001"], []),  # a single line is no concentration
        (["STK-001", "STK-002"], []),
        (["STK-001", "STK-001", "STK-002", "COM-001", "COM-002"], []),  # 40 % is not above 40 %
        (["STK-001", "STK-001", "STK-002", "COM-001"], ["STK-001 STK-001"]),
        (["STK-009", "STK-009", "STK-002", "COM-001"], []),  # told as a dangling reference
        (["COM-001", "COM-001", "STK-002", "STK-001"], ["COM-001 COM-001"]),
    ],
)
def test_who_approves_too_much(holders, said, tmp_path):
    lines = "".join(line(number, holder) for number, holder in enumerate(holders))
    example = f"# spec/raci/lignes.yaml\n{lines}"
    assert told_of(tmp_path, "accountability-concentrated", example) == said


@pytest.mark.parametrize(
    "taking_part",
    [
        "# spec/committee/club.yaml\n{id: COM-009, name: Club, kind: user_group, mission: Parler,"
        " chair: STK-001, members: [STK-002, STK-003], frequency: mensuelle}",
        "# spec/committee/club.yaml\n{id: COM-009, name: Club, kind: user_group, mission: Parler,"
        " chair: STK-003, members: [STK-001, STK-002], frequency: mensuelle}",
        "# spec/workshop/metre.yaml\n{id: ATL-001, name: Métré, date: 2026-06-11,"
        " participants: [STK-003], topics: [MOD-001], minutes: Trois irritants.}",
    ],
)
def test_a_representative_takes_part_elsewhere(taking_part, tmp_path):
    added = ("# spec/raci/", f"{taking_part}\n# spec/raci/")
    assert told(tmp_path, "absent-representative", added) == []


# --- seats ----------------------------------------------------------------------------------


def test_seats_of_the_model():
    """`training_capacity` of the model's golden figures."""
    people = {"POP_001": 42, "POP_002": 38}
    courses = [Course(48, ("POP_001",)), Course(32, ("POP_002",))]
    assert crowded_out(people, courses) == [{"POP_002"}]


@pytest.mark.parametrize(
    ("people", "courses", "groups"),
    [
        ({"A": 5}, [], [{"A"}]),
        ({"A": 0}, [], []),
        # A shared course goes to those who have no other.
        ({"A": 6, "B": 6}, [(6, "AB"), (6, "A")], []),
        ({"A": 6, "B": 6}, [(6, "A"), (6, "AB")], []),
        ({"A": 10, "B": 10, "C": 10}, [(15, "ABC"), (15, "C")], [{"A", "B"}]),
        ({"A": 10, "B": 5}, [(10, "AB")], [{"A", "B"}]),
        ({"A": 10, "B": 5}, [(4, "A"), (4, "B")], [{"A"}, {"B"}]),
        ({"A": 2, "B": 2, "C": 2}, [(2, "AB"), (2, "BC"), (2, "CA")], []),
        ({"A": 2, "B": 2, "C": 2}, [(2, "AB"), (2, "BC"), (1, "CA")], [{"A", "B", "C"}]),
    ],
)
def test_who_finds_no_seat(people, courses, groups):
    found = crowded_out(people, [Course(seats, tuple(names)) for seats, names in courses])
    assert sorted(map(sorted, found)) == sorted(map(sorted, groups))


@pytest.mark.parametrize("seed", range(300))
def test_somebody_stands_only_when_no_sharing_seats_everybody(seed):
    """Compare with the theorem: some groups are more than the seats open to any of them."""
    dice = random.Random(seed)
    names = "ABCDE"[: dice.randint(1, 5)]
    people = {name: dice.randint(0, 9) for name in names}
    courses = [
        Course(dice.randint(0, 9), tuple(n for n in names if dice.random() < 0.5))
        for _ in range(dice.randint(0, 6))
    ]

    def lacking(group):
        seats = sum(c.seats for c in courses if not group.isdisjoint(c.open_to))
        return sum(people[name] for name in group) - seats

    found = crowded_out(people, courses)
    assert all(lacking(group) > 0 for group in found)
    sizes = range(1, len(names) + 1)
    every = (set(some) for size in sizes for some in itertools.combinations(names, size))
    assert sum(map(lacking, found)) == max(0, *map(lacking, every))


def test_places_shared_by_two_populations(tmp_path):
    both = ("populations: [POP-002]", "populations: [POP-001, POP-002]")
    swaps = [both, ("group_size: 3", "group_size: 2")]
    with_base = [*swaps, ("# spec/training/", "# spec/training/formations.yaml\n# spec/training/")]
    assert told_seats(tmp_path, swaps) == ["POP-002 3"]
    assert told_seats(tmp_path, with_base) == ["POP-001 group 7"]


def told_seats(folder, swaps):
    example = EXAMPLES["change-without-support"]["wrong"]
    for old, new in swaps:
        example = example.replace(old, new)
    return told_of(folder, "too-few-seats", example)
