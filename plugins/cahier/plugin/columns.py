"""Columns of the tables of the site's PDF, their widths and the page they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cahier.widths import Column, column, shares

# In em of the table's text: what fits across a page upright and on its side.
_UPRIGHT = 64.0
_SIDEWAYS_FROM = 72.0


def fit(soup: Any, table: Any) -> None:
    """Give *table* its widths, and a page on its side when it needs one.

    A table with merged cells is left to the layout.
    """
    rows = [row.find_all(["th", "td"], recursive=False) for row in table.find_all("tr")]
    if not rows or table.find(["th", "td"], attrs={"colspan": True}) or _ragged(rows):
        return
    measured = [_column(cells) for cells in zip(*rows, strict=True)]
    group = soup.new_tag("colgroup")
    for share in shares(measured, _UPRIGHT):
        group.append(soup.new_tag("col", style=f"width:{share:.1f}%"))
    table.insert(1 if table.contents and table.contents[0].name == "caption" else 0, group)
    _classify(table, measured)


def _classify(table: Any, measured: Sequence[Column]) -> None:
    """Say how many columns there are, and whether they need a page on its side."""
    classes = [*table.get("class", []), "pdf-fixed"]
    needed = sum(column.least for column in measured)
    in_sheet = table.find_parent(class_="cahier-sheet") is not None
    if needed > _SIDEWAYS_FROM and not in_sheet:
        classes.append("pdf-sideways")
    elif needed > _UPRIGHT:
        classes.append("pdf-dense")
    table["class"] = classes


def _ragged(rows: Sequence[Sequence[Any]]) -> bool:
    return len({len(row) for row in rows}) != 1 or not rows[0]


def _column(cells: Sequence[Any]) -> Column:
    return column([cell.get_text(" ", strip=True) for cell in cells])
