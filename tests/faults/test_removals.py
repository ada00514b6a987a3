"""Whatever is taken out of the sample that a specification must have, `check` says what is missing.

What must be there is read here from the schemas' plain JSON by the reference validator, not by
the code under test. Nothing is written: the reader is replaced by one that leaves things out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cahier import loader
from cahier.diagnostic import Diagnostic
from cahier.kinds import bundled_schemas, load_library
from cahier.policy import Policy
from cahier.project import Checked, check
from cahier.source import Document

ROOT = Path(__file__).parents[2]
LIBRARY = load_library(bundled_schemas())
SPEC = loader.load(ROOT, LIBRARY).spec
POLICY = Policy(stage=SPEC.stage.gate, gates=LIBRARY.gates)

READ = cache(loader.read)  # the files do not change meanwhile

Pointer = tuple[str | int, ...]
Edit = Callable[[Document], Any]


def checked(monkeypatch, edit: Edit) -> Checked:
    """Return the sample, judged at its gate, as if *edit* gave the data of each file."""

    def read(root: Path, path: str, body: str) -> Document:
        document = READ(root, path, body)
        data = edit(document)
        return document if data is document.data else replace(document, data=data)

    with monkeypatch.context() as patch:
        patch.setattr(loader, "read", read)
        return check(ROOT, POLICY.stage)


# --- fields and links -----------------------------------------------------------------------


def required(schema: Mapping[str, Any], value: Any, at: Pointer = ()) -> Iterator[Pointer]:
    """Yield what *schema* requires of *value*, inside its lists and objects too."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from required(schema.get("items", {}), item, (*at, index))
    if not isinstance(value, Mapping):
        return
    yield from ((*at, name) for name in schema.get("required", ()))
    for branch in schema.get("allOf", ()):
        if Draft202012Validator(branch["if"]).is_valid(value):
            yield from ((*at, name) for name in branch["then"].get("required", ()))
            yield from _due(branch["then"], at)
    yield from _due(schema, at)
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            yield from required(inner, value[name], (*at, name))


def _due(schema: Mapping[str, Any], at: Pointer) -> Iterator[Pointer]:
    for name, inner in schema.get("properties", {}).items():
        if not at and POLICY.is_due(inner.get("x-due", "")):
            yield (name,)


def removals() -> dict[tuple[str, str], tuple[str, Pointer]]:
    """Return, for each kind and what it requires, the first record to take it out of."""
    found: dict[tuple[str, str], tuple[str, Pointer]] = {}
    for record in SPEC.records.values():
        for at in required(record.kind.schema, record.fields):
            if _written(record.fields, at):
                name = ".".join("[]" if isinstance(part, int) else part for part in at)
                found.setdefault((record.kind.name, name), (record.id, at))
    return found


def _written(value: Any, at: Pointer) -> bool:
    for part in at:
        if isinstance(value, Mapping) and part not in value:
            return False
        value = value[part]
    return True


REMOVALS = removals()


def rounds() -> list[dict[str, Pointer]]:
    """Return the removals by rounds: one a record at a time, as many records as there are."""
    by_record: dict[str, list[Pointer]] = defaultdict(list)
    for record, at in REMOVALS.values():
        by_record[record].append(at)
    longest = max(map(len, by_record.values()))
    return [
        {record: places[turn] for record, places in by_record.items() if turn < len(places)}
        for turn in range(longest)
    ]


ROUNDS = rounds()


def taking(out: Mapping[str, Pointer], leave: str) -> Edit:
    """Return the edit that takes each place out of its record, or leaves it empty there."""

    def edit(document: Document) -> Any:
        if isinstance(document.data, list):
            return [one(record) for record in document.data]
        return one(document.data)

    def one(record: Any) -> Any:
        at = out.get(record["id"])
        return _less(record, at, leave) if at else record

    return edit


def _less(record: Any, at: Pointer, leave: str) -> Any:
    whole = inner = deepcopy(record)
    *path, last = at
    for part in path:
        inner = inner[part]
    if leave == "absent":
        del inner[last]
    else:
        inner[last] = [] if isinstance(inner[last], list) else None
    return whole


def tells(found: Diagnostic, record: str, at: Pointer) -> bool:
    """Whether a diagnostic names what was taken out, in a record that it names or points to."""
    named = found.facts.get("field") == at[-1]
    if at == ("id",):
        home = SPEC.records[record]
        return named and found.where.path == home.document.path
    return named and record in (found.record, found.facts.get("id"))


@pytest.mark.parametrize("leave", ["absent", "empty"])
@pytest.mark.parametrize("turn", range(len(ROUNDS)))
def test_a_field_taken_out_is_named(turn, leave, monkeypatch):
    result = checked(monkeypatch, taking(ROUNDS[turn], leave))
    silent = {
        record: at
        for record, at in ROUNDS[turn].items()
        if not any(tells(d, record, at) and d.severity == "error" for d in result.diagnostics)
    }
    assert silent == {}
    assert result.failed


def test_every_kind_has_something_to_take_out():
    assert {kind for kind, _ in REMOVALS} == LIBRARY.kinds.keys()
    assert len(REMOVALS) >= 400


def test_links_are_among_what_is_taken_out():
    links = 0
    for (kind, _), (_, at) in REMOVALS.items():
        shape = LIBRARY.kinds[kind].shape
        for part in at:
            shape = (
                shape.items if isinstance(part, int) else shape.fields.get(part) or shape.entries
            )
        links += bool(shape.refs or (shape.items and shape.items.refs))
    assert links >= 50


# --- sections -------------------------------------------------------------------------------

SECTIONS = {
    "company": "company-missing",
    "site": "users-missing",
    "population": "users-missing",
    "objective": "objective-missing",
    "process": "as-is-process-missing",
    "system": "system-class-missing",
    "data_entity": "data-entity-missing",
    "use_case": "requirement-type-missing",
    "requirement": "requirement-type-missing",
    "committee": "committee-missing",
    "criterion": "criterion-theme-missing",
    "option": "single-option",
    "finding": "audit-area-missing",
    "operation": "operation-missing",
    "term": "unexplained-acronym",
    "consultation": "consultation-incomplete",
    "price_item": "consultation-incomplete",
    "training": "training-kind-missing",
    "kpi": "unmeasured-satisfaction",
    "budget_line": "cost-nature-missing",
}
WARNINGS = {"option", "finding", "term", "training", "budget_line"}


def without(drop: Callable[[str, Mapping[str, Any]], bool]) -> Edit:
    """Return the edit that leaves out the records of a kind that *drop* says."""

    def edit(document: Document) -> Any:
        kind = document.path.split("/")[1]
        if isinstance(document.data, list):
            return [record for record in document.data if not drop(kind, record)]
        return [] if drop(kind, document.data) else document.data

    return edit


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_section_taken_out_is_named(kind, monkeypatch):
    result = checked(monkeypatch, without(lambda name, record: name == kind))
    found = [d for d in result.diagnostics if d.rule == SECTIONS[kind] and not d.record]
    assert found
    assert {d.facts.get("kind", kind) for d in found} & LIBRARY.kinds.keys() <= {kind}
    assert result.failed or kind in WARNINGS


def test_the_project_taken_out_is_named(monkeypatch):
    result = checked(monkeypatch, without(lambda name, record: name == "project"))
    assert "project-missing" in {d.rule for d in result.diagnostics}
    assert result.failed


PARTS = {
    ("requirement", "type"): ("functional", "technical", "quality", "service"),
    ("committee", "kind"): ("steering", "follow_up", "change"),
    ("system", "class"): ("software", "hardware"),
    ("operation", "kind"): (
        "helpdesk",
        "corrective",
        "referent",
        "admin",
        "refresher",
        "onboarding",
    ),
    ("finding", "area"): ("process", "data", "strategy", "cx", "tools", "compatibility"),
    ("training", "kind"): ("handover", "refresher", "onboarding"),
    ("kpi", "kind"): ("customer_sat", "user_sat"),
    ("option", "topic"): ("hosting", "guidance", "support_contract"),
    ("process", "state"): ("as_is",),
}


@pytest.mark.parametrize("turn", range(6))
def test_a_part_of_a_section_taken_out_is_named(turn, monkeypatch):
    out = {key: values[turn] for key, values in PARTS.items() if turn < len(values)}
    kinds = {kind: (field, value) for (kind, field), value in out.items()}

    def drop(kind: str, record: Mapping[str, Any]) -> bool:
        return kind in kinds and record.get(kinds[kind][0]) == kinds[kind][1]

    told = checked(monkeypatch, without(drop)).diagnostics
    for kind, (_, value) in kinds.items():
        found = [d for d in told if d.rule == SECTIONS[kind] and value in d.facts.values()]
        assert found, (kind, value)
