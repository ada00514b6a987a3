"""Both languages hold the same sentences, with the same blanks, for all that the code tells."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from cahier import rules
from cahier.source import read
from cahier.texts import words

FR, EN = words("fr"), words("en")
ROOT = Path(__file__).parents[1]


def everything(folder: str, *patterns: str) -> str:
    files = [file for pattern in patterns for file in sorted((ROOT / folder).rglob(pattern))]
    return "\n".join(f.read_text(encoding="utf-8") for f in files if f.parent.name != "vendor")


SOURCES = everything("plugins/cahier", "*.py")
SCRIPTS = everything("plugins/cahier", "*.html", "*.js")
SCHEMAS = everything("schemas", "schema.json", "common.json")


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def sentences(language):
    yield from language.labels.items()
    for rule, texts in language.rules.items():
        yield from ((f"{rule}.{part}", text) for part, text in texts.items())


def test_the_same_sentences():
    assert dict(sentences(FR)).keys() == dict(sentences(EN)).keys()


@pytest.mark.parametrize(("key", "french"), list(sentences(FR)))
def test_the_same_blanks(key, french):
    assert blanks(french) == blanks(dict(sentences(EN))[key])


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_rule_has_sentences(rule):
    assert {"message", "help"} <= FR.rules[rule.name].keys()


@pytest.mark.parametrize("rule", sorted(FR.rules))
def test_every_sentence_is_of_a_rule(rule):
    assert re.search(rf'"{rule}"', SOURCES)


# What stands in quotes in the program and the schemas, and what the code makes of parts, such as
# f"plan-{name}"; what begins with a part has its own line.
_QUOTED = re.compile(r"""(?<=["' ])[A-Za-z0-9_-]+(?=["' ])""")
_FORMATTED = re.compile(r"""\bf(?:"([a-z]+-[^"]*{[^"]*)"|'([a-z]+-[^']*{[^']*)')""")
_BLANK = re.compile(r"\\{.*?\\}")
WORDS = {word for text in (SOURCES, SCRIPTS, SCHEMAS) for word in _QUOTED.findall(text)}
MADE = {
    *(_BLANK.sub("(.+)", re.escape(one or two)) for one, two in _FORMATTED.findall(SOURCES)),
    *("(.+)-(?:1|n)", "(stop-.+)-(.+)"),
}


def is_told(key: str) -> bool:
    found = (re.fullmatch(made, key) for made in MADE)
    return (
        key in WORDS
        or key.replace("-", "_") in WORDS
        or any(all(map(is_told, parts.groups())) for parts in found if parts)
    )


@pytest.mark.parametrize("key", sorted(FR.labels))
def test_every_label_is_told(key):
    assert is_told(key)


TORTURE = Path(__file__).parent / "torture"


@pytest.mark.parametrize("path", sorted(TORTURE.glob("*.*")), ids=lambda p: p.name)
def test_what_the_reader_finds_can_be_said(path):
    document = read(TORTURE, path.name) if path.suffix != ".tsv" else None
    for language in (FR, EN):
        for problem in document.problems if document else ():
            assert language.message(problem)
            assert language.help(problem)


@pytest.mark.parametrize("folder", ["fr", "en", "examples", "fr/labels", "en/labels"])
def test_nothing_is_said_twice(folder):
    texts = ROOT / "plugins/cahier/texts" / folder
    keys = [key for file in texts.glob("*.toml") for key in tomllib.loads(file.read_text("utf-8"))]
    assert sorted(keys) == sorted(set(keys))
