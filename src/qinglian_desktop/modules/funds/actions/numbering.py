"""Which voucher numbers are in use? One series for each book and year, without gaps."""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.reads import own, within
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


class Series(NamedTuple):
    account: str
    year: int

    @property
    def name(self) -> str:
        return f"voucher:{self.account}:{self.year}"


def series_of(row: Row) -> Series | None:
    """The series that numbers this entry, as soon as its book and day are known."""
    if not row.get("book") or not row.get("day"):
        return None
    return Series(row["book"], int(row["day"][:4]))


def value_of(number: str) -> int:
    """What a number counts as where it is plain digits; else 0."""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else 0


class Numbers:
    """The numbers in use, looked up once for all entries that one change saves."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._holders: dict[Series, dict[str, set[str]]] = {}  # the entries of each number
        self._highest: dict[Series, int] = {}

    @classmethod
    def of(cls, change: Change) -> "Numbers":
        """Those known so far, unless somebody else has written entries since."""
        state, numbers = change.known.get("voucher numbers", (None, None))
        if isinstance(numbers, cls) and state == change.state(Entry.table):
            return numbers
        return cls(change.book)

    def keep(self, change: Change) -> None:
        """For the next entry of this change."""
        change.known["voucher numbers"] = change.state(Entry.table), self

    def taken(self, series: Series, number: str, before: Row | None) -> bool:
        """Has another entry than this one (as it was before) the number?"""
        return bool(self._of(series).get(number, set()) - {_id_of(before)})

    def highest(self, series: Series, before: Row | None) -> int:
        """Among the other entries."""
        holders = self._of(series)
        if series not in self._highest:
            self._highest[series] = max(map(value_of, holders), default=0)
        alone = {n: who for n in _number_of(before) if (who := holders.get(n)) == {_id_of(before)}}
        if any(value_of(number) == self._highest[series] for number in alone):
            return max((value_of(number) for number in holders.keys() - alone), default=0)
        return self._highest[series]

    def wrote(self, row_id: str, before: Row | None, made: Row) -> None:
        """An entry was saved: its old number is free, the new one in use."""
        if before is not None:
            self._note(row_id, before, here=False)
        self._note(row_id, made, here=not made.get("deleted"))

    def _note(self, row_id: str, row: Row, *, here: bool) -> None:
        series, number = series_of(row), row.get("voucher_no")
        if series not in self._holders or not number:
            return
        who = self._holders[series].setdefault(number, set())
        (who.add if here else who.discard)(row_id)
        highest = self._highest.get(series, 0)
        if not who:
            del self._holders[series][number]
        if here:
            self._highest[series] = max(highest, value_of(number))
        elif value_of(number) == highest:
            self._highest.pop(series, None)

    def _of(self, series: Series) -> dict[str, set[str]]:
        if series not in self._holders:
            self._holders[series] = {}
            year = within(date(series.year, 1, 1), date(series.year, 12, 31))
            asked = Query(Entry.table, (*own(self._book, series.account), *year))
            for row_id, number in self._book.filled(asked, "voucher_no"):
                if number:
                    self._holders[series].setdefault(number, set()).add(row_id)
        return self._holders[series]


def _id_of(row: Row | None) -> str:
    return row["id"] if row else ""


def _number_of(row: Row | None) -> tuple[str, ...]:
    return (row["voucher_no"],) if row and row.get("voucher_no") else ()


def highest_ever(book: Book, series: Series) -> int:
    """Also among entries in the recycle bin, which may come back."""
    year = within(date(series.year, 1, 1), date(series.year, 12, 31))
    filled = (*own(book, series.account), *year, Where("voucher_no", "filled"))
    found = book.grouped(Query(Entry.table, filled, deleted=True), ("voucher_no",), "amount_fen")
    return max((value_of(row[0]) for row in found), default=0)
