"""What readers of an edition may know: what its records say, what the interface calls things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cahier.kinds import Kind, Shape
from cahier.leaks.leaves import leaves
from cahier.leaks.words import numbers, row
from cahier.spec import Spec
from cahier.texts import LANGUAGES, words


@dataclass(frozen=True, slots=True)
class Known:
    """What readers may know: the words in a row, how often each is said, the numbers."""

    text: str
    words: Mapping[str, int]
    numbers: frozenset[int]


def known(shown: Spec) -> Known:
    """Return what the records *shown* and the interface say."""
    told = [leaf for record in shown.records.values() for leaf in leaves(record)]
    texts = [leaf.value for leaf in told if isinstance(leaf.value, str)]
    texts += [record.document.path for record in shown.records.values()]
    texts += _labels(shown.library.kinds.values())
    counted = {int(leaf.value) for leaf in told if not isinstance(leaf.value, str)}
    counted |= {number for text in texts for number in numbers(text)}
    said = "\n".join(map(row, texts))
    return Known(said, Counter(said.split()), frozenset(counted))


def _labels(kinds: Iterable[Kind]) -> Iterator[str]:
    """Yield what fields and values are called, and the words of the interface."""
    for kind in kinds:
        yield from (*kind.label.values(), *kind.plural.values())
        yield from _labels_of(kind.shape)
    for language in LANGUAGES:
        yield from words(language).labels.values()


def _labels_of(shape: Shape) -> Iterator[str]:
    for label in (shape.label, shape.unit, shape.inverse, *shape.values.values()):
        yield from label.values()
    for inner in (*shape.fields.values(), shape.items, shape.keys, shape.entries):
        if inner is not None:
            yield from _labels_of(inner)
