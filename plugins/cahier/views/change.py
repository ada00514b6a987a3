"""V13, the change plan: how much work changes for whom, and what is done about it."""

from __future__ import annotations

from cahier.page import Badge, Block, Cell, Heading, Mention, PageLink, Prose, Table
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import training
from cahier.views.values import count, field, mentions

_STATES = ("uncovered", "partial", "unchanged", "covered")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return populations × impact × actions × trainings, and who is left alone."""
    populations = spec.kind("population")
    if not populations:
        return ()
    columns = (
        "population", "users", "change-impact", "change-state", "change-actions", "trainings",
    )  # fmt: skip
    rows = tuple(_row(spec, words, population) for population in populations)
    return (
        Heading(2, words.label("change-plan"), "plan"),
        Prose(words.label("change-intro")),
        Table(tuple(map(words.label, columns)), rows, name="conduite-du-changement"),
        Prose(_verdict(spec, words)),
    )


def path(population: Record) -> str:
    """Return the path of the page that says what changes for *population*: its id, no name."""
    return f"spec/pour-moi-{population.id.lower()}"


def actions(spec: Spec, population: Record) -> tuple[Record, ...]:
    """Return the change actions for *population*, by date; those without one last."""
    own = (a for a in spec.kind("change_action") if population.id in a.all("populations"))
    return tuple(sorted(own, key=lambda action: action.fields.get("date", "9999")))


def state(spec: Spec, population: Record) -> str:
    """Return whether who changes has an action and a training, one of them, or none."""
    if population.fields.get("change_impact") not in {"medium", "high"}:
        return "unchanged"
    has = (bool(actions(spec, population)), bool(training.followed(spec, population)))
    return {2: "covered", 1: "partial", 0: "uncovered"}[sum(has)]


def _row(spec: Spec, words: Words, population: Record) -> tuple[Cell, ...]:
    found = state(spec, population)
    label = words.label(f"change-{found}")
    return (
        (Mention(population.id), PageLink(path(population), population.name)),
        count(words, population.fields["users"]),
        field(spec, words, population, "change_impact"),
        (Badge("change", found, label, _STATES.index(found)),),
        mentions(actions(spec, population)),
        mentions(training.followed(spec, population)),
    )


def _verdict(spec: Spec, words: Words) -> str:
    alone = [p for p in spec.kind("population") if state(spec, p) in {"partial", "uncovered"}]
    if not alone:
        return words.label("change-all-covered")
    return words.label("change-not-covered", ids=", ".join(p.id for p in alone))
