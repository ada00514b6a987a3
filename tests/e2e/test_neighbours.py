"""Other plugins beside ours, under MkDocs and ProperDocs: each does its work, and ours is whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from building import built, tiny

RECORDS = """\
- id: NOT-001
  name: Un
  text: Voir **NOT-002**, et {{ 7 * 7 }} tel quel.
- {id: NOT-002, name: Deux}
"""


@dataclass(frozen=True)
class Neighbour:
    """A plugin: its lines of mkdocs.yml, the files it asks for, and what shows that it worked."""

    config: str
    page: str
    shows: str
    files: Mapping[str, str] = field(default_factory=dict)


NEIGHBOURS = {
    "search": Neighbour("search", "index.html", "Bienvenue"),
    "tags": Neighbour(
        "tags",
        "etiquettes.html",
        "Suite",
        {
            "docs/suite.md": "---\ntags: [alpha]\n---\n# Suite\n",
            "docs/etiquettes.md": "# Étiquettes\n\n<!-- material/tags -->\n",
        },
    ),
    "macros": Neighbour(
        "macros", "suite.html", "Il en reste 42.", {"docs/suite.md": "Il en reste {{ 6 * 7 }}."}
    ),
    "gen-files": Neighbour(
        "gen-files: {scripts: [faire.py]}",
        "faite.html",
        "Faite à la construction",
        {
            "faire.py": "import mkdocs_gen_files\n"
            "with mkdocs_gen_files.open('faite.md', 'w') as page:\n"
            "    page.write('# Faite à la construction\\n')\n"
        },
    ),
    "literate-nav": Neighbour(
        "literate-nav: {nav_file: SUMMARY.md}",
        "index.html",
        "Nommée au sommaire",
        {
            "docs/suite.md": "# Suite\n",
            "docs/SUMMARY.md": "* [Accueil](index.md)\n* [Nommée au sommaire](suite.md)\n",
        },
    ),
    "static-i18n": Neighbour(
        "i18n: {docs_structure: suffix, languages: "
        "[{locale: fr, name: Français, default: true}, {locale: en, name: English}]}",
        "en/index.html",
        "Welcome",
        {"docs/index.en.md": "# Welcome\n"},
    ),
    "minify": Neighbour(
        "minify: {minify_html: true}", "index.html", "<title>Petit cahier</title><"
    ),
}


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
@pytest.mark.parametrize("name", NEIGHBOURS)
def test_both_do_their_work(tmp_path, name, program):
    neighbour = NEIGHBOURS[name]
    plugins = f"plugins:\n  - cahier\n  - {neighbour.config}\n"
    config = f"site_name: Petit cahier\ntheme: {{name: material}}\n{plugins}"
    root = tiny(tmp_path, RECORDS, "# Bienvenue\n", config)
    for path, text in neighbour.files.items():
        (root / path).write_text(text, encoding="utf-8")
    site = built(root, tmp_path / "site", "--strict", program=program)
    assert neighbour.shows in (site / neighbour.page).read_text(encoding="utf-8")
    record = (site / "records/NOT-001.html").read_text(encoding="utf-8")
    assert re.search(r'href="?NOT-002.html', record)
    assert "{{ 7 * 7 }}" in record
    chapter = (site / "spec/note-notes.html").read_text(encoding="utf-8")
    assert "../records/NOT-002.html" in chapter
    assert "spec/note-notes.html" in (site / "index.html").read_text(encoding="utf-8")


def test_each_language_has_its_scripts_once_and_one_index_has_all_pages(tmp_path):
    i18n = NEIGHBOURS["static-i18n"]
    config = "site_name: Petit cahier\ntheme: {name: material}\n"
    root = tiny(tmp_path, RECORDS, "# Bienvenue\n", f"{config}plugins:\n- cahier\n- {i18n.config}")
    for path, text in i18n.files.items():
        (root / path).write_text(text, encoding="utf-8")
    site = built(root, tmp_path / "site", "--strict")
    index = (site / "assets/search-index.js").read_text(encoding="utf-8")
    assert all(f'"{address}"' in index for address in ("index.html", "en/index.html"))
    english = (site / "en/index.html").read_text("utf-8")
    assert english.count("Édition interne") == 1
    scripts = re.findall(r'<script src="([^"]+)', english)
    assert sorted(scripts) == sorted(set(scripts))
