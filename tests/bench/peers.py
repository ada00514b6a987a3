"""The specification written for each checker, and the command that checks it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench.content import Item
from tests.bench.files import parts, write
from tests.bench.timing import Command

_BASE = Path(__file__).parents[1] / "cases/base/spec"


def cahier(folder: Path, items: Sequence[Item]) -> Command:
    """Our records, and their check."""
    records(folder, items)
    program = [str(Path(sys.executable).with_name("cahier")), "check"]
    return Command("cahier", [*program, "--lang", "en"], folder)


def records(folder: Path, items: Sequence[Item]) -> None:
    """Write a small complete specification, then the requirements and what they cite."""
    for path in sorted(_BASE.rglob("*.yaml")):
        write(folder / "spec" / path.relative_to(_BASE), path.read_text(encoding="utf-8"))
    for number, part in parts(items):
        write(folder / f"spec/requirement/m{number:04d}.yaml", "".join(map(_our_item, part)))
    uses = sorted({item.use_case for item in items})
    write(folder / "spec/use_case/bench.yaml", "".join(map(_our_use_case, uses)))


def trlc(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """TRLC: types in one file, as many objects a file as ours."""
    write(
        folder / "bench.rsl",
        "package Bench\n\ntype Use_Case {\n  name String\n  goal String\n}\n\n"
        "type Requirement {\n  name String\n  statement String\n  priority String\n"
        "  status String\n  acceptance String[1..*]\n"
        "  depends_on optional Requirement[0..*]\n  use_case Use_Case\n}\n",
    )
    for number, part in parts(items):
        write(folder / f"m{number:04d}.trlc", "package Bench\n\n" + "".join(map(_trlc_item, part)))
    uses = sorted({item.use_case for item in items})
    objects = (
        f'Use_Case UC_{n:05d} {{\n  name = "Cas {n}"\n  goal = "But {n}"\n}}\n' for n in uses
    )
    write(folder / "uses.trlc", "package Bench\n\n" + "".join(objects))
    return Command("trlc", [str(tools / "bin/trlc"), str(folder)], folder)


def doorstop(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """Doorstop: one YAML file an item, links below."""
    for command in (["git", "init", "-q"], [str(tools / "bin/doorstop"), "create", "REQ", "reqs"]):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    for item in items:
        links = "".join(f"- REQ{n:05d}: null\n" for n in item.depends_on)
        text = (
            f"active: true\nderived: false\nheader: ''\nlevel: 1.{item.number}\n"
            f"links:{' []' if not links else ''}\n{links}normative: true\nref: ''\nreviewed: null\n"
            f"text: |\n  {item.statement}\n"
        )
        write(folder / f"reqs/REQ{item.number:05d}.yml", text)
    return Command("doorstop", [str(tools / "bin/doorstop"), "-C", "-W", "-q"], folder)


def strictdoc(folder: Path, items: Sequence[Item], tools: Path) -> Command:
    """StrictDoc: documents of as many requirements; its check is the export to JSON."""
    for number, part in parts(items):
        title = f"[DOCUMENT]\nTITLE: Module {number}\n\n"
        write(folder / f"m{number:04d}.sdoc", title + "".join(map(strictdoc_item, part)))
    program = [str(tools / "bin/strictdoc"), "export", ".", "--formats", "json"]
    return Command("strictdoc", [*program, "--output-dir", "out"], folder)


PEERS: Mapping[str, tuple[str, Callable[[Path, Sequence[Item], Path], Command]]] = {
    "trlc": ("trlc", trlc),
    "doorstop": ("doorstop", doorstop),
    "strictdoc": ("strictdoc", strictdoc),
}


def _our_item(item: Item) -> str:
    depends = ", ".join(f"EXF-{n:05d}" for n in item.depends_on)
    acceptance = "".join(f"    - {text}\n" for text in item.acceptance)
    return (
        f"- id: {item.id}\n  name: {item.name}\n  type: functional\n"
        f"  statement: {item.statement}\n  module: MOD-001\n"
        f"  priority: {('should', 'could')[item.number % 2]}\n  lot: LOT-001\n"
        f"  use_cases: [UC-{item.use_case + 100:05d}]\n  source: [STK-001]\n  owner: STK-001\n"
        f"  acceptance:\n{acceptance}  verification: test\n"
        f"{f'  depends_on: [{depends}]{chr(10)}' if depends else ''}  status: approved\n"
    )


def _our_use_case(number: int) -> str:
    return (
        f"- id: UC-{number + 100:05d}\n  name: Cas {number}\n  actor: [POP-001]\n"
        f"  goal: But {number}\n  benefit: Moins de ressaisie\n  priority: should\n"
        "  objectives: [OBJ-001]\n  module: MOD-001\n  scenario: [Le CRM affiche la fiche.]\n"
        "  validated_by: [STK-001]\n"
    )


def _trlc_item(item: Item) -> str:
    acceptance = ", ".join(f'"{text}"' for text in item.acceptance)
    depends = ", ".join(f"EXF_{n:05d}" for n in item.depends_on)
    return (
        f"Requirement EXF_{item.number:05d} {{\n"
        f'  name = "{item.name}"\n  statement = "{item.statement}"\n'
        f'  priority = "should"\n  status = "approved"\n'
        f"  acceptance = [{acceptance}]\n  depends_on = [{depends}]\n"
        f"  use_case = UC_{item.use_case:05d}\n}}\n\n"
    )


def strictdoc_item(item: Item) -> str:
    parents = "".join(f"- TYPE: Parent\n  VALUE: EXF-{n:05d}\n" for n in item.depends_on)
    relations = f"RELATIONS:\n{parents}" if parents else ""
    return (
        f"[REQUIREMENT]\nUID: {item.id}\nTITLE: {item.name}\n"
        f"STATEMENT: >>>\n{item.statement}\n<<<\n{relations}\n"
    )
