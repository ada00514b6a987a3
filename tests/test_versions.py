"""V21, the history: versions from tags or from days, and what changed in each."""

import re
import subprocess
from pathlib import Path

import pytest

from cahier import trend
from cahier.book import book
from cahier.project import check
from cahier.texts import words
from cahier.versions import steps
from cahier.views import history
from views.laid import SCHEMAS, lines, tables

FR = words("fr")
REQUIREMENT = """\
id: {id}
name: Relance
type: functional
statement: {text}
module: MOD-001
priority: must
lot: {lot}
use_cases: [UC-001]
source: [STK-001]
owner: STK-001
acceptance: [Une tâche]
verification: test
status: {status}
"""


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A repository with two tags; the second is an object of its own."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "essai")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "essai@example.org")
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/policy.yaml").write_text("library: crm\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    for number in (1, 2, 3, 4):
        write(tmp_path, f"EXF-00{number}")
    save(tmp_path, monkeypatch, "2027-01-10", "début")
    git(tmp_path, "tag", "v1")
    write(tmp_path, "EXF-001", text="Relancer à sept jours.", lot="LOT-002")
    write(tmp_path, "EXF-002", status="rejected")
    (tmp_path / "spec/requirement/EXF-003.yaml").unlink()
    write(tmp_path, "EXF-005")
    save(tmp_path, monkeypatch, "2027-02-10", "deuxième version")
    git(tmp_path, "tag", "-a", "-m", "Pour les fournisseurs", "v2")
    return tmp_path


def git(root: Path, *command: str) -> None:
    subprocess.run(["git", "-C", str(root), *command], check=True, capture_output=True)


def save(root: Path, monkeypatch, day: str, message: str) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_DATE", f"{day}T10:00:00+0000")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def write(root: Path, id: str, text="Relancer.", lot="LOT-001", status="approved") -> None:
    file = root / f"spec/requirement/{id}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(REQUIREMENT.format(id=id, text=text, lot=lot, status=status), encoding="utf-8")


def shown(root: Path) -> dict[str, list[str]]:
    spec = check(root).spec
    told = history.view(spec, FR, steps(root, spec.library, history.KIND))
    return {name: lines(table) for name, table in tables(told).items()}


def test_what_changed_between_two_tags(root):
    found = shown(root)
    assert found["versions"] == [
        "v2 | 10 février 2027 | 1 | 1 | 1 | 0 | 2",
        "v1 | 10 janvier 2027 |  |  |  |  | ",
    ]
    assert found["changements"] == [
        "v2 | EXF-001 | Relance | Texte modifié | Énoncé",
        "v2 | EXF-001 | Relance | Lot changé | LOT-001 → LOT-002",
        "v2 | EXF-002 | Relance | Retirée | ",
        "v2 | EXF-003 | Relance | Retirée | ",
        "v2 | EXF-005 | Relance | Ajoutée | ",
    ]


def test_what_came_after_the_last_tag_is_told(root, monkeypatch):
    write(root, "EXF-006")
    save(root, monkeypatch, "2027-03-01", "une de plus")
    assert shown(root)["versions"][0] == "En cours | 1er mars 2027 | 1 | 0 | 0 | 0 | 0"


def test_versions_stand_in_the_order_of_their_commits(root, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2027-06-01T10:00:00+0000")
    git(root, "tag", "-f", "-a", "-m", "étiqueté plus tard", "v1", "v1")
    names = [line.split(" | ")[:2] for line in shown(root)["versions"]]
    assert names == [["v2", "10 février 2027"], ["v1", "10 janvier 2027"]]


def test_a_tag_of_no_commit_is_no_version(root):
    git(root, "tag", "arbre", "HEAD^{tree}")
    assert [line.split(" | ")[0] for line in shown(root)["versions"]] == ["v2", "v1"]


def test_without_tags_the_months_are_versions(root):
    git(root, "tag", "-d", "v1", "v2")
    names = [line.split(" | ")[0] for line in shown(root)["versions"]]
    assert names == ["2027-02", "2027-01"]


def test_a_version_that_is_a_day_says_it_once(root, monkeypatch):
    git(root, "tag", "-d", "v1", "v2")
    git(root, "checkout", "-q", "--orphan", "recent")
    save(root, monkeypatch, "2027-03-01", "reprise")
    write(root, "EXF-006")
    save(root, monkeypatch, "2027-03-02", "une de plus")
    days = [line.split(" | ")[:2] for line in shown(root)["versions"]]
    assert days == [["2 mars 2027", "1"], ["1er mars 2027", ""]]


def test_who_accepted_a_version(root):
    decision = root / "spec/decision/dec-001.yaml"
    decision.parent.mkdir()
    decision.write_text(
        "id: DEC-001\nname: Diffusable\nkind: acceptance\nquestion: Envoie-t-on ?\noutcome: Oui.\n"
        "rationale: Relu.\nby: COM-001\ndate: 2027-02-05\nstatus: taken\n",
        encoding="utf-8",
    )
    assert [line.split(" | ")[-1] for line in shown(root)["versions"]] == ["DEC-001 COM-001", ""]


@pytest.mark.parametrize(("edition", "told"), [("internal", 1), ("vendors", 0), ("public", 0)])
def test_history_is_for_the_internal_edition(root, edition, told):
    document = book(check(root), edition, root)
    assert sum("historique" in page.title for page in document.pages) == told


def test_without_git_there_are_no_versions(root, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shown(root) == {}


def test_the_trend_judges_old_versions_at_todays_gate(root, monkeypatch):
    """The gate of today counts, though the versions of then had no project that says one."""
    write_project(root, "G2")
    write(root, "EXF-001")
    save(root, monkeypatch, "2027-03-01", "étape G2")
    found = trend.points(root, check(root))
    assert [(point.name, point.date) for point in found] == [
        ("v1", "2027-01-10"),
        ("v2", "2027-02-10"),
        ("", "2027-03-01"),
    ]
    assert len({point.applicable for point in found}) > 1
    assert all(0 < point.met < point.applicable for point in found)
    table = trend.drawing(found, FR).alternative
    assert [line.split(" | ")[0] for line in lines(table)] == ["v1", "v2", "En cours"]
    git(root, "tag", "-d", "v1", "v2")
    assert trend.points(root, check(root)) == ()


def write_project(root: Path, stage: str) -> None:
    example = (SCHEMAS / "project/example.yaml").read_text(encoding="utf-8")
    file = root / "spec/project/projet.yaml"
    file.parent.mkdir()
    file.write_text(re.sub(r"(?m)^stage: .*$", f"stage: {stage}", example), encoding="utf-8")
