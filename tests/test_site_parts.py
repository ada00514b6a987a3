"""Small parts of pages: ways to their sections, captions heard once, numbers in runs."""

import pytest

from cahier.cells import text
from cahier.kinds import Shape
from cahier.page import Diagram, Heading, Table, Text
from cahier.site.captions import repeated
from cahier.site.here import here
from cahier.site.links import Links
from cahier.site.prose import led
from cahier.site.tables import written
from cahier.texts import typeset, words
from cahier.views.runs import is_by_number, runs

FR = words("fr")


def test_the_parts_of_a_page_are_told_above_it_where_there_are_some():
    parts = [Heading(2, "Prix & <délais>", "prix"), Heading(3, "Détail", "d"), Heading(2, "B", "b")]
    said = here(parts, FR)
    assert '<a href="#prix">Prix &amp; &lt;délais&gt;</a>' in said
    assert "Détail" not in said
    assert here(parts[:2], FR) == ""


@pytest.mark.parametrize(
    ("heading", "captions", "seen_once"),
    [
        ("Exigences", ["Exigences"], [True]),
        ("Exigences techniques", ["Exigences"], [True]),
        ("Offres écartées", ["Offres écartées et motif"], [False]),
        ("Exigences", ["Exigences", "Exigences"], [True, False]),
    ],
)
def test_a_caption_that_says_no_more_than_its_heading_is_heard_only(heading, captions, seen_once):
    tables = [Table(("A",), (), caption) for caption in captions]
    found = [heard for _, heard in repeated([Heading(2, heading, "h"), *tables], "")]
    assert found == [False, *seen_once]


def test_a_drawing_and_a_table_may_both_repeat_the_title_of_the_page():
    blocks = [Diagram("", "Glossaire"), Table(("A",), (), "Glossaire")]
    assert [heard for _, heard in repeated(blocks, "Glossaire")] == [True, True]


def test_an_item_that_leads_nowhere_in_an_edition_goes():
    written = '<ul><li><a href="P52">Budget</a></li>\n<li><a href="P01">Lots</a></li></ul>'
    links = Links("index.html", {})
    html = led(written, links, {}, {"P52": "", "P01": "spec/p01.html"})
    assert html == '<ul><li><a href="spec/p01.html">Lots</a></li></ul>'
    assert led('<p>Le <a href="P52">budget</a>.</p>', links, {}, {"P52": ""}) == "<p>Le budget.</p>"


def test_french_labels_have_their_apostrophes_and_code_keeps_its_own():
    assert typeset(FR).of({"fr": "L'état d'`l'an`"}) == "L’état d’`l'an`"
    assert typeset(words("en")).of({"en": "vendor's"}) == "vendor's"


def test_what_people_type_is_typeset_too():
    typed = "L'offre : 214 000 € en 3 h, « d'un an » `a : b` 2027 10 ; l'« usage »"
    assert typeset(FR).typeset(typed) == (
        "L’offre\xa0: 214\u202f000\xa0€ en 3\xa0h, «\xa0d’un an\xa0» `a\xa0: b` "
        "2027 10\xa0; l’«\xa0usage\xa0»"
    )
    assert FR.typeset(typed) == typeset(words("en")).typeset(typed) == typed


def test_amounts_of_years_are_told_in_runs():
    (items,) = runs(FR, Shape("amounts"), {"0": 5, "1": 0, "2": 70, "3": 70, "5": 70, "6": 8})
    said = ["".join(inline.text for inline in item) for item in items.items]
    assert said == ["0 :5", "2–3 :70", "5 :70", "6 :8"]
    assert runs(FR, Shape("amounts"), {"0": 0}) == ()
    assert not is_by_number({"must": 3})


def test_the_address_where_a_file_is_edited_holds_whatever_it_is_called():
    links = Links("a.html", {}, "https://forge.example/edit/{path}#L{line}")
    assert links.source("spec/lot/lot #2 à 50%?.yaml", 7) == (
        "https://forge.example/edit/spec/lot/lot%20%232%20%C3%A0%2050%25%3F.yaml#L7"
    )


@pytest.mark.parametrize(("titles", "heads"), [(("", ""), 0), (("Année", ""), 3)])
def test_a_table_whose_columns_have_no_titles_has_no_empty_heads(titles, heads):
    table = Table(titles, (((Text("1"),), (Text("2"),)),), row_headers=False)
    assert written(table, text).count("<th") == heads  # <thead> is one
