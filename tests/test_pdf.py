"""The document one signs: what it holds, where its contents lead, what no author can do to it."""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from cahier.book import Book
from cahier.cli import main
from cahier.diagrams import lanes
from cahier.edition import cut
from cahier.exports import pdf
from cahier.kinds import Library
from cahier.page import (
    Card,
    Cards,
    Diagram,
    Field,
    Heading,
    Items,
    Markup,
    Mention,
    Page,
    Prose,
    Sheet,
    Table,
    Text,
)
from cahier.project import check
from cahier.spec import Spec
from cahier.texts import typeset, words
from sites import REPOSITORY

FRENCH = typeset(words("fr"))
# Points of a page without its head and its foot.
BODY = ["-x", "0", "-y", "62", "-W", "842", "-H", "716"]
JOINED = re.compile(r"[\s\u00ad\u200b\u2010\u2011\u2060-]+")


def squashed(text: str) -> str:
    """Return *text* without white space and hyphens: where lines end does not matter."""
    return JOINED.sub("", text)


def said(path: Path, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def body(path: Path) -> str:
    return squashed(said(path, "-raw", *BODY).replace("\f", ""))


@pytest.fixture(scope="module")
def sample():
    return check(REPOSITORY)


@pytest.fixture(scope="module", params=["internal", "vendors", "public"])
def edition(request, tmp_path_factory):
    """The name of an edition and its PDF."""
    path = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    order = ["export", "pdf", str(REPOSITORY), "--edition", request.param, "-o", str(path)]
    assert main(order) == 0
    return request.param, path


def test_it_holds_what_its_readers_may_see_and_nothing_else(sample, edition):
    name, path = edition
    text = body(path)
    shown = cut(sample.spec, name)
    missing = [id for id in shown.records if squashed(id) not in text]
    statements = [r.fields["statement"] for r in shown.kind("requirement")]
    missing += [s for s in statements if squashed(FRENCH.typeset(s)) not in text]
    assert missing == []
    hidden = sample.spec.records.keys() - shown.records.keys()
    assert [id for id in sorted(hidden) if re.search(rf"{squashed(id)}(?!\d)", text)] == []
    assert bool(hidden) == (name != "internal")


def test_the_page_numbers_of_the_contents_are_those_of_the_outline(edition):
    _, path = edition
    listed = dict(contents(path))
    with pikepdf.open(path) as opened:
        numbers = {page.objgen: n for n, page in enumerate(opened.pages, 1)}
        found = dict(outline(opened.Root.Outlines, numbers))
    assert listed == {title: page for title, page in found.items() if title[0].isdigit()}


def contents(path: Path):
    """Yield title and page of each line of the contents."""
    line = re.compile(r"^\s*([0-9][0-9.]*\s+.+?)[ .\u2060]*\s\u2060?(\d+)$")
    for page in said(path, "-layout", *BODY).split("\f")[1:8]:
        found = [m for text in page.splitlines() if (m := line.match(text))]
        if len(found) > 1 and " . . . " in page:
            yield from ((squashed(m[1]), int(m[2])) for m in found)


def outline(item, numbers):
    """Yield title and page of every entry of the outline."""
    child = item.get("/First")
    while child is not None:
        yield squashed(str(child.Title)), numbers[child.Dest[0].objgen]
        yield from outline(child, numbers)
        child = child.get("/Next")


def test_it_is_tagged_named_and_every_link_leads_somewhere(edition):
    _, path = edition
    raw = path.read_bytes()
    assert b"pdfuaid:part" in raw
    assert b"cahier:" not in raw
    with pikepdf.open(path) as opened:
        root = opened.Root
        assert str(root.Lang) == "fr"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        named = {str(name) for name in root.Names.Dests.Names[::2]}
        links = [a for p in opened.pages for a in p.get("/Annots", ()) if a.Subtype == "/Link"]
        targets = [str(a.Dest) for a in links if isinstance(a.get("/Dest"), pikepdf.String)]
        assert len(targets) > 20
        assert set(targets) <= named
        assert [f for f in figures(root.StructTreeRoot) if not str(f.get("/Alt", ""))] == []


def figures(element):
    """Yield the figures among the tags."""
    kids = element.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/Figure":
                yield kid
            yield from figures(kid)


def test_the_same_specification_gives_the_same_bytes(tmp_path):
    made = []
    for n in range(3):
        path = tmp_path / f"{n}.pdf"
        pdf.write(torture(tmp_path), path, lambda *_, **__: None)
        made.append(path.read_bytes())
    assert made[0] == made[1] == made[2]


def test_rgaa_is_a_document_too(tmp_path):
    path = tmp_path / "rgaa.pdf"
    root = REPOSITORY / "tests/rgaa"
    assert main(["export", "pdf-a", str(root), "-o", str(path)]) == 0
    text = body(path)
    assert [id for id in check(root).spec.records if squashed(id) not in text] == []
    assert b"pdfaid:part" in path.read_bytes()


# --- what an author may type ---

LONG_ID = "REQ-" + "9" * 396
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    "$x^2$ @foo <b> *a _b_ `c` // /* \\u{41} #[x] ~ [y]",
    "10\u00a0000\u202f€ « oui » – c’est dit\u00a0!",
    "\U0001f600 \U0001f389 שלום مرحبا ☑ → ≥",
]
PAGE = """\
# Page

Texte[^1], **gras**, *italique*, ~~barré~~, `code`, [ici](#ancre), [fiche](REQ-001), [loin](https://example.org/a).

## Titre ancré {#ancre}

#### Titre qui saute

- [x] fait
- [ ] reste
    1. dedans
        - plus profond encore

!!! warning "Prenez garde"
    Corps de l’avertissement.

??? note "Volet"
    Corps du volet.

=== "Onglet un"
    Corps un.

=== "Onglet deux"
    Corps deux.

Terme
:   Sa définition.

| Col | Droite |
|--|--:|
| `a|b` | 12 |

```python
def sans_fin(): return "#read(1)"
```

```mermaid
flowchart LR
    depart --> arrivee
```

![Un dessin](dessin.svg) ![Lien](secret.png) ![Loin](https://example.org/x.png)

<iframe src="https://example.org/"></iframe> <script>jamais()</script>

[^1]: Le texte de la note.
"""
WRITTEN = (
    "Texte gras italique barré code Titre ancré Titre qui saute fait reste dedans plus profond "
    "encore Prenez garde Corps de l’avertissement Volet Corps du volet Onglet un Corps un "
    "Onglet deux Corps deux Terme Sa définition Droite a|b 12 sans_fin depart arrivee Lien Loin "
    "Le texte de la note"
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 90 90"><image width="50" height="50" xlink:href="secret.png"/>'
    '<rect width="9" height="9"/></svg>'
)
CELL = " ".join(f"mot{n}" for n in range(2400))


def torture(root: Path) -> Book:
    """Return a document of everything that is hard to set, its docs/ written below *root*."""
    (root / "docs").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: Épreuve\nnav: [page.md, cahier]\n", "utf-8")
    (root / "docs/page.md").write_text(PAGE, "utf-8")
    (root / "docs/dessin.svg").write_text(DRAWING, "utf-8")
    secret = root / "secret.png"
    secret.write_bytes(b"secret")
    if not (root / "docs/secret.png").is_symlink():
        (root / "docs/secret.png").symlink_to(secret)
    cell = lambda text: (Text(text),)  # noqa: E731 - shorter than it would be elsewhere
    matrix = Table(
        tuple(f"Rôle numéro {n}" for n in range(60)),
        tuple(tuple(cell(f"r{row}c{n}") for n in range(60)) for row in range(3)),
        "Matrice",
    )
    inner = Table(("Quoi", "Combien"), ((cell("dedans"), cell("7")),))
    fields = (
        Field("a", "Énoncé", cell(HOSTILE[0])),
        Field("b", "Table", inner),
        Field(
            "c",
            "Liste",
            (Markup("- un\n    - deux\n        1. trois\n\n| a | b |\n|--|--|\n| c4 | d4 |"),),
        ),
        Field("d", "Liens", (Items(((Mention("REQ-001", "nom"),), (Mention("ABS-001"),))),)),
    )
    blocks = (
        Heading(2, "Matrice", "m"),
        matrix,
        Heading(4, "Un titre qui saute", "s"),
        Table(("a", "b"), ((cell("haut"), (Markup(CELL),)),)),
        Cards((Card(cell("Carte"), (Field("x", "Champ", cell("valeur")),)),)),
        *(Prose(f"Paragraphe {text}".replace("<b>", "")) for text in HOSTILE[3:]),
        Sheet("REQ-001", HOSTILE[1], "requirement", "Exigence", fields),
        Sheet(
            LONG_ID,
            HOSTILE[2],
            "requirement",
            "Exigence",
            (Field("e", "Texte", cell(" ".join(HOSTILE))),),
        ),
        Diagram(drawing().whole, "Processus"),
        Diagram(drawing().whole, "Processus en feuilles", sheets=drawing().sheets),
    )
    pages = (Page("spec/a", "Premier", blocks, "Partie"), Page("spec/b", "Second", (), "Partie"))
    return Book(Spec(Library({}, ())), pages, "internal", words("fr"), "Épreuve", root, {"REQ-001"})


def drawing() -> lanes.Drawn:
    names = [lanes.Lane(name, f"Rôle {name}") for name in "abc"]
    steps = [
        lanes.Step(n, f"Étape {n} du processus", "abc"[n % 3], next=(lanes.Arrow(n + 1),))
        for n in range(1, 40)
    ]
    last = lanes.Step(40, "Étape 40 du processus", "a")
    return lanes.draw(names, [*steps, last], "Processus", "Quarante étapes")


@pytest.fixture(scope="module")
def tortured(tmp_path_factory):
    """The document of everything hard, and what was told of it."""
    root = tmp_path_factory.mktemp("torture")
    told: list[str] = []
    pdf.write(torture(root), root / "t.pdf", lambda key, **facts: told.append(f"{key} {facts}"))
    return root / "t.pdf", told


def test_nothing_of_the_torture_is_lost(tortured):
    path, _ = tortured
    text = squashed(said(path, "-raw"))
    wanted = [
        LONG_ID,
        *HOSTILE[:4],
        "😀",
        "🎉",
        "dedans",
        "deux",
        "d4",
    ]
    wanted += [f"r{row}c{n}" for row in range(3) for n in range(60)]
    wanted += [f"Étape {n} du processus" for n in range(1, 41)]
    wanted += ["Carte", "valeur", "REQ-001 nom", "ABS-001", "Un titre qui saute"]
    assert [w for w in wanted if squashed(w) not in text] == []
    assert re.findall(r"mot\d+", said(path, "-raw")) == CELL.split()
    assert {"שלום", "مرحبا"} <= set(re.findall(r"[\u0590-\u06ff]+", said(path)))


def test_the_markdown_of_a_page_is_all_there(tortured):
    text = squashed(said(tortured[0], "-raw"))
    assert "flowchart" not in text  # it is drawn
    assert [w for w in WRITTEN.split() if squashed(w) not in text] == []


def test_what_cannot_be_printed_is_told_and_nothing_is_run_or_read(tortured):
    path, told = tortured
    lost = " ".join(told)
    for what in ("<iframe>", "<script>", "secret.png", "https://example.org/x.png"):
        assert f"'what': '{what}'" in lost
    raw, text = path.read_bytes(), said(path)
    assert "root:" not in text
    assert "jamais" not in text
    assert b"secret" not in raw
    with pikepdf.open(path) as opened:
        assert not any(
            "/JavaScript" in str(o.keys())
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary)
        )


def test_a_letter_without_a_shape_is_written_as_its_code(tmp_path):
    told: list[str] = []
    page = Page("spec/a", "Titre", (Prose("un 漢 caractère"),))
    lone = Book(Spec(Library({}, ())), (page,), "public", words("fr"), "Lettres", tmp_path)
    pdf.write(lone, tmp_path / "l.pdf", lambda key, **facts: told.append(f"{key} {facts}"))
    assert "[U+6F22]" in said(tmp_path / "l.pdf")
    assert any("no-shape" in line and "漢" in line for line in told)
