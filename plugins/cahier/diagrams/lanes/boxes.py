"""A box: what is written in it, and its outline."""

from dataclasses import dataclass
from math import sqrt

from cahier.diagrams.lanes.model import Step
from cahier.diagrams.shapes import Point, Rect
from cahier.diagrams.words import NARROW, ROOMY, SMALL, tall, widest, wrap

GAP = 24.0  # between two rows
INSET, ROUND, CORNER = 11.0, 18.0, 4.0  # hexagon, pill, task
MARK = 8.0  # half the width of the issue mark, and its overhang
_PAD = 5.0
_WIDE = 102.0  # from this width on the text is larger


@dataclass(frozen=True, slots=True)
class Face:
    """What is written in a box, wrapped, before we know where the box stands."""

    lines: tuple[str, ...]
    system: tuple[str, ...]
    duration: tuple[str, ...]
    size: float
    width: float

    @property
    def beside(self) -> bool:
        """Tell whether system and duration share a line."""
        single = len(self.system) == len(self.duration) == 1
        return single and self.chip + 5 + self.note <= self.width

    @property
    def chip(self) -> float:
        """The width of the system badge."""
        return widest(self.system, SMALL) + 8 if self.system else 0.0

    @property
    def note(self) -> float:
        """The width of the duration and its clock."""
        return widest(self.duration, SMALL) + 13 if self.duration else 0.0

    @property
    def foot(self) -> float:
        """The height of system and duration."""
        chip, note = tall(self.system) + 2 if self.system else 0.0, tall(self.duration)
        return max(chip, note) if self.beside else chip + note + (2 if chip and note else 0)

    @property
    def height(self) -> float:
        """The height of all that is written."""
        return tall(self.lines, self.size) + (self.foot + 4 if self.foot else 0)


def face(step: Step, width: float) -> Face:
    """Return what is written in a box of this width."""
    size = ROOMY if width >= _WIDE else NARROW
    inner = width - 2 * _PAD - (2 * INSET - 8 if step.kind == "decision" else 0)
    return Face(
        wrap(f"{step.number}. {step.label}", inner, size),
        wrap(step.system, inner - 8, SMALL),
        wrap(step.duration, inner - 13, SMALL),
        size,
        inner,
    )


@dataclass(frozen=True, slots=True)
class Box:
    """A step at its place."""

    step: Step
    face: Face
    rect: Rect

    @property
    def radius(self) -> float:
        """How round its corners are."""
        pill = self.step.kind in ("start", "end")
        return min(ROUND, self.rect.h / 2) if pill else CORNER

    def solid(self) -> Rect:
        """Return what a label has to keep away from: the box with its marks."""
        over = MARK if self.step.issue or self.step.changed else 0.0
        rect = self.rect
        return Rect(rect.x - over / 2, rect.y - over, rect.w + over, rect.h + over).grown(1.5)

    def touch(self, side: str, away: float) -> Point:
        """Return the point of the outline on this side, so far from its middle."""
        rect = self.rect
        if side in ("top", "bottom"):
            return rect.middle + away, rect.y + (rect.h if side == "bottom" else 0.0)
        inset = self._inset(abs(away))
        return rect.x + (rect.w - inset if side == "right" else inset), rect.center + away

    def _inset(self, away: float) -> float:
        """Return how far the outline is from the side of the rectangle around it."""
        half = self.rect.h / 2
        if self.step.kind == "decision":
            return INSET * away / half
        beyond = max(away - (half - self.radius), 0)
        return self.radius - sqrt(max(self.radius**2 - beyond**2, 0))
