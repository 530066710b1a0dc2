"""How many rows has each table, and what hash do they come to? Two data folders are compared so."""

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.store import engine

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


class Total(NamedTuple):
    """Rows that are not in the recycle bin, and a hash over the prints of all of them."""

    rows: int
    digest: str


def totals(book: "Book", *, but: frozenset[str] = frozenset()) -> dict[str, Total]:
    """By table, of those that have rows; `but` are left out."""
    found: dict[str, Total] = {}
    with engine.plain_words():
        for table in sorted(book.tables.records.keys() - but):
            prints = book.connection.execute(
                f'SELECT row_hash FROM "{table}" WHERE deleted = 0 ORDER BY id'
            )
            rows, digest = 0, hashlib.sha256()
            for (print_of_row,) in prints:
                rows += 1
                digest.update(str(print_of_row).encode())
            if rows:
                found[table] = Total(rows, digest.hexdigest())
    return found
