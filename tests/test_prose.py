"""What prose names: ids and links, code spans excepted."""

import pytest
from markdown_it import MarkdownIt

from cahier.loader import without_code

PARSER = MarkdownIt("commonmark")


def outside_code(text: str) -> str:
    tokens = PARSER.parseInline(text)[0].children
    return "".join(token.content for token in tokens if token.type == "text")


@pytest.mark.parametrize(
    "text",
    [
        "sans code",
        "un `code` ici",
        "``deux ` dedans`` et `un`",
        "jamais fermé ` EXF-001",
        "``mal fermé` EXF-001",
        "`a``b` fin",
        "``` trois ``` et `un",
    ],
)
def test_code_spans_are_those_of_commonmark(text):
    assert without_code(text).split() == outside_code(text).split()


def test_many_backticks_are_read_in_no_time():
    text = "`" * 300_000 + " x " + "`a" * 100_001
    assert "x" in without_code(text)
