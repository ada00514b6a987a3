"""The same diagnostics in every format, each read back by a reader of that format."""

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cahier.cli import main
from cahier.project import check

TESTS = Path(__file__).parent
SCHEMA = json.loads((TESTS.parent / "schemas/report.json").read_text(encoding="utf-8"))
SARIF = json.loads((TESTS / "sarif/sarif-2.1.0.json").read_text(encoding="utf-8"))
_TEXT = re.compile(r"^(\S+?):(\d+):(\d+): \w+\[([a-z-]+)\]", re.MULTILINE)
_GITHUB = re.compile(
    r"^::(?:error|warning|notice) file=(.+?),line=(\d+),col=(\d+),endColumn=\d+,title=([a-z-]+)::",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A specification with a fault of each family."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copytree(TESTS / "cases/base", folder, dirs_exist_ok=True)
    shutil.copytree(TESTS / "cases/faults/twelve", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def report(root, capsys):
    def run(format: str, *options: str) -> str:
        assert main(["check", str(root), "--format", format, *options]) == 1
        return capsys.readouterr().out

    return run


def expected(root: Path) -> list[tuple[str, int, int, str]]:
    found = check(root).diagnostics
    assert found
    return [(d.where.path, d.where.line, d.where.column, d.rule) for d in found]


def places(found) -> list[tuple[str, int, int, str]]:
    return [(path, int(line), int(column), rule) for path, line, column, rule in found]


def test_text(root, report):
    assert places(_TEXT.findall(report("text"))) == expected(root)


def test_github(root, report):
    assert places(_GITHUB.findall(report("github"))) == expected(root)


def test_json(root, report):
    said = json.loads(report("json"))
    Draft202012Validator(SCHEMA).validate(said)
    keys = ("file", "line", "column", "rule")
    assert [tuple(d[key] for key in keys) for d in said["diagnostics"]] == expected(root)
    assert sum(said["counts"].values()) == len(said["diagnostics"])


def test_json_is_the_same_in_both_languages(report):
    assert report("json", "--lang", "fr") == report("json", "--lang", "en")


def test_sarif(root, report):
    log = json.loads(report("sarif"))
    Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        uri = place["artifactLocation"]["uri"]
        found.append((uri, region["startLine"], region["startColumn"], result["ruleId"]))
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["help"]["text"]
        assert region["endColumn"] > region["startColumn"]
    assert found == expected(root)


@pytest.mark.parametrize("lost", ["version", "runs"])
def test_the_schema_of_sarif_refuses_what_lacks(lost, report):
    log = json.loads(report("sarif"))
    del log[lost]
    assert not Draft202012Validator(SARIF).is_valid(log)


def test_junit(root, report):
    suites = ElementTree.fromstring(report("junit"))
    failures = [case for case in suites.iter("testcase") if case.find("failure") is not None]
    errors = [d for d in check(root).diagnostics if d.severity == "error"]
    assert [(c.get("file"), int(c.get("line"))) for c in failures] == [
        (d.where.path, d.where.line) for d in errors
    ]
    assert sum(int(suite.get("failures")) for suite in suites) == len(errors)
    assert {suite.get("name") for suite in suites} >= check(root).sources.keys()


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github"])
def test_the_same_bytes_twice(report, format):
    assert report(format) == report(format)


def test_a_record_cannot_write_a_command_or_a_colour(tmp_path, capsys):
    shutil.copytree(TESTS / "cases/base", tmp_path, dirs_exist_ok=True)
    text = 'id: SIT-002\nname: "a\\n::error::b\\e[31m"\ncity: Auray\nemployees: x\n::warning: 1\n'
    (tmp_path / "spec/site/a.yaml").write_text(text, encoding="utf-8")
    main(["check", str(tmp_path), "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("::error file=") or "[" not in line for line in lines[:-1])
    main(["check", str(tmp_path)])
    assert "\x1b" not in capsys.readouterr().out


def test_a_summary_is_no_report(root, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(root), "--summary", "--format", "json"])
    assert stopped.value.code == 2
    assert "--summary" in capsys.readouterr().err
