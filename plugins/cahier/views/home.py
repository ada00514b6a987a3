"""P00, the home page: where the specification stands, and the way to each of its chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cahier.diagnostic import Severity
from cahier.page import (
    Block,
    Card,
    Cards,
    Cell,
    Field,
    Heading,
    Items,
    Page,
    PageLink,
    Table,
    Text,
)
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views import change, for_me

PATH = "index"


def blocks(
    spec: Spec,
    words: Words,
    pages: Sequence[Page],
    found: Mapping[Severity, int] | None = None,
    completeness: Sequence[Block] = (),
) -> tuple[Block, ...]:
    """Return the chapters of the specification, its state, how complete each chapter is.

    *found* counts what is wrong; none for those who do not read all of it.
    """
    return (
        *_people(spec, words, pages),
        *_chapters(words, pages),
        Heading(2, words.label("home-state"), "etat"),
        _state(spec, words, found),
        *completeness,
    )


def _people(spec: Spec, words: Words, pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the way to the page of each population, where the library has such pages."""
    written = {page.path for page in pages}
    there = any(change.path(population) in written for population in spec.kind("population"))
    return for_me.doors(spec, words) if there else ()


def _state(spec: Spec, words: Words, found: Mapping[Severity, int] | None) -> Table:
    counts = {words.label("home-records"): len(spec.records)}
    if found is not None:
        counts[words.label("home-errors")] = found[Severity.ERROR]
        counts[words.label("home-warnings")] = found[Severity.WARNING]
    figures = [((Text(label),), (Text(words.number(n)),)) for label, n in counts.items()]
    return Table(
        (words.label("home-what"), words.label("home-value")), (*_stage(spec, words), *figures)
    )


def stage(spec: Spec, words: Words) -> str:
    """Return the gate the project stands at, in words; empty when no record says so."""
    if spec.stage.shape is None:
        return ""
    return f"{spec.stage.gate} – {words.of(spec.stage.shape.values[spec.stage.gate])}"


def imprint(spec: Spec, words: Words, edition: str, revision: str) -> tuple[tuple[str, str], ...]:
    """Return which edition this is, as of which day, of which revision, each after its label."""
    facts = (
        (words.label("home-edition"), words.label(f"edition-{edition}")),
        (words.label("as-of"), words.date(spec.today) if spec.today else ""),
        (words.label("revision"), revision),
    )
    return tuple((label, said) for label, said in facts if said)


def _stage(spec: Spec, words: Words) -> tuple[tuple[Cell, ...], ...]:
    said = stage(spec, words)
    return (((Text(words.label("home-stage")),), (Text(said),)),) if said else ()


def _chapters(words: Words, pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return a card a part, its chapters in it."""
    parts: dict[str, list[Cell]] = {}
    for page in pages:
        if not page.parent:
            link = PageLink(page.path, page.title)
            parts.setdefault(page.part, []).append((link,))
    if not parts:
        return ()
    cards = tuple(
        Card((Text(part),), (Field("chapters", "", (Items(tuple(cells)),)),))
        for part, cells in parts.items()
    )
    return Heading(2, words.label("home-chapters"), "chapitres"), Cards(cards)
