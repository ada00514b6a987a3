"""Systems, interfaces and data are described to the end (model: SYS, ITF, DAT, RGP)."""

from __future__ import annotations

from cahier.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
