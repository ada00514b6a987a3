"""Where the links inside a document lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cahier.exports.paper.nodes import Goto, Parts, Title, members


def anchors(parts: Parts) -> Mapping[str, str]:
    """Return the anchor that each link leads to, and every anchor itself, in order.

    A link to a place of a page that has no such place leads to the page; one to nothing is absent.
    """
    nodes = list(nodes_of(parts))
    known = {each.anchor for each in nodes if isinstance(each, Title) and each.anchor}
    targets = {each.to for each in nodes if isinstance(each, Goto)}
    found = {to: to if to in known else to.partition("#")[0] for to in sorted(known | targets)}
    return {to: anchor for to, anchor in found.items() if anchor in known}


def nodes_of(node: Any) -> Iterator[Any]:
    """Yield every node in *node*, itself first."""
    if isinstance(node, tuple):
        for each in node:
            yield from nodes_of(each)
    elif (names := members(node)) is not None:
        yield node
        for name in names:
            yield from nodes_of(getattr(node, name))
