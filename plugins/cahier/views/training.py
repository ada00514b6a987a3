"""V12, the training plan: who finds a seat in what, and how long before the go-live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cahier.page import Badge, Block, Cell, Heading, Number, Prose, Table, Text
from cahier.seats import Course, crowded_out
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views.figures import points
from cahier.views.values import count, field, mention, mentions

_STATES = ("short", "none", "enough")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return populations × trainings, then the trainings by date."""
    trainings = spec.kind("training")
    if not trainings:
        return ()
    return (
        *_populations(spec, words),
        Heading(2, words.label("training-calendar"), "calendrier"),
        _calendar(spec, words, trainings),
    )


def followed(spec: Spec, population: Record) -> tuple[Record, ...]:
    """Return the trainings of *population*, by date; those without one last."""
    own = (t for t in spec.kind("training") if population.id in t.all("populations"))
    return tuple(sorted(own, key=lambda t: t.fields.get("date", "9999")))


def capacity(training: Record) -> int:
    """Return how many seats a training has, all sessions together."""
    return int(training.fields["sessions"] * training.fields["group_size"])


def _populations(spec: Spec, words: Words) -> tuple[Block, ...]:
    populations = spec.kind("population")
    if not populations:
        return ()
    columns = (
        "population", "users", "training-initial", "seats", "training-gap",
        "training-hours", "training-state", "training-others",
    )  # fmt: skip
    crowded = _crowded(spec)
    rows = tuple(_row(spec, words, p, p.id in crowded) for p in populations)
    heading = Heading(2, words.label("training-seats"), "places")
    table = Table(tuple(map(words.label, columns)), rows, name="places")
    return (heading, Prose(words.label("training-intro")), table)


def _crowded(spec: Spec) -> set[str]:
    """Return the populations that initial trainings cannot all seat, however seats are shared."""
    initial = [t for t in spec.kind("training") if _is_initial(t)]
    courses = [Course(capacity(t), tuple(t.all("populations"))) for t in initial]
    named = {id for course in courses for id in course.open_to}
    people = {p.id: p.fields["users"] for p in spec.kind("population") if p.id in named}
    return set().union(*crowded_out(people, courses))


def _is_initial(training: Record) -> bool:
    return bool(training.fields["kind"] == "initial")


def _row(spec: Spec, words: Words, population: Record, crowded: bool) -> tuple[Cell, ...]:
    own = followed(spec, population)
    initial = [t for t in own if _is_initial(t)]
    seats, users = sum(map(capacity, initial)), population.fields["users"]
    state = "none" if not initial else "short" if crowded else "enough"
    label = words.label(f"training-{state}")
    return (
        (mention(spec, population.id),),
        count(words, users),
        mentions(initial),
        count(words, seats),
        (points(words, seats - users),),
        _hours(words, initial),
        (Badge("seats", state, label, _STATES.index(state)),),
        mentions([t for t in own if not _is_initial(t)]),
    )


def _hours(words: Words, trainings: Sequence[Record]) -> Cell:
    """Return the hours of one person, who follows one training: the longest open to them."""
    hours = [t.fields["duration_hours"] for t in trainings]
    return (Number(max(hours), f"{words.number(max(hours))}\N{NO-BREAK SPACE}h"),) if hours else ()


def _calendar(spec: Spec, words: Words, trainings: Sequence[Record]) -> Table:
    shapes = spec.library.kinds["training"].shape.fields
    lot = spec.library.kinds.get("lot")
    columns = (
        words.label("training"),
        words.of(shapes["date"].label),
        words.of(shapes["populations"].label),
        words.of(shapes["sessions"].label),
        words.label("seats"),
        words.label("training-session-hours"),
        *((words.of(lot.label), words.label("training-lead")) if lot else ()),
        words.of(shapes["trainer"].label),
    )
    ordered = sorted(trainings, key=lambda t: t.fields.get("date", "9999"))
    rows = tuple(
        (
            (mention(spec, t.id),),
            field(spec, words, t, "date"),
            field(spec, words, t, "populations"),
            count(words, t.fields["sessions"]),
            count(words, capacity(t)),
            _total(words, [t]),
            *((field(spec, words, t, "lot"), _lead(spec, words, t)) if lot else ()),
            field(spec, words, t, "trainer"),
        )
        for t in ordered
    )
    blanks: tuple[Cell, ...] = ((), ()) if lot else ()
    totals: tuple[Cell, ...] = (
        (Text(words.label("total")),),
        (),
        (),
        count(words, sum(t.fields["sessions"] for t in trainings)),
        count(words, sum(map(capacity, trainings))),
        _total(words, trainings),
        *blanks,
        (),
    )
    return Table(columns, rows, name="formations", totals=totals)


def _total(words: Words, trainings: Sequence[Record]) -> Cell:
    hours = sum(t.fields["duration_hours"] * t.fields["sessions"] for t in trainings)
    return (Number(hours, f"{words.number(hours)}\N{NO-BREAK SPACE}h"),)


def _lead(spec: Spec, words: Words, training: Record) -> Cell:
    """Return how many days the training comes before the go-live of its lot."""
    lot, day = spec.get(training.fields.get("lot")), training.fields.get("date")
    if lot is None or not day:
        return ()
    days = (date.fromisoformat(lot.fields["go_live"]) - date.fromisoformat(day)).days
    key = "training-before" if days >= 0 else "training-after"
    return (Number(days, words.count(key, abs(days))),)
