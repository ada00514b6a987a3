"""The schemas of the kinds: well formed, coherent, accepting the good and refusing the bad."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from cahier.kinds import Kind, Shape, load_library, load_order

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "schemas"
PROGRAM = ROOT / "plugins/cahier"
LIBRARY = load_library(SCHEMAS)
KINDS = tuple(LIBRARY.kinds.values())
EVERY_RECORD = {"id", "name", "description", "tags", "visibility"}
VIEWS = set(
    "asked coverage functional_grid lots budget budget_actuals planning raci_matrix scoring"
    " sensitivity indicators index module_coverage rules"
    " risk_matrix anomaly_board training_plan change_plan options service_levels processes"
    " completeness interface_map migration test_coverage history summary audit_coverage"
    " processings success_factors rollout migration_plan measures people".split()
)

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


# --- helpers ------------------------------------------------------------------------------


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def typed(value: Any, shape: Shape) -> Any:
    """Turn the text of YAML scalars into what the schema wants."""
    if isinstance(value, dict):
        return {k: typed(v, shape.fields.get(k) or shape.entries) for k, v in value.items()}
    if isinstance(value, list):
        return [typed(item, shape.items) for item in value]
    if "integer" in shape.types:
        return int(value)
    if "number" in shape.types:
        return float(value)
    return value == "true" if "boolean" in shape.types else value


def example(kind: Kind) -> dict[str, Any]:
    text = (SCHEMAS / kind.name / "example.yaml").read_text(encoding="utf-8")
    return typed(yaml.load(text, yaml.BaseLoader), kind.shape)


def refused_by(kind: Kind, record: Mapping[str, Any]) -> set[str]:
    """Name the validators that refuse *record*: both must always agree."""
    explaining = Draft202012Validator(kind.schema, format_checker=FormatChecker())
    verdicts = {"rust": kind.accepts.is_valid(record), "python": explaining.is_valid(record)}
    return {name for name, accepted in verdicts.items() if not accepted}


def shapes(shape: Shape) -> Iterator[Shape]:
    """Walk a shape and everything inside it."""
    yield shape
    inside = (*shape.fields.values(), shape.items, shape.keys, shape.entries)
    for part in inside:
        if part is not None:
            yield from shapes(part)


def spots(
    value: Any, shape: Shape, at: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any, Shape]]:
    """Walk the values of a record, each with its pointer and shape."""
    yield at, value, shape
    if isinstance(value, dict):
        for key, item in value.items():
            yield from spots(item, shape.fields.get(key) or shape.entries, (*at, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from spots(item, shape.items, (*at, index))


def changed(record: Mapping[str, Any], at: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return a copy of *record* with *value* at the pointer *at*."""
    mutant: Any = copy.deepcopy(dict(record))
    holder = mutant
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = value
    return mutant


def without(record: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != field}


def wrong(shape: Shape) -> Any:
    """Return a value whose type the shape does not have."""
    return "douze" if "string" not in shape.types else {"pas": "du texte"}


def mutants(kind: Kind) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way to break the example that the kind allows, each with its name."""
    record = example(kind)
    for field in kind.schema["required"]:
        yield f"missing {field}", without(record, field)
    for at, value, shape in spots(record, kind.shape):
        where = ".".join(map(str, at))
        if shape.fields and isinstance(value, dict):
            yield f"unknown field in {where}", changed(record, (*at, "inconnu"), "x")
        if at:
            yield f"wrong type of {where}", changed(record, at, wrong(shape))
        if shape.values:
            yield f"wrong value of {where}", changed(record, at, "inconnu")
        if shape.format == "date":
            yield f"bad date {where}", changed(record, at, "2027-02-30")


def file_validator(kind: Kind) -> Draft202012Validator:
    """Return the validator an editor makes of `file.json`, its references resolved by place."""
    paths = [SCHEMAS / "common.json", *(SCHEMAS / kind.name).glob("*.json")]
    registry: Registry[Any] = Registry().with_resources(
        (path.as_uri(), Resource.from_contents(read_json(path))) for path in paths
    )
    entry = {"$ref": (SCHEMAS / kind.name / "file.json").as_uri()}
    return Draft202012Validator(entry, registry=registry, format_checker=FormatChecker())


# --- the schemas themselves ---------------------------------------------------------------


def test_no_kind_or_field_was_lost() -> None:
    assert len(KINDS) >= 40
    assert sum(len(kind.shape.fields.keys() - EVERY_RECORD) for kind in KINDS) >= 399


@each_kind
def test_schema_is_valid(kind: Kind) -> None:
    raw = read_json(SCHEMAS / kind.name / "schema.json")
    Draft202012Validator.check_schema(raw)
    meta = Draft202012Validator(read_json(SCHEMAS / "annotations.json"))
    for schema in (raw, kind.schema):
        assert [f"{e.json_path}: {e.message}" for e in meta.iter_errors(schema)] == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("x-columns",), ["city"]),
        (("x-icon",), "house"),
        (("oneOf",), [{}]),
        (("properties", "city", "x-label"), {"fr": "Ville"}),
        (("properties", "city", "description"), "Ville"),
        (("properties", "city", "pattern"), "^[0-9]$"),
        (("properties", "lot", "pattern"), "^LOT-\\d+$"),
        (("properties", "pilot", "type"), "null"),
        (("properties", "pilot", "enum"), ["oui", "non"]),
    ],
)
def test_annotations_refuse(pointer: tuple[str, ...], value: Any) -> None:
    meta = Draft202012Validator(read_json(SCHEMAS / "annotations.json"))
    raw = read_json(SCHEMAS / "site" / "schema.json")
    assert meta.is_valid(raw)
    assert not meta.is_valid(changed(raw, pointer, value))


def test_every_annotation_is_read() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py"))
    meta = (SCHEMAS / "annotations.json").read_text(encoding="utf-8")
    known = set(re.findall(r'"(x-[a-z]+)"', meta))
    assert known > {"x-label", "x-due"}
    assert sorted(each for each in known if f'"{each}"' not in sources) == []


@pytest.mark.parametrize("missing", ["x-inverse", "description", "x-label", "type"])
def test_annotations_ask_for(missing: str) -> None:
    meta = Draft202012Validator(read_json(SCHEMAS / "annotations.json"))
    raw = read_json(SCHEMAS / "site" / "schema.json")
    lot = without(raw["properties"]["lot"], missing)
    assert not meta.is_valid(changed(raw, ("properties", "lot"), lot))


@each_kind
def test_record_has_the_common_fields(kind: Kind) -> None:
    assert set(kind.shape.fields) >= EVERY_RECORD


@each_kind
def test_links_name_kinds(kind: Kind) -> None:
    for shape in shapes(kind.shape):
        assert set(shape.refs) <= {*LIBRARY.kinds, "*"}, shape.name
        assert bool(shape.refs) == bool(shape.inverse), shape.name


def test_ways_back_to_a_kind_differ() -> None:
    """Two links from one kind to another never share a heading on the target's page."""
    for kind in KINDS:
        seen: dict[tuple[str, str], str] = {}
        for shape in shapes(kind.shape):
            for target in shape.refs:
                heading = (target, shape.inverse["fr"])
                assert heading not in seen, f"{kind.name}.{shape.name}: {heading}"
                seen[heading] = shape.name


@each_kind
def test_choices_are_labelled(kind: Kind) -> None:
    for part in walk(kind.schema):
        if "enum" in part and "x-values" in part:
            assert list(part["x-values"]) == part["enum"]


def walk(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, dict):
        yield node
        for part in node.values():
            yield from walk(part)
    elif isinstance(node, list):
        for part in node:
            yield from walk(part)


@each_kind
def test_annotations_name_fields(kind: Kind) -> None:
    fields = kind.shape.fields
    assert set(kind.columns) <= fields.keys() - {"id", "name"}
    assert 3 <= len(kind.columns) <= 6
    assert fields[kind.body].types == ("string",)
    assert kind.schema.get("x-owner", kind.body) in fields
    assert set(kind.schema["required"]) <= fields.keys()


@each_kind
def test_conditions_name_fields(kind: Kind) -> None:
    for branch in kind.schema.get("allOf", ()):
        for side in ("if", "then"):
            named = {*branch[side].get("properties", ()), *branch[side].get("required", ())}
            assert named <= kind.shape.fields.keys()


@each_kind
def test_due_fields_name_gates(kind: Kind) -> None:
    named = {part["x-due"] for part in walk(kind.schema) if "x-due" in part}
    assert named <= set(LIBRARY.gates)
    due = {name for name, shape in kind.shape.fields.items() if shape.due}
    assert not due & set(kind.schema["required"])


@each_kind
def test_help_says_more_than_the_label(kind: Kind) -> None:
    for shape in shapes(kind.shape):
        words = shape.help.strip(" .").casefold()
        assert words not in {label.casefold() for label in shape.label.values()}, shape.name


def test_the_stage_is_one_field() -> None:
    staged = [(k.name, s.name) for k in KINDS for s in k.shape.fields.values() if s.stage]
    assert staged == [("project", "stage")]
    assert LIBRARY.gates == ("G1", "G2", "G3", "G4", "G5")


@each_kind
def test_ids_carry_the_prefixes(kind: Kind) -> None:
    ids = Draft202012Validator(kind.schema["properties"]["id"])
    assert all(ids.is_valid(f"{prefix}-001") for prefix in kind.prefixes)
    assert not ids.is_valid("ZZZ-001")
    assert not ids.is_valid(f"{kind.prefixes[0]}-01")


def test_a_prefix_belongs_to_one_kind() -> None:
    prefixes = [prefix for kind in KINDS for prefix in kind.prefixes]
    assert len(prefixes) == len(set(prefixes))


# --- the examples and what breaks them ----------------------------------------------------


@each_kind
def test_example_is_accepted(kind: Kind) -> None:
    record = example(kind)
    assert refused_by(kind, record) == set()
    assert list(record) == [name for name in kind.shape.fields if name in record]


@each_kind
def test_mutants_are_refused(kind: Kind) -> None:
    accepted = {name for name, record in mutants(kind) if len(refused_by(kind, record)) < 2}
    assert accepted == set()


@each_kind
def test_an_example_breaks_in_many_ways(kind: Kind) -> None:
    """The mutants above are not an empty list: each family is there when the kind has it."""
    families = {name.split()[0] + name.split()[1] for name, _ in mutants(kind)}
    assert {"missingid", "unknownfield", "wrongtype"} <= families
    inside = [shape for *_, shape in spots(example(kind), kind.shape)]
    assert ("wrongvalue" in families) == any(shape.values for shape in inside)
    assert any(name.startswith("bad") for name in families) == any(
        shape.format == "date" for shape in inside
    )


CONDITIONS = [
    ("requirement", {"type": "technical"}),  # the id keeps the prefix of another type
    ("requirement", {"use_cases": []}),
    ("requirement", {"module": None}),
    ("requirement", {"rationale": None}),
    ("risk", {"actions": None}),
    ("risk", {"actions": [], "probability": 2, "impact": 4}),
    ("risk", {"actions": None, "probability": 3, "impact": 3}),
    ("criterion", {"weight": None}),
    ("criterion", {"price_formula": None}),
    ("module", {"in_scope": False}),
    ("response", {"coverage": "FUT"}),
    ("response", {"comment": None}),
    ("question", {"answered_on": None}),
    ("question", {"answer": None}),
    ("process", {"pain_points": []}),
    ("process", {"state": "to_be"}),
    ("anomaly", {"status": "closed"}),
    ("decision", {"kind": "waiver"}),
    ("budget_line", {"flow": "benefit"}),
    ("plan_item", {"start": None}),
    ("vendor", {"prices": None}),
    ("system", {"class": "hardware"}),
]
ALLOWED = [
    ("risk", {"actions": None, "probability": 2, "impact": 3}),
    ("risk", {"actions": None, "probability": 1, "impact": 5}),
    ("criterion", {"weight": None, "rank": 1}),
    ("question", {"answer": None, "answered_on": None}),
    ("requirement", {"priority": "should", "rationale": None}),
    ("response", {"coverage": "STD", "comment": None}),
    ("plan_item", {"type": "milestone", "start": None}),
    ("budget_line", {"amounts": {"0": 1200.5}}),
]


def altered(name: str, change: Mapping[str, Any]) -> dict[str, Any]:
    record = {**example(LIBRARY.kinds[name]), **change}
    return {field: value for field, value in record.items() if value is not None}


@pytest.mark.parametrize(("name", "change"), CONDITIONS)
def test_condition_refuses(name: str, change: Mapping[str, Any]) -> None:
    assert refused_by(LIBRARY.kinds[name], altered(name, change)) == {"rust", "python"}


@pytest.mark.parametrize(("name", "change"), ALLOWED)
def test_condition_allows(name: str, change: Mapping[str, Any]) -> None:
    assert refused_by(LIBRARY.kinds[name], altered(name, change)) == set()


@pytest.mark.parametrize(
    ("name", "change", "due"),
    [
        ("requirement", {}, {"acceptance": "G2", "verification": "G2", "lot": "G2"}),
        ("requirement", {"priority": "wont"}, {"acceptance": "G2", "verification": "G2"}),
        ("finding", {"kind": "strength"}, {}),
        ("finding", {}, {"addressed_by": "G2"}),
        ("plan_item", {"type": "phase"}, {"deliverables": "G2"}),
        ("plan_item", {"type": "deliverable"}, {"acceptance": "G2"}),
        ("option", {}, {"decision": "G3"}),
        ("budget_line", {}, {"actuals": "G5"}),
    ],
)
def test_due_fields(name: str, change: Mapping[str, Any], due: Mapping[str, str]) -> None:
    assert gates(LIBRARY.kinds[name], altered(name, change)) == due


@pytest.mark.parametrize("duration", ["40 min", "1 h", "2 j", "1,5 h", "0.5 j"])
def test_durations_read(duration: str) -> None:
    record = changed(example(LIBRARY.kinds["process"]), ("steps", 0, "duration"), duration)
    assert refused_by(LIBRARY.kinds["process"], record) == set()


@pytest.mark.parametrize("duration", ["40min", "1 jour", "h", "1.5.2 h", "2 j env."])
def test_durations_refused(duration: str) -> None:
    record = changed(example(LIBRARY.kinds["process"]), ("steps", 0, "duration"), duration)
    assert refused_by(LIBRARY.kinds["process"], record) == {"rust", "python"}


@pytest.mark.parametrize("path", ["/etc/passwd", "C:/x.png", "http://x/y.png", "a\\b.png"])
def test_paths_stay_inside(path: str) -> None:
    record = changed(example(LIBRARY.kinds["process"]), ("screenshots", 0), path)
    assert refused_by(LIBRARY.kinds["process"], record) == {"rust", "python"}


# --- the files around the schemas ---------------------------------------------------------


@each_kind
def test_file_accepts_one_or_many(kind: Kind) -> None:
    editor, record = file_validator(kind), example(kind)
    assert editor.is_valid(record)
    assert editor.is_valid([record, record])
    assert not editor.is_valid(without(record, "name"))
    assert not editor.is_valid([record, without(record, "name")])
    assert not editor.is_valid("texte")


def test_library_shows_every_kind_once() -> None:
    shown: dict[str, list[Mapping[str, Any]]] = {}
    for chapter in load_order(SCHEMAS).chapters:
        for name in chapter.kinds:
            shown.setdefault(name, []).append(chapter.where)
    assert shown.keys() == LIBRARY.kinds.keys()
    for name, filters in shown.items():
        assert len(filters) == 1 or covers_once(LIBRARY.kinds[name], filters)
        assert len(filters) > 1 or not filters[0]


def covers_once(kind: Kind, filters: list[Mapping[str, Any]]) -> bool:
    """Whether filters on one field share all its values out between them."""
    (field,) = {name for where in filters for name in where}
    values = [value for where in filters for value in where[field]]
    return sorted(values) == sorted(kind.shape.fields[field].values)


def test_library_is_in_order() -> None:
    chapters = load_order(SCHEMAS).chapters
    codes = [chapter.code for chapter in chapters]
    assert codes == sorted(set(codes))
    assert len(codes) == 42
    assert {view for chapter in chapters for view in chapter.views} == VIEWS
    parts = [chapter.part["fr"] for chapter in chapters]
    assert len(set(parts)) == 1 + sum(a != b for a, b in pairwise(parts))
    for chapter in chapters:
        assert chapter.title.keys() == chapter.part.keys() == {"fr", "en"}


def test_editor_settings_cover_every_kind() -> None:
    mapped = read_json(ROOT / ".vscode" / "settings.json")["yaml.schemas"]
    kinds = {path.split("/")[2] for path in mapped if path.endswith("/file.json")}
    assert kinds == set(LIBRARY.kinds)
    for path, patterns in mapped.items():
        assert (ROOT / path).is_file()
        name = path.split("/")[2]
        assert name == "policy.json" or f"spec/{name}/**/*.yaml" in patterns


def gates(kind: Kind, record: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields due in *record*, and from which gate."""
    return {name: gate for name, (gate, _) in kind.due(record).items()}


def test_policy_schema() -> None:
    schema = read_json(SCHEMAS / "policy.json")
    Draft202012Validator.check_schema(schema)
    policy = Draft202012Validator(schema, format_checker=FormatChecker())
    assert policy.is_valid({"library": "crm", "language": "fr", "as_of": "2027-02-01"})
    assert policy.is_valid({})
    assert not policy.is_valid({"library": "erp"})
    assert not policy.is_valid({"as_of": "2027-02-30"})
    for part in schema["properties"].values():
        assert len(part["description"]) >= 15


# --- the manual page ----------------------------------------------------------------------

MANUAL = (ROOT / "docs" / "manual" / "annotations.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return [part.split("```")[0] for part in MANUAL.split(f"```{language}\n")[1:]]


def test_manual_names_every_annotation() -> None:
    meta = read_json(SCHEMAS / "annotations.json")
    named = {*meta["properties"], *meta["$defs"]["value"]["properties"]}
    assert [
        name for name in sorted(named) if name.startswith("x-") and f"`{name}`" not in MANUAL
    ] == []


def test_the_worked_example_works(tmp_path: Path) -> None:
    (raw,) = (block for block in blocks("json") if "x-prefixes" in block)
    meta = Draft202012Validator(read_json(SCHEMAS / "annotations.json"))
    assert [error.message for error in meta.iter_errors(json.loads(raw))] == []
    (tmp_path / "contract").mkdir()
    (tmp_path / "contract" / "schema.json").write_text(raw, encoding="utf-8")
    common = (SCHEMAS / "common.json").read_text(encoding="utf-8")
    (tmp_path / "common.json").write_text(common, encoding="utf-8")
    contract = load_library(tmp_path).kinds["contract"]
    (text,) = blocks("yaml")
    record = typed(yaml.load(text, yaml.BaseLoader), contract.shape)
    assert refused_by(contract, record) == set()
    assert refused_by(contract, without(record, "notice")) == {"rust", "python"}
    assert gates(contract, record) == {"end": "G2"}
