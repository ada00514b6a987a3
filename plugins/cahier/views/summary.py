"""V22, the summary: a page on what is wanted, where, when, for whom, and what could go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cahier import budget
from cahier.page import Block, Card, Cards, Cell, Field, Heading, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import figures, grid, lots, risks
from cahier.views.budget import worth
from cahier.views.values import cell, count, day, field, figure, mention

_WORST = 5
_PROJECT = ("stage", "start", "full_operation", "sponsor", "manager")
_SCOPE = ("scope_in", "scope_out")
_COUNTED = ("objective", "site", "population", "module", "interface")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the project in short; nothing where no project is described."""
    project = next(iter(spec.kind("project")), None)
    if project is None:
        return ()
    cards = (
        Card((mention(spec, project.id),), _fields(spec, words, project, _PROJECT)),
        Card((Text(words.label("summary-figures")),), tuple(_figures(spec, words))),
        Card((Text(words.label("summary-budget")),), tuple(_budget(spec, words, project))),
    )
    return (
        Cards(tuple(card for card in cards if card.fields)),
        *_objectives(spec, words),
        *_scope(spec, words, project),
        *_lots(spec, words),
        *_risks(spec, words),
    )


def _fields(spec: Spec, words: Words, of: Record, names: tuple[str, ...]) -> tuple[Field, ...]:
    shapes = of.kind.shape.fields
    return tuple(
        Field(name, words.of(shapes[name].label), cell(spec, words, shapes[name], data))
        for name in names
        if (data := of.fields.get(name)) is not None
    )


def _figures(spec: Spec, words: Words) -> Iterator[Field]:
    """Yield how large the project is, of what the edition shows."""
    if users := budget.users(spec):
        yield Field("users", words.label("users"), count(words, users))
    if standing := grid.standing(spec):
        musts = sum(r.fields["priority"] == "must" for r in standing)
        value = (*count(words, len(standing)), Text(words.count("summary-musts", musts)))
        yield Field("requirement", words.label("requirements"), value)
    for kind in _COUNTED:
        if found := spec.kind(kind):
            yield Field(kind, words.of(found[0].kind.plural), count(words, len(found)))


def _budget(spec: Spec, words: Words, project: Record) -> Iterator[Field]:
    """Yield the envelope and what the budget comes to, where the edition has them."""
    if envelope := project.fields.get("budget_envelope"):
        label = words.of(project.kind.shape.fields["budget_envelope"].label)
        yield Field("envelope", label, (figures.money(words, envelope),))
    if spec.kind("budget_line"):
        cash = budget.cash(spec)
        yield Field("tco", words.label("budget-tco"), (figures.money(words, cash.tco),))
        if cash.gains:
            back = worth.paid_back(words, cash.payback)
            yield Field("payback", words.label("budget-payback"), back)


def _objectives(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return how each objective will show: a line an indicator."""
    objectives = spec.kind("objective")
    if not objectives:
        return ()
    kind = spec.library.kinds["objective"]
    told = ("indicator", "baseline", "target", "unit", "target-date")
    columns = (
        words.of(kind.label),
        words.of(kind.shape.fields["priority"].label),
        *map(words.label, told),
    )
    rows = tuple(
        ((mention(spec, o.id),), field(spec, words, o, "priority"), *cells)
        for o in objectives
        for cells in _targets(spec, words, o)
    )
    title = words.of(kind.plural)
    return (Heading(2, title, "objectifs"), Table(columns, rows, name="objectifs"))


def _targets(spec: Spec, words: Words, objective: Record) -> list[tuple[Cell, ...]]:
    """Return how each indicator of *objective* must move, and until when."""
    found = [
        (
            (mention(spec, kpi.id),),
            figure(words, kpi.fields["baseline"]),
            figure(words, kpi.fields["target"]),
            (Text(kpi.fields["unit"]),),
            day(words, kpi.fields["target_date"]),
        )
        for id in objective.all("kpis")
        if (kpi := spec.get(id))
    ]
    return [*found] or [((), (), (), (), ())]


def _scope(spec: Spec, words: Words, project: Record) -> tuple[Block, ...]:
    cards = tuple(
        Card((Text(f.label),), (replace(f, label=_points(words, project, f.name)),))
        for f in _fields(spec, words, project, _SCOPE)
    )
    if not cards:
        return ()
    return (Heading(2, words.label("summary-scope"), "perimetre"), Cards(cards))


def _points(words: Words, project: Record, name: str) -> str:
    return words.count("summary-points", len(project.all(name)))


def _lots(spec: Spec, words: Words) -> tuple[Block, ...]:
    found = lots.ordered(spec)
    if not found:
        return ()
    shapes = spec.library.kinds["lot"].shape.fields
    columns = (
        words.of(spec.library.kinds["lot"].label),
        words.of(shapes["go_live"].label),
        words.of(shapes["sites"].label),
        words.label("users"),
    )
    rows = tuple(
        (
            (mention(spec, lot.id),),
            field(spec, words, lot, "go_live"),
            (Text(", ".join(site.name for id in lot.all("sites") if (site := spec.get(id)))),),
            (lots.users(spec, words, lot),),
        )
        for lot in found
    )
    title = words.of(spec.library.kinds["lot"].plural)
    return (Heading(2, title, "lots"), Table(columns, rows, name="lots"))


def _risks(spec: Spec, words: Words) -> tuple[Block, ...]:
    worst = risks.ranked(spec)[:_WORST]
    if not worst:
        return ()
    owner = spec.library.kinds["risk"].shape.fields["owner"]
    told = ("risk", "risk-gross", "risk-gross-band", "risk-residual", "risk-residual-band")
    columns = (*map(words.label, told), words.of(owner.label))
    rows = tuple(
        (
            (mention(spec, risk.id),),
            *risks.scored(words, risks.score(risks.gross(risk))),
            *risks.scored(words, risks.score(risks.residual(risk))),
            field(spec, words, risk, "owner"),
        )
        for risk in worst
    )
    title = words.label("summary-risks")
    return (Heading(2, title, "risques"), Table(columns, rows, name="risques"))
