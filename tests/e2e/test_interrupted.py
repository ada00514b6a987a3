"""A build that is asked to end leaves nothing: no process, no folder, the former site as it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from building import sample

from cahier.project import check

# A shell calls both 130: Python ends by the signal itself when it was in an exec() as that came.
_STATUS = {130, -signal.SIGINT}
_BUILD = [sys.executable, "-m", "cahier", "build"]
_PATIENCE = 120  # seconds; a build takes a few
# A build that waits on its way, longer than anybody here does.
_HELD = """
import pathlib, time
def on_{event}(*_, **__):
    pathlib.Path("held").touch()
    for _ in range(3000):
        time.sleep(0.1)
"""


@pytest.mark.parametrize("event", ["config", "page_markdown", "post_page", "post_build"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_asked_to_end_leaves_nothing(tmp_path, sent, event):
    out = _hooked(tmp_path, _HELD.format(event=event))
    former = out / "site/index.html"
    former.parent.mkdir(parents=True)
    former.write_text("avant", encoding="utf-8")
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            _BUILD, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True
        )
        assert _comes(lambda: (tmp_path / "held").exists() or process.poll() is not None)
        assert list(out.glob(".new-*"))
        process.send_signal(sent)
        assert process.wait(_PATIENCE) in _STATUS
    assert _comes(lambda: not _lives(process.pid))
    assert [path.name for path in out.iterdir()] == ["site"]
    assert former.read_text(encoding="utf-8") == "avant"
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


_TAKEN = """
import os, signal
def on_files(files, config):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            pass
    except BaseException:
        pass
"""
_IGNORED = """
import os, signal
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            pass
def on_files(files, config):
    Last()
"""


@pytest.mark.parametrize("lost", [_TAKEN, _IGNORED])
def test_a_build_ends_though_the_request_was_lost_on_its_way(tmp_path, lost):
    out = _hooked(tmp_path, lost)
    ended = subprocess.run(_BUILD, cwd=tmp_path, capture_output=True, text=True, timeout=_PATIENCE)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert "Traceback" not in ended.stderr
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
    out = _hooked(tmp_path, _KILLED)
    subprocess.run(_BUILD, cwd=tmp_path, check=True, timeout=_PATIENCE)
    made = {path.name for path in (out / "site/records").iterdir()}
    assert {f"{id}.html" for id in check(tmp_path).spec.records} == made


def _hooked(root: Path, hook: str) -> Path:
    """Copy the sample to *root*, *hook* on the way of its builds; return where it is built."""
    out = sample(root) / "build/internal"
    (root / "hook.py").write_text(hook, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nhooks: [hook.py]\n")
    return out


def _comes(happened: Callable[[], bool]) -> bool:
    """Whether something happens in time."""
    until = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _lives(group: int) -> bool:
    """Whether there is still a process of a group."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
