"""The whole document of an edition; apart from `project`, so that a check loads no view."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from cahier import observance, versions
from cahier.edition import cut
from cahier.page import Block, Page
from cahier.policy import EDITIONS
from cahier.project import Checked
from cahier.spec import Spec
from cahier.texts import Words, typeset, words
from cahier.views import history
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


def book(checked: Checked, edition: str, root: Path | None = None, most: int = sys.maxsize) -> Book:
    """Return the document of *root* that the readers of *edition* may see.

    Without *root* it has no history.
    Where there are more than *most* records of a kind, a page lists them without their content.
    """
    spec = cut(checked.spec, edition)
    language = typeset(words(checked.policy.language))
    told = _told(checked, spec, language, root) if edition == EDITIONS[0] else {}
    return Book(
        spec,
        pages(spec, language, told, most),
        edition,
        language,
        checked.policy.title,
        root or Path(),
        checked.spec.records.keys(),
    )


def _told(
    checked: Checked, spec: Spec, language: Words, root: Path | None
) -> Mapping[str, tuple[Block, ...]]:
    """Return what views tell beyond the records: what is wrong with them, their history."""
    told = {"rules": observance.view(checked, language)}
    if root is not None:
        steps = versions.steps(root, spec.library, history.KIND)
        told["history"] = history.view(spec, language, steps)
    return told
