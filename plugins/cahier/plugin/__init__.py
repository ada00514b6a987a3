"""The MkDocs plugin: the second door, and the only package that knows MkDocs."""

from cahier.plugin.events import CahierPlugin

__all__ = ["CahierPlugin"]
