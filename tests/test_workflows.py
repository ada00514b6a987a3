"""The workflows of continuous integration: what a linter says of them, and that their steps run.

Each `run:` step is executed by bash, in order, in a clone of what is committed. The clone borrows
the environment these tests run in, so that `./run setup` has nothing to do, and its `./run test`
passes the tests of the layers only: the whole would start this file again; its `./run site` spares
the PDF, which takes minutes and has tests of its own. Actions (`uses:`) do not run here, but what
they are to upload must be there.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}
JOBS = [(workflow, job) for workflow, data in WORKFLOWS.items() for job in data["jobs"]]
STEPS = [step for workflow, job in JOBS for step in WORKFLOWS[workflow]["jobs"][job]["steps"]]
RUNNING = [(w, j) for w, j in JOBS if any("run" in s for s in WORKFLOWS[w]["jobs"][j]["steps"])]
CONTEXT = {"${{ github.base_ref }}": "main"}


def test_a_linter_of_actions_finds_nothing():
    zizmor = Path(sys.executable).with_name("zizmor")
    options = ["--offline", "--no-config", "--persona=pedantic", "--format=plain"]
    done = subprocess.run([zizmor, *options, *FILES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned():
    text = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    uses = re.findall(r"uses: (.*)", text)
    assert len(uses) == sum("uses" in step for step in STEPS)
    assert [u for u in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[0-9.]+", u)] == []


def test_what_is_not_trusted_can_do_nothing():
    for workflow in WORKFLOWS.values():
        assert workflow["permissions"] == {"contents": "read"}
        events = workflow[True]  # `on` is a boolean in YAML 1.1
        assert events.keys() <= {"pull_request", "push"}
        writing = [job for job in workflow["jobs"].values() if "permissions" in job]
        assert not writing or "pull_request" not in events
    assert not any("secrets." in path.read_text(encoding="utf-8") for path in FILES)
    assert not any("${{" in step.get("run", "") for step in STEPS)


def test_what_is_published_is_for_the_public():
    said = yaml.safe_dump(WORKFLOWS["publish"])
    assert "--edition public" in said
    assert "build/public/site" in said
    assert "CAHIER_EDIT" not in said
    assert "internal" not in said


@pytest.fixture
def clone(tmp_path) -> Path:
    """What is committed, on a branch whose base is on the remote, with our environment."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--no-tags", ROOT, folder], check=True)
    subprocess.run(
        ["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=folder, check=True
    )
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(Path(sys.prefix) / "bin")
    script = folder / "run"
    text = script.read_text(encoding="utf-8")
    assert text.count("cahier build --pdf") == 1
    script.write_text(text.replace("cahier build --pdf", "cahier build"), encoding="utf-8")
    stamp = "printf '%s' \"$(cat requirements.lock pyproject.toml | cksum)\" >.venv/.stamp"
    subprocess.run(["sh", "-c", stamp], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(("workflow", "job"), RUNNING)
def test_the_steps_run(workflow, job, clone):
    environment = {
        **os.environ,
        "CI": "true",
        "PYTHONPATH": str(clone / "plugins"),  # the program of the clone, not ours
        "PYTEST_ADDOPTS": "tests/test_layers.py -p no:cacheprovider",
    }
    for step in WORKFLOWS[workflow]["jobs"][job]["steps"]:
        if "run" in step:
            own = {name: CONTEXT[value] for name, value in step.get("env", {}).items()}
            _run(step["run"], clone, {**environment, **own})
        elif path := step.get("with", {}).get("path"):
            assert any((clone / path).iterdir()), f"nothing to upload in {path}"


def _run(script: str, folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"


def test_the_hook_of_pre_commit_is_a_command_of_ours():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert hook["entry"].split()[0] in project["scripts"]
    assert re.match(hook["files"], "spec/objective/objectifs.yaml")
    assert not re.match(hook["files"], "plugins/cahier/spec.py")
