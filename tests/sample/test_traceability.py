"""Every line of the two reference documents is served by a page that shows what it should.

`docs/manual/tracabilite.md` says the same to readers; `--update` rewrites it.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from served import Line, Reader, Shown, lines

from cahier.page import Diagram, Heading, Page, Table
from cahier.views import VIEWS

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs/manual/tracabilite.md"
LINES = lines()
# The computed views of the model, and what the library calls them.
NAMES = {
    "V01": "coverage",
    "V02": "functional_grid",
    "V03": "lots",
    "V04": "budget",
    "V05": "planning",
    "V06": "raci_matrix",
    "V07": "scoring",
    "V08": "sensitivity",
    "V09": "indicators",
    "V10": "risk_matrix",
    "V11": "anomaly_board",
    "V12": "training_plan",
    "V13": "change_plan",
    "V14": "options",
    "V15": "service_levels",
    "V16": "processes",
    "V17": "completeness",
    "V18": "interface_map",
    "V19": "migration",
    "V20": "test_coverage",
    "V21": "history",
    "V22": "summary",
    "V23": "audit_coverage",
    "V24": "processings",
}


@pytest.fixture(scope="session")
def reader(site, whole) -> Reader:
    return Reader(site, whole)


def test_every_line_of_both_documents_is_here():
    assert Counter(line.source for line in LINES) == {"B": 97, "G": 45}
    assert len({line.name for line in LINES}) == 142


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_a_line_is_served(line, reader):
    assert line.shows
    assert line.pages
    assert reader.missing(line) == []


@pytest.mark.parametrize("line", [n for n in LINES if n.views], ids=lambda line: line.name)
def test_the_views_a_line_asks_for_have_a_page(line, whole):
    placed = {name for chapter in whole.spec.library.chapters for name in chapter.views}
    assert {NAMES[code] for code in line.views} <= placed


@pytest.mark.parametrize("name", [*VIEWS, "processes"])
def test_a_view_is_shown_where_the_library_puts_it(name, reader, whole):
    chapters = [c.code for c in whole.spec.library.chapters if name in c.views]
    assert chapters
    for chapter in chapters:
        files = reader.files(chapter)
        assert files, f"no page {chapter}"
        shown = {text for file in files for text in seen(reader.page(file))}
        assert marks(name, whole, files) <= shown


def marks(name, whole, files) -> set[str]:
    """Return the titles and captions of what a view makes."""
    if name == "processes":
        own = [page for page in whole.pages if f"{page.path}.html" in files and page.parent]
        assert own
        drawn = {next(b.caption for b in page.blocks if isinstance(b, Diagram)) for page in own}
        return set(map(plainly, drawn))
    blocks = VIEWS[name](whole.spec, whole.words)
    assert blocks
    titles = {b.text for b in blocks if isinstance(b, Heading)}
    captions = {b.caption for b in blocks if isinstance(b, Table | Diagram) and b.caption}
    return set(map(plainly, titles | captions))


def seen(page: Shown) -> set[str]:
    captions = page.main.find_all(["caption", "figcaption"])
    return set(map(plainly, page.headings | {c.get_text(" ") for c in captions}))


def plainly(text: str) -> str:
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def test_the_manual_says_the_same(whole, request):
    told = manual(whole)
    if request.config.getoption("--update"):
        MANUAL.write_text(told, encoding="utf-8")
    assert MANUAL.read_text(encoding="utf-8") == told


def test_the_manual_leads_to_every_page(reader, whole):
    page = reader.page("manual/tracabilite.html")
    for line in LINES:
        for name in line.pages:
            assert Path(reader.files(name)[0]).name in page.links | {"tracabilite.html"}


def manual(whole) -> str:
    rows = "".join(_row(line, whole) for line in LINES)
    return INTRODUCTION + rows.replace("« ", "«\N{NO-BREAK SPACE}").replace(
        " »", "\N{NO-BREAK SPACE}»"
    )


def _row(line: Line, whole) -> str:
    document = {"B": "livre", "G": "guide"}[line.source]
    shows = "<br>".join(_shown(thing) for thing in line.shows)
    pages = "<br>".join(_link(name, whole) for name in line.pages)
    return f"| {document} | {line.line} | {line.content} | {shows} | {pages} |\n"


def _shown(thing: str) -> str:
    word, _, rest = thing.partition(" ")
    match word:
        case "#":
            return f"rubrique « {rest} »"
        case "«" | "navigation" | "titre" | "dessin":
            return thing
        case "->":
            return f"renvoi à `{rest}`"
        case "table":
            return f"tableau `{rest}`"
    return f"`{thing.replace(',', ', ')}`"


def _link(name: str, whole) -> str:
    page = next((p for p in whole.pages if _is(p, name)), None)
    if page:
        return f"[{name} {page.title}](../{page.path}.md)"
    if name in whole.spec.records:
        return f"[{whole.spec.records[name].name}]({name})"
    title = re.match("# (.*)", _document(name))[1]
    return f"[{title}](../{name}.md)"


def _document(name: str) -> str:
    path = ROOT / f"docs/{name}.md"
    return INTRODUCTION if path == MANUAL else path.read_text(encoding="utf-8")


def _is(page: Page, name: str) -> bool:
    return page.path.startswith(f"spec/{name.lower()}-")


INTRODUCTION = """\
# Traçabilité

Ce cahier des charges d'exemple répond à deux documents de référence : un livre sur la conduite
des projets CRM, dont voici la table des matières (97 lignes), et un guide du cahier des charges CRM
(45 passages). Chaque ligne dit quelle page y répond, et par quelles fiches et quels champs. Un
contrôle ouvre ces pages et y cherche ce qui est annoncé.

`sorte.champ` désigne les fiches d'une sorte et l'un de leurs champs, tels qu'ils sont écrits sous
`spec/` ; `sorte[champ=valeur]`, celles de ces fiches dont le champ a cette valeur.

| Document | Lignes | Rubrique ou contenu | Fiches et champs | Page |
|--|--|--|--|--|
"""
