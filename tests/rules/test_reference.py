"""`cahier explain` and the manual say the same of every rule, from the same text."""

from pathlib import Path

import pytest

from cahier.cli import main
from cahier.rules import RULES
from cahier.rules.reference import all_rules

MANUAL = Path(__file__).parents[2] / "docs/manual/regles.md"


def explain(capsys, *options: str) -> str:
    assert main(["explain", *options]) == 0
    return capsys.readouterr().out


def test_the_manual_is_what_explain_says(capsys, request):
    said = explain(capsys, "--lang", "fr")
    if request.config.getoption("--update"):
        MANUAL.write_text(said, encoding="utf-8")
    assert MANUAL.read_text(encoding="utf-8") == said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_has_its_page(capsys, language):
    said = explain(capsys, "--lang", language)
    titles = {line[3:] for line in said.splitlines() if line.startswith("## ")}
    assert titles == {rule.name for rule in all_rules()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_code_leads_to_its_rules(capsys, rule):
    assert f"# {rule.name}\n" in explain(capsys, rule.code or rule.name)


def test_an_unknown_rule_cannot_be_explained(capsys):
    assert main(["explain", "jamais", "--lang", "fr"]) == 2
    assert "jamais" in capsys.readouterr().err
