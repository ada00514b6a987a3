"""V03, the lots: what each brings, where, to whom, when, and what allows the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cahier.page import Block, Card, Cards, Cell, Field, Heading, Items, Number, Table, Text
from cahier.spec import Record, Spec
from cahier.texts import Words
from cahier.views import grid
from cahier.views.values import cell, field, mention, mentions

_TOLD = ("start", "go_live", "modules", "sites")
_HELD = ("modules", "sites", "exit_criteria")


def view(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return a card for each lot, then the lots and their requirements as a table."""
    lots = ordered(spec)
    if not lots:
        return ()
    title = words.label("lots")
    return (
        Heading(2, title, "lotissement"),
        Cards(tuple(_card(spec, words, lot) for lot in lots)),
        _table(spec, words, lots),
    )


def rollout(spec: Spec, words: Words) -> tuple[Block, ...]:
    """Return the sites in the order in which the CRM comes to them, the pilot among them."""
    sites, lot = spec.kind("site"), spec.library.kinds.get("lot")
    if not sites or not spec.kind("lot") or lot is None:
        return ()
    places = {lot.id: place for place, lot in enumerate(ordered(spec))}
    sites = tuple(sorted(sites, key=lambda s: places.get(s.fields.get("lot", ""), len(places))))
    shapes = spec.library.kinds["site"].shape.fields
    told = ("city", "pilot", "employees", "lot")
    columns = (
        words.of(spec.library.kinds["site"].label),
        *(words.of(shapes[name].label) for name in told),
        words.of(lot.shape.fields["go_live"].label),
        words.label("populations"),
    )
    rows = tuple(
        (
            (mention(spec, site.id),),
            *(field(spec, words, site, name) for name in told),
            _opening(spec, words, site),
            mentions(p for p in spec.kind("population") if site.id in p.all("sites")),
        )
        for site in sites
    )
    title = words.label("rollout")
    return (Heading(2, title, "deploiement"), Table(columns, rows, name="deploiement"))


def _opening(spec: Spec, words: Words, site: Record) -> Cell:
    lot = spec.get(site.fields.get("lot"))
    return field(spec, words, lot, "go_live") if lot else ()


def ordered(spec: Spec) -> tuple[Record, ...]:
    """Return the lots in the order in which they are delivered."""
    return tuple(sorted(spec.kind("lot"), key=_order))


def populations(spec: Spec, lot: Record) -> tuple[Record, ...]:
    """Return the populations for whom the lot changes something.

    Those it brings a module to where they work, and those whose site it opens, when a module of
    theirs is ready by then. Where modules name no population, whoever works on its sites.
    """
    before = [each for each in ordered(spec) if _order(each) <= _order(lot)]
    ready = {id for each in before for id in each.all("modules")}
    told = any(module.fields.get("populations") for module in spec.kind("module"))
    found = []
    for p in spec.kind("population"):
        brought = _uses(spec, p, lot.all("modules"))
        opened = opens(spec, lot, p) and _uses(spec, p, ready)
        if works_on(lot, p) and (not told or brought or opened):
            found.append(p)
    return tuple(found)


def opens(spec: Spec, lot: Record, population: Record) -> tuple[Record, ...]:
    """Return the sites of *population* that the lot is the first to bring the CRM to."""
    own = (spec.get(id) for id in population.all("sites"))
    return tuple(site for site in own if site and site.fields.get("lot") == lot.id)


def works_on(lot: Record, population: Record) -> bool:
    """Whether some of *population* work on a site of the lot; a lot without sites is everywhere."""
    sites = set(lot.all("sites"))
    return not sites or bool(sites.intersection(population.all("sites")))


def _uses(spec: Spec, population: Record, modules: Iterable[str]) -> bool:
    found = (spec.get(id) for id in modules)
    return any(population.id in module.all("populations") for module in found if module)


def _order(lot: Record) -> int:
    return int(lot.fields["order"])


def users(spec: Spec, words: Words, lot: Record) -> Number:
    """Return how many people the lot reaches; at most, where it leaves out some of their sites."""
    sites, reached = set(lot.all("sites")), populations(spec, lot)
    number = sum(p.fields["users"] for p in reached)
    whole = not sites or all(sites.issuperset(p.all("sites")) for p in reached)
    text = words.number(number)
    return Number(number, text if whole else words.label("at-most", n=text))


def _card(spec: Spec, words: Words, lot: Record) -> Card:
    shapes = lot.kind.shape.fields
    fields = [
        Field(name, words.of(shapes[name].label), cell(spec, words, shapes[name], data))
        for name in ("goal", *_TOLD, "exit_criteria")
        if (data := lot.fields.get(name))
    ]
    if reached := populations(spec, lot):
        people = Items(tuple((mention(spec, p.id),) for p in reached))
        fields.insert(-1, Field("users", words.label("users"), (users(spec, words, lot), people)))
    return Card((mention(spec, lot.id),), tuple(fields))


def _table(spec: Spec, words: Words, lots: tuple[Record, ...]) -> Table:
    shapes = spec.library.kinds["lot"].shape.fields
    standing = [r for r in grid.standing(spec) if spec.get(r.fields.get("lot"))]
    levels = grid.priorities(spec, words) if standing else {}
    people = bool(spec.kind("population"))
    known = [name for name in _HELD if any(name in lot.fields for lot in lots)]
    columns = (
        words.of(spec.library.kinds["lot"].label),
        words.of(shapes["go_live"].label),
        *((words.label("users"),) if people else ()),
        *((*levels.values(), words.label("requirements")) if standing else ()),
        *(words.of(shapes[name].label) for name in known),
    )
    rows = tuple(
        (
            (mention(spec, lot.id),),
            field(spec, words, lot, "go_live"),
            *(((users(spec, words, lot),),) if people else ()),
            *(_asked(words, lot, standing, levels) if standing else ()),
            *(field(spec, words, lot, name) for name in known),
        )
        for lot in lots
    )
    totals: tuple[Cell, ...] = ()
    if standing:
        blanks: tuple[Cell, ...] = ((),) * (1 + people)
        sums = grid.counted(words, grid.by_priority(standing), levels)
        ends: tuple[Cell, ...] = ((),) * len(known)
        totals = ((Text(words.label("total")),), *blanks, *sums, *ends)
    return Table(columns, rows, name="lots", totals=totals)


def _asked(
    words: Words, lot: Record, standing: list[Record], levels: Mapping[str, str]
) -> tuple[Cell, ...]:
    found = [r for r in standing if r.fields["lot"] == lot.id]
    return grid.counted(words, grid.by_priority(found), levels)
