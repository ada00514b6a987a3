"""The plan: what its end hangs on, what is late, what is paid; days counted as people do."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.planning import Plan, payments, worked_days

ITEM = (
    "- {{id: {0}, name: {0}, type: {1}, start: {2}, end: {3}, responsible: STK-001,"
    " status: {4}{5}}}\n"
)


def item(id, start, end, more="", status="planned", type="task"):
    goals = ", goals: [Finir]" if type == "phase" else ""
    return ITEM.format(id, type, start, end, status, (", " + more if more else "") + goals)


@settings(max_examples=60)
@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(-5, 60))
def test_worked_days(end, gap):
    begin = end + timedelta(gap)
    between = (end + timedelta(n) for n in range(1, gap))
    wanted = sum(day.weekday() < 5 for day in between)
    assert worked_days(end.isoformat(), begin.isoformat()) == wanted


def test_the_last_day_of_the_calendar_has_no_day_after_it():
    assert worked_days("9999-12-31", "2027-01-01") == 0


def test_the_critical_path_goes_from_the_end_back_to_the_start(small):
    plan = Plan.of(
        small(
            {
                "plan_item/plan.yaml": item("PLA-001", "2027-03-01", "2027-03-12")
                + item("PLA-002", "2027-03-01", "2027-03-19")
                + item("PLA-003", "2027-03-22", "2027-04-09", "depends_on: [PLA-001, PLA-002]")
                + item("PLA-004", "2027-04-14", "2027-04-30", "depends_on: [PLA-003]")
                + item("PLA-005", "2027-04-12", "2027-04-29", "depends_on: [PLA-003]")
            }
        )
    )
    margins = {id: link.margin for id, link in plan.critical.items()}
    assert margins == {"PLA-002": 0, "PLA-003": 2, "PLA-004": 0}


def test_a_phase_ends_with_its_last_part_and_holds_it_back(small):
    plan = Plan.of(
        small(
            {
                "plan_item/plan.yaml": item("PLA-001", "2027-03-01", "2027-03-31", type="phase")
                + item("PLA-002", "2027-03-01", "2027-03-12", "parent: PLA-001")
                + item("PLA-003", "2027-03-15", "2027-03-31", "parent: PLA-001")
                + item("PLA-004", "2027-04-01", "2027-04-30", "depends_on: [PLA-001]", type="phase")
                + item("PLA-005", "2027-04-05", "2027-04-30", "parent: PLA-004")
            }
        )
    )
    assert set(plan.critical) == {"PLA-001", "PLA-003", "PLA-004", "PLA-005"}


@pytest.mark.parametrize(
    ("others_end", "margins"),
    # On Friday what follows has no day left; on Wednesday, Thursday and Friday remain.
    [("2027-12-17", {"PLA-003": 0, "PLA-004": 0}), ("2027-12-14", {"PLA-001": 2, "PLA-002": 2})],
)
def test_a_phase_written_longer_than_its_parts_ends_with_them(small, others_end, margins):
    """By hand, as the sample had it: the parts of two phases end on 15 and 17 December 2027."""
    items = (
        item("PLA-001", "2027-11-22", "2027-12-17", type="phase")
        + item("PLA-002", "2027-11-22", "2027-12-15", "parent: PLA-001")
        + item("PLA-003", "2027-11-22", "2027-12-17", type="phase")
        + item("PLA-004", "2027-11-22", others_end, "parent: PLA-003")
        + item("PLA-005", "2027-12-20", "2027-12-31", "depends_on: [PLA-001, PLA-003]")
    )
    critical = Plan.of(small({"plan_item/plan.yaml": items})).critical
    assert {id: link.margin for id, link in critical.items()} == {**margins, "PLA-005": 0}


def test_circles_come_to_an_end(small):
    plan = Plan.of(
        small(
            {
                "plan_item/plan.yaml": item(
                    "PLA-001", "2027-03-01", "2027-03-12", "depends_on: [PLA-002], parent: PLA-002"
                )
                + item(
                    "PLA-002", "2027-03-01", "2027-03-12", "depends_on: [PLA-001], parent: PLA-001"
                )
                + item("PLA-003", "2027-03-01", "2027-03-12", "depends_on: [PLA-003, PLA-001]")
            }
        )
    )
    assert set(plan.critical) >= {"PLA-003"}
    assert [root.id for root in plan.roots] == ["PLA-003"]


def test_late_is_what_says_so_and_what_should_be_done(small):
    plan = Plan.of(
        small(
            {
                "plan_item/plan.yaml": item("PLA-001", "2027-05-01", "2027-05-31", status="done")
                + item("PLA-002", "2027-05-01", "2027-05-31")
                + item("PLA-003", "2027-05-01", "2027-06-30", status="late")
                + item("PLA-004", "2027-05-01", "2027-06-01")
                + item("PLA-005", "2027-01-01", "2027-01-02", status="cancelled")
            },
            today="2027-06-01",
        )
    )
    assert list(plan.late) == ["PLA-002", "PLA-003"]


def test_cumulative_shares_are_paid_one_after_the_other(small):
    shares = ((1, 20), (2, 80), (3, 100))
    items = (
        item(f"PLA-{n:03}", "2027-01-01", f"2027-0{n}-01", f"payment_percent: {s}")
        for n, s in shares
    )
    plan = Plan.of(small({"plan_item/plan.yaml": "".join(items)}))
    assert [int(share) for share in payments(plan).values()] == [20, 60, 20]
