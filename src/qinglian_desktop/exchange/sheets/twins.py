"""Is a row of the file already there, in the book or higher up in the same file?

By the number people know a record by (`Record.key`). A record without that number is compared
whole, and only as many are left out as the book already holds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.store.book import Book

NEW, SAME, TWIN, OTHER = "new", "same", "twin", "other"


def own_rows(book: Book, record: type[Record]) -> list[Row]:
    """This office's rows of one table; other offices' twins are not ours to judge."""
    if not book.count(Query(record.table)):
        return []
    return book.rows(Query(record.table, (Where("owner", "=", book.unit.office_id),)))


class Twins:
    """Asked once for each good row, from the top of the file down."""

    def __init__(
        self, record: type[Record], fields: Sequence[str], existing: Sequence[Mapping[str, Any]]
    ) -> None:
        self._key, self._restarts, self._fields = record.key, record.restarts, tuple(fields)
        given = {name for name, field in record.fields.items() if field.given}
        self._said = tuple(name for name in self._fields if name not in given)
        # A number the program gave is not in the file that brought the row.
        self._numbered = not given.isdisjoint(record.key)
        self._there: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
        self._whole: Counter[tuple[Any, ...]] = Counter()
        self._file: dict[tuple[Any, ...], tuple[int, Mapping[str, Any]]] = {}
        for row in existing:
            key = self._key_of(row)
            if key is None or self._numbered:
                self._whole[self._all_of(row)] += 1
            if key is not None:
                self._there.setdefault(key, []).append(row)

    def judge(self, number: int, row: Row) -> tuple[str, int]:
        """(NEW, SAME as one in the book, TWIN of a row of the file, OTHER of the same key).

        The number is that of the earlier row of the file, 0 when the book is meant.
        """
        key = self._key_of(row)
        if key is None:
            return self._judge_whole(row)
        if found := self._there.get(key):
            return self._judge_known(row, found)
        before = self._file.setdefault(key, (number, row))
        if before[1] is row:
            return NEW, 0
        return (TWIN if before[1] == row else OTHER), before[0]

    def _judge_known(self, row: Row, found: Sequence[Mapping[str, Any]]) -> tuple[str, int]:
        for there in found:
            if self._agree(row, there):
                if self._numbered:
                    self._whole[self._all_of(there)] -= 1  # it answers for one row of the file
                return SAME, 0
        return OTHER, 0

    def _judge_whole(self, row: Row) -> tuple[str, int]:
        whole = self._all_of(row)
        if self._whole[whole] > 0:
            self._whole[whole] -= 1
            return SAME, 0
        return NEW, 0

    def _key_of(self, row: Mapping[str, Any]) -> tuple[Any, ...] | None:
        key = tuple(map(row.get, self._key))
        if self._restarts:  # 0001 of this year is not 0001 of last year
            key += ((row.get(self._restarts) or "")[:4],)
        return None if None in key or "" in key else key

    def _all_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row.get(name) for name in self._said)

    def _agree(self, row: Row, there: Mapping[str, Any]) -> bool:
        """What the file says is what the book has; an empty cell says nothing."""
        return all(there.get(name) == row[name] for name in self._fields if name in row)
