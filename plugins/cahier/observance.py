"""P92, the rules: which of them count at the gate, and which are not kept."""

from __future__ import annotations

from collections import Counter

from cahier.page import Badge, Block, Cell, Heading, Number, Prose, Table, Text
from cahier.project import Checked
from cahier.rules import RULES
from cahier.rules.rule import Rule
from cahier.texts import Words

_STATES = ("broken", "kept", "later")


def view(checked: Checked, words: Words) -> tuple[Block, ...]:
    """Return every rule that the library's kinds call for, with its state today."""
    kinds = checked.spec.library.kinds.keys()
    rules = [rule for rule in RULES if set(rule.kinds) <= kinds]
    told = Counter(found.rule for found in checked.diagnostics)
    names = ("rule", "rule-code", "rule-gate", "rule-severity", "rule-state", "rule-times")
    rows = tuple(_row(checked, words, rule, told[rule.name]) for rule in rules)
    title = words.label("index-rules")
    table = Table(tuple(words.label(name) for name in names), rows, title, name="regles")
    return (Heading(2, title, "regles"), Prose(words.label("index-rules-intro")), table)


def _row(checked: Checked, words: Words, rule: Rule, times: int) -> tuple[Cell, ...]:
    severity = checked.policy.chosen(rule.severity, rule.name, rule.code)
    state = _state(checked, rule, times)
    gate = rule.gate or words.label("rule-always")
    return (
        (Text(rule.name),),
        (Text(rule.code),),
        (Text(gate),),
        (Text(words.label(severity.value if severity else "rule-off")),),
        (Badge("rule", state, words.label(f"rule-{state}"), _STATES.index(state)),),
        (Number(times, words.number(times)),),
    )


def _state(checked: Checked, rule: Rule, times: int) -> str:
    if times:
        return "broken"
    return "kept" if not rule.gate or checked.policy.is_due(rule.gate) else "later"
