"""The page of a record: what is above it, what its readers may do, the records next to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from urllib.parse import quote

from cahier.page import Block, PageLink
from cahier.site.elements import tag
from cahier.site.html import Writer
from cahier.spec import Record, Spec

HOME = "index.html"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where readers of an edition write about a record; what is empty, they cannot.

    `report` is the address where a problem is told, with the blanks {id}, {title}, {revision} and
    {page}, `contact` an e-mail address, `revision` the version they have read.
    """

    report: str = ""
    contact: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """The pages above each record, the nearest last, and the records next to it in its kind."""

    above: Mapping[str, tuple[PageLink, ...]]
    near: Mapping[str, tuple[str, str]]


def near(spec: Spec) -> Iterable[tuple[str, tuple[str, str]]]:
    """Yield each record's id and those before and after it in its kind, empty at the ends."""
    for kind in spec.library.kinds:
        ids = ["", *(record.id for record in spec.kind(kind)), ""]
        after = dict(pairwise(ids))
        before = {id: earlier for earlier, id in pairwise(ids)}
        yield from ((id, (before[id], after[id])) for id in ids if id)


def written(
    writer: Writer, record: Record, blocks: Sequence[Block], around: Around, desk: Desk
) -> str:
    """Return what the page of *record* holds: *blocks*, its sheet first, and what is around."""
    sheet, *others = blocks
    parts = (
        _trail(writer, around.above.get(record.id, ())),
        writer.block(sheet),
        _actions(writer, record, desk),
        writer.blocks(others),
        _neighbours(writer, *around.near[record.id]),
    )
    return "".join(parts)


def _trail(writer: Writer, pages: Sequence[PageLink]) -> str:
    """Return the way back to the chapter, as the theme writes its own."""
    steps = [(HOME, writer.words.label("home"))]
    steps += [(f"{page.path}.html", writer.links.typeset(page.title)) for page in pages]
    items = "".join(_step(writer.links.to(path), title) for path, title in steps)
    names = {"class_": "md-path", "aria-label": writer.words.label("trail")}
    return tag("nav", tag("ol", items, class_="md-path__list"), **names)


def _step(address: str, title: str) -> str:
    name = tag("span", escape(title), class_="md-ellipsis")
    return tag("li", tag("a", name, href=address, class_="md-path__link"), class_="md-path__item")


def _actions(writer: Writer, record: Record, desk: Desk) -> str:
    """Return where to tell a problem, and to whom to write."""
    links = []
    if desk.report:
        links.append((_filled(desk, record), writer.words.label("report-record")))
    if desk.contact:
        links.append((_mail(writer, record, desk), writer.words.label("comment-record")))
    content = " ".join(tag("a", escape(said), href=to, rel="noopener") for to, said in links)
    return tag("p", content, class_="cahier-edit cahier-actions") if links else ""


def _filled(desk: Desk, record: Record) -> str:
    blanks = {"id": record.id, "title": record.name, "revision": desk.revision}
    blanks["page"] = f"records/{record.id}.html"
    address = desk.report
    for name, value in blanks.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address


def _mail(writer: Writer, record: Record, desk: Desk) -> str:
    facts = {"id": record.id, "name": record.name, "revision": desk.revision or "–"}
    subject = writer.words.label("comment-subject", **facts)
    return f"mailto:{quote(desk.contact, safe='@')}?subject={quote(subject, safe='')}"


def _neighbours(writer: Writer, before: str, after: str) -> str:
    links = [
        _neighbour(writer, id, rel, arrow)
        for id, rel, arrow in ((before, "prev", "←"), (after, "next", "→"))
        if id
    ]
    if not links:
        return ""
    names = {"class_": "cahier-near", "aria-label": writer.words.label("record-near")}
    return tag("nav", "".join(links), **names)


def _neighbour(writer: Writer, id: str, rel: str, arrow: str) -> str:
    sign = tag("span", arrow, **{"aria-hidden": "true"})
    name = tag("span", f"<b>{escape(id)}</b> {writer.named(writer.links.names[id])}")
    inner = f"{sign}{name}" if rel == "prev" else f"{name}{sign}"
    return tag("a", inner, href=writer.links.record(id), rel=rel)
