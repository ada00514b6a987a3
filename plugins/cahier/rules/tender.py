"""The consultation is fair and its answers complete (model: ACH)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
