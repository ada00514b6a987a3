"""SVG elements, coloured by their classes.

A drawing carries the plain colours of `_INKS`, so that it prints anywhere; lanes.css and
charts.css say what the same classes look like in the dark, on the site.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from math import dist

from cahier.diagrams.shapes import Path, Point, Rect
from cahier.diagrams.words import LEADING, plain

FONT = "Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

# fill, stroke, stroke width
_INKS: dict[str, tuple[str, ...]] = {
    "cl-lane": ("#f5f7fa",),
    "cl-lane-odd": ("#ffffff",),
    "cl-head": ("#dfe6ef",),
    "cl-head-odd": ("#e9eef5",),
    "cl-head-text": ("#26364a",),
    "cl-text": ("#26364a",),
    "cl-task": ("#ffffff", "#6b7f98", "1.2"),
    "cl-decision": ("#fff7e2", "#b98f35", "1.2"),
    "cl-start": ("#e9f5ee", "#4f8f69", "1.2"),
    "cl-end": ("#f0f2f6", "#44566e", "1.2"),
    "cl-arrow": ("none", "#4d5d72", "1.2"),
    "cl-tip": ("#4d5d72",),
    "cl-label": ("#1f4b86",),
    "cl-plate": ("#ffffff",),
    "cl-system": ("#dde8f7",),
    "cl-system-text": ("#2d4f7c",),
    "cl-clock": ("none", "#5a6778", "1"),
    "cl-duration": ("#56637a",),
    "cl-issue-mark": ("#ffd45c", "#8a5a00", "1.2"),
    "cl-issue-sign": ("none", "#4a2f00", "1.5"),
    "cl-star": ("#6d4bb0", "#ffffff", "1"),
    "ch-text": ("#26364a",),
    "ch-soft": ("#56637a",),  # text that may be overlooked: ticks, units
    "ch-over": ("#ffffff",),  # text upon a bar
    "ch-grid": ("none", "#dfe6ef", "1"),
    "ch-axis": ("none", "#6b7f98", "1.2"),
    "ch-line": ("none", "#26364a", "2"),
    "ch-plate": ("#ffffff",),
    "ch-back": ("#f0f2f6",),
    "ch-box": ("#ffffff", "#8397b4", "1"),
    "ch-here": ("#dff1ee", "#00756a", "2.4"),
    "ch-a": ("#1f5f99",),
    "ch-b": ("#8f6410",),
    "ch-c": ("#6d4bb0",),
    "ch-d": ("#16716e",),
    "ch-e": ("#9c3b6b",),
    "ch-plan": ("#dfe6ef", "#6b7f98", "1"),  # what was foreseen, beside what came
    "ch-dot": ("#ffffff", "#26364a", "2"),
    "ch-phase": ("#dfe6ef", "#44566e", "1"),
    "ch-phase-done": ("#44566e",),
    "ch-task": ("#dceafa", "#1f5f99", "1"),
    "ch-task-done": ("#1f5f99",),
    "ch-day": ("#ffffff", "#6d4bb0", "1.6"),
    "ch-day-done": ("#6d4bb0", "#6d4bb0", "1.6"),
    "ch-page": ("#ffffff", "#16716e", "1.4"),
    "ch-page-done": ("#16716e", "#16716e", "1.4"),
    "ch-alert": ("#ffd45c", "#8a5a00", "1"),
    "ch-alert-sign": ("none", "#4a2f00", "1.6"),
    "ch-arrow": ("none", "#6b7f98", "1"),
    "ch-tip": ("#6b7f98",),
    "ch-today": ("none", "#b3261e", "1.4"),
    "ch-today-text": ("#b3261e",),
    "ch-good": ("#1b6e3c",),
    "ch-fair": ("#8a5300",),
    "ch-bad": ("#b3261e",),
    "ch-none": ("#8a96a8",),
    "ch-low": ("#cfe8d8", "#1b6e3c", "1"),  # the four bands of a risk
    "ch-medium": ("#fdeebf", "#8a5300", "1"),
    "ch-high": ("#f9d3b4", "#a4480b", "1"),
    "ch-critical": ("#f4b8b3", "#b3261e", "1"),
}


def tag(name: str, css: str = "", inner: str = "", /, **attributes: str | float) -> str:
    """Return an element with the ink of its classes; `inner` is markup, attributes are text."""
    own = {key.replace("_", "-"): value for key, value in attributes.items()}
    given: dict[str, str | float] = {**_inked(css), **own}
    written = "".join(map(_attribute, given.items()))
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


@lru_cache
def _inked(css: str) -> Mapping[str, str]:
    """Return the attributes of an element of these classes."""
    given = {"class": css} if css else {}
    for each in css.split():
        given.update(zip(("fill", "stroke", "stroke-width"), _INKS.get(each, ()), strict=False))
    return given


@lru_cache(maxsize=4096)
def _attribute(pair: tuple[str, str | float]) -> str:
    """Return an attribute; most are the same from one drawing to the next."""
    key, value = pair
    return f' {key}="{escape(value if isinstance(value, str) else number(value))}"'


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Return the number with two digits at most."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def at(point: Point) -> str:
    """Return the point as a path says it."""
    return f"{number(point[0])} {number(point[1])}"


def polygon(points: Iterable[Point], css: str, **attributes: str | float) -> str:
    """Return a closed outline."""
    return tag("path", css, d="M" + "L".join(map(at, points)) + "z", **attributes)


def plate(rect: Rect, css: str, **attributes: str | float) -> str:
    """Return a rectangle."""
    return tag("rect", css, x=rect.x, y=rect.y, width=rect.w, height=rect.h, **attributes)


def text(
    lines: Iterable[str], x: float, top: float, size: float, css: str, **attributes: str | float
) -> str:
    """Return lines of text around `x`, the first one's room beginning at `top`."""
    given = {"text_anchor": "middle", "font_size": size, **attributes}
    return "".join(
        tag("text", css, escape(line), x=x, y=top + size * (0.95 + index * LEADING), **given)
        for index, line in enumerate(lines)
    )


def rounded(path: Path, radius: float) -> str:
    """Return an orthogonal path with its corners rounded."""
    parts = [f"M{at(path[0])}"]
    for before, corner, after in zip(path, path[1:], path[2:], strict=False):
        bend = min(radius, dist(before, corner) / 2, dist(corner, after) / 2)
        near, far = _towards(corner, before, bend), _towards(corner, after, bend)
        parts.append(f"L{at(near)}Q{at(corner)} {at(far)}")
    return "".join([*parts, f"L{at(path[-1])}"])


def _towards(a: Point, b: Point, by: float) -> Point:
    share = by / (dist(a, b) or 1)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def framed(
    css: str, title: str, description: str, width: float, height: float, inner: str, **more: str
) -> str:
    """Return the SVG element; its title and description are read out.

    *more* may hold `prefix`, which keeps the ids of the drawing apart from those of others, and
    `role`: `img`, or `group` when it holds links, which an image would hide.
    """
    prefix, role = safe_id(more.get("prefix", "")), more.get("role", "img")
    ids = f"{prefix}{css}-title", f"{prefix}{css}-desc"
    names = tag("title", "", escape(plain(title)), id=ids[0])
    names += tag("desc", "", escape(plain(description)), id=ids[1])
    return (
        f'<svg class="{css}" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {number(width)} {number(height)}"'
        f' width="{number(width)}" height="{number(height)}" role="{role}"'
        f' aria-labelledby="{ids[0]} {ids[1]}" font-family="{escape(FONT)}">{names}{inner}</svg>'
    )


def linked(inner: str, href: str) -> str:
    """Return *inner* as a link to the record *href*, if there is one."""
    return tag("a", "ch-link", inner, href=plain(href)) if href else inner


def safe_id(prefix: str) -> str:
    """Return the prefix with everything an id or `url(#…)` cannot hold written as its code."""
    return re.sub(r"[^A-Za-z0-9-]", lambda match: f"_{ord(match[0]):x}_", prefix)
