"""Objectives, indicators and the audit are complete and agree (model: OBJ)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
