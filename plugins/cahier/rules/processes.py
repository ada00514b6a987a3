"""Processes are whole and connected (model: PRO)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
