"""Statements over thousands of random vouchers: tied, and the same as worked out by hand."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import plain_books
from book_story import STORY
from office import make_book
from plain_books import COLLECTIVE, COMMITTEE, Leg, Voucher, work_out
from posted import post
from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.actions.yearend import close_year
from qinglian_desktop.modules.funds.reads.behind import open_figure
from qinglian_desktop.modules.funds.reads.telling import (
    NAMES,
    Sources,
    compose,
    names_of,
    sources,
)
from qinglian_desktop.modules.funds.statements.values import Statement
from qinglian_desktop.store.book import Book

# As many as the suite has time for; VOUCHERS=100000 takes a minute and says the same.
COUNT = int(os.environ.get("VOUCHERS", "5000"))
PERIODS = ("2024", "2025", "2026", "2025Q3", "2026-05", "2025H1", "2024-01")
Kept = tuple[Book, list[Voucher]]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    vouchers = plain_books.random_books(COUNT, seed=5)
    with clock.fixed(date(2027, 1, 10)), make_book(tmp_path_factory.mktemp("books")) as book:
        post(book, vouchers)
        yield book, vouchers


def _sources(book: Book, account: str, period: str) -> Sources:
    return sources(book, account, Period.parse(period))


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("account", [COLLECTIVE, COMMITTEE])
def test_every_statement_ties_and_agrees_with_what_is_worked_out_by_hand(
    books: Kept, account: str, period: str
) -> None:
    book, vouchers = books
    read = _sources(book, account, period)
    told = {key: compose(book, read, key) for key in names_of(account)}
    for statement in told.values():
        assert not statement.broken, (statement.title, statement.broken)
    span = Period.parse(period)
    worked = work_out(vouchers, account, span.first.isoformat(), span.last.isoformat())
    ours = {code: tuple(sums) for code, sums in read.span.accounts.items()}
    assert ours == {code: sums for code, sums in worked.accounts.items() if any(sums)}
    assert told["debts"].figure("债权合计", 3) == worked.claims
    assert told["debts"].figure("债务合计", 3) == worked.debts
    if account == COLLECTIVE:
        of_year = span.first.month == 1  # how it is shared out is told of a year only
        assert _numbered(told["position"]) == worked.position
        result = {no: f[0] for no, f in _numbered(told["result"]).items() if no < 15 or of_year}
        assert result == {no: fen for no, fen in worked.result.items() if no < 15 or of_year}


def _numbered(statement: Statement) -> dict[int, tuple[int, ...]]:
    """The figures of each line by its number; a year's first column of the result is the year."""
    return {
        line.cells[1]: tuple(figure.fen for figure in line.figures)
        for line in statement.lines
        if isinstance(line.cells[1], int)
    }


@pytest.mark.parametrize(("account", "period"), [(COLLECTIVE, "2026-05"), (COMMITTEE, "2025Q3")])
def test_opening_a_figure_shows_rows_that_come_to_it(
    books: Kept, account: str, period: str
) -> None:
    book, _ = books
    read = _sources(book, account, period)
    opened = 0
    for key in names_of(account):
        told = compose(book, read, key)
        figures = [f for line in told.lines for f in line.figures if f.behind and f.fen]
        for figure in figures[:: max(len(figures) // 6, 1)]:
            rows = open_figure(book, read, figure.behind)
            assert sum(row.fen for row in rows) == figure.fen, (key, figure)
            opened += 1
    assert opened > 20


def test_the_names_are_those_of_the_papers() -> None:
    assert set(names_of(COMMITTEE)) < set(names_of(COLLECTIVE)) == set(NAMES)


def test_closing_the_year_changes_no_result_and_no_total(tmp_path: Path) -> None:
    """By the program's own act: what was earned, what is left over and every tie stay."""
    shared = Voucher(COLLECTIVE, "2026-12-20", "转账", (
        Leg("3220101", 5_000_00, 0), Leg("31101", 0, 5_000_00),
    ))  # fmt: skip
    with clock.fixed(date(2027, 1, 10)), make_book(tmp_path) as book:
        post(book, [*STORY, shared])
        before = {key: _whole(book, key) for key in ("position", "result", "moved")}
        close_year(book, COLLECTIVE, 2026)
        after = {key: _whole(book, key) for key in ("position", "result", "moved")}
        trial = compose(book, _sources(book, COLLECTIVE, "2026"), "trial")
        following = compose(book, _sources(book, COLLECTIVE, "2027"), "position")
    assert before == after
    assert trial.figure("收益分配", 5) == before["position"]["未分配收益"][1]
    assert following.figure("未分配收益", 0) == before["result"]["年末未分配收益"][0]


def _whole(book: Book, key: str) -> dict[str, tuple[int, ...]]:
    told = compose(book, _sources(book, COLLECTIVE, "2026"), key)
    assert not told.broken
    return {
        str(line.cells[0]).strip(): tuple(figure.fen for figure in line.figures)
        for line in told.lines
    }
