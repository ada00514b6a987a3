"""V20, the coverage of acceptance: the last test result of each requirement, by lot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cahier.acceptance import last_run, tests_of
from cahier.diagrams.charts import Bar, Key, Part, both
from cahier.kinds import Shape
from cahier.page import (
    Badge,
    Block,
    Cell,
    Diagram,
    Heading,
    Items,
    Mention,
    Number,
    Prose,
    Table,
    Text,
)
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.figures import share
from cahier.views.grid import standing
from cahier.views.lots import ordered
from cahier.views.values import badge, count, field, mention

_NONE = "none"
# From the best to the worst: one test that passes is enough (rule REC-01).
_INKS = {
    "passed": "ch-good",
    "failed": "ch-bad",
    "blocked": "ch-fair",
    "not_run": "ch-a",
    _NONE: "ch-none",
}

Results = Mapping[str, str]


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the Must requirements of each lot by result, then every requirement with its tests."""
    found = [r for r in standing(spec) if r.fields.get("priority") != "wont"]
    if not found or not spec.kind("test"):
        return ()
    tests = tests_of(spec)
    results = {r.id: result(tests.get(r.id, ())) for r in found}
    musts = [r for r in found if r.fields.get("priority") == "must"]
    return (
        *_by_lot(spec, words, musts, results),
        Heading(2, words.label("tested"), "couverture-de-recette"),
        _each(spec, words, found, tests, results),
    )


def result(tests: Sequence[Record]) -> str:
    """Return the best of the last results of *tests*; `none` without any test."""
    given = {str(last_run(test)[1].get("result", "not_run")) for test in tests}
    return next((name for name in _INKS if name in given), _NONE)


def _by_lot(
    spec: Spec, words: Words, musts: Sequence[Record], results: Results
) -> tuple[Block, ...]:
    lots = [*(lot.id for lot in ordered(spec)), ""]
    counts = {lot: Counter(results[r.id] for r in musts if _lot(r) == lot) for lot in lots}
    counts = {lot: found for lot, found in counts.items() if found}
    if not counts:
        return ()
    title = words.label("tested-musts")
    total = sum(counts.values(), Counter[str]())
    facts = {"n": words.number(total["passed"]), "total": words.number(total.total())}
    told = words.label("tested-passed", **facts, share=_share(words, total).text)
    return (
        Heading(2, title, "indispensables"),
        Prose(told),
        _drawing(spec, words, counts),
    )


def _lot(requirement: Record) -> str:
    return str(requirement.fields.get("lot", ""))


def _share(words: Words, counts: Counter[str]) -> Number:
    """Return the percentage that passed."""
    return share(words, Decimal(100 * counts["passed"]) / (counts.total() or 1))


def _drawing(spec: Spec, words: Words, counts: Mapping[str, Counter[str]]) -> Diagram:
    most = Decimal(max(found.total() for found in counts.values()))
    rows = tuple(
        Bar(
            _name(spec, words, lot),
            tuple(Part(Decimal(found[n]), ink, str(found[n])) for n, ink in _INKS.items()),
            words.label("tested-share", share=_share(words, found).text),
        )
        for lot, found in counts.items()
    )
    used = [n for n in _INKS if any(found[n] for found in counts.values())]
    keys = tuple(Key(_result(spec, words, name).label, _INKS[name]) for name in used)
    title = words.label("tested-musts")
    told = words.label("tested-description")
    svg, narrow = both(rows, (Decimal(0), most), title, told, keys=keys, prefix="recette-")
    return Diagram(svg, title, _counts(spec, words, counts), narrow=narrow)


def _counts(spec: Spec, words: Words, counts: Mapping[str, Counter[str]]) -> Table:
    lots = spec.library.kinds.get("lot")
    columns = (
        words.of(lots.label) if lots else "",
        *(_result(spec, words, name).label for name in _INKS),
        words.label("total"),
        words.label("tested-percent"),
    )
    rows = tuple(
        (_place(spec, words, lot), *_numbers(words, found)) for lot, found in counts.items()
    )
    total = sum(counts.values(), Counter[str]())
    totals = ((Text(words.label("total")),), *_numbers(words, total))
    return Table(columns, rows, words.label("tested-musts"), name="indispensables", totals=totals)


def _numbers(words: Words, found: Counter[str]) -> tuple[Cell, ...]:
    cells = (count(words, found[name]) for name in _INKS)
    return (*cells, count(words, found.total()), (_share(words, found),))


def _place(spec: Spec, words: Words, lot: str) -> Cell:
    return (mention(spec, lot),) if lot else (Text(words.label("no-lot")),)


def _name(spec: Spec, words: Words, lot: str) -> str:
    record = spec.get(lot)
    return record.name if record else words.label("no-lot")


def _result(spec: Spec, words: Words, name: str) -> Badge:
    """Return a result with the words of the schema; of a requirement without test, with ours."""
    shape = _shape(spec)
    if name == _NONE or shape is None:
        return Badge("result", name, words.label("no-test"), len(_INKS))
    return badge(words, shape, name)


def _shape(spec: Spec) -> Shape | None:
    runs = spec.library.kinds["test"].shape.fields.get("runs")
    return runs.items.fields.get("result") if runs and runs.items else None


def _each(
    spec: Spec,
    words: Words,
    found: Sequence[Record],
    tests: Mapping[str, Sequence[Record]],
    results: Results,
) -> Table:
    shapes = spec.library.kinds["requirement"].shape.fields
    used = [name for name in ("lot", "priority") if name in shapes]
    columns = (
        words.label("id"),
        words.of(shapes["name"].label),
        *(words.of(shapes[name].label) for name in used),
        words.of(spec.library.kinds["test"].plural),
        words.label("last-result"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            (Mention(r.id),),
            (Text(r.name),),
            *(field(spec, words, r, name) for name in used),
            _tests(spec, words, tests.get(r.id, ())),
            (_result(spec, words, results[r.id]),),
        )
        for r in found
    )
    return Table(columns, rows, name="resultats")


def _tests(spec: Spec, words: Words, tests: Sequence[Record]) -> Cell:
    """Return the tests of a requirement, each with its result where there are several."""
    if len(tests) < 2:
        return tuple(Mention(test.id) for test in tests)
    return (Items(tuple((Mention(t.id), _result(spec, words, result([t]))) for t in tests)),)
