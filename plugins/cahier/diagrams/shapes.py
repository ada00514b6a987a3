"""Points and rectangles."""

from dataclasses import dataclass

Point = tuple[float, float]
Path = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its upper left corner, its width and its height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> float:
        """The x of its axis."""
        return self.x + self.w / 2

    @property
    def center(self) -> float:
        """The y of its axis."""
        return self.y + self.h / 2

    def grown(self, by: float) -> "Rect":
        """Return the rectangle with a margin."""
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, other: "Rect") -> bool:
        """Tell whether the two share more than an edge."""
        across = 2 * abs(self.middle - other.middle) < self.w + other.w
        return across and 2 * abs(self.center - other.center) < self.h + other.h

    def holds(self, other: "Rect") -> bool:
        """Tell whether the other is inside."""
        across = 2 * abs(self.middle - other.middle) <= self.w - other.w
        return across and 2 * abs(self.center - other.center) <= self.h - other.h


def between(a: Point, b: Point) -> Rect:
    """Return the rectangle two points span; of a segment, one without width or height."""
    return Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
