"""Every rule's page has an example of wrong, that the rule finds, and of right, that it does not.

An example is one or more files, each after a line `# spec/…` or, for a kind of its own,
`# schemas/…`, laid over `cases/base`.
"""

import re
import shutil
from pathlib import Path

import pytest

from cahier.project import check
from cahier.rules import RULES
from cahier.rules.rule import Rule
from cahier.texts import examples, words

BASE = Path(__file__).parents[1] / "cases/base"
EXAMPLES = examples()
FILE = re.compile(r"^# ((?:spec|schemas)/\S+)\n?", re.MULTILINE)


def lay(example: str, folder: Path) -> None:
    """Put the files of *example* over the base; a file without content is removed."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    _, *parts = FILE.split(example)
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content.strip():
            path.write_text(content, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


def severities(folder: Path, rule: Rule) -> set[str]:
    found = check(folder, stage=rule.gate, today="2027-06-01").diagnostics
    return {d.severity for d in found if d.rule == rule.name}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_wrong_is_found(rule, tmp_path):
    lay(EXAMPLES[rule.name]["wrong"], tmp_path)
    assert severities(tmp_path, rule) == {rule.severity}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_right_is_not(rule, tmp_path):
    lay(EXAMPLES[rule.name]["right"], tmp_path)
    assert severities(tmp_path, rule) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_says_why(rule):
    for language in ("fr", "en"):
        assert len(words(language).rules[rule.name]["why"]) >= 40
