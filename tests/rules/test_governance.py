"""Each condition of the rules on decisions that waive a rule, turned round."""

import pytest
from varied import told


@pytest.mark.parametrize(
    ("rule", "swaps", "said"),
    [
        ("incomplete-waiver", [], ["DEC-001 DEC-001"]),
        ("incomplete-waiver", [("rule: orphan", "expires: 2027-09-30")], ["DEC-001 DEC-001"]),
        ("incomplete-waiver", [("kind: waiver", "kind: scope")], []),
        ("expired-waiver", [], ["DEC-001 decision 2027-05-31"]),
        ("expired-waiver", [("expires: 2027-05-31", "expires: 2027-06-01")], []),
        (
            "expired-waiver",
            [("status: taken", "status: proposed")],
            ["DEC-001 decision 2027-05-31"],
        ),
        ("expired-waiver", [("status: taken", "status: superseded")], []),
        ("expired-waiver", [("kind: waiver", "kind: scope")], []),
        ("unknown-rule", [], ["DEC-001 did-you-mean orfan"]),
        ("unknown-rule", [("orfan", "rien de tel")], ["DEC-001 rien de tel"]),
        ("unknown-rule", [("orfan", "orphan")], []),
        ("unknown-rule", [("orfan", "LNK-05")], []),
        ("unknown-rule", [("orfan", "unknown-rule")], []),
        ("unknown-rule", [("status: taken", "status: superseded")], []),
        ("unknown-rule", [("kind: waiver", "kind: scope")], []),
    ],
)
def test_condition(rule, swaps, said, tmp_path):
    assert told(tmp_path, rule, *swaps) == said
