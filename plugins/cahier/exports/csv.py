"""A table as CSV for the spreadsheet of its reader.

In French: semicolons and decimal commas, which is what a French Excel opens by a double click;
in English commas and points. UTF-8 with its mark, CRLF, ISO dates, as RFC 4180 and Excel have it.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

from cahier.exports.plain import Column, columns, value
from cahier.page import Cell, Table
from cahier.texts import Words

MARK = "\ufeff"
# OWASP, CSV injection: a cell that begins so is a formula to a spreadsheet, unless quoted by '.
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)


def table(table: Table, words: Words) -> str:
    """Return *table* as CSV; the unit of a column stands in its title, totals in the last row."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if words.decimal == "," else ",")
    writer.writerow(inert(title(column)) for column in columns(table))
    for row in (*table.rows, *([table.totals] if table.totals else [])):
        writer.writerow(_written(cell, words) for cell in row)
    return MARK + out.getvalue()


def title(column: Column) -> str:
    """Return the title of a column, its unit with it: "Montant (€)"."""
    return f"{column.name} ({column.unit})" if column.unit else column.name


def inert(text: str) -> str:
    """Return *text* such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _written(cell: Cell, words: Words) -> str:
    found = value(cell)
    if isinstance(found, str):
        return inert(found)
    return f"{Decimal(found):f}".replace(".", words.decimal)
