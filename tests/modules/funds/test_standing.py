"""债权债务 in the finance notice: from the books, tied to them, people by surname only."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from book_story import STORY, TODAY
from office import make_book, make_entry, make_opening
from plain_books import COLLECTIVE, COMMITTEE
from posted import post
from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.notices import substance_of
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.reads.telling import standing_of, statement
from qinglian_desktop.store.book import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        disclosure.load_catalog(made, 2026)
        make_opening(made, account=COMMITTEE)
        post(made, STORY)
        yield made


def _said(book: Book, period: str, account: str = COLLECTIVE) -> str:
    number = actions.compose_quarterly(book, account, Period.parse(period)).result
    row = book.find(Notice, number=number)
    assert row is not None
    substance = substance_of(book.files.read(row["content_file"]))
    return "\n".join([*map(repr, (*substance.board, *substance.plain)), *substance.spoken])


@pytest.mark.parametrize("period", ["2026Q3", "2026-09", "2026Q2"])
def test_quarter_and_month_tell_who_owes_and_who_is_owed(book: Book, period: str) -> None:
    said = _said(book, period)
    assert "四、债权债务" in said
    assert "¥1,200.00（壹仟贰佰元整）" in said and "¥3,000.00（叁仟元整）" in said
    assert "李＊＊" in said and "王＊＊" in said
    assert "李建国" not in said and "王秀英" not in said
    told = statement(book, COLLECTIVE, "debts", Period.parse(period))
    standing = standing_of(book, COLLECTIVE, Period.parse(period))
    assert told.figure("债权合计", 3) == sum(one.fen for one in standing if one.fen > 0)
    assert told.figure("债务合计", 3) == -sum(one.fen for one in standing if one.fen < 0)


def test_a_book_without_open_accounts_says_nothing_of_them(book: Book) -> None:
    assert "债权债务" not in _said(book, "2026Q1", COMMITTEE)


def test_the_public_table_is_held_against_the_notice_of_the_period(book: Book) -> None:
    _said(book, "2026Q3")
    quarter = Period.parse("2026Q3")
    told = statement(book, COLLECTIVE, "public", quarter)
    assert not told.broken and "财务公告" in told.ties[-1].left_said
    make_entry(book, 777_00, date(2026, 9, 9), account=COLLECTIVE)
    (gap,) = statement(book, COLLECTIVE, "public", quarter).broken
    assert gap.gap == -777_00
    assert gap.leads[0].table == Notice.table and "账又改过" in gap.leads[0].said


def test_the_list_of_each_payment_names_people_as_the_board_does(book: Book) -> None:
    facts = {"counterparty": "李晓梅", "is_person": True, "purpose": "慰问"}
    make_entry(book, 500_00, date(2026, 9, 9), **facts, summary="慰问李晓梅一家")
    told = statement(book, COMMITTEE, "register", Period.parse("2026Q3"))
    said = [cell for line in told.lines for cell in line.cells if isinstance(cell, str)]
    assert "慰问受助居民一家" in said
    assert not [text for text in said if "晓梅" in text]


def test_nothing_private_stands_in_the_list_of_each_payment(book: Book) -> None:
    """Of vouchers and of people nobody marked as people, too; and no number can be called."""
    day = date(2026, 9, 9)
    make_entry(book, 500_00, day, counterparty="王秀英", is_person=False, summary="退王秀英押金")
    make_entry(book, 300_00, day, summary="借支，电话13812345678，证号500222197501011233")
    lines = (Line("51202", 200_00, 0, "", "李晓梅"), Line("101", 0, 200_00))
    actions.post_voucher(book, COMMITTEE, day, "付李晓梅误工补贴", lines)
    told = statement(book, COMMITTEE, "register", Period.parse("2026Q3"))
    said = "".join(c for line in told.lines for c in line.cells if isinstance(c, str))
    for private in ("秀英", "晓梅", "13812345678", "500222"):
        assert private not in said
    assert "退王＊＊押金" in said and "付李＊＊误工补贴" in said


def test_what_was_held_back_was_never_received(book: Book) -> None:
    """Pay less a debt that was set off is 27,000 paid out; what was earned is told in full."""
    day, quarter = date(2026, 8, 9), Period.parse("2026Q3")
    before = figures(book, quarter)
    pay = (Line("51301", 30_000_00), Line("11301", 0, 3_000_00, "", "王秀英"))
    taken = actions.post_voucher(book, COLLECTIVE, day, "发报酬", (*pay, Line("101", 0, 27_000_00)))
    assert figures(book, quarter) == (before[0], before[1] + 27_000_00)
    actions.reverse(book, Voucher.table, taken.result, day, "发错了人")
    assert figures(book, quarter) == before
    kept = (Line("21103", 1_000_00, 0, "", "某商行"), Line("50403", 0, 200_00))
    actions.post_voucher(book, COLLECTIVE, day, "退押金", (*kept, Line("102", 0, 800_00)))
    assert figures(book, quarter) == (before[0] + 200_00, before[1] + 1_000_00)


def figures(book: Book, period: Period) -> tuple[int, int]:
    """Received and paid, as notice, public table and list of each payment say alike."""
    noticed = actions.quarter_figures(book, COLLECTIVE, period)
    public = statement(book, COLLECTIVE, "public", period)
    listed = statement(book, COLLECTIVE, "register", period)
    both = noticed.income, noticed.spending
    assert both == (public.figure("本季总收入"), public.figure("本季总支出"))
    assert both == (listed.figure("合计", 0), listed.figure("合计", 1))
    return both
