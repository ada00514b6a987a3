"""Gantt charts as SVG: items under one another, days from left to right."""

from cahier.diagrams.gantt.drawing import draw
from cahier.diagrams.gantt.model import Chart, Legend, Row

__all__ = ["Chart", "Legend", "Row", "draw"]
