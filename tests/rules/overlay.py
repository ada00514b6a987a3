"""The base with the records of some kinds replaced, and what one rule says of it."""

import shutil
from pathlib import Path

from cahier.project import Checked, check
from cahier.texts import words

BASE = Path(__file__).parents[1] / "cases/base"


def checked(folder: Path, files: dict[str, str], stage: str = "G5") -> Checked:
    """Check the base, *files* (path below spec/, content) instead of its records of their kinds."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for kind in {name.partition("/")[0] for name in files}:
        shutil.rmtree(folder / "spec" / kind, ignore_errors=True)
    for name, content in files.items():
        path = folder / "spec" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return check(folder, stage=stage, today="2027-06-01")


def said(found: Checked, rule: str) -> list[tuple[str, str, str]]:
    """Return what *rule* says: of which record, in which way, at which line of the source."""
    told = []
    for d in found.diagnostics:
        if d.rule == rule:
            for language in ("fr", "en"):  # every blank of the sentence has its fact
                assert words(language).message(d)
                assert words(language).help(d)
            line = found.sources[d.where.path].splitlines()[d.where.line - 1]
            told.append((d.record, d.way, line.strip()))
    return told


def facts(found: Checked, rule: str, name: str) -> list[object]:
    """Return one fact of each thing that *rule* says."""
    return [d.facts.get(name) for d in found.diagnostics if d.rule == rule]
