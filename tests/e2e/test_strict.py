"""`mkdocs build --strict` stops at an error of the specification, not at a warning."""

import re

import pytest
from building import MKDOCS, build, tiny

_FINE = "- id: NOT-001\n  name: Un\n"


def test_it_passes_on_what_is_fine(tmp_path):
    assert build(tiny(tmp_path, _FINE), tmp_path / "site", "--strict").returncode == 0


@pytest.mark.parametrize(
    "records",
    ["- id: NOT-001\n  nom: Un\n", "- id: NOT-001\n  name: Un\n" * 2, "- id: [\n"],
    ids=["schema", "twice", "syntax"],
)
def test_it_stops_at_an_error(tmp_path, records):
    root = tiny(tmp_path, records)
    done = build(root, tmp_path / "site", "--strict")
    assert done.returncode == 1, done.stderr
    assert "spec/note/notes.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_passes_on_a_warning(tmp_path):
    """The same fault, an error by itself, which the policy makes a warning."""
    root = tiny(tmp_path, "- id: NOT-001\n  name: Un\n  text: Voir NOT-999.\n")
    assert build(root, tmp_path / "site", "--strict").returncode == 1
    policy = "library: none\nlanguage: fr\nseverity:\n  dangling-mention: warning\n"
    (root / "spec/policy.yaml").write_text(policy, encoding="utf-8")
    done = build(root, tmp_path / "site", "--strict")
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert re.search(r"Avertissements</th><td>1<", home)


def test_a_link_to_a_file_without_suffix_is_no_error(tmp_path):
    root = tiny(tmp_path, _FINE, "[Accueil](index.md)\n")
    (root / "docs/aide").mkdir()
    (root / "docs/aide/index.md").write_text("[licence](LICENSE)\n", encoding="utf-8")
    (root / "docs/aide/LICENSE").write_text("MIT\n", encoding="utf-8")
    done = build(root, tmp_path / "site", "--strict")
    assert done.returncode == 0, done.stderr
    assert '<a href="LICENSE">' in (tmp_path / "site/aide/index.html").read_text(encoding="utf-8")
    (root / "docs/aide/LICENSE").rename(root / "docs/LICENSE")
    assert build(root, tmp_path / "site", "--strict").returncode == 1


def test_a_link_to_a_record_in_a_written_page_is_no_warning(tmp_path):
    """MkDocs, which knows files only, says nothing of it, even where it is to mind such links."""
    minding = f"{MKDOCS}validation:\n  links:\n    unrecognized_links: warn\n"
    root = tiny(tmp_path, _FINE, "# Accueil\n\nVoir la [note](NOT-001).\n", minding)
    done = build(root, tmp_path / "site", "--strict")
    assert (done.returncode, done.stderr) == (0, "")
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert 'href="records/NOT-001.html"' in home


def test_a_link_to_no_record_in_a_written_page_stops(tmp_path):
    root = tiny(tmp_path, _FINE, "# Accueil\n\nVoir la [note](NOT-009).\n")
    assert build(root, tmp_path / "site", "--strict").returncode == 1
