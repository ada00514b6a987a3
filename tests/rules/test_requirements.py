"""Every condition of the rules on use cases, requirements and lots, each way round."""

import json
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from cahier.project import check
from cahier.rules import requirements
from cahier.rules import similar as rules_similar
from cahier.rules.similar import similar

BASE = Path(__file__).parents[1] / "cases/base"
NAMES = {rule.name for rule in requirements.RULES}

REQUIREMENT = {
    "id": "EXT-002",
    "name": "Export des devis",
    "type": "technical",
    "statement": "Le CRM doit exporter les devis du mois au format CSV.",
    "objectives": ["OBJ-001"],
    "priority": "should",
    "rationale": "La contrôleuse de gestion les recopie à la main.",
    "lot": "LOT-001",
    "source": ["STK-001"],
    "owner": "STK-001",
    "acceptance": ["Constaté le jour de la recette"],
    "verification": "test",
    "status": "approved",
}
OTHER = {
    **REQUIREMENT,
    "id": "EXT-003",
    "statement": "Le titulaire doit garder un an la trace de chaque appel reçu.",
}
USE_CASE = {
    "id": "UC-002",
    "name": "Signer un devis",
    "actor": ["POP-001"],
    "goal": "Faire signer le client",
    "benefit": "Un trajet de moins",
    "priority": "must",
    "objectives": ["OBJ-001"],
    "module": "MOD-001",
    "scenario": ["Le client signe sur la tablette."],
    "validated_by": ["STK-002"],
}
SIGNATURE = {
    **REQUIREMENT,
    "id": "EXF-002",
    "type": "functional",
    "module": "MOD-001",
    "use_cases": ["UC-002"],
}
LOT = {
    "id": "LOT-002",
    "name": "Lot 2",
    "order": 2,
    "goal": "Ouvrir le SAV.",
    "modules": ["MOD-001"],
    "sites": ["SIT-001"],
    "start": "2027-08-02",
    "go_live": "2027-09-27",
    "exit_criteria": ["Aucune anomalie bloquante"],
}
FILLED = {**OTHER, "id": "EXT-004", "lot": "LOT-002", "statement": "Le CRM doit ouvrir le SAV."}
PILOT = {**LOT, "id": "LOT-001", "order": 1, "go_live": "2027-06-14", "pilot": True}
DECISION = {
    "id": "DEC-001",
    "name": "Arbitrage",
    "kind": "scope",
    "question": "Laquelle des deux ?",
    "outcome": "La première.",
    "rationale": "La seconde coûte trop.",
    "by": "STK-001",
    "date": "2027-02-01",
    "status": "taken",
    "subject": ["EXT-002", "EXT-003"],
}
WAIVER = {**DECISION, "kind": "waiver", "rule": "LOT-02", "expires": "2027-06-01", "subject": []}
FINDING = {
    "id": "AUD-001",
    "name": "Ressaisie",
    "area": "tools",
    "kind": "weakness",
    "statement": "Les devis sont recopiés.",
}
KINDS = {
    "EX": "requirement",
    "UC": "use_case",
    "LO": "lot",
    "DE": "decision",
    "MO": "module",
    "SI": "site",
    "PR": "process",
    "AU": "finding",
}
FOLDED = {"LOT-001": "lots", "MOD-001": "modules", "SIT-001": "sites"}


def of(record, **change):
    return {k: v for k, v in {**record, **change}.items() if v is not None}


def found(folder, *records, stage="G2"):
    """Return the rules of this family that find something in the base with *records*."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for record in records:
        name = FOLDED.get(record["id"], record["id"].lower())
        path = folder / "spec" / KINDS[record["id"][:2]] / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        lines = (f"{key}: {json.dumps(value)}\n" for key, value in record.items())
        path.write_text("".join(lines), encoding="utf-8")
    diagnostics = check(folder, stage=stage, today="2027-06-01").diagnostics
    return [(d.rule, d.way, d.record) for d in diagnostics if d.rule in NAMES]


BLOCKED = of(REQUIREMENT, depends_on=["EXT-003"])
CLASH = of(REQUIREMENT, conflicts_with=["EXT-003"])
BACK = of(OTHER, conflicts_with=["EXT-002"])
OUT = {"id": "MOD-002", "name": "Paie", "in_scope": False, "justification": "Paie."}


@pytest.mark.parametrize(
    ("rule", "records", "expected"),
    [
        # UC-02: covered by a requirement that will be delivered; only what is in scope
        ("uncovered-use-case", [USE_CASE], ["UC-002"]),
        ("uncovered-use-case", [USE_CASE, SIGNATURE], []),
        ("uncovered-use-case", [USE_CASE, of(SIGNATURE, status="rejected")], ["UC-002"]),
        ("uncovered-use-case", [USE_CASE, of(SIGNATURE, status="retired")], ["UC-002"]),
        ("uncovered-use-case", [USE_CASE, of(SIGNATURE, priority="wont")], ["UC-002"]),
        ("uncovered-use-case", [USE_CASE, of(SIGNATURE, status="draft")], []),
        ("uncovered-use-case", [of(USE_CASE, priority="wont")], []),
        ("uncovered-use-case", [of(USE_CASE, module="MOD-002"), OUT], []),
        (
            "uncovered-use-case",
            [of(USE_CASE, module="MOD-002"), of(OUT, in_scope=True)],
            ["UC-002"],
        ),
        ("uncovered-use-case", [of(USE_CASE, module="MOD-002"), of(OUT, in_scope="?")], []),
        ("uncovered-use-case", [of(USE_CASE, module="MOD-002")], ["UC-002"]),
        ("uncovered-use-case", [USE_CASE, of(SIGNATURE, owner=None)], []),  # cannot be read
        # UC-03
        ("use-case-not-validated", [of(USE_CASE, validated_by=["STK-001"])], ["UC-002"]),
        ("use-case-not-validated", [of(USE_CASE, validated_by=["STK-001", "STK-002"])], []),
        ("use-case-not-validated", [of(USE_CASE, validated_by=["STK-099"])], []),
        ("use-case-not-validated", [of(USE_CASE, validated_by=[])], []),
        ("use-case-not-validated", [of(USE_CASE, validated_by=["STK-001"], priority="should")], []),
        # UC-01, EX-01, EX-02, EX-04, LOT-01 in the schemas
        ("use-case-incomplete", [of(USE_CASE, actor=None)], ["UC-002"]),
        ("use-case-incomplete", [of(USE_CASE, actor=[])], ["UC-002"]),
        ("use-case-incomplete", [of(USE_CASE, goal=None)], ["UC-002"]),
        ("use-case-incomplete", [of(USE_CASE, priority=None)], ["UC-002"]),
        ("use-case-incomplete", [of(USE_CASE, objectives=None)], ["UC-002"]),
        ("use-case-incomplete", [of(USE_CASE, objectives=[])], ["UC-002"]),
        ("use-case-incomplete", [of(USE_CASE, benefit=None)], []),
        ("requirement-incomplete", [of(REQUIREMENT, priority=None)], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, lot=None)], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, lot=None, priority="wont")], []),
        ("requirement-incomplete", [of(REQUIREMENT, lot=None, status="rejected")], []),
        ("requirement-incomplete", [of(REQUIREMENT, owner=None)], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, source=None)], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, source=[])], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, acceptance=None)], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, acceptance=[])], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, acceptance=None, status="draft")], ["EXT-002"]),
        ("requirement-incomplete", [of(REQUIREMENT, acceptance=None, status="retired")], []),
        ("functional-without-use-case", [of(SIGNATURE, use_cases=None)], ["EXF-002"]),
        ("functional-without-use-case", [of(SIGNATURE, use_cases=[])], ["EXF-002"]),
        ("functional-without-use-case", [REQUIREMENT], []),
        ("quality-without-metric", [of(REQUIREMENT, type="quality", id="EXQ-002")], ["EXQ-002"]),
        (
            "quality-without-metric",
            [of(REQUIREMENT, type="quality", id="EXQ-002", metric={"unit": "s"})],
            ["EXQ-002", "EXQ-002"],
        ),
        ("lot-incomplete", [of(LOT, go_live=None), FILLED], ["LOT-002"]),
        ("lot-incomplete", [of(LOT, exit_criteria=None), FILLED], ["LOT-002"]),
        ("lot-incomplete", [of(LOT, exit_criteria=[]), FILLED], ["LOT-002"]),
        ("lot-incomplete", [LOT, FILLED], []),
        # EX-02, the rest
        ("unmotivated-requirement", [of(REQUIREMENT, objectives=None)], ["EXT-002"]),
        ("unmotivated-requirement", [of(REQUIREMENT, objectives=[])], ["EXT-002"]),
        ("unmotivated-requirement", [of(REQUIREMENT, objectives=None, status="rejected")], []),
        ("unmotivated-requirement", [of(REQUIREMENT, objectives=None, use_cases=["UC-001"])], []),
        ("unmotivated-requirement", [of(SIGNATURE, objectives=None), USE_CASE], []),
        (
            "unmotivated-requirement",
            [of(REQUIREMENT, objectives=None, source=["STK-001", "AUD-001"]), FINDING],
            [],
        ),
        (
            "unmotivated-requirement",
            [of(REQUIREMENT, objectives=None, source=["AUD-001"]), of(FINDING, kind="?")],
            [],
        ),
        # EX-03
        ("no-obligation", [of(REQUIREMENT, statement="Le CRM exporte.")], ["EXT-002"]),
        ("no-obligation", [of(REQUIREMENT, statement="Un bouton « doit »")], ["EXT-002"]),
        ("no-obligation", [of(REQUIREMENT, statement="Ceux qui doivent signer.")], ["EXT-002"]),
        ("no-obligation", [of(REQUIREMENT, statement="Le CRM ne DEVRA pas dater.")], []),
        ("no-obligation", [of(REQUIREMENT, statement="Rien.", status="retired")], []),
        (
            "several-obligations",
            [of(REQUIREMENT, statement="Le CRM doit dater et devra signer.")],
            ["EXT-002"],
        ),
        (
            "several-obligations",
            [of(REQUIREMENT, statement="Le CRM doit lister ceux qui doivent signer.")],
            [],
        ),
        (
            "several-obligations",
            [of(REQUIREMENT, statement="Le CRM doit afficher « doit », `doit` et devrait.")],
            [],
        ),
        # EX-05: 60 % of what is to be delivered
        ("too-many-musts", [of(REQUIREMENT, id=f"EXT-00{n}", priority="must") for n in "2345"], []),
        (
            "too-many-musts",
            [of(REQUIREMENT, id=f"EXT-{n}", priority="must") for n in range(101, 107)],
            [],
        ),
        (
            "too-many-musts",
            [of(REQUIREMENT, id=f"EXT-{n}", priority="must") for n in range(101, 108)],
            [""],
        ),
        (
            "too-many-musts",
            [of(REQUIREMENT, id=f"EXT-{n}", priority="must") for n in range(101, 107)]
            + [of(OTHER, id="EXT-201", priority="wont"), of(OTHER, id="EXT-202", status="retired")],
            [],
        ),
        (
            "too-many-musts",
            [of(REQUIREMENT, id=f"EXT-{n}", priority="must") for n in range(101, 107)]
            + [of(OTHER, id="EXT-201", priority="must", status="rejected")],
            [],
        ),
        (
            "too-many-musts",
            [of(REQUIREMENT, id=f"EXT-{n}", priority="must") for n in range(101, 108)]
            + [of(OTHER, owner=None)],
            [],
        ),
        # EX-06
        ("unmet-dependency", [BLOCKED, of(OTHER, lot="LOT-002"), LOT], [("EXT-002", "")]),
        ("unmet-dependency", [of(BLOCKED, lot="LOT-002"), OTHER, LOT], []),
        ("unmet-dependency", [BLOCKED, OTHER], []),
        ("unmet-dependency", [BLOCKED], []),
        ("unmet-dependency", [BLOCKED, of(OTHER, lot="LOT-009")], []),
        ("unmet-dependency", [BLOCKED, of(OTHER, status="rejected")], [("EXT-002", "rejected")]),
        ("unmet-dependency", [BLOCKED, of(OTHER, status="retired")], [("EXT-002", "retired")]),
        ("unmet-dependency", [BLOCKED, of(OTHER, priority="wont")], [("EXT-002", "wont")]),
        ("unmet-dependency", [of(BLOCKED, priority="wont"), of(OTHER, priority="wont")], []),
        ("unmet-dependency", [of(BLOCKED, status="retired"), of(OTHER, status="rejected")], []),
        # EX-07
        (
            "near-identical",
            [REQUIREMENT, of(OTHER, statement=REQUIREMENT["statement"])],
            ["EXT-003"],
        ),
        (
            "near-identical",
            [of(OTHER, id="EXT-010"), of(OTHER, id="EXT-009", status="retired")],
            [],
        ),
        ("near-identical", [REQUIREMENT, OTHER], []),
        # EX-08
        ("undecided-conflict", [CLASH, OTHER], ["EXT-002"]),
        ("undecided-conflict", [CLASH, BACK], ["EXT-002"]),
        ("undecided-conflict", [of(CLASH, status="proposed"), OTHER], []),
        ("undecided-conflict", [CLASH, of(OTHER, status="rejected")], []),
        ("undecided-conflict", [CLASH], []),
        ("undecided-conflict", [CLASH, OTHER, DECISION], []),
        ("undecided-conflict", [CLASH, OTHER, of(DECISION, status="superseded")], ["EXT-002"]),
        ("undecided-conflict", [CLASH, OTHER, of(DECISION, subject=["EXT-002"])], ["EXT-002"]),
        ("undecided-conflict", [CLASH, OTHER, of(DECISION, question=None)], []),
        # EX-09
        ("knock-out-not-must", [of(REQUIREMENT, eliminatory=True)], ["EXT-002"]),
        ("knock-out-not-must", [of(REQUIREMENT, eliminatory=False)], []),
        ("knock-out-not-must", [of(REQUIREMENT, eliminatory=True, priority="must")], []),
        ("knock-out-not-must", [of(REQUIREMENT, eliminatory=True, status="retired")], []),
        # LOT-01
        ("empty-lot", [LOT], ["LOT-002"]),
        ("empty-lot", [LOT, FILLED], []),
        ("empty-lot", [LOT, of(FILLED, status="rejected")], ["LOT-002"]),
        ("empty-lot", [LOT, of(FILLED, priority="wont")], ["LOT-002"]),
        ("empty-lot", [LOT, of(FILLED, owner=None)], []),
        ("lot-order", [of(LOT, go_live="2027-06-13"), FILLED], [("LOT-002", "")]),
        ("lot-order", [of(LOT, go_live="2027-06-14"), FILLED], []),
        ("lot-order", [of(LOT, order=1), FILLED], [("LOT-002", "twice")]),
        ("lot-order", [of(LOT, order=0), FILLED], [("LOT-001", "")]),
        # LOT-02
        ("no-pilot", [PILOT], []),
        ("no-pilot", [of(PILOT, pilot=False)], [("", "")]),
        ("no-pilot", [of(PILOT, pilot=None)], [("", "")]),
        ("no-pilot", [of(PILOT, sites=[])], [("LOT-001", "site")]),
        ("no-pilot", [of(PILOT, pilot=False), WAIVER], []),
        ("no-pilot", [of(PILOT, pilot=False), of(WAIVER, rule="no-pilot")], []),
        ("no-pilot", [of(PILOT, pilot=False), of(WAIVER, rule="EX-05")], [("", "")]),
        ("no-pilot", [of(PILOT, pilot=False), of(WAIVER, status="superseded")], [("", "")]),
        ("no-pilot", [of(PILOT, pilot=False), of(WAIVER, expires="2027-05-31")], [("", "")]),
        ("no-pilot", [of(PILOT, pilot=False), of(WAIVER, question=None)], []),
        ("no-pilot", [of(PILOT, goal=None)], []),
    ],
)
def test_found(tmp_path, rule, records, expected):
    told = [(id, way) for name, way, id in found(tmp_path, *records) if name == rule]
    ways = [
        (e, way) if isinstance(e, str) else e for e, (_, way) in zip(expected, told, strict=True)
    ]
    assert told == ways


def test_one_defect_is_told_once(tmp_path):
    assert [d[0] for d in found(tmp_path, of(USE_CASE, actor=None), SIGNATURE)] == [
        "use-case-incomplete"
    ]


# --- near-identical statements --------------------------------------------------------------

VERBS = "afficher créer dater exporter garder lister ouvrir relancer signer transmettre".split()
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo".split()


def statements(count, seed=7):
    """Return *count* statements of 9 to 22 words, from words as unequally common as in prose."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(6000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return {
        f"EXT-{n}": " ".join(
            [
                "Le CRM doit",
                draw.choice(VERBS),
                *draw.choices(words, weights, k=draw.randint(6, 19)),
            ]
        )
        for n in range(1, count + 1)
    }


def altered(text, draw):
    words = text.split()
    words[draw.randrange(3, len(words))] = "autrement"
    return " ".join(words)


def test_planted_twins_are_found_and_nothing_else():
    texts, draw = statements(3000), random.Random(3)
    long = [key for key, text in texts.items() if len(text.split()) > 15]
    planted = {f"TWIN-{key}": altered(texts[key], draw) for key in draw.sample(long, 100)}
    pairs = {frozenset(pair[:2]) for pair in similar(texts | planted, 80)}
    wanted = {frozenset((key, key.removeprefix("TWIN-"))) for key in planted}
    assert len(wanted & pairs) >= 98
    assert len(pairs - wanted) <= 2


def test_word_order_does_not_count():
    texts = {"A": "Le CRM doit dater la fiche.", "B": "La fiche, le CRM doit dater."}
    assert [pair[:2] for pair in similar(texts, 100)] in ([("A", "B")], [("B", "A")])


@pytest.mark.parametrize(("percent", "count"), [(90, 1), (98, 0)])
def test_the_limit_is_that_of_the_policy(percent, count):
    texts = {
        "A": "Le CRM doit créer une tâche de relance 7 jours après l'envoi d'un devis.",
        "B": "Le CRM doit créer une tâche de relance 21 jours après l'envoi d'un devis.",
        "C": "Le titulaire doit former deux référents.",
    }
    assert len(list(similar(texts, percent))) == count


@pytest.mark.parametrize("make", ["prose", "template", "same"])
def test_comparisons_grow_with_the_texts_and_not_with_their_square(make, monkeypatch):
    makers = {
        "prose": statements,
        "template": lambda n: {f"E{i}": f"Le CRM doit afficher le champ {i}." for i in range(n)},
        "same": lambda n: {f"E{i}": "Le CRM doit afficher le champ." for i in range(n)},
    }
    compared = Counter()
    overlap = rules_similar._overlap
    for count in (500, 4000):
        monkeypatch.setattr(
            rules_similar,
            "_overlap",
            lambda one, two, count=count: compared.update([count]) or overlap(one, two),
        )
        list(similar(makers[make](count), 90))
    assert compared[4000] <= 16 * compared[500] + 4000
