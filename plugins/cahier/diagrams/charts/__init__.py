"""Charts as SVG: values in, drawing out; what they mean is said by the view that asks for them."""

from cahier.diagrams.charts.bars import Bar, Mark, Part, bars, both
from cahier.diagrams.charts.columns import Series, columns
from cahier.diagrams.charts.frame import NARROW, Key, Scale, ticks
from cahier.diagrams.charts.matrix import Matrix, matrices

__all__ = [
    "NARROW",
    "Bar",
    "Key",
    "Mark",
    "Matrix",
    "Part",
    "Scale",
    "Series",
    "bars",
    "both",
    "columns",
    "matrices",
    "ticks",
]
