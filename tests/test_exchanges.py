"""The interface map, measured as drawn: nothing said of an exchange covers anything else."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.diagrams import words
from cahier.diagrams.exchanges import Exchange, System, draw

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text("aéWmi -?%«»’œ日\u0301", max_size=60)
WAYS = st.sampled_from(["in", "out", "both"])
EXCHANGES = st.lists(st.builds(Exchange, WAYS, WORDS, WORDS), min_size=1, max_size=5).map(tuple)
SYSTEMS = st.lists(st.builds(System, WORDS, EXCHANGES), min_size=1, max_size=7)
Box = tuple[float, float, float, float]


def texts(root: ET.Element) -> Iterator[Box]:
    for text in root.iter(f"{SVG}text"):
        size, x, y = (float(text.get(k, "nan")) for k in ("font-size", "x", "y"))
        wide = words.measure(text.text or "", size * (1.17 if text.get("font-weight") else 1))
        yield x - wide / 2, y - 0.8 * size, x + wide / 2, y + 0.2 * size


def plates(root: ET.Element) -> Iterator[Box]:
    for rect in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(k, "nan")) for k in ("x", "y", "width", "height"))
        yield x, y, x + w, y + h


def arrows(root: ET.Element) -> Iterator[Box]:
    for path in root.iter(f"{SVG}path"):
        if path.get("class") == "cl-arrow":
            start, y, end = map(float, re.findall(r"[\d.]+", path.get("d", "")))
            yield min(start, end), y - 0.6, max(start, end), y + 0.6


def meet(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.05 and min(a[3], b[3]) - max(a[1], b[1]) > 0.05


def inside(a: Box, b: Box) -> bool:
    near = 0.05
    across = b[0] <= a[0] + near and a[2] <= b[2] + near
    return across and b[1] <= a[1] + near and a[3] <= b[3] + near


@settings(max_examples=150)
@given(SYSTEMS)
def test_nothing_collides(systems: list[System]) -> None:
    root = ET.fromstring(draw("CRM", systems, "Carte", "Les échanges"))
    said, boxes, lines = list(texts(root)), list(plates(root)), list(arrows(root))
    canvas = (0.0, 0.0, float(root.get("width", "0")), float(root.get("height", "0")))
    assert len(lines) == sum(len(system.exchanges) for system in systems)
    assert len(boxes) == len(systems) + 1
    assert all(inside(box, canvas) for box in (*said, *boxes, *lines))
    assert not [(a, b) for a, b in combinations(said, 2) if meet(a, b)]
    assert not [(a, b) for a, b in combinations(boxes, 2) if meet(a, b)]
    assert not [(a, b) for a in lines for b in (*said, *boxes) if meet(a, b)]
    assert not [(a, b) for a in said for b in boxes if meet(a, b) and not inside(a, b)]


@pytest.mark.parametrize(
    ("way", "ends"), [("in", {"end"}), ("out", {"start"}), ("both", {"start", "end"})]
)
def test_an_arrow_points_where_the_data_go(way: str, ends: set[str]) -> None:
    """Arrows are drawn from the system to the middle: their end is there."""
    root = ET.fromstring(draw("CRM", [System("ERP", (Exchange(way, "Comptes", ""),))], "t", "d"))
    arrow = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "cl-arrow")
    assert {end for end in ("start", "end") if arrow.get(f"marker-{end}")} == ends


def test_hostile_text_is_only_text() -> None:
    bad = "</text><script>alert(1)</script>\"'&\x00\u202e"
    svg = draw(bad, [System(bad, (Exchange("in", bad, bad, bad),), bad)], bad, bad, bad)
    assert not list(ET.fromstring(svg).iter(f"{SVG}script"))
    assert "\u202e" not in svg


def test_it_fits_the_page() -> None:
    root = ET.fromstring(draw("CRM", [System("ERP", (Exchange("in", "a", "b"),))], "t", "d"))
    assert float(root.get("width", "nan")) <= 700
    assert all(float(text.get("font-size", "0")) >= 10 for text in root.iter(f"{SVG}text"))
