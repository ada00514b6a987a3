"""What vendors are asked: requirements that end an offer when uncovered, or bear a question."""

from __future__ import annotations

from cahier.page import Block, Heading, Table
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.grid import standing
from cahier.views.values import field, mention

_ENDS, _ASKS = "eliminatory", "vendor_question"
_COLUMNS = ("priority", "lot", _ENDS, _ASKS)


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the requirements that vendors answer in words, those that end an offer first."""
    found = sorted(filter(_is_asked, standing(spec)), key=lambda r: not r.fields.get(_ENDS))
    if not found:
        return ()
    kind = spec.library.kinds["requirement"]
    shapes = kind.shape.fields
    columns = (words.of(kind.label), *(words.of(shapes[name].label) for name in _COLUMNS))
    rows = tuple(
        ((mention(spec, r.id),), *(field(spec, words, r, name) for name in _COLUMNS)) for r in found
    )
    return (
        Heading(2, words.label("asked-of-vendors"), "questions-posees"),
        Table(columns, rows, name="questions-posees"),
    )


def _is_asked(requirement: Record) -> bool:
    return bool(requirement.fields.get(_ENDS) or requirement.fields.get(_ASKS))
