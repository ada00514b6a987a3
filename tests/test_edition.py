"""What an edition hides is absent wherever the schema says so, however deep."""

import json
from pathlib import Path

import pytest

from cahier.edition import cut
from cahier.project import Checked, check

_INTERNAL = {"type": "string", "x-visibility": "internal"}
_LINK = {"type": "string", "x-ref": "part"}
SCHEMA = {
    "x-prefixes": ["PAR"],
    "x-visibility": "vendors",
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "open": _LINK,
                    "closed": {**_LINK, "x-visibility": "internal"},
                    "note": _INTERNAL,
                },
            },
        },
        "notes": {"type": "array", "items": _INTERNAL},
        "links": {"type": "array", "items": {**_LINK, "x-visibility": "internal"}},
        "years": {"type": "object", "additionalProperties": _INTERNAL},
        "marks": {
            "type": "object",
            "propertyNames": {**_LINK, "x-visibility": "internal"},
            "additionalProperties": {"type": "string"},
        },
    },
}
RECORDS = """\
- id: PAR-001
  steps: [{open: PAR-002, closed: PAR-003, note: Voir PAR-009}]
  notes: [Voir PAR-009]
  links: [PAR-004]
  years: {a: Voir PAR-009}
  marks: {PAR-005: bien}
- id: PAR-002
- id: PAR-003
- id: PAR-004
- id: PAR-005
- {id: PAR-009, visibility: internal}
"""


@pytest.fixture
def checked(tmp_path) -> Checked:
    visibility = {"type": "string", "enum": ["internal", "vendors", "public"]}
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "visibility": visibility}}
    for name, content in {
        "schemas/part/schema.json": json.dumps(schema),
        "spec/part/all.yaml": RECORDS,
        "spec/policy.yaml": "library: none\n",
    }.items():
        Path(tmp_path, name).parent.mkdir(parents=True, exist_ok=True)
        Path(tmp_path, name).write_text(content, encoding="utf-8")
    return check(tmp_path)


def test_a_part_of_a_field_is_hidden_with_its_links(checked):
    record = cut(checked.spec, "vendors").records["PAR-001"]
    assert record.fields == {"id": "PAR-001", "steps": [{"open": "PAR-002"}]}
    assert [ref.target for ref in record.refs] == ["PAR-002"]
    assert record.mentions == ()
    assert len(checked.spec.records["PAR-001"].refs) == 4


def test_a_hidden_part_may_name_what_is_hidden(checked):
    assert [d.rule for d in checked.diagnostics] == []
