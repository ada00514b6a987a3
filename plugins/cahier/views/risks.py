"""V10, the risks on a square of 5 × 5, before and after what is done about them; what helps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

from cahier.diagrams.charts import Key, Matrix, matrices
from cahier.page import Badge, Block, Cell, Diagram, Heading, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.values import count, field, mention

Score = tuple[int, int]  # probability and impact, from 1 to 5
# The least score of each band (information model, V10).
BANDS: dict[str, int] = {"low": 1, "medium": 5, "high": 10, "critical": 15}
_SIDE = range(1, 6)
_TOLD = ("response", "owner", "review", "status")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the matrix of the risks that are not closed, the worst first in its table."""
    risks = ranked(spec)
    if not risks:
        return ()
    caption = words.label("risk-matrix-caption")
    svg, narrow = _drawings(words, risks)
    drawing = Diagram(svg, caption, _table(spec, words, risks), narrow=narrow)
    return (Heading(2, words.label("risk-matrix"), "matrice"), drawing)


def factors(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return what makes such a project succeed, as its charter says."""
    told = [text for project in spec.kind("project") for text in project.all("success_factors")]
    if not told:
        return ()
    title = words.label("success-factors")
    columns = (words.label("id"), title)
    rows = tuple((count(words, n), (Text(text),)) for n, text in enumerate(told, 1))
    return (Heading(2, title, "clefs"), Table(columns, rows, name="clefs-de-reussite"))


def ranked(spec: Spec) -> tuple[Record, ...]:
    """Return the risks that are not closed, the highest gross score first, then the residual."""
    alive = [risk for risk in spec.kind("risk") if risk.fields["status"] != "closed"]
    return tuple(sorted(alive, key=lambda r: (-score(gross(r)), -score(residual(r)))))


def gross(risk: Record) -> Score:
    """Return probability and impact before any action."""
    return risk.fields["probability"], risk.fields["impact"]


def residual(risk: Record) -> Score:
    """Return probability and impact after the actions; what is not said has not changed."""
    probability, impact = gross(risk)
    fields = risk.fields
    return fields.get("residual_probability", probability), fields.get("residual_impact", impact)


def score(of: Score) -> int:
    """Return probability × impact."""
    return of[0] * of[1]


def band(score: int) -> str:
    """Return the band of a score: 1-4 low, 5-9 medium, 10-14 high, 15-25 critical."""
    return next(name for name, least in reversed(BANDS.items()) if score >= least)


def scored(words: Words, score: int) -> tuple[Cell, Cell]:
    """Return a score and its band, a cell each."""
    name = band(score)
    label = words.label(f"risk-{name}")
    return count(words, score), (Badge("band", name, label, list(BANDS).index(name)),)


def _table(spec: Spec, words: Words, risks: tuple[Record, ...]) -> Table:
    shapes = spec.library.kinds["risk"].shape.fields
    told = ("risk", "risk-gross", "risk-gross-band", "risk-residual", "risk-residual-band")
    columns = (
        *(words.label(name) for name in told),
        *(words.of(shapes[name].label) for name in _TOLD),
    )
    rows = tuple(
        (
            (mention(spec, risk.id),),
            *scored(words, score(gross(risk))),
            *scored(words, score(residual(risk))),
            *(field(spec, words, risk, name) for name in _TOLD),
        )
        for risk in risks
    )
    return Table(columns, rows, name="risques")


def _drawings(words: Words, risks: tuple[Record, ...]) -> tuple[str, str]:
    """Return the squares side by side, and one below the other for a phone."""
    inks = {place: f"ch-{band(score(place))}" for place in product(_SIDE, _SIDE)}
    ends = [*list(BANDS.values())[1:], 26]
    keys = tuple(
        Key(f"{words.label(f'risk-{name}')} ({least}–{end - 1})", f"ch-{name}")
        for (name, least), end in zip(BANDS.items(), ends, strict=True)
    )
    squares = (
        Matrix(words.label("risk-before"), _held(risks, gross)),
        Matrix(words.label("risk-after"), _held(risks, residual)),
    )
    axes = words.label("risk-probability"), words.label("risk-impact")
    title, told = words.label("risk-matrix"), words.label("risk-matrix-description")
    draw = partial(matrices, squares, inks, axes, title, told, keys)
    return draw("risques-"), draw("risques-narrow-", stacked=True)


def _held(risks: tuple[Record, ...], of: Callable[[Record], Score]) -> dict[Score, list[str]]:
    held: dict[Score, list[str]] = {}
    for risk in sorted(risks, key=lambda risk: risk.id):
        held.setdefault(of(risk), []).append(risk.id)
    return held
