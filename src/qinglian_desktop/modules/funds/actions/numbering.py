"""Which voucher numbers are in use? One series for each book and year, without gaps.

Entries and vouchers share it. The next number follows the highest in use; a row in the recycle
bin keeps its number for as long as it may come back, one that was undone gives it free.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.books import OPENING, Voucher
from qinglian_desktop.modules.funds.reads import own, within
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

NUMBERED = (Entry.table, Voucher.table)


class Series(NamedTuple):
    account: str
    year: int


def series_of(row: Row) -> Series | None:
    """The series that numbers this row, as soon as its book and day are known.

    Opening balances are before the first number.
    """
    if not row.get("book") or not row.get("day") or row.get("kind") == OPENING:
        return None
    return Series(row["book"], int(row["day"][:4]))


def value_of(number: str) -> int:
    """What a number counts as where it is plain digits; else 0."""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 15 else 0


def spelt(number: int) -> str:
    return f"{number:04d}"


def _same(number: str) -> str:
    """One spelling for 1, 01 and 0001: they are the same number."""
    return spelt(value) if (value := value_of(number)) else number


def already_used(series: Series, number: str) -> Refused:
    return Refused(
        f"{series.year}年的凭证号 {number} 已经用过",
        "留空会自动编号",
        field="voucher_no",
        code="QL-SZ-006",
    )


class Numbers:
    """The numbers in use, looked up once for all rows that one change saves."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._holders: dict[Series, dict[str, set[str]]] = {}  # the rows of each number
        self._highest: dict[Series, int] = {}
        self._binned: dict[Series, int] = {}

    @classmethod
    def of(cls, change: Change) -> "Numbers":
        """Those known so far, unless somebody else has written rows since."""
        state, numbers = change.known.get("voucher numbers", (None, None))
        if isinstance(numbers, cls) and state == _state(change):
            return numbers
        return cls(change.book)

    def keep(self, change: Change) -> None:
        """For the next row of this change."""
        change.known["voucher numbers"] = _state(change), self

    def taken(self, series: Series, number: str, before: Row | None) -> bool:
        """Has another row than this one (as it was before) the number?"""
        return bool(self._of(series).get(_same(number), set()) - {_id_of(before)})

    def next(self, series: Series, before: Row | None = None) -> str:
        """After the highest of the other rows, those in the recycle bin too."""
        if series not in self._binned:
            self._binned[series] = highest_binned(self._book, series)
        return spelt(max(self.highest(series, before), self._binned[series]) + 1)

    def highest(self, series: Series, before: Row | None) -> int:
        """Among the other rows."""
        holders = self._of(series)
        if series not in self._highest:
            self._highest[series] = max(map(value_of, holders), default=0)
        alone = {n: who for n in _number_of(before) if (who := holders.get(n)) == {_id_of(before)}}
        if any(value_of(number) == self._highest[series] for number in alone):
            return max((value_of(number) for number in holders.keys() - alone), default=0)
        return self._highest[series]

    def wrote(self, row_id: str, before: Row | None, made: Row) -> None:
        """A row was saved: its old number is free, the new one in use."""
        for row in (before, made):
            if row and row.get("deleted") and (series := series_of(row)):
                self._binned.pop(series, None)
        if before is not None:
            self._note(row_id, before, here=False)
        self._note(row_id, made, here=not made.get("deleted"))

    def _note(self, row_id: str, row: Row, *, here: bool) -> None:
        series, number = series_of(row), _same(row.get("voucher_no") or "")
        if series not in self._holders or not number:
            return
        who = self._holders[series].setdefault(number, set())
        (who.add if here else who.discard)(row_id)
        highest = self._highest.get(series, 0)
        if here:
            self._highest[series] = max(highest, value_of(number))
        elif not who:
            del self._holders[series][number]
            if value_of(number) == highest:
                self._highest.pop(series, None)

    def _of(self, series: Series) -> dict[str, set[str]]:
        if series not in self._holders:
            self._holders[series] = {}
            for asked in of_series(self._book, series):
                for row_id, number in self._book.filled(asked, "voucher_no"):
                    if number:
                        self._holders[series].setdefault(_same(number), set()).add(row_id)
        return self._holders[series]


def of_series(book: Book, series: Series, *, deleted: bool = False) -> Iterator[Query]:
    """The rows that share a series: entries and vouchers of a book and year."""
    year = within(date(series.year, 1, 1), date(series.year, 12, 31))
    for table in NUMBERED:
        where = (*own(book, series.account), *year)
        if table == Voucher.table:
            where = (*where, Where("kind", "!=", OPENING))
        yield Query(table, where, deleted=deleted)


def _state(change: Change) -> tuple[object, ...]:
    return tuple(change.state(table) for table in NUMBERED)


def _id_of(row: Row | None) -> str:
    return row["id"] if row else ""


def _number_of(row: Row | None) -> tuple[str, ...]:
    return (_same(row["voucher_no"]),) if row and row.get("voucher_no") else ()


def highest_binned(book: Book, series: Series) -> int:
    """Among the rows somebody deleted, which may come back; 0 without any."""
    highest = 0
    for query in of_series(book, series, deleted=True):
        where = (*query.where, Where("deleted", "=", 1), Where("voucher_no", "filled"))
        found = book.filled(query._replace(where=where), "voucher_no")
        undone = book.taken_back(query.table) if found else set()
        kept = (value_of(number) for row_id, number in found if row_id not in undone)
        highest = max(highest, *kept, 0)
    return highest


def gaps(book: Book, series: Series) -> tuple[str, ...]:
    """Numbers below the highest that no row has."""
    used = {
        value_of(number)
        for query in of_series(book, series)
        for _, number in book.filled(query, "voucher_no")
        if number
    }
    return tuple(spelt(n) for n in range(1, max(used, default=0)) if n not in used)
