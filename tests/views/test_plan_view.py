"""V05: the plan of the sample, drawn and in tables."""

from cahier.edition import cut
from cahier.page import Cards, Mention
from cahier.views import planning


def test_what_is_late(sample, shown):
    found = shown(planning.view, sample)
    assert found.column("retards", "Élément") == ["PLA-026"]
    assert found.column("retards", "Jours de retard") == [11]  # 21 May to 1 June


def test_milestones_by_date(sample, shown):
    found = shown(planning.view, sample)
    days = found.column("jalons", "Date")
    assert days == sorted(days)
    assert found.row("jalons", "PLA-034")[4] == 186  # 14 June to 17 December 2027
    paid = [share for share in found.column("jalons", "Part payée") if share != ()]
    assert sum(paid) == 100


def test_the_critical_path_is_a_chain_to_the_end(sample, shown):
    path = shown(planning.view, sample).column("chemin-critique", "Élément")
    assert path[-1] == "PLA-044"
    assert {"PLA-030", "PLA-033", "PLA-034", "PLA-036", "PLA-037", "PLA-040"} <= set(path)
    assert {"PLA-028", "PLA-031", "PLA-038"}.isdisjoint(path)


def test_every_item_is_drawn_once_and_said_once(sample, shown):
    detailed = shown(planning.view, sample).drawings[1:]
    ids = [row[0][0].id for drawing in detailed for row in drawing.alternative.rows]
    assert sorted(ids) == [item.id for item in sample.kind("plan_item")]
    for drawing in detailed:
        for row in drawing.alternative.rows:
            assert f'href="{row[0][0].id}"' in drawing.svg


def test_what_a_drawing_shows_is_data(sample, shown):
    told = {d.alternative.name: d.alternative for d in shown(planning.view, sample).drawings}
    assert list(told) == ["plan", "plan-1", "plan-2"]
    rows = [row for table in told.values() for row in table.rows]
    parents, done, before = next(
        (row[2], row[6], row[7]) for row in rows if row[0][0].id == "PLA-036"
    )
    assert (parents, before) == ((Mention("PLA-007"),), (Mention("PLA-034"),))
    assert done == ()
    assert any(row[6] and row[6][0].value == 100 for row in rows)


def test_a_card_a_phase(sample, shown):
    cards = next(b for b in shown(planning.view, sample).blocks if isinstance(b, Cards)).cards
    phases = [i for i in sample.kind("plan_item") if i.fields["type"] == "phase"]
    assert {card.title[0].id for card in cards} == {phase.id for phase in phases}
    for card in cards:
        goals = next(f.value for f in card.fields if f.name == "goals")
        assert len(goals[0].items) == len(sample.records[card.title[0].id].fields["goals"])


def test_no_plan_no_heading(sample, shown, small):
    assert shown(planning.view, cut(sample, "public")).blocks == ()
    assert shown(planning.view, cut(sample, "vendors")).blocks
