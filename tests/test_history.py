"""`check --against`: what is new since a revision, and what git would merge without a word."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cahier.cli import main

BASE = Path(__file__).parent / "cases/base"
SITE = "id: {id}\nname: {name}\ncity: Auray\nemployees: 12\nlot: LOT-001\n"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A repository whose first commit is the base, with one defect already there."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "essai")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "essai@example.org")
    shutil.copytree(BASE / "spec", tmp_path / "spec")
    write(tmp_path, "lot/vieux.yaml", "id: LOT-009\nname: Vieux défaut\n")
    git(tmp_path, "init", "-q", "-b", "main")
    save(tmp_path, "première version")
    return tmp_path


def git(root: Path, *command: str) -> None:
    subprocess.run(["git", "-C", str(root), *command], check=True, capture_output=True)


def save(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def write(root: Path, path: str, text: str) -> None:
    file = root / "spec" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def said(root: Path, capsys, *options: str) -> tuple[int, str]:
    status = main(["check", str(root), "--lang", "fr", *options])
    return status, capsys.readouterr().out


def test_an_old_defect_does_not_fail(root, capsys):
    assert said(root, capsys)[0] == 1
    status, text = said(root, capsys, "--against", "HEAD")
    assert (status, "LOT-009" in text) == (0, False)


def test_an_old_defect_that_moves_is_not_new(root, capsys):
    old = root / "spec/lot/vieux.yaml"
    old.write_text("# une remarque\n\n" + old.read_text(encoding="utf-8"), encoding="utf-8")
    assert said(root, capsys, "--against", "HEAD")[0] == 0


def test_a_new_defect_fails_alone(root, capsys):
    write(root, "site/auray.yaml", "id: SIT-002\nname: Auray\n")
    status, text = said(root, capsys, "--against", "HEAD")
    assert status == 1
    assert "SIT-002" in text
    assert "LOT-009" not in text


def test_the_same_new_id_on_two_branches(root, capsys):
    git(root, "checkout", "-q", "-b", "autre")
    write(root, "site/auray.yaml", SITE.format(id="SIT-002", name="Auray"))
    save(root, "Auray")
    git(root, "checkout", "-q", "main")
    write(root, "site/lorient.yaml", SITE.format(id="SIT-002", name="Lorient"))
    save(root, "Lorient")
    status, text = said(root, capsys, "--against", "autre")
    assert status == 1
    assert "spec/site/lorient.yaml:1:5: erreur[taken-id]" in text


def test_a_removed_id_used_again(root, capsys):
    write(root, "site/auray.yaml", SITE.format(id="SIT-002", name="Auray"))
    save(root, "Auray ouvre")
    (root / "spec/site/auray.yaml").unlink()
    save(root, "Auray ferme")
    write(root, "site/lorient.yaml", SITE.format(id="SIT-002", name="Lorient"))
    status, text = said(root, capsys, "--against", "HEAD")
    assert status == 1
    assert "spec/site/lorient.yaml:1:5: erreur[reused-id]" in text


def test_a_moved_record_is_not_used_again(root, capsys):
    git(root, "mv", "spec/site/sites.yaml", "spec/site/agences.yaml")
    save(root, "rangement")
    assert said(root, capsys, "--against", "HEAD~1")[0] == 0


def test_a_link_to_what_the_other_side_removed(root, capsys):
    write(root, "site/auray.yaml", SITE.format(id="SIT-002", name="Auray"))
    save(root, "Auray")
    git(root, "checkout", "-q", "-b", "autre")
    (root / "spec/site/auray.yaml").unlink()
    save(root, "Auray ferme")
    git(root, "checkout", "-q", "main")
    lots = root / "spec/lot/lots.yaml"
    text = lots.read_text(encoding="utf-8").replace("[SIT-001]", "[SIT-001, SIT-002]")
    lots.write_text(text, encoding="utf-8")
    status, text = said(root, capsys, "--against", "autre")
    assert status == 1
    assert "erreur[link-to-removed]" in text


def test_an_unknown_revision_cannot_run(root, capsys):
    assert main(["check", str(root), "--against", "jamais", "--lang", "fr"]) == 2
    assert "jamais" in capsys.readouterr().err


def test_a_revision_is_not_an_option(root, capsys):
    assert main(["check", str(root), "--against=--all"]) == 2


def test_the_first_specification_is_all_new(root, capsys):
    git(root, "checkout", "-q", "--orphan", "vide")
    git(root, "rm", "-rq", "--cached", ".")
    git(root, "commit", "-q", "--allow-empty", "-m", "rien")
    assert said(root, capsys, "--against", "HEAD")[0] == 1
