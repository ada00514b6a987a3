"""The rules of the tender, condition by condition."""

import pytest
from overlay import checked, facts, said


def criterion(n: int, weight: str, more: str = "") -> str:
    if "method" not in weight + more:
        more += ", method: marks, guidance: 20 si prouvé"
    return f"- {{id: CRI-00{n}, name: Critère {n}, scale: 20, {weight}{more}}}\n"


def criteria(*lines: str) -> dict[str, str]:
    return {"criterion/criteres.yaml": "".join(lines)}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([(1, "weight: 60"), (2, "weight: 40")], []),
        ([(1, "weight: 33.33"), (2, "weight: 33.33"), (3, "weight: 33.34")], []),
        ([(1, "weight: 33.33"), (2, "weight: 66.66")], []),
        ([(1, "weight: 33.3"), (2, "weight: 66.6")], [("", "99.9")]),
        ([(1, "weight: 60"), (2, "weight: 45")], [("", "105")]),
        ([(1, "rank: 1"), (2, "rank: 2")], []),
        ([(1, "weight: 100"), (2, "rank: 2")], [("ranked", None)]),
        ([(1, "weight: 100"), (2, "weight: 60, parent: CRI-001")], [("siblings", "60")]),
        ([(1, "weight: 100"), (2, "weight: 100, parent: CRI-001")], []),
        ([(1, "weight: 50"), (2, "weight: 50, parent: CRI-001")], [("", "50"), ("siblings", "50")]),
    ],
)
def test_weights_not_100(lines, wanted, tmp_path):
    found = checked(tmp_path, criteria(*(criterion(n, weight) for n, weight in lines)))
    ways = [way for _, way, _ in said(found, "weights-not-100")]
    assert ways == [way for way, _ in wanted]
    assert facts(found, "weights-not-100", "total") == [total for _, total in wanted]


def test_a_broken_criterion_may_hold_the_rest(tmp_path):
    files = criteria(criterion(1, "weight: 60"), criterion(2, "weight: quarante"))
    assert said(checked(tmp_path, files), "weights-not-100") == []


REQUIREMENT = """\
id: {id}
name: Navigateur
type: technical
statement: Le CRM doit s'ouvrir dans Firefox 128.
objectives: [OBJ-001]
priority: {priority}
rationale: Le poste des agences.
lot: LOT-001
source: [STK-001]
owner: STK-001
acceptance: [Constaté]
verification: test
status: {status}
"""


def requirement(id: str, priority: str = "must", status: str = "approved", more: str = "") -> str:
    return REQUIREMENT.format(id=id, priority=priority, status=status) + more


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", False),
        ("eliminatory: true\n", False),
        ("visibility: internal\n", False),
        ("eliminatory: false\nvisibility: internal\n", False),
        ("eliminatory: true\nvisibility: internal\n", True),
        ("eliminatory: true\nvisibility: public\n", False),
    ],
)
def test_a_hidden_knock_out(more, told, tmp_path):
    files = {"requirement/ext-001.yaml": requirement("EXT-001", more=more)}
    wanted = [("EXT-001", "requirement", "visibility: internal")] if told else []
    assert said(checked(tmp_path, files), "hidden-from-vendors") == wanted


@pytest.mark.parametrize(
    ("kind", "id", "way", "content"),
    [
        ("criterion", "CRI-001", "criterion", criterion(1, "weight: 100")[2:]),
        (
            "price_item",
            "PRX-001",
            "price-item",
            "{id: PRX-001, name: A, nature: licence, unit: an, quantity: 7, period: yearly}\n",
        ),
        ("consultation", "CON-001", "consultation", "{id: CON-001, name: C, object: Un CRM}\n"),
    ],
)
@pytest.mark.parametrize("visibility", ["internal", "vendors"])
def test_hidden_from_vendors(kind, id, way, content, visibility, tmp_path):
    text = content.strip()[:-1] + f", visibility: {visibility}}}\n"
    found = checked(tmp_path, {f"{kind}/un.yaml": text})
    wanted = [(id, way)] if visibility == "internal" else []
    assert [told[:2] for told in said(found, "hidden-from-vendors")] == wanted


VENDOR = """\
- id: {id}
  name: Société {id}
  roles: [integrator]
  product: Un CRM
  status: {status}
  references: [Ouest Fermetures]
  response_file: reponses/une.xlsx
  price_initial: 800
  price_yearly: 0
  prices: {{PRX-001: 800}}
  elimination_reason: Sans objet
"""


def vendor(id: str = "FOU-001", status: str = "responded", more: str = "") -> str:
    more = more if "received_on" in more else f"  received_on: 2026-11-26\n{more}"
    return VENDOR.format(id=id, status=status) + more


def response(n: int, requirement: str, vendor: str = "FOU-001", coverage: str = "STD") -> str:
    head = f"- {{id: REP-00{n}, name: Réponse {n}, vendor: {vendor}, requirement: {requirement}"
    return f"{head}, coverage: {coverage}, comment: Vu}}\n"


ASKED = {
    "requirement/a.yaml": requirement("EXT-001"),
    "requirement/b.yaml": requirement("EXT-002", "should"),
    "requirement/c.yaml": requirement("EXT-003", status="draft"),
    "requirement/d.yaml": requirement("EXT-004", "wont"),
    "requirement/e.yaml": requirement("EXT-005", status="rejected"),
    "requirement/f.yaml": requirement("EXT-006", status="retired"),
    "requirement/g.yaml": requirement("EXT-007", more="visibility: internal\n"),
}


def answers(*requirements: str, status: str = "responded", more: str = "") -> dict[str, str]:
    lines = [response(n, id) for n, id in enumerate(requirements, 1)]
    files = {"vendor/v.yaml": vendor(status=status, more=more), "response/r.yaml": "".join(lines)}
    return ASKED | files


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (["EXT-001", "EXT-002", "EXT-003"], []),
        (["EXT-001", "EXT-003"], ["EXT-002"]),
        ([], ["EXT-001, EXT-002, EXT-003"]),
    ],
)
@pytest.mark.parametrize("status", ["responded", "shortlisted", "selected", "eliminated"])
def test_unanswered_requirement(given, missing, status, tmp_path):
    found = checked(tmp_path, answers(*given, status=status))
    assert facts(found, "unanswered-requirement", "requirements") == missing
    assert set(said(found, "unanswered-requirement")) <= {("FOU-001", "", "- id: FOU-001")}


@pytest.mark.parametrize("status", ["longlist", "invited", "declined"])
def test_who_made_no_offer_owes_no_answer(status, tmp_path):
    assert said(checked(tmp_path, answers(status=status)), "unanswered-requirement") == []


def test_who_was_eliminated_before_any_offer_owes_no_answer(tmp_path):
    files = answers(status="eliminated")
    files["vendor/v.yaml"] = files["vendor/v.yaml"].replace("  received_on: 2026-11-26\n", "")
    assert said(checked(tmp_path, files), "unanswered-requirement") == []
    files["response/r.yaml"] = response(1, "EXT-001")
    assert facts(checked(tmp_path, files), "unanswered-requirement", "count") == [2]


def test_a_broken_response_may_be_the_missing_one(tmp_path):
    files = answers("EXT-001", "EXT-002")
    files["response/x.yaml"] = response(9, "EXT-003", coverage="OUI")
    assert said(checked(tmp_path, files), "unanswered-requirement") == []


def test_many_missing_answers_are_counted(tmp_path):
    files = answers("EXT-001") | {
        f"requirement/n{n}.yaml": requirement(f"EXT-1{n:02}") for n in range(9)
    }
    found = checked(tmp_path, files)
    assert facts(found, "unanswered-requirement", "count") == [11]
    wanted = "EXT-002, EXT-003, EXT-100, EXT-101, EXT-102…"
    assert facts(found, "unanswered-requirement", "requirements") == [wanted]


@pytest.mark.parametrize("id", ["EXT-004", "EXT-005", "EXT-006", "EXT-007"])
def test_an_answer_to_what_was_not_sent(id, tmp_path):
    found = checked(tmp_path, answers("EXT-001", id))
    assert [told[:2] for told in said(found, "stray-answer")] == [("REP-002", "")]


@pytest.mark.parametrize("id", ["EXT-001", "EXT-999", "STK-001"])
def test_an_answer_to_what_was_sent_or_is_nothing(id, tmp_path):
    assert said(checked(tmp_path, answers(id)), "stray-answer") == []


def test_an_answer_given_twice(tmp_path):
    found = checked(tmp_path, answers("EXT-001", "EXT-002", "EXT-001"))
    assert [told[:2] for told in said(found, "stray-answer")] == [("REP-003", "twice")]


def test_two_vendors_may_answer_the_same(tmp_path):
    files = answers("EXT-001")
    files["vendor/w.yaml"] = vendor("FOU-002")
    files["response/s.yaml"] = response(2, "EXT-001", "FOU-002")
    assert said(checked(tmp_path, files), "stray-answer") == []


@pytest.mark.parametrize("status", ["longlist", "invited", "declined"])
def test_an_answer_without_offer(status, tmp_path):
    found = checked(tmp_path, answers("EXT-001", status=status))
    assert [told[:2] for told in said(found, "stray-answer")] == [("REP-001", "no-offer")]
    assert said(found, "unanswered-requirement") == []


@pytest.mark.parametrize(
    ("coverage", "lacking"),
    [
        ("DEV", ["comment", "effort_days", "price"]),
        ("TIE", ["comment", "price"]),
        ("FUT", ["available_on", "comment"]),
        ("PAR", ["comment"]),
        ("NC", ["comment"]),
        ("STD", []),
    ],
)
def test_incomplete_answer(coverage, lacking, tmp_path):
    bare = response(1, "EXT-001", coverage=coverage).replace(", comment: Vu", "")
    found = checked(tmp_path, {"response/r.yaml": bare})
    assert sorted(facts(found, "incomplete-answer", "field")) == lacking


def marks(*entries: str) -> str:
    return f"  marks:\n    CRI-001: [{', '.join(f'{{evaluator: {entry}}}' for entry in entries)}]\n"


CLASHING = ("STK-001, mark: 16", "STK-002, mark: 8")


@pytest.mark.parametrize(
    ("entries", "way"),
    [
        (("STK-001, mark: 16", "STK-002, mark: 10"), None),
        (("STK-001, mark: 16", "STK-002, mark: 9.9"), ""),
        (("STK-001, mark: 9.9", "STK-002, mark: 12", "STK-003, mark: 16"), ""),
        (("STK-001, mark: 16, comment: Vu", "STK-002, mark: 2"), None),
        (("STK-001, mark: 16",), "alone"),
        (("STK-001, mark: 16", "STK-001, mark: 15"), "alone"),
        (("STK-001, mark: 16, comment: STK-002 malade",), None),
    ],
)
def test_contestable_mark(entries, way, tmp_path):
    files = criteria(criterion(1, "weight: 100"))
    files["vendor/v.yaml"] = vendor(status="longlist", more=marks(*entries))
    wanted = [] if way is None else [("FOU-001", way)]
    told = said(checked(tmp_path, files), "contestable-mark")
    assert [found[:2] for found in told] == wanted


@pytest.mark.parametrize(("spread", "told"), [(40, False), (39, True)])
def test_the_policy_draws_the_line(spread, told, tmp_path):
    files = criteria(criterion(1, "weight: 100"))
    files["vendor/v.yaml"] = vendor(status="longlist", more=marks(*CLASHING))
    files["policy.yaml"] = f"thresholds: {{mark_spread: {spread}}}\n"
    assert bool(said(checked(tmp_path, files), "contestable-mark")) == told


@pytest.mark.parametrize(
    ("status", "given", "told"),
    [
        ("responded", "  marks: {}\n", True),
        ("responded", "", True),
        ("shortlisted", "  marks: {CRI-001: []}\n", True),
        ("eliminated", "  marks: {}\n", False),
        ("longlist", "  marks: {}\n", False),
        ("responded", marks("STK-001, mark: 12", "STK-002, mark: 12"), False),
    ],
)
def test_who_is_in_the_race_has_marks(status, given, told, tmp_path):
    child = criterion(2, "weight: 100, parent: CRI-001")
    files = criteria(criterion(1, "weight: 100"), child if "CRI-001: [{" not in given else "")
    files["vendor/v.yaml"] = vendor(status=status, more=given)
    found = checked(tmp_path, files)
    wanted = ["CRI-002"] if told else []
    assert facts(found, "contestable-mark", "criteria") == wanted


@pytest.mark.parametrize(
    ("mark", "told"), [("0", False), ("20", False), ("20.1", True), ("-1", True)]
)
def test_mark_out_of_scale(mark, told, tmp_path):
    files = criteria(criterion(1, "weight: 100"))
    given = marks(f"STK-001, mark: {mark}", "STK-002, mark: 12")
    files["vendor/v.yaml"] = vendor(status="longlist", more=given)
    assert bool(said(checked(tmp_path, files), "mark-out-of-scale")) == told


def test_marks_on_nothing_are_left_to_other_rules(tmp_path):
    given = marks("STK-001, mark: 99").replace("CRI-001", "CRI-999")
    files = {"vendor/v.yaml": vendor(status="longlist", more=given)}
    found = checked(tmp_path, files)
    assert said(found, "mark-out-of-scale") + said(found, "contestable-mark") == []


DECISION = """\
id: DEC-001
name: Choix
kind: {kind}
question: Laquelle ?
outcome: Alpha.
rationale: {rationale}
by: STK-001
date: 2026-12-17
status: {status}
subject: {subject}
"""


def choice(
    rationale: str = "Alpha est premier.",
    status: str = "taken",
    subject: str = "[FOU-001]",
    kind: str = "choice",
) -> str:
    return DECISION.format(rationale=rationale, status=status, subject=subject, kind=kind)


def tender(first: tuple[int, int], second: tuple[int, int], decision: str) -> dict[str, str]:
    """Two offers, two criteria of 52 and 48."""
    files = criteria(criterion(1, "weight: 52"), criterion(2, "weight: 48"))
    for id, (one, two) in {"FOU-001": first, "FOU-002": second}.items():
        pair = "[{{evaluator: STK-001, mark: {0}}}, {{evaluator: STK-002, mark: {0}}}]"
        given = f"  marks:\n    CRI-001: {pair.format(one)}\n    CRI-002: {pair.format(two)}\n"
        files[f"vendor/{id}.yaml"] = vendor(id, more=given)
    return files | {"decision/d.yaml": decision}


FRAGILE = ((15, 12), (12, 15))


@pytest.mark.parametrize(
    ("offers", "decision", "told"),
    [
        (FRAGILE, choice(), True),
        (FRAGILE, choice(status="proposed"), True),
        (FRAGILE, choice(status="superseded"), False),
        (FRAGILE, choice(kind="budget"), False),
        (FRAGILE, choice(subject="[STK-001]"), False),
        (FRAGILE, choice("La sensibilité aux poids est discutée plus haut."), False),
        (FRAGILE, choice("Not robust: ten points turn it."), False),
        (FRAGILE, choice("« ±10 points, Belvoir passe devant »"), False),
        (((15, 15), (12, 12)), choice(), False),
        (((16, 12), (12, 13)), choice(), False),
    ],
)
def test_fragile_ranking(offers, decision, told, tmp_path):
    found = checked(tmp_path, tender(*offers, decision))
    wanted = [("DEC-001", "", "question: Laquelle ?")] if told else []
    assert said(found, "fragile-ranking") == wanted


def test_a_fragile_ranking_says_where_it_turns(tmp_path):
    found = checked(tmp_path, tender(*FRAGILE, choice()))
    wanted = "CRI-001 − 10 → FOU-002, CRI-002 + 10 → FOU-002"
    assert facts(found, "fragile-ranking", "moves") == [wanted]
    assert facts(found, "fragile-ranking", "count") == [2]
    assert facts(found, "fragile-ranking", "total") == [4]


def test_one_of_two_decisions_may_comment(tmp_path):
    files = tender(*FRAGILE, choice())
    said_elsewhere = choice("La sensibilité est discutée ici.").replace("DEC-001", "DEC-002")
    found = checked(tmp_path, files | {"decision/e.yaml": said_elsewhere})
    assert said(found, "fragile-ranking") == []


def test_a_broken_offer_leaves_no_ranking(tmp_path):
    files = tender(*FRAGILE, choice())
    files["vendor/x.yaml"] = vendor("FOU-003", status="perdu")
    assert said(checked(tmp_path, files), "fragile-ranking") == []


def test_a_broken_decision_may_comment_on_the_ranking(tmp_path):
    files = tender(*FRAGILE, choice())
    files["decision/x.yaml"] = choice(kind="choix").replace("DEC-001", "DEC-002")
    assert said(checked(tmp_path, files), "fragile-ranking") == []


TOPICS = ("solution", "hosting", "support_contract")


def option(n: int, topic: str, decision: str = "DEC-001") -> str:
    more = f", decision: {decision}" if decision else ""
    return (
        f"- {{id: OPT-10{n}, name: Option {n}, topic: {topic}, advantages: [A], constraints: [B],"
        f" status: chosen{more}}}\n"
    )


def options(*topics: str, decision: str = "DEC-001") -> str:
    return "".join(option(n, topic, decision) for n, topic in enumerate(topics, 1))


@pytest.mark.parametrize(
    ("names", "decision", "missing"),
    [
        (options(*TOPICS), choice(), []),
        (options("hosting", "solution"), choice(), ["support_contract"]),
        (options(*TOPICS), choice(kind="budget"), list(TOPICS)),
        (options(*TOPICS), choice(status="superseded"), list(TOPICS)),
        (options(*TOPICS, decision=""), choice(), ["hosting", "support_contract"]),
        (options(*TOPICS, decision=""), choice() + "options: [OPT-102, OPT-103]\n", []),
        (options(*TOPICS, decision=""), choice(subject="[OPT-101, OPT-102, OPT-103]"), []),
        (options(*TOPICS, decision=""), choice(subject="[STK-001]"), list(TOPICS)),
    ],
)
def test_undecided_choice(names, decision, missing, tmp_path):
    files = {"option/o.yaml": names, "decision/d.yaml": decision, "vendor/v.yaml": vendor()}
    found = checked(tmp_path, files)
    assert sorted(facts(found, "undecided-choice", "topic")) == sorted(missing)
    assert all(told == ("", "", "stage: G2") for told in said(found, "undecided-choice"))


def test_a_proposed_choice_is_named(tmp_path):
    files = {"option/o.yaml": options(*TOPICS), "decision/d.yaml": choice(status="proposed")}
    told = set(said(checked(tmp_path, files), "undecided-choice"))
    assert told == {("DEC-001", "proposed", "status: proposed")}


def test_a_broken_decision_may_be_the_missing_one(tmp_path):
    files = {"option/o.yaml": options(*TOPICS), "decision/d.yaml": choice(kind="choix")}
    assert said(checked(tmp_path, files), "undecided-choice") == []


def test_a_choice_taken_without_reason_is_told_by_the_schema(tmp_path):
    decision = choice().replace("rationale: Alpha est premier.\n", "")
    found = checked(tmp_path, {"option/o.yaml": options(*TOPICS), "decision/d.yaml": decision})
    codes = [(d.rule, d.code) for d in found.diagnostics if d.record == "DEC-001"]
    assert codes == [("missing-field", "ACH-08")]
