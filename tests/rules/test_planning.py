"""Each condition of the rules on the plan, turned round."""

import pytest
from varied import told, told_of

CANCEL = ("status: planned", "status: cancelled")
FIRST_PAYMENT = "  status: done\n  payment_percent: 20"


@pytest.mark.parametrize(
    ("rule", "swaps", "said"),
    [
        ("ends-before-start", [], ["PLA-003 2027-04-07"]),
        ("ends-before-start", [("end: 2027-04-07", "end: 2027-04-12")], []),
        ("ends-before-start", [CANCEL], []),
        ("starts-before-predecessor", [], ["PLA-004 2027-05-03"]),
        ("starts-before-predecessor", [("2027-05-03", "2027-05-07")], []),
        ("starts-before-predecessor", [("2027-05-03", "2027-05-06")], ["PLA-004 2027-05-06"]),
        ("starts-before-predecessor", [("[PLA-003]", "[PLA-009]")], []),
        (
            "starts-before-predecessor",
            [
                (
                    "responsible: STK-002\n  status: planned",
                    "responsible: STK-002\n  status: cancelled",
                )
            ],
            [],
        ),
        (
            "starts-before-predecessor",
            [
                (
                    "depends_on: [PLA-003]\n  status: planned",
                    "depends_on: [PLA-003]\n  status: cancelled",
                )
            ],
            [],
        ),
        # A milestone has its due date only; one told to end before it starts is told once.
        (
            "starts-before-predecessor",
            [
                (
                    "type: task\n  start: 2027-05-03\n  end: 2027-06-09",
                    "type: milestone\n  end: 2027-05-06",
                )
            ],
            ["PLA-004 2027-05-06"],
        ),
        ("starts-before-predecessor", [("start: 2027-04-12", "start: 2027-05-12")], []),
        ("starts-before-predecessor", [("end: 2027-06-09", "end: 2027-05-01")], []),
        ("outside-parent", [], ["PLA-004 after 2027-07-16"]),
        ("outside-parent", [("2027-07-16", "2027-07-09")], []),
        ("outside-parent", [("2027-07-16", "2027-07-10")], ["PLA-004 after 2027-07-10"]),
        ("outside-parent", [("2027-07-16", "2027-05-10")], []),
        ("outside-parent", [("2027-07-16", "2027-05-09")], ["PLA-004 2027-05-09"]),
        ("outside-parent", [("parent: PLA-003", "parent: SIT-001")], []),
        ("outside-parent", [("start: 2027-05-10", "start: 2027-08-10")], []),
        ("milestones-out-of-order", [], ["PLA-004 2026-10-12"]),
        ("milestones-out-of-order", [("2026-11-09", "2026-10-12")], []),
        ("milestones-out-of-order", [("gate: G2", "gate: G1")], []),
        ("milestones-out-of-order", [("gate: G2", "")], []),
        ("milestones-out-of-order", [("type: milestone", "type: deliverable")], []),
        ("milestones-out-of-order", [("status: done", "status: cancelled")], []),
        ("milestones-out-of-order", [("gate: G1", "gate: G5"), ("gate: G2", "gate: G4")], []),
        ("date-without-milestone", [], ["PRJ-001 full-operation 2027-12-17"]),
        ("date-without-milestone", [("2027-12-20", "2027-12-17")], []),
        ("date-without-milestone", [("name: Démarrage", "nom: Démarrage")], []),
        (
            "date-without-milestone",
            [("2027-12-20", "2027-12-17"), ("2027-01-11", "2027-01-12")],
            ["PRJ-001 start 2027-01-11"],
        ),
        (
            "date-without-milestone",
            [("type: milestone", "type: deliverable")],
            ["PRJ-001 full-operation 2027-12-17", "PRJ-001 start 2027-01-11"],
        ),
        (
            "date-without-milestone",
            [("2027-12-20", "2027-12-17"), ("status: done", "status: cancelled")],
            ["PRJ-001 start 2027-01-11"],
        ),
        ("incomplete-plan-item", [], ["PLA-003 PLA-003"]),
        (
            "incomplete-plan-item",
            [("  acceptance:", "  description:")],
            ["PLA-003 PLA-003", "PLA-004 PLA-004"],
        ),
        (
            "incomplete-plan-item",
            [("[Prouver la relance à Vannes]", "[]")],
            ["PLA-003 minItems []"],
        ),
        (
            "incomplete-plan-item",
            [("  goals: [Prouver la relance à Vannes]\n", "")],
            ["PLA-003 PLA-003"],
        ),
        (
            "incomplete-plan-item",
            [("  end: 2027-06-10\n  responsible: STK-001\n", "  end: 2027-06-10\n")],
            ["PLA-003 PLA-003", "PLA-004 PLA-004"],
        ),
        ("not-a-deliverable", [], ["PLA-003 PLA-004"]),
        ("not-a-deliverable", [("[PLA-004]", "[PLA-009]")], []),
        ("not-a-deliverable", [("[PLA-004]", "[SIT-001]")], []),
        ("payment-not-increasing", [], ["PLA-005 20"]),
        ("payment-not-increasing", [("2028-03-10", "2027-03-10")], ["PLA-005 20"]),
        ("payment-not-increasing", [("payment_percent: 80", "")], ["PLA-005 20"]),
        (
            "payment-not-increasing",
            [
                (FIRST_PAYMENT, "  status: cancelled\n  payment_percent: 20"),
                ("2028-03-10", "2027-03-10"),
            ],
            [],
        ),
        ("payment-not-complete", [], ["PLA-005 90"]),
        ("payment-not-complete", [("payment_percent: 90", "payment_percent: 100")], []),
        ("payment-not-complete", [("payment_percent: 90", "")], ["PLA-004 80"]),
        ("payment-not-complete", [("payment_percent:", "effort_days:")], []),
        ("payment-not-complete", [("name: Commande", "nom: Commande")], []),
    ],
)
def test_condition(rule, swaps, said, tmp_path):
    assert told(tmp_path, rule, *swaps) == said


def gates(*dated: tuple[str, str]) -> str:
    items = "".join(
        f"- {{id: PLA-{100 + n}, name: J, type: milestone, end: {end}, responsible: STK-001,"
        f" status: planned, gate: {gate}}}\n"
        for n, (gate, end) in enumerate(dated)
    )
    return f"# spec/plan_item/portes.yaml\n{items}"


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ([("G4", "2027-06-14"), ("G4", "2027-09-27"), ("G5", "2027-12-17")], []),
        # Full operation comes after the last go-live, not only after the first.
        (
            [("G4", "2027-06-14"), ("G4", "2027-09-27"), ("G5", "2027-07-09")],
            ["PLA-102 2027-07-09"],
        ),
        (
            [("G5", "2027-07-09"), ("G3", "2027-01-11"), ("G1", "2027-02-01")],
            ["PLA-101 2027-01-11"],
        ),
    ],
)
def test_gates_in_order(dated, said, tmp_path):
    assert told_of(tmp_path, "milestones-out-of-order", gates(*dated)) == said


def payments(shares: list[int]) -> str:
    items = "".join(
        f"- {{id: PLA-{100 + n}, name: J, type: milestone, end: 2028-01-{n + 1:02},"
        f" responsible: STK-001, status: planned, payment_percent: {share}}}\n"
        for n, share in enumerate(shares)
    )
    return f"# spec/plan_item/paiements.yaml\n{items}"


@pytest.mark.parametrize(
    ("shares", "falling", "final"),
    [
        ([20, 80, 100], [], []),  # the model's golden `payments`, cumulative
        ([20, 60, 20], ["PLA-102 20"], []),  # its increments
        ([20, 80, 20], ["PLA-102 20"], []),  # the figures as printed: 120
        ([50, 50, 100], ["PLA-101 50"], []),
        ([0], [], ["PLA-100 0"]),
        ([20, 80, 90], [], ["PLA-102 90"]),
    ],
)
def test_payments_of_the_model(shares, falling, final, tmp_path):
    example = payments(shares)
    assert told_of(tmp_path, "payment-not-increasing", example) == falling
    assert told_of(tmp_path, "payment-not-complete", example) == final
