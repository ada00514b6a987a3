"""Prose as HTML: Markdown that authors typed, cleaned, its ids made links.

All of it is untrusted: raw HTML shows as text, and what is left passes an allow-list.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cahier.mentions import cut
from cahier.site.links import Links

_TAGS = frozenset(  # what Markdown makes, nothing that runs or fetches
    "a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s "
    "span strong sub sup table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
    "code": {"class"},
}


# A line that starts with a letter and holds no sign of Markdown: most texts, ten times quicker.
_PLAIN = re.compile(r"[^\W\d_][^\\`*_\[\]<>&~|\r\n]*")
_WRITTEN_LINK = re.compile(
    r'<a href="(?P<id>[A-Za-z0-9._-]+)"(?P<more>[^>]*)>(?P<content>.*?)</a>', re.DOTALL
)
_WRITTEN_ITEM = re.compile(r'<li><a href="(?P<id>[A-Za-z0-9._-]+)"[^>]*>[^<]*</a></li>\n?')

# The tags of a table as Markdown writes them, and as we do; heads are those of columns.
_TABLES = {
    "<table>": '<div class="cahier-scroll" tabindex="0"><table class="cahier-table">',
    "</table>": "</table></div>",
    "<th ": '<th scope="col" ',  # first, lest it meets what the next one writes
    "<th>": '<th scope="col">',
}

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
# A comment or an element of HTML, and what of it holds no ids to be linked.
_PIECE = re.compile(r"""(<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^<>"'])*>)""", re.DOTALL)
_ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)")
_CODE = frozenset("code pre script style svg textarea".split())
_NO_LINKS = frozenset("a button h1 h2 h3 h4 h5 h6 label".split())


class Prose:
    """Turns the prose of one page into HTML."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self._refs: dict[str, str] = {}

    def blocks(self, text: str) -> str:
        """Return Markdown as clean HTML blocks."""
        if _PLAIN.fullmatch(text):
            return f"<p>{self._linked(text.rstrip())}</p>\n"
        return self._clean(_parser().parse(text))

    def text(self, text: str) -> str:
        """Return plain text as HTML, its ids made links, its line ends kept."""
        parts = [self._linked(part) for part in text.splitlines()]
        return "<br>".join(parts)

    def _clean(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            token.children = list(self._inline(token.children)) if token.children else None
        raw = _parser().renderer.render(tokens, _parser().options, {})
        clean = nh3.clean(
            raw,
            tags=set(_TAGS),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener",
        )
        return _wrapped(clean)

    def _inline(self, tokens: Sequence[Token]) -> Iterator[Token]:
        depth = 0
        for token in tokens:
            if token.type == "link_open":
                depth += 1
                self._aim(token)
            elif token.type == "link_close":
                depth -= 1
            if token.type == "text" and not depth:
                yield from self._split(token)
            elif token.type != "image" or self._shows(token):
                yield token

    def _shows(self, image: Token) -> bool:
        """Whether an image is one of the site's own; another would be fetched elsewhere."""
        source = str(image.attrGet("src") or "")
        return not _ELSEWHERE.match(source) and self.links.shows(source)

    def _aim(self, token: Token) -> None:
        """Lead a link whose destination is a record's id to that record's page."""
        target = str(token.attrGet("href") or "")
        if address := self.links.record(target):
            token.attrSet("href", address)
            token.attrSet("class", "cahier-ref")
            if not token.attrGet("title"):
                token.attrSet("title", self.links.told.get(target, ""))

    def _split(self, token: Token) -> Iterator[Token]:
        """Yield a text token, each id in it replaced by a link."""
        for part, id in cut(self.links.typeset(token.content), self.links.mention):
            yield Token("text", "", 0, content=part)
            if id:
                yield Token("html_inline", "", 0, content=self.ref(id))

    def _linked(self, text: str) -> str:
        parts = cut(self.links.typeset(text), self.links.mention)
        return "".join(
            html.escape(t, quote=False) + (self.ref(id) if id else "") for t, id in parts
        )

    def ref(self, id: str) -> str:
        """Return a link to the record *id*, or the id alone when it has no page."""
        if id not in self._refs:
            self._refs[id] = self._ref(id)
        return self._refs[id]

    def _ref(self, id: str) -> str:
        address = self.links.record(id)
        if not address:
            return html.escape(id)
        href, title = html.escape(address), html.escape(self.links.told.get(id, ""))
        return f'<a class="cahier-ref" href="{href}" title="{title}">{html.escape(id)}</a>'


def led(html_: str, links: Links, known: Container[str], chapters: Mapping[str, str]) -> str:
    """Lead the links of a hand-written page that name a record, or a chapter, to its page.

    *chapters* are their pages, by code, empty where there is none. A link to a record that is
    *known* but hidden from the readers, or to a chapter without page, keeps its words only; where
    it is all of an item of a list, the item goes.
    """

    def gone(id: str) -> bool:
        return not (chapters.get(id) or links.record(id)) and (id in known or id in chapters)

    def lead(found: re.Match[str]) -> str:
        id, attributes, content = found.group("id", "more", "content")
        if path := chapters.get(id):
            return f'<a href="{html.escape(links.to(path))}"{attributes}>{content}</a>'
        if address := links.record(id):
            title = html.escape(links.told.get(id, ""))
            told = "" if " title=" in attributes else f' title="{title}"'
            href = html.escape(address)
            return f'<a class="cahier-ref" href="{href}"{told}{attributes}>{content}</a>'
        return content if gone(id) else found.group()

    kept = _WRITTEN_ITEM.sub(lambda item: "" if gone(item["id"]) else item[0], html_)
    return _WRITTEN_LINK.sub(lead, kept)


def mentioned(html_: str, links: Links) -> str:
    """Typeset the text of a hand-written page, code excepted, and make links of its ids."""
    prose, inside, pieces = Prose(links), {_CODE: 0, _NO_LINKS: 0}, []
    for piece in _PIECE.split(html_):
        if found := _ELEMENT.match(piece):
            for names in inside:
                if found["name"].lower() in names and not piece.endswith("/>"):
                    inside[names] = max(0, inside[names] + (-1 if found["end"] else 1))
        elif not piece.startswith("<") and not inside[_CODE]:
            piece = links.typeset(piece)
            if links.mention and not inside[_NO_LINKS]:
                piece = links.mention.sub(lambda id: prose.ref(id.group()), piece)
        pieces.append(piece)
    return "".join(pieces)


def lost(html_: str, known: Container[str]) -> Iterator[str]:
    """Yield where links of a hand-written page lead that is neither a file nor *known*."""
    for found in _WRITTEN_LINK.finditer(html_):
        if "." not in found.group("id") and found.group("id") not in known:
            yield found.group("id")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _wrapped(text: str) -> str:
    """Let wide tables scroll by themselves, by the keyboard too; look and be read as ours."""
    for tag, ours in _TABLES.items():
        text = text.replace(tag, ours)
    return text
