"""On paper the letters of every drawing can be read."""

import re

import pytest

from cahier.exports.paper.anchors import nodes_of
from cahier.exports.paper.chapters import paper
from cahier.exports.paper.nodes import Figure
from cahier.exports.pdf.typeset import can_draw

_LEAST = 7.0  # points
_WIDE = re.compile(r'<svg[^>]* viewBox="[-0-9.]+ [-0-9.]+ ([0-9.]+)')
_SIZE = re.compile(r'font-size="([0-9.]+)"')


@pytest.fixture(scope="module")
def document(whole):
    return paper(whole, can_draw)


def test_letters_of_drawings_are_seven_points_or_more(document):
    files = dict(document.files)
    figures = [node for node in nodes_of(document.parts) if isinstance(node, Figure)]
    drawn = [figure for figure in figures if figure.file.endswith("svg")]
    sizes = {figure.caption: _smallest(figure, files[figure.file].decode()) for figure in drawn}
    assert len(sizes) > 20
    assert {caption: size for caption, size in sizes.items() if size < _LEAST} == {}


def _smallest(figure: Figure, svg: str) -> float:
    """Return the size of the smallest letters of a drawing, in points."""
    wide = _WIDE.search(svg)
    return figure.width / float(wide[1]) * min(map(float, _SIZE.findall(svg)))
