"""`cahier fix`: what was meant is read, all else is kept to the byte, a second run has nothing."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.cli import main
from cahier.fix import change, plan
from cahier.source import read

BASE = Path(__file__).parent / "cases/base"
TORTURE = Path(__file__).parent / "torture"
SITE = "spec/site/sites.yaml"
WHOLE = "id: SIT-001\nname: {}\ncity: Vannes\nemployees: 12\nlot: LOT-001\n"


@pytest.fixture
def root(tmp_path) -> Path:
    shutil.copytree(BASE / "spec", tmp_path / "spec")
    return tmp_path


def fixed(root: Path) -> tuple[change.Change, ...]:
    changes = plan(root).changes
    change.write(root, changes)
    return changes


def site(root: Path, content: str | bytes) -> bytes:
    """Return what becomes of *content* as the file of the sites."""
    raw = content if isinstance(content, bytes) else content.encode()
    (root / SITE).write_bytes(raw)
    fixed(root)
    return (root / SITE).read_bytes()


def named(root: Path, name: str) -> object:
    """Return the name that is read where *name* was written without quotes."""
    site(root, WHOLE.format(name))
    data = read(root, SITE).data
    assert isinstance(data, dict)
    return data["name"]


# --- texts ----------------------------------------------------------------------------------

PLAIN = st.sampled_from(["l'été", "« devis »", 'dit "oui"', "C:\\x", "7 %", "R&D", "à 12:30", "œ"])
TRAPS = st.sampled_from([" : ", " #", ": ", " :\u00a0", "\u202f: ", " ", ", ", " - ", " ! "])
STARTS = st.sampled_from(["", "", "@", "`", "%", "*", "&", "!", "& ", "* ", "> ", "[x] ", "{x} "])


@st.composite
def texts(draw) -> str:
    words = draw(st.lists(st.tuples(PLAIN, TRAPS), max_size=4))
    end = draw(st.sampled_from(["fin", "fin :", "no", "fin\u00a0:"]))
    return draw(STARTS) + "".join(word + trap for word, trap in words) + end


ALONE = [
    "no",
    "Yes",
    "ON",
    "off",
    "y",
    "~",
    "null",
    "01000",
    "0o17",
    "0x1F",
    "1e3",
    "1.10",
    "12:30",
]
ALONE += ["+33612345678", "2027-03-01", "2027-03-01 12:30:00 +01:00", ".5", ".inf", "=", "1_000"]


def is_safe(text: str) -> bool:
    """Whether the text needs no more than `fix` mends: a blank after `#` makes a comment."""
    return " # " not in text


@settings(max_examples=100)
@given(st.lists(texts().filter(is_safe), min_size=5, max_size=5))
def test_what_was_meant_is_read(said):
    name, place, one, two, three = said
    content = (
        f"# Un site\n- id: SIT-001\n  name: {name}  # son nom\n\n  # où\n  city: {place}\n"
        f"  employees: 12\n  lot: LOT-001\n  tags:\n    - {one}\n  # et puis\n    - {two}\n"
        f"- id: SIT-002\n  name: Le\n    port {three}\n  city: Auray # non\n"
        "  employees: 3\n  lot: LOT-001\n"
    )
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "spec/site").mkdir(parents=True)
        after = site(root, content).decode()
        first, second = read(root, SITE).data
        assert (first["name"], first["city"], first["tags"]) == (name, place, [one, two])
        assert second["name"] == f"Le port {three}"
        assert list(first) == ["id", "name", "city", "employees", "lot", "tags"]
        assert list(second) == ["id", "name", "city", "employees", "lot"]
        assert len(after.splitlines()) == len(content.splitlines())
        for line in ("# Un site", "  # où", "  # et puis", "  city: Auray # non"):
            assert line in after.splitlines()
        assert "  # son nom\n" in after
        assert plan(root).changes == ()


@pytest.mark.parametrize("value", ALONE)
def test_what_an_editor_misreads_is_quoted(root, value):
    after = site(root, WHOLE.format(value)).decode()
    assert after == WHOLE.format(f'"{value}"')


@pytest.mark.parametrize(
    "value", ["oui", "nous", "1.2.3", "12 h 30", "v1", "2027-03", "-", "Vannes"]
)
def test_other_texts_are_left(root, value):
    assert site(root, WHOLE.format(value)).decode() == WHOLE.format(value)


def test_dates_and_numbers_are_left(root):
    assert plan(root).changes == ()


@pytest.mark.parametrize(
    "value",
    ["'l'Ouest'", "!!str x", "!ENV x", "!include x", "- un : deux", "[un, deux", "'a' : b"],
)
def test_what_is_not_clear_is_left(root, value):
    assert site(root, WHOLE.format(value)).decode() == WHOLE.format(value)


@pytest.mark.parametrize("value", ["&a [b]", "&a {b: c}", "&a !!str b", '&a "b"', "!x [b]"])
def test_yaml_that_somebody_meant_is_left(root, value):
    assert site(root, WHOLE.format(value)).decode() == WHOLE.format(value)


def test_the_same_word_after_two_ampersands(root):
    content = "- " + WHOLE.format("&Cie").replace("\n", "\n  ").rstrip(" ")
    content += content.replace("SIT-001", "SIT-002")
    assert site(root, content).decode() == content.replace("&Cie", '"&Cie"')


def test_a_text_goes_on_on_the_next_lines(root):
    content = WHOLE.format("\n  Le port\n  de Vannes : Conleau\n  et Auray")
    assert '  "Le port\n  de Vannes : Conleau\n  et Auray"\n' in site(root, content).decode()
    assert read(root, SITE).data["name"] == "Le port de Vannes : Conleau et Auray"


def test_a_nested_mapping_is_not_swallowed(root):
    content = WHOLE.format("Un : deux\n  city: trois")
    assert site(root, content).decode() == content


def test_a_text_that_reads_as_one_key(root):
    assert named(root, "\n  Auray : le port") == "Auray : le port"


def test_brackets_of_a_list_are_left(root):
    content = WHOLE.format("Auray") + "tags: [un : deux] trois\n"
    assert named(root, "[Urgent] Auray") == "[Urgent] Auray"
    assert site(root, content).decode() == content


def test_one_item_of_a_list_between_brackets(root):
    after = site(root, WHOLE.format("Auray") + "tags: [a, b : c, no]\n").decode()
    assert after.endswith('tags: [a, "b : c", "no"]\n')


# --- letters --------------------------------------------------------------------------------


def test_ids_and_references_are_composed(root):
    text = WHOLE.replace("LOT-001", "LOT-é").format("Qualité").replace("SIT-001", "SIT-é")
    after = site(root, normalize("NFD", text)).decode()
    expected = (
        normalize("NFD", text).replace("LOT-e\u0301", "LOT-é").replace("SIT-e\u0301", "SIT-é")
    )
    assert after == expected


def test_a_reference_that_is_a_key_is_composed(root):
    path = root / "spec/raci/raci.yaml"
    path.parent.mkdir()
    text = "id: RAC-001\nname: Réunion\nactivity: Tenir\nassignments:\n  STK-é:\n    - A\n"
    path.write_text(text)
    fixed(root)
    assert path.read_text() == text.replace("STK-é", "STK-é")


# --- due fields -----------------------------------------------------------------------------


def test_a_due_field_is_added_once(root):
    content = WHOLE.replace("lot: LOT-001\n", "tags: [a]\n").format("Auray")
    after = site(root, content).decode()
    before, stub, end = after.partition("# lot: …  # ")
    assert before == content.removesuffix("tags: [a]\n")
    assert end.endswith("\ntags: [a]\n")
    assert stub
    assert site(root, after) == after.encode()


def test_a_due_field_stands_before_the_comments_of_what_follows(root):
    content = (
        "- id: SIT-001\r\n  name: Auray\r\n  city: Auray\r\n  employees: 2\r\n\r\n"
        "  # étiquettes\r\n  tags:\r\n  - a\r\n# deux\r\n- id: SIT-002\r\n  name: Vannes\r\n"
        "  city: Vannes\r\n  employees: 3"
    )
    after = site(root, content).decode()
    found = [line for line in after.split("\r\n") if not line.startswith("  # lot: …")]
    assert "\r\n".join(found) == content
    assert "employees: 2\r\n  # lot: …" in after
    assert "employees: 3\r\n  # lot: …" in after
    assert not after.endswith("\n")


def test_a_record_between_brackets_gets_none(root):
    content = "- {id: SIT-001, name: Auray, city: Auray, employees: 2}\n"
    assert site(root, content).decode() == content


def test_the_lines_told_are_those_of_the_new_text(root):
    (root / SITE).write_text(
        "- id: SIT-001\n  name: Auray\n  city: Auray\n  employees: 2\n"
        "- id: SIT-002\n  name: no\n  city: Auray\n  employees: 2\n"
    )
    (found,) = fixed(root)
    lines = found.after.decode().splitlines()
    assert [(m.line, m.reason) for m in found.mends] == [
        (5, "fix-due"),
        (7, "fix-typed"),
        (10, "fix-due"),
    ]
    assert [lines[m.line - 1].split(":")[0].strip() for m in found.mends] == [
        "# lot",
        "name",
        "# lot",
    ]


# --- Markdown, marks and line ends ----------------------------------------------------------


def test_only_the_front_matter_of_markdown(root):
    (root / SITE).unlink()
    path = root / "spec/site/auray.md"
    path.write_text("---\nid: SIT-001\nname: A : b\ncity: Auray\nemployees: 2\n---\n\nno : c #1\n")
    fixed(root)
    head, _, body = path.read_text().partition("\n---\n")
    assert 'name: "A : b"' in head
    assert "\n# lot: …" in head
    assert body == "\nno : c #1\n"


@pytest.mark.parametrize("body", ["no", "12:30", "2027-03-01"])
def test_a_body_is_not_quoted(root, body):
    (root / SITE).unlink()
    path = root / "spec/site/auray.md"
    content = f"---\n{WHOLE.format('Auray')}---\n{body}\n"
    path.write_text(content)
    assert plan(root).changes == ()


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_the_byte_order_mark_are_kept(root, end):
    content = b"\xef\xbb\xbf" + WHOLE.format("Auray : port").encode().replace(b"\n", end)
    assert site(root, content) == content.replace(b"Auray : port", b'"Auray : port"')


def test_a_file_with_invisible_characters_is_left(root):
    content = WHOLE.format("Auray\u200b : port")
    assert site(root, content).decode() == content


def test_the_policy_too(root):
    path = root / "spec/policy.yaml"
    path.write_text(path.read_text() + "title: Cahier : CRM\n")
    fixed(root)
    assert 'title: "Cahier : CRM"' in path.read_text()


# --- hostile files --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["site", "requirement"])
def test_twice_is_once(root, kind):
    """Whatever the files: no traceback, no more problems than before, nothing the second time."""
    names = [f"spec/{kind}/{path.name}" for path in sorted(TORTURE.glob("*.*"))]
    shutil.copytree(TORTURE, root / f"spec/{kind}", dirs_exist_ok=True)
    before = {name: len(read(root, name).problems) for name in names}
    assert fixed(root)
    assert plan(root).changes == ()
    assert [n for n in names if len(read(root, n).problems) > before[n]] == []


# --- writing --------------------------------------------------------------------------------


def two(root: Path) -> dict[Path, bytes]:
    files = [root / SITE, root / "spec/lot/autre.yaml"]
    files[0].write_text(WHOLE.format("no"))
    files[1].write_text("id: LOT-002\nname: no\n")
    return {file: file.read_bytes() for file in files}


def tree(root: Path) -> list[str]:
    return sorted(str(path) for path in root.rglob("*"))


def test_all_or_nothing(root, monkeypatch, capsys):
    before, names, replace = two(root), tree(root), Path.replace
    calls: list[Path] = []

    def failing(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert main(["fix", str(root), "--lang", "fr"]) == 2
    assert "No space left" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in before} == before
    assert tree(root) == names


def test_what_changed_meanwhile_is_left(root):
    before, changes = two(root), plan(root).changes
    (root / SITE).write_text("# autre chose\n")
    with pytest.raises(change.UnwrittenError):
        change.write(root, changes)
    files = list(before)
    assert files[0].read_text() == "# autre chose\n"
    assert files[1].read_bytes() == before[files[1]]


def test_a_dry_run_writes_nothing_and_shows_it_all(root, capsys):
    before = two(root)
    copy = root.parent / f"{root.name}-copie"
    assert main(["fix", str(root), "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert {file: file.read_bytes() for file in before} == before
    shutil.copytree(root, copy)
    subprocess.run(["git", "apply", "-p1"], cwd=copy, input=shown.encode(), check=True)
    fixed(root)
    assert {f: (copy / f.relative_to(root)).read_bytes() for f in before} == {
        f: f.read_bytes() for f in before
    }


def test_the_mode_is_kept(root):
    two(root)
    (root / SITE).chmod(0o640)
    fixed(root)
    assert stat.S_IMODE((root / SITE).stat().st_mode) == 0o640


def test_a_link_out_of_the_folder_is_left(root, tmp_path_factory):
    away = tmp_path_factory.mktemp("ailleurs") / "sites.yaml"
    away.write_text(WHOLE.format("no"))
    (root / SITE).unlink()
    (root / SITE).symlink_to(away)
    assert plan(root).changes == ()


def test_no_specification(tmp_path, capsys):
    assert main(["fix", str(tmp_path), "--lang", "en"]) == 2
    assert "spec/" in capsys.readouterr().err
