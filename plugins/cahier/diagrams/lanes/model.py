"""What is drawn, in the caller's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """A column: who does the steps in it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way to another step, by its number."""

    to: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A row: one step of the process, in the lane of who does it."""

    number: int
    label: str
    lane: str
    kind: str = "task"  # task | decision | start | end
    system: str = ""
    duration: str = ""
    issue: str = ""
    href: str = ""
    changed: bool = False
    next: tuple[Arrow, ...] = ()
