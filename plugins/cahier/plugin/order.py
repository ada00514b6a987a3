"""What `cahier build` wants of the plugin, which MkDocs makes from mkdocs.yml alone."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from cahier.project import Checked


@dataclass(frozen=True, slots=True)
class Order:
    """A site of *edition*, of the specification in *root* that `checked` waits for.

    Whoever orders tells what is wrong with the specification.
    """

    edition: str
    root: Path
    checked: Callable[[], Checked]


ORDER: ContextVar[Order | None] = ContextVar("order", default=None)
