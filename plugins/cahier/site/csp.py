"""The Content-Security-Policy of a page: what a browser may run and fetch there.

What authors typed is cleaned before it reaches a page; this is the second lock. A script runs
when it is a file of the site or, inline, one of those the theme is known to write.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

# The same whether the page comes from a server or from a folder: Chromium takes 'self' for the
# files on this disk when the page is one of them.
_SOURCES = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# What a page may say of its own looks: nothing (a file of the site does), attributes (Markdown
# aligns the cells of a table so), whole sheets (Mermaid writes one into each drawing).
PLAIN = "style-src 'self'"
ALIGNED = "style-src 'self'; style-src-attr 'unsafe-inline'"
DRAWN = "style-src 'self' 'unsafe-inline'"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEAD = re.compile(r"<head[^>]*>")


def inline(template: str) -> tuple[str, ...]:
    """Return the inline scripts of a template, or of a page."""
    return tuple(_INLINE.findall(template))


def guarded(page: str, known: Iterable[str], styles: str, *, serving: bool = False) -> str:
    """Return *page* with its policy, which lets run those scripts of *known* that it holds.

    *styles* is one of the constants above. While *serving*, MkDocs adds a script of its own to
    each answer: all inline ones run.
    """
    held = [script for script in known if f">{script}</script>" in page]
    inline = ["'unsafe-inline'"] if serving else [_hash(script) for script in held]
    scripts = " ".join(("script-src 'self'", *inline))
    others = (f"{name} {sources}" for name, sources in _SOURCES.items())
    policy = "; ".join((*others, scripts, styles))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    if not _HEAD.search(page):
        return f"{meta}{page}"  # what follows it is all that the page does
    return _HEAD.sub(lambda found: found.group() + meta, page, count=1)


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
