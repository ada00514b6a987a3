"""The whole document of an edition; apart from `project`, so that a check loads no view."""

from __future__ import annotations

from dataclasses import dataclass

from cahier import observance
from cahier.edition import cut
from cahier.page import Page
from cahier.policy import EDITIONS
from cahier.project import Checked
from cahier.spec import Spec
from cahier.texts import Words, words
from cahier.views.chapters import pages


@dataclass(frozen=True, slots=True)
class Book:
    """The whole document of an edition: what every export and the site read."""

    spec: Spec
    pages: tuple[Page, ...]
    edition: str
    words: Words


def book(checked: Checked, edition: str) -> Book:
    """Return the document that the readers of *edition* may see."""
    spec = cut(checked.spec, edition)
    language = words(checked.policy.language)
    told = {"rules": observance.view(checked, language)} if edition == EDITIONS[0] else {}
    return Book(spec, pages(spec, language, told), edition, language)
