"""The chain around a record: who is on it, and a drawing without collisions."""

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.diagrams.chain import MOST, Link, Row, draw

_PLACE = re.compile(r'<g transform="translate\(([\d.]+) ([\d.]+)\)"><(?:a|rect)')
_BOX = 144


@st.composite
def chains(draw_):
    sizes = draw_(st.lists(st.integers(1, 9), min_size=1, max_size=7))
    rows = [
        Row(f"Sorte {at}", {f"K{at}-{n}": f"Nom {n} " * n for n in range(size)})
        for at, size in enumerate(sizes)
    ]
    ids = [list(row.records) for row in rows]
    pairs = [(a, b) for a, b in combinations(range(len(rows)), 2)]
    links = [
        Link(draw_(st.sampled_from(ids[a])), draw_(st.sampled_from(ids[b])))
        for a, b in draw_(st.lists(st.sampled_from(pairs), max_size=25) if pairs else st.just([]))
    ]
    return rows, links, draw_(st.sampled_from(ids[draw_(st.integers(0, len(rows) - 1))]))


@given(chains())
@settings(max_examples=60)
def test_boxes_do_not_meet_and_lines_pass_beside_them(chain):
    rows, links, here = chain
    svg = draw(rows, links, here, "Titre", "Description")
    places = sorted((float(y), float(x)) for x, y in _PLACE.findall(svg))
    assert len(places) == sum(min(MOST, len(row.records)) for row in rows)
    assert all(b[1] >= a[1] + _BOX for a, b in pairwise(places) if a[0] == b[0])
    for x, y in re.findall(r"M([\d.]+) ([\d.]+)V", svg):
        row = [left for top, left in places if top == float(y)]
        assert not any(left < float(x) < left + _BOX for left in row)
    assert max(x for _, x in places) + _BOX <= float(re.search(r'width="([\d.]+)"', svg)[1])


@pytest.mark.parametrize("size", [MOST, MOST + 1, 40])
def test_what_has_no_room_is_counted(size):
    rows = [Row("Un", {"A-1": "a"}), Row("Deux", {f"B-{n}": "b" for n in range(size)})]
    svg = draw(rows, [Link("A-1", f"B-{n}") for n in range(size)], "A-1", "Titre", "Description")
    linked = re.findall(r'href="(B-\d+)"', svg)
    left = re.search(r">\+ (\d+)<", svg)
    assert len(linked) + (int(left[1]) if left else 0) == size
    assert len(linked) == (size if size <= MOST else MOST - 1)
    assert 'href="A-1"' not in svg


def test_names_are_text():
    svg = draw([Row("<b>", {"A-1": "<script>x</script>"})], [], "A-1", "<i>", "&")
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "&lt;script&gt;" in svg
