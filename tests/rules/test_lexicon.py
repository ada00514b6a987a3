"""A statement is searched only where a term can match: the short cut never skips one."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cahier.policy import Policy
from cahier.rules import lexicon
from cahier.rules.lexicon import Heads, Phrases, folded, tokens

DATA = tomllib.loads(Path(lexicon.__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
FAMILIES = [
    (language, family)
    for language, families in DATA.items()
    for family in families
    if family != "speech"
]
AROUND = st.sampled_from(["", " ", " le ", ", ", "(", "/", "_", "-", "x", "d'", "…", "."])
OWN = {"vague": ["au top", "e-mail", "100 % sûr", "a|b", "c++", "l'idéal"]}


@pytest.mark.parametrize(("language", "family"), FAMILIES)
@settings(max_examples=300)
@given(data=st.data())
def test_a_match_has_a_token_that_the_heads_know(language, family, data):
    read = lexicon.lexicon(Policy(language=language, lexicon=OWN))
    terms = [*chain(*DATA[language][family].values()), *map(re.escape, OWN.get(family, ()))]
    term = re.sub(r"\(\?<!.*?\)", "", data.draw(st.sampled_from(terms)))
    text = "".join(
        data.draw(part) for part in (AROUND, st.from_regex(term, fullmatch=True), AROUND)
    )
    plain = folded(text)
    heads = read.heads[family]
    if heads is not lexicon.ANY and read.patterns[family].search(plain):
        assert heads.among(tokens(plain)), plain


@pytest.mark.parametrize(("language", "family"), FAMILIES)
def test_only_obligations_are_looked_for_everywhere(language, family):
    heads = lexicon.lexicon(Policy(language=language)).heads[family]
    assert (heads == lexicon.ANY) == (family == "obligation" and language == "fr")


@pytest.mark.parametrize("text", ["une porte-fenêtres", "un Prospects.", "_prospect", "l'prospect"])
def test_a_phrase_has_a_token_that_the_heads_know(text):
    phrases = Phrases.of([("porte-fenêtre", "T1"), ("prospect chaud", "T2"), ("prospect", "T3")])
    assert list(phrases.found(folded(text)))
    assert phrases.heads.among(tokens(folded(text)))


def test_a_phrase_without_a_value_is_not_looked_for():
    assert Phrases.of([("devis", "")]).heads == Heads()
