"""Charts are measured as drawn: the SVG is parsed, nothing else is asked."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.diagrams import charts, svg, words
from cahier.diagrams.charts import Bar, Key, Mark, Part, Series, bars, both, columns, ticks

SWATCH = (12, 12)  # of a legend
SVG = "{http://www.w3.org/2000/svg}"
MONEY = st.decimals(-(10**9), 10**9, places=2)
ANY = settings(max_examples=40)


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def rects(svg: str, css: str) -> list[dict[str, float]]:
    found = [r for r in drawn(svg).iter(f"{SVG}rect") if css in r.get("class").split()]
    boxes = [{k: float(r.get(k)) for k in ("x", "y", "width", "height")} for r in found]
    return [box for box in boxes if (box["width"], box["height"]) != SWATCH]


def inside(svg: str) -> bool:
    """Whether all boxes and texts lie within the drawing."""
    root = drawn(svg)
    wide, high = float(root.get("width")), float(root.get("height"))
    for r in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(r.get(k)) for k in ("x", "y", "width", "height"))
        assert -0.1 <= x <= x + w <= wide + 0.1, (x, w, wide)
        assert -0.1 <= y <= y + h <= high + 0.1, (y, h, high)
    for t in root.iter(f"{SVG}text"):
        room = words.measure(t.text or "", float(t.get("font-size")))
        left = (
            float(t.get("x")) - {"start": 0, "middle": room / 2, "end": room}[t.get("text-anchor")]
        )
        assert -0.1 <= left <= left + room <= wide + 0.1, (t.text, left, room)
        assert float(t.get("y")) <= high
    return True


def show(value: Decimal) -> str:
    return f"{value.normalize():f}"


def test_bars_are_as_long_as_their_values():
    rows = (Bar("un", (Part(Decimal(30)),)), Bar("deux", (Part(Decimal(60)),)))
    one, two = rects(bars(rows, ticks([Decimal(100)]), "T", "D", show), "ch-a")
    assert two["width"] == pytest.approx(2 * one["width"], abs=0.05)
    assert one["x"] == two["x"]


def test_a_bar_of_a_record_leads_to_it():
    rows = (Bar("FOU-001 Alpha", (Part(Decimal(30)),), href="FOU-001"), Bar("Moyenne", ()))
    root = drawn(bars(rows, ticks([Decimal(100)]), "T", "D", show))
    (link,) = root.iter(f"{SVG}a")
    assert (link.get("href"), "".join(link.itertext())) == ("FOU-001", "FOU-001 Alpha")
    assert root.get("role") == "group"  # an image would hide its links


def test_parts_follow_one_another_and_keep_their_words_where_they_fit():
    parts = (Part(Decimal(50), "ch-a", "A 50"), Part(Decimal(3), "ch-b", "B 3"))
    svg = bars((Bar("un", parts),), ticks([Decimal(100)]), "T", "D")
    (a,), (b,) = rects(svg, "ch-a"), rects(svg, "ch-b")
    assert a["x"] + a["width"] <= b["x"]
    assert ">A 50<" in svg
    assert ">B 3<" not in svg
    assert ">B<" in svg


def test_costs_hang_below_the_benefits_of_their_year():
    series = (
        Series("Coûts", "ch-b", (Decimal(-40), Decimal(-20))),
        Series("Gains", "ch-a", (Decimal(0), Decimal(30))),
    )
    svg = columns(("0", "1"), series, "T", "D", show)
    (gain,), costs = rects(svg, "ch-a"), rects(svg, "ch-b")
    assert costs[1]["x"] == gain["x"]
    assert gain["y"] + gain["height"] == pytest.approx(costs[1]["y"], abs=0.02)
    assert costs[0]["height"] == pytest.approx(2 * costs[1]["height"], abs=0.05)


def test_what_is_compared_stands_side_by_side():
    series = (Series("Prévu", "ch-plan", (Decimal(4),)), Series("Réalisé", "ch-a", (Decimal(5),)))
    svg = columns(("0",), series, "T", "D", show)
    (planned,), (actual,) = rects(svg, "ch-plan"), rects(svg, "ch-a")
    assert planned["x"] + planned["width"] <= actual["x"]


def test_the_line_passes_over_what_is_unknown():
    line = Series("Cumul", "ch-line", (Decimal(-4), None, Decimal(6)))
    svg = columns(("0", "1", "2"), (), "T", "D", show, line)
    assert len(list(drawn(svg).iter(f"{SVG}circle"))) == 2


@ANY
@given(st.lists(MONEY, max_size=6))
def test_ticks_are_round_and_enclose_the_values(values):
    found = ticks(values)
    assert found[0] <= min([0, *values]) <= max([0, *values]) <= found[-1]
    assert 0 in found
    assert 2 <= len(found) <= 9


@ANY
@given(st.lists(st.tuples(st.text(max_size=80), st.lists(MONEY, max_size=4)), max_size=5))
def test_bars_stay_in_the_drawing(rows):
    """As wide as a page, and as wide as a phone."""
    lines = [
        Bar(name, tuple(Part(abs(v), text=show(v)) for v in values), name, (Mark(Decimal(3)),))
        for name, values in rows
    ]
    scale = ticks([sum(map(abs, values), Decimal(0)) for _, values in rows])
    keys = [Key(name, "ch-a") for name, _ in rows]
    assert all(map(inside, both(lines, scale, "T", "D", show, keys)))


@ANY
@given(st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=8))
def test_columns_stay_in_the_drawing(years):
    one, two, line = zip(*years, strict=True)
    names = [str(n) for n in range(len(years))]
    series = (Series("un", "ch-a", one), Series("deux", "ch-b", two))
    drawing = partial(columns, names, series, "T", "D", show, Series("l", "ch-line", line))
    assert inside(drawing())
    assert inside(drawing(width=charts.NARROW))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def fills() -> dict[str, dict[str, str]]:
    """Return the fill of each class, in the light and in the dark."""
    css = Path(charts.__file__).parents[1].joinpath("charts.css").read_text(encoding="utf-8")
    dark = dict(re.findall(r"slate.*\.(ch-[\w-]+) { fill: (#\w{6})", css))
    light = {name: drawn(svg.tag("rect", name)).get("fill") for name in dark}
    return {"light": light, "dark": dark}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("bar", ["ch-a", "ch-b", "ch-c", "ch-d", "ch-e"])
def test_words_upon_a_bar_are_readable(scheme, bar):
    inks = fills()[scheme]
    assert contrast(inks["ch-over"], inks[bar]) >= 4.5
