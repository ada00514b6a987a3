"""A box as SVG, with all it carries."""

from html import escape
from math import cos, pi, sin

from cahier.diagrams.lanes.boxes import INSET, MARK, Box, Face
from cahier.diagrams.shapes import Point, Rect
from cahier.diagrams.svg import at, number, plate, polygon, tag, text
from cahier.diagrams.words import SMALL, tall

_KINDS = ("task", "decision", "start", "end")


def step(box: Box) -> str:
    """Return the box, a link if it leads somewhere."""
    of = box.step
    kind = of.kind if of.kind in _KINDS else "task"
    name = tag("title", "", escape(f"{of.number}. {of.label}"))
    marks = (_star(box) if of.changed else "") + (_warning(box) if of.issue else "")
    css = f"cl-step cl-{kind}-step" + " cl-changed" * of.changed
    group = tag("g", css, name + _outline(box, f"cl-box cl-{kind}") + _writing(box) + marks)
    return tag("a", "cl-link", group, href=of.href) if of.href else group


def _outline(box: Box, css: str) -> str:
    thick = {"stroke_width": 2.4} if box.step.changed else {}
    if box.step.kind == "decision":
        return polygon(_hexagon(box.rect), css, **thick)
    return plate(box.rect, css, rx=box.radius, **thick)


def _hexagon(rect: Rect) -> tuple[Point, ...]:
    left, right, bottom = rect.x + INSET, rect.x + rect.w - INSET, rect.y + rect.h
    upper = (rect.x, rect.center), (left, rect.y), (right, rect.y)
    return *upper, (rect.x + rect.w, rect.center), (right, bottom), (left, bottom)


def _writing(box: Box) -> str:
    face, middle = box.face, box.rect.middle
    top = box.rect.center - face.height / 2
    foot = top + face.height - face.foot
    written = text(face.lines, middle, top, face.size, "cl-text")
    if face.beside:
        left = middle - (face.chip + 5 + face.note) / 2
        return written + _chip(face, left, foot) + _note(face, left + face.chip + 5, foot + 1)
    if face.system:
        written += _chip(face, middle - face.chip / 2, foot)
        foot += tall(face.system) + 4
    return written + (_note(face, middle - face.note / 2, foot) if face.duration else "")


def _chip(face: Face, x: float, y: float) -> str:
    place = Rect(x, y, face.chip, tall(face.system) + 2)
    words = text(face.system, place.middle, y + 1, SMALL, "cl-system-text")
    return plate(place, "cl-system", rx=3) + words


def _note(face: Face, x: float, y: float) -> str:
    middle = y + tall(face.duration[:1]) / 2
    clock = tag("circle", "cl-clock", cx=x + 5, cy=middle, r=4)
    hands = f"M{at((x + 5, middle - 2.4))}V{number(middle)}H{number(x + 6.8)}"
    words = text(face.duration, x + 12, y, SMALL, "cl-duration", text_anchor="start")
    return clock + tag("path", "cl-clock", d=hands) + words


def _warning(box: Box) -> str:
    """Return a triangle with an exclamation mark, on the upper right corner."""
    x = box.rect.x + box.rect.w - 5 - (6 if box.step.kind == "decision" else 0)
    y = box.rect.y - MARK + 1
    sign = f"M{at((x, y + 4.4))}V{number(y + 8)}M{at((x, y + 9.6))}V{number(y + 11)}"
    corners = (x, y), (x + 7, y + 12.5), (x - 7, y + 12.5)
    triangle = polygon(corners, "cl-issue-mark", stroke_linejoin="round")
    name = tag("title", "", escape(box.step.issue))
    return tag("g", "cl-issue", name + triangle + tag("path", "cl-issue-sign", d=sign))


def _star(box: Box) -> str:
    """Return a star on the upper left corner."""
    x, y = box.rect.x + 4 + (7 if box.step.kind == "decision" else 0), box.rect.y
    points = (
        (x + radius * sin(turn * pi / 5), y - radius * cos(turn * pi / 5))
        for turn, radius in enumerate((7.0, 3.0) * 5)
    )
    return polygon(points, "cl-star")
