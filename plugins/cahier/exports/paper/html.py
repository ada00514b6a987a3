"""HTML that Markdown made, as a tree of elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# An end that HTML allows to leave out: a new one of these closes the one before it.
_SIBLINGS = {"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "p": {"p"}}


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes, what is inside."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def has(self, word: str) -> bool:
        """Whether its class holds *word*."""
        return word in self.attributes.get("class", "").split()

    def elements(self, name: str = "") -> Iterator[Element]:
        """Yield its children that are elements, of that *name* if given."""
        for child in self.children:
            if isinstance(child, Element) and name in ("", child.name):
                yield child

    def all(self, name: str) -> Iterator[Element]:
        """Yield every element called *name* below it, in order."""
        for child in self.elements():
            if child.name == name:
                yield child
            yield from child.all(name)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)


def tree(html: str) -> Element:
    """Return the document as one element without a name."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.open[-1].name in _SIBLINGS.get(tag, ()):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.name == tag for element in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
