"""What each offer of a consultation is worth by each criterion, before any weight and after.

This module reads the records; `scoring` holds the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from cahier.offers import issued, offers, price, responses
from cahier.scoring import COEFFICIENTS, FORMULAS, PRIORITIES, Grid, Scores, grid
from cahier.spec import Record, Spec

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Tender:
    """The criteria, and what each offer is worth by each of them, before any weight."""

    spec: Spec

    @cached_property
    def offers(self) -> tuple[Record, ...]:
        """The offers received."""
        return offers(self.spec)

    @cached_property
    def responses(self) -> Mapping[str, Mapping[str, Record]]:
        """The responses by vendor and requirement."""
        return responses(self.spec)

    @cached_property
    def _children(self) -> Mapping[str, Sequence[Record]]:
        found: dict[str, list[Record]] = {}
        for criterion in self.spec.kind("criterion"):
            found.setdefault(criterion.fields.get("parent", ""), []).append(criterion)
        return found

    @property
    def criteria(self) -> Sequence[Record]:
        """The criteria that have no parent."""
        return self._children.get("", ())

    @cached_property
    def tree(self) -> tuple[Record, ...]:
        """The main criteria and all that detail them; those of a circle belong to none."""
        found = list(self.criteria)
        for criterion in found:
            found += self.parts(criterion)
        return tuple(found)

    def parts(self, criterion: Record) -> Sequence[Record]:
        """Return the criteria that detail one."""
        return self._children.get(criterion.id, ())

    @cached_property
    def _rules(self) -> Mapping[str, Any]:
        return next((c.fields for c in self.spec.kind("consultation")), {})

    @cached_property
    def lines(self) -> tuple[Record, ...]:
        """The requirements of the grid: those issued that at least one vendor answered."""
        answered = {id for given in self.responses.values() for id in given}
        return tuple(r for r in self.spec.kind("requirement") if r.id in answered and issued(r))

    def code(self, vendor: Record, requirement: Record) -> str:
        """Return the coverage a vendor promises; a blank means what the consultation says."""
        response = self.responses.get(vendor.id, {}).get(requirement.id)
        if response is not None:
            return str(response.fields["coverage"])
        return "STD" if self._rules.get("blank_answer") == "standard" else "NC"

    def grid(self, vendor: Record, criterion: Record) -> Grid:
        """Return the points of an offer on a criterion computed from the grid."""
        return self._grids[vendor.id, criterion.id]

    @cached_property
    def _grids(self) -> Mapping[tuple[str, str], Grid]:
        computed = [c for c in self.tree if c.fields["method"] == "grid"]
        return {(v.id, c.id): self._grid(v, c) for v in self.offers for c in computed}

    def _grid(self, vendor: Record, criterion: Record) -> Grid:
        modules = criterion.all("modules")
        lines = [r for r in self.lines if not modules or r.fields.get("module") in modules]
        scale = Decimal(criterion.fields["scale"])
        return grid(
            (
                Decimal(self._priorities.get(r.fields["priority"], 0)),
                self._coefficient(vendor, r, scale),
            )
            for r in lines
        )

    def _coefficient(self, vendor: Record, requirement: Record, scale: Decimal) -> Decimal:
        """Return the part of the points: the buyer's own mark when there is one."""
        response = self.responses.get(vendor.id, {}).get(requirement.id)
        if response is not None and "buyer_mark" in response.fields and scale:
            return Decimal(response.fields["buyer_mark"]) / scale
        return Decimal(self._coefficients[self.code(vendor, requirement)])

    @cached_property
    def _priorities(self) -> Mapping[str, Decimal]:
        return {**PRIORITIES, **self._rules.get("priority_weights", {})}

    @cached_property
    def _coefficients(self) -> Mapping[str, Decimal]:
        return {**COEFFICIENTS, **self._rules.get("coverage_coefficients", {})}

    def uncovered(self, vendor: Record) -> tuple[str, ...]:
        """Return the knock-out requirements that a vendor does not cover."""
        knocking = (r for r in self.lines if r.fields.get("eliminatory"))
        return tuple(r.id for r in knocking if self.code(vendor, r) == "NC")

    def part(self, vendor: Record, criterion: Record) -> Decimal | None:
        """Return the mark of a vendor on a criterion, prices aside, as a part from 0 to 1."""
        scale = Decimal(criterion.fields["scale"])
        if parts := self.parts(criterion):
            return self._mean(vendor, parts)
        if criterion.fields["method"] == "grid":
            return self.grid(vendor, criterion).share
        entries = vendor.fields.get("marks", {}).get(criterion.id, ())
        if criterion.fields["method"] != "marks" or not entries or not scale:
            return None
        return sum((Decimal(entry["mark"]) for entry in entries), _ZERO) / len(entries) / scale

    def _mean(self, vendor: Record, parts: Sequence[Record]) -> Decimal | None:
        found = [(Decimal(p.fields.get("weight", 0)), self.part(vendor, p)) for p in parts]
        whole = sum((weight for weight, _ in found), _ZERO)
        if not whole or any(part is None for _, part in found):
            return None
        return sum((weight * part for weight, part in found if part is not None), _ZERO) / whole

    def unmarked(self, vendor: Record) -> Iterator[Record]:
        """Yield the criteria that evaluators mark and on which a vendor has no mark."""
        marks = vendor.fields.get("marks", {})
        for criterion in self.tree:
            marked = criterion.fields["method"] != "marks" or marks.get(criterion.id)
            if not marked and not self.parts(criterion):
                yield criterion

    def below(self, vendor: Record) -> Iterator[str]:
        """Yield the criteria on which a vendor is below the minimum announced."""
        for criterion in self.tree:
            part, least = self.part(vendor, criterion), criterion.fields.get("minimum")
            if least is not None and part is not None and part * criterion.fields["scale"] < least:
                yield criterion.id

    @cached_property
    def out(self) -> Mapping[str, tuple[str, ...]]:
        """What eliminates each offer: requirements, criteria, or itself when the buyer says so."""
        found = {v.id: (*self.uncovered(v), *self.below(v)) for v in self.offers}
        for vendor in self.offers:
            if vendor.fields["status"] == "eliminated" and not found[vendor.id]:
                found[vendor.id] = (vendor.id,)
        return {vendor: reasons for vendor, reasons in found.items() if reasons}

    @cached_property
    def race(self) -> tuple[Record, ...]:
        """The offers that nothing eliminates: only they set the lowest and the highest price."""
        return tuple(vendor for vendor in self.offers if vendor.id not in self.out)

    def prices(self, basis: str) -> Mapping[str, Decimal]:
        """Return the prices of the offers in the race."""
        return {vendor.id: price(self.spec, vendor, basis) for vendor in self.race}

    def scores(self, formula: str = "") -> Scores:
        """Return marks and weights of the offers in the race; *formula* instead of the announced.

        Without a weight on each main criterion there is nothing to add up, and no mark is given.
        """
        weights = {c.id: Decimal(c.fields["weight"]) for c in self.criteria if "weight" in c.fields}
        if not weights or len(weights) < len(self.criteria):
            return Scores({}, {}, self.out)
        columns = {c.id: self._column(c, formula) for c in self.criteria}
        marks: dict[str, Mapping[str, Decimal]] = {}
        missing: dict[str, tuple[str, ...]] = {}
        for vendor in self.race:
            given = {id: column[vendor.id] for id, column in columns.items()}
            known = {id: part for id, part in given.items() if part is not None}
            if len(known) == len(given):
                marks[vendor.id] = known
            else:
                missing[vendor.id] = tuple(id for id in given if id not in known)
        return Scores(weights, marks, self.out, missing)

    def _column(self, criterion: Record, formula: str) -> Mapping[str, Decimal | None]:
        """Return the marks of all offers in the race on one main criterion."""
        if criterion.fields["method"] != "price" or self.parts(criterion):
            return {vendor.id: self.part(vendor, criterion) for vendor in self.race}
        prices = self.prices(criterion.fields["price_basis"])
        mark = FORMULAS[formula or criterion.fields["price_formula"]]
        return {vendor: mark(paid, list(prices.values())) for vendor, paid in prices.items()}
