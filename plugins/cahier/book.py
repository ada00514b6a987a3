"""The whole document of an edition; apart from `project`, so that a check loads no view."""

from __future__ import annotations

import sys
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path

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
    """The whole document of an edition: what every export and the site read.

    `root` is the folder of the specification, for what is not in its records; `known` are the ids
    of all of them, be they hidden from these readers.
    """

    spec: Spec
    pages: tuple[Page, ...]
    edition: str
    words: Words
    title: str = ""
    root: Path = Path()
    known: Set[str] = field(default=frozenset(), repr=False)


def book(checked: Checked, edition: str, root: Path = Path(), most: int = sys.maxsize) -> Book:
    """Return the document of *root* that the readers of *edition* may see.

    Where there are more than *most* records of a kind, a page lists them without their content.
    """
    spec = cut(checked.spec, edition)
    language = words(checked.policy.language)
    told = {"rules": observance.view(checked, language)} if edition == EDITIONS[0] else {}
    return Book(
        spec,
        pages(spec, language, told, most),
        edition,
        language,
        checked.policy.title,
        root,
        checked.spec.records.keys(),
    )
