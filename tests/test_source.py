"""The strict reader: what it reads, what it refuses and where, and that nothing breaks it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cahier.source import read

TORTURE = Path(__file__).parent / "torture"
with (TORTURE / "table.tsv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
FILES = sorted({row["file"] for row in TABLE})
REFUSED = [row for row in TABLE if row["verdict"] == "refused"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['file']}:{row['line']}{row['rule']}")
def test_torture(row):
    document = read(TORTURE, row["file"])
    says = json.loads(row["says"])
    if row["verdict"] == "reads":
        assert (document.problems, document.data) == ((), says)
        return
    found = [
        (p.where.line, p.where.column, p.rule, p.way, dict(p.facts)) for p in document.problems
    ]
    assert (int(row["line"]), int(row["column"]), row["rule"], row["way"], says) in found
    assert len(found) == sum(other["file"] == row["file"] for other in REFUSED)
