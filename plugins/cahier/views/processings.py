"""V24, the register of processings of personal data (GDPR, article 30)."""

from __future__ import annotations

from cahier.page import Block, Heading, Table
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import field, mention, mentions

# How long data are kept is what is looked for most: in sight on a phone too.
_FIRST = ("retention_months", "retention_start", "legal_basis")
_MORE = ("recipients", "subjects", "end_action", "transfers", "dpia", "controller")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return processings × retention × legal basis × entities × recipients."""
    processings = spec.kind("processing")
    if not processings:
        return ()
    shapes = spec.library.kinds["processing"].shape.fields
    columns = (
        words.of(spec.library.kinds["processing"].label),
        *(words.of(shapes[name].label) for name in _FIRST),
        words.label("register-entities"),
        *(words.of(shapes[name].label) for name in _MORE),
    )
    rows = tuple(
        (
            (mention(spec, p.id),),
            *(field(spec, words, p, name) for name in _FIRST),
            mentions(entities(spec, p)),
            *(field(spec, words, p, name) for name in _MORE),
        )
        for p in processings
    )
    heading = Heading(2, words.label("register"), "registre")
    return (heading, Table(columns, rows, name="registre-rgpd"))


def entities(spec: Spec, processing: Record) -> tuple[Record, ...]:
    """Return the data entities that say they are part of *processing*."""
    return tuple(e for e in spec.kind("data_entity") if processing.id in e.all("processings"))
