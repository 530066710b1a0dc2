"""What belongs together in the books, and stays so by every way of writing?

A red row and what it takes back; one opening balance a year; one set of closing vouchers a year;
the accounts of the two sides of a transfer. Asked before COMMIT (guarding.whole_books).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.books import CLOSING, OPENING, Voucher, VoucherLine
from qinglian_desktop.modules.funds.reads import own
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, COMMITTEE
from qinglian_desktop.store.book import Book

_ALIKE: Final = ("book", "direction", "channel", "account", "bank_account_id")
_Lines = list[tuple[str, int, int]]


def refuse_loose_reds(book: Book, table: str, originals: set[str]) -> None:
    """Refused when what is taken back and the red row would not come to nothing together."""
    reds: dict[str, list[Row]] = defaultdict(list)
    for row in book.rows(Query(table, (Where("reverses_id", "filled"),))):
        if row["reverses_id"] in originals:
            reds[row["reverses_id"]].append(row)
    for row_id, found in reds.items():
        if problem := _loose(book, table, book.row(table, row_id), found):
            raise Refused(problem.what, problem.remedy, code=problem.code)


def _loose(book: Book, table: str, first: Row | None, reds: Sequence[Row]) -> Problem | None:
    red = reds[0]["voucher_no"]
    if first is None or first["deleted"]:
        return Problem(
            f"{red}号红字冲回的那一笔要留在账上", "请先删掉那笔红字；找回时先找回被冲回的那一笔",
            code="QL-SZ-122",
        )  # fmt: skip
    if len(reds) > 1:
        return Problem(
            f"{first['voucher_no']}号已经用{red}号红字冲回过", "一笔只能冲回一次，请只留一笔红字",
            code="QL-SZ-137",
        )  # fmt: skip
    same = _lines_mirror if table == Voucher.table else _entry_mirrors
    if not same(book, first, reds[0]):
        return Problem(
            f"{red}号是冲回{first['voucher_no']}号的红字，两笔要正好抵消，不能单独改",
            "请先删掉那笔红字，改好再冲回；或者再记一笔对的", code="QL-SZ-122",
        )  # fmt: skip
    return None


def _entry_mirrors(_book: Book, first: Row, red: Row) -> bool:
    if any((first[name] or None) != (red[name] or None) for name in _ALIKE):
        return False
    return bool(first["amount_fen"] == -(red["amount_fen"] or 0) and red["day"] >= first["day"])


def _lines_mirror(book: Book, first: Row, red: Row) -> bool:
    there = _lines(book, first["id"])
    back = [(account, -debit, -credit) for account, debit, credit in _lines(book, red["id"])]
    return Counter(there) == Counter(back) and red["day"] >= first["day"]


def _lines(book: Book, voucher_id: str) -> _Lines:
    rows = book.rows(Query(VoucherLine.table, (Where("voucher_id", "=", voucher_id),)))
    return [(row["account"], row["debit_fen"] or 0, row["credit_fen"] or 0) for row in rows]


def refuse_second_sets(book: Book, vouchers: Iterable[Row]) -> None:
    """Refused when a year would have two opening balances, or be closed twice."""
    asked = {
        (row["book"], row["kind"], row["day"][:4])
        for row in vouchers
        if row["kind"] in (OPENING, CLOSING) and row["book"] and row["day"]
    }
    for account, kind, year in sorted(asked):
        where = (
            *own(book, account), Where("kind", "=", kind),
            Where("day", ">=", f"{year}-01-01"), Where("day", "<=", f"{year}-12-31"),
        )  # fmt: skip
        rows = book.rows(Query(Voucher.table, where))
        if kind == OPENING and len(rows) > 1:
            raise Refused(
                f"{year}年的期初余额已经按科目登记", "要换成这一张，请先删掉现在的期初余额",
                code="QL-SZ-134",
            )  # fmt: skip
        words = Counter(row["summary"] for row in rows if row["source_table"])
        if kind == CLOSING and any(many > 1 for many in words.values()):
            raise Refused(
                f"{year}年已经做过年终结转", "要换成这一次，请先撤掉这一年的结转",
                code="QL-SZ-505",
            )  # fmt: skip


def pair_stands(book: Book, sides: Sequence[Row]) -> bool:
    """Do the two sides stand on the accounts of one sort of transfer?

    A pair in red stands where the one it takes back stood.
    """
    if any(row["reverses_id"] for row in sides):
        return True
    held = {row["book"]: row["account"] or "" for row in sides}
    day = date.fromisoformat(sides[0]["day"])
    sorts = book.pack("book-purposes", day).rows("transfers")
    columns = {COLLECTIVE: "collective", COMMITTEE: "committee"}
    return any(
        all(held[one].startswith(str(sort[columns[one]])) for one in BOOKS) for sort in sorts
    )


def are_two_sides(rows: Sequence[Row]) -> bool:
    """One in each book, one out and one in, of the same day and amount?"""
    directions, books = ({row[name] for row in rows} for name in ("direction", "book"))
    alike = {(row["amount_fen"], row["day"]) for row in rows}
    return len(rows) == len(books) == len(directions) == 2 and len(alike) == 1


def is_half_pair(book: Book, row: Row, others: Sequence[Row]) -> bool:
    """Do these sides, what is deleted left out, not make one transfer?"""
    rows = [one for one in (row, *others) if not one["deleted"]]
    return bool(rows) and not (are_two_sides(rows) and pair_stands(book, rows))


def pair_in_words(row: Row, others: Sequence[Row]) -> str:
    """The whole transfer on one line, for whoever has to choose between two."""
    sides = sorted((row, *others), key=lambda one: str(one["direction"]), reverse=True)
    told = [f"{one['direction']}{one['voucher_no'] or ''}号" for one in sides]
    amount = money.show(row["amount_fen"] or 0)
    return f"{row['day']} {row['summary'] or ''}：{amount} 元，{'，'.join(told)}"
