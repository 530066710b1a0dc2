"""Which accounts has a book on a day, and what do the words of a purpose mean?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.modules.funds.books import BASIC, Account, BankAccount
from qinglian_desktop.modules.funds.chart import Chart, chart_of, pack_name
from qinglian_desktop.modules.funds.reads.asking import own
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE
from qinglian_desktop.store.book import Book


def chart_on(book: Book, account: str, day: date) -> Chart:
    """The chart of this book on that day, with the details of this office.

    A detail belongs to the chart in which it was opened: a new national chart begins without.
    """
    name = pack_name(account)
    pack = book.pack(name, day)
    listed = [
        (one.code, one.name)
        for one in book.records(Account, *own(book, account))
        if one.from_on <= day
        and (one.closed_on is None or day <= one.closed_on)
        and book.pack(name, one.from_on).id == pack.id
    ]
    return chart_of(pack, listed)


def elsewhere(book: Book, account: str, day: date, problem: Problem) -> Problem:
    """A code that this chart has not: does the other book, or another year, know it?"""
    code, name = problem.value, pack_name(account)
    other = next(one for one in BOOKS if one != account)
    now, today = date(2024, 1, 1), book.pack(name, day).id
    for on in (date(2023, 12, 31), now):
        pack = book.pack(name, on)
        found = chart_of(pack).items.get(code)
        if pack.id == today or found is None:
            continue
        when = "2023年底以前" if on < now else "2024年起"
        moves = {row["old"]: row for row in pack.data.get("moves", ())}
        went = f"；{moves[code]['note']}" if code in moves else ""
        return problem._replace(
            what=f"{found.title}是{when}的科目，这一天不能用{went}", code="QL-SZ-114"
        )
    theirs = chart_of(book.pack(pack_name(other), day)).items.get(code)
    if theirs is not None:
        return problem._replace(
            what=f"{theirs.title}是{other}账的科目", remedy=f"请选{account}账的科目",
            code="QL-SZ-115",
        )  # fmt: skip
    return problem


def bank_codes(book: Book, account: str) -> dict[str, str]:
    """The account code of each bank account of the book, closed ones too."""
    where = own(book, account)
    return {one.id: one.account for one in book.records(BankAccount, *where)}


def proposed(book: Book, account: str, day: date, direction: str, words: str) -> str:
    """The account that the words of a purpose speak of; "" where none does."""
    told = book.pack("book-purposes", day).rows("purposes")
    return spoken_of(told, chart_on(book, account, day), account, direction, words)


def spoken_of(
    told: Sequence[Mapping[str, Any]], chart: Chart, account: str, direction: str, words: str
) -> str:
    """The same, for whoever has the table of words and the chart at hand."""
    column = "collective" if account == COLLECTIVE else "committee"
    for row in told:
        if row["direction"] == direction and any(w in words for w in row["words"].split()):
            code = str(row[column])
            return code if chart.problem(code) is None else ""
    return ""


def two_basic(book: Book, account: str) -> tuple[str, ...]:
    """The open 基本户 of a book where there is more than one: their ids (FUND-06)."""
    where = (*own(book, account), Where("kind", "=", BASIC), Where("closed_on", "empty"))
    ids = tuple(book.ids(Query(BankAccount.table, where)))
    return ids if len(ids) > 1 else ()
