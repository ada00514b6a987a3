"""The order of ids: as people count, and the same in every run."""

from hypothesis import given
from hypothesis import strategies as st

from cahier.spec import natural

_IDS = st.text("A-.019", max_size=6)


def test_it_is_that_of_counting():
    ids = ["1.2", "1.2.3", "1.10", "EXF-002", "EXF-010", "EXF-10", "EXF-100"]
    assert sorted(sorted(ids, key=len), key=natural) == ids


@given(_IDS, _IDS)
def test_two_ids_never_share_a_place(one, other):
    """Else the order of a set, another in every run, would show: EXF-001 beside EXF-00001."""
    assert (natural(one) == natural(other)) == (one == other)
