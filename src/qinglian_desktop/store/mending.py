"""What a health check may put right by itself: nothing that a clerk would have to decide."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store import (
    engine,
    erased_files,
    erasing,
    health,
    identity,
    merge,
    own_sums,
    trail,
)

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


def mend(book: "Book", what: str) -> Changes:
    """Does it; the label says what was done."""
    with engine.plain_words():
        return Changes(_WAYS[what](book))


def _triggers(book: "Book") -> str:
    trail.install(book.connection, book.tables.records)
    return "记留痕的开关装回去了"


def _index(book: "Book") -> str:
    for sql in (
        "DELETE FROM finder",
        "INSERT INTO finder_words (finder_words) VALUES ('delete-all')",
    ):
        try:
            book.connection.execute(sql)
        except engine.ERRORS:  # beyond reading: emptied word by word instead
            book.connection.execute("DELETE FROM finder_words")
    identity.put_setting(book.connection, "finder", None)
    count = book.catch_up_words()
    return f"索引重新做好了，读了 {count:,} 条"


def _digests(book: "Book") -> str:
    found = book.connection.execute("SELECT owner, table_name FROM digest").fetchall()
    for owner, table in found:
        if table in book.tables.records:
            count, total = merge.recount(book.connection, table, owner)
            book.connection.execute(
                "UPDATE digest SET row_count = ?, total = ? WHERE owner = ? AND table_name = ?",
                (count, total, owner, table),
            )
    own_sums.forget(book.connection)
    return "重新数过了，下次合并或报送时再对"


def _files(book: "Book") -> str:
    return f"清掉 {erased_files.remove(book, erased_files.nobodys(book)):,} 个没有用到的附件"


def _orders(book: "Book") -> str:
    erasing.catch_up(book)
    return "清除做完了"


_WAYS: Mapping[str, Callable[["Book"], str]] = {
    health.TRIGGERS: _triggers,
    health.INDEX: _index,
    health.DIGESTS: _digests,
    health.FILES: _files,
    health.ORDERS: _orders,
}
