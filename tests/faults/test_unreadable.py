"""Records that could not be read take nothing else with them: the other pages are made."""

from __future__ import annotations

import pytest

from cahier.edition import cut
from cahier.kinds import bundled_schemas
from cahier.project import check
from cahier.spec import Spec
from cahier.texts import words
from cahier.views.chapters import pages
from sites import REPOSITORY

KINDS = sorted(path.parent.name for path in bundled_schemas().glob("*/schema.json"))


@pytest.fixture(scope="module")
def sample() -> Spec:
    return check(REPOSITORY).spec


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_pages_are_made(sample, kind):
    left = [record for record in sample.records.values() if record.kind.name != kind]
    spec = cut(Spec.of(sample.library, left, stage=sample.stage, today=sample.today), "internal")
    assert len(pages(spec, words("fr"), {})) > 20
