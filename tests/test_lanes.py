"""The swim lanes are measured as drawn: the SVG is parsed, nothing else is asked."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.diagrams import lanes as drawings
from cahier.diagrams import words
from cahier.diagrams.lanes import Arrow, Lane, Step
from cahier.diagrams.lanes.sheets import WHOLE

SVG = "{http://www.w3.org/2000/svg}"
Process = tuple[Sequence[Lane], Sequence[Step]]
Point = tuple[float, float]

JOINERS = (
    Lane("commercial", "Commercial itinérant"),
    Lane("chef", "Chef des ventes"),
    Lane("adv", "Assistante ADV"),
    Lane("etudes", "Bureau d’études"),
    Lane("client", "Client"),
)
QUOTE = (
    Step(1, "Demande de devis", "client", "start", next=(Arrow(2),)),
    Step(2, "Visite et prise de cotes", "commercial", system="Tablette", duration="2 h",
         href="../metier/visite.html", next=(Arrow(3),)),
    Step(3, "Métré et remise > 15 % ?", "commercial", "decision", issue="Double saisie du métré",
         next=(Arrow(4, "oui"), Arrow(6, "non"), Arrow(7, "hors standard"))),
    Step(4, "Validation du chef des ventes", "chef", "decision", "CRM",
         next=(Arrow(6, "accordée"), Arrow(5, "refusée"))),
    Step(5, "Révision du prix", "commercial", system="CRM", changed=True, next=(Arrow(3),)),
    Step(6, "Établissement du devis", "adv", system="Sage X3", next=(Arrow(9),)),
    Step(7, "Étude de faisabilité", "etudes", system="CAO", duration="3 jours ouvrés",
         next=(Arrow(8),)),
    Step(8, "Chiffrage de l’ouvrage spécial", "etudes", next=(Arrow(6),)),
    Step(9, "Envoi du devis", "adv", system="CRM", duration="J+1", next=(Arrow(10),)),
    Step(10, "Réponse sous 7 jours ?", "client", "decision",
         next=(Arrow(12, "signé"), Arrow(11, "sans réponse"), Arrow(1, "autre demande"))),
    Step(11, "Relance téléphonique", "commercial", duration="15 min", next=(Arrow(10),)),
    Step(12, "Commande transmise à l’ERP", "adv", "end", "Sage X3"),
)  # fmt: skip


def long_process() -> Process:
    steps = [
        Step(n, "Prise de cotes, métré puis relance", JOINERS[n * n % 5].id,
             "decision" if n % 3 == 0 else "task", "CRM" * (n % 2), "2 h" * (n % 4 == 0),
             next=(Arrow(n + 1, "oui"), Arrow((n * 7) % 40 + 1, "sans réponse"))
             + ((Arrow((n * 11) % 40 + 1, "refusée par le client"),) if n % 3 == 0 else ()))
        for n in range(1, 41)
    ]  # fmt: skip
    return JOINERS, steps


def crowd() -> Process:
    """Everything goes to one step, and each step to itself."""
    steps = [
        Step(n, "Pose", "z", "decision", next=(Arrow(6, "à poser"), Arrow(n, "encore"), Arrow(6)))
        for n in range(1, 13)
    ]
    return (), steps


def fan() -> Process:
    """All leave one step, and all go to another."""
    middle = [Step(n, "Pose", JOINERS[n % 4].id, next=(Arrow(62),)) for n in range(2, 62)]
    first = Step(1, "Tri", "client", "decision", next=tuple(Arrow(step.number) for step in middle))
    return JOINERS, [first, *middle, Step(62, "Bilan", "client", "decision")]


PROCESSES: dict[str, Process] = {
    "quote": (JOINERS, QUOTE),
    "long": long_process(),
    "crowd": crowd(),
    "fan": fan(),
    "one": (JOINERS, [Step(1, "Métré", "chef", "start")]),
    "narrow": (
        [Lane(str(n), f"Approvisionnement {n}") for n in range(10)],
        [
            Step(n, "Anticonstitutionnellement refusé", str(n * 3 % 10), "decision",
                 "Planificateur d’atelier", "une demi-journée", "!", changed=True,
                 next=(Arrow(n + 1, "accordée sous conditions"), Arrow(n - 4, "révision")))
            for n in range(1, 61)
        ],
    ),
}  # fmt: skip

WORDS = st.text("aéWmi -?%«»’œ日\u0301", max_size=30)
LANES = st.lists(st.builds(Lane, st.sampled_from("abcdefghij"), WORDS), max_size=10)
ARROWS = st.lists(st.builds(Arrow, st.integers(1, 24), WORDS), max_size=4).map(tuple)
STEPS = st.lists(
    st.builds(
        Step,
        number=st.integers(1, 24),
        label=WORDS,
        lane=st.sampled_from("abcdefghijk"),
        kind=st.sampled_from(["task", "decision", "start", "end", "autre"]),
        system=WORDS,
        duration=WORDS,
        issue=WORDS,
        changed=st.booleans(),
        next=ARROWS,
    ),
    max_size=24,
)


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    def meets(self, other: "Rect") -> bool:
        """Tell whether the two share more than a rounding error."""
        return (
            min(self.x + self.w, other.x + other.w) - max(self.x, other.x) > 0.05
            and min(self.y + self.h, other.y + other.h) - max(self.y, other.y) > 0.05
        )

    def holds(self, other: "Rect") -> bool:
        return (
            self.x <= other.x + 0.05
            and self.y <= other.y + 0.05
            and other.x + other.w <= self.x + self.w + 0.05
            and other.y + other.h <= self.y + self.h + 0.05
        )


def around(points: Sequence[Point]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def draw(*args: object, **more: object) -> str:
    return drawings.draw(*args, **more).whole


def parse(process: Process) -> ET.Element:
    return ET.fromstring(draw(*process, "Établir un devis", "De l’appel à la commande", "p1-"))


def has(element: ET.Element, css: str) -> bool:
    return css in element.get("class", "").split()


def found(root: ET.Element, css: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if has(element, css))


def points(path: ET.Element) -> list[Point]:
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def shape(element: ET.Element) -> Rect:
    if element.tag == f"{SVG}path":
        return around(points(element))
    x, y, w, h = (float(element.get(k, "nan")) for k in ("x", "y", "width", "height"))
    return Rect(x, y, w, h)


def ink(text: ET.Element) -> Rect:
    """Return the room of a text, measured with the module's table (checked below by fonts)."""
    size, x, y = (float(text.get(k, "nan")) for k in ("font-size", "x", "y"))
    wide = 1.17 if text.get("font-weight") == "bold" else 1.0
    width = words.measure("".join(text.itertext()), wide * size)
    left = x - width / 2 if text.get("text-anchor") == "middle" else x
    return Rect(left, y - 0.8 * size, width, size)


def labels(root: ET.Element) -> list[Rect]:
    """Return each label, its lines together: lines follow one another at the same x."""
    return [ink(text) for text in found(root, "cl-label")]


def flaws(root: ET.Element) -> Iterator[str]:
    yield from box_flaws(root)
    yield from label_flaws(root)
    yield from arrow_flaws(root)


def box_flaws(root: ET.Element) -> Iterator[str]:
    width, height = (float(n) for n in root.get("viewBox", "").split()[2:])
    canvas = Rect(0, 0, width, height)
    boxes = [shape(box) for box in found(root, "cl-box")]
    yield from (f"{a} overlaps {b}" for a, b in combinations(boxes, 2) if a.meets(b))
    for step in found(root, "cl-step"):
        box = shape(next(found(step, "cl-box")))
        texts = [ink(text) for text in step.iter(f"{SVG}text")]
        yield from (f"{text} leaves {box}" for text in texts if not box.holds(text))
        yield from (f"{a} covers {b}" for a, b in combinations(texts, 2) if a.meets(b))
    everything = boxes + [ink(text) for text in root.iter(f"{SVG}text")]
    yield from (f"{rect} leaves the canvas" for rect in everything if not canvas.holds(rect))


def label_flaws(root: ET.Element) -> Iterator[str]:
    written, heads = labels(root), [shape(head) for head in found(root, "cl-head")]
    boxes = [shape(box) for box in found(root, "cl-box")]
    yield from (f"label {a} covers {b}" for a, b in combinations(written, 2) if a.meets(b))
    solid = boxes + heads
    yield from (f"label {a} is on {b}" for a in written for b in solid if a.meets(b))


def arrow_flaws(root: ET.Element) -> Iterator[str]:
    boxes = [shape(box) for box in found(root, "cl-box")]
    for arrow in found(root, "cl-arrow"):
        route = points(arrow)
        for pair in pairwise(route):
            line = around(pair)
            thin = Rect(line.x - 0.1, line.y - 0.1, line.w + 0.2, line.h + 0.2)
            yield from (f"{line} runs through {box}" for box in boxes if through(thin, box))


def loose_ends(process: Process) -> Iterator[str]:
    """Yield the ends of arrows that do not stand on the outlines of their boxes."""
    root, known = parse(process), [step.number for step in process[1]]
    boxes = dict(zip(known, found(root, "cl-box"), strict=True))
    wanted = ((s.number, a.to) for s in process[1] for a in s.next if a.to in boxes)
    for (source, target), arrow in zip(wanted, found(root, "cl-arrow"), strict=True):
        start, *_, end = points(arrow)
        yield from (f"{source}->{target} leaves at {start}" for _ in off(start, boxes[source]))
        yield from (f"{source}->{target} ends at {end}" for _ in off(end, boxes[target]))


def off(point: Point, box: ET.Element) -> list[Point]:
    """Return the point if it is not on the outline: of rectangles, bent corners are allowed for."""
    hexagon = box.tag == f"{SVG}path"
    bend = 11.0 if hexagon else float(box.get("rx", "nan"))
    rect, (x, y) = shape(box), point
    across = min(abs(x - rect.x), abs(rect.x + rect.w - x))
    along = min(abs(y - rect.y), abs(rect.y + rect.h - y))
    slope = 11.0 * (1 - 2 * along / rect.h) if hexagon else 0.0
    aside = slope - 0.1 < across < slope + (0.1 if hexagon or along > bend else bend)
    inside = rect.y < y < rect.y + rect.h
    return [] if (aside and inside) or (along < 0.05 and across >= bend) else [point]


@pytest.mark.parametrize("name", PROCESSES)
def test_arrows_go_from_box_to_box(name: str) -> None:
    assert list(loose_ends(PROCESSES[name])) == []


@settings(max_examples=150)
@given(LANES, STEPS)
def test_arrows_go_from_box_to_box_at_random(lanes: list[Lane], steps: list[Step]) -> None:
    once = list({step.number: step for step in reversed(steps)}.values())[::-1]
    assert list(loose_ends((lanes, once))) == []


def through(line: Rect, box: Rect) -> bool:
    """Tell whether a line is inside a box further than its outline's bend reaches."""
    bend = 11.5
    core = Rect(box.x + bend, box.y + 0.5, box.w - 2 * bend, box.h - 1)
    return line.meets(core)


@pytest.mark.parametrize("name", PROCESSES)
def test_nothing_touches(name: str) -> None:
    assert list(flaws(parse(PROCESSES[name]))) == []


@settings(max_examples=150)
@given(LANES, STEPS)
def test_nothing_touches_at_random(lanes: list[Lane], steps: list[Step]) -> None:
    root = parse((lanes, steps))
    assert [*flaws(root), *overlaps(root)] == []


@pytest.mark.parametrize("name", PROCESSES)
def test_every_arrow_and_label_is_drawn(name: str) -> None:
    check_complete(PROCESSES[name])


@settings(max_examples=150)
@given(LANES, STEPS)
def test_every_arrow_and_label_is_drawn_at_random(lanes: list[Lane], steps: list[Step]) -> None:
    check_complete((lanes, list({step.number: step for step in reversed(steps)}.values())[::-1]))


def check_complete(process: Process) -> None:
    root, known = parse(process), {step.number for step in process[1]}
    arrows = [arrow for step in process[1] for arrow in step.next if arrow.to in known]
    assert len(list(found(root, "cl-arrow"))) == len(arrows)
    wanted = " ".join(arrow.label for arrow in arrows)
    assert letters(found(root, "cl-label")) == re.sub(r"[\s-]", "", wanted)


def letters(texts: Iterator[ET.Element]) -> str:
    return re.sub(r"[\s-]", "", "".join("".join(text.itertext()) for text in texts))


@pytest.mark.parametrize("name", PROCESSES)
def test_no_word_is_lost(name: str) -> None:
    lanes, steps = PROCESSES[name]
    for step, group in zip(steps, found(parse((lanes, steps)), "cl-step"), strict=True):
        wanted = f"{step.number}. {step.label}"
        assert letters(found(group, "cl-text")) == re.sub(r"[\s-]", "", wanted)


def overlaps(root: ET.Element) -> Iterator[str]:
    """Yield the arrows that run along each other on one line."""
    routes = [[around(p) for p in pairwise(points(a))] for a in found(root, "cl-arrow")]
    thick = [[Rect(r.x - 0.5, r.y - 0.5, r.w + 1, r.h + 1) for r in route] for route in routes]
    for one, other in combinations(thick, 2):
        for a, b in ((a, b) for a in one for b in other if a.meets(b)):
            across = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
            along = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
            if max(across, along) > 6:
                yield f"{a} runs along {b}"


@pytest.mark.parametrize("name", PROCESSES)
def test_no_two_arrows_share_a_line(name: str) -> None:
    assert list(overlaps(parse(PROCESSES[name]))) == []


def check_sheets(process: Process) -> None:
    """On paper: every box, label and tip once, nothing touches, each sheet fits and has heads."""
    drawn = drawings.draw(*process, "Établir un devis", "De l’appel à la commande", "p1-")
    whole, sheets = ET.fromstring(drawn.whole), [ET.fromstring(svg) for svg in drawn.sheets]
    assert bool(sheets) == (float(whole.get("height", "0")) > WHOLE)
    for css in ("cl-step", "cl-label"):
        there = sum(len(list(found(sheet, css))) for sheet in sheets)
        assert not sheets or there == len(list(found(whole, css)))
    for sheet in sheets:
        assert float(sheet.get("height", "0")) <= WHOLE
        assert len(list(found(sheet, "cl-head"))) >= len(list(found(whole, "cl-lane")))
        assert [*box_flaws(sheet), *label_flaws(sheet)] == []
    ends = [a for sheet in sheets for a in found(sheet, "cl-arrow") if a.get("marker-end")]
    assert not sheets or len(ends) == len(list(found(whole, "cl-arrow")))


@pytest.mark.parametrize("name", PROCESSES)
def test_a_tall_drawing_comes_in_sheets(name: str) -> None:
    check_sheets(PROCESSES[name])


@settings(max_examples=100)
@given(LANES, STEPS)
def test_a_tall_drawing_comes_in_sheets_at_random(lanes: list[Lane], steps: list[Step]) -> None:
    check_sheets((lanes, steps))


def test_the_parts_of_an_arrow_are_as_long_as_the_arrow() -> None:
    drawn = drawings.draw(*long_process(), "t", "d")
    length = sum(map(upright, found(ET.fromstring(drawn.whole), "cl-arrow")))
    parts = (a for svg in drawn.sheets for a in found(ET.fromstring(svg), "cl-arrow"))
    assert sum(map(upright, parts)) == pytest.approx(length, rel=0.01)


def upright(arrow: ET.Element) -> float:
    """Return how far an arrow goes up and down."""
    return sum(abs(a[1] - b[1]) for a, b in pairwise(points(arrow)))


def test_the_quote_fits_the_page() -> None:
    root = parse(PROCESSES["quote"])
    assert float(root.get("width", "nan")) <= 700
    assert all(float(text.get("font-size", "0")) >= 10 for text in root.iter(f"{SVG}text"))


def test_same_bytes_twice() -> None:
    assert draw(*long_process(), "t", "d") == draw(*long_process(), "t", "d")


def test_ids_carry_the_prefix() -> None:
    one, other = (draw(JOINERS, QUOTE, "t", "d", prefix) for prefix in ("a b", "a-b"))
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, other)]
    assert not ids[0] & ids[1]
    assert {len(each) for each in ids} == {3}
    assert set(re.findall(r"url\(#([^)]+)\)", one)) <= ids[0]


def test_hostile_text_is_only_text() -> None:
    bad = "</text><script>alert(1)</script>\"'&\x00\x1b\ud800\ufffe\u202e]]>"
    step = Step(1, bad, bad, "decision", bad, bad, bad, bad, True, (Arrow(1, bad),))
    svg = draw([], [step], bad, bad, bad)
    root = ET.fromstring(svg)
    assert not [element for element in root.iter() if element.tag == f"{SVG}script"]
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\u202e]", svg)
    assert "alert(1)" in "".join(root.itertext())


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "java\tscript:alert(1)", " javascript:x", "\x01javascript:x",
     "//evil.example", "/\\evil.example", "https://evil.example", "data:text/html,x", ""],
)  # fmt: skip
def test_a_link_that_leaves_is_dropped(href: str) -> None:
    assert "<a " not in draw(JOINERS, [Step(1, "Métré", "chef", href=href)], "t", "d")


@pytest.mark.parametrize("href", ["../a/b.html#REQ-001", "#x:y", "/cahier/b.html?a=b:c", "b.html"])
def test_a_link_that_stays_is_kept(href: str) -> None:
    svg = draw(JOINERS, [Step(1, "Métré", "chef", href=href)], "t", "d")
    assert [link.get("href") for link in ET.fromstring(svg).iter(f"{SVG}a")] == [href]


def test_links_make_a_group_of_an_image() -> None:
    plain = draw(JOINERS, [Step(1, "Métré", "chef", href="javascript:x")], "t", "d", "p-")
    linked = draw(JOINERS, [Step(1, "Métré", "chef", href="a.html")], "t", "d", "p-")
    assert [ET.fromstring(svg).get("role") for svg in (plain, linked)] == ["img", "group"]
    assert ET.fromstring(linked).get("aria-labelledby") == "p-cl-lanes-title p-cl-lanes-desc"


def test_marks_say_why() -> None:
    root = parse(PROCESSES["quote"])
    assert [mark.findtext(f"{SVG}title") for mark in found(root, "cl-issue")] == [
        "Double saisie du métré"
    ]
    changed = next(found(root, "cl-changed"))
    assert float(next(found(changed, "cl-box")).get("stroke-width", "0")) > 2
    assert len(list(found(root, "cl-star"))) == 1


def test_returns_are_dashed() -> None:
    dashed = [a for a in found(parse(PROCESSES["quote"]), "cl-arrow") if a.get("stroke-dasharray")]
    assert len(dashed) == 4
    assert all(has(arrow, "cl-return") for arrow in dashed)


def test_an_unknown_lane_comes_last() -> None:
    root = parse((JOINERS[:1], [Step(1, "Pose", "poseur")]))
    assert [text.text for text in found(root, "cl-head-text")][-1] == "poseur"


def test_the_first_of_two_equal_numbers_is_drawn() -> None:
    root = parse((JOINERS, [Step(1, "Métré", "chef"), Step(1, "Relance", "chef")]))
    assert [text.text for text in found(root, "cl-text")] == ["1. Métré"]


def test_an_arrow_to_nowhere_is_not_drawn() -> None:
    root = parse((JOINERS, [Step(1, "Métré", "chef", next=(Arrow(9, "oui"),))]))
    assert not [*found(root, "cl-arrow"), *found(root, "cl-label")]


def test_no_steps_show_the_title() -> None:
    root = ET.fromstring(draw(JOINERS, [], "Établir un devis", ""))
    assert [text.text for text in root.iter(f"{SVG}text")] == ["Établir un devis"]


def test_nothing_a_strict_page_refuses() -> None:
    svg = draw(JOINERS, QUOTE, "t", "d")
    assert svg.startswith("<svg ")
    assert not re.search(r"style=|<style|foreignObject|<script|xlink|@import|\bon\w+=", svg)
    assert all(url.startswith("#") for url in re.findall(r"url\(([^)]+)\)", svg))
