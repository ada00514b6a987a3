"""Drawings of many records: they stay as high as one can look at, and say what they leave out."""

import re

import pytest
from laid import laid, plain

from cahier.page import Diagram
from cahier.texts import words
from cahier.views import indicators, interfaces, risks

FR = words("fr")
MANY = range(1, 81)
MEASURED = {"baseline": 0, "target": 100, "baseline_date": "2026-01-01"}


def kpi(n: int) -> dict:
    """Return an indicator that is the later the lower its number, 41 and above in time."""
    value = n if n < 41 else 99
    measures = [{"date": "2027-01-01", "value": value}]
    return {"id": f"KPI-{n:03}", "name": f"Part {n:03}", "measures": measures, **MEASURED}


def drawn(blocks) -> Diagram:
    return next(block for block in blocks if isinstance(block, Diagram))


def height(drawing: Diagram) -> float:
    return float(re.search(r'viewBox="[\d.-]+ [\d.-]+ [\d.]+ ([\d.]+)"', drawing.svg)[1])


def test_the_latest_indicators_are_drawn(tmp_path):
    spec = laid(tmp_path, {"kpi": [kpi(n) for n in MANY]}, today="2027-06-01")
    drawing = drawn(indicators.view(spec, FR))
    assert re.findall(r"Part (\d+)", drawing.svg) == [f"{n:03}" for n in range(1, 31)]
    assert "30 les moins avancés sur 80" in plain(drawing.caption)
    assert len(drawing.alternative.rows) == len(MANY)
    assert height(drawing) < 1500


def test_the_largest_exchanges_are_drawn(tmp_path):
    flows = [{"id": f"ITF-{n:03}", "system": "SYS-002", "volume": n} for n in MANY]
    spec = laid(tmp_path, {"system": [{"id": "SYS-002"}], "interface": flows})
    drawing = drawn(interfaces.view(spec, FR))
    assert re.findall(r'href="(ITF-\d+)"', drawing.svg) == [f"ITF-{n:03}" for n in range(51, 81)]
    assert "30 plus gros volumes sur 80" in plain(drawing.caption)
    assert len(drawing.alternative.rows) == len(MANY)


@pytest.mark.parametrize(("number", "more"), [(8, None), (9, "+ 2"), (80, "+ 73")])
def test_a_cell_of_many_risks_counts_the_others(number, more, tmp_path):
    place = {"probability": 3, "impact": 3, "residual_probability": 1, "residual_impact": 1}
    group = [{"id": f"RSK-{n:03}", "name": f"Risque {n}", **place} for n in range(1, number + 1)]
    drawing = drawn(risks.view(laid(tmp_path, {"risk": group}), FR))
    assert set(re.findall(r">(\+ \d+)<", drawing.svg)) == ({more} if more else set())
    assert drawing.svg.count('href="RSK-') == 2 * (7 if more else number)
    assert height(drawing) < 700
