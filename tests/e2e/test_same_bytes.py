"""The same specification gives the same bytes, wherever and whenever it is built."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from filecmp import cmp

import pytest
from building import built, sample

_ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "fr_FR.UTF-8",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
}
# Python reads this file as it starts: the program believes it is six weeks later, and has one
# processor, so that nothing is made in a copy of its process.
_LATER = """
import datetime, os, time
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=42)
class Tomorrow(datetime.date):
    @classmethod
    def today(cls):
        return super().today() + datetime.timedelta(days=42)
datetime.datetime, datetime.date = Later, Tomorrow
now = time.time
time.time = lambda: now() + 42 * 86400
"""


_GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_AUTHOR = ("-c", "user.name=Anne", "-c", "user.email=anne@example.org")
_EVENING = "2026-11-20T23:30:00-0500"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return two copies of the sample in folders of other names, with the same history."""
    here = sample(tmp_path_factory.mktemp("ici"))
    dated = {**os.environ, **_GIT, "GIT_AUTHOR_DATE": _EVENING, "GIT_COMMITTER_DATE": _EVENING}
    for words in (["init", "-q"], ["add", "."], [*_AUTHOR, "commit", "-qm", "Première version"]):
        subprocess.run(["git", *words], cwd=here, env=dated, check=True)
    return here, shutil.copytree(here, tmp_path_factory.mktemp("ailleurs") / "plus loin")


@pytest.mark.parametrize(
    ("edition", "least"), [("internal", 600), ("vendors", 300), ("public", 50)]
)
def test_two_builds_are_equal(folders, tmp_path, edition, least):
    """Another folder, day, time zone, language, hash seed and machine change nothing."""
    here, there = folders
    later = _later(tmp_path / "later")
    ours = {"CAHIER_EDITION": edition, **_GIT}
    with ThreadPoolExecutor() as both:
        first = both.submit(built, here, tmp_path / "one", TZ="UTC", LANG="C.UTF-8", **ours)
        elsewhere = {**_ELSEWHERE, **ours, "PYTHONPATH": later}
        second = both.submit(built, there, tmp_path / "two", **elsewhere)
    one, two = first.result(), second.result()
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert len(files) > least
    different = [str(f) for f in files if not cmp(one / f, two / f, shallow=False)]
    assert different == []


def _later(folder):
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_LATER, encoding="utf-8")
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
