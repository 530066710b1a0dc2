"""Start to the first painted 今日 ÷ start of an empty PySide6 window, whole processes."""

import sys
from pathlib import Path

from measure import Finding, child, pairs, spread

GOAL = 2.0


def measure(scratch: Path, rounds: int) -> Finding:
    home = scratch / "start"
    child("start_bench.py", "prepare", home)
    ratio, mine, theirs = pairs(
        lambda: child("start_bench.py", "ours", home),
        lambda: child("start_bench.py", "empty"),
        max(rounds, 9),
    )
    return Finding(
        "start to first painted 今日 ÷ empty PySide6 window",
        ratio,
        GOAL,
        details=(spread("今日", mine), spread("empty window", theirs)),
    )


def prepare(home: Path) -> None:
    """One community with a year's plan, catalogue and entries (about DATA-S)."""
    from made import rows

    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.disclosure import actions as disclosure
    from qinglian_desktop.modules.tasks import actions as tasks
    from qinglian_desktop.store import identity
    from qinglian_desktop.store.book import Book

    unit = identity.new_unit(
        office_id=clock.new_id(), code="500110007001", name="新街子社区", kind="community",
        role="unit", street_id=clock.new_id(), street_name="通惠街道",
    )  # fmt: skip
    with Book.create(home, RECORDS, unit) as book:
        year = clock.today().year
        tasks.load_plan(book, year)
        disclosure.load_catalog(book, year)
        disclosure.plan_year(book, year)
        with book.change("登记") as change:
            for record in rows(3000, 1):
                change.put(record)


def empty() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            super().paintEvent(event)
            QTimer.singleShot(0, app.quit)

    window = Window()
    window.resize(1366, 728)
    window.show()
    app.exec()


def ours(home: Path) -> None:
    from qinglian_desktop.shell.start import first_paint

    first_paint(home)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", where]:
            prepare(Path(where))
        case ["ours", where]:
            ours(Path(where))
        case ["empty"]:
            empty()
