"""What an edition hides is found wherever it is let through, and nothing else is."""

import gzip
import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import material
import pytest

import cahier
from cahier.cli import main
from cahier.diagnostic import Location, UnusableError
from cahier.leaks import leaks
from cahier.leaks.given import is_given
from cahier.leaks.leaves import Secret
from cahier.leaks.search import Search
from cahier.leaks.secrets import Secrets
from cahier.leaks.words import mended
from cahier.project import Checked, check

REPOSITORY = Path(__file__).parents[1]
BASE = REPOSITORY / "tests/cases/base"
RECORDS = {
    "decision/secrete.yaml": """\
id: DEC-777
name: Abandon du Zéphyr
kind: budget
question: >-
  Faut-il payer le dédit de 88 400 € au fournisseur
  du connecteur Zéphyr, ou aller devant le juge ?
description: |
  ![Le prix](<../images/prix du dédit.png>) et [le devis](../annexes/devis%20zephyr.ods "Devis"),
  [l'accueil](../index.md), [ailleurs](https://example.org/offre-zephyr.pdf), [la suite][1].

  [1]: ../annexes/avocat-zephyr.odt
status: proposed
""",
    "budget_line/dedit.yaml": """\
id: BUD-777
name: Dédit
flow: cost
nature: contingency
accounting: capex
amounts: {0: 0, 1: 61234.50, 2: 4321}
lot: LOT-001
""",
    "vendor/secret.yaml": """\
id: FOU-777
name: SA Atelier Quillevic
roles: [editor]
product: Quillevic Ventes
status: invited
response_file: reponses/quillevic-offre.xlsx
marks:
  CRI-002:
    - evaluator: STK-001
      mark: 7
      comment: Le démonstrateur a refusé d'ouvrir la base école
    - evaluator: STK-002
      mark: 8
      comment: À revoir avant la fin juin. Interopérabilité-vraisemblablement-surévaluée
""",
    "requirement/exf-777.yaml": """\
id: EXF-777
name: Relance par courrier
type: functional
statement: Le CRM doit imprimer une lettre de relance.
module: MOD-001
use_cases: [UC-001]
priority: could
lot: LOT-001
source: [STK-001]
owner: STK-001
acceptance: [Constaté le jour de la recette]
verification: test
status: approved
visibility: internal
""",
}
# Ten hidden places, and how each may be read: what is written, of which record.
CANARIES = {
    "id": ("DEC-777", "DEC-777"),
    "id with another hyphen": ("DEC\u2011777", "DEC-777"),
    "id in a row of dashes": ("LOT-001 \u2013 DEC\u2212777\u2013LOT-001", "DEC-777"),
    "id with a soft hyphen": ("DEC-&shy;77\u200b7", "DEC-777"),
    "name with a soft hyphen": ("Aban\u00addon du Zéphyr", "DEC-777"),
    "id in an address": ("records/dec-777.html#top", "DEC-777"),
    "name": ("abandon du zephyr", "DEC-777"),
    "sentence": (
        "Faut-il payer le dédit de 88 400 € au fournisseur du connecteur Zéphyr",
        "DEC-777",
    ),
    "amount in prose": ("88400", "DEC-777"),
    "amount in a map": ("61\u202f234,50 €", "BUD-777"),
    "hidden field": ("60\u00a0000", "PRJ-001"),
    "comment of a mark": ("Le démonstrateur a refusé d’ouvrir la base école.", "FOU-777"),
    "address of a vendor": ('<a href="https://quillevic.example">site</a>', "FOU-777"),
    "short name in an attribute": ('<img alt="Quillevic">', "FOU-777"),
    "short name of a vendor": ("l'offre de Quillevic", "FOU-777"),
    "picture it shows": ("images/prix-du-dedit.png", "DEC-777"),
    "file it leads to": ("annexes/devis zephyr.ods", "DEC-777"),
    "file of a reference": ("avocat-zephyr.odt", "DEC-777"),
    "file it names": ("quillevic-offre.xlsx", "FOU-777"),
    "file it is in": ("spec/budget_line/dedit.yaml", "BUD-777"),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> Checked:
    folder = tmp_path_factory.mktemp("spec")
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for name, content in RECORDS.items():
        path = folder / "spec" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    found = check(folder)
    assert {"DEC-777", "BUD-777", "FOU-777", "EXF-777"} <= found.spec.records.keys()
    return found


def told(checked: Checked, site: Path, edition: str = "vendors") -> list[tuple[str, str]]:
    return [(d.where.path, d.record) for d in leaks(checked, site, edition)]


def page(text: str) -> str:
    return f"<!doctype html>\n<title>Page</title>\n<main>\n{text}\n</main>\n"


@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_is_found(canary, checked, tmp_path):
    text, target = CANARIES[canary]
    (tmp_path / "page.html").write_text(page(f"<p>Avant {text}, après.</p>"), encoding="utf-8")
    assert ("page.html", target) in told(checked, tmp_path)


@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_is_let_be_in_the_internal_edition(canary, checked, tmp_path):
    (tmp_path / "page.html").write_text(page(CANARIES[canary][0]), encoding="utf-8")
    assert told(checked, tmp_path, "internal") == []


def pdf(text: str, title: str = "", link: str = "") -> bytes:
    """Return the least PDF that shows *text*."""
    note = f"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({link})>>>>]"
    stream = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R>>>>{note if link else ''}>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})>>",
    ]
    body = "".join(f"{n} 0 obj{object}endobj\n" for n, object in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Info 6 0 R>>\n%%EOF\n".encode()


SENTENCE = "Le démonstrateur a refusé d'ouvrir la base école"
WAYS = {
    "text.html": page(f"<p>{SENTENCE}</p>"),
    "lines.html": page("<p>Le démonstrateur a refusé\n  d'ouvrir <em>la base</em>\n  école</p>"),
    "tags.html": page("<b>Le</b> <i>démonstrateur</i> a refusé d&#39;ouvrir la base&nbsp;école"),
    "attribute.html": page(f'<a title="{SENTENCE}">note</a>'),
    "split.html": page(f'<a\n  title="{SENTENCE}"\n>note</a>'),
    "comment.html": page(f"<!-- {SENTENCE} -->"),
    "script.html": page(f"<script>var x = {json.dumps(SENTENCE)}</script>"),
    "slug.html": page('<a href="#le-demonstrateur-a-refuse-d-ouvrir-la-base-ecole">lien</a>'),
    "upper.txt": SENTENCE.upper(),
    "index.js": f"var index={json.dumps({'text': f'<p>{SENTENCE}</p>'})}",
    "search/index.json": json.dumps({"docs": [{"text": SENTENCE}]}),
    "data.csv": f"id;note\n1;{SENTENCE}\n",
    "map.svg": f"<svg><text>{SENTENCE}</text></svg>",
    "feed.xml": f"<item>{SENTENCE.replace(' ', '%20').replace('é', '%C3%A9')}</item>",
    "le-demonstrateur-a-refuse-d-ouvrir-la-base-ecole.png": "",
    "tableau.tsv": f"1\t{SENTENCE}\n",
    "carte.drawio": f'<mxCell value="{SENTENCE}"/>',
    "LISEZMOI": SENTENCE,
}


@pytest.mark.parametrize("name", WAYS)
def test_every_kind_of_text_is_read(name, checked, tmp_path):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(WAYS[name], encoding="utf-8")
    assert told(checked, tmp_path) == [(name, "FOU-777")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_encoding_is_read(encoding, checked, tmp_path):
    (tmp_path / "texte.txt").write_bytes(f"1\t{SENTENCE}\r\n".encode(encoding))
    assert told(checked, tmp_path) == [("texte.txt", "FOU-777")]


def zipped(data: bytes, name: str = "membre") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


PACKED = {
    "sitemap.xml.gz": gzip.compress(b"<loc>records/DEC-777.html</loc>"),
    "prix.xlsx": zipped(b"<sst><si><t>DEC-777</t></si></sst>", "xl/sharedStrings.xml"),
    "noms.zip": zipped(b"", "annexes/DEC-777.png"),
    "lots.zip": zipped(zipped(gzip.compress(b"DEC-777"))),
    "titre.pdf": pdf("rien", title="DEC-777"),
    "lien.pdf": pdf("rien", link="https://example.org/DEC-777"),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_read(name, checked, tmp_path):
    (tmp_path / name).write_bytes(PACKED[name])
    assert told(checked, tmp_path) == [(name, "DEC-777")]


def nested(depth: int) -> bytes:
    return zipped(nested(depth - 1)) if depth else b"rien"


def locked(archive: bytes) -> bytes:
    """Return *archive* with its first member said to be under a password."""
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.index(mark) + flags
        archive = archive[:at] + b"\x01" + archive[at + 1 :]
    return archive


UNREAD = {
    "bombe.zip": lambda: zipped(b"a" * 101_000_000),
    "bombe.gz": lambda: gzip.compress(b"a" * 101_000_000, 1),
    "sans-fin.zip": lambda: nested(10),
    "secret.zip": lambda: locked(zipped(b"DEC-777")),
    "tronque.gz": lambda: gzip.compress(b"DEC-777")[:-4],
    "abime.pdf": lambda: b"%PDF-1.4\nDEC-777",
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_should_be_read_and_cannot_is_not_declared_clean(name, checked, tmp_path):
    (tmp_path / name).write_bytes(UNREAD[name]())
    with pytest.raises(UnusableError, match="not-read"):
        told(checked, tmp_path)


def test_pictures_in_an_archive_take_no_room(checked, tmp_path):
    (tmp_path / "photos.zip").write_bytes(zipped(bytes(101_000_000), "photo.png"))
    assert told(checked, tmp_path) == []


@pytest.mark.parametrize("name", ["vide.gz", "vide.xlsx", "vide.pdf", "vide.html", "vide"])
def test_what_cannot_be_read_says_nothing(name, checked, tmp_path):
    (tmp_path / name).write_bytes(b"\xff\x00\x01 DEC-")
    assert told(checked, tmp_path) == []


def test_a_pdf_is_read(checked, tmp_path):
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf/cahier.pdf").write_bytes(pdf("Abandon du Zephyr, DEC-777, 61 234,50 EUR"))
    assert set(told(checked, tmp_path)) == {
        ("pdf/cahier.pdf", "DEC-777"),
        ("pdf/cahier.pdf", "BUD-777"),
    }


def test_a_pdf_that_cannot_be_read_is_not_declared_clean(checked, tmp_path, monkeypatch):
    (tmp_path / "cahier.pdf").write_bytes(pdf("rien"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnusableError, match="no-poppler"):
        told(checked, tmp_path)


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("l'ordre alpha\u00ad\nbétique", "l'ordre alphabétique"),
        ("non alpha\u00ad\n\nbétique", "non alphabétique"),
        ("une date va\u00ad DEC-777", "une date  DEC-777"),
        ("une date va\u00ad\nDEC-777", "une date \nDEC-777"),
        ("va\u00adlide", "va\u00adlide"),
    ],
)
def test_words_that_a_line_of_a_pdf_parts_are_whole_again(parted, whole):
    assert mended(parted) == whole


@pytest.mark.parametrize(
    "number",
    [
        "61234",
        "61\u202f234",
        "61\u00a0234,50 €",
        "61.234",
        "61,234.50",
        "61 234 €",
        "€61234",
        "4 321 €",
        "4321 €",
    ],
)
def test_an_amount_is_found_however_it_is_written(number, checked, tmp_path):
    (tmp_path / "p.html").write_text(page(f"<td>{number}</td>"), encoding="utf-8")
    assert told(checked, tmp_path) == [("p.html", "BUD-777")]


@pytest.mark.parametrize(
    "text",
    [
        "<td>61</td><td>234</td>",
        "161234",
        "61234px",
        "612345",
        "1,61234",
        "61 234 dossiers",
        "<td>4\u202f321</td>",
        "EXF-61234",
        "<path d='M 61234 0'/>",
        "<path d='M 0 0\n61234 5'/>",
        "<style>\np { order: 61234 }\n</style>",
        "DEC-7771",
        "XDEC-777",
        "DEC-77",
        "Abandon du projet Zéphyr",
        "Le démonstrateur a refusé d'ouvrir",
        "EXF-001 et LOT-001",
        "Relance des devis",
        "Projet d'essai",
        "Dédit",
        "un atelier de SA",
        "<quillevic val='1'/><p class=quillevic>",
        "Ventes Quille",
        "index.md",
        "offre-zephyr.pdf",
        "À revoir avant la fin juin",
        "Interopérabilité-vraisemblablement-surévaluée",
    ],
)
def test_what_is_not_hidden_is_no_leak(text, checked, tmp_path):
    (tmp_path / "p.html").write_text(page(f"<p>{text}</p>"), encoding="utf-8")
    assert told(checked, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a-1", ["A-1"]),
        ("a-1-2", []),
        ("x-a-1-y", ["A-1"]),
        ("a-1.a-1-2", ["A-1"]),
        ("a-1-2.a-1", ["A-1"]),
        ("a-1-2-b-3-a-1", ["B-3", "A-1"]),
        ("a-12 xa-1 a_1", []),
    ],
)
def test_an_id_inside_a_visible_one_is_none(text, wanted):
    ids = {id.casefold(): Secret(id, Location("s"), id) for id in ("A-1", "B-3")}
    search = Search(Secrets(ids, frozenset({"a-1-2"}), {}, {}, {}))
    assert [secret.target for secret in search.told(text)] == wanted


def test_only_what_is_as_installed_is_left(checked, tmp_path):
    """A file of `docs/` may be where those of the program or of the theme are."""
    places = {
        "assets/javascripts/lunr/tinyseg.js": Path(material.__file__).parent / "templates",
        "assets/vendor/mermaid.min.js": Path(cahier.__file__).parent / "site",
    }
    for name, folder in places.items():
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(folder / name, tmp_path / name)
        assert is_given(tmp_path / name, name)
        (tmp_path / name).write_text("DEC-777", encoding="utf-8")
    assert told(checked, tmp_path) == [(name, "DEC-777") for name in places]


def test_a_leak_names_all_that_one_needs(checked, tmp_path):
    (tmp_path / "p.html").write_text(page("DEC-777"), encoding="utf-8")
    (found,) = leaks(checked, tmp_path, "vendors")
    assert (found.rule, found.code, str(found.where)) == ("leak", "ACH-03", "p.html:1:1")
    assert found.facts == {"target": "DEC-777", "file": "p.html", "found": "DEC-777"}
    assert [str(place) for place in found.related] == ["spec/decision/secrete.yaml:1:5"]


def test_each_file_is_told_and_each_secret_once(checked, tmp_path):
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(page("DEC-777, DEC-777"), encoding="utf-8")
    assert told(checked, tmp_path) == [("a.html", "DEC-777"), ("b.html", "DEC-777")]


def test_the_public_edition_hides_more(checked, tmp_path):
    (tmp_path / "p.html").write_text(page("EXF-001"), encoding="utf-8")
    assert told(checked, tmp_path) == []
    assert told(checked, tmp_path, "public") == [("p.html", "EXF-001")]


@pytest.fixture(scope="module")
def sample() -> Checked:
    return check(REPOSITORY)


@pytest.mark.parametrize("edition", ["vendors", "public"])
def test_the_sample_leaks_nothing(edition, sample, tmp_path):
    assert main(["build", str(REPOSITORY), "--edition", edition, "--out", str(tmp_path)]) == 0
    site = tmp_path / edition / "site"
    assert (site / "index.html").exists()
    assert list(leaks(sample, site, edition)) == []


def test_the_internal_edition_would_leak(sample, sample_site):
    files = {file for file, _ in told(sample, sample_site)}
    assert {"records/BUD-001.html", "assets/search-index.js", "manual/regles.html"} <= files


@pytest.fixture
def root(tmp_path) -> Path:
    """A small specification with a site, its vendors' edition built once."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Accueil\n", encoding="utf-8")
    config = "site_name: Essai\ntheme: {name: material}\nplugins: [cahier, search]\n"
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert main(["build", str(tmp_path), "--edition", "vendors"]) == 0
    return tmp_path


def test_a_build_that_leaks_does_not_replace_the_former(root, capsys):
    former = root / "build/vendors/site/index.html"
    before = former.read_bytes()
    (root / "docs/index.md").write_text("# Accueil\n\nVoir BUD-091.\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["build", str(root), "--edition", "vendors", "--lang", "fr"]) == 1
    said = capsys.readouterr().out
    assert "index.html:1:1: erreur[leak] index.html laisse lire BUD-091" in said
    assert "voir : spec/budget_line/depenses.yaml:1:7" in said
    assert former.read_bytes() == before
    assert [path.name for path in (root / "build/vendors").iterdir()] == ["site"]
    assert main(["build", str(root)]) == 0


def test_a_page_is_kept_from_the_readers_it_is_not_for(root):
    (root / "docs/notes.md").write_text("# Notes\n\nVoir BUD-091.\n", encoding="utf-8")
    (root / "docs/plan.csv").write_text("BUD-091\n", encoding="utf-8")
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    readers = "{cahier: {readers: {notes.md: internal, plan.csv: internal}}}"
    config.write_text(text.replace("[cahier,", f"[{readers},"), encoding="utf-8")
    assert main(["build", str(root), "--edition", "vendors"]) == 0
    assert main(["build", str(root)]) == 0
    for edition, there in (("vendors", False), ("internal", True)):
        site = root / "build" / edition / "site"
        assert [(site / name).exists() for name in ("notes.html", "plan.csv")] == [there, there]
