"""Gantt charts are measured as drawn: the SVG is parsed, nothing else is asked."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.diagrams import words
from cahier.diagrams.gantt import Chart, Legend, Row, draw

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = Legend(
    "Phase",
    "Tâche",
    "Part faite",
    "Jalon",
    "Livrable",
    "Chemin critique",
    "En retard",
    "Arrêté",
    tuple("janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.".split()),
)
MARCH, APRIL, MAY = date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1)
ANY = settings(max_examples=40)


def drawing(*rows: Row, today: date | None = None) -> ET.Element:
    return ET.fromstring(draw(Chart(rows, LEGEND, today), "T", "D"))


def boxes(root: ET.Element, css: str) -> list[tuple[float, float]]:
    """Return left and right of the bars of a class, the legend's left out."""
    found = []
    for group in root.iter(f"{SVG}g"):
        if not group.get("transform"):
            rects = [r for r in group.findall(f"{SVG}rect") if r.get("class") == css]
            found += [(float(r.get("x")), float(r.get("x")) + float(r.get("width"))) for r in rects]
    return found


def said(root: ET.Element) -> list[str]:
    return [t.text for t in root.iter(f"{SVG}text")]


def test_bars_lie_at_their_dates():
    root = drawing(
        Row("A", "A", "task", MARCH, MARCH + timedelta(30)),
        Row("B", "B", "task", APRIL, APRIL + timedelta(29)),
    )
    (left, middle), (start, right) = boxes(root, "ch-task")
    assert middle == start  # the 31st of March ends where the 1st of April begins
    assert (right - start) / (middle - left) == pytest.approx(30 / 31, abs=0.001)


def test_progress_fills_its_part():
    root = drawing(Row("A", "A", "task", MARCH, MAY, progress=0.25))
    ((left, right),), ((start, done),) = boxes(root, "ch-task"), boxes(root, "ch-task-done")
    assert start == left
    assert done - start == pytest.approx((right - left) / 4, abs=0.01)


def test_what_is_special_is_in_the_legend_only_when_shown():
    plain = said(drawing(Row("A", "A", "task", MARCH, MAY)))
    assert {"Chemin critique", "En retard", "Arrêté", "Jalon"}.isdisjoint(plain)
    special = Row("A", "A", "milestone", MAY, MAY, critical=True, late=True)
    shown = said(drawing(special, today=MAY))
    assert {"Chemin critique", "En retard", "Arrêté", "Jalon"} <= set(shown)
    assert "Arrêté" not in said(drawing(special, today=date(2031, 1, 1)))


def test_an_arrow_ends_on_what_waits():
    root = drawing(
        Row("A", "A", "task", MARCH, MARCH + timedelta(10)),
        Row("B", "B", "task", APRIL, MAY, after=("A", "Z")),
    )
    arrows = [p for p in root.iter(f"{SVG}path") if p.get("class") == "ch-arrow"]
    assert len(arrows) == 1
    end = arrows[0].get("d").split("L")[-1].split()
    ((left, right),) = boxes(root, "ch-task")[1:]
    assert left <= float(end[0]) <= right


def test_hostile_names_are_text():
    name = '<script>alert(1)</script>"&'
    root = drawing(Row("A", name, "task", MARCH, MAY, note=name, href="A"))
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>" in text for text in said(root))


days = st.dates(date(1, 1, 1), date.max)
ROWS = st.builds(
    Row,
    id=st.sampled_from("ABCD"),
    label=st.text(max_size=90),
    shape=st.sampled_from(["phase", "task", "milestone", "deliverable"]),
    start=days,
    end=days,
    level=st.integers(0, 5),
    progress=st.floats(0, 1),
    critical=st.booleans(),
    late=st.booleans(),
    after=st.lists(st.sampled_from("ABCDE")).map(tuple),
)


@ANY
@given(st.lists(ROWS, min_size=1, max_size=8), days)
def test_all_stays_in_the_drawing(rows, today):
    root = ET.fromstring(draw(Chart(rows, LEGEND, today), "T", "D"))
    wide, high = float(root.get("width")), float(root.get("height"))
    for t in root.iter(f"{SVG}text"):
        assert words.measure(t.text or "", float(t.get("font-size"))) <= wide
    for group in root.iter(f"{SVG}g"):
        for r in group.findall(f"{SVG}rect"):
            x, y, w, h = (float(r.get(k)) for k in ("x", "y", "width", "height"))
            assert 0 <= x <= x + w <= wide + 10
            assert 0 <= y <= y + h <= high


@ANY
@given(days, st.integers(0, 4000))
def test_years_never_run_into_each_other(start, span):
    end = start + timedelta(min(span, (date.max - start).days))
    root = drawing(Row("A", "A", "task", start, end))
    years = [t for t in root.iter(f"{SVG}text") if t.get("font-weight") == "bold" and t.text]
    for one, other in pairwise(years):
        room = (words.measure(one.text, 10) + words.measure(other.text, 10)) / 2
        assert float(other.get("x")) - float(one.get("x")) >= room
