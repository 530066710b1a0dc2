"""The clerk works on while long work runs beside the window."""

import threading
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from exchange.sheets.corpus import write_csv
from faults.counting import counted
from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange.sheets import check_sheet, import_rows
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, Clerk, window_on

ROWS = 1200


def test_what_is_typed_while_a_table_is_taken_in_is_kept(
    dressed: object, tmp_path: Path, qtbot: QtBot
) -> None:
    """The import holds the file; what is typed meanwhile waits in its form and is saved after."""
    book = make_book(tmp_path)
    row_id = make_person(book)
    rows = [["户号", "组别"], *([f"2-{number}", "1组"] for number in range(ROWS))]
    path = write_csv(tmp_path / "户.csv", rows)
    inside, go_on, ended = threading.Event(), threading.Event(), list[object]()

    def work(own: Book, tick: Any) -> object:
        intake = check_sheet(own, Household, path)

        def waits(done: int, total: int) -> bool:
            if done:
                inside.set()
                go_on.wait(60)
            return True

        return import_rows(own, intake, tick=waits)

    with window_on(book) as window:
        page = window.go("registry", "person", row_id)
        (ledger,) = [p for p in page.findChildren(LedgerPage) if p.drawer.row_id == row_id]
        form = ledger.drawer.form
        if form.editors["note"].isHidden():
            form.toggle_more()
        window.runner.job(work, label="正在导入", on_done=ended.append)
        qtbot.waitUntil(inside.is_set, timeout=LONG)
        form.editors["note"].setFocus()
        window.book.connection.execute("PRAGMA busy_timeout = 50")
        Clerk(window).write("写在导入当中")
        form.flush()
        assert form.editors["note"].text() == "写在导入当中", "it stays on the screen"
        go_on.set()
        qtbot.waitUntil(lambda: bool(ended), timeout=LONG)
        window.book.connection.execute("PRAGMA busy_timeout = 20000")
        saved = ledger.save_now()
        assert saved, ledger.drawer.banner.text.text()
        assert (window.book.row("person", row_id) or {})["note"] == "写在导入当中"
        assert window.book.count(Query("household")) == ROWS
        assert window.book.trail_broken_at() is None
    counted("F59", 1, "typed while a table is taken in")
