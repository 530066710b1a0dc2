"""First paint of a ledger of 100,000 rows: work of the main thread, in milliseconds.

From asking for the page to the moment it is painted, loading of modules included, and on until
the whole count has come in. CPU time of that thread alone: the reading goes on beside it.
"""

import statistics
import sys
import time
from pathlib import Path

from measure import Finding, child, said

ROWS, GOAL = 100_000, 150.0


def measure(scratch: Path, rounds: int) -> Finding:
    home = scratch / "ledger"
    child("ledger.py", "prepare", home)
    painted, settled = [], []
    for _ in range(rounds):
        child("ledger.py", "ours", home)
        first, last = map(float, said().split()[-2:])
        painted.append(first)
        settled.append(last)
    return Finding(
        f"first paint of a {ROWS:,}-row ledger, main thread",
        statistics.median(painted),
        GOAL,
        unit="ms",
        details=(
            f"to the first paint: {min(painted):.0f}–{max(painted):.0f} ms (n={rounds})",
            f"to the whole count and totals: median {statistics.median(settled):.0f} ms",
        ),
    )


def prepare(home: Path) -> None:
    from made import entries, office

    from qinglian_desktop.core.record import columns
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.store.book import Book

    with Book.create(home, RECORDS, office()) as book:
        with book.change("登记") as change:
            for record in entries(1_000, 1):
                change.put(record)
        # The same rows a hundred times over, past the door: what is measured is reading.
        names = ", ".join(f'"{name}"' for name in columns(Entry) if name != "id")
        connection = book.connection
        connection.execute("BEGIN")
        connection.execute("UPDATE door SET quiet = 1")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            f"INSERT INTO entry (id, {names}) SELECT id || '-' || i, {names} FROM entry, n",
            (ROWS // 1_000 - 1,),
        )
        connection.execute("UPDATE door SET quiet = 0")
        connection.execute("COMMIT")


def ours(home: Path) -> None:
    from made import window_at_rest
    from PySide6.QtCore import QEvent, QObject

    from qinglian_desktop.modules.funds.records import Entry

    app, window = window_at_rest(home)

    class Watch(QObject):
        painted = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            shown = page.table.records.rowCount() > 0  # an empty list painted is no first paint
            if event.type() == QEvent.Type.Paint and shown and not self.painted:
                watched.removeEventFilter(self)
                app.sendEvent(watched, event)
                self.painted = time.thread_time()
                return True
            return False

    began = time.thread_time()
    page = window.desk.ledger(Entry)
    watch = Watch()
    page.table.viewport().installEventFilter(watch)
    window.lay_over(page)
    until = time.monotonic() + 60
    while not watch.painted or "100,000" not in page.table.footer:
        assert time.monotonic() < until, page.table.footer
        app.processEvents()
    ended = time.thread_time()
    assert page.table.records.rowCount() == ROWS
    print(f"{(watch.painted - began) * 1000:.1f} {(ended - began) * 1000:.1f}", flush=True)
    import os

    os._exit(0)  # the measuring is done; taking the window apart is not part of it


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ours", home]:
            ours(Path(home))
