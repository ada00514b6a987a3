"""What is known before the rows have heights: the ways, the widths and the wrapped text."""

from dataclasses import dataclass

from cahier.diagrams.lanes.boxes import Face, face
from cahier.diagrams.lanes.columns import Columns, columns
from cahier.diagrams.lanes.ports import Ports, ports
from cahier.diagrams.lanes.routes import Route, routes
from cahier.diagrams.lanes.tidy import Process
from cahier.diagrams.lanes.tracks import offsets
from cahier.diagrams.words import BOLD_HEAD, HEAD, tall, wrap

_LONG = 15  # from this many rows on, the names of the lanes stand below them too


@dataclass(frozen=True, slots=True)
class Plan:
    """A process with all that does not depend on where its rows stand."""

    process: Process
    routes: tuple[Route, ...]
    columns: Columns
    ports: Ports
    faces: tuple[Face, ...]
    heads: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> float:
        """The height of the names of the lanes."""
        return max(tall(lines, HEAD) for lines in self.heads) + 14

    @property
    def foot(self) -> float:
        """The height of the names below."""
        return self.head if len(self.faces) >= _LONG else 0.0


def plan(process: Process) -> Plan:
    """Return the plan of a process that has steps."""
    found = routes(process)
    wide = columns(len(process.lanes), offsets(found))
    faces = tuple(face(step, wide.box) for step in process.steps)
    heads = tuple(
        wrap(lane.label, right - left - 8, BOLD_HEAD)
        for lane, (left, right) in zip(process.lanes, wide.cells, strict=True)
    )
    return Plan(process, found, wide, ports(found, wide), faces, heads)
