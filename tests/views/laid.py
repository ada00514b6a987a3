"""Small specifications for views: the examples of the schemas, some of their fields changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from cahier.edition import cut
from cahier.page import Block, Cell, Diagram, Items, Markup, Mention, PageLink, Table
from cahier.project import check
from cahier.spec import Spec

SCHEMAS = Path(__file__).parents[2] / "schemas"
TODAY = "2027-06-01"


def laid(
    folder: Path, records: dict[str, list[dict[str, Any]]], today: str = TODAY, edition: str = ""
) -> Spec:
    """Write *records*, by kind, over the example of their kind; read them, cut to *edition*.

    A field given as None is left out of the example.
    """
    for kind, group in records.items():
        example = yaml.safe_load((SCHEMAS / kind / "example.yaml").read_text(encoding="utf-8"))
        written = [{k: v for k, v in (example | own).items() if v is not None} for own in group]
        file = folder / f"spec/{kind}/records.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    (folder / "spec").mkdir(parents=True, exist_ok=True)
    (folder / "spec/policy.yaml").write_text("library: crm\nlanguage: fr\n", encoding="utf-8")
    checked = check(folder, today=today)
    read = checked.spec
    wanted = {r["id"] for group in records.values() for r in group if "id" in r}
    assert wanted <= set(read.records), [(d.rule, d.facts) for d in checked.diagnostics]
    return cut(read, edition) if edition else read


def tables(blocks: tuple[Block, ...]) -> dict[str, Table]:
    """Return the tables of *blocks* by name, those behind a drawing among them."""
    found = [b.alternative if isinstance(b, Diagram) else b for b in blocks]
    return {table.name: table for table in found if isinstance(table, Table)}


def lines(table: Table) -> list[str]:
    """Return each row of *table* as its texts, cells apart by bars."""
    return [" | ".join(map(said, row)) for row in table.rows]


def said(cell: Cell) -> str:
    """Return what a cell says, spaces plain."""
    return plain(" ".join(_said(inline) for inline in cell))


def plain(text: str) -> str:
    """Return *text* with plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def _said(inline: Any) -> str:
    match inline:
        case Mention():
            return str(inline.id)
        case Items():
            return ", ".join(said(item) for item in inline.items)
        case PageLink():
            return str(inline.path)
        case Markup() | _:
            return str(getattr(inline, "text", "") or getattr(inline, "label", ""))
