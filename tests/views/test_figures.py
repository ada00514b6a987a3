"""Computed numbers as they are shown: one rounding, one sign."""

from decimal import Decimal

import pytest

from cahier.texts import words
from cahier.views import figures

FR = words("fr")


@pytest.mark.parametrize(
    ("shown", "text", "value"),
    [
        (figures.share(FR, Decimal("12.25")), "12,3\xa0%", "12.25"),
        (figures.share(FR, Decimal(3400) / 48), "70,8\xa0%", "70.83"),
        (figures.share(FR, Decimal("99.96")), "99,9\xa0%", "99.96"),
        (figures.share(FR, Decimal(100)), "100\xa0%", "100.00"),
        (figures.share(FR, Decimal("49.96")), "50\xa0%", "49.96"),
        (figures.share(FR, Decimal("-0.25")), "−0,3\xa0%", "-0.25"),
        (figures.percent(FR, Decimal("0.125"), 2), "0,13\xa0%", "0.13"),
        (figures.money(FR, Decimal("-2.5")), "−3\xa0€", "-2.5"),
        (figures.money(FR, Decimal("-0.4")), "0\xa0€", "-0.4"),
    ],
)
def test_a_half_is_rounded_away_from_zero(shown, text, value):
    assert (shown.text, shown.value) == (text, Decimal(value))


@pytest.mark.parametrize("value", [-980, Decimal(-980)])
def test_a_negative_number_has_the_sign_of_one(value):
    assert FR.number(value) == "−980"
