"""Drawings: data in, static SVG out."""
