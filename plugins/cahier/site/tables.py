"""A Table as HTML that can be read as it is; assets/tables.js gives the long ones their tools.

What sorting, filtering and adding up need to know stands in attributes: `data-value` on a cell, the
key, type and unit of a column on its head.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape

from cahier.cells import Column, columns, text, value
from cahier.page import Badge, Cell, Date, Number, Table
from cahier.site.elements import safe, tag

Writing = Callable[[Cell], str]
_Look = Mapping[str, str]
_LONG = 80  # letters of a cell that would be narrow and high beside the others


def written(table: Table, write: Writing, heard: bool = False) -> str:
    """Return *table*, which scrolls by itself when it is too wide; *write* makes cells HTML.

    A caption *heard* already is not seen again.
    """
    known = columns(table)
    looks = [_look(column, table, n) for n, column in enumerate(known)]
    if table.row_headers:
        looks[0] = {}  # what names the rows stands where words do
    named = bool(table.name)
    head = "".join(map(partial(_head, named=named), known, looks))
    row = partial(_row, known=known, looks=looks, write=write, headed=table.row_headers)
    foot = tag("tfoot", row(table.totals)) if table.totals else ""
    caption = tag("caption", escape(table.caption), **look(heard)) if table.caption else ""
    body = tag("tbody", "".join(map(row, table.rows)))
    heads = tag("thead", tag("tr", head)) if any(table.columns) else ""
    content = f"{caption}{heads}{body}{foot}"
    name = {"data_name": safe(table.name)} if named else {}
    element = tag("table", content, class_="cahier-table", **name)
    return tag("div", element, class_="cahier-scroll", tabindex="0")


def look(heard: bool) -> _Look:
    """Return how a caption looks: one *heard* already is for those who listen only."""
    return {"class_": "cahier-heard"} if heard else {}


def _look(column: Column, table: Table, n: int) -> _Look:
    """Words in a column of numbers stand where numbers do; sentences have room for a few words."""
    if column.type == "number":
        return {"class_": "cahier-number"}
    long = column.type == "text" and any(len(text(row[n])) > _LONG for row in table.rows)
    return {"class_": "cahier-long"} if long else {}


def _head(column: Column, look: _Look, *, named: bool) -> str:
    more = dict(look)
    if named:
        more |= {"data_key": column.key, "data_type": column.type, "data_unit": column.unit}
        more |= {"data_adds": ""} if column.adds else {}
    return tag("th", escape(column.name), scope="col", **more)


def _row(
    row: Sequence[Cell],
    *,
    known: Sequence[Column],
    looks: Sequence[_Look],
    write: Writing,
    headed: bool,
) -> str:
    cells = [
        tag("td", write(cell), **look, **_value(cell, column))
        for cell, look, column in zip(row, looks, known, strict=True)
    ]
    if headed:
        cells[0] = tag("th", write(row[0]), scope="row", **_value(row[0], known[0]))
    return tag("tr", "".join(cells))


def _value(cell: Cell, column: Column) -> _Look:
    """Return the value of a cell where sorting or a sum would not find it.

    A number that files write in words is said to be.
    """
    match cell:
        case (Number(value=number),):
            in_words = isinstance(value(cell, column), str)
            return {"data_value": str(number), **({"data_words": ""} if in_words else {})}
        case (Date(iso=iso),):
            return {"data_value": iso}
        case (Badge(rank=rank),):
            return {"data_value": str(rank)}
    return {}
