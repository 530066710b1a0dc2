"""First paint of a ledger of 100,000 rows: work of the main thread, not time on the wall."""

import statistics
import sys
from pathlib import Path

from measure import Finding, child, said

ROWS, GOAL = 100_000, 150.0


def measure(scratch: Path, rounds: int) -> Finding:
    home = scratch / "paint"
    child("paint_bench.py", "prepare", home)
    times = []
    for _ in range(max(rounds, 3)):
        child("paint_bench.py", "paint", home)
        times.append(float(said()))
    return Finding(
        f"first paint of a ledger of {ROWS:,} rows, main-thread work",
        statistics.median(times),
        GOAL,
        unit="ms",
        details=(f"{min(times):.0f}–{max(times):.0f} ms, n={len(times)}",),
    )


def prepare(home: Path) -> None:
    from made import rows

    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.store import identity
    from qinglian_desktop.store.book import Book

    unit = identity.new_unit(
        office_id=clock.new_id(), code="500110007001", name="新街子社区", kind="community",
        role="unit", street_id=clock.new_id(), street_name="通惠街道",
    )  # fmt: skip
    with Book.create(home, RECORDS, unit) as book, book.change("登记") as change:
        for record in rows(2 * ROWS, 5):
            if isinstance(record, Entry):
                change.put(record)


def paint(home: Path) -> None:
    """Milliseconds of this thread from asking for the page to its first paint with rows."""
    import time

    from PySide6.QtWidgets import QApplication

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.store.ledger import drop_row, save_row
    from qinglian_desktop.ui import look
    from qinglian_desktop.ui.ledger_page import LedgerPage
    from qinglian_desktop.ui.runner import Runner

    app = QApplication([])
    look.apply(app)
    with Book.open(home, RECORDS) as book:
        runner = Runner(book)
        began = time.thread_time()
        page = LedgerPage(Entry, reader=book, runner=runner, save=save_row, drop=drop_row)
        page.resize(1180, 640)
        page.show()
        while page.table.model().rowCount() == 0:
            app.processEvents()
        page.table.viewport().repaint()
        took = time.thread_time() - began
        runner.close()
        print(f"{took * 1000:.1f}")
        page.deleteLater()
        app.processEvents()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", where]:
            prepare(Path(where))
        case ["paint", where]:
            paint(Path(where))
