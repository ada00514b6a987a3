"""What prose names: ids and links, code spans excepted."""

import pytest
from markdown_it import MarkdownIt

from cahier.loader import without_code
from cahier.mentions import mention_pattern
from cahier.site import prose, search
from cahier.site.links import Links
from cahier.site.prose import Prose

PARSER = MarkdownIt("commonmark")


def outside_code(text: str) -> str:
    tokens = PARSER.parseInline(text)[0].children
    return "".join(token.content for token in tokens if token.type == "text")


@pytest.mark.parametrize(
    "text",
    [
        "sans code",
        "un `code` ici",
        "``deux ` dedans`` et `un`",
        "jamais fermé ` EXF-001",
        "``mal fermé` EXF-001",
        "`a``b` fin",
        "``` trois ``` et `un",
    ],
)
def test_code_spans_are_those_of_commonmark(text):
    assert without_code(text).split() == outside_code(text).split()


def test_many_backticks_are_read_in_no_time():
    text = "`" * 300_000 + " x " + "`a" * 100_001
    assert "x" in without_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le CRM doit afficher l'« état » d'une commande (10 s) ; voir EXF-1.",
        "Prix : 10 € - 3 x 4 = 12 + 5. Qui ? Moi ! 1. a) b:c",
        "Deux espaces  dedans, une fin.   ",
        "https://example.org/a?b=c reste du texte",
    ],
)
def test_plain_lines_are_written_as_markdown_writes_them(text):
    assert prose._PLAIN.fullmatch(text)
    writer = Prose(Links("records/", {}))
    assert writer.blocks(text) == writer._clean(MarkdownIt("commonmark").parse(text))


def test_plain_lines_link_the_records_they_name():
    links = Links("spec/a.html", {"EXF-001": "Voir"}, mention=mention_pattern(["EXF-001"]))
    assert 'href="../records/EXF-001.html"' in Prose(links).blocks("Comme EXF-001.")


@pytest.mark.parametrize("line", ["|--|--|", "|:--|--:|", "|--|:--|"])
def test_a_head_of_a_table_says_once_what_it_heads(line):
    html = Prose(Links("records/", {})).blocks(f"| a | b |\n{line}\n| 1 | 2 |\n")
    assert html.count("<th") == 3  # <thead> is one
    assert html.count('scope="col"') == 2


@pytest.mark.parametrize("text", ["- a", "1. a", "# a", "a *b*", "a\nb", "a &amp; b", "a\\", " a"])
def test_markdown_is_no_plain_line(text):
    assert not prose._PLAIN.fullmatch(text)


def test_a_written_page_leads_to_chapters_by_code():
    links = Links("docs/a.html", {})
    chapters = {"P42": "spec/p42-grille.html", "P52": ""}
    html = '<a href="P42">la grille</a>, <a href="P52">le budget</a>, <a href="P99">rien</a>'
    assert prose.led(html, links, (), chapters) == (
        '<a href="../spec/p42-grille.html">la grille</a>, le budget, <a href="P99">rien</a>'
    )
    assert list(prose.lost(html, chapters)) == ["P99"]


def test_ids_in_the_text_of_a_written_page_are_links():
    names = {"EXF-001": "Un"}
    links = Links("a.html", names, "", mention_pattern(names), {"EXF-001": 'Un "<b>"'})
    title = "Un &quot;&lt;b&gt;&quot;"
    link = f'<a class="cahier-ref" href="records/EXF-001.html" title="{title}">EXF-001</a>'
    untouched = (
        '<h2 id="x">EXF-001</h2><pre><code>EXF-001</code></pre><a href="x">EXF-001</a>'
        "<p title='a > EXF-001'>EXF-002</p><!-- a > EXF-001 -->"
    )
    assert prose.mentioned(untouched, links) == untouched
    assert prose.mentioned("<p>Voir EXF-001, <em>EXF-001</em>.</p>", links) == (
        f"<p>Voir {link}, <em>{link}</em>.</p>"
    )


@pytest.mark.parametrize("odd", ['<svg class="icon"/>', "</code>", "<svg></svg></svg>"])
def test_an_element_badly_closed_hides_no_id_below_it(odd):
    links = Links("a.html", {"EXF-001": "Un"}, "", mention_pattern(["EXF-001"]))
    assert "records/EXF-001.html" in prose.mentioned(f"{odd}<p>EXF-001</p>", links)
    _, part = search.sections(f'{odd}<h2 id="x">Partie</h2><p>EXF-001</p>', "A", "a.html")
    assert (part.title, part.text) == ("Partie", "EXF-001")


def test_a_heading_is_found_without_the_sign_that_links_to_it():
    sign = '<a class="headerlink" href="#x" title="Permanent link">#</a>'
    html = f'<h2 id="x">Partie <a href="b">une</a>{sign}</h2><p>Texte ¶ #</p>'
    _, part = search.sections(html, "A", "a.html")
    assert (part.title, part.text, part.address) == ("Partie une", "Texte ¶ #", "a.html#x")
