"""The plan: its items as a tree, what its end hangs on, what is late, what is paid when.

What was cancelled binds nobody and is left out everywhere. Days are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from cahier.spec import Record, Spec

_WEEK, _WORKED = 7, 5


def standing(spec: Spec) -> tuple[Record, ...]:
    """Return the plan without what was cancelled."""
    return tuple(i for i in spec.kind("plan_item") if i.fields["status"] != "cancelled")


def begins(item: Record) -> str:
    """Return when an item starts; a milestone or deliverable has a due date only."""
    return str(item.fields.get("start") or item.fields["end"])


@dataclass(frozen=True, slots=True)
class Link:
    """An item of the critical path, and the working days left before those that wait for it."""

    item: Record
    margin: int


@dataclass(frozen=True)
class Plan:
    """The standing items of a plan, by date."""

    items: Mapping[str, Record]
    today: str = ""

    @classmethod
    def of(cls, spec: Spec) -> Plan:
        """Return the plan of *spec*, the earliest items first."""
        ordered = sorted(standing(spec), key=lambda i: (begins(i), i.fields["end"]))
        return cls({item.id: item for item in ordered}, spec.today)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Record]]:
        found: dict[str, list[Record]] = {}
        for item in self.items.values():
            parent = item.fields.get("parent", "")
            found.setdefault(parent if parent in self.items else "", []).append(item)
        return found

    @property
    def roots(self) -> Sequence[Record]:
        """The items that belong to no other; those of a circle are nowhere."""
        return self._parts.get("", ())

    def parts(self, item: Record) -> Sequence[Record]:
        """Return what an item contains, by date."""
        return self._parts.get(item.id, ())

    def below(self, item: Record) -> Iterator[tuple[Record, int]]:
        """Yield an item and all it contains, each with its depth."""
        waiting = [(item, 0)]
        while waiting:
            found, level = waiting.pop()
            yield found, level
            waiting += [(part, level + 1) for part in reversed(self.parts(found))]

    def of_type(self, name: str) -> tuple[Record, ...]:
        """Return the phases, tasks, milestones or deliverables, by due date."""
        found = (item for item in self.items.values() if item.fields["type"] == name)
        return tuple(sorted(found, key=lambda item: str(item.fields["end"])))

    @cached_property
    def late(self) -> Mapping[str, Record]:
        """What is said to be late, and what was due before today and is not done, by due date."""
        ordered = sorted(self.items.values(), key=lambda item: str(item.fields["end"]))
        return {item.id: item for item in ordered if self._is_late(item)}

    def _is_late(self, item: Record) -> bool:
        status: str = item.fields["status"]
        return status == "late" or (status != "done" and item.fields["end"] < self.today)

    @cached_property
    def critical(self) -> Mapping[str, Link]:
        """What the end of the plan hangs on, by id, in the order of the dates.

        From what ends last back to the start: an item starts after the last of what it, or what
        contains it, depends on.
        """
        found: dict[str, int] = {}
        waiting = [(item, 0) for item in self._last(self.roots)]
        while waiting:
            item, margin = waiting.pop()
            if found.get(item.id, margin + 1) <= margin:
                continue
            found[item.id] = margin
            if parts := self.parts(item):
                waiting += [(part, margin) for part in self._last(parts)]
            else:
                waiting += self._drivers(item)
        return {id: Link(item, found[id]) for id, item in self.items.items() if id in found}

    @cached_property
    def _ends(self) -> Mapping[str, str]:
        """When each item ends: what contains others, with the last of them."""
        ends = {item.id: str(item.fields["end"]) for item in self.items.values()}
        for item, _ in (each for root in self.roots for each in reversed([*self.below(root)])):
            ends[item.id] = max((ends[part.id] for part in self.parts(item)), default=ends[item.id])
        return ends

    def _last(self, items: Sequence[Record]) -> list[Record]:
        """Return those that end last."""
        latest = max((self._ends[item.id] for item in items), default="")
        return [item for item in items if self._ends[item.id] == latest]

    def _drivers(self, item: Record) -> Iterator[tuple[Record, int]]:
        """Yield what ends last among what an item waits for, with the working days in between.

        It waits for its own sake, or because what contains it does.
        """
        awaited = [
            (self.items[id], begins(holder))
            for holder in self._holders(item)
            for id in holder.all("depends_on")
            if id in self.items
        ]
        last = {other.id for other in self._last([other for other, _ in awaited])}
        for other, day in awaited:
            if other.id in last:
                yield other, worked_days(self._ends[other.id], day)

    def _holders(self, item: Record) -> Iterator[Record]:
        """Yield an item, what contains it, and so on."""
        seen: set[str] = set()
        holder: Record | None = item
        while holder and holder.id not in seen:
            seen.add(holder.id)
            yield holder
            holder = self.items.get(holder.fields.get("parent", ""))


def worked_days(end: str, begin: str) -> int:
    """Return how many days from Monday to Friday lie between two days, both left out."""
    last = date.fromisoformat(end)
    weeks, rest = divmod(max(days_between(end, begin) - 1, 0), _WEEK)
    return weeks * _WORKED + sum((last.weekday() + n) % _WEEK < _WORKED for n in range(1, rest + 1))


def days_between(one: str, other: str) -> int:
    """Return the days from one day to another, negative when the other comes first."""
    return (date.fromisoformat(other) - date.fromisoformat(one)).days


def payments(plan: Plan) -> Mapping[str, Decimal]:
    """Return the share of the price that each item releases, from the cumulative ones written.

    20, 80 and 100 written are 20, 60 and 20 paid (information model, section 6.5).
    """
    paying = [item for item in plan.items.values() if "payment_percent" in item.fields]
    paying.sort(key=lambda item: (item.fields["end"], item.fields["payment_percent"]))
    shares = [Decimal(item.fields["payment_percent"]) for item in paying]
    return {
        item.id: share - before
        for item, share, before in zip(paying, shares, (Decimal(0), *shares), strict=False)
    }
