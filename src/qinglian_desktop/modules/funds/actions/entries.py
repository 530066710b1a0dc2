"""How are receipts, payments and opening balances saved?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds import rules
from qinglian_desktop.modules.funds.reads import own, within
from qinglian_desktop.modules.funds.records import Entry, OpeningBalance
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def save_entry(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a receipt or payment, half-filled or not. `result` is its id.

    The voucher number comes by itself as soon as book and day are known, one series for each
    book and year without gaps; a number written by hand is kept unless it is taken.
    """
    before = ledger.there(book, Entry.table, row_id) if row_id else None
    made: Row = {**(before or defaults(Entry)), **draft}
    _refuse(rules.entry_problem(made, clock.today()))
    if before is not None:
        _refuse(rules.moved_problem(before, made))
    filled = dict(draft)
    event_on = None if row_id else ledger.event_day(Entry, made)
    label = ledger.label_of("改" if row_id else "登记", Entry, made)
    with book.change(label, event_on=event_on) as change:
        if made.get("book") and made.get("day") and not _keeps_number(before, made):
            account, year = made["book"], int(made["day"][:4])
            series = f"voucher:{account}:{year}"
            if made.get("voucher_no"):
                _refuse_taken(book, account, year, made["voucher_no"], row_id)
                change.begin_anew(series)  # the next number given comes after this one
            else:
                if change.begins(series):
                    taken = _numbers(book, account, year, row_id)
                    change.at_least(series, max(taken.values(), default=0))
                filled["voucher_no"] = f"{change.number(series):04d}"
        if row_id is None:
            change.result = change.add(Entry, filled)
        else:
            change.result = change.put_row(Entry.table, row_id, filled)
    return change.changes


def _refuse_taken(book: Book, account: str, year: int, number: str, but: str | None) -> None:
    where = (
        *own(book, account),
        *within(date(year, 1, 1), date(year, 12, 31)),
        Where("voucher_no", "=", number),
        Where("id", "!=", but),
    )
    if book.count(Query(Entry.table, where)):
        raise Refused(
            f"{year}年的凭证号 {number} 已经用过",
            "留空会自动编号",
            field="voucher_no",
            code="QL-SZ-006",
        )


def _keeps_number(before: Row | None, made: Row) -> bool:
    """The number was looked up when it was given; a change of other fields asks nothing again."""
    if before is None or not made.get("voucher_no"):
        return False
    told = [(row["book"], (row["day"] or "")[:4], row["voucher_no"]) for row in (before, made)]
    return told[0] == told[1]


def review_entries(_book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_entry` for rows of a sheet."""
    today = clock.today()
    return lambda row: rules.entry_problem(row, today) or row


def number_entries(change: Change, entries: Sequence[Row]) -> list[Row]:
    """Voucher numbers for the rows of a sheet that have none, after all that are taken.

    From the series of the book and year, inside the change that writes the rows: a number is
    given once, whatever was registered by hand meanwhile or is deleted later.
    """
    series: dict[tuple[str, int], str] = {}
    made = []
    for entry in entries:
        account, year = entry["book"], int(entry["day"][:4])
        if (account, year) not in series:
            mine = (e for e in entries if (e["book"], int(e["day"][:4])) == (account, year))
            taken = {_value(e["voucher_no"]) for e in mine if e.get("voucher_no")}
            taken |= set(_numbers(change.book, account, year, None, deleted=True).values())
            series[account, year] = f"voucher:{account}:{year}"
            change.at_least(series[account, year], max(taken, default=0))
        if not entry.get("voucher_no"):
            number = change.number(series[account, year])
            entry = {**entry, "voucher_no": f"{number:04d}"}
        made.append(entry)
    return made


def review_openings(_book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_opening` for rows of a sheet; two of one book and year share a key."""
    return lambda row: rules.opening_problem(row) or row


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise Refused(problem.what, problem.remedy, field=problem.field, code=problem.code)


def _numbers(
    book: Book, account: str, year: int, but: str | None, *, deleted: bool = False
) -> dict[str, int]:
    """Voucher numbers in use in a book and year, with their value where they are plain digits."""
    where = (*own(book, account), *within(date(year, 1, 1), date(year, 12, 31)))
    filled = (*where, Where("voucher_no", "filled"), Where("id", "!=", but))
    others = Query(Entry.table, filled, deleted=deleted)
    return {row[0]: _value(row[0]) for row in book.grouped(others, ("voucher_no",), "amount_fen")}


def _value(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else 0


def save_opening(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves an opening balance; one for each book and year. `result` is its id."""
    before = ledger.there(book, OpeningBalance.table, row_id) if row_id else {}
    made = {**before, **draft}
    _refuse(rules.opening_problem(made))
    if made.get("book") and made.get("year"):
        others = (
            Where("book", "=", made["book"]),
            Where("year", "=", made["year"]),
            Where("owner", "=", book.unit.office_id),
            Where("id", "!=", row_id or ""),
        )
        if book.count(Query(OpeningBalance.table, others)):
            raise Refused(
                f"{made['year']}年{made['book']}的期初余额已经登记",
                "请打开那一条来改",
                field="year",
                code="QL-SZ-008",
            )
    return ledger.save_row(book, OpeningBalance.table, row_id, draft)
