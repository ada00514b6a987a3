"""Sixty defects of sixty sorts, planted by hand in twenty files: all are found, nothing else is.

`sixty/` is laid over `cases/base`; `planted.tsv` says where each defect was put and its rule.
"""

import csv
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cahier import rules
from cahier.cli import main
from cahier.project import check
from cahier.texts import words

HERE = Path(__file__).parent
SARIF = json.loads((HERE.parent / "sarif/sarif-2.1.0.json").read_text(encoding="utf-8"))
with (HERE / "planted.tsv").open(encoding="utf-8") as file:
    PLANTED = [
        (row["file"], int(row["line"]), int(row["column"]), row["rule"])
        for row in csv.DictReader(file, delimiter="\t")
    ]
_TEXT = re.compile(
    r"^(\S+?):(\d+):(\d+): \S+\[([a-z0-9-]+)\] (.+)\n(?:.*\n)*?    (?:aide|help) ?: (.+)"
)
_GITHUB = re.compile(
    r"^::\w+ file=(.+?),line=(\d+),col=(\d+),endColumn=\d+,title=([a-z0-9-]+)::(.+)$"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sixty")
    for layer in (HERE.parent / "cases/base", HERE / "sixty"):
        shutil.copytree(layer, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def diagnostics(root):
    return check(root).diagnostics


@pytest.fixture
def report(root, capsys):
    def run(format: str, *options: str) -> str:
        assert main(["check", str(root), "--format", format, *options]) == 1
        return capsys.readouterr().out

    return run


def places(found) -> list[tuple[str, int, int, str]]:
    return [(path, int(line), int(column), rule) for path, line, column, rule, *_ in found]


def test_the_table_is_what_it_says():
    assert len(PLANTED) == 60
    assert len({rule for *_, rule in PLANTED}) == 60
    assert len({path for path, *_ in PLANTED}) == 20
    assert sorted(PLANTED) == PLANTED


def test_every_family_of_rules_is_there():
    planted = {rule for *_, rule in PLANTED}
    for module in vars(rules).values():
        if family := getattr(module, "RULES", None):
            assert not planted.isdisjoint(rule.name for rule in family), module.__name__
    for family in ("reading", "schema"):
        assert not planted.isdisjoint(_names(family))


def _names(family: str) -> set[str]:
    texts = Path(rules.__file__).parents[1] / f"texts/fr/{family}.toml"
    return set(re.findall(r"^\[([a-z-]+)\]", texts.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_base_has_none():
    assert check(HERE.parent / "cases/base").diagnostics == ()


def test_all_are_found_and_nothing_else(diagnostics):
    places = [(d.where.path, d.where.line, d.where.column, d.rule) for d in diagnostics]
    assert places == PLANTED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_has_a_message_and_a_way_out(diagnostics, language):
    spoken = words(language)
    for found in diagnostics:
        for sentence in (spoken.message(found), spoken.help(found)):
            assert sentence.strip()
            assert "{" not in sentence


@pytest.mark.parametrize("language", ["fr", "en"])
def test_text(report, language):
    blocks = re.split(r"\n(?=spec/)", report("text", "--lang", language))
    found = [_TEXT.match(block) for block in blocks]
    assert places(match.groups() for match in found) == PLANTED
    last = blocks[-1].splitlines()[-1]
    assert sum(map(int, re.findall(r"\d+", last)[:3])) == 60


def test_the_languages_differ(report):
    french, english = (report("text", "--lang", name).splitlines() for name in ("fr", "en"))
    heads = [(f, e) for f, e in zip(french, english, strict=True) if f.startswith("spec/")]
    assert len(heads) == 60
    assert [f for f, e in heads if f.partition("] ")[2] == e.partition("] ")[2]] == []


def test_json(report):
    found = json.loads(report("json"))["diagnostics"]
    assert [(d["file"], d["line"], d["column"], d["rule"]) for d in found] == PLANTED
    for one in found:
        assert one["message"]["fr"] != one["message"]["en"]


def test_sarif(report):
    log = json.loads(report("sarif"))
    Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        at = (place["artifactLocation"]["uri"], region["startLine"], region["startColumn"])
        found.append((*at, result["ruleId"]))
    assert found == PLANTED
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert known >= {rule for *_, rule in PLANTED}


def test_junit_fails_for_errors_only(diagnostics, report):
    errors = {(d.where.path, d.where.line) for d in diagnostics if d.severity == "error"}
    cases = list(ElementTree.fromstring(report("junit")).iter("testcase"))
    failed = {(c.get("file"), int(c.get("line"))) for c in cases if c.find("failure") is not None}
    assert failed == errors
    assert 0 < sum(c.find("failure") is not None for c in cases) < 60


def test_github(report):
    found = [m for line in report("github").splitlines() if (m := _GITHUB.match(line))]
    assert places(match.groups() for match in found) == PLANTED
