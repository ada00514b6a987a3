"""The wheel alone, without MkDocs: `cahier check` works, with the schemas that come in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
from building import REPOSITORY, tiny


def _run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    # Without PYTHONPATH, or the program would be that of the repository.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _pip(python: Path, *words: str | Path, cwd: Path) -> None:
    done = _run(python, "-m", "pip", "-q", "--disable-pip-version-check", *words, cwd=cwd)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel from a copy, so that the repository stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("plugins", "schemas"):
        shutil.copytree(REPOSITORY / name, source / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    words = ["wheel", "--no-build-isolation", "--no-deps", "-w", folder, source]
    _pip(Path(sys.executable), *words, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """Return the Python of a fresh environment with the wheel and what it says it needs."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    _pip(python, "install", wheel, cwd=folder)
    return python


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the sample's spec/ in a folder without schemas/."""
    shutil.copytree(REPOSITORY / "spec", tmp_path / "spec")
    return tmp_path


def test_mkdocs_is_not_there(python, tmp_path):
    done = _run(python, "-c", "import cahier; print(cahier.__file__); import mkdocs", cwd=tmp_path)
    assert done.stdout.startswith(str(python.parents[1]))
    assert "No module named 'mkdocs'" in done.stderr


def test_check_works_with_the_schemas_of_the_wheel(python, project):
    done = _run(python.with_name("cahier"), "check", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    count = sum(1 for path in (project / "spec").rglob("*.*"))
    assert str(count) in done.stdout


def test_check_finds_a_fault_without_mkdocs(python, project):
    broken = project / "spec/term/casse.yaml"
    broken.write_text("- id: TRM-999\n  nom: x\n", encoding="utf-8")
    done = _run(python.with_name("cahier"), "check", cwd=project)
    assert done.returncode == 1
    assert "spec/term/casse.yaml:" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["build", "serve"])
def test_what_needs_mkdocs_says_so(python, tmp_path, command):
    root = tiny(tmp_path, "- id: NOT-001\n  name: Un\n")
    done = _run(python.with_name("cahier"), command, cwd=root)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "mkdocs" in done.stderr.lower()


def test_the_wheel_carries_schemas_and_no_tests(wheel):
    names = _run(sys.executable, "-m", "zipfile", "-l", wheel, cwd=wheel.parent).stdout
    assert "cahier/schemas/requirement/schema.json" in names
    assert "cahier/site/assets/vendor/mermaid.min.js" in names
    assert "axe" not in names
    version = (REPOSITORY / "plugins/cahier/__init__.py").read_text(encoding="utf-8")
    assert wheel.name.split("-")[1] in version
    assert tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["name"]
