"""The words of a node, for measuring and for naming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cahier.exports.paper.nodes import (
    Callout,
    Code,
    Footnote,
    Goto,
    Grid,
    Link,
    Listing,
    Mark,
    Para,
    Part,
    Picture,
    Quote,
    Span,
    Tag,
    Terms,
    Title,
)


def said(spans: Iterable[Span]) -> str:
    """Return the words of spans, a space where a line ends."""
    return "".join(map(_span, spans))


def lines(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the words of parts, a paragraph at a time."""
    for part in parts:
        match part:
            case Para(of=of) | Title(of=of):
                yield said(of)
            case Listing(items=items):
                for item in items:
                    yield from lines(item)
            case Quote(of=inner) | Callout(of=inner):
                yield from lines(inner)
            case Terms(entries=entries):
                for term, meaning in entries:
                    yield said(term)
                    yield from lines(meaning)
            case Code(text=text):
                yield from text.splitlines()
            case Grid(rows=rows):
                for row in rows:
                    yield " ".join(line for cell in row for line in lines(cell))
            case _:
                yield ""


def _span(span: Span) -> str:
    match span:
        case str():
            return span
        case Mark(of=of) | Link(of=of) | Goto(of=of):
            return said(of)
        case Tag(label=label):
            return label
        case Picture(alt=alt):
            return alt
        case Footnote():
            return ""
    return " "
