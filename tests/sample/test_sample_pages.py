"""What every page of the sample keeps to, in each edition and both languages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from cahier.book import Book, book
from cahier.page import Cards, Cell, Diagram, Heading, Items, Mention, Page, PageLink, Table
from cahier.policy import EDITIONS
from cahier.texts import LANGUAGES


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request) -> str:
    return request.param


@pytest.fixture(scope="module", params=LANGUAGES)
def read(request, sample, edition) -> Book:
    policy = replace(sample.policy, language=request.param)
    return book(replace(sample, policy=policy), edition)


def tables(page: Page) -> Iterator[Table]:
    for block in page.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Diagram) and block.alternative:
            yield block.alternative


def cells(page: Page) -> Iterator[Cell]:
    for table in tables(page):
        yield from (cell for row in (*table.rows, table.totals) for cell in row)
    for block in page.blocks:
        if isinstance(block, Cards):
            for card in block.cards:
                yield card.title
                yield from (f.value for f in card.fields if not isinstance(f.value, Table))


def inlines(cell: Cell) -> Iterator[object]:
    for inline in cell:
        if isinstance(inline, Items):
            for item in inline.items:
                yield from inlines(item)
        else:
            yield inline


def test_rows_are_as_long_as_their_table_has_columns(read):
    for page in read.pages:
        for table in tables(page):
            lengths = {len(row) for row in (*table.rows, table.totals or table.columns)}
            assert lengths == {len(table.columns)}, (page.path, table.name)


def test_names_and_anchors_are_of_one_thing_each(read):
    for page in read.pages:
        anchors = Counter(block.anchor for block in page.blocks if isinstance(block, Heading))
        assert [name for name, times in anchors.items() if times > 1] == [], page.path
        named = Counter(table.name for table in tables(page) if table.name)
        assert [name for name, times in named.items() if times > 1] == [], page.path


def test_what_a_card_says_has_a_label(read):
    for page in read.pages:
        for block in page.blocks:
            if isinstance(block, Cards):
                assert all(f.label for card in block.cards for f in card.fields), page.path


def test_a_heading_has_something_under_it(read):
    for page in read.pages:
        assert not isinstance(page.blocks[-1], Heading), page.path
        for first, second in pairwise(page.blocks):
            if isinstance(first, Heading) and isinstance(second, Heading):
                assert second.level > first.level, (page.path, first.text)


def test_what_is_cited_is_in_the_edition(read):
    paths = {page.path for page in read.pages}
    for page in read.pages:
        for inline in (inline for cell in cells(page) for inline in inlines(cell)):
            if isinstance(inline, Mention):
                assert inline.id in read.spec.records, page.path
            elif isinstance(inline, PageLink):
                assert inline.path in paths, page.path


def test_a_chart_says_its_figures_in_a_table(read):
    for page in read.pages:
        for block in page.blocks:
            if isinstance(block, Diagram) and 'class="ch-chart"' in block.svg:
                assert block.alternative, page.path
