"""The whole document of an edition; apart from `project`, so that a check loads no view."""

from __future__ import annotations

import sys
from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from cahier import completeness, observance, versions
from cahier.edition import cut
from cahier.kinds import Chapter
from cahier.page import Block, Page
from cahier.policy import EDITIONS
from cahier.project import Checked
from cahier.spec import Spec
from cahier.texts import Words, typeset, words
from cahier.views import history
from cahier.views.chapters import Told, pages, pages_of


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


@dataclass(frozen=True, slots=True)
class Draft:
    """A document whose pages are still to be made; those of a chapter need no other's.

    *most* as for `book`.
    """

    empty: Book
    told: Told
    most: int

    def pages(self, chapter: Chapter) -> tuple[Page, ...]:
        """Return the page of *chapter*, if it has something to show, and the pages under it."""
        return tuple(pages_of(self.empty.spec, self.empty.words, chapter, self.told, self.most))

    def book(self) -> Book:
        """Return the document with all its pages."""
        made = pages(self.empty.spec, self.empty.words, self.told, self.most)
        return replace(self.empty, pages=made)


def book(checked: Checked, edition: str, root: Path | None = None, most: int = sys.maxsize) -> Book:
    """Return the document of *root* that the readers of *edition* may see.

    Without *root* it has no history.
    Where there are more than *most* records of a kind, a page lists them without their content.
    """
    return draft(checked, edition, root, most).book()


def draft(checked: Checked, edition: str, root: Path | None, most: int = sys.maxsize) -> Draft:
    """Return the same document before its pages are made."""
    spec = cut(checked.spec, edition)
    language = typeset(words(checked.policy.language))
    told = _told(checked, spec, language, root) if edition == EDITIONS[0] else {}
    title, known = checked.policy.title, checked.spec.records.keys()
    empty = Book(spec, (), edition, language, title, root or Path(), known)
    return Draft(empty, told, most)


def _told(checked: Checked, spec: Spec, language: Words, root: Path | None) -> Told:
    """Return what views tell beyond the records: what they lack, their history."""
    told = {
        "rules": partial(observance.view, checked, language),
        "completeness": partial(completeness.view, checked, language),
    }
    if root is not None:
        told["history"] = partial(_history, spec, language, root)
    return told


def _history(spec: Spec, language: Words, root: Path) -> tuple[Block, ...]:
    return history.view(spec, language, versions.steps(root, spec.library, history.KIND))
