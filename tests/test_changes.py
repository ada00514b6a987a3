"""The history of each record, and what differs between two versions, from git."""

import subprocess
from pathlib import Path

import pytest

from cahier.changes import Change, between, bodies, changes
from cahier.kinds import bundled_schemas, load_library

LIBRARY = load_library(bundled_schemas())
LOT = "id: LOT-001\nname: {name}\ngo_live: {day}\n"
SITES = "- id: SIT-001\n  name: Vannes\n  city: Vannes\n- id: SIT-002\n  name: Auray\n"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A repository whose specification is not at its top."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "essai")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "essai@example.org")
        monkeypatch.setenv(f"GIT_{name}_DATE", "2027-03-01T10:00:00+0100")
    git(tmp_path, "init", "-q", "-b", "main")
    root = tmp_path / "crm"
    write(root, "lot/lots.yaml", LOT.format(name="Pilote", day="2027-05-03"))
    write(root, "site/sites.yaml", SITES)
    save(root, "début")
    return root


def git(root: Path, *command: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *command], check=True, capture_output=True)
    return done.stdout.decode().strip()


def save(root: Path, message: str) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return git(root, "rev-parse", "HEAD")


def write(root: Path, path: str, text: str) -> None:
    file = root / "spec" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def told(root: Path) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {id: [(c.way, c.fields) for c in made] for id, made in changes(root, LIBRARY).items()}


def test_each_record_has_the_changes_of_its_own_fields(root, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2027-04-02T23:30:00-0500")
    write(root, "lot/lots.yaml", LOT.format(name="Site pilote", day="2027-06-07"))
    name = save(root, "pilote : cinq semaines de plus")
    way = ("changed", ("name", "go_live"))
    assert told(root) == {
        "LOT-001": [way, ("added", ())],
        "SIT-001": [("added", ())],
        "SIT-002": [("added", ())],
    }
    last = Change("2027-04-02", name[:8], "pilote : cinq semaines de plus", *way)
    assert changes(root, LIBRARY)["LOT-001"][0] == last


def test_a_record_that_moves_has_not_changed(root):
    git(root, "mv", "spec/site/sites.yaml", "spec/site/é autres.yaml")
    save(root, "rangement")
    assert told(root)["SIT-001"] == [("added", ())]


def test_white_space_and_comments_are_no_change(root):
    write(root, "lot/lots.yaml", "# le pilote\n" + LOT.format(name="'Pilote'", day="2027-05-03"))
    save(root, "commentaire")
    assert told(root)["LOT-001"] == [("added", ())]


def test_what_is_removed_is_told(root):
    write(root, "site/sites.yaml", SITES.split("- id: SIT-002")[0])
    save(root, "Auray ferme")
    assert told(root)["SIT-002"] == [("removed", ()), ("added", ())]


def test_a_branch_counts_when_it_is_merged(root):
    git(root, "checkout", "-q", "-b", "autre")
    write(root, "lot/lots.yaml", LOT.format(name="Brouillon", day="2027-05-03"))
    save(root, "essai")
    write(root, "lot/lots.yaml", LOT.format(name="Premier lot", day="2027-05-03"))
    save(root, "nom retenu")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "fusion", "autre")
    assert [c.subject for c in changes(root, LIBRARY)["LOT-001"]] == ["fusion", "début"]


def test_hostile_names_and_contents_are_only_data(root):
    write(root, "lot/:100644 x\x1e.yaml", "id: LOT-002\nname: Deux\n")
    write(root, "lot/faux.yaml", "id: LOT-003\nname: [\n")
    write(root, "lot/latin.yaml", "id: LOT-004\nname: Générale\n")
    (root / "spec/lot/latin.yaml").write_bytes("name: Générale".encode("latin-1"))
    (root / "spec/lot/lien.yaml").symlink_to("/etc/passwd")
    save(root, f"\x1e{'a' * 40}")
    assert told(root)["LOT-002"] == [("added", ())]


def test_a_shallow_clone_does_not_call_everything_new(root, tmp_path):
    write(root, "lot/lots.yaml", LOT.format(name="Site pilote", day="2027-05-03"))
    save(root, "un nom")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", "copie")
    assert changes(tmp_path / "copie/crm", LIBRARY) == {}


def test_without_git_there_is_no_history(root, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert changes(root, LIBRARY) == {}


def test_between_two_versions(root):
    old = git(root, "rev-parse", "HEAD")
    write(root, "lot/lots.yaml", LOT.format(name="Premier lot", day="2027-05-03"))
    write(root, "site/sites.yaml", SITES.replace("SIT-002", "SIT-003"))
    new = save(root, "deux")
    found = between(root, bodies(LIBRARY), old, new)
    assert {id: pair.way for id, pair in found.items()} == {
        "LOT-001": "changed",
        "SIT-002": "removed",
        "SIT-003": "added",
    }
    assert found["LOT-001"].fields == ("name",)
    assert found.keys() == between(root, bodies(LIBRARY), old, new, "spec").keys()
    assert between(root, bodies(LIBRARY), old, new, "spec/lot").keys() == {"LOT-001"}
