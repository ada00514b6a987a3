"""The strict reader: what it reads, what it refuses and where, and that nothing breaks it."""

from __future__ import annotations

import csv
import json
import os
import runpy
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.diagnostic import Location, Severity
from cahier.source import Document, Raw, marks, read
from cahier.source.files import MAX_BYTES

TORTURE = Path(__file__).parent / "torture"
with (TORTURE / "table.tsv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
REFUSED = [row for row in TABLE if row["verdict"] == "refused"]
RULES = {
    "anchor",
    "body-twice",
    "control-character",
    "duplicate-key",
    "encoding",
    "file-too-big",
    "front-matter",
    "hash-cut",
    "invisible-character",
    "key-not-text",
    "many-documents",
    "merge-key",
    "not-records",
    "outside",
    "tag",
    "too-deep",
    "unreadable",
    "yaml-syntax",
}


def written(root: Path, content: str | bytes, name: str = "a.yaml") -> Document:
    raw = content if isinstance(content, bytes) else content.encode()
    (root / name).write_bytes(raw)
    return read(root, name)


def told(document: Document) -> list[str]:
    return [f"{p.where.line}:{p.where.column} {p.rule}" for p in document.problems]


# --- the table ------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['file']}:{row['line']}{row['rule']}")
def test_torture(row):
    document = read(TORTURE, row["file"])
    says = json.loads(row["says"])
    if row["verdict"] == "reads":
        assert (document.problems, document.data) == ((), says)
        return
    found = [
        (p.where.line, p.where.column, p.rule, p.way, dict(p.facts)) for p in document.problems
    ]
    assert (int(row["line"]), int(row["column"]), row["rule"], row["way"], says) in found
    assert len(found) == sum(other["file"] == row["file"] for other in REFUSED)


def test_every_file_has_a_line():
    files = {path.name for path in TORTURE.iterdir()} - {"table.tsv"}
    assert files == {row["file"] for row in TABLE}


def test_every_rule_but_those_of_the_disk_is_in_the_table():
    assert RULES - {row["rule"] for row in REFUSED} == {"outside", "unreadable", "file-too-big"}


def test_line_ends_and_encodings_of_the_files_were_kept():
    assert b"\r\n" in (TORTURE / "crlf.yaml").read_bytes()
    assert b"\n" not in (TORTURE / "cr-only.yaml").read_bytes()
    assert (TORTURE / "utf16le-bom.yaml").read_bytes()[:2] == b"\xff\xfe"
    assert b"\0" in (TORTURE / "nul-byte.yaml").read_bytes()


# --- places ---------------------------------------------------------------------------------


RECORDS = """\
# tête
- id: OBJ-001
  name: « Été » 😀 suite
  links: [A-1, "B-2"]
  text: |
    Un
    deux
  when:
  long: une
    suite
- &x {id: OBJ-002, "clé": 'v'}
- *x
"""


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        ((), (2, 1, 0), (2, 1, 0)),
        ((0,), (2, 3, 0), (2, 3, 0)),
        ((0, "id"), (2, 7, 7), (2, 3, 2)),
        ((0, "name"), (3, 9, 15), (3, 3, 4)),
        ((0, "links"), (4, 10, 0), (4, 3, 5)),
        ((0, "links", 1), (4, 16, 5), (4, 16, 5)),
        ((0, "text"), (5, 9, 1), (5, 3, 4)),
        ((0, "when"), (8, 8, 0), (8, 3, 4)),
        ((0, "long"), (9, 9, 3), (9, 3, 4)),
        ((0, "absent"), (2, 3, 0), (2, 3, 0)),
        ((0, "id", "absent"), (2, 7, 7), (2, 7, 7)),
        ((1, "clé"), (11, 27, 3), (11, 20, 5)),
        ((2, "id"), (12, 3, 2), (12, 3, 2)),
        ((9,), (2, 1, 0), (2, 1, 0)),
    ],
)
def test_places(tmp_path, pointer, value, key):
    document = written(tmp_path, RECORDS)
    assert document.problems == ()
    assert _spot(document.place(pointer)) == value
    assert _spot(document.key_place(pointer)) == key


def _spot(where: Location) -> tuple[int, int, int]:
    return where.line, where.column, where.width


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_places_of_markdown_are_those_of_the_file(tmp_path, end, bom):
    lines = ["---", "id: É-1", "name: x", "---", "", "  ", "Été", "", "suite", ""]
    document = written(tmp_path, bom + end.join(lines), "a.md")
    assert document.data == {"id": "É-1", "name": "x", "description": "Été\n\nsuite"}
    assert _spot(document.place(("name",))) == (3, 7, 1)
    assert _spot(document.place(("description",))) == (7, 1, 3)
    assert _spot(document.key_place(("description",))) == (7, 1, 3)


@pytest.mark.parametrize("text", ["?\n>#*", "a: |", "- >\n? |", "a:", "? >"])
def test_a_file_without_line_end_has_no_line_more(tmp_path, text):
    _sound(written(tmp_path, text))


def test_the_body_fills_the_field_asked_for(tmp_path):
    (tmp_path / "a.md").write_text("---\nid: x\n---\nUn\n", encoding="utf-8")
    assert read(tmp_path, "a.md", body="context").data == {"id": "x", "context": "Un"}


def test_the_second_of_two_keys_names_the_first():
    document = read(TORTURE, "dup-keys-nested.yaml")
    assert [_spot(where) for where in document.problems[0].related] == [(2, 3, 7)]
    assert document.data == {"exigences": {"REQ-001": {"titre": "A"}, "REQ-002": {"titre": "B"}}}
    assert _spot(document.place(("exigences", "REQ-001", "titre"))) == (2, 20, 1)


# --- files that are broken ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ("- id: A-1\n  x: a : b\n- id: 'A-2'\n", {"A-1", "A-2"}),
        ('id: "A-1", \nx: [', {"A-1"}),
        ("id: A-1\rx: [", {"A-1"}),
        ("id: A-\u200b1\n", {"A-1"}),
        ("id: A-1\nx: é".encode("cp1252"), {"A-1"}),
        ("id: A-1\n".encode("utf-16"), {"A-1"}),
        ("id: A-1\n", set()),
    ],
)
def test_ids_of_a_broken_file_are_known(tmp_path, content, ids):
    assert written(tmp_path, content).ids == ids


def test_bad_characters_are_told_and_dropped(tmp_path):
    document = written(tmp_path, "id\u200b: A\u200b-1\nx: [\x07b]\n")
    assert told(document) == ["1:3 invisible-character", "2:5 control-character"]
    assert document.data == {"id": "A-1", "x": ["b"]}
    assert _spot(document.key_place(("id",))) == (1, 1, 3)


def test_characters_of_a_binary_file_are_told_once_a_line_and_not_all(tmp_path):
    assert len(written(tmp_path, b"\0\0\0\0\n" * 500).problems) <= 25


def test_a_missing_file_a_folder_and_a_pipe_are_unreadable(tmp_path):
    (tmp_path / "b.yaml").mkdir()
    assert [told(read(tmp_path, name)) for name in ("a.yaml", "b.yaml", "a\0.yaml")] == [
        ["1:1 unreadable"]
    ] * 3
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "c.yaml")
        assert told(read(tmp_path, "c.yaml")) == ["1:1 unreadable"]


def test_a_big_file_is_not_read(tmp_path):
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert told(read(tmp_path, "a.yaml")) == ["1:1 file-too-big"]


def test_nothing_is_read_outside_the_root(tmp_path):
    root = tmp_path / "root"
    (root / "in").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("id: A-1\n")
    (root / "in" / "a.yaml").write_text("id: A-1\n")
    (root / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (root / "inner.yaml").symlink_to(root / "in" / "a.yaml")
    (root / "up").symlink_to(tmp_path)
    (root / "side").symlink_to(root / "in")
    paths = ["link.yaml", "inner.yaml", "up/secret.yaml", "../secret.yaml"]
    paths += [str(tmp_path / "secret.yaml")]
    for path in paths:
        document = read(root, path)
        assert (told(document), document.data, document.text) == (["1:1 outside"], None, "")
    assert read(root, "side/a.yaml").data == {"id": "A-1"}


HOSTILE = {
    "brackets": "[" * 1_000_000,
    "dashes": "- " * 500_000,
    "explicit keys": "? " * 500_000,
    "maps": "".join(" " * i + f"k{i}:\n" for i in range(2000)),
    "anchors": "[" + "&a !b c," * 100_000 + "]",
    "aliases": "a: &a b\nc: [" + "*a," * 300_000 + "]",
    "tags": "!a\n" + "- !b\n" * 200_000,
    "tag directives": "".join(f"%TAG !a{i}! b\n" for i in range(50_000)) + "---\na: b\n",
    "long tag": "%TAG ! " + "a" * 1_000_000 + "\n---\n" + "- !b c\n" * 10_000,
    "hashes": "- a #b\n" * 200_000,
    "same keys": "a:\n" * 500_000,
    "breaks": "\n" * 2_000_000 + "\0",
    "spaces": " " * 2_000_000 + "\0",
    "zeros": "a\0" * 500_000,
    "quotes": "a: '" + "''" * 500_000,
    "front matter": "---\n" * 300_000,
    "dotted": "a\n...\n" * 200_000,
    "indented": "- a\n" + "  - a\n" * 200_000,
    "colons": "a: " * 300_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["a.yaml", "a.md"])
def test_hostile_files_end_soon(tmp_path, content, name):
    start = time.process_time()
    document = written(tmp_path, content, name)
    document.place(("a", 0))
    assert time.process_time() - start < 8  # about 1 s where this was written
    assert len(document.problems) <= 201


def test_the_slow_reader_of_pyyaml_is_never_used(monkeypatch):
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    with pytest.raises(RuntimeError, match="libyaml"):
        runpy.run_path(str(Path(marks.__file__)))


# --- properties -----------------------------------------------------------------------------

ci = settings(max_examples=200)
FRENCH = st.text(
    alphabet="abcéèœÉÀ« »’'\"-:#&*!|>%@`,[]{}?/.0123456789\u00a0\u202f…€\n😀\\~=<_()",
    max_size=30,
)
TREES = st.recursive(
    FRENCH,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FRENCH, inner, max_size=4),
    max_leaves=20,
)
ROOTS = st.lists(TREES, max_size=4) | st.dictionaries(FRENCH, TREES, min_size=1, max_size=4)
SEEDS = [
    path.read_bytes()
    for path in sorted(TORTURE.iterdir())
    if path.suffix != ".tsv" and path.stat().st_size < 1000
]


@pytest.fixture(scope="module")
def folder():
    with TemporaryDirectory() as name:
        yield Path(name)


def _sound(document: Document) -> None:
    """Assert what holds of every document: its types, and places inside the file."""
    lines = document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [(p.where, p.related) for p in document.problems]
    for problem in document.problems:
        assert problem.rule in RULES
        assert problem.severity is Severity.ERROR
    wheres = [where for first, others in places for where in (first, *others)]
    for pointer in _pointers(document.data):
        wheres += [document.place(pointer), document.key_place((*pointer, "absent"))]
    for where in wheres:
        if not document.text:
            assert where.line >= 1
            continue
        assert 1 <= where.line <= len(lines)
        assert 1 <= where.column <= len(lines[where.line - 1]) + 1
        assert where.column + where.width <= len(lines[where.line - 1]) + 1


def _pointers(data: Raw, at: tuple[str | int, ...] = ()):
    yield at
    if isinstance(data, dict):
        for key, value in data.items():
            assert isinstance(key, str)
            yield from _pointers(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _pointers(value, (*at, index))
    else:
        assert data is None or isinstance(data, str)


@ci
@given(content=st.binary(max_size=200), suffix=st.sampled_from(["yaml", "md"]))
def test_any_bytes_make_a_document(folder, content, suffix):
    _sound(written(folder, content, f"a.{suffix}"))


@ci
@given(content=st.text(max_size=200), suffix=st.sampled_from(["yaml", "md"]))
def test_any_text_makes_a_document(folder, content, suffix):
    _sound(written(folder, content, f"a.{suffix}"))


PIECES = st.sampled_from(
    [*"-:?[]{},#&*!|>'\"%@` \n\r\té\u200b\0", "\n---\n", "...\n", ": ", " #x", "- ", "<<", "\\"]
)


@ci
@given(content=st.lists(PIECES | st.sampled_from("ab"), max_size=60), front=st.booleans())
def test_any_yaml_soup_makes_a_document(folder, content, front):
    text = "".join(content)
    _sound(written(folder, f"---\n{text}\n---\nbody" if front else text, f"s.{'md' * front}"))


@ci
@given(
    seed=st.sampled_from(SEEDS),
    start=st.integers(0, 300),
    length=st.integers(0, 12),
    piece=PIECES,
    suffix=st.sampled_from(["yaml", "md"]),
)
def test_any_mutated_file_makes_a_document(folder, seed, start, length, piece, suffix):
    start %= len(seed) + 1
    mutated = seed[:start] + piece.encode() + seed[start + length :]
    _sound(written(folder, mutated, f"m.{suffix}"))


@ci
@given(data=ROOTS, flow=st.sampled_from([True, False, None]))
def test_what_is_dumped_reads_the_same(folder, data, flow):
    # Not folded: a line that starts with a dash inside a plain text is refused.
    text = yaml.dump(data, allow_unicode=True, default_flow_style=flow, width=10_000)
    document = written(folder, text)
    assert document.problems == ()
    assert document.data == data
    _sound(document)


@ci
@given(data=ROOTS, style=st.sampled_from(["'", '"', "|", ">"]))
def test_quoted_text_reads_as_the_plain_loader_does(folder, data, style):
    text = yaml.dump(data, allow_unicode=True, default_style=style)
    document = written(folder, text)
    assert document.problems == ()
    assert document.data == yaml.load(text, Loader=yaml.BaseLoader) == data


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row["verdict"] == "reads"], ids=lambda row: row["file"]
)
def test_what_reads_is_what_the_plain_loader_reads(row):
    document = read(TORTURE, row["file"])
    if not row["file"].endswith(".yaml") or document.data is None:
        return
    plain = yaml.load(document.text, Loader=yaml.CBaseLoader)
    assert _without_none(document.data) == plain


def _without_none(data: Raw) -> Raw:
    if isinstance(data, dict):
        return {key: _without_none(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_none(value) for value in data]
    return "" if data is None else data


def test_the_line_of_an_id_is_that_of_its_place(tmp_path):
    text = (
        "- id: A-1\n  b: |\n    deux\n    lignes\r\n- {id: A-2}\r"
        "-   'id' : \"A-3\"\n# fin\n- id: A-1\n"
    )
    document = written(tmp_path, text)
    assert [document.id_line(id) for id in ("A-1", "A-2", "A-3", "A-4")] == [1, 0, 6, 0]
    assert document.place((2, "id")).line == 6
