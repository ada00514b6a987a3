"""The page of a rule, as `cahier explain` prints it and the manual shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff

from cahier.rules import RULES
from cahier.rules.rule import ERROR, WARNING, Rule, in_schema
from cahier.texts import Words, examples, words

_BLANK = re.compile(r"\{[a-z_]+\}")


# Of what is told without being in the table, all is an error but this.
_SEVERITIES = {"useless-waiver": WARNING}


def find(name: str) -> tuple[Rule, ...]:
    """Return the rules called *name*, be it a name or a code; several may share a code."""
    return tuple(rule for rule in all_rules() if name in (rule.name, rule.code))


def page(rule: Rule, language: Words, level: int = 1) -> str:
    """Return the page of *rule* as Markdown, its title at *level*."""
    texts = language.rules[rule.name]
    parts = [f"{'#' * level} {rule.name}", _when(rule, language)]
    parts += [texts["why"]] if "why" in texts else []
    parts += [f"{language.label('explain-says')}\n\n{''.join(_said(texts))}".rstrip()]
    parts += _examples(rule.name, language)
    return "\n\n".join(parts) + "\n"


def reference(language: Words) -> str:
    """Return the pages of all rules, one after the other, under one title."""
    title = f"# {language.label('explain-title')}\n\n{language.label('explain-intro')}\n"
    return "\n".join([title, *(page(rule, language, 2) for rule in all_rules())])


def all_rules() -> tuple[Rule, ...]:
    """Return every rule by name: those of the table, and what the reader and schemas say."""
    told = words("en").rules.keys() - {rule.name for rule in RULES}
    others = (Rule(name, "", in_schema, _SEVERITIES.get(name, ERROR)) for name in told)
    return tuple(sorted((*RULES, *others), key=lambda rule: rule.name))


def _when(rule: Rule, language: Words) -> str:
    code = f" ({rule.code})" if rule.code else ""
    severity = language.label(rule.severity)
    gate = (
        language.label("explain-from", gate=rule.gate)
        if rule.gate
        else language.label("explain-always")
    )
    return f"*{severity}{code} – {gate}*"


def _said(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield each thing the rule may say, with its way out."""
    for key, message in texts.items():
        if key.split("-")[0] != "message":
            continue
        way = texts.get(key.replace("message", "help", 1), texts["help"])
        ways = dict.fromkeys([way, *(_other_ways(texts) if key == "message" else ())])
        yield f"- {_open(message)}{''.join(f'  {chr(10)}  → {_open(way)}' for way in ways)}\n"


def _other_ways(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the ways out that depend on what was found, not on what is said."""
    for key, way in texts.items():
        if key.startswith("help-") and key.replace("help", "message", 1) not in texts:
            yield way


def _open(sentence: str) -> str:
    """Show the blanks of a sentence as an ellipsis."""
    return _BLANK.sub("…", sentence)


def _examples(name: str, language: Words) -> Iterator[str]:
    """Yield the wrong example in full, then what makes it right, as a difference."""
    example = examples().get(name)
    if example is None:
        return
    wrong, right = (example[part].strip().splitlines() for part in ("wrong", "right"))
    yield _block("yaml", language.label("explain-wrong"), wrong)
    change = list(unified_diff(wrong, right, n=2, lineterm=""))[2:]
    yield _block("diff", language.label("explain-right"), change)


def _block(kind: str, title: str, lines: Sequence[str]) -> str:
    return f"{title}\n\n```{kind}\n{chr(10).join(lines)}\n```"
