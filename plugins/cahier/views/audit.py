"""V23, audit coverage: what was looked at and found, and which advice nobody has followed yet."""

from __future__ import annotations

from collections.abc import Sequence

from cahier.page import Block, Cell, Heading, Prose, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.grid import DEAD
from cahier.views.values import cell, count, field, mention, mentions


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return areas × kinds of finding, then the recommendations that nothing addresses."""
    findings = spec.kind("finding")
    if not findings:
        return ()
    return (
        Heading(2, words.label("audit-coverage"), "couverture"),
        _matrix(spec, words, findings),
        Heading(2, words.label("audit-open"), "sans-suite"),
        _open(spec, words, findings),
    )


def addressed(spec: Spec, finding: Record) -> bool:
    """Whether something is done about *finding*: what was rejected or retired does nothing."""
    found = (spec.get(id) for id in finding.all("addressed_by"))
    return any(record.fields.get("status") not in DEAD for record in found if record)


def _matrix(spec: Spec, words: Words, findings: Sequence[Record]) -> Table:
    """Return every area, those without any finding too: nobody has looked there."""
    shapes = spec.library.kinds["finding"].shape.fields
    kinds = shapes["kind"].values
    columns = (
        words.of(shapes["area"].label),
        *(words.of(label) for label in kinds.values()),
        words.label("total"),
    )
    rows = []
    for area, label in shapes["area"].values.items():
        here = [f for f in findings if f.fields["area"] == area]
        cells = (mentions([f for f in here if f.fields["kind"] == kind]) for kind in kinds)
        rows.append(((Text(words.of(label)),), *cells, count(words, len(here))))
    sums = (sum(f.fields["kind"] == kind for f in findings) for kind in kinds)
    totals: tuple[Cell, ...] = (
        (Text(words.label("total")),),
        *(count(words, n) for n in sums),
        count(words, len(findings)),
    )
    return Table(columns, tuple(rows), name="couverture-audit", totals=totals)


def _open(spec: Spec, words: Words, findings: Sequence[Record]) -> Block:
    advised = [f for f in findings if f.fields.get("recommendation")]
    left = [f for f in advised if not addressed(spec, f)]
    if not left:
        return Prose(words.label("audit-all-addressed"))
    shapes = spec.library.kinds["finding"].shape.fields
    names = ("kind", "area", "impact")
    columns = (
        words.of(spec.library.kinds["finding"].label),
        *(words.of(shapes[name].label) for name in (*names, "recommendation")),
    )
    rows = tuple(
        (
            (mention(spec, f.id),),
            *(field(spec, words, f, name) for name in names),
            cell(spec, words, shapes["recommendation"], f.fields["recommendation"]),
        )
        for f in left
    )
    return Table(columns, rows, name="recommandations-sans-suite")
