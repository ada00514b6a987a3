"""How much there is to migrate, and how far its quality is from what is required.

Information model, section 6 (V19).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cahier.spec import Record

MEASURES = ("completeness", "duplicates", "accuracy")
_LESS_IS_BETTER = {"duplicates"}
_LINKED = "link"


@dataclass(frozen=True, slots=True)
class Volume:
    """Rows of an entity: in all its sources, without duplicates, to load.

    None where the record does not say.
    """

    sources: int
    unique: Decimal | None
    target: int | None

    @property
    def left(self) -> Decimal | None:
        """The rows to archive or delete; negative when more is to be loaded than there is."""
        if self.unique is None or self.target is None:
            return None
        return self.unique - self.target


def volume(entity: Record) -> Volume:
    """Return the rows of *entity*: unique = sources × (1 - duplicates / 100).

    What stays in its master system is linked as it is there, duplicates and all.
    """
    sources = sum(source.get("volume", 0) for source in entity.all("sources"))
    duplicates = entity.fields.get("quality", {}).get("duplicates")
    if entity.fields.get("strategy") == _LINKED:
        duplicates = 0
    unique = None if duplicates is None else sources * (100 - Decimal(duplicates)) / 100
    return Volume(sources, unique, entity.fields.get("volume_target"))


def lacking(entity: Record) -> tuple[str, ...] | None:
    """Return the measures that are not yet as required; None where nothing is required."""
    now, wanted = (entity.fields.get(name, {}) for name in ("quality", "quality_target"))
    asked = [name for name in MEASURES if name in wanted]
    if not asked:
        return None
    return tuple(n for n in asked if n not in now or _is_worse(n, now[n], wanted[n]))


def total(volumes: Iterable[Volume]) -> Volume:
    """Return the sum of *volumes*; of what some do not say, the sum of the others."""
    known = list(volumes)
    unique = [v.unique for v in known if v.unique is not None]
    target = [v.target for v in known if v.target is not None]
    return Volume(
        sum(v.sources for v in known),
        sum(unique, Decimal()) if unique else None,
        sum(target) if target else None,
    )


def _is_worse(name: str, now: Decimal | int, wanted: Decimal | int) -> bool:
    return now > wanted if name in _LESS_IS_BETTER else now < wanted
