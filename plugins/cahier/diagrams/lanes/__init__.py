"""The swim lanes of a business process: a column a role, a row a step, orthogonal arrows.

The drawing is made in passes, each a function of what the ones before returned:
tidy (clean text, one row a step) -> plan (routes, tracks, columns, faces, ports: all but heights)
-> layout (boxes in rows, paths, labels) -> sheets (for paper, if it is tall)
-> drawing (SVG, its boxes in steps).

No arrow can cross a box: a row holds one box, so its horizontals are free; verticals run in the
gutters between the lanes, or in a lane where no box stands between the two ends.
"""

from cahier.diagrams.lanes.drawing import Drawn, draw
from cahier.diagrams.lanes.model import Arrow, Lane, Step

__all__ = ["Arrow", "Drawn", "Lane", "Step", "draw"]
