"""Cahier: a specification kept as YAML and Markdown, checked and published."""

__version__ = "0.1.0"
