"""Each folder of `cases/` is a small specification, a command, and what the program says.

Its files are laid over those of `cases/base`, a small specification without a fault, less the
paths that a file `removed` lists (`*` for all). `command` holds the arguments, one command a
line (`check` when absent); `expected.txt` what is printed, then the exit status, for each.
`--update` rewrites the expectations: read the change before you keep it.
"""

import shlex
import shutil
from pathlib import Path

import pytest

from cahier.cli import main

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
FOLDERS = sorted(path.parent for path in CASES.rglob("expected.txt"))


def name(path: Path) -> str:
    return path.relative_to(CASES).as_posix()


@pytest.mark.parametrize("case", FOLDERS, ids=name)
def test_case(case, tmp_path, capsys, monkeypatch, request):
    lay(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    expected = case / "expected.txt"
    said = "\n".join(run(line, capsys) for line in commands(case))
    if request.config.getoption("--update"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def lay(case: Path, folder: Path) -> None:
    """Put the files of *case* over those of the base in *folder*."""
    removed = (case / "removed").read_text().split() if (case / "removed").exists() else []
    if "*" not in removed:
        shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for path in removed:
        if path != "*":
            (folder / path).unlink()
    shutil.copytree(case, folder, dirs_exist_ok=True)


def commands(case: Path) -> list[str]:
    file = case / "command"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else ["check"]


def run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    status = main(shlex.split(line))
    said = capsys.readouterr()
    return f"$ cahier {line}\n{said.out}{said.err}exit {status}\n"
