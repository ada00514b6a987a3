"""The PDF of the site: what mends it, then a small one from end to end."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import bs4
import pikepdf
import pytest

from cahier import widths
from cahier.plugin import columns, printed, withpdf
from cahier.site.elements import key

COVER = printed.Cover("Titre <1>", "Sous-titre", [("Étape", "G2"), ("Vide", "")], "Sommaire", "fr")


def soup(body: str):
    html = f"<html><head><title>dernière page</title></head><body>{body}</body></html>"
    return bs4.BeautifulSoup(html, "html.parser")


# --- the document ---


def test_the_cover_comes_first_and_names_the_document():
    page = soup('<article id="doc-toc"><h1>Contents</h1></article>')
    printed.dress(page, "p {}", COVER)
    assert page.title.string == "Titre <1>"
    assert page.html["lang"] == "fr"
    assert page.body.find(True)["id"] == "cover"
    assert [cell.get_text() for cell in page.select("#cover dt, #cover dd")] == ["Étape", "G2"]
    assert page.select_one("#doc-toc > h1").string == "Sommaire"


def test_the_styles_and_the_tools_of_the_screen_are_gone():
    page = soup(
        '<style>p{}</style><script src="x.js"></script><nav>menu</nav>'
        '<p class="cahier-edit">proposer</p><div class="cahier-drawing cahier-narrow">dessin</div>'
        '<div class="cahier-scroll" tabindex="0"><p>texte</p></div>'
        '<ul><li><input type="checkbox" checked>fait</li><li><input type="checkbox">reste</li></ul>'
    )
    printed.undress(page)
    assert page.body.decode_contents() == (
        "<p>texte</p><ul><li>[x] fait</li><li>[ ] reste</li></ul>"
    )


SHEET = '<section class="cahier-sheet" data-id="REQ-001"><h2 id="p/:REQ-001">REQ-001</h2></section>'


@pytest.mark.parametrize(
    ("href", "result"),
    [
        ("#p/:REQ-001", "#p/:REQ-001"),
        ("#records/REQ-001/:", "#p/:REQ-001"),
        ("#q/", "#q/:"),
        ("#q/:", "#q/:"),
        ("https://example.org/", "https://example.org/"),
        ("#records/REQ-404/:", None),
    ],
)
def test_a_link_leads_inside_the_document_or_nowhere(href, result):
    page = soup(f'{SHEET}<article id="q/:"></article><p><a href="{href}">mot</a></p>')
    printed.lead_inside(page)
    link = page.p.a
    assert (link and link["href"]) == result
    assert page.p.get_text() == "mot"


def test_a_drawing_is_put_back_as_it_was_made():
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><marker id="a"/></svg>'
    page = soup(
        f'<figure><div class="cahier-drawing" data-drawing="{key(svg)}"><svg id="x"/></div>'
        "<figcaption>Les couloirs</figcaption></figure>"
    )
    printed.draw(page, {key(svg): svg})
    image = page.find("img")
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert image["alt"] == "Les couloirs"
    assert page.find("svg") is None


def test_an_image_outside_the_site_leaves_its_words(caplog):
    page = soup('<p><img src="http://example.org/a.png" alt="Plan"><img src="file:///s/b.png"></p>')
    with caplog.at_level(logging.WARNING):
        printed.drop_images(page, lambda url: url.startswith("file:"))
    assert "http://example.org/a.png" in caplog.text
    assert page.p.get_text() == "Plan"
    assert page.img["alt"] == "b.png"


def test_a_section_has_its_title_and_its_headings_go_one_level_down():
    page = soup("<article><h1>Page</h1><h2>Partie</h2><h6>Détail</h6></article>")
    printed.shift(page, page.article, "Chapitre", "ch/")
    headings = [(h.name, h.get_text()) for h in page.article.find_all(True)]
    assert headings == [("h1", "Chapitre"), ("h2", "Page"), ("h3", "Partie"), ("h6", "Détail")]


def test_the_title_of_a_record_is_set_aside_shifted_and_brought_back():
    page = soup(f"<article><h1>Page</h1>{SHEET}</article>")
    printed.set_records_aside(page)
    assert page.find("h2") is None
    printed.shift(page, page.article, "Chapitre", "ch/")
    printed.bring_records_back(page)
    assert page.section.find(True).name == "h3"


def test_a_heading_keeps_the_words_of_its_links():
    page = soup('<h2><a href="#x" class="cahier-id">REQ-001</a> Nom</h2>')
    printed.unlink_headings(page)
    assert page.h2.get_text() == "REQ-001 Nom"
    assert page.find("a") is None


def test_pairs_without_titles_lie_on_their_side():
    rows = "".join(f"<tr><th>{year}</th><td>{year}00 €</td></tr>" for year in (1, 2))
    table = f"<table><tbody>{rows}</tbody></table>"
    page = soup(f'<div class="cahier-field"><dt>Montants</dt><dd>{table}</dd></div>')
    printed.turn_pairs(page)
    lines = [[cell.get_text() for cell in row(["th", "td"])] for row in page("tr")]
    assert lines == [["1", "2"], ["100 €", "200 €"]]
    assert [cell.get("scope") for cell in page.thead("th")] == ["col", "col"]


def test_fields_are_short_long_or_hold_a_table():
    def layout(value: str) -> list[str]:
        page = soup(f'<div class="cahier-field"><dt>Nom</dt><dd>{value}</dd></div>')
        printed.arrange_fields(page)
        return page.div["class"][1:]

    assert layout("bref") == ["pdf-short"]
    assert layout("<p>" + "long " * 20 + "</p>") == ["pdf-long", "pdf-kept"]
    assert layout("long " * 200) == ["pdf-long"]
    assert layout("<table></table>") == ["pdf-tabled"]


# --- the widths of columns ---


def test_no_column_is_narrower_than_its_words():
    column = widths.Column
    words = [column(widths.length(word), 3, 3) for word in ("N°", "Indispensable", "Statut")]
    long = column(4, 60, 200)
    given = widths.shares([*words, long], room=64)
    assert sum(given) == pytest.approx(100)
    for share, measured in zip(given, words, strict=False):
        assert share / 100 * 64 >= measured.word
    assert given[-1] == max(given)


def test_a_table_gets_its_widths_after_its_caption():
    rows = "<tr><th>N°</th><th>Nom</th></tr><tr><td>1</td><td>un deux trois</td></tr>"
    page = soup(f"<table><caption>Notes</caption>{rows}</table>")
    columns.fit(page, page.table)
    assert [child.name for child in page.table.contents[:2]] == ["caption", "colgroup"]
    assert len(page("col")) == 2
    assert "pdf-fixed" in page.table["class"]


def test_a_very_wide_table_takes_a_page_on_its_side_and_merged_cells_are_left_alone():
    head = "".join("<th>Responsabilité</th>" for _ in range(12))
    page = soup(f"<table><tr>{head}</tr></table><table><tr><td colspan='2'>a</td></tr></table>")
    for table in page("table"):
        columns.fit(page, table)
    wide, merged = page("table")
    assert "pdf-sideways" in wide["class"]
    assert "class" not in merged.attrs


# --- what may be read ---


def test_only_files_really_below_the_folders_are_read(tmp_path):
    site, secret = tmp_path / "site", tmp_path / "secret.png"
    site.mkdir()
    secret.write_bytes(b"secret")
    (site / "a b.png").write_bytes(b"image")
    (site / "link.png").symlink_to(secret)
    inside = (site / "a b.png").as_uri()
    assert withpdf.allowed(inside, [site])
    assert withpdf.allowed("data:image/png;base64,AA==", [site])
    refused = [
        secret.as_uri(),
        secret.as_uri().replace("file:", "FILE:"),
        (site / "link.png").as_uri(),
        f"{site.as_uri()}/../secret.png",
        f"{site.as_uri()}/%2e%2e/secret.png",
        inside.replace("file://", "file://example.org"),
        "http://example.org/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "a.png",
    ]
    assert [url for url in refused if withpdf.allowed(url, [site])] == []


def test_the_fetcher_refuses_what_is_not_allowed(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"dedans")
    fetch = withpdf.fetcher([tmp_path])
    assert fetch((tmp_path / "a.txt").as_uri()).read() == b"dedans"
    for url in ("http://127.0.0.1:9/", "FILE:///etc/hostname", "file:///etc/hostname"):
        with pytest.raises(ValueError, match="outside the site"):
            fetch(url)


@pytest.mark.parametrize(
    ("word", "on"),
    [("1", True), ("true", True), ("Yes", True), (" on ", True), ("0", False), ("no", False)],
)
def test_the_switch_takes_any_word_for_yes(monkeypatch, word, on):
    monkeypatch.setenv(withpdf.SWITCH, word)
    assert withpdf.is_on() is on


def test_page_references_follow_the_pages():
    pdf = SimpleNamespace(pages={"Kids": [4, 0, "R"]})
    assert withpdf._page_references(pdf) == (b"4 0 R",)
    assert withpdf._page_references(pdf) is withpdf._page_references(pdf)
    pdf.pages["Kids"] += [9, 0, "R"]
    assert withpdf._page_references(pdf) == (b"4 0 R", b"9 0 R")


# --- from end to end ---

CONFIG = """\
site_name: Petit cahier
site_description: Cahier d’essai
theme:
  name: material
plugins:
  - cahier
  - with-pdf:
      enabled_if_env: ENABLE_PDF_EXPORT
      output_path: pdf/cahier.pdf
"""
STEP = "  - {{n: {n}, label: Étape {n}, role: {role}, next: [{then}], kind: {kind}}}\n"
PROCESS = (
    "id: PRO-001\nname: Faire un devis\nstate: as_is\nowner: STK-001\ndomain: MOD-001\n"
    "trigger: Une demande\noutcome: Un devis\nfrequency: 40 par jour\n"
    "pain_points:\n  - {text: Délai, step: 2, impact: high, measure: compté}\nsteps:\n"
    + STEP.format(n=1, role="STK-001", then=2, kind="start")
    + STEP.format(n=2, role="STK-002", then=3, kind="task")
    + STEP.format(n=3, role="STK-001", then="", kind="end")
)
ROLE = (
    "- id: STK-00{n}\n  name: Rôle {n}\n  kind: role\n  side: customer\n  job: Métier\n"
    "  project_role: Rôle\n"
)
TERM = "- id: TRM-{n:03}\n  name: Mot {n}\n  definition: {text}\n"
EVENT_HOOK = "open('ran.txt', 'w').close()\nraise SystemExit('the hook of the folder ran')\n"
IDS = ["PRO-001", "STK-001", "STK-002", *(f"TRM-{n:03}" for n in range(1, 31))]


def small(root: Path) -> Path:
    """Write a small specification of the CRM library under *root*; return it."""
    texts = {
        "mkdocs.yml": CONFIG,
        "docs/index.md": "# Accueil\n\n![ailleurs](http://127.0.0.1:9/x.png)\n",
        "spec/policy.yaml": "library: crm\nlanguage: fr\nas_of: 2027-01-15\n",
        "spec/process/devis.yaml": PROCESS,
        "spec/stakeholder/all.yaml": "".join(ROLE.format(n=n) for n in (1, 2)),
        "spec/term/all.yaml": "".join(
            TERM.format(n=n, text="définition " * 60) for n in range(1, 31)
        ),
        "pdf_event_hook.py": EVENT_HOOK,
    }
    return write(root, texts)


def write(root: Path, texts: dict[str, str]) -> Path:
    """Write *texts* by path under *root*; return it."""
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def build(root: Path, site: Path, *options: str, **environment: str):
    """Run MkDocs in *root*; return what it did."""
    inherited = {k: v for k, v in os.environ.items() if k != withpdf.SWITCH}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options, "-d", str(site)],
        cwd=root,
        env={**inherited, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_listed_but_off_it_needs_no_weasyprint_and_is_silent_when_strict(tmp_path):
    broken = tmp_path / "path/weasyprint/__init__.py"
    broken.parent.mkdir(parents=True)
    broken.write_text("raise OSError('cannot load library libpango')\n")
    files = {
        "mkdocs.yml": CONFIG,
        "docs/index.md": "# Accueil\n",
        "spec/policy.yaml": "library: none\nlanguage: fr\n",
    }
    root = write(tmp_path / "root", files)
    done = build(root, tmp_path / "site", "--strict", PYTHONPATH=str(tmp_path / "path"))
    assert done.returncode == 0, done.stderr
    assert "PDF" not in done.stderr
    assert not (tmp_path / "site/pdf").exists()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The PDF of the small specification built twice, from two folders."""
    folder = tmp_path_factory.mktemp("pdf")
    pdfs, said = [], ""
    for name, word in (("a", "true"), ("b", "yes")):
        root = small(folder / name)
        done = build(root, folder / f"site-{name}", **{withpdf.SWITCH: word})
        assert done.returncode == 0, done.stderr
        said = done.stderr
        assert not (root / "ran.txt").exists()
        pdfs.append(folder / f"site-{name}/pdf/cahier.pdf")
    return pdfs, said


@pytest.fixture(scope="module")
def opened(built):
    with pikepdf.open(built[0][0]) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def texts(built) -> list[str]:
    """The text of each page, hyphenated words joined."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(built[0][0]), "-"], capture_output=True, text=True, check=True
    )
    pages = done.stdout.split("\f")[:-1]
    return [re.sub(r"[\u00ad\u2010-]\n\s*", "", page).replace("\u00ad", "") for page in pages]


def test_two_builds_give_the_same_bytes(built):
    first, second = built[0]
    assert first.read_bytes() == second.read_bytes()


def test_the_document_says_what_it_is(opened):
    assert str(opened.docinfo["/Title"]) == "Petit cahier"
    assert str(opened.Root.Lang) == "fr"
    assert bool(opened.Root.MarkInfo.Marked)
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Petit cahier"


def test_every_record_is_in_the_document_and_no_page_is_blank(texts):
    whole = "\n".join(texts)
    assert [id for id in IDS if id not in whole] == []
    assert [number for number, text in enumerate(texts, 1) if len(text.split()) < 8] == []


def test_the_contents_give_the_pages_of_the_outline(opened, texts):
    contents = next(text for text in texts if text.lstrip().startswith("Sommaire"))
    lines = re.findall(r"^ *(\d[\d.]* .*?)[ .]{3,}(\d+)$", contents, re.MULTILINE)
    printed_pages = {title.strip(): int(page) for title, page in lines}
    numbered = {
        title: page for title, page in _outline(opened) if re.match(r"\d+(\.\d+)?\.? ", title)
    }
    assert len(printed_pages) >= 4
    assert printed_pages == numbered


def test_processes_are_drawn_as_vectors(opened, texts):
    page = next(number for number, text in enumerate(texts) if "1. Étape 1" in text)
    images = [
        thing
        for thing in opened.pages[page].resources.get("/XObject", {}).values()
        if thing.get("/Subtype") == "/Image"
    ]
    assert images == []
    assert "/Figure" in {str(element.get("/S")) for element in _structure(opened)}


def test_what_is_elsewhere_is_not_fetched_and_its_words_stay(built, texts):
    assert "http://127.0.0.1:9/x.png" in built[1]
    assert "ailleurs" in "\n".join(texts)


def test_records_are_in_the_outline_without_a_number(opened, texts):
    titles = [title for title, _ in _outline(opened)]
    assert "TRM-001 Mot 1" in titles
    contents = next(text for text in texts if text.lstrip().startswith("Sommaire"))
    assert "TRM-001" not in contents


def _outline(pdf) -> list[tuple[str, int]]:
    """Return every title of the outline and its page, from 1."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def walk(items):
        for item in items:
            destination = item.destination or item.action.D
            yield str(item.title), numbers[destination[0].objgen]
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        return list(walk(outline.root))


def _structure(pdf):
    """Return every element of the structure tree."""
    return [thing for thing in pdf.objects if getattr(thing, "get", None) and _is_element(thing)]


def _is_element(thing) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
