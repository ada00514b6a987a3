"""Links of the sample led to records of any other kind: `wrong-kind` tells it, no rule breaks."""

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from cahier import loader, rules
from cahier.kinds import bundled_schemas, load_library
from cahier.policy import Policy
from cahier.spec import Record, Ref, Spec

LIBRARY = load_library(bundled_schemas())
SPEC = loader.load(Path(__file__).parents[2], LIBRARY).spec
POLICY = Policy(stage=LIBRARY.gates[-1], gates=LIBRARY.gates, today="2027-06-20")
KINDS = sorted({record.kind.name for record in SPEC.records.values()})

Pick = Callable[[], str]


def misled(record: Record, chosen: list[Ref], pick: Pick) -> Record:
    """Return *record* with the links *chosen* led elsewhere; those that are keys stay."""
    fields, refs = deepcopy(dict(record.fields)), list(record.refs)
    for ref in chosen:
        *path, last = ref.at
        inner = fields
        for part in path:
            inner = inner[part]
        if inner[last] == ref.target:
            inner[last] = pick()
            refs[refs.index(ref)] = ref._replace(target=inner[last])
    return replace(record, fields=fields, refs=tuple(refs))


def misled_spec(share: float, seed: int, ids: list[str]) -> Spec:
    """Return the sample with a *share* of its links led to some of *ids*."""
    rolls = random.Random(seed)
    records = [
        misled(
            record, [r for r in record.refs if rolls.random() < share], lambda: rolls.choice(ids)
        )
        for record in SPEC.records.values()
    ]
    return Spec.of(LIBRARY, records, {}, SPEC.stage)


@pytest.mark.parametrize("kind", KINDS)
def test_links_to_another_kind(kind):
    ids = [record.id for record in SPEC.kind(kind)]
    share = 1.0 if KINDS.index(kind) % 2 else 0.3
    found = list(rules.run(misled_spec(share, len(kind), ids), POLICY))
    assert sum(d.rule == "wrong-kind" for d in found) > 100


@pytest.mark.parametrize("seed", range(10))
def test_links_to_anything(seed):
    found = list(rules.run(misled_spec(0.3, seed, list(SPEC.records)), POLICY))
    assert sum(d.rule == "wrong-kind" for d in found) > 100
