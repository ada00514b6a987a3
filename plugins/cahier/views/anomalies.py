"""V11, the tracking of anomalies: counters, go or no-go by lot, the table of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cahier.acceptance import Stop, anomalies_of, is_open, stops
from cahier.diagrams.charts import Bar, Key, Part, both
from cahier.page import Badge, Block, Cell, Diagram, Heading, Items, Mention, Prose, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.lots import ordered
from cahier.views.values import badge, count, field, mention

# The columns of the information model, in its order; the name says what it is about.
_COLUMNS = (
    "reported_on",
    "reporter",
    "module",
    "name",
    "severity",
    "status",
    "assigned_to",
    "due",
    "fixed_in",
    "closed_on",
)
_INKS = {"blocking": "ch-bad", "major": "ch-b", "minor": "ch-a"}
_NEEDED = ("severity", "status", "reported_on", "environment")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return how many of which severity and status, what may go live, then each anomaly."""
    found = spec.kind("anomaly")
    if not found or any(name not in found[0].kind.shape.fields for name in _NEEDED):
        return ()
    return (
        Heading(2, words.label("anomalies-state"), "etat"),
        Prose(_summary(spec, words, found)),
        _drawing(words, found),
        *_gates(spec, words),
        Heading(2, words.label("anomalies-board"), "suivi"),
        _board(spec, words, found),
    )


def age(anomaly: Record, today: str) -> int | None:
    """Return the days from its report to its closing, or to *today* while it is open."""
    start = anomaly.fields.get("reported_on", "")
    end = today if is_open(anomaly) else anomaly.fields.get("closed_on", "")
    if not start or not end:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def _summary(spec: Spec, words: Words, found: Sequence[Record]) -> str:
    still = [anomaly for anomaly in found if is_open(anomaly)]
    late = sum("" < a.fields.get("due", "") < spec.today for a in still)
    facts = {"n": words.number(len(still)), "total": words.number(len(found))}
    told = words.label("anomalies-open", **facts)
    if not late or not spec.today:
        return told
    day = words.date(spec.today)
    return f"{told} {words.label('anomalies-late', n=words.number(late), day=day)}"


def _drawing(words: Words, found: Sequence[Record]) -> Diagram:
    shapes = found[0].kind.shape.fields
    table = _counters(words, found)
    counts = Counter((str(a.fields.get("status")), str(a.fields.get("severity"))) for a in found)
    statuses = [s for s in shapes["status"].values if any(s == status for status, _ in counts)]
    rows = tuple(
        _bar(badge(words, shapes["status"], status).label, status, counts) for status in statuses
    )
    keys = tuple(
        Key(badge(words, shapes["severity"], name).label, ink) for name, ink in _INKS.items()
    )
    most = max(
        (sum((part.value for part in row.parts), Decimal(0)) for row in rows), default=Decimal(1)
    )
    title = words.label("anomalies-chart")
    told = words.label("anomalies-chart-description")
    svg, narrow = both(
        rows, (Decimal(0), Decimal(most)), title, told, keys=keys, prefix="anomalies-"
    )
    return Diagram(svg, title, table, narrow=narrow)


def _bar(label: str, status: str, counts: Mapping[tuple[str, str], int]) -> Bar:
    numbers = {name: counts.get((status, name), 0) for name in _INKS}
    parts = tuple(Part(Decimal(n), _INKS[name], str(n)) for name, n in numbers.items())
    return Bar(label, parts, str(sum(numbers.values())))


def _counters(words: Words, found: Sequence[Record]) -> Table:
    """Return severity × status, with sums both ways."""
    severity, status = (found[0].kind.shape.fields[name] for name in ("severity", "status"))
    counts = Counter((a.fields.get("severity"), a.fields.get("status")) for a in found)
    columns = (
        words.of(severity.label),
        *(badge(words, status, value).label for value in status.values),
        words.label("total"),
    )
    rows = tuple(
        (
            (badge(words, severity, value),),
            *_sums(words, [counts[value, each] for each in status.values]),
        )
        for value in severity.values
    )
    sums = [sum(counts[value, each] for value in severity.values) for each in status.values]
    totals = ((Text(words.label("total")),), *_sums(words, sums))
    return Table(columns, rows, words.label("anomalies-chart"), name="compteurs", totals=totals)


def _sums(words: Words, numbers: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(count(words, n) for n in (*numbers, sum(numbers)))


def _gates(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return for each lot whose anomalies are known whether it may go live (model, 6.4)."""
    filed = anomalies_of(spec)
    rows = tuple(_gate(spec, words, lot, filed[lot.id]) for lot in ordered(spec) if lot.id in filed)
    if not rows:
        return ()
    columns = (
        words.of(spec.library.kinds["lot"].label),
        words.of(spec.library.kinds["lot"].shape.fields["go_live"].label),
        words.label("anomalies-filed"),
        *(words.label(f"anomalies-still-{severity}") for severity in _INKS),
        words.label("verdict"),
        *((words.label("verdict-why"),) if any(row[-1] for row in rows) else ()),
    )
    rows = tuple(row[: len(columns)] for row in rows)
    title = words.label("anomalies-gate")
    table = Table(columns, rows, name="mise-en-production")
    return (Heading(2, title, "mise-en-production"), Prose(words.label("anomalies-rule")), table)


def _gate(spec: Spec, words: Words, lot: Record, filed: Sequence[Record]) -> tuple[Cell, ...]:
    still = Counter(a.fields.get("severity", "") for a in filed if is_open(a))
    why = tuple(stops(lot.all("acceptance_thresholds"), still, len(filed)))
    verdict = "failed" if why else "passed"
    return (
        (mention(spec, lot.id),),
        field(spec, words, lot, "go_live"),
        count(words, len(filed)),
        *(count(words, still[severity]) for severity in _INKS),
        (Badge("verdict", verdict, words.label(f"verdict-{verdict}"), int(bool(why))),),
        (Items(tuple((Text(_why(words, lot, stop)),) for stop in why)),) if why else (),
    )


def _why(words: Words, lot: Record, stop: Stop) -> str:
    n = words.number(stop.count)
    if stop.limit == "blocking":
        return words.label("stop-blocking", n=n)
    limit = words.number(lot.all("acceptance_thresholds")[stop.threshold][stop.limit])
    facts = {"n": n, "total": words.number(stop.total), "limit": limit}
    return words.label(f"{stop.limit.replace('_', '-')}-{stop.severity}", **facts)


def _board(spec: Spec, words: Words, found: Sequence[Record]) -> Table:
    shapes = found[0].kind.shape.fields
    used = [n for n in _COLUMNS if n in shapes and any(n in a.fields for a in found)]
    titles = (words.of(shapes[n].label) if n != "name" else words.label("what") for n in used)
    rows = tuple(
        (
            (Mention(anomaly.id),),
            *(field(spec, words, anomaly, name) for name in used),
            _age(words, anomaly, spec.today),
        )
        for anomaly in found
    )
    columns = (words.label("id"), *titles, words.label("age"))
    return Table(columns, rows, words.label("anomalies-age"), name="suivi")


def _age(words: Words, anomaly: Record, today: str) -> Cell:
    days = age(anomaly, today)
    return () if days is None else count(words, days)
