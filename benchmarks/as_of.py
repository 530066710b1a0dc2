"""某日状态 of a ledger behind 100,000 lines of the trail: work of the main thread, in milliseconds.

From asking for the page until the list of that day stands with its count; the trail is read
beside the window, how long that takes is told for orientation.
"""

import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from measure import Finding, child, said

ROWS, EDITS, GOAL = 25_000, 3, 150.0
BEGAN = date(2026, 9, 1)


def measure(scratch: Path, rounds: int) -> Finding:
    home = scratch / "as_of"
    child("as_of.py", "prepare", home)
    worked, waited = [], []
    for _ in range(rounds):
        child("as_of.py", "ours", home)
        first, last = map(float, said().split()[-2:])
        worked.append(first)
        waited.append(last)
    return Finding(
        f"a list of {ROWS:,} rows as it stood, {ROWS * (EDITS + 1):,} trail lines, main thread",
        statistics.median(worked),
        GOAL,
        unit="ms",
        details=(
            f"main thread: {min(worked):.0f}–{max(worked):.0f} ms (n={rounds})",
            f"until it stands: median {statistics.median(waited):.0f} ms",
        ),
    )


def prepare(home: Path) -> None:
    from made import entries, office

    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    with Book.create(home, RECORDS, office()) as book:
        with clock.fixed(BEGAN), book.change("登记") as change:
            ids = [change.put(record) for record in entries(ROWS, 1)]
        for number in range(EDITS):
            with clock.fixed(BEGAN + timedelta(days=1 + number)), book.change("改") as change:
                for row_id in ids:
                    change.put_row("entry", row_id, {"note": f"第 {number} 次"})


def ours(home: Path) -> None:
    from made import window_at_rest

    from qinglian_desktop.core.module import Query
    from qinglian_desktop.shell import as_of_page

    app, window = window_at_rest(home)
    page = as_of_page.open_it(window)
    page.set_day(BEGAN)
    while not window.runner.quiet:
        app.processEvents()
    worked, begun = time.thread_time(), time.monotonic()
    page.take(window.book.tables["entry"], Query("entry"))
    while f"{ROWS:,}" not in page.footer.text():
        app.processEvents()
        time.sleep(0.001)  # a loop that only turns would count itself
    print(
        f"{(time.thread_time() - worked) * 1000:.1f} {(time.monotonic() - begun) * 1000:.1f}",
        flush=True,
    )
    import os

    os._exit(0)  # the measuring is done; taking the window apart is not part of it


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ours", home]:
            ours(Path(home))
