"""What the rules of language find in a statement, at which place, and what they leave alone."""

import json
import re
import shutil
import string
from pathlib import Path

import pytest

from cahier.project import check
from cahier.rules import language, lexicon
from cahier.texts import words

BASE = Path(__file__).parents[1] / "cases/base"
NAMES = {rule.name for rule in language.RULES}
OWN = {"EXF-001", "EXT-001", "EXQ-001", "EXS-001"}  # of the base
RECORD = """\
id: EXT-002
name: Un essai
type: technical
objectives: [OBJ-001]
priority: should
lot: LOT-001
source: [STK-001]
owner: STK-001
acceptance: [Constaté le jour de la recette]
verification: test
status: approved
"""
METRIC = "metric: {threshold: 2, unit: s, condition: 7 utilisateurs}\n"
TERMS = """\
- {id: TRM-001, name: Opportunité, definition: Vente possible., synonyms: [affaire, deal]}
- {id: TRM-002, name: Compte, definition: Un foyer., synonyms: [fiche client]}
- {id: TRM-003, name: Compte d'affaire, definition: Le compte d'une entreprise.}
"""


def found(folder, record, terms="", policy="language: fr\n"):
    """Return the diagnostics of language that *record*, laid over the base, gives."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    (folder / "spec/requirement/essai.yaml").write_text(record, encoding="utf-8")
    (folder / "spec/policy.yaml").write_text(policy, encoding="utf-8")
    if terms:
        (folder / "spec/term").mkdir(exist_ok=True)
        (folder / "spec/term/termes.yaml").write_text(terms, encoding="utf-8")
    checked = check(folder, stage="G2", today="2027-06-01")
    return [d for d in checked.diagnostics if d.rule in NAMES and d.record not in OWN]


def all_found(folder, texts, **options):
    """Return what is found in each of *texts*, by text, in one go."""
    records = {f"EXT-{number}": text for number, text in enumerate(texts, 101)}
    items = (RECORD.replace("EXT-002", id) + quoted(text) for id, text in records.items())
    listed = "".join(f"- {item.strip().replace(chr(10), chr(10) + '  ')}\n" for item in items)
    results = {text: [] for text in texts}
    for diagnostic in found(folder, listed, **options):
        results[records[diagnostic.record]].append(diagnostic)
    return {text: said(diagnostics) for text, diagnostics in results.items()}


def said(diagnostics):
    return [(d.rule, d.way, d.facts.get("found")) for d in diagnostics]


def quoted(text: str) -> str:
    return f"statement: {json.dumps(text, ensure_ascii=False)}\n"


FRENCH = [
    ("être rapide", "vague-term", "speed", "rapide"),
    ("répondre RAPIDEMENT", "vague-term", "speed", "RAPIDEMENT"),
    ("être agréable", "vague-term", "ease", "agréable"),
    ("garder des prix performants", "vague-term", "quality", "performants"),
    ("rester à l’état de l’art", "vague-term", "fashion", "à l’état de l’art"),
    ("tenir la liste à jour", "vague-term", "degree", "à jour"),
    ("envoyer peu d'alertes", "vague-term", "amount", "peu d'"),
    ("archiver certaines fiches", "vague-term", "amount", "certaines"),
    ("purger périodiquement", "vague-term", "frequency", "périodiquement"),
    ("lire PDF, CSV, etc.", "open-ended-clause", "list", "etc."),
    ("lire PDF, CSV…", "open-ended-clause", "list", "CSV…"),
    ("lire des formats tels que PDF", "open-ended-clause", "example", "tels que"),
    ("lire un format tel qu'un PDF", "open-ended-clause", "example", "tel qu'"),
    ("avertir le cas échéant", "escape-clause", "condition", "le cas échéant"),
    ("ouvrir généralement la fiche", "escape-clause", "habit", "généralement"),
    ("lire ce qui pourrait venir", "weak-wording", "conditional", "pourrait"),
    ("être capable d'envoyer", "weak-wording", "ability", "être capable d'"),
    ("envoyer un courriel et/ou un SMS", "unclear-conjunction", "either", "et/ou"),
    ("envoyer un courriel/SMS", "unclear-conjunction", "slash", "courriel/SMS"),
    ("envoyer un courriel ainsi que le SMS", "unclear-conjunction", "joined", "ainsi que"),
    ("envoyer ; garder", "unclear-conjunction", "joined", ";"),
    ("tenir 100 % du temps", "absolute-term", "share", "100 %"),
    ("garder toujours la trace", "absolute-term", "time", "toujours"),
    ("être affiché", "unclear-subject", "passive", "doit être affiché"),
    ("lister les affaires", "banned-synonym", "", "affaires"),
    ("lister les fiches clients", "banned-synonym", "", "fiches clients"),
]


LEFT_ALONE = [
    "Le CRM doit mettre à jour la fiche.",
    "Le CRM doit dater la mise à jour.",
    "Le CRM doit afficher la case « rapide, simple et/ou efficace ».",
    "Le CRM doit accepter le paramètre `fast/simple`.",
    "Le CRM doit suivre la norme ISO/IEC 25010 à 90 km/h.",
    "Le CRM doit répondre à https://exemple.fr/simple/etc à la demande.",
    "Le CRM doit effacer un compte sur simple demande.",
    "Le CRM doit suivre les formats tels que définis en annexe.",
    "Le CRM doit garder l'efficacité-client et l'incertain.",
    "Le CRM doit afficher le chiffre d'affaires du mois.",
    "Le CRM doit fermer un compte d'affaire.",
    "Le CRM doit ouvrir la fiche, client par client.",
    "Le CRM doit compter les deal-breakers.",
    "À l'ouverture d'un devis, le CRM doit dater la fiche.",
    "Le CRM, une fois ouvert, doit dater la fiche.",
    "La directrice commerciale doit dater la fiche.",
    "Le client doit être présent.",
]
ENGLISH = [
    ("The CRM shall be user-friendly.", "vague-term", "ease", "user-friendly"),
    ("The CRM shall keep a maximum of speed.", "vague-term", "degree", "maximum"),
    ("The CRM shall read PDF, e.g. forms.", "open-ended-clause", "example", "e.g."),
    ("The CRM shall warn when necessary.", "escape-clause", "condition", "when necessary"),
    ("The CRM shall be able to warn.", "weak-wording", "ability", "be able to"),
    ("The CRM shall warn by email and/or SMS.", "unclear-conjunction", "either", "and/or"),
    ("The CRM shall never stop.", "absolute-term", "time", "never"),
    ("The quote shall leave.", "unclear-subject", "", "The quote shall"),
    ("The CRM shall be hosted in France.", "unclear-subject", "passive", "shall be hosted"),
    ("The CRM shall list a maximum of 20 quotes.", None, "", ""),
    ("Le CRM doit être rapide.", None, "", ""),
]


@pytest.fixture(scope="module")
def in_french(tmp_path_factory):
    texts = [*(f"Le CRM doit {action}" for action, *_ in FRENCH), *LEFT_ALONE]
    return all_found(tmp_path_factory.mktemp("fr"), texts, terms=TERMS)


@pytest.mark.parametrize(("action", "rule", "way", "term"), FRENCH)
def test_french_is_found(in_french, action, rule, way, term):
    assert in_french[f"Le CRM doit {action}"] == [(rule, way, term)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_french_left_alone(in_french, text):
    assert in_french[text] == []


@pytest.fixture(scope="module")
def in_english(tmp_path_factory):
    texts = [text for text, *_ in ENGLISH]
    return all_found(tmp_path_factory.mktemp("en"), texts, policy="language: en\n")


@pytest.mark.parametrize(("text", "rule", "way", "term"), ENGLISH)
def test_english(in_english, text, rule, way, term):
    assert in_english[text] == ([(rule, way, term)] if rule else [])


@pytest.mark.parametrize(
    ("text", "line", "column", "width"),
    [
        ("statement: Le CRM doit être rapide.\n", 12, 29, 6),
        ("statement: >-\n  Le CRM doit\n  être rapide.\n", 14, 8, 6),
        ("statement: |\n  Le CRM doit\n  être rapide.\n", 14, 8, 6),
        ("statement: >-\n  Le CRM doit répondre en temps\n  réel.\n", 13, 24, 2),
        ('statement: "Le CRM doit afficher « rapide », être rapide."\n', 12, 51, 6),
        ("statement: 'Le CRM doit, d''abord, être rapide.'\n", 12, 41, 6),
        ("statement: Le CRM doit compter les rapidement, `rapide`.\n", 12, 36, 10),
        ('statement: "Le CRM doit \\x65tre \\x72apide."\n', 12, 12, 32),
    ],
)
def test_the_place_is_that_of_the_word(tmp_path, text, line, column, width):
    (place,) = {d.where: d.where for d in found(tmp_path, RECORD + text)}.values()
    assert (place.line, place.column, place.width) == (line, column, width)


def test_the_place_in_the_body_of_a_markdown_record(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    body = f"---\n{RECORD}---\n\nLe CRM doit\nêtre rapide.\n"
    (tmp_path / "spec/requirement/essai.md").write_text(body, encoding="utf-8")
    (place,) = [d.where for d in check(tmp_path).diagnostics if d.rule == "vague-term"]
    assert (place.line, place.column, place.width) == (16, 6, 6)


def test_decomposed_accents_are_read(tmp_path):
    text = "Le CRM doit archiver pe\u0301riodiquement."
    assert [d.rule for d in found(tmp_path, RECORD + quoted(text))] == ["vague-term"]


def test_every_word_is_told(tmp_path):
    record = RECORD + quoted("Le CRM doit être rapide, simple et rapide.")
    terms = [d.facts["found"] for d in found(tmp_path, record)]
    assert terms == ["rapide", "simple", "rapide"]


@pytest.mark.parametrize("word", ["rapide", "affaire", "neuf/ancien", ";"])
def test_what_is_told_of_one_statement_is_bounded(tmp_path, word):
    record = RECORD + quoted("Le CRM doit dater " + f"{word} " * 3000)
    rules = [d.rule for d in found(tmp_path, record, TERMS) if d.rule != "long-statement"]
    assert len(rules) == 50


def test_a_metric_makes_a_vague_term_a_note(tmp_path):
    record = RECORD + METRIC + quoted("Le CRM doit être rapide.")
    (diagnostic,) = found(tmp_path, record)
    assert (diagnostic.rule, diagnostic.severity) == ("vague-term-beside-metric", "info")


@pytest.mark.parametrize("status", ["rejected", "retired"])
def test_what_is_dropped_is_not_read(tmp_path, status):
    record = RECORD.replace("approved", status) + quoted("Le CRM doit être rapide.")
    assert found(tmp_path, record) == []


def test_forty_words_are_not_too_many(tmp_path):
    words = "Le CRM doit dater : " + "fiche " * 36
    assert said(found(tmp_path, RECORD + quoted(words))) == []
    (diagnostic,) = found(tmp_path, RECORD + quoted(words + "close"))
    assert (diagnostic.rule, diagnostic.facts["count"]) == ("long-statement", 41)
    policy = "language: fr\nthresholds: {statement_words: 41}\n"
    assert found(tmp_path, RECORD + quoted(words + "close"), policy=policy) == []


def test_the_policy_adds_terms_as_they_are_written(tmp_path):
    policy = "language: fr\nlexicon: {add: {vague: [sous-traité, 'a.b*'], weak: [viser à]}}\n"
    record = RECORD + quoted("Le CRM doit viser à être sous-traité, aab, a.b*, rapide.")
    assert said(found(tmp_path, record, policy=policy)) == [
        ("weak-wording", "own", "viser à"),
        ("vague-term", "own", "sous-traité"),
        ("vague-term", "own", "a.b*"),
        ("vague-term", "speed", "rapide"),
    ]


def test_the_policy_adds_to_a_family_that_exists(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    policy = "lexicon:\n  add:\n    vage: [sous-traité]\n"
    (tmp_path / "spec/policy.yaml").write_text(policy, encoding="utf-8")
    (told,) = [d for d in check(tmp_path).diagnostics if d.where.path == "spec/policy.yaml"]
    assert (told.where.line, told.facts["suggestion"]) == (3, "vague")


@pytest.mark.parametrize("term", ["rapide", "Être  rapide", "affaires", "et/ou", "jamais"])
def test_the_policy_allows_phrases(tmp_path, term):
    record = RECORD + quoted(f"Le CRM doit dater {term} la fiche.")
    exception = " ".join(term.split())
    assert len(found(tmp_path, record, TERMS)) == 1
    record = record.replace("  ", " ")
    policy = f"language: fr\nlexicon: {{except: ['{exception}']}}\n"
    assert found(tmp_path, record, TERMS, policy) == []


LINT = "lint: {{off: [{}], reason: Les mots du contrat.}}\n"


@pytest.mark.parametrize("name", ["vague-term", "LNG-01"])
def test_lint_silences_a_rule_in_its_record_only(tmp_path, name):
    record = RECORD + quoted("Le CRM doit toujours être rapide.") + LINT.format(name)
    assert [d.rule for d in found(tmp_path, record)] == ["absolute-term"]
    other = record.replace("EXT-002", "EXT-003").replace(LINT.format(name), "")
    (tmp_path / "spec/requirement/autre.yaml").write_text(other, encoding="utf-8")
    rules = [(d.record, d.rule) for d in check(tmp_path).diagnostics if d.rule == "vague-term"]
    assert rules == [("EXT-003", "vague-term")]


@pytest.mark.parametrize(
    ("off", "way", "column"),
    [
        ("LNG-02", "", 14),
        ("vague-term, escape-clause", "", 26),
        ("vague-term-beside-metric", "", 14),
        ("EX-03", "unknown", 14),
        ("vague", "unknown", 14),
    ],
)
def test_a_lint_that_silences_nothing_is_told(tmp_path, off, way, column):
    record = RECORD + quoted("Le CRM doit être rapide.") + LINT.format(off)
    (told,) = [d for d in found(tmp_path, record) if d.rule == "useless-lint"]
    assert (told.way, told.where.line, told.where.column) == (way, 13, column)


@pytest.mark.parametrize("lint", ["{off: [vague-term]}", "{reason: Ainsi.}", "[vague-term]"])
def test_lint_says_what_and_why(tmp_path, lint):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "spec/requirement/essai.yaml"
    path.write_text(RECORD + quoted("Le CRM doit dater.") + f"lint: {lint}\n", encoding="utf-8")
    rules = {d.rule for d in check(tmp_path).diagnostics if d.where.path.endswith("essai.yaml")}
    assert rules & {"missing-field", "wrong-type"}


# --- the lexicon ----------------------------------------------------------------------------

RULE_OF = {
    "vague": "vague-term",
    "open_ended": "open-ended-clause",
    "escape": "escape-clause",
    "weak": "weak-wording",
    "multiple": "unclear-conjunction",
    "absolute": "absolute-term",
}
GROUPS = [
    (family, group)
    for families in lexicon._data().values()
    for family, groups in families.items()
    for group in groups
    if family in RULE_OF
]


@pytest.mark.parametrize(("family", "group"), GROUPS)
def test_every_group_of_words_has_its_way_out(family, group):
    for report in ("fr", "en"):
        assert f"help-{group}" in words(report).rules[RULE_OF[family]]


def test_both_languages_have_the_same_families_and_groups():
    french, english = lexicon._data()["fr"], lexicon._data()["en"]
    assert {(f, g) for f in french for g in french[f]} == {
        (f, g) for f in english for g in english[f]
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_pattern_compiles_and_needs_something(language):
    for family, groups in lexicon._data()[language].items():
        for pattern in (p for name in groups if family != "speech" for p in groups[name]):
            assert not re.compile(pattern).fullmatch("")
            assert pattern == pattern.lower() or "\\" in pattern
            assert not set(pattern) & set(string.ascii_uppercase.replace("W", ""))
