"""« Ce qui change pour moi »: a page for each population, such as its people would like to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cahier.page import (
    Badge,
    Block,
    Card,
    Cards,
    Cell,
    Date,
    Field,
    Heading,
    Items,
    Page,
    PageLink,
    Table,
    Text,
)
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import change, lots, my_work, training
from cahier.views.values import cell, day, mention

_HELP = "helpdesk"
_ABOUT = ("department", "sites", "change_impact", "equipment")
_COURSE = ("date", "duration_hours", "format", "goals", "trainer", "materials", "evaluation")
_ACTION = ("resistance", "message", "description", "channel", "date", "responsible")


def pages(spec: Spec, words: Words, parent: str) -> tuple[Page, ...]:
    """Return a page for each population, under the page at *parent*."""
    return tuple(
        Page(
            change.path(population),
            words.label("for-me-title", name=population.name),
            tuple(_blocks(spec, words, population)),
            parent=parent,
        )
        for population in spec.kind("population")
    )


def doors(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the way to the page of each population, and from when the CRM is there for them."""
    populations = spec.kind("population")
    if not populations:
        return ()
    cards = tuple(
        Card((PageLink(change.path(p), p.name),), tuple(_starting(spec, words, p)))
        for p in populations
    )
    return (Heading(2, words.label("home-people"), "pour-moi"), Cards(cards))


def _starting(spec: Spec, words: Words, population: Record) -> Iterator[Field]:
    if iso := begins(spec, population):
        yield Field("start", words.label("my-go-live"), day(words, iso))


def begins(spec: Spec, population: Record) -> str:
    """Return the first day (ISO) on which the CRM is there for them; empty when none is known."""
    return next((str(lot.fields["go_live"]) for lot in _lots(spec, population)), "")


def _blocks(spec: Spec, words: Words, population: Record) -> Iterator[Block]:
    """Yield what matters first: when, which training, whom to call; then the rest."""
    courses = training.followed(spec, population)
    doings = change.actions(spec, population)
    cards = (
        _when(spec, words, population),
        _trained(words, courses),
        _whom(spec, words, population),
        _card(spec, words, population, _ABOUT),
    )
    yield Cards(tuple(card for card in cards if card.fields))
    yield from my_work.blocks(spec, words, population)
    if courses:
        yield Heading(2, words.label("my-trainings"), "formations")
        yield Cards(tuple(_card(spec, words, course, _COURSE) for course in courses))
    if doings:
        yield Heading(2, words.label("my-support"), "accompagnement")
        yield Cards(tuple(_card(spec, words, doing, _ACTION) for doing in doings))
    if dates := _dates(spec, words, population):
        yield Heading(2, words.label("my-dates"), "calendrier")
        columns = tuple(map(words.label, ("my-day", "my-what", "my-nature")))
        yield Table(columns, dates, row_headers=False, name="calendrier")


def _card(spec: Spec, words: Words, record: Record, names: Sequence[str]) -> Card:
    shapes = record.kind.shape.fields
    fields = tuple(
        Field(name, words.of(shapes[name].label), cell(spec, words, shapes[name], data))
        for name in names
        if (data := record.fields.get(name)) is not None
    )
    return Card((mention(spec, record.id),), fields)


def _when(spec: Spec, words: Words, population: Record) -> Card:
    """Return the day each lot opens for them: where they start, or what it adds."""
    fields = tuple(
        Field(
            lot.id,
            words.date(lot.fields["go_live"]),
            _brought(spec, words, lot, population, later=place > 0),
        )
        for place, lot in enumerate(_lots(spec, population))
    )
    return Card((Text(words.label("my-start")),), fields)


def _lots(spec: Spec, population: Record) -> list[Record]:
    return [lot for lot in lots.ordered(spec) if population in lots.populations(spec, lot)]


def _brought(spec: Spec, words: Words, lot: Record, population: Record, later: bool) -> Cell:
    """Return the sites that the lot opens to them; the modules it brings where it opens none."""
    if sites := lots.opens(spec, lot, population):
        return (Text(", ".join(site.name for site in sites)),)
    modules = [module for id in lot.all("modules") if (module := spec.get(id))]
    mine = [m for m in modules if population.id in m.all("populations")] or modules
    names = ", ".join(module.name for module in mine)
    return (Text(words.label("my-more", what=names) if later else names),)


def _trained(words: Words, courses: Sequence[Record]) -> Card:
    fields = tuple(
        Field(course.id, words.date(course.fields["date"]), (Text(_lasting(words, course)),))
        for course in courses
        if "date" in course.fields
    )
    return Card((Text(words.label("my-trainings")),), fields)


def _lasting(words: Words, course: Record) -> str:
    hours = words.number(course.fields["duration_hours"])
    return f"{course.name} ({hours}\N{NO-BREAK SPACE}h)"


def _whom(spec: Spec, words: Words, population: Record) -> Card:
    """Return who speaks for them, then where help is had."""
    shape = population.kind.shape.fields["representative"]
    person = spec.get(population.fields.get("representative"))
    fields = [
        Field(help.id, help.name, _reached(help))
        for help in spec.kind("operation")
        if help.fields["kind"] == _HELP and _reached(help)
    ]
    if person:
        contact = person.fields.get("contact")
        told = (mention(spec, person.id), *((Text(contact),) if contact else ()))
        fields.insert(0, Field("representative", words.of(shape.label), told))
    return Card((Text(words.label("my-contacts")),), tuple(fields))


def _reached(help: Record) -> Cell:
    ways = [(Text(help.fields[name]),) for name in ("channel", "hours") if name in help.fields]
    return (Items(tuple(ways)),) if len(ways) > 1 else ways[0] if ways else ()


def _dates(spec: Spec, words: Words, population: Record) -> tuple[tuple[Cell, ...], ...]:
    """Return the days that count for them, in order; those before today say that they are past."""
    found = [(lot.fields["go_live"], lot, "my-go-live") for lot in _lots(spec, population)]
    for records, nature in (
        (training.followed(spec, population), "training"),
        (change.actions(spec, population), "change-action"),
    ):
        found += [(r.fields["date"], r, nature) for r in records if "date" in r.fields]
    found.sort(key=lambda each: (each[0], each[1].id))
    return tuple(
        (_day(spec, words, iso), (mention(spec, record.id),), (Text(words.label(nature)),))
        for iso, record, nature in found
    )


def _day(spec: Spec, words: Words, iso: str) -> Cell:
    if not spec.today or iso >= spec.today:
        return day(words, iso)
    return (Date(iso, words.date(iso)), Badge("when", "past", words.label("my-past")))
