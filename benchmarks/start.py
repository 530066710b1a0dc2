"""Start of the program up to the painted 今日 page ÷ an empty PySide6 window, painted."""

import sys
from pathlib import Path

from measure import Finding, child, pairs, spread

GOAL = 2.0


def measure(scratch: Path, rounds: int) -> Finding:
    home = scratch / "start"
    child("start.py", "prepare", home)
    ratio, mine, theirs = pairs(
        lambda: child("start.py", "ours", home), lambda: child("start.py", "limit"), rounds
    )
    return Finding(
        "start to the painted 今日 page ÷ an empty PySide6 window",
        ratio,
        GOAL,
        details=(spread("start", mine), spread("limit", theirs)),
    )


def prepare(home: Path) -> None:
    """A community in its first year: the plan, the disclosure plan, 1,000 rows of its own."""
    from made import office, rows

    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.disclosure import actions as disclosing
    from qinglian_desktop.modules.tasks import actions as tasking
    from qinglian_desktop.store.book import Book

    with Book.create(home, RECORDS, office()) as book:
        year = clock.today().year
        tasking.load_plan(book, year)
        disclosing.load_catalog(book, year)
        disclosing.plan_year(book, year)
        with book.change("登记") as change:
            for record in rows(1_000, 1):
                change.put(record)


def ours(home: Path) -> None:
    from qinglian_desktop.shell.start import first_paint

    first_paint(home)


def limit() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Empty(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            super().paintEvent(event)
            QTimer.singleShot(0, app.quit)

    app = QApplication(["empty"])
    window = Empty()
    window.resize(1366, 728)
    window.show()
    app.exec()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ours", home]:
            ours(Path(home))
        case _:
            limit()
