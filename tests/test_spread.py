"""Work spread over processes says the same as work done in one."""

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

from cahier import loader, rules, spread
from cahier.project import check


def test_results_come_in_order_and_from_other_processes(monkeypatch):
    monkeypatch.setattr(spread, "processors", lambda **_: 2)
    found = list(spread.spread([lambda n=n: (n, os.getpid()) for n in range(5)]))
    assert [n for n, _ in found] == [0, 1, 2, 3, 4]
    assert found[0][1] == os.getpid()
    assert len({pid for _, pid in found}) == 5


def test_what_a_copy_cannot_do_is_done_here(monkeypatch, capfd):
    monkeypatch.setattr(spread, "processors", lambda **_: 2)
    here = os.getpid()

    def fails():
        assert os.getpid() == here
        return "done"

    unsendable = partial(threading.Lock)
    first, second, third = spread.spread([lambda: "first", fails, unsendable])
    assert (first, second, type(third)) == ("first", "done", type(threading.Lock()))
    assert capfd.readouterr() == ("", "")


def test_what_a_copy_makes_comes_as_it_is_made(monkeypatch):
    monkeypatch.setattr(spread, "processors", lambda **_: 2)
    gate = spread.Gate()

    def work():
        yield os.getpid()
        gate.is_open(patience=None)
        yield "through"

    begun = iter(spread.Begun(work))
    assert next(begun) != os.getpid()
    assert not gate.is_open()
    gate.open()
    assert list(begun) == ["through"]
    gate.close()


def test_a_copy_that_dies_loses_nothing(monkeypatch):
    monkeypatch.setattr(spread, "processors", lambda **_: 2)
    here = os.getpid()

    def work():
        yield 1
        if os.getpid() != here:
            os._exit(1)
        yield 2

    assert list(spread.Begun(work)) == [1, 2]


def test_nothing_is_lost_where_the_ends_of_copies_go_unseen(monkeypatch):
    """A parent that ignores them passes this on."""
    monkeypatch.setattr(spread, "processors", lambda **_: 2)
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert list(spread.Begun(lambda: [1, 2])) == [1, 2]
        child = next(iter(spread.Begun(lambda: [os.getpid()])))
        while Path(f"/proc/{child}").exists():
            time.sleep(0.01)
        spread.stop()
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_copy_that_is_stopped_is_no_more(monkeypatch):
    monkeypatch.setattr(spread, "processors", lambda **_: 2)

    def work():
        yield os.getpid()
        time.sleep(600)

    child = next(iter(spread.Begun(work)))
    spread.stop()
    assert not Path(f"/proc/{child}").exists()


# Two copies: one has more to tell than a pipe holds, one waits before a gate.
_ENDS = """
import os
from cahier.spread import Begun, Gate
gate = Gate()
def waits():
    yield gate.is_open(patience=None)
copies = Begun(lambda: ["x" * 10_000_000], threads=True), Begun(waits, threads=True)
os._exit(3)
"""


def test_no_copy_outlives_its_process():
    done = subprocess.run([sys.executable, "-c", _ENDS], capture_output=True, timeout=60)
    assert done.returncode == 3  # what they hold of its output is closed, or we still waited


def test_a_process_with_threads_is_not_copied():
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert spread.processors() == 1
        assert spread.processors(threads=True) == len(os.sched_getaffinity(0))
    finally:
        done.set()
        thread.join()


def test_a_check_in_several_processes_says_the_same(monkeypatch, tmp_path):
    base = Path(__file__).parents[1]
    (tmp_path / "spec").symlink_to(base / "spec")
    monkeypatch.setattr(spread, "processors", lambda **_: 1)
    alone = check(tmp_path, "G4", "2028-01-01")
    monkeypatch.setattr(spread, "processors", lambda **_: 4)
    monkeypatch.setattr(loader, "processors", lambda **_: 4)
    monkeypatch.setattr(loader, "_SHARE", 1000)
    monkeypatch.setattr(rules, "_MANY", 1)
    together = check(tmp_path, "G4", "2028-01-01")
    assert len(alone.diagnostics) > 5
    assert together.diagnostics == alone.diagnostics
    assert together.documents == alone.documents
