"""The sample is as large and as varied as a real specification, and names no one."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# How many records of a kind there are at least; every other kind has one.
LEAST = {
    "requirement": 90,
    "use_case": 25,
    "process": 8,
    "system": 20,
    "interface": 10,
    "data_entity": 12,
    "processing": 4,
    "plan_item": 40,
    "budget_line": 30,
    "price_item": 10,
    "consultation": 1,
    "vendor": 4,
    "response": 40,
    "decision": 10,
    "test": 25,
    "anomaly": 15,
    "training": 10,
    "change_action": 10,
    "risk": 10,
    "operation": 8,
    "evolution": 3,
    "term": 40,
    "finding": 12,
    "module": 11,
}
WRITTEN = ("index", "preambule", "mode-emploi", "synthese", "specificites-crm", "remerciements")
# The given names most common in France: a specification speaks of roles.
GIVEN = (
    "Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Anne Sylvie Martine "
    "Madeleine Nicole Suzanne Hélène Christine Marguerite Denise Louise Christiane Valérie Sophie "
    "Stéphanie Céline Sandrine Julie Camille Léa Manon Chloé Emma Sarah Laura Pauline Mathilde "
    "Jean Pierre Michel André Philippe Louis René Alain Jacques Bernard Marcel Daniel Roger Robert "
    "Paul Claude Christian Henri Georges Nicolas François Patrick Gérard Christophe Joseph Julien "
    "Maurice Laurent Frédéric Éric David Stéphane Pascal Sébastien Alexandre Thierry Olivier "
    "Antoine Guillaume Vincent Thomas Kevin Maxime Lucas Hugo Yann Yves Erwan Gwenaël Soizic Loïc"
).split()


def test_no_error_in_the_sample(sample):
    assert not sample.failed, [d.where for d in sample.diagnostics if d.severity == "error"]


def test_every_kind_has_records(spec):
    assert len(spec.library.kinds) == 40
    assert [name for name in spec.library.kinds if not spec.kind(name)] == []
    assert len(spec.records) >= 350


@pytest.mark.parametrize("kind", LEAST)
def test_there_are_enough(kind, spec):
    assert len(spec.kind(kind)) >= LEAST[kind]


def test_requirements_of_the_five_types_over_the_modules(spec):
    types = spec.library.kinds["requirement"].shape.fields["type"].values
    requirements = spec.kind("requirement")
    assert {r.fields["type"] for r in requirements} == set(types)
    assert len({r.fields["module"] for r in requirements if "module" in r.fields}) >= 11


def test_no_two_requirements_open_alike(spec):
    openings = Counter(opening(r.fields["statement"]) for r in spec.kind("requirement"))
    assert [words for words, times in openings.items() if times > 1] == []


def opening(statement: str) -> str:
    return " ".join(re.findall(r"\w+", statement.casefold())[:5])


def test_every_process_has_its_twin(spec):
    states = Counter(process.fields["state"] for process in spec.kind("process"))
    replaced = {p.fields["replaces"] for p in spec.kind("process") if "replaces" in p.fields}
    as_is = {p.id for p in spec.kind("process") if p.fields["state"] == "as_is"}
    assert states == {"as_is": 4, "to_be": 4}
    assert replaced == as_is
    assert [p.id for p in spec.kind("process") if not 6 <= len(p.fields["steps"]) <= 14] == []


def test_software_and_hardware(spec):
    classes = Counter(system.fields["class"] for system in spec.kind("system"))
    assert classes["software"] >= 10
    assert classes["hardware"] >= 5


def test_personal_data_has_its_processing(spec):
    for entity in spec.kind("data_entity"):
        assert entity.fields.get("processings") or entity.fields["personal_data"] == "none"


def test_every_phase_has_goals(spec):
    phases = [p for p in spec.kind("plan_item") if p.fields["type"] == "phase"]
    assert len(phases) == 11
    assert [p.id for p in phases if len(p.fields.get("goals", ())) < 2] == []
    assert {p.fields["type"] for p in spec.kind("plan_item")} == {
        "phase",
        "task",
        "milestone",
        "deliverable",
    }


def test_four_vendors_have_answers_and_marks(spec):
    answers = Counter(response.fields["vendor"] for response in spec.kind("response"))
    marked = {vendor.id for vendor in spec.kind("vendor") if vendor.fields.get("marks")}
    priced = {vendor.id for vendor in spec.kind("vendor") if vendor.fields.get("prices")}
    assert len(answers) == 4
    assert len(set(answers.values())) == 1
    assert marked == priced == set(answers)


def test_tests_were_run(spec):
    run = [test.id for test in spec.kind("test") if test.fields.get("runs")]
    results = {r["result"] for test in spec.kind("test") for r in test.fields.get("runs", ())}
    assert len(run) >= 25
    assert {"passed", "failed"} <= results


def test_findings_of_every_kind_and_area(spec):
    shape = spec.library.kinds["finding"].shape.fields
    for field in ("kind", "area"):
        assert {f.fields[field] for f in spec.kind("finding")} == set(shape[field].values)


def test_objectives_of_every_theme(spec):
    themes = spec.library.kinds["objective"].shape.fields["theme"].values
    assert {objective.fields["theme"] for objective in spec.kind("objective")} == set(themes)


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_is_written_by_hand(page):
    assert len((ROOT / f"docs/{page}.md").read_text(encoding="utf-8").split()) > 150


def test_roles_and_no_names(spec):
    people = [s.id for s in spec.kind("stakeholder") if s.fields["kind"] == "person"]
    assert people == []


@pytest.mark.parametrize("name", ["M.", "Mme", "Monsieur", "Madame", *GIVEN])
def test_nobody_is_named(name, texts):
    title = name in ("M.", "Mme", "Monsieur", "Madame")
    after = r"\s+[A-ZÉ][a-zé]" if title else r"\b"
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}{after}")
    found = {path: match.group() for path, text in texts.items() if (match := pattern.search(text))}
    assert {p: m for p, m in found.items() if m != "M. Mme"} == {}


@pytest.fixture(scope="module")
def texts(sample) -> dict[str, str]:
    """Return the text of every file of the specification and of its hand-written pages."""
    pages = {f"docs/{p}.md": (ROOT / f"docs/{p}.md").read_text(encoding="utf-8") for p in WRITTEN}
    return sample.sources | pages
