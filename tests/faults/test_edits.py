"""Files of the sample, edited at random as a person or a bad tool would: never a traceback.

Each example checks a dozen of its files, some of them edited, without all the others: links lead
nowhere, sections are missing. `CAHIER_EDITS=10000` tries so many, at random; else 200, always the
same.
"""

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cahier.cli import main
from cahier.loader import files
from cahier.reports import REPORTS

ROOT = Path(__file__).parents[2]
FILES = {path: (ROOT / path).read_bytes() for path in (*files(ROOT), "spec/policy.yaml")}
PROJECT = next(path for path in FILES if path.startswith("spec/project/"))
COUNT = int(os.environ.get("CAHIER_EDITS", "200"))
ODD = st.sampled_from(
    [
        *"\0\u200b\ufeff\xa0\t\r\x1bé😀:#!|%@`'\",[]{}",
        "&a",
        "*a",
        "<<",
        "? ",
        "- ",
        "---\n",
        "...\n",
    ]
)
_WORDS = """
    null yes true -1 0 1.5 1e999 NaN 0000-00-00 2027-02-30 9999-12-31 [] {} [[]] PRJ-001 XXX-999
    [OBJ-001] G1 G9 draft rejected | * ' ](x)
"""
VALUES = st.sampled_from(
    [*_WORDS.split(), "", "9" * 30, "x" * 3000, "{a: b}", "à définir", "${{ x }}"]
)
PLACES = st.integers(0, 1_000_000)
EDITS = st.one_of(
    st.tuples(
        st.sampled_from(["delete", "double", "indent", "dedent", "swap", "truncate"]), PLACES
    ),
    st.tuples(st.just("insert"), PLACES, ODD),
    st.tuples(st.just("value"), PLACES, VALUES),
    st.tuples(st.just("move"), PLACES, PLACES),
)


def edited(raw: bytes, edit: tuple) -> bytes:
    """Return the content of a file after one edit."""
    what, place, *more = edit
    if what in {"swap", "truncate", "insert"}:
        return _characters(raw, what, place, *more)
    lines = raw.split(b"\n")
    at = place % len(lines)
    line = lines[at]
    changed = {
        "delete": lambda: [],
        "double": lambda: [line, line],
        "indent": lambda: [b"  " + line],
        "dedent": lambda: [line[1:]],
        "value": lambda: [line.split(b": ")[0] + b": " + more[0].encode()],
        "move": lambda: [lines[more[0] % len(lines)]],
    }[what]()
    return b"\n".join([*lines[:at], *changed, *lines[at + 1 :]])


def _characters(raw: bytes, what: str, place: int, text: str = "") -> bytes:
    at = place % (len(raw) + 1)
    if what == "truncate":
        return raw[:at]
    if what == "swap":
        return raw[:at] + raw[at + 1 : at + 2] + raw[at : at + 1] + raw[at + 2 :]
    return raw[:at] + text.encode() + raw[at:]


@settings(
    max_examples=COUNT,
    derandomize=COUNT == 200,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    chosen=st.lists(st.sampled_from(sorted(FILES)), min_size=4, max_size=14, unique=True),
    edits=st.lists(st.tuples(PLACES, EDITS), min_size=1, max_size=6),
    format=st.sampled_from(sorted(REPORTS)),
)
def test_edited_files_never_break_the_program(chosen, edits, format):
    content = {path: FILES[path] for path in [PROJECT, *chosen]}
    for which, edit in edits:
        path = chosen[which % len(chosen)]
        content[path] = edited(content[path], edit)
    with TemporaryDirectory() as name:
        for path, raw in content.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)
        status, said, wrong = checked(name, "--format", format)
    assert (status in {0, 1}, wrong) == (True, "")
    assert said
    if format == "json":
        found = json.loads(said)["diagnostics"]
        assert (status == 1) == any(one["severity"] == "error" for one in found)
        assert all(_in_file(one, content) for one in found)


def checked(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(["check", *arguments])
    return status, out.getvalue(), err.getvalue()


def _in_file(one: dict, content: dict[str, bytes]) -> bool:
    raw = content.get(one["file"])
    if raw is None:  # what is missing altogether is told of the folder
        return one["file"] == "spec"
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return 1 <= one["line"] <= len(lines) and one["column"] >= 1


def test_an_edit_changes_a_file():
    raw = FILES[PROJECT]
    for edit in (("delete", 3), ("double", 3), ("indent", 3), ("swap", 9), ("truncate", 30)):
        assert edited(raw, edit) != raw
    assert edited(raw, ("insert", 5, "\0")).count(b"\0") == 1
    assert b": NaN\n" in edited(raw, ("value", 2, "NaN"))
