"""A build that is asked to end leaves nothing: no process, no folder, the former site as it was."""

import os
import signal
import subprocess
import sys
import time

import pytest
from building import sample

from cahier.project import check

# A shell calls both 130: Python ends by the signal itself when it was in an exec() as that came.
_STATUS = {130, -signal.SIGINT}


@pytest.mark.parametrize("delay", [0.1, 0.5])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_asked_to_end_leaves_nothing(tmp_path, sent, delay):
    out = sample(tmp_path) / "build/internal"
    former = out / "site/index.html"
    former.parent.mkdir(parents=True)
    former.write_text("avant", encoding="utf-8")
    command = [sys.executable, "-m", "cahier", "build"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True
        )
        while not list(out.glob(".new-*")) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(delay)
        process.send_signal(sent)
        assert process.wait(20) in _STATUS
    assert _ends(process.pid)
    assert [path.name for path in out.iterdir()] == ["site"]
    assert former.read_text(encoding="utf-8") == "avant"
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


_LOST = """
import os, signal
def on_files(files, config):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            pass
    except BaseException:
        pass
"""


def test_a_build_ends_though_somebody_took_the_request_for_an_error_of_his_own(tmp_path):
    out = sample(tmp_path) / "build/internal"
    (tmp_path / "lost.py").write_text(_LOST, encoding="utf-8")
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nhooks: [lost.py]\n")
    ended = subprocess.run(
        [sys.executable, "-m", "cahier", "build"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (130, "")
    assert list(out.iterdir()) == []


_KILLED = """
import os, signal
from cahier import spread
from cahier.plugin import making
from cahier.site.shell import Shell
here, write = os.getpid(), Shell.write
spread.processors = making.processors = lambda **_: 3
def killed(self, file, title, body):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    write(self, file, title, body)
Shell.write = killed
"""


def test_a_copy_that_is_killed_leaves_nothing_and_lacks_nothing(tmp_path):
    (sample(tmp_path) / "killed.py").write_text(_KILLED, encoding="utf-8")
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nhooks: [killed.py]\n")
    subprocess.run([sys.executable, "-m", "cahier", "build"], cwd=tmp_path, check=True)
    made = {path.name for path in (tmp_path / "build/internal/site/records").iterdir()}
    assert {f"{id}.html" for id in check(tmp_path).spec.records} == made


def _ends(group: int) -> bool:
    """Whether a group of processes is soon no more."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
