"""From answers, marks and prices to a ranking, and how far the weights carry it.

The formulas are those of the information model: the grid in 6.2, sensitivity in 6.3, prices in 7.3.
All is Decimal and nothing is rounded, but for ties: totals that print equal share a rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

Marks = Mapping[str, Mapping[str, Decimal]]
Weights = Mapping[str, Decimal]

COEFFICIENTS: Mapping[str, Decimal] = {
    "STD": Decimal(1),
    "PAR": Decimal("0.9"),
    "TIE": Decimal("0.6"),
    "DEV": Decimal("0.5"),
    "FUT": Decimal("0.3"),
    "NC": Decimal(0),
}
PRIORITIES: Mapping[str, Decimal] = {"must": Decimal(3), "should": Decimal(2), "could": Decimal(1)}
STEP = 10

_ZERO = Decimal(0)
_PRINTED = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Grid:
    """What the answers of one offer come to: points won, points there are."""

    points: Decimal
    most: Decimal

    @property
    def share(self) -> Decimal:
        """The part of the points won, from 0 to 1."""
        return self.points / self.most if self.most else _ZERO


def grid(lines: Iterable[tuple[Decimal, Decimal]]) -> Grid:
    """Return Σ weight × coefficient, and Σ weight, over (weight, coefficient) of each line."""
    pairs = list(lines)
    return Grid(sum((w * c for w, c in pairs), _ZERO), sum((w for w, _ in pairs), _ZERO))


def proportional(price: Decimal, prices: Sequence[Decimal]) -> Decimal:
    """Return Pmin / P."""
    return min(prices) / price if price else Decimal(1)


def linear(price: Decimal, prices: Sequence[Decimal]) -> Decimal:
    """Return (Pmax − P) / (Pmax − Pmin); two offers one euro apart get all and nothing."""
    low, high = min(prices), max(prices)
    return (high - price) / (high - low) if high > low else Decimal(1)


def bounded(price: Decimal, prices: Sequence[Decimal], times: int = 2) -> Decimal:
    """Return (n × Pmin − P) / ((n − 1) × Pmin), not below 0."""
    low = min(prices)
    if not low:
        return Decimal(int(price == low))
    return max(_ZERO, (times * low - price) / ((times - 1) * low))


# The part of the price mark that an offer gets, from 0 to 1: its price, then those in the race.
FORMULAS: Mapping[str, Callable[[Decimal, Sequence[Decimal]], Decimal]] = {
    "proportional": proportional,
    "linear": linear,
    "linear_ref": bounded,
}


@dataclass(frozen=True, slots=True)
class Place:
    """An offer in the ranking; offers with equal totals share a rank."""

    rank: int
    vendor: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of the totals when the weight of one criterion moves by some points."""

    criterion: str
    by: int
    weights: Weights
    totals: Mapping[str, Decimal]
    first: tuple[str, ...]
    changes: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """The marks of the offers in the race, each a part from 0 to 1, and the criteria's weights.

    `out` names what eliminates an offer: requirements it does not cover, marks below a minimum,
    or itself when the buyer says so. `unmarked` names the criteria that still wait for marks; such
    an offer has no total yet.
    """

    weights: Weights
    marks: Marks
    out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unmarked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def totals(self) -> Mapping[str, Decimal]:
        """Each offer's Σ weight × mark, out of 100 when the weights are."""
        return {
            vendor: sum((self.weights[id] * part for id, part in given.items()), _ZERO)
            for vendor, given in self.marks.items()
        }

    @property
    def ranking(self) -> tuple[Place, ...]:
        """The offers, best first; among equals in the order they are known."""
        ordered = sorted(self.totals.items(), key=lambda item: -item[1].quantize(_PRINTED))
        values = [total.quantize(_PRINTED) for _, total in ordered]
        return tuple(
            Place(values.index(total.quantize(_PRINTED)) + 1, vendor, total)
            for vendor, total in ordered
        )

    @property
    def first(self) -> tuple[str, ...]:
        """The best offer; several when they are equal, none when nobody is in the race."""
        return tuple(sorted(place.vendor for place in self.ranking if place.rank == 1))


def moved(weights: Weights, criterion: str, by: int) -> Weights:
    """Return *weights* with one moved by some points, the others scaled to keep their sum."""
    whole = sum(weights.values(), _ZERO)
    new = min(max(weights[criterion] + by, _ZERO), whole)
    scale = (whole - new) / (whole - weights[criterion])
    return {id: new if id == criterion else weight * scale for id, weight in weights.items()}


def sensitivity(scores: Scores, step: int = STEP) -> tuple[Move, ...]:
    """Return what a move of ± *step* points of each weight changes; a lone one cannot move."""
    whole = sum(scores.weights.values(), _ZERO)
    movable = [id for id, weight in scores.weights.items() if weight != whole]
    return tuple(_move(scores, id, by) for id in movable for by in (-step, step))


def break_even(scores: Scores, criterion: str, one: str, other: str) -> Decimal | None:
    """Return the weight of *criterion* at which two offers are equal; none within 0 to the sum.

    With T the sum, w the weight, m the mark and R the mean of the other marks by their weights,
    a total is w × m + (T − w) × R: one equation in w.
    """
    whole = sum(scores.weights.values(), _ZERO)
    rest = whole - scores.weights[criterion]
    if not rest:
        return None
    (mark, mean), (mark2, mean2) = (_halves(scores, criterion, v, rest) for v in (one, other))
    slope = (mark - mean) - (mark2 - mean2)
    weight = whole * (mean2 - mean) / slope if slope else None
    return weight if weight is not None and 0 <= weight <= whole else None


def _move(scores: Scores, criterion: str, by: int) -> Move:
    after = replace(scores, weights=moved(scores.weights, criterion, by))
    changes = after.first != scores.first
    return Move(criterion, by, after.weights, after.totals, after.first, changes)


def _halves(scores: Scores, criterion: str, vendor: str, rest: Decimal) -> tuple[Decimal, Decimal]:
    given = scores.marks[vendor]
    others = (scores.weights[id] * part for id, part in given.items() if id != criterion)
    return given[criterion], sum(others, _ZERO) / rest
