"""People, plan, change, training and risks agree (model: ORG, PLN, CHG, FOR, RSK)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
