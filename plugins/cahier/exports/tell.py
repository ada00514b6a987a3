"""How an export tells how far it is, and what it could not write."""

from __future__ import annotations

from typing import Protocol

STEP = "step-"


class Tell(Protocol):
    """Takes the key of a label and its facts; keys that begin with `STEP` are progress."""

    def __call__(self, key: str, **facts: str | int) -> None:
        """Tell."""
