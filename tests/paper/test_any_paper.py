"""Whatever a clerk writes, the paper ends, nothing runs off the sheet and nothing is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglian_desktop.core.document import (
    KINDS,
    Band,
    Blank,
    Block,
    Box,
    Choice,
    Column,
    Document,
    Facts,
    Form,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    SignLine,
    Table,
)
from qinglian_desktop.paper.draw import pages_of
from qinglian_desktop.paper.draw.styles import STYLES

from .reading import FONTS

WORDS = st.text("居民委员会公开，。（）“”—…¥0123456789.ab \n", max_size=80)
LONG = st.integers(0, 1500).map(lambda count: "公开，财务2026。" * (count // 10))
TEXTS = st.one_of(WORDS, WORDS, LONG)


@st.composite
def tables(pick: st.DrawFn) -> Table:
    kinds = pick(st.lists(st.booleans(), min_size=1, max_size=9))
    columns = tuple(
        Column(f"第{i}列", pick(st.integers(1, 30)), money=kind) for i, kind in enumerate(kinds)
    )
    fen = st.one_of(st.just(""), st.integers(-(10**14), 10**14))
    row = st.tuples(*(fen if kind else TEXTS for kind in kinds))
    return Table(
        columns, tuple(pick(st.lists(row, max_size=12))), totals=pick(st.booleans()),
        caption=pick(st.sampled_from(["", "二、明细"])), row_mm=pick(st.sampled_from([0, 9])),
    )  # fmt: skip


@st.composite
def forms(pick: st.DrawFn) -> Form:
    """Bands of fields that fill the columns, some of them far longer than a page."""
    shares = tuple(pick(st.lists(st.integers(1, 9), min_size=1, max_size=4)))
    bands = []
    for _ in range(pick(st.integers(0, 5))):
        boxes, left = [], len(shares)
        while left:
            span = pick(st.integers(1, left))
            boxes.append(Box(pick(TEXTS), span, pick(st.booleans()), top=pick(st.booleans())))
            left -= span
        bands.append(Band(tuple(boxes), pick(st.sampled_from([0, 11, 60, 400]))))
    return Form(shares, tuple(bands), pick(st.integers(-1, 4)))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXTS, st.integers(0, 5)),
    st.builds(Paragraph, TEXTS, st.booleans(), st.booleans(), st.sampled_from(["left", "center"])),
    st.builds(Facts, st.lists(st.tuples(TEXTS, TEXTS), max_size=4).map(tuple)),
    tables(),
    forms(),
    st.builds(Choice, WORDS, st.lists(WORDS, max_size=5).map(tuple)),
    st.builds(SignLine, st.lists(WORDS, max_size=7).map(tuple)),
    st.builds(Signature, WORDS, WORDS, st.booleans()),
    st.builds(Note, TEXTS),
    st.builds(Blank, st.integers(0, 40)),
    st.just(PageBreak()),
)
DOCUMENTS = st.builds(
    Document, WORDS, st.sampled_from(KINDS), st.lists(BLOCKS, max_size=6).map(tuple),
    unit=WORDS, number=WORDS, period=WORDS, draft=st.booleans(),
    made_on=st.just(date(2026, 10, 8)), qr=st.sampled_from(["", "财务公开"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_nothing_leaves_the_sheet(document: Document) -> None:
    style = STYLES[document.kind]
    pages = pages_of(document, fonts=FONTS)
    assert 1 <= len(pages) < 300
    for page in pages:
        for text in page.texts:
            assert 0 <= text.x < style.width
            assert style.top - 1 <= text.y <= style.height - 8 * 72 / 25.4
        for tint in page.tints:
            assert tint.y + tint.height <= style.height - style.bottom + 3
        for rule in page.rules:
            assert rule.to_y <= style.height - style.bottom + 20


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(KINDS))
def test_no_character_of_a_table_is_lost(table: Table, kind: str) -> None:
    pages = pages_of(Document("表", kind, (table,)), fonts=FONTS)  # type: ignore[arg-type]
    shown = "".join(text.text for page in pages for text in page.texts)
    wanted = "".join(cell for row in table.rows for cell in row if isinstance(cell, str))
    for sign in set(wanted) - {" ", "\n"}:
        assert shown.count(sign) >= wanted.count(sign)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_paper_is_one_page(kind: str) -> None:
    assert len(pages_of(Document("", kind, ()), fonts=FONTS)) == 1  # type: ignore[arg-type]
