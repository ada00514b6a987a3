"""Charts as SVG: values in, drawing out; what they mean is said by the view that asks for them."""

from cahier.diagrams.charts.bars import Bar, Mark, Part, bars
from cahier.diagrams.charts.columns import Series, columns
from cahier.diagrams.charts.frame import Key, Scale, ticks

__all__ = ["Bar", "Key", "Mark", "Part", "Scale", "Series", "bars", "columns", "ticks"]
