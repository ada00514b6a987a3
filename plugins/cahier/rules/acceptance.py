"""Acceptance and operation are ready for the go-live (model: REC, EXP)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
