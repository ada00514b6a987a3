"""The page of a rule, as `cahier explain` prints it and the manual shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cahier.rules import RULES
from cahier.rules.rule import Rule
from cahier.texts import Words, examples

_BLANK = re.compile(r"\{[a-z_]+\}")


def find(name: str) -> tuple[Rule, ...]:
    """Return the rules called *name*, be it a name or a code; several may share a code."""
    named = tuple(rule for rule in RULES if name in (rule.name, rule.code))
    return named or tuple(Rule(known, "", RULES[0].check) for known in _others() if known == name)


def page(rule: Rule, words: Words, level: int = 1) -> str:
    """Return the page of *rule* as Markdown, its title at *level*."""
    texts = words.rules[rule.name]
    parts = [f"{'#' * level} {rule.name}", _when(rule, words)]
    parts += [texts["why"]] if "why" in texts else []
    parts += [f"{words.label('explain-says')}\n\n{''.join(_said(texts, words))}".rstrip()]
    parts += _examples(rule.name, words)
    return "\n\n".join(parts) + "\n"


def reference(words: Words) -> str:
    """Return the pages of all rules, one after the other, under one title."""
    title = f"# {words.label('explain-title')}\n\n{words.label('explain-intro')}\n"
    return "\n".join([title, *(page(rule, words, 2) for rule in all_rules())])


def all_rules() -> tuple[Rule, ...]:
    """Return every rule by name: those of the table, and what the reader and schemas say."""
    others = (Rule(name, "", RULES[0].check) for name in _others())
    return tuple(sorted((*RULES, *others), key=lambda rule: rule.name))


def _others() -> list[str]:
    """Return what is told without being in the table: of reading, of schemas, of the policy."""
    from cahier.texts import words

    return sorted(words("en").rules.keys() - {rule.name for rule in RULES})


def _when(rule: Rule, words: Words) -> str:
    code = f" ({rule.code})" if rule.code else ""
    severity = words.label(rule.severity)
    gate = (
        words.label("explain-from", gate=rule.gate) if rule.gate else words.label("explain-always")
    )
    return f"*{severity}{code} – {gate}*"


def _said(texts: Mapping[str, str], words: Words) -> Iterator[str]:
    """Yield each thing the rule may say, with its way out."""
    for key, message in texts.items():
        if key.split("-")[0] != "message":
            continue
        way = texts.get(key.replace("message", "help", 1), texts["help"])
        yield f"- {_open(message)}  \n  → {_open(way)}\n"


def _open(sentence: str) -> str:
    """Show the blanks of a sentence as an ellipsis."""
    return _BLANK.sub("…", sentence)


def _examples(name: str, words: Words) -> Iterator[str]:
    for part in ("wrong", "right"):
        if example := examples().get(name, {}).get(part):
            yield f"{words.label(f'explain-{part}')}\n\n```yaml\n{example.strip()}\n```"
