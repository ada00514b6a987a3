"""Clean text in known lanes: after this pass nothing in a process can harm a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cahier.diagrams.lanes.model import Arrow, Lane, Step
from cahier.diagrams.words import plain


@dataclass(frozen=True, slots=True)
class Process:
    """Lanes stand at the odd columns, gutters at the even; `column[row]` is where a step is."""

    lanes: tuple[Lane, ...]
    steps: tuple[Step, ...]
    column: tuple[int, ...]

    def free(self, column: int, above: int, below: int) -> bool:
        """Tell whether no box of the lane stands between the two rows."""
        return column not in self.column[above + 1 : below]


def tidy(lanes: Sequence[Lane], steps: Sequence[Step]) -> Process:
    """Return the process; the first of two equal ids counts, unknown lanes come last."""
    numbered = {step.number: step for step in reversed(steps)}
    rows = [numbered[number] for number in dict.fromkeys(step.number for step in steps)]
    names = {step.lane: step.lane for step in rows} | {ln.id: ln.label for ln in reversed(lanes)}
    order = list(dict.fromkeys([lane.id for lane in lanes] + [step.lane for step in rows]))
    return Process(
        tuple(Lane(name, plain(names[name])) for name in order),
        tuple(_clean(step, numbered) for step in rows),
        tuple(2 * order.index(step.lane) + 1 for step in rows),
    )


def _clean(step: Step, numbered: Mapping[int, Step]) -> Step:
    return replace(
        step,
        label=plain(step.label),
        system=plain(step.system),
        duration=plain(step.duration),
        issue=plain(step.issue),
        href=_relative(step.href),
        next=tuple(Arrow(a.to, plain(a.label)) for a in step.next if a.to in numbered),
    )


def _relative(href: str) -> str:
    """Return the address if it stays on this site, else nothing."""
    address = re.sub(r"[\x00-\x20]", "", plain(href))
    leaves = re.match(r"[^/?#]*:|//|.*\\", address)
    return "" if leaves else address
