"""V12, V13 and « Ce qui change pour moi »: seats, who is left alone, a page for each population."""

from laid import laid, lines, plain, said, tables

from cahier.edition import cut
from cahier.page import Cards, Page
from cahier.spec import Spec
from cahier.texts import words
from cahier.views import change, for_me, training
from cahier.views.chapters import pages

FR = words("fr")
LOT = {"id": "LOT-001", "go_live": "2027-06-14", "sites": ["SIT-001"], "modules": ["MOD-001"]}
SPEC = {
    "site": [{"id": "SIT-001", "name": "Vannes", "lot": "LOT-001"}],
    "lot": [LOT],
    "module": [{"id": "MOD-001", "populations": ["POP-001"]}],
    "population": [
        {"id": "POP-001", "name": "Vendeurs", "users": 42, "sites": ["SIT-001"]},
        {"id": "POP-002", "users": 38, "sites": ["SIT-001"], "change_impact": "medium"},
        {"id": "POP-003", "users": 3, "sites": ["SIT-001"], "change_impact": "low"},
    ],
    "stakeholder": [{"id": "STK-005", "name": "Référente", "contact": "poste 12"}],
    "system": [{"id": "SYS-003", "fate": "replace"}, {"id": "SYS-009"}],
    "training": [
        {"id": "FOR-001", "name": "Bases", "date": "2027-05-31"},  # 6 sessions of 8: the model's
        {"id": "FOR-002", "populations": ["POP-002"], "sessions": 4, "date": "2027-06-24"},
        {"id": "FOR-003", "kind": "refresher", "populations": ["POP-001"], "date": "2028-01-10"},
    ],
    "change_action": [{"id": "CHG-001", "populations": ["POP-001"], "date": "2027-02-15"}],
    "process": [
        {"id": "PRO-001"},
        {
            "id": "PRO-002",
            "name": "Réaliser un devis (cible)",
            "state": "to_be",
            "replaces": "PRO-001",
            "gains": "Une saisie au lieu de **deux**.",
            "steps": [
                {"n": 1, "label": "Saisir", "role": "POP-001", "system": "SYS-009", "next": [2]},
                {"n": 2, "label": "Relire", "role": "POP-002", "duration": "1 h", "next": [3]},
                {"n": 3, "label": "Envoyer", "role": "POP-001", "duration": "20 min"},
            ],
        },
    ],
}


def mine(spec: Spec, id: str) -> Page:
    return next(p for p in for_me.pages(spec, FR, "up") if p.path == f"spec/pour-moi-{id}")


def cards(page: Page) -> list[str]:
    """Return the title of each card and what its fields are."""
    found = [card for block in page.blocks if isinstance(block, Cards) for card in block.cards]
    return [
        plain(f"{said(c.title)}: " + "; ".join(f"{f.label}={said(f.value)}" for f in c.fields))
        for c in found
    ]


def test_seats_and_the_gap_of_the_model(tmp_path):
    found = tables(training.view(laid(tmp_path, SPEC), FR))
    assert lines(found["places"]) == [
        "POP-001 | 42 | FOR-001 | 48 | +6 | 7 h | Suffisantes | FOR-003",
        "POP-002 | 38 | FOR-002 | 32 | −6 | 7 h | Insuffisantes | ",
        "POP-003 | 3 |  | 0 | −3 |  | Aucune | ",
    ]
    leads = [row.split(" | ")[7] for row in lines(found["formations"])]
    assert leads == ["14 jours avant", "10 jours après", "210 jours après"]
    assert [said(cell) for cell in found["formations"].totals[3:6]] == ["16", "128", "112 h"]


def test_seats_that_two_populations_would_both_need_are_too_few(tmp_path):
    shared = {"id": "FOR-001", "populations": ["POP-001", "POP-002"], "sessions": 6}
    spec = laid(tmp_path, SPEC | {"training": [shared]})
    state = [row.split(" | ")[6] for row in lines(tables(training.view(spec, FR))["places"])]
    assert state == ["Insuffisantes", "Insuffisantes", "Aucune"]  # 48 seats for 42, and for 80


def test_who_changes_without_an_action_or_a_training(tmp_path):
    spec = laid(tmp_path, SPEC)
    assert lines(tables(change.view(spec, FR))["conduite-du-changement"]) == [
        "POP-001 spec/pour-moi-pop-001 | 42 | Élevé | Complet | CHG-001 | FOR-001, FOR-003",
        "POP-002 spec/pour-moi-pop-002 | 38 | Moyen | Incomplet |  | FOR-002",
        "POP-003 spec/pour-moi-pop-003 | 3 | Faible | Sans objet |  | ",
    ]
    assert "POP-002" in change.view(spec, FR)[-1].markdown


def test_a_page_says_when_which_training_whom_to_call_and_what_changes(tmp_path):
    page = mine(laid(tmp_path, SPEC), "pop-001")
    when, trained, whom, _, today, tomorrow, *_ = cards(page)
    assert when == "Quand ça commence: 14 juin 2027=Vannes"
    assert trained.endswith("31 mai 2027=Bases (7 h); 10 janvier 2028=CRM pour commerciaux (7 h)")
    assert whom == "À qui m’adresser: Représentant des utilisateurs=STK-005 poste 12"
    assert "Ressaisie des cotes dans Excel" in today
    assert "Mes outils=SYS-003 Remplacer par le CRM;" in today
    assert "Durée de mes étapes=1 h 40 min" in today
    assert "Ce que je fais=Saisir, Envoyer" in tomorrow
    assert "Mes outils=SYS-009 nouveau" in tomorrow
    assert "Ce qui s’améliore=Une saisie au lieu de **deux**." in tomorrow
    assert lines(tables(page.blocks)["calendrier"]) == [
        "15 février 2027 passé | CHG-001 | Accompagnement",
        "31 mai 2027 passé | FOR-001 | Formation",
        "14 juin 2027 | LOT-001 | Mise en production",
        "10 janvier 2028 | FOR-003 | Formation",
    ]


def test_what_a_later_lot_adds(tmp_path):
    records = SPEC | {
        "module": [
            {"id": f"MOD-00{n}", "name": f"M{n}", "populations": ["POP-001"]} for n in (1, 2)
        ],
        "lot": [LOT, LOT | {"id": "LOT-002", "order": 2, "modules": ["MOD-002"]}],
        "site": [{"id": "SIT-001", "lot": None}],
    }
    when, *_ = cards(mine(laid(tmp_path, records), "pop-001"))
    assert when == "Quand ça commence: 14 juin 2027=M1; 14 juin 2027=En plus : M2"


def test_the_contact_of_a_person_stays_inside(tmp_path):
    page = mine(cut(laid(tmp_path, SPEC), "vendors"), "pop-001")
    assert "poste 12" not in str(page)


def test_the_address_is_that_of_the_id_and_the_page_is_under_the_plan(tmp_path):
    named = [dict(own, name=f"Groupe {n}") for n, own in enumerate(SPEC["population"])]
    before = pages(laid(tmp_path / "a", SPEC), FR, {})
    after = pages(laid(tmp_path / "b", SPEC | {"population": named}), FR, {})
    paths = [p.path for p in before if p.path.startswith("spec/pour-moi")]
    assert paths == [p.path for p in after if p.path.startswith("spec/pour-moi")]
    assert len(paths) == 3
    assert {p.parent for p in before if p.path in paths} == {"spec/p53-conduite-du-changement"}


def test_no_page_without_its_kinds(tmp_path):
    alone = laid(tmp_path, {"population": [{"id": "POP-001", "change_impact": None}]})
    assert len(mine(alone, "pop-001").blocks) == 1
    assert training.view(alone, FR) == ()
    public = cut(alone, "public")
    assert (for_me.pages(public, FR, "up"), change.view(public, FR)) == ((), ())
