"""The swim lanes of a business process: a column a role, a row a step, orthogonal arrows.

The drawing is made in five passes, each a function of what the one before returned:
tidy (clean text, one row a step) -> route (which way each arrow goes) -> columns (widths, tracks)
-> rows (heights, ports) -> labels -> SVG.

No arrow can cross a box: a row holds one box, so its horizontals are free; verticals run in the
gutters between the lanes, or in a lane where no box stands between the two ends.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import pairwise
from math import cos, inf, pi, sin, sqrt

# ------------------------------------------------------------------------------- what is drawn


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


def draw(
    lanes: Sequence[Lane], steps: Sequence[Step], title: str, description: str, prefix: str = ""
) -> str:
    """Return the process as one SVG element; `prefix` keeps its ids apart from other drawings'."""
    names = _Names(_plain(title), _plain(description), _safe_id(prefix))
    process = _tidy(lanes, steps)
    if not process.steps:
        return _empty(names)
    routes = _route(process)
    columns = _columns(process, routes)
    faces = _faces(process, columns)
    return _svg(names, process, _settle(process, routes, columns, faces))


# ------------------------------------------------------------------------------- measures

FONT = "Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
SMALL, TEXT, NARROW_TEXT, HEAD = 10.0, 11.0, 10.0, 11.0  # font sizes, in user units
LEADING = 1.22
WIDTH = 680.0  # 180 mm at 96 dpi: 10 units print at 7.5 pt
BOX_MIN, BOX_MAX, BOX_ROOMY = 80.0, 136.0, 108.0
BOX_LOW = 36.0  # the least height of a box
PAD_X, PAD_Y = 5.0, 7.0
GAP = 24.0  # between two rows
TRACK = 8.0  # between two arrows in a gutter
CLEAR = 12.0  # between a box and the first track
GUTTER, MARGIN = 18.0, 10.0  # a gutter without arrows, between lanes and outside
SPARE = 34.0  # what a gutter takes of the room left
PORT, LABELLED_PORT, TOP_PORT = 9.0, 15.0, 10.0
TOP_PORTS = 2  # arrows that may come down on a box before others have to enter by the side
INSET, ROUND, CORNER, BEND = 11.0, 18.0, 4.0, 5.0  # hexagon, pill, task, arrow
MARK = 8.0  # half the width of the issue mark, and its overhang
LABEL_WIDTHS = (112.0, 60.0)
LONG = 15  # from this many rows on, the names of the lanes stand below them too
GROWTHS = 400  # how often rows may be moved apart to give a label room

# Advance widths in em, rounded up from DejaVu Sans, wider than nearly every sans at hand.
_ADVANCES: dict[float, str] = {
    0.2: "\u202f",
    0.3: "'IJijl",
    0.35: " ,./:;\\|’‘·\xa0",
    0.4: "()-[]ft",
    0.45: "!r²³",
    0.5: '"*_`–°§',
    0.55: "?csz“”",
    0.6: "FLkvxy•",
    0.65: "$0123456789EPSTYabdeghnopqu{}«»€ßøµ",
    0.7: "ABCKRVXZ",
    0.75: "NU",
    0.8: "&DGHOQØ",
    0.85: "#+<=>^w~×→≥≤≠±−",
    0.9: "M",
    1.0: "%@Wm—…æÆ½",
    1.1: "œŒ",
}
_ADVANCE = {char: width for width, chars in _ADVANCES.items() for char in chars}
_BOLD = 1.17


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    """Return the width of a character in em; of what the table lacks, a wide guess."""
    if char in _ADVANCE:
        return _ADVANCE[char]
    base = unicodedata.normalize("NFD", char)[0]
    if base in _ADVANCE:
        return _ADVANCE[base]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Cf"):
        return 0.0
    wide = unicodedata.east_asian_width(char) in "WF"
    return 1.4 if wide or ord(char) > 0xFFFF or char == "\ufdfd" else 1.0


def _measure(text: str, size: float, bold: bool = False) -> float:
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1.0)


# ------------------------------------------------------------------------------- text

_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069\u2028\u2029]"  # bidirectional overrides would show other words
)
_PLANE_END = re.compile(
    "[" + "".join(chr(p << 16 | e) for p in range(1, 17) for e in (0xFFFE, 0xFFFF)) + "]"
)
_SPACES = re.compile(r"[ \t\n\r]+")
_CLINGS = re.compile(r" (?=[?!:;%€»…]+(?: |$))|(?<=[«<>≤≥]) ")
_SOFT = "-/_.\xa0\u202f"


def _plain(text: str) -> str:
    """Return the text without control characters, its white space as single spaces."""
    return _SPACES.sub(" ", _PLANE_END.sub("", _NOT_XML.sub("", text))).strip(" ")


def _wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return the text in lines no wider than `width`; French signs stay with their word."""
    lines: list[str] = []
    for word in _CLINGS.sub("\xa0", text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _measure(joined, size, bold) <= width:
            lines[-1] = joined
        else:
            lines.extend(_broken(word, width, size, bold))
    return tuple(line for line in lines if line)


def _broken(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """Yield the word in pieces that fit."""
    while _measure(word, size, bold) > width and len(word) > 1:
        cut = _cut(word, width - _measure("-", size, bold), size, bold)
        hyphen = "-" if word[cut - 1].isalpha() and word[cut].isalpha() else ""
        yield word[:cut].rstrip("\xa0\u202f") + hyphen
        word = word[cut:]
    yield word


def _cut(word: str, width: float, size: float, bold: bool) -> int:
    """Return where to break: after the last soft place that fits, else at the last character."""
    fits = room = 0
    used = 0.0
    for char in word[:-1]:
        used += _measure(char, size, bold)
        if used > width:
            break
        fits += 1
    soft = max(word.rfind(sign, 0, fits) for sign in _SOFT)
    room = soft + 1 if soft > 1 else min(fits, max(len(word) - 3, 1))
    while room > 1 and (unicodedata.combining(word[room]) or "\u200d" in word[room - 1 : room + 1]):
        room -= 1
    return max(room, 1)


def _safe_id(prefix: str) -> str:
    """Return the prefix with everything an id or `url(#…)` cannot hold written as its code."""
    return re.sub(r"[^A-Za-z0-9-]", lambda match: f"_{ord(match[0]):x}_", prefix)


def _relative(href: str) -> str:
    """Return the address if it stays on this site, else nothing."""
    address = re.sub(r"[\x00-\x20]", "", _plain(href))
    leaves = re.match(r"[^/?#]*:|//|.*\\", address)
    return "" if leaves else address


# ------------------------------------------------------------------------------- tidy


@dataclass(frozen=True, slots=True)
class _Names:
    title: str
    description: str
    prefix: str


@dataclass(frozen=True, slots=True)
class _Process:
    """Clean text, known lanes; `column[row]` is the lane of the step in that row."""

    lanes: tuple[Lane, ...]
    steps: tuple[Step, ...]
    column: tuple[int, ...]

    def free(self, column: int, above: int, below: int) -> bool:
        """Tell whether no box of the lane stands between the two rows."""
        return column not in self.column[above + 1 : below]


def _tidy(lanes: Sequence[Lane], steps: Sequence[Step]) -> _Process:
    known = {lane.id: lane for lane in reversed(lanes)}
    numbered = {step.number: step for step in reversed(steps)}
    order = list(dict.fromkeys(lane.id for lane in lanes))
    rows = [numbered[number] for number in dict.fromkeys(step.number for step in steps)]
    order += dict.fromkeys(step.lane for step in rows if step.lane not in known)
    named = (known.get(name, Lane(name, name)) for name in order)
    return _Process(
        tuple(Lane(lane.id, _plain(lane.label)) for lane in named),
        tuple(_clean(step, numbered) for step in rows),
        tuple(order.index(step.lane) for step in rows),
    )


def _clean(step: Step, numbered: Mapping[int, Step]) -> Step:
    return replace(
        step,
        label=_plain(step.label),
        system=_plain(step.system),
        duration=_plain(step.duration),
        issue=_plain(step.issue),
        href=_relative(step.href),
        next=tuple(Arrow(a.to, _plain(a.label)) for a in step.next if a.to in numbered),
    )


# ------------------------------------------------------------------------------- route


@dataclass(frozen=True, slots=True)
class _Route:
    """The way of one arrow, in rows and columns.

    straight: down the lane; over: along the row, then down on the target; down: down the lane,
    then along the row; gutter: along the row, through a gutter, along the other row.
    """

    source: int
    target: int
    label: str
    way: str = ""
    gutter: int = -1

    @property
    def back(self) -> bool:
        """A return: to an earlier step, or to the same."""
        return self.target <= self.source


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of a route on the grid: lane c is at 2c+1, gutter g at 2g, row r at r."""

    upright: bool
    at: int
    low: int
    high: int

    def crosses(self, other: "_Run") -> bool:
        """Tell whether two runs meet in the open, at a right angle."""
        return (
            self.upright != other.upright
            and self.low < other.at < self.high
            and other.low < self.at < other.high
        )


def _run(upright: bool, at: int, start: int, end: int) -> _Run:
    return _Run(upright, at, min(start, end), max(start, end))


def _runs(route: _Route, process: _Process) -> tuple[_Run, ...]:
    here, there = (2 * process.column[row] + 1 for row in (route.source, route.target))
    source, target, gutter = route.source, route.target, 2 * route.gutter
    if route.way == "straight":
        return (_run(True, here, source, target),)
    if route.way == "over":
        return _run(False, source, here, there), _run(True, there, source, target)
    if route.way == "down":
        return _run(True, here, source, target), _run(False, target, here, there)
    return (
        _run(False, source, here, gutter),
        _run(True, gutter, source, target),
        _run(False, target, gutter, there),
    )


def _leaves(route: _Route, process: _Process) -> str:
    """Return the side of its box a route leaves by."""
    if route.way in ("straight", "down"):
        return "bottom"
    here = process.column[route.source]
    if route.way == "over":
        return "right" if process.column[route.target] > here else "left"
    return "right" if route.gutter > here else "left"


def _enters(route: _Route, process: _Process) -> str:
    """Return the side of its box a route comes in by."""
    if route.way in ("straight", "over"):
        return "top"
    there = process.column[route.target]
    if route.way == "down":
        return "right" if process.column[route.source] > there else "left"
    return "right" if route.gutter > there else "left"


def _route(process: _Process) -> tuple[_Route, ...]:
    """Return every arrow with the cheapest way left, the short ones served first."""
    row = {step.number: index for index, step in enumerate(process.steps)}
    wanted = [
        _Route(source, row[arrow.to], arrow.label)
        for source, step in enumerate(process.steps)
        for arrow in step.next
    ]
    router = _Router(process, [], defaultdict(int))
    order = sorted(range(len(wanted)), key=lambda i: (_span(wanted[i]), i))
    chosen = {index: router.choose(wanted[index]) for index in order}
    return tuple(chosen[index] for index in range(len(wanted)))


def _span(route: _Route) -> tuple[bool, int]:
    return route.back, abs(route.target - route.source)


@dataclass(frozen=True, slots=True)
class _Router:
    """What the routes chosen so far occupy."""

    process: _Process
    runs: list[_Run]
    ports: dict[tuple[int, str], int]

    def choose(self, route: _Route) -> _Route:
        """Return the route by its cheapest way, and take its place."""
        best = min(self.ways(route), key=self.cost)
        self.runs.extend(_runs(best, self.process))
        self.ports[best.source, _leaves(best, self.process)] += 1
        self.ports[best.target, _enters(best, self.process)] += 1
        return best

    def ways(self, route: _Route) -> Iterator[_Route]:
        """Yield the ways the boxes allow: down a lane that is free, or through a gutter near."""
        here, there = (self.process.column[row] for row in (route.source, route.target))
        if not route.back:
            yield from self.forward(route, here, there)
        for gutter in sorted({here, here + 1, there, there + 1}):
            yield replace(route, way="gutter", gutter=gutter)

    def forward(self, route: _Route, here: int, there: int) -> Iterator[_Route]:
        """Yield the ways with one bend or none."""
        free, source, target = self.process.free, route.source, route.target
        leaves_below = not self.ports[source, "bottom"] and free(here, source, target)
        if here == there and leaves_below:
            yield replace(route, way="straight")
        if here != there and leaves_below:
            yield replace(route, way="down")
        room_on_top = self.ports[target, "top"] < TOP_PORTS
        if here != there and free(there, source, target) and room_on_top:
            yield replace(route, way="over")

    def cost(self, route: _Route) -> float:
        """Return how much the eye pays for this way."""
        runs = _runs(route, self.process)
        crossings = sum(mine.crosses(other) for mine in runs for other in self.runs)
        along = sum(run.high - run.low for run in runs if not run.upright)
        side, entry = _leaves(route, self.process), _enters(route, self.process)
        shared = self.ports[route.source, side] + self.ports[route.target, entry]
        edge = route.way == "gutter" and route.gutter in (0, len(self.process.lanes))
        against = 0.3 * (route.way == "down") + 0.4 * (route.back and side == "right")
        return len(runs) + 2 * crossings + 0.3 * along + 0.8 * shared + 0.3 * edge + against


# ------------------------------------------------------------------------------- columns


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where lanes and tracks are; `track` is the place of a route's vertical in its gutter."""

    width: float
    box: float
    middles: tuple[float, ...]
    borders: tuple[float, ...]
    tracks: Mapping[int, float]


def _columns(process: _Process, routes: Sequence[_Route]) -> _Columns:
    count = len(process.lanes)
    tracks = {gutter: _tracks(gutter, routes, process) for gutter in range(count + 1)}
    least = [_gutter(len(tracks[g]), 0 < g < count) for g in range(count + 1)]
    room = (WIDTH - sum(least)) / count
    box = min(max(BOX_MIN, min(room, max(BOX_ROOMY, 0.88 * room))), BOX_MAX)
    spare = min(max((WIDTH - sum(least) - count * box) / (count + 1), 0), SPARE)
    gutters = [width + spare for width in least]
    starts = [sum(gutters[:g]) + g * box for g in range(count + 1)]
    middles = tuple(starts[g] + gutters[g] + box / 2 for g in range(count))
    width = starts[-1] + gutters[-1]
    inner = (starts[g] + gutters[g] / 2 for g in range(1, count))
    places = {
        route: starts[g] + gutters[g] / 2 + (place - (len(tracks[g]) - 1) / 2) * TRACK
        for g in tracks
        for place, track in enumerate(tracks[g])
        for route in track
    }
    return _Columns(width, box, middles, (0.0, *inner, width), places)


def _gutter(tracks: int, inner: bool) -> float:
    if tracks:
        return 2 * CLEAR + (tracks - 1) * TRACK
    return GUTTER if inner else MARGIN


def _tracks(gutter: int, routes: Sequence[_Route], process: _Process) -> list[list[int]]:
    """Return the routes of a gutter as tracks from left to right, few of them crossing."""
    mine = [i for i, route in enumerate(routes) if route.way == "gutter" and route.gutter == gutter]
    tracks: list[list[int]] = []
    for index in sorted(mine, key=lambda i: (abs(routes[i].target - routes[i].source), i)):
        for track in tracks:
            if not any(_share(routes[index], routes[other]) for other in track):
                track.append(index)
                break
        else:
            tracks.append([index])
    return _untangled(tracks, routes, process)


def _share(one: _Route, other: _Route) -> bool:
    low, high = sorted((one.source, one.target))
    least, most = sorted((other.source, other.target))
    return low <= most and least <= high


def _untangled(
    tracks: list[list[int]], routes: Sequence[_Route], process: _Process
) -> list[list[int]]:
    """Swap neighbours while it saves crossings."""
    for _ in tracks:
        for left in range(len(tracks) - 1):
            one, other = tracks[left : left + 2]
            if _tangle(other, one, routes, process) < _tangle(one, other, routes, process):
                tracks[left : left + 2] = [other, one]
    return tracks


def _tangle(
    left: Sequence[int], right: Sequence[int], routes: Sequence[_Route], process: _Process
) -> int:
    """Count the crossings of two tracks that stand in this order."""
    return sum(
        _reaches(routes[one], routes[other], True, process)
        + _reaches(routes[other], routes[one], False, process)
        for one in left
        for other in right
    )


def _reaches(route: _Route, other: _Route, rightwards: bool, process: _Process) -> int:
    """Count the ends of a route that go this way through the other's vertical."""
    low, high = sorted((other.source, other.target))
    return sum(
        low < row < high and (process.column[row] >= route.gutter) == rightwards
        for row in (route.source, route.target)
    )


# ------------------------------------------------------------------------------- faces


@dataclass(frozen=True, slots=True)
class _Face:
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
        return single and self.chip + 5 + self.note <= self.width - 2 * PAD_X

    @property
    def chip(self) -> float:
        """The width of the system badge."""
        return _widest(self.system, SMALL) + 8 if self.system else 0.0

    @property
    def note(self) -> float:
        """The width of the duration and its clock."""
        return _widest(self.duration, SMALL) + 13 if self.duration else 0.0

    @property
    def foot(self) -> float:
        """The height of system and duration."""
        chip = len(self.system) * SMALL * LEADING + 2 if self.system else 0.0
        note = len(self.duration) * SMALL * LEADING if self.duration else 0.0
        return max(chip, note) if self.beside else chip + note + (2 if chip and note else 0)

    @property
    def height(self) -> float:
        """The height of all that is written."""
        return len(self.lines) * self.size * LEADING + (self.foot + 4 if self.foot else 0)


def _widest(lines: Iterable[str], size: float) -> float:
    return max((_measure(line, size) for line in lines), default=0.0)


def _faces(process: _Process, columns: _Columns) -> tuple[_Face, ...]:
    size = TEXT if columns.box >= BOX_ROOMY - 6 else NARROW_TEXT
    return tuple(_face(step, columns.box, size) for step in process.steps)


def _face(step: Step, width: float, size: float) -> _Face:
    inner = width - 2 * PAD_X - (2 * INSET - 8 if step.kind == "decision" else 0)
    return _Face(
        # the number is bold: it takes a little more
        _wrap(f"{step.number}. {step.label}", inner - 0.2 * _measure(str(step.number), size), size),
        _wrap(step.system, inner - 8, SMALL),
        _wrap(step.duration, inner - 13, SMALL),
        size,
        inner + 2 * PAD_X,
    )


# ------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class _Rect:
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

    def grown(self, by: float) -> "_Rect":
        """Return the rectangle with a margin."""
        return _Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, other: "_Rect") -> bool:
        """Tell whether the two share more than an edge."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


_Point = tuple[float, float]
_Path = tuple[_Point, ...]


@dataclass(frozen=True, slots=True)
class _Ports:
    """Where routes touch their boxes: up or down from the middle of a side, along the top."""

    leave: Mapping[int, float]
    enter: Mapping[int, float]
    height: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class _Label:
    lines: tuple[str, ...]
    rect: _Rect
    plate: bool


@dataclass(frozen=True, slots=True)
class _Layout:
    """Everything at its place."""

    columns: _Columns
    head: float
    foot: float
    height: float
    faces: tuple[_Face, ...]
    boxes: tuple[_Rect, ...]
    routes: tuple[_Route, ...]
    paths: tuple[_Path, ...]
    labels: tuple[_Label, ...]


def _settle(
    process: _Process, routes: tuple[_Route, ...], columns: _Columns, faces: tuple[_Face, ...]
) -> _Layout:
    """Return the layout, rows moved apart until every label has a place."""
    ports = _ports(process, routes, columns)
    gaps = [GAP] * len(process.steps) + [MARGIN + 2]
    for _ in range(GROWTHS):
        layout = _rows(process, routes, columns, faces, ports, gaps)
        labels, homeless = _labels(layout, process)
        if not homeless:
            break
        for gap in {route.source + (route.target >= route.source) for route in homeless}:
            gaps[gap] += SMALL * LEADING + 4
    return replace(layout, labels=labels)


def _rows(
    process: _Process,
    routes: tuple[_Route, ...],
    columns: _Columns,
    faces: tuple[_Face, ...],
    ports: _Ports,
    gaps: Sequence[float],
) -> _Layout:
    head = max(len(lines) for lines in _heads(process, columns)) * HEAD * LEADING + 14
    boxes: list[_Rect] = []
    y = head - 4
    for row, face in enumerate(faces):
        height = max(BOX_LOW, face.height + 2 * PAD_Y, ports.height[row])
        x = columns.middles[process.column[row]] - columns.box / 2
        boxes.append(_Rect(x, y + gaps[row], columns.box, height))
        y += gaps[row] + height
    paths = tuple(
        _path(index, route, process, columns, ports, boxes) for index, route in enumerate(routes)
    )
    foot = head if len(boxes) >= LONG else 0.0
    height = y + gaps[-1] + foot
    return _Layout(columns, head, foot, height, faces, tuple(boxes), routes, paths, ())


def _heads(process: _Process, columns: _Columns) -> list[tuple[str, ...]]:
    cells = pairwise(columns.borders)
    return [
        _wrap(lane.label, right - left - 8, HEAD, bold=True)
        for lane, (left, right) in zip(process.lanes, cells, strict=True)
    ]


def _ports(process: _Process, routes: Sequence[_Route], columns: _Columns) -> _Ports:
    leave, enter = dict.fromkeys(range(len(routes)), 0.0), _tops(process, routes)
    height = dict.fromkeys(range(len(process.steps)), 0.0)
    for (row, _), ends in _sides(process, routes, columns).items():
        places = _spread([bool(routes[i].label) and out for i, out in ends])
        for (index, out), place in zip(ends, places, strict=True):
            (leave if out else enter)[index] = place
        height[row] = max(height[row], places[-1] - places[0] + 18)
    return _Ports(leave, enter, height)


def _spread(labelled: Sequence[bool]) -> list[float]:
    """Return places around the middle of a side, further apart where a label is due."""
    places = [0.0]
    for pair in pairwise(labelled):
        places.append(places[-1] + (LABELLED_PORT if any(pair) else PORT))
    return [place - places[-1] / 2 for place in places]


def _sides(
    process: _Process, routes: Sequence[_Route], columns: _Columns
) -> dict[tuple[int, str], list[tuple[int, bool]]]:
    """Return the ends of routes at each left and right side, from top to bottom."""
    found: dict[tuple[int, str], list[tuple[tuple[int, float], int, bool]]] = defaultdict(list)
    for index, route in enumerate(routes):
        turns = _turns(index, route, process, columns)
        for out, side in ((True, _leaves(route, process)), (False, _enters(route, process))):
            row, other = (route.source, route.target)[:: 1 if out else -1]
            if side in ("left", "right"):
                found[row, side].append((_rank(row, other, out, turns[not out]), index, out))
    return {key: [(i, out) for _, i, out in sorted(ends)] for key, ends in sorted(found.items())}


def _turns(index: int, route: _Route, process: _Process, columns: _Columns) -> tuple[float, float]:
    """Return how far from each box the route turns."""
    here, there = (columns.middles[process.column[r]] for r in (route.source, route.target))
    x = {"over": there, "down": here}.get(route.way, columns.tracks.get(index, here))
    return abs(x - here), abs(x - there)


def _rank(row: int, other: int, out: bool, turn: float) -> tuple[int, float]:
    """Order ports so that routes of one side do not cross: upward ones first, near before far."""
    if other == row:  # a loop: its two ends are neighbours in the middle
        return (0, inf) if out else (1, -inf)
    return (0, turn) if other < row else (1, -turn)


def _tops(process: _Process, routes: Sequence[_Route]) -> dict[int, float]:
    """Return how far from the middle each route comes down on its target."""
    above: dict[int, list[int]] = defaultdict(list)
    for index, route in enumerate(routes):
        if route.way == "over":
            above[route.target].append(index)
    places = dict.fromkeys(range(len(routes)), 0.0)
    for target, indexes in above.items():
        left, right = _comers(target, indexes, process, routes)
        order = left + [-1] * _busy(target, indexes, process, routes) + right
        middle = len(left) if -1 in order else (len(order) - 1) / 2
        places.update({i: (n - middle) * TOP_PORT for n, i in enumerate(order) if i >= 0})
    return places


def _comers(
    target: int, indexes: Sequence[int], process: _Process, routes: Sequence[_Route]
) -> tuple[list[int], list[int]]:
    """Return who comes from the left and from the right; the highest source stands innermost."""
    lane = process.column[target]
    order = sorted(indexes, key=lambda i: (routes[i].source, i))
    left = [i for i in order if process.column[routes[i].source] < lane]
    return left[::-1], [i for i in order if i not in left]


def _busy(target: int, indexes: Sequence[int], process: _Process, routes: Sequence[_Route]) -> bool:
    """Tell whether an arrow already runs down the middle of the lane beside these."""
    highest, lane = min(routes[i].source for i in indexes), process.column[target]
    return any(
        route.way in ("straight", "down")
        and process.column[route.source] == lane
        and route.source < target
        and route.target > highest
        for route in routes
    )


def _path(
    index: int,
    route: _Route,
    process: _Process,
    columns: _Columns,
    ports: _Ports,
    boxes: Sequence[_Rect],
) -> _Path:
    source, target = boxes[route.source], boxes[route.target]
    leave, enter = ports.leave[index], ports.enter[index]
    top = (target.middle + enter, target.y)
    bottom = (source.middle, source.y + source.h)
    if route.way == "straight":
        return bottom, top
    end = _touch(target, process.steps[route.target], _enters(route, process), enter)
    if route.way == "down":
        return bottom, (source.middle, end[1]), end
    start = _touch(source, process.steps[route.source], _leaves(route, process), leave)
    if route.way == "over":
        return start, (top[0], start[1]), top
    track = columns.tracks[index]
    return start, (track, start[1]), (track, end[1]), end


def _touch(box: _Rect, step: Step, side: str, place: float) -> _Point:
    """Return the point of the outline at this height on this side."""
    inset = _inset(box, step, abs(place))
    return (box.x + box.w - inset if side == "right" else box.x + inset), box.center + place


def _inset(box: _Rect, step: Step, away: float) -> float:
    """Return how far the outline is from the side of the rectangle around it."""
    if step.kind == "decision":
        return INSET * away / (box.h / 2)
    radius = _radius(box, step)
    beyond = max(away - (box.h / 2 - radius), 0)
    return radius - sqrt(max(radius**2 - beyond**2, 0))


def _radius(box: _Rect, step: Step) -> float:
    return min(ROUND, box.h / 2) if step.kind in ("start", "end") else CORNER


# ------------------------------------------------------------------------------- labels


def _labels(layout: _Layout, process: _Process) -> tuple[tuple[_Label, ...], list[_Route]]:
    """Return the labels at their places, and the routes whose label found none."""
    solid = [_Rect(0, 0, layout.columns.width, layout.head)]
    solid += [_solid(box, step) for box, step in zip(layout.boxes, process.steps, strict=True)]
    field = _Field(layout, _lines(layout.paths), solid)
    placed: list[_Label] = []
    homeless: list[_Route] = []
    for index, route in enumerate(layout.routes):
        if route.label:
            label = field.place(index, route.label)
            placed += [label] if label else []
            homeless += [] if label else [route]
    return tuple(placed), homeless


def _solid(box: _Rect, step: Step) -> _Rect:
    """Return what a label has to keep away from: the box with its marks."""
    over = MARK if step.issue or step.changed else 0.0
    return _Rect(box.x - over / 2, box.y - over, box.w + over, box.h + over).grown(1.5)


def _lines(paths: Sequence[_Path]) -> list[tuple[int, _Rect]]:
    """Return the segments of all paths as thin rectangles."""
    return [
        (index, _Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])))
        for index, path in enumerate(paths)
        for a, b in pairwise(path)
    ]


@dataclass(frozen=True, slots=True)
class _Field:
    """What labels have to respect: boxes and other labels strictly, lines if they can."""

    layout: _Layout
    lines: list[tuple[int, _Rect]]
    solid: list[_Rect]

    def place(self, index: int, text: str) -> _Label | None:
        """Return the label at the best place along its path, and take that place."""
        best: _Label | None = None
        least = inf
        for base, rect, lines in _spots(self.trail(index), text):
            if base >= least:
                break
            if not self.open(rect):
                continue
            touched = self.touched(index, rect)
            if base + touched < least:
                best, least = _Label(lines, rect, touched > 0), base + touched
        if best:
            self.solid.append(best.rect.grown(1))
        return best

    def trail(self, index: int) -> _Path:
        """Return the path a label may follow; a loop's goes on below its box, where rows part."""
        route, path = self.layout.routes[index], self.layout.paths[index]
        if route.source != route.target:
            return path
        box, (x, y) = self.layout.boxes[route.source], path[2]
        return *path, (x, y), (x, box.y + box.h + 3 * GAP)

    def open(self, rect: _Rect) -> bool:
        """Tell whether a label may stand here."""
        inside = rect.x >= 2 and rect.x + rect.w <= self.layout.columns.width - 2
        low = rect.y + rect.h <= self.layout.height - self.layout.foot - 2
        return inside and low and not any(rect.meets(other) for other in self.solid)

    def touched(self, index: int, rect: _Rect) -> float:
        """Return the price of the lines under a label: own ones are cheap."""
        near = rect.grown(0.8)
        return sum(
            25.0 if owner == index else 70.0 for owner, line in self.lines if near.meets(line)
        )


_Spot = tuple[float, _Rect, tuple[str, ...]]


def _spots(path: _Path, text: str) -> list[_Spot]:
    """Return the places for a label along its path, the best for the eye first."""
    shapes = dict.fromkeys(_wrap(text, width, SMALL) for width in LABEL_WIDTHS)
    spots = (
        (45 * place**2 + 6 * rank + base, rect, lines)
        for rank, lines in enumerate(shapes)
        for place, (start, end) in enumerate(pairwise(path))
        for base, rect in _along(start, end, _widest(lines, SMALL) + 2, _tall(lines))
    )
    return sorted(spots, key=lambda spot: spot[0])


def _tall(lines: Sequence[str]) -> float:
    return len(lines) * SMALL * LEADING


def _along(start: _Point, end: _Point, w: float, h: float) -> Iterator[tuple[float, _Rect]]:
    """Yield the places on both sides of a segment, from its start on."""
    (x, y), (to_x, to_y) = start, end
    upright = x == to_x
    length = abs(to_x - x) + abs(to_y - y)
    for slide in range(0, int(min(length, 600)), 6):
        away = slide * 0.5
        if upright:
            top = y + 3 + slide if to_y > y else y - 3 - slide - h
            yield away, _Rect(x + 4, top, w, h)
            yield away + 2, _Rect(x - 4 - w, top, w, h)
        else:
            left = x + 4 + slide if to_x > x else x - 4 - slide - w
            yield away, _Rect(left, y - 2 - h, w, h)
            yield away + 3, _Rect(left, y + 2, w, h)


# ------------------------------------------------------------------------------- SVG


def _svg(names: _Names, process: _Process, layout: _Layout) -> str:
    """Return the layout as SVG: lanes, then arrows, then boxes, then labels."""
    parts = [_marker(names.prefix), *_lanes(process, layout)]
    for route, path in zip(layout.routes, layout.paths, strict=True):
        parts.append(_arrow(route, path, names.prefix))
    for row, step in enumerate(process.steps):
        parts.append(_step(step, layout.boxes[row], layout.faces[row]))
    parts.extend(_label(label) for label in layout.labels)
    return _frame(names, layout.columns.width, layout.height, "".join(parts))


def _frame(names: _Names, width: float, height: float, inner: str) -> str:
    title, description = f"{names.prefix}cl-title", f"{names.prefix}cl-desc"
    return _tag(
        "svg",
        "cl-lanes",
        _tag("title", "", escape(names.title), id=title)
        + _tag("desc", "", escape(names.description), id=description)
        + inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{title} {description}",
        font_family=FONT,
    )


def _empty(names: _Names) -> str:
    lines = _wrap(names.title, 300, HEAD, bold=True)
    height = max(len(lines), 1) * HEAD * LEADING + 20
    return _frame(names, 320, height, _text(lines, 160, 10, HEAD, "cl-head-text", bold=True))


def _tag(name: str, css: str, inner: str = "", /, **attributes: str | float) -> str:
    given = ([("class", css)] if css else []) + [
        (key if key in _CAMEL else key.replace("_", "-"), value)
        for key, value in attributes.items()
    ]
    written = "".join(
        f' {key}="{escape(value if isinstance(value, str) else _number(value))}"'
        for key, value in given
    )
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


_CAMEL = {"viewBox", "markerWidth", "markerHeight", "markerUnits", "refX", "refY"}


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _text(
    lines: Sequence[str],
    x: float,
    top: float,
    size: float,
    css: str,
    bold: bool = False,
    anchor: str = "middle",
    fill: str = "#26364a",
) -> str:
    """Return lines of text, the first one's box beginning at `top`."""
    return "".join(
        _tag(
            "text",
            css,
            escape(line),
            x=x,
            y=top + size * (0.95 + index * LEADING),
            text_anchor=anchor,
            font_size=size,
            fill=fill,
            **({"font_weight": "bold"} if bold else {}),
        )
        for index, line in enumerate(lines)
    )


def _marker(prefix: str) -> str:
    tip = _tag("path", "cl-tip", d="M0 0.5L8 4L0 7.5L1.8 4z", fill="#4d5d72")
    marker = _tag(
        "marker",
        "",
        tip,
        id=f"{prefix}cl-tip",
        markerWidth=8,
        markerHeight=8,
        markerUnits="userSpaceOnUse",
        refX=7.6,
        refY=4,
        orient="auto",
    )
    return _tag("defs", "", marker)


def _lanes(process: _Process, layout: _Layout) -> Iterator[str]:
    tops = [0.0, layout.height - layout.foot] if layout.foot else [0.0]
    heads = _heads(process, layout.columns)
    for index, (left, right) in enumerate(pairwise(layout.columns.borders)):
        band = _Rect(left, 0, right - left, layout.height)
        yield _band("cl-lane", index, band, ("#f5f7fa", "#ffffff"))
        for top in tops:
            cell = replace(band, y=top, h=layout.head)
            yield _band("cl-head", index, cell, ("#dfe6ef", "#e9eef5"))
            start = cell.center - len(heads[index]) * HEAD * LEADING / 2
            yield _text(heads[index], cell.middle, start, HEAD, "cl-head-text", bold=True)


def _band(css: str, index: int, rect: _Rect, fills: tuple[str, str]) -> str:
    css = f"{css} {css}-odd" if index % 2 else css
    return _tag("rect", css, **_place(rect), fill=fills[index % 2])


def _place(rect: _Rect) -> dict[str, float]:
    return {"x": rect.x, "y": rect.y, "width": rect.w, "height": rect.h}


def _arrow(route: _Route, path: _Path, prefix: str) -> str:
    dashes = {"stroke_dasharray": "5 3"} if route.back else {}
    return _tag(
        "path",
        "cl-arrow cl-return" if route.back else "cl-arrow",
        d=_rounded(path),
        fill="none",
        stroke="#4d5d72",
        stroke_width=1.2,
        **dashes,
        marker_end=f"url(#{prefix}cl-tip)",
    )


def _rounded(path: _Path) -> str:
    """Return the path with its corners rounded."""
    parts = [f"M{_at(path[0])}"]
    for before, corner, after in zip(path, path[1:], path[2:], strict=False):
        bend = min(BEND, _reach(before, corner) / 2, _reach(corner, after) / 2)
        parts.append(f"L{_at(_towards(corner, before, bend))}")
        parts.append(f"Q{_at(corner)} {_at(_towards(corner, after, bend))}")
    return "".join([*parts, f"L{_at(path[-1])}"])


def _at(point: _Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _reach(a: _Point, b: _Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: _Point, b: _Point, by: float) -> _Point:
    share = by / (_reach(a, b) or 1)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


_Ink = dict[str, str | float]
_INKS = {
    "task": ("#ffffff", "#6b7f98"),
    "decision": ("#fff7e2", "#b98f35"),
    "start": ("#e9f5ee", "#4f8f69"),
    "end": ("#f0f2f6", "#44566e"),
}


def _step(step: Step, box: _Rect, face: _Face) -> str:
    """Return the box with all it carries, a link if it leads somewhere."""
    name = _tag("title", "", escape(f"{step.number}. {step.label}"))
    inner = name + _outline(step, box) + _writing(step, box, face)
    inner += _star(box, step) if step.changed else ""
    inner += _warning(box, step) if step.issue else ""
    kind = step.kind if step.kind in _INKS else "task"
    group = _tag("g", f"cl-step cl-{kind}-step" + " cl-changed" * step.changed, inner)
    return _tag("a", "cl-link", group, href=step.href) if step.href else group


def _outline(step: Step, box: _Rect) -> str:
    fill, stroke = _INKS.get(step.kind, _INKS["task"])
    ink: _Ink = {"fill": fill, "stroke": stroke, "stroke_width": 2.4 if step.changed else 1.2}
    if step.kind == "decision":
        return _tag("path", "cl-box cl-decision", d=_hexagon(box), **ink)
    css = f"cl-box cl-{step.kind if step.kind in _INKS else 'task'}"
    return _tag("rect", css, **_place(box), rx=_radius(box, step), **ink)


def _hexagon(box: _Rect) -> str:
    left, right, top, bottom = box.x, box.x + box.w, box.y, box.y + box.h
    points = (
        (left, box.center),
        (left + INSET, top),
        (right - INSET, top),
        (right, box.center),
        (right - INSET, bottom),
        (left + INSET, bottom),
    )
    return "M" + "L".join(_at(point) for point in points) + "z"


def _writing(step: Step, box: _Rect, face: _Face) -> str:
    top = box.center - face.height / 2
    foot = top + face.height - face.foot
    written = _text(face.lines, box.middle, top, face.size, "cl-text")
    if face.beside:
        left = box.middle - (face.chip + 5 + face.note) / 2
        chip = _chip(face, left, foot)
        return written + chip + _note(face, left + face.chip + 5, foot + 1)
    if face.system:
        written += _chip(face, box.middle - face.chip / 2, foot)
        foot += len(face.system) * SMALL * LEADING + 4
    return written + (_note(face, box.middle - face.note / 2, foot) if face.duration else "")


def _chip(face: _Face, x: float, y: float) -> str:
    place = _Rect(x, y, face.chip, _tall(face.system) + 2)
    plate = _tag("rect", "cl-system", **_place(place), rx=3, fill="#dde8f7")
    return plate + _text(
        face.system, x + face.chip / 2, y + 1, SMALL, "cl-system-text", fill="#2d4f7c"
    )


def _note(face: _Face, x: float, y: float) -> str:
    middle = y + SMALL * LEADING / 2
    ink: _Ink = {"fill": "none", "stroke": "#5a6778", "stroke_width": 1.0}
    clock = _tag("circle", "cl-clock", cx=x + 5, cy=middle, r=4, **ink)
    hands = f"M{_at((x + 5, middle - 2.4))}V{_number(middle)}H{_number(x + 6.8)}"
    clock += _tag("path", "cl-clock", d=hands, **ink)
    return clock + _text(
        face.duration, x + 12, y, SMALL, "cl-duration", anchor="start", fill="#56637a"
    )


def _warning(box: _Rect, step: Step) -> str:
    """Return a triangle with an exclamation mark, on the upper right corner."""
    x, y = box.x + box.w - 5 - (6 if step.kind == "decision" else 0), box.y - MARK + 1
    outline = f"M{_at((x, y))}L{_at((x + 7, y + 12.5))}H{_number(x - 7)}z"
    ink: _Ink = {"fill": "#ffd45c", "stroke": "#8a5a00", "stroke_width": 1.2}
    sign = f"M{_at((x, y + 4.4))}V{_number(y + 8)}M{_at((x, y + 9.6))}V{_number(y + 11)}"
    return _tag(
        "g",
        "cl-issue",
        _tag("title", "", escape(step.issue))
        + _tag("path", "cl-issue-mark", d=outline, **ink, stroke_linejoin="round")
        + _tag("path", "cl-issue-sign", d=sign, stroke="#4a2f00", stroke_width=1.5),
    )


def _star(box: _Rect, step: Step) -> str:
    """Return a star on the upper left corner."""
    x, y = box.x + 4 + (7 if step.kind == "decision" else 0), box.y
    points = (
        (x + radius * sin(turn * pi / 5), y - radius * cos(turn * pi / 5))
        for turn, radius in enumerate((7.0, 3.0) * 5)
    )
    ink: _Ink = {"fill": "#6d4bb0", "stroke": "#ffffff", "stroke_width": 1.0}
    return _tag("path", "cl-star", d="M" + "L".join(map(_at, points)) + "z", **ink)


def _label(label: _Label) -> str:
    rect = label.rect
    plate = _tag("rect", "cl-plate", **_place(rect), rx=2, fill="#ffffff", fill_opacity=0.85)
    return (plate if label.plate else "") + _text(
        label.lines, rect.x + rect.w / 2, rect.y, SMALL, "cl-label", fill="#1f4b86"
    )
