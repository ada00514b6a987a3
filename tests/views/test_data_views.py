"""V15 and V19: service levels, and what there is to migrate."""

import pytest
from laid import laid, lines, said, tables

from cahier.page import Diagram
from cahier.texts import words
from cahier.views import interfaces, migration, service
from cahier.views.records import overview

FR = words("fr")
DAY = {"measured_on": "2026-09-30"}
HIGH, LOW = {"completeness": 95, "duplicates": 1, "accuracy": 97}, {"completeness": 90}
# DAT-001 is the model's golden case (section 6, V19): 68 400 → 60 192 → 52 000, 8 192 aside.
DATA = {
    "data_entity": [
        {
            "id": "DAT-001",
            "sources": [
                {"system": "SYS-002", "format": "SQL", "volume": 61000},
                {"system": "SYS-003", "format": "xlsx", "volume": 7400},
            ],
            "volume_target": 52000,
            "quality": {"completeness": 71, "duplicates": 12, "accuracy": 83, **DAY},
            "quality_target": HIGH,
        },
        {
            "id": "DAT-002",
            "sources": [{"system": "SYS-002", "format": "SQL", "volume": 100}],
            "volume_target": None,
            "quality": HIGH | DAY,
            "quality_target": LOW,
        },
        {
            "id": "DAT-003",
            "sources": [{"system": "SYS-002", "format": "SQL", "volume": 10}],
            "volume_target": 12,
            "quality": {"duplicates": 0, "completeness": 50, "accuracy": 50, **DAY},
            "quality_target": None,
        },
    ],
    "system": [{"id": "SYS-002"}, {"id": "SYS-003"}],
}
SERVICES = [
    {"severity": "minor", "respond_h": 48, "fix_h": 240},
    {"severity": "blocking", "respond_h": 4, "workaround_h": 8, "fix_h": 48},
]
FASTER = {"severity": "blocking", "respond_h": 1, "workaround_h": 2, "fix_h": 12.5}


def test_volumes_of_the_model(tmp_path):
    table = tables(migration.view(laid(tmp_path, DATA), FR))["volumes"]
    assert lines(table) == [
        "DAT-001 | SYS-002 SYS-003 | 68 400 | 12 % | 60 192 | 52 000 | 8 192",
        "DAT-002 | SYS-002 | 100 | 1 % | 99 |  | ",
        "DAT-003 | SYS-002 | 10 | 0 % | 10 | 12 | −2",
    ]
    assert [said(cell) for cell in table.totals[2:]] == ["68 510", "", "60 301", "52 012", "8 289"]


def test_what_is_only_linked_is_not_deduplicated(tmp_path):
    linked = [DATA["data_entity"][0] | {"strategy": "link", "volume_target": 68400}]
    table = tables(migration.view(laid(tmp_path, DATA | {"data_entity": linked}), FR))["volumes"]
    assert lines(table) == ["DAT-001 | SYS-002 SYS-003 | 68 400 | 12 % | 68 400 | 68 400 | 0"]


def test_every_row_of_the_sources_is_in_one_part_of_its_bar(tmp_path):
    assert lines(tables(migration.view(laid(tmp_path, DATA), FR))["lignes"]) == [
        "DAT-001 | 52 000 | 8 192 | 8 208",
        "DAT-002 | 0 | 99 | 1",
        "DAT-003 | 10 | 0 | 0",
    ]


def test_quality_is_judged_by_what_is_required_only(tmp_path):
    table = tables(migration.view(laid(tmp_path, DATA), FR))["qualite"]
    assert [line.split(" | ")[-1] for line in lines(table)] == [
        "À nettoyer",
        "Qualité atteinte",
        "Exigence à fixer",
    ]


def test_services_that_promise_the_same_share_their_lines(tmp_path):
    services = [
        {"id": "OPE-001", "service_levels": SERVICES},
        {"id": "OPE-002", "service_levels": SERVICES},
        {"id": "OPE-003", "service_levels": [FASTER]},
    ]
    found = tables(service.view(laid(tmp_path, {"operation": services}), FR))
    assert lines(found["engagements"]) == [
        "Bloquante | 4 h | 8 h | 48 h | OPE-001, OPE-002",
        "Mineure | 48 h |  | 240 h | OPE-001, OPE-002",
        "Bloquante | 1 h | 2 h | 12,5 h | OPE-003",
    ]


@pytest.mark.parametrize("view", [migration.view, migration.plan, service.view, interfaces.view])
def test_nothing_where_nobody_may_read(view, tmp_path):
    operations = {"operation": [{"id": "OPE-001", "service_levels": SERVICES}]}
    assert view(laid(tmp_path, DATA | operations, edition="public"), FR) == ()


def test_hidden_systems_leave_their_volumes(tmp_path):
    hidden = [system | {"visibility": "internal"} for system in DATA["system"]]
    spec = laid(tmp_path, DATA | {"system": hidden}, edition="vendors")
    assert lines(tables(migration.view(spec, FR))["volumes"])[0].startswith("DAT-001 |  | 68 400")


FLOWS = {
    "system": [{"id": "SYS-002"}, {"id": "SYS-003"}],
    "data_entity": [{"id": "DAT-001"}],
    "interface": [
        {"id": "ITF-001", "system": "SYS-002", "direction": "both", "volume": 350},
        {"id": "ITF-002", "system": "SYS-002", "direction": "in", "volume": 130},
        {"id": "ITF-003", "system": "SYS-003", "direction": "in", "volume": 6.5},
    ],
}


def test_records_a_day_by_system_and_direction(tmp_path):
    table = tables(interfaces.view(laid(tmp_path, FLOWS), FR))["volumes"]
    assert lines(table) == [
        "SYS-002 | 2 | 130 | 0 | 350 | 480",
        "SYS-003 | 1 | 6,5 | 0 | 0 | 6,5",
    ]
    assert [said(cell) for cell in table.totals] == ["Total", "3", "136,5", "0", "350", "486,5"]


def test_the_map_shows_neither_a_hidden_system_nor_hidden_data(tmp_path):
    hidden = [{"id": "SYS-002", "visibility": "internal"}, {"id": "SYS-003"}]
    secret = [{"id": "DAT-001", "visibility": "internal", "name": "Comptes secrets"}]
    spec = laid(tmp_path, FLOWS | {"system": hidden, "data_entity": secret}, edition="vendors")
    drawn = next(block for block in interfaces.view(spec, FR) if isinstance(block, Diagram))
    assert "ITF-003" in drawn.svg
    assert not any(id in drawn.svg for id in ("SYS-002", "ITF-001", "Comptes secrets"))


def test_a_list_of_objects_is_counted_where_room_is_short(tmp_path):
    spec = laid(tmp_path, {"field_map": [{"id": "MAP-001"}]})
    table = overview(spec, FR, spec.kind("field_map"))
    assert lines(table)[0].split(" | ")[3] == str(len(spec.records["MAP-001"].fields["lines"]))


def test_a_long_unit_stands_at_the_head_of_its_column(tmp_path):
    spec = laid(tmp_path, FLOWS)
    table = overview(spec, FR, spec.kind("interface"))
    assert "Volume (enregistrements par jour)" in table.columns
    assert said(table.rows[0][table.columns.index("Volume (enregistrements par jour)")]) == "350"
