"""How are receipts, payments and opening balances saved?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds import rules
from qinglian_desktop.modules.funds.actions.numbering import (
    Numbers,
    Series,
    highest_ever,
    series_of,
    value_of,
)
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
        numbers = Numbers.of(change)
        series = series_of(made)
        if series is not None and not _keeps_number(before, made):
            if not made.get("voucher_no"):
                change.at_least(series.name, numbers.highest(series, before))
                filled["voucher_no"] = f"{change.number(series.name):04d}"
            elif numbers.taken(series, made["voucher_no"], before):
                raise Refused(
                    f"{series.year}年的凭证号 {made['voucher_no']} 已经用过",
                    "留空会自动编号",
                    field="voucher_no",
                    code="QL-SZ-006",
                )
        if row_id is None:
            change.result = saved = change.add(Entry, filled)
        else:
            change.result = saved = change.put_row(Entry.table, row_id, filled)
        numbers.wrote(saved, before, made | filled)
        numbers.keep(change)
    return change.changes


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
    waiting: dict[Series, list[int]] = {}  # places of the entries without a number
    highest: dict[Series, int] = {}
    for place, entry in enumerate(entries):
        series = Series(entry["book"], int(entry["day"][:4]))
        here = waiting.setdefault(series, [])
        if not (number := entry.get("voucher_no")):
            here.append(place)
        else:
            highest[series] = max(highest.get(series, 0), value_of(number))
    made = list(entries)
    for series, places in waiting.items():
        taken = highest_ever(change.book, series)
        change.at_least(series.name, max(taken, highest.get(series, 0)))
        for place, number in zip(places, change.numbers(series.name, len(places)), strict=True):
            made[place] = {**made[place], "voucher_no": f"{number:04d}"}
    return made


def review_openings(_book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_opening` for rows of a sheet; two of one book and year share a key."""
    return lambda row: rules.opening_problem(row) or row


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise Refused(problem.what, problem.remedy, field=problem.field, code=problem.code)


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
