"""What is in docs/ by hand is untrusted: what may run, lead away or lie elsewhere does not pass."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from building import MKDOCS, build, built, sample, tiny

_NOTES = "- id: NOT-001\n  name: A\n"
_AWAY = '</title><meta http-equiv=refresh content="9;url=https:away.example">'
_FOLDER = _AWAY.partition(">")[2]
_SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
_XLINK = 'xmlns:l="http://www.w3.org/1999/xlink"'


@pytest.fixture
def root(tmp_path):
    return tiny(tmp_path, _NOTES)


def _refused(done) -> str:
    """Return what a build said that was refused."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


@pytest.mark.parametrize("place", ["a.md", "assets/a.txt", "assets"])
def test_a_link_to_somewhere_else_is_refused(root, tmp_path, place):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text("canari", encoding="utf-8")
    link = root / "docs" / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere if place == "assets" else elsewhere / "a.txt")
    said = _refused(build(root, tmp_path / "site"))
    assert f"{place.removesuffix('/a.txt')}" in said
    assert "lien symbolique" in said
    assert not any("canari" in p.read_text("utf-8") for p in (tmp_path / "site").rglob("*.txt"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", "<p>A</p>"),
        ("page.XHTML", "<p>A</p>"),
        ("a.svg", _SVG.format("<script>1</script>")),
        ("a.svg", _SVG.format("<g onclick='1'/>")),
        ("a.svg", _SVG.format("<a href=' java\tscript:1'/>")),
        ("a.svg", _SVG.format(f"<a {_XLINK} l:href='javascript:1'/>")),
        ("a.svg", _SVG.format("<animate values='x;javascript:1'/>")),
        ("a.svg", _SVG.format("<foreignObject><iframe/></foreignObject>")),
        ("a.svg", "<!DOCTYPE svg [<!ENTITY e '<script/>'>]>" + _SVG.format("&e;")),
        ("a.svg", "<?xml-stylesheet href='x.xsl'?>" + _SVG.format("")),
        ("a.svg", _SVG.format("<script>1</script>").removesuffix("</svg>")),
        ("a.svg", _SVG.format("<script>1</script>").encode("utf-16").decode("latin-1")),
        ("feed.xml", "<a xmlns='http://www.w3.org/1999/xhtml' onclick='1'/>"),
    ],
)
def test_a_file_that_could_run_something_is_refused(root, tmp_path, name, content):
    (root / "docs" / name).write_text(content, encoding="latin-1")
    assert name in _refused(build(root, tmp_path / "site"))


def test_a_drawing_that_runs_nothing_passes(root, tmp_path):
    drawing = _SVG.format("<style>g {fill: red}</style><g><a href='b.html'>é</a></g>")
    (root / "docs/a.svg").write_text(drawing, encoding="utf-8")
    assert (built(root, tmp_path / "site") / "a.svg").read_text(encoding="utf-8") == drawing


def test_front_matter_is_text_wherever_the_theme_puts_it(root, tmp_path):
    keys = ["title", "subtitle", "description", "author", "status", "other"]
    head = "".join(f"{key}: 'a\"> {_AWAY}'\n" for key in keys)
    (root / "docs/a.md").write_text(f"---\n{head}tags: ['{_AWAY}']\n---\nA\n", encoding="utf-8")
    (root / f"docs/{_FOLDER}").mkdir()
    (root / f"docs/{_FOLDER}/b.md").write_text(
        "# `</title>` `<meta http-equiv=refresh>`\n", encoding="utf-8"
    )
    site = built(root, tmp_path / "site", "--strict")
    assert [p for p in site.rglob("*.html") if "<meta http-equiv=refresh" in p.read_text()] == []


def test_names_are_text_in_every_page_of_the_sample(tmp_path):
    """Those of records that have pages of their own stand in the navigation too."""
    root = sample(tmp_path / "root")
    for file in root.glob("spec/*/*.yaml"):
        text = file.read_text(encoding="utf-8")
        named = re.sub(r"(?m)^((?:- )? *name: )([^'\"\n>|]+)$", rf"\1'\2 {_AWAY}'", text)
        file.write_text(named, encoding="utf-8")
    site = built(root, tmp_path / "site")
    pages = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    assert sum("&lt;/title&gt;&lt;meta http-equiv=refresh" in page for page in pages.values()) > 600
    assert [name for name, page in pages.items() if "<meta http-equiv=refresh" in page] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("template", "partials/content.html"),
        ("template", "redirect.html"),
        ("template", "nope.html"),
        ("hide", "5"),
        ("icon", "material/nope"),
        ("search", "yes"),
        ("title", "[a]"),
    ],
)
def test_front_matter_that_the_theme_cannot_take_is_told(root, tmp_path, field, value):
    text = f"---\n{field}: {value}\n---\n# A\n\n<img src=x onerror=alert(1)>\n"
    (root / "docs/a.md").write_text(text, encoding="utf-8")
    said = _refused(build(root, tmp_path / "strict", "--strict"))
    assert f"a.md : l’en-tête donne à « {field} »" in said
    page = (built(root, tmp_path / "site") / "a.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page
    assert "<img" not in page


def _reserve(root, name: str) -> None:
    """Write a file in docs/assets, and have *name* for readers inside only."""
    config = MKDOCS.replace("- cahier\n", f"- cahier:\n      readers: {{{name}: internal}}\n")
    tiny(root, _NOTES, config=config)
    (root / "docs/assets").mkdir()
    (root / "docs/assets/a.txt").write_text("A", encoding="utf-8")


@pytest.mark.parametrize("name", ["nots.md", "./nots", "Assets", "assets/*"])
def test_readers_of_nothing_are_told(root, tmp_path, name):
    _reserve(root, name)
    assert f"« {name} »" in _refused(build(root, tmp_path / "site"))


@pytest.mark.parametrize("name", ["assets", "assets/", "./assets/", "assets/a.txt"])
def test_readers_of_a_folder_may_be_written_in_several_ways(root, tmp_path, name):
    _reserve(root, name)
    site = built(root, tmp_path / "site", CAHIER_EDITION="vendors")
    assert not (site / "assets/a.txt").exists()
    assert (site / "assets/cahier.css").exists()


def test_a_picture_that_readers_go_without_is_not_named(root, tmp_path):
    config = MKDOCS.replace("- cahier\n", "- cahier:\n      readers: {a.png: internal}\n")
    pictures = "![A](../a.png) ![B](../b.png) ![C](../../../etc/hostname)"
    tiny(root, f"{_NOTES}  text: '{pictures}'\n", config=config)
    for name in ("a.png", "b.png"):
        (root / "docs" / name).write_bytes(b"")
    page = built(root, tmp_path / "site", CAHIER_EDITION="vendors") / "records/NOT-001.html"
    assert re.findall(r'<img src="([^"]+)', page.read_text(encoding="utf-8")) == ["../b.png"]


def test_the_repository_is_named_to_those_inside_only(root, tmp_path):
    tiny(root, _NOTES, config=f"repo_url: https://forge.example/secret\n{MKDOCS}")
    for edition, named in (("internal", True), ("vendors", False)):
        page = built(root, tmp_path / edition, CAHIER_EDITION=edition) / "index.html"
        assert ("forge.example" in page.read_text(encoding="utf-8")) is named


def test_every_page_names_its_edition_under_what_mkdocs_yml_says(root, tmp_path):
    tiny(root, _NOTES, config=f"copyright: Armor\n{MKDOCS}")
    with (root / "spec/policy.yaml").open("a", encoding="utf-8") as policy:
        policy.write("as_of: 2027-06-01\n")
    site = built(root, tmp_path / "site", CAHIER_EDITION="vendors")
    told = "Armor<br>Édition fournisseurs · Arrêté au 1er juin 2027\n"
    for page in ("index.html", "404.html", "records/NOT-001.html"):
        said = (site / page).read_text(encoding="utf-8").replace("\u00a0", " ")
        assert told in said, page


def test_mkdocs_itself_refuses_a_site_that_tells_too_much(tmp_path):
    root = sample(tmp_path / "root")
    with (root / "docs/synthese.md").open("a", encoding="utf-8") as page:
        page.write("\nLe budget est arrêté (DEC-012).\n")
    said = _refused(build(root, tmp_path / "site", CAHIER_EDITION="vendors"))
    assert "synthese.html" in said
    assert "DEC-012" in said


def test_a_readme_may_be_the_home_page(root, tmp_path):
    (root / "docs/index.md").rename(root / "docs/README.md")
    (root / "docs/README.md").write_text("# Chez nous\n\nBonjour.\n", encoding="utf-8")
    home = (built(root, tmp_path / "site", "--strict") / "index.html").read_text(encoding="utf-8")
    assert "Bonjour." in home
    assert "data/spec.json" in home


def test_a_plugin_that_takes_the_shell_away_is_told(root, tmp_path):
    hook = "def on_files(files, config):\n    files.remove(files.src_uris['records/_shell.md'])\n"
    late = "from mkdocs.plugins import event_priority\n@event_priority(-200)\n"
    (root / "hook.py").write_text(late + hook, encoding="utf-8")
    tiny(root, _NOTES, config=f"{MKDOCS}hooks: [hook.py]\n")
    assert "records/_shell.md" in _refused(build(root, tmp_path / "site"))


def test_an_edition_of_no_such_name_is_told(root, tmp_path):
    said = _refused(build(root, tmp_path / "site", CAHIER_EDITION="Vendors"))
    assert "« Vendors » (éditions : internal, vendors, public)" in said


def test_a_fault_in_mkdocs_yml_is_no_fault_of_the_program(tmp_path):
    root = sample(tmp_path)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("- mermaid2", "- mermaidd"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "cahier", "build"], cwd=root, capture_output=True, text=True
    )
    assert "mermaidd" in _refused(done)
