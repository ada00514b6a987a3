"""The same specification gives the same bytes, wherever and whenever it is built."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from filecmp import cmp

from building import built, sample

_ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "fr_FR.UTF-8",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
}
# Python reads this file as it starts: the program believes it is six weeks later.
_LATER = """
import datetime, time
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


def test_two_builds_are_equal(tmp_path):
    """Another folder, day, time zone, language and hash seed change nothing."""
    here = sample(tmp_path / "ici")
    there = shutil.copytree(here, tmp_path / "ailleurs/plus loin")
    later = _later(tmp_path / "later")
    with ThreadPoolExecutor() as both:
        first = both.submit(built, here, tmp_path / "one", TZ="UTC", LANG="C.UTF-8")
        second = both.submit(built, there, tmp_path / "two", **_ELSEWHERE, PYTHONPATH=later)
    one, two = first.result(), second.result()
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert len(files) > 600
    different = [str(f) for f in files if not cmp(one / f, two / f, shallow=False)]
    assert different == []


def _later(folder):
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_LATER, encoding="utf-8")
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
