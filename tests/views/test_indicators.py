"""V09: progress by the formula of the model, and what it is worth at a date."""

import pytest
from laid import laid, lines, tables

from cahier.texts import words
from cahier.views import indicators

FR = words("fr")
MEASURE = [{"date": "2028-03-31", "value": 24.5}]


def kpi(id: str, **own) -> dict:
    """Return an indicator whose time begins on 2026-06-30 and ends 100 days later."""
    return {"id": id, "baseline_date": "2026-06-30", "target_date": "2026-10-08", **own}


@pytest.mark.parametrize(
    ("own", "percent"),
    [
        ({"baseline": 22, "target": 27, "measures": MEASURE}, 50),
        ({"baseline": 6, "target": 2, "measures": [{"date": "2027-01-01", "value": 5}]}, 25),
        ({"baseline": 22, "target": 27, "measures": [{"date": "2027-01-01", "value": 21}]}, -20),
        ({"baseline": 22, "target": 22, "measures": MEASURE}, None),
        ({"baseline": 22, "target": 27, "measures": None}, None),
    ],
)
def test_progress_is_the_share_of_the_way(own, percent, tmp_path):
    spec = laid(tmp_path, {"kpi": [{"id": "KPI-001", **own}]})
    assert indicators.progress(spec.records["KPI-001"], "") == percent


@pytest.mark.parametrize(
    ("today", "value"), [("2027-05-01", 25), ("2027-04-30", 23), ("", 25), ("2027-01-31", None)]
)
def test_the_latest_measure_known_counts_wherever_it_stands(today, value, tmp_path):
    measures = [{"date": "2027-05-01", "value": 25}, {"date": "2027-02-01", "value": 23}]
    spec = laid(tmp_path, {"kpi": [{"id": "KPI-001", "measures": measures}]})
    assert indicators.last(spec.records["KPI-001"], today).get("value") == value


@pytest.mark.parametrize(
    ("value", "today", "state"),
    [
        (23, "2026-07-20", "on-track"),  # 20 % of the way after 20 of 100 days
        (23, "2026-07-21", "late"),
        (27, "2026-10-08", "reached"),
        (26.9, "2026-12-25", "late"),
        (21, "2026-07-01", "late"),
    ],
)
def test_on_track_while_progress_keeps_up_with_time(value, today, state, tmp_path):
    own = {"baseline": 22, "target": 27, "measures": [{"date": "2026-07-01", "value": value}]}
    spec = laid(tmp_path, {"kpi": [kpi("KPI-001", **own)]}, today=today)
    assert indicators.status(spec.records["KPI-001"], spec.today) == state


def test_the_table_tells_both_shares(tmp_path):
    measures = [{"date": "2026-07-10", "value": 25.5}]
    records = [
        kpi("KPI-001", baseline=22, target=27, unit="%", measures=measures),
        kpi("KPI-002", baseline=1200, target=900, unit="jours", measures=None),
    ]
    spec = laid(tmp_path, {"kpi": records}, today="2026-08-19")
    assert lines(tables(indicators.view(spec, FR))["indicateurs"]) == [
        "KPI-001 | % | 22 | 27 | 25,5 | 10 juillet 2026 | 8 octobre 2026 | 70 % | 50 %"
        " | Dans les temps",
        "KPI-002 | jours | 1 200 | 900 |  |  | 8 octobre 2026 |  | 50 % | Pas encore mesuré",
    ]


def test_each_measure_has_its_line_the_latest_first(tmp_path):
    first = {"date": "2026-07-01", "value": 23, "comment": "Avant"}
    records = [
        kpi(
            "KPI-001", baseline=22, target=27, measures=[first, {"date": "2026-09-01", "value": 21}]
        ),
        kpi("KPI-002", measures=None),
    ]
    spec = laid(tmp_path, {"kpi": records})
    assert lines(tables(indicators.measures(spec, FR))["mesures"]) == [
        "1er septembre 2026 | KPI-001 | 21 | % | −20 % | ",
        "1er juillet 2026 | KPI-001 | 23 | % | 20 % | Avant",
    ]


def test_nothing_to_show_in_the_public_edition(tmp_path):
    spec = laid(tmp_path, {"kpi": [{"id": "KPI-001"}]}, edition="public")
    assert indicators.view(spec, FR) == ()
