"""Each condition of the rules on acceptance and operation, turned round."""

import pytest
from varied import told, told_of

PASSED = ("result: blocked", "result: passed")
SECOND_LOT = """# spec/lot/suite.yaml
id: LOT-002
name: Lot 2
order: 2
goal: Ouvrir le service client.
modules: [MOD-001]
go_live: 2027-09-27
# spec/"""
FIX_DUE = "due: 2027-05-28"


@pytest.mark.parametrize(
    ("rule", "swaps", "said"),
    [
        ("must-without-passed-test", [], ["EXF-001 failing EXF-001"]),
        ("must-without-passed-test", [PASSED], []),
        (
            "must-without-passed-test",
            [PASSED, ("2027-05-25\n    v", "2027-05-17\n    v")],
            ["EXF-001 failing EXF-001"],
        ),
        ("must-without-passed-test", [PASSED, ("2027-05-25\n    v", "2027-05-18\n    v")], []),
        (
            "must-without-passed-test",
            [("requirements: [EXF-001]", "requirements: [EXT-001]")],
            ["EXF-001 EXF-001"],
        ),
        ("must-without-passed-test", [("level: acceptance", "niveau: acceptance")], []),
        ("must-without-passed-test", [("priority: must", "priority: should")], []),
        ("must-without-passed-test", [("status: approved", "status: rejected")], []),
        ("must-without-passed-test", [("status: approved", "status: retired")], []),
        (
            "must-without-passed-test",
            [("status: approved", "status: draft")],
            ["EXF-001 failing EXF-001"],
        ),
        # The second lot is not yet judged: no lot is in production.
        (
            "must-without-passed-test",
            [("# spec/", SECOND_LOT), ("lot: LOT-001", "lot: LOT-002")],
            [],
        ),
        ("must-without-passed-test", [("lot: LOT-001\nsource", "source")], []),
        ("incomplete-anomaly", [], ["ANO-001 ANO-001"]),
        (
            "incomplete-anomaly",
            [("status: closed", "status: delivered\ndue: 2027-06-04")],
            ["ANO-001 ANO-001"],
        ),
        ("incomplete-anomaly", [("status: closed", "status: fixing\ndue: 2027-06-04")], []),
        (
            "incomplete-anomaly",
            [("closed_on: 2027-05-25\n", "fixed_in: 1.0.3\n")],
            ["ANO-001 ANO-001"],
        ),
        ("go-live-stopped", [], ["LOT-001 blocking LOT-001"]),
        ("go-live-stopped", [("status: fixing", "status: deferred\nresolution: Plus tard")], []),
        ("go-live-stopped", [("status: fixing", "status: open")], ["LOT-001 blocking LOT-001"]),
        ("go-live-stopped", [("status: fixing", "status: analysed")], ["LOT-001 blocking LOT-001"]),
        (
            "go-live-stopped",
            [("status: fixing", "status: delivered\nfixed_in: 2")],
            ["LOT-001 blocking LOT-001"],
        ),
        (
            "go-live-stopped",
            [("environment: test", "environment: pilot")],
            ["LOT-001 blocking LOT-001"],
        ),
        ("go-live-stopped", [("environment: test", "environment: production")], []),
        ("go-live-stopped", [("module: MOD-001", "module: MOD-009")], []),
        ("overdue-anomaly", [], ["ANO-001 2027-05-28"]),
        ("overdue-anomaly", [(FIX_DUE, "due: 2027-06-01")], []),
        ("overdue-anomaly", [(FIX_DUE, "due: 2027-05-31")], ["ANO-001 2027-05-31"]),
        ("overdue-anomaly", [("status: fixing", "status: open")], ["ANO-001 2027-05-28"]),
        ("overdue-anomaly", [("status: fixing", "status: analysed")], ["ANO-001 2027-05-28"]),
        ("overdue-anomaly", [("status: fixing", "status: delivered\nfixed_in: 2")], []),
        ("overdue-anomaly", [("status: fixing", "status: deferred\nresolution: Plus tard")], []),
        ("overdue-anomaly", [("status: fixing", "status: open"), (FIX_DUE, "")], []),
        ("failure-without-anomaly", [], ["TST-001 failed"]),
        ("failure-without-anomaly", [("result: failed", "result: passed")], []),
        (
            "failure-without-anomaly",
            [("result: failed", "result: failed\n    anomalies: []")],
            ["TST-001 failed"],
        ),
        (
            "failure-without-anomaly",
            [("runs:\n", "runs:\n  - date: 2027-05-25\n    result: passed\n")],
            [],
        ),
        (
            "failure-without-anomaly",
            [("runs:\n", "runs:\n  - date: 2027-05-11\n    result: passed\n")],
            ["TST-001 failed"],
        ),
        ("support-without-delays", [], ["OPE-001 OPE-001"]),
        ("support-without-delays", [("kind: helpdesk", "kind: corrective")], ["OPE-001 OPE-001"]),
        ("support-without-delays", [("kind: helpdesk", "kind: referent")], []),
        (
            "support-without-delays",
            [("frequency:", "service_levels: []\nfrequency:")],
            ["OPE-001 minItems []"],
        ),
        ("severity-without-delay", [], ["OPE-001 - severity: blocking"]),
        (
            "severity-without-delay",
            [("kind: helpdesk", "kind: corrective")],
            ["OPE-001 - severity: blocking"],
        ),
        ("severity-without-delay", [("kind: helpdesk", "kind: referent")], []),
        (
            "severity-without-delay",
            [("frequency:", "  - severity: minor\nfrequency:")],
            ["OPE-001 - severity: blocking"],
        ),
        (
            "severity-without-delay",
            [("frequency:", "  - severity: minor\n    fix_h: 240\nfrequency:")],
            [],
        ),
        ("delays-out-of-order", [], ["OPE-001 12"]),
        ("delays-out-of-order", [("workaround_h: 12", "workaround_h: 24")], []),
        ("delays-out-of-order", [("workaround_h: 12", "workaround_h: 23.5")], ["OPE-001 23.5"]),
        ("delays-out-of-order", [("workaround_h: 12", "workaround_h: 73")], ["OPE-001 72"]),
        (
            "delays-out-of-order",
            [("    workaround_h: 12\n", ""), ("fix_h: 72", "fix_h: 12")],
            ["OPE-001 12"],
        ),
        ("delays-out-of-order", [("kind: helpdesk", "kind: backup")], ["OPE-001 12"]),
        ("budget-line-without-actuals", [], ["BUD-001 BUD-001"]),
        ("year-without-actuals", [], ["BUD-001 0: 1200"]),
        ("year-without-actuals", [("1: 5040", "1: 0")], []),
        ("year-without-actuals", [("  0: 1200", "  01: 1200")], []),
        (
            "year-without-actuals",
            [("full_operation: 2025-12-19", "full_operation: 2026-06-02")],
            [],
        ),
        (
            "year-without-actuals",
            [("full_operation: 2025-12-19", "full_operation: 2026-06-01")],
            ["BUD-001 0: 1200"],
        ),
        ("year-without-actuals", [("full_operation: 2025-12-19\n", "")], []),
        ("year-without-actuals", [("actuals:\n  0: 1200", "")], []),
        ("unstudied-evolution", [], ["EVO-001 EVO-001"]),
        ("unstudied-evolution", [("status: studied", "status: requested")], []),
        ("unstudied-evolution", [("status: studied", "status: refused")], ["EVO-001 EVO-001"]),
        (
            "unstudied-evolution",
            [("status: studied", "cost: 4800\nstatus: delivered")],
            ["EVO-001 EVO-001"],
        ),
        (
            "unstudied-evolution",
            [("status: studied", "cost: 4800\nstatus: accepted")],
            ["EVO-001 EVO-001"],
        ),
        ("unstudied-evolution", [("status: studied", "cost: 4800\nstatus: studied")], []),
    ],
)
def test_condition(rule, swaps, said, tmp_path):
    assert told(tmp_path, rule, *swaps) == said


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2027-06-01", ["EXF-001 failing EXF-001"]),  # the first lot to come
        ("2027-07-01", []),  # the first is in production, the second not yet
        ("2027-09-26", []),
        ("2027-09-27", ["EXF-001 failing EXF-001"]),
    ],
)
def test_a_lot_is_judged_when_it_goes_live(today, said, tmp_path):
    later = [("# spec/test", SECOND_LOT + "test"), ("LOT-001\nsource", "LOT-002\nsource")]
    swaps = later if today > "2027-06-01" else []
    assert told(tmp_path, "must-without-passed-test", *swaps, today=today) == said


# --- the go-live gate -------------------------------------------------------------------------

LOT = """# spec/lot/lots.yaml
- id: LOT-001
  name: Lot 1
  order: 1
  goal: Relancer chaque devis.
  modules: [MOD-001]
  go_live: 2027-06-14
  acceptance_thresholds:
    - severity: blocking
      stop_at: 1
    - severity: major
      stop_at: 5
      stop_at_percent: 40
    - severity: minor
      stop_at: 20
      stop_at_percent: 40
- id: LOT-002
  name: Lot 2
  order: 2
  goal: Ouvrir le service client.
  modules: [MOD-002]
  go_live: 2027-09-27
"""
# The model's golden `acceptance_gate`: tickets delivered, open ones by severity, what stops.
GATE = [
    ((40, 0, 4, 15), []),
    ((40, 0, 4, 18), ["LOT-001 stop-at-percent 40"]),
    ((40, 1, 0, 0), ["LOT-001 blocking LOT-001"]),
    ((8, 0, 4, 0), ["LOT-001 stop-at-percent 40"]),
    ((100, 0, 5, 0), ["LOT-001 stop-at 5"]),
    ((100, 0, 4, 19), []),
    ((100, 0, 0, 20), ["LOT-001 stop-at 20"]),
    # Beside the model's: the share itself stops, and nothing open stops nothing.
    ((10, 0, 4, 0), ["LOT-001 stop-at-percent 40"]),
    ((0, 0, 0, 0), []),
]


def anomaly(number: int, severity: str, status: str, module: str = "MOD-001") -> str:
    return (
        f"- {{id: ANO-{number:03}, name: A, reported_on: 2027-05-18, reporter: STK-002,"
        f" environment: test, version: '1', module: {module}, observed: Vide, expected: Plein,"
        f" steps: Ouvrir, severity: {severity}, status: {status}, workaround: Attendre,"
        " assigned_to: STK-002, due: 2027-07-01, fixed_in: '2', closed_on: 2027-05-25,"
        " resolution: Fait}\n"
    )


def sheets(delivered: int, blocking: int, major: int, minor: int) -> str:
    still = ["blocking"] * blocking + ["major"] * major + ["minor"] * minor
    stati = [(severity, "open") for severity in still]
    stati += [("minor", "closed")] * (delivered - len(still))
    filed = (anomaly(n, severity, status) for n, (severity, status) in enumerate(stati))
    return "# spec/anomaly/fiches.yaml\n" + "".join(filed)


@pytest.mark.parametrize(("tickets", "said"), GATE)
def test_gate_of_the_model(tickets, said, tmp_path):
    assert told_of(tmp_path, "go-live-stopped", LOT + sheets(*tickets)) == said


def test_a_blocking_anomaly_stops_without_any_threshold(tmp_path):
    bare = LOT[: LOT.index("  acceptance_thresholds")]
    example = bare + sheets(9, 1, 4, 4)
    assert told_of(tmp_path, "go-live-stopped", example) == ["LOT-001 blocking LOT-001"]


def test_a_threshold_may_hold_one_limit_only(tmp_path):
    share = LOT.replace("      stop_at: 5\n", "")
    number = LOT.replace("      stop_at: 5\n      stop_at_percent: 40\n", "      stop_at: 5\n")
    assert told_of(tmp_path / "a", "go-live-stopped", share + sheets(40, 0, 8, 0)) == []
    assert told_of(tmp_path / "b", "go-live-stopped", number + sheets(8, 0, 4, 0)) == []


def test_an_anomaly_counts_in_the_lot_whose_tests_found_it(tmp_path):
    """ANO-001 is of a module of the first lot; a test of the second found it."""
    run = "runs: [{date: 2027-05-18, result: failed, anomalies: [ANO-001]}]"
    test = (
        "# spec/test/lot-2.yaml\n{id: TST-009, name: T, level: acceptance, requirements: [EXF-001],"
        f" steps: [Ouvrir], expected: Plein, lot: LOT-002, {run}}}\n"
    )
    found = "# spec/anomaly/fiches.yaml\n" + anomaly(1, "blocking", "open")
    assert told_of(tmp_path / "a", "go-live-stopped", LOT + found) == ["LOT-001 blocking LOT-001"]
    assert told_of(tmp_path / "b", "go-live-stopped", LOT + found + test) == []
    # Which lot it belongs to is not known while a test cannot be read.
    broken = test.replace("expected:", "attendu:")
    assert told_of(tmp_path / "c", "go-live-stopped", LOT + found + broken) == []


def test_unread_sheets_count_among_the_delivered(tmp_path):
    filed = sheets(6, 0, 2, 0)
    assert told_of(tmp_path / "a", "go-live-stopped", LOT + filed) == []
    broken = filed.replace("{id: ANO-004, name", "{id: ANO-004, nom")
    assert told_of(tmp_path / "b", "go-live-stopped", LOT + broken) == []
    fewer = filed.replace(anomaly(4, "minor", "closed"), "")
    stopped = ["LOT-001 stop-at-percent 40"]
    assert told_of(tmp_path / "c", "go-live-stopped", LOT + fewer) == stopped
