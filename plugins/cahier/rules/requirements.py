"""Use cases, requirements and lots hold together (model: UC, EX, LOT)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
