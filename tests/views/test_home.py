"""P00: the way to each population's page, and how complete each chapter is."""

import json

from laid import laid, lines, tables

from cahier import completeness
from cahier.book import book
from cahier.diagnostic import Severity
from cahier.page import Cards
from cahier.project import check
from cahier.texts import words
from cahier.views import home
from cahier.views.chapters import pages

FR = words("fr")
SPEC = {
    "population": [{"id": "POP-001", "name": "Vendeurs", "users": 42}],
    "project": [{"id": "PRJ-001", "stage": "G2"}],
    "site": [{"id": "SIT-002", "lot": "LOT-001"}],
    "lot": [{"id": "LOT-001", "sites": ["SIT-002"], "go_live": "2027-06-14"}],
}


def test_a_population_finds_its_page_from_the_home_page(tmp_path):
    spec = laid(tmp_path, SPEC)
    blocks = home.blocks(spec, FR, pages(spec, FR, {}))
    people, _ = (block for block in blocks if isinstance(block, Cards))
    assert [card.title[0].path for card in people.cards] == ["spec/pour-moi-pop-001"]
    assert [field.value[0].iso for field in people.cards[0].fields] == ["2027-06-14"]
    assert not any(isinstance(block, Cards) for block in home.blocks(spec, FR, ()))


def test_a_kind_of_another_library_may_bear_the_name_of_one_of_ours(tmp_path):
    """No view of `crm` looks at a risk that has neither probability nor impact."""
    schema = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
        "x-prefixes": ["RSK"],
        "x-label": {"fr": "Aléa"},
        "x-plural": {"fr": "Aléas"},
    }
    files = {
        "schemas/risk/schema.json": json.dumps(schema),
        "spec/policy.yaml": "library: none\nlanguage: fr\n",
        "spec/risk/all.yaml": "- {id: RSK-001, name: Grêle}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (page,) = book(check(tmp_path), "internal").pages
    assert page.title == "Aléas"


def test_completeness_is_drawn_and_told(tmp_path):
    laid(tmp_path, SPEC | {"risk": [{"id": "RSK-001", "review": None}]})
    found = completeness.states(check(tmp_path, today="2027-06-01"))
    drawing = completeness.drawing(found, FR)
    (risks,) = (state for state in found if state.chapter.code == "P14")
    assert risks.met < risks.applicable
    row = next(r for r in lines(tables((drawing,))["completude"]) if "p14" in r)
    assert row.split(" | ")[1:5] == [
        f"{risks.percent} %",
        str(risks.met),
        str(risks.applicable),
        str(risks.errors),
    ]
    assert drawing.svg.count("Clefs de réussite et risques") == 1


def test_only_those_who_read_all_are_told_what_is_wrong(tmp_path):
    spec = laid(tmp_path, SPEC)
    counts = {Severity.ERROR: 0, Severity.WARNING: 4}
    told, untold = (
        [row[0][0].text for row in tables(home.blocks(spec, FR, (), found))[""].rows]
        for found in (counts, None)
    )
    assert [label for label in told if label not in untold] == ["Erreurs", "Avertissements"]
