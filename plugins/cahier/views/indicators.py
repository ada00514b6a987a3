"""V09, indicators before and after: where each started, where it must go, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from cahier.diagrams.charts import Bar, Key, Mark, Part, both
from cahier.page import Badge, Block, Cell, Diagram, Heading, Mention, Prose, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.few import caption, few
from cahier.views.figures import given, share
from cahier.views.values import day, figure, measured, mention

_ALL = Decimal(100)
_SHORT, _STEP = 5, 25
_INKS = {"reached": "ch-good", "on-track": "ch-good", "late": "ch-bad", "unmeasured": "ch-none"}
_STATES = ("late", "on-track", "reached", "unmeasured")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return how far each indicator is from its target, drawn, then in figures."""
    kpis = spec.kind("kpi")
    if not kpis:
        return ()
    return (
        Heading(2, words.label("indicators"), "avancement"),
        Prose(words.label("indicators-intro")),
        _drawing(words, kpis, spec.today),
        _table(spec, words, kpis),
    )


def measures(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return every measure of every indicator, the latest first."""
    found = [(kpi, measure) for kpi in spec.kind("kpi") for measure in kpi.all("measures")]
    if not found:
        return ()
    found.sort(key=lambda each: str(each[1]["date"]), reverse=True)
    names = ("measured-on", "indicator", "kpi-measure", "unit", "progress", "kpi-comment")
    rows = tuple(
        (
            day(words, measure["date"]),
            (mention(spec, kpi.id),),
            figure(words, measure["value"]),
            (Text(kpi.fields["unit"]),),
            _share(words, _progress(kpi, measure)),
            (Text(measure["comment"]),) if "comment" in measure else (),
        )
        for kpi, measure in found
    )
    title = words.label("kpi-measures")
    table = Table(tuple(map(words.label, names)), rows, row_headers=False, name="mesures")
    return (Heading(2, title, "mesures"), table)


def last(kpi: Record, today: str) -> Mapping[str, Any]:
    """Return the latest measure that *today* knows; empty when there is none."""
    known = (m for m in kpi.all("measures") if not today or m["date"] <= today)
    return max(known, key=lambda measure: str(measure["date"]), default={})


def progress(kpi: Record, today: str) -> Decimal | None:
    """Return (last − baseline) / (target − baseline), in percent (information model, V09)."""
    return _progress(kpi, last(kpi, today))


def _progress(kpi: Record, measure: Mapping[str, Any]) -> Decimal | None:
    start, end = kpi.fields["baseline"], kpi.fields["target"]
    if start == end or not measure:
        return None
    return _ALL * Decimal(measure["value"] - start) / Decimal(end - start)


def elapsed(kpi: Record, today: str) -> Decimal | None:
    """Return the share of its time that is past on *today*, in percent."""
    if not today:
        return None
    start, end, now = (
        date.fromisoformat(text)
        for text in (kpi.fields["baseline_date"], kpi.fields["target_date"], today)
    )
    past, whole = (now - start).days, (end - start).days
    return min(max(_ALL * past / whole, Decimal(0)), _ALL) if whole > 0 else _ALL


def status(kpi: Record, today: str) -> str:
    """Return `reached`, `on-track` when progress keeps up with time, `late`, or `unmeasured`."""
    done, past = progress(kpi, today), elapsed(kpi, today)
    if done is None or past is None:
        return "unmeasured"
    if done >= _ALL:
        return "reached"
    return "on-track" if done >= past else "late"


def _table(spec: Spec, words: Words, kpis: tuple[Record, ...]) -> Table:
    columns = (
        "indicator", "unit", "baseline", "target", "last-measure", "measured-on",
        "target-date", "progress", "elapsed", "indicator-status",
    )  # fmt: skip
    rows = tuple(_row(spec, words, kpi) for kpi in kpis)
    return Table(tuple(words.label(name) for name in columns), rows, name="indicateurs")


def _row(spec: Spec, words: Words, kpi: Record) -> tuple[Cell, ...]:
    measure, fields = last(kpi, spec.today), kpi.fields
    return (
        (mention(spec, kpi.id),),
        (Text(fields["unit"]),),
        figure(words, fields["baseline"]),
        figure(words, fields["target"]),
        figure(words, measure["value"]) if measure else (),
        day(words, measure.get("date", "")),
        day(words, fields["target_date"]),
        _share(words, progress(kpi, spec.today)),
        _share(words, elapsed(kpi, spec.today)),
        (_badge(words, status(kpi, spec.today)),),
    )


def _share(words: Words, value: Decimal | None) -> Cell:
    return () if value is None else (share(words, value),)


def _drawing(words: Words, kpis: tuple[Record, ...], today: str) -> Diagram:
    shown = few(kpis, partial(_urgency, today=today))
    done = [progress(kpi, today) or Decimal(0) for kpi in shown]
    low = max(min(Decimal(0), *done), -_ALL)
    steps = tuple(Decimal(n) for n in range(int(low // _STEP) * _STEP, 101, _STEP))
    keys = (
        Key(words.label("indicator-on-track"), "ch-good"),
        Key(words.label("indicator-late"), "ch-bad"),
        Key(words.label("elapsed"), "ch-line", "mark"),
    )
    rows = tuple(_bar(words, kpi, today) for kpi in shown)
    told = words.label("indicators-description")
    title = words.label("indicators")
    show = partial(given, words)
    svg, narrow = both(rows, steps, title, told, show, keys, prefix="indicateurs-")
    said = caption(words, "indicators-caption", "indicators-some", len(shown), len(kpis))
    return Diagram(svg, said, _alternative(words, kpis, today), narrow=narrow)


def _urgency(kpi: Record, today: str) -> tuple[int, Decimal]:
    """Return what sorts the late ones first, the least advanced of them before the others."""
    return _STATES.index(status(kpi, today)), progress(kpi, today) or Decimal(0)


def _bar(words: Words, kpi: Record, today: str) -> Bar:
    """Return progress as a bar, time as a mark; start, target and measure in words."""
    done, past = progress(kpi, today), elapsed(kpi, today)
    parts = () if done is None else (Part(done, _INKS[status(kpi, today)]),)
    marks = () if past is None else (Mark(past),)
    unit = kpi.fields["unit"]
    start, end = words.number(kpi.fields["baseline"]), words.number(kpi.fields["target"])
    end = measured(words, end, unit if len(unit) <= _SHORT else "")
    measure = last(kpi, today)
    now = words.number(measure["value"]) if measure else words.label("indicator-none")
    return Bar(kpi.name, parts, f"{now} ({start} → {end})", marks, kpi.id)


def _alternative(words: Words, kpis: tuple[Record, ...], today: str) -> Table:
    columns = tuple(map(words.label, ("indicator", "progress", "elapsed", "indicator-status")))
    rows = tuple(
        (
            (Mention(kpi.id, kpi.name),),
            _share(words, progress(kpi, today)),
            _share(words, elapsed(kpi, today)),
            (_badge(words, status(kpi, today)),),
        )
        for kpi in kpis
    )
    return Table(columns, rows, name="avancement")


def _badge(words: Words, state: str) -> Badge:
    return Badge("progress", state, words.label(f"indicator-{state}"), _STATES.index(state))
