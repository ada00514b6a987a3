"""Computed numbers as a page shows them: money, shares, years, marks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from cahier.page import Number
from cahier.texts import Words

_WHOLE, _ALMOST = Decimal(100), Decimal("99.9")


def money(words: Words, value: Decimal | int, places: int = 0) -> Number:
    """Return an amount, shown to the euro and known to the cent: −275 040 €."""
    shown = _rounded(value, places)
    text = words.label("euros", n=words.number(abs(shown)))
    return Number(_rounded(value, 2), _signed(shown, text))


def thousands(words: Words, value: Decimal) -> str:
    """Return an amount to the thousand, as the axis of a chart says it: −275 k€."""
    whole = _rounded(value / 1000, 0)
    return _signed(whole, words.label("thousand-euros", n=words.number(abs(whole))))


def percent(words: Words, value: Decimal, places: int = 1) -> Number:
    """Return a rate: 58,1 %."""
    shown = decimal(words, value, places)
    return Number(_rounded(value, 2), words.label("percent", n=shown.text))


def share(words: Words, value: Decimal) -> Number:
    """Return a share of a whole, its tenth where it has one: 70,8 %, 50 %.

    One that lacks something, however little, is not shown as the whole.
    """
    shown = _rounded(value, 1)
    if value < _WHOLE <= shown:
        shown = _ALMOST
    return Number(_rounded(value, 2), given(words, shown))


def given(words: Words, rate: Decimal) -> str:
    """Return a rate as it was written, without needless digits: 8 %, 7,5 %."""
    return words.label("percent", n=given_number(words, rate))


def given_number(words: Words, value: Decimal) -> str:
    """Return a number as it was written, without needless digits: 35, 7,5."""
    return words.number(Decimal(f"{value.normalize():f}"))


def decimal(words: Words, value: Decimal | int, places: int) -> Number:
    """Return a number with so many digits after the point, and one more in its value."""
    shown = _rounded(value, places)
    return Number(_rounded(value, places + 1), _signed(shown, words.number(abs(shown))))


def points(words: Words, value: int) -> Number:
    """Return a change with its sign: +10, −10."""
    sign = "+" if value > 0 else ""
    return Number(value, sign + _signed(Decimal(value), words.number(abs(value))))


def _signed(value: Decimal, text: str) -> str:
    return f"\N{MINUS SIGN}{text}" if value < 0 else text


def _rounded(value: Decimal | int, places: int) -> Decimal:
    """Return the value rounded, a half away from 0; never −0.

    A format rounds what a context could not hold.
    """
    with localcontext(rounding=ROUND_HALF_UP):
        return Decimal(f"{Decimal(value):.{places}f}") + 0
