"""Answers about a ledger of 100,000 rows that differ: a filter, an order as people read, values.

Time on the wall for one question to the open, encrypted file; the window asks beside itself.
"""

import statistics
import sys
import time
from pathlib import Path

import ledger
from measure import Finding, child, said

GOAL = 100.0  # ms: what a filter may take (the design's 6.2.11)
_LABELS = {
    "filter": "filter of a 100,000-row list (contains, range, values; the slowest)",
    "order": "100,000 rows in the order of pinyin",
    "values": "values of a column of 100,000 rows with their counts",
}


def measure(scratch: Path, rounds: int) -> list[Finding]:
    home = scratch / "lists"
    child("lists.py", "prepare", home)
    child("lists.py", "ours", home, rounds)
    taken = {name: float(value) for name, value in (line.split() for line in said().splitlines())}
    goals = {"filter": GOAL}
    return [Finding(_LABELS[n], taken[n], goals.get(n), unit="ms") for n in _LABELS]


def prepare(home: Path) -> None:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    ledger.prepare(home)
    with Book.open(home, RECORDS) as book:
        book.connection.execute("BEGIN")
        book.connection.execute("UPDATE door SET quiet = 1")
        # No two rows say the same: a key made once must not be found made.
        book.connection.execute("UPDATE entry SET summary = summary || '，第' || rowid || '笔'")
        book.connection.execute("UPDATE door SET quiet = 0")
        book.connection.execute("COMMIT")


def ours(home: Path, rounds: int) -> None:
    from qinglian_desktop.core.module import Query, Where
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    everything = Query("entry")
    filters = (
        (Where("summary", "shows", "道路"),),
        (Where("summary", "begins", "绿化"),),
        (Where("amount_fen", ">=", 100_000), Where("amount_fen", "<=", 900_000)),
        (Where("direction", "in", ("收入",)), Where("day", ">=", "2026-06-01")),
        (Where("note", "empty"),),
    )
    with Book.open(home, RECORDS) as book:

        def median(*questions: Query) -> float:
            return max(statistics.median(_timed(book, q) for _ in range(rounds)) for q in questions)

        print("filter", median(*(everything._replace(where=where) for where in filters)))
        print("order", median(everything._replace(order=(("summary", False),), natural=True)))
        began = time.perf_counter()
        book.values(everything, "counterparty", 200)
        print("values", (time.perf_counter() - began) * 1000)


def _timed(book: object, query: object) -> float:
    began = time.perf_counter()
    book.ids(query)  # type: ignore[attr-defined]
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ours", home, rounds]:
            ours(Path(home), int(rounds))
