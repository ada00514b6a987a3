"""V16: which step became which, the measures, what the page of a process shows."""

from laid import laid, lines, tables

from cahier.cells import columns
from cahier.page import Diagram, Heading
from cahier.processes import pairs
from cahier.texts import words
from cahier.views import process, processes
from cahier.views.chapters import pages

FR = words("fr")


def step(n: int, label: str, role: str = "POP-001", **more) -> dict:
    return {"n": n, "label": label, "role": role, "next": [n + 1], **more}


BEFORE = [
    step(1, "Visiter et noter les cotes", kind="start", duration="1 h"),
    step(2, "Ressaisir dans Excel", system="SYS-003", duration="40 min", issue="Double saisie"),
    step(3, "Valider la remise", "STK-003", duration="2 j"),
    step(4, "Envoyer le devis au client", duration="10 min", kind="end", next=[]),
]
AFTER = [
    step(1, "Relever sur la tablette", kind="start", duration="1 h"),
    step(2, "Valider la remise", "STK-003", duration="4 h"),
    step(3, "Envoyer le devis depuis le CRM", duration="10 min"),
    step(4, "Relancer", kind="end", next=[{"to": 3, "when": "silence"}]),
]
PAIN = [{"text": "Deux jours d'attente.", "step": 3, "impact": "high", "measure": "120 devis"}]
SPEC = {
    "process": [
        {"id": "PRO-001", "state": "as_is", "steps": BEFORE, "pain_points": PAIN},
        {
            "id": "PRO-002",
            "state": "to_be",
            "steps": AFTER,
            "pain_points": None,
            "replaces": "PRO-001",
            "gains": "Deux jours.",
            "use_cases": ["UC-001"],
        },
    ],
    "system": [{"id": "SYS-003"}],
    "population": [{"id": "POP-001"}],
    "stakeholder": [{"id": "STK-003"}],
    "use_case": [{"id": "UC-001"}],
}


def test_what_becomes_of_each_step():
    found = [(p.way, (p.before or {}).get("n"), (p.after or {}).get("n")) for p in told()]
    assert found == [
        ("removed", 1, None),
        ("removed", 2, None),
        ("added", None, 1),
        ("changed", 3, 2),
        ("changed", 4, 3),
        ("added", None, 4),
    ]


def told():
    return pairs(BEFORE, AFTER)


def test_the_same_process_is_all_kept():
    assert {pair.way for pair in pairs(BEFORE, BEFORE)} == {"kept"}
    assert [pair.before["n"] for pair in pairs(BEFORE, BEFORE)] == [1, 2, 3, 4]


def test_every_step_is_told_once():
    assert sorted(p.before["n"] for p in told() if p.before) == [1, 2, 3, 4]
    assert [p.after["n"] for p in told() if p.after] == [1, 2, 3, 4]


def test_steps_hand_overs_and_duration(tmp_path):
    """Of two days, one hour and fifty minutes, five hours and ten minutes are left."""
    spec = laid(tmp_path, SPEC)
    found = tables(process.blocks(spec, FR, spec.records["PRO-002"]))
    assert lines(found["pro-002-mesures"])[1:] == [
        "Étapes | 4 | 4 | ±0",
        "Passages de main | 2 | 2 | ±0",
        "Durée cumulée des étapes | 2 j 1 h 50 min | 5 h 10 min | −1 j 3 h 40 min",
    ]


def test_steps_say_what_follows_and_when(tmp_path):
    spec = laid(tmp_path, SPEC)
    found = tables(process.blocks(spec, FR, spec.records["PRO-002"]))
    assert lines(found["pro-002-etapes"]) == [
        "1 | Relever sur la tablette | POP-001 | 1 h | 2 | Début",
        "2 | Valider la remise | STK-003 | 4 h | 3 | ",
        "3 | Envoyer le devis depuis le CRM | POP-001 | 10 min | 4 | ",
        "4 | Relancer | POP-001 |  | 3 (silence) | Fin",
    ]


def test_durations_of_steps_sort_and_add_up_in_minutes(tmp_path):
    spec = laid(tmp_path, SPEC)
    table = tables(process.blocks(spec, FR, spec.records["PRO-002"]))["pro-002-etapes"]
    place = table.columns.index("Durée")
    spent = [row[place][0].value for row in (*table.rows, table.totals) if row[place]]
    assert spent == [60, 240, 10, 310]
    assert columns(table)[place].title == "Durée (min)"


def test_pain_points_stand_with_their_steps(tmp_path):
    spec = laid(tmp_path, SPEC)
    blocks = process.blocks(spec, FR, spec.records["PRO-001"])
    assert lines(tables(blocks)["pro-001-irritants"]) == [
        "2. Ressaisir dans Excel | Double saisie |  | ",
        "3. Valider la remise | Deux jours d'attente. | Élevé | 120 devis",
    ]
    drawn = next(block for block in blocks if isinstance(block, Diagram))
    assert drawn.svg.count('class="cl-issue"') == 2


def test_the_wanted_process_shows_the_old_one_too(tmp_path):
    spec = laid(tmp_path, SPEC)
    drawn = [sum(isinstance(b, Diagram) for b in process.blocks(spec, FR, r)) for r in both(spec)]
    assert drawn == [1, 2]


def both(spec):
    return spec.kind("process")


def test_steps_that_change_are_marked_on_both_sides(tmp_path):
    """Nothing of the four steps stays as it is: role, tool or duration differ."""
    spec = laid(tmp_path, SPEC)
    stars = [
        process.drawing(spec, FR, record).svg.count('class="cl-star"') for record in both(spec)
    ]
    assert stars == [4, 4]


def test_a_hidden_twin_is_not_hinted_at(tmp_path):
    """Without the process it replaces, a wanted one shows no comparison and no star."""
    hidden = [SPEC["process"][0] | {"visibility": "internal"}, SPEC["process"][1]]
    spec = laid(tmp_path, SPEC | {"process": hidden}, edition="vendors")
    blocks = process.blocks(spec, FR, spec.records["PRO-002"])
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    assert titles == ["Déroulement", "Étapes"]
    assert 'class="cl-star"' not in next(b for b in blocks if isinstance(b, Diagram)).svg
    assert not [page for page in pages(spec, FR, {}) if "PRO-001" in str(page)]


def test_all_processes_at_a_glance(tmp_path):
    found = tables(processes.view(laid(tmp_path, SPEC), FR))
    assert lines(found["processus"]) == [
        "spec/pro-001, spec/pro-002 | 4 | 4 | 2 | 2 | 2 j 1 h 50 min | 5 h 10 min"
    ]
    assert lines(found["durees"]) == ["PRO-001 | 2 j 1 h 50 min", "PRO-002 | 5 h 10 min"]


def test_one_side_alone_is_not_compared(tmp_path):
    alone = [SPEC["process"][0]]
    assert processes.view(laid(tmp_path, SPEC | {"process": alone}), FR) == ()
