"""What holds for every way of writing the books? Asked at the door (store/guards).

A closed month takes nothing, what was reviewed is corrected in red only, a voucher is whole, a
transfer across the books has both its sides.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.kinds import LINK
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused, Shut
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.funds.actions.mirrors import (
    are_two_sides,
    pair_stands,
    refuse_loose_reds,
    refuse_second_sets,
)
from qinglian_desktop.modules.funds.actions.numbering import NUMBERED, Numbers, series_of
from qinglian_desktop.modules.funds.books import BookMonth, Voucher, VoucherLine
from qinglian_desktop.modules.funds.reads import closed_until
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

# What may still be added beside a closed or reviewed row: papers, words, links to other ledgers.
_WORDS = frozenset({"files", "note", "decision_no"})
_LINKS_OF_THE_BOOKS = frozenset({"bank_account_id", "reverses_id", "voucher_id"})
_MARKS = frozenset({"reviewer", "reviewed_on"})
REVIEWING = "the second person was asked"
RENUMBERING = "gaps in the numbers are closed"
_PAIRS, _VOUCHERS, _BY_HAND = "pairs to check", "vouchers to check", "the books write"
_BACK = "rows that came back"
_RED = "rows taken back in red, and what takes them back"


def guard_entry(change: Change, before: Row | None, after: Row) -> None:
    _guard(change, Entry, before, after)
    for row in (before, after):
        if row is not None and row.get("transfer_id"):
            change.known.setdefault(_PAIRS, set()).add(row["transfer_id"])


def guard_voucher(change: Change, before: Row | None, after: Row) -> None:
    if _BY_HAND in change.known:
        return  # looked at whole by the act that posts it
    _guard(change, Voucher, before, after)
    if after.get("id"):
        change.known.setdefault(_VOUCHERS, set()).add(after["id"])


def guard_line(change: Change, before: Row | None, after: Row) -> None:
    if _BY_HAND in change.known:
        return
    _guard(change, VoucherLine, before, after)
    if before is None or _matters(VoucherLine, before, after):
        _refuse_reviewed(change, before, after)
    change.known.setdefault(_VOUCHERS, set()).add(after["voucher_id"])
    _note_red(change, Voucher, after["voucher_id"])


def _refuse_reviewed(change: Change, before: Row | None, after: Row) -> None:
    """The lines stand as checked as their voucher, also where its day and sum stay the same."""
    for voucher_id in {row["voucher_id"] for row in (before, after) if row is not None}:
        voucher = change.book.row(Voucher.table, voucher_id)
        if voucher is not None and voucher["reviewed_on"]:
            raise _reviewed(voucher)


def refuse_closed(change: Change, account: str, months: set[str]) -> None:
    """Refused when one of these months (2026-10) of the book is closed."""
    latest = _closed(change).get(account, "")
    if shut_ones := [month for month in months if month <= latest]:
        raise shut(max(shut_ones))


def guard_opening(change: Change, before: Row | None, after: Row) -> None:
    """What a year began with stays once a month of it is closed."""
    latest = _closed(change)
    for row in (before, after):
        if row is None or not row.get("book") or not row.get("year"):
            continue
        if latest.get(row["book"], "")[:4] >= str(row["year"]):
            raise Shut(
                f"{row['year']}年已有结账的月份，期初余额不能改", "要改请先反结账",
                code="QL-SZ-123",
            )  # fmt: skip


def guard_month(change: Change, _before: Row | None, _after: Row) -> None:
    """A month is closed and reopened by its own acts only, never by undoing one."""
    if _BY_HAND not in change.known:
        raise Shut(
            "结账和反结账不能撤销，也不能直接改", "要改账请用“反结账”，要结账请用“结账”",
            code="QL-SZ-124",
        )  # fmt: skip


def guard_held(change: Change, _before: Row | None, after: Row) -> None:
    """No text waits beside a row that may not be changed: it would fall out of the sums."""
    if after["of_table"] not in (Entry.table, Voucher.table) or after["deleted"]:
        return
    row = change.book.row(after["of_table"], after["of_row"])
    if row is not None:
        _refuse_closed(change, row)
        if row.get("reviewed_on"):
            raise _reviewed(row)


def _guard(change: Change, record: type[Record], before: Row | None, after: Row) -> None:
    back = before is not None and before["deleted"] and not after["deleted"]
    if back and record.table in NUMBERED:
        change.known.setdefault(_BACK, {})[record.table, after["id"]] = True
    if before is not None and not _matters(record, before, after):
        return
    for row in (before, after):
        if row is not None:
            _refuse_closed(change, row)
    if record.table in NUMBERED and before is not None:
        _note_red(change, record, after["id"])
    if reverses := after.get("reverses_id"):
        _note_red(change, record, reverses)
    _refuse_marks(change, before, after)
    if before is None or not before.get("reviewed_on") or RENUMBERING in change.known:
        return
    if before["reviewed_on"] == after["reviewed_on"] and _matters(record, before, after, _MARKS):
        raise _reviewed(before)


def _note_red(change: Change, record: type[Record], row_id: str) -> None:
    change.known.setdefault(_RED, {}).setdefault(record.table, set()).add(row_id)


def _refuse_marks(change: Change, before: Row | None, after: Row) -> None:
    """Who reviewed a row is written by the act that asks for the PIN, and never taken away.

    A name in an old book that is taken in may stay: it says no more than the paper did.
    """
    if REVIEWING in change.known:
        return
    marks = ("reviewed_on",) if before is None else ("reviewed_on", "reviewer", "entered_by")
    if any((after.get(name) or None) != ((before or {}).get(name) or None) for name in marks):
        raise Shut(
            "录入人、复核人和复核日期不能直接填，也不能撤销", "复核请由复核人输入 PIN",
            field="reviewer", code="QL-SZ-150",
        )  # fmt: skip


def _matters(
    record: type[Record], before: Row, after: Row, apart: frozenset[str] = frozenset()
) -> bool:
    """Would this write change the books, not only what stands beside them?"""
    free = _WORDS | apart
    for name, field in record.fields.items():
        if name in free or (field.kind is LINK and name not in _LINKS_OF_THE_BOOKS):
            continue
        if (before.get(name) or None) != (after.get(name) or None):
            return True
    return bool(before["deleted"] != after["deleted"])


def _refuse_closed(change: Change, row: Row) -> None:
    if not row.get("book") or not row.get("day"):
        return
    month = row["day"][:7]
    if month <= _closed(change).get(row["book"], ""):
        raise shut(month)


def shut(month: str) -> Shut:
    year, number = month.split("-")
    when = f"{int(number)} 月" if year == str(clock.today().year) else f"{year} 年 {int(number)} 月"
    return Shut(f"{when}已结账", "要改请先反结账", field="day", code="QL-SZ-042")


def _reviewed(row: Row) -> Shut:
    name = row.get("voucher_no") or "这一笔"
    return Shut(
        f"凭证 {name} 已经复核，不能直接改", "要改请用“红字冲回”，再记一笔对的", code="QL-SZ-125"
    )


def _closed(change: Change) -> dict[str, str]:
    """The last closed month of each book; everything up to its end is closed."""
    state = change.state(BookMonth.table)
    known = change.known.get("closed months")
    if known is None or known[0] != state:
        known = state, closed_until(change.book)
        change.known["closed months"] = known
    found: dict[str, str] = known[1]
    return found


@contextmanager
def posting(change: Change) -> Iterator[None]:
    """The books' own acts write whole by themselves and need not be looked at again."""
    outer = _BY_HAND in change.known
    change.known[_BY_HAND] = True
    try:
        yield
    finally:
        if not outer:
            del change.known[_BY_HAND]


# -- before COMMIT ----------------------------------------------------------------------------


def whole_books(change: Change) -> None:
    """Refused when a voucher or a pair touched by this change would not be whole.

    What came back under a number that was given on meanwhile gets the next one.
    """
    for table, row_id in change.known.pop(_BACK, ()):
        _own_number(change, table, row_id)
    vouchers = sorted(change.known.pop(_VOUCHERS, ()))
    for voucher_id in vouchers:
        _whole_voucher(change, voucher_id)
    there = (change.book.row(Voucher.table, voucher_id) for voucher_id in vouchers)
    refuse_second_sets(change.book, (row for row in there if row and not row["deleted"]))
    for table, originals in sorted(change.known.pop(_RED, {}).items()):
        refuse_loose_reds(change.book, table, originals)
    for transfer_id in sorted(change.known.pop(_PAIRS, ())):
        _whole_pair(change, transfer_id)


def _own_number(change: Change, table: str, row_id: str) -> None:
    row = change.book.row(table, row_id)
    if row is None or row["deleted"] or (series := series_of(row)) is None:
        return
    numbers = Numbers.of(change)
    if not row["voucher_no"] or numbers.taken(series, row["voucher_no"], row):
        made = {"voucher_no": numbers.next(series, row)}
        change.put_row(table, row_id, made)
        numbers.wrote(row_id, row, {**row, **made})
        numbers.keep(change)


def _whole_voucher(change: Change, voucher_id: str) -> None:
    book = change.book
    row = book.row(Voucher.table, voucher_id)
    lines = book.rows(Query(VoucherLine.table, (Where("voucher_id", "=", voucher_id),)))
    if is_torn(book, row or {"deleted": 1}, lines):
        raise _torn()


def is_torn(_book: Book, row: Row, lines: Sequence[Row]) -> bool:
    """Do these lines not make this voucher?"""
    if row["deleted"] or not lines:
        return bool(lines) or not row["deleted"]
    if len(lines) < 2 or any(not _belongs(row, line) for line in lines):
        return True
    debit, credit = (sum(line[n] or 0 for line in lines) for n in ("debit_fen", "credit_fen"))
    return debit != credit or debit != row["amount_fen"]


def in_words(row: Row, lines: Sequence[Row]) -> str:
    """The whole voucher on one line, for whoever has to choose between two."""
    sides = (("借", "debit_fen"), ("贷", "credit_fen"))
    told = [
        f"{side} {line['account']} {money.show(line[name])}"
        for line in sorted(lines, key=lambda one: one["place"])
        for side, name in sides
        if line[name]
    ]
    return f"{row['day']} {row['summary'] or ''}：{'，'.join(told)}"


def _belongs(row: Row, line: Row) -> bool:
    return all(row[name] == line[name] for name in ("book", "day", "kind"))


def _torn() -> Refused:
    return Refused(
        "凭证和它的分录要一起改，借贷要平", "请打开这张凭证，在凭证页里整张改", code="QL-SZ-126"
    )


def _whole_pair(change: Change, transfer_id: str) -> None:
    where = (Where("transfer_id", "=", transfer_id),)
    rows = change.book.rows(Query(Entry.table, where))
    if rows and not are_two_sides(rows):
        raise Refused(
            "跨账划转的两边要一起改、一起删，金额和日期要一样",
            "请用“删掉这一对”或者“红字冲回”，再重新划转", code="QL-SZ-127",
        )  # fmt: skip
    if rows and not pair_stands(change.book, rows):
        raise Refused(
            "跨账划转两边的对方科目要成对，不能单独改", "种类选错了就删掉这一对，重新划转",
            code="QL-SZ-607",
        )  # fmt: skip
