"""年度存档: closed with one press, looked at, found by Ctrl+K where the ledger says otherwise."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from office import make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import archive_page, keys, search
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import archives
from windows import LONG, Clerk


def test_a_year_that_is_over_is_closed_and_can_be_looked_at(window: Window, qtbot: Any) -> None:
    make_person(window.book, "李建华")
    keys.acts(window)["年度存档"]()
    page: Any = window.page
    assert isinstance(page, archive_page.ArchivePage)
    assert "还没有存过档" in page.empty.text.text()
    clerk = Clerk(window)
    clerk.answer("存档")
    clerk.press("把 2025 年存档")
    qtbot.waitUntil(lambda: page.table is not None, timeout=LONG)
    assert window.bar.text.text() == "2025年存档好了，打开核对过（共 1 条）。"
    assert "2025 年存档" in page.said.text() and "只能看" in page.said.text()
    page._on_kind(window.book.tables["person"])
    qtbot.waitUntil(lambda: len(page.table.records.ids) == 1, timeout=LONG)
    clerk.press("核对")
    qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
    assert "和存的时候一样" in page.banner.text.text()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.page is not page


def test_a_row_that_went_is_found_in_its_year(window: Window, qtbot: Any) -> None:
    book = window.book
    with clock.fixed(date(2026, 1, 5)):
        row_id = make_person(book, "李建华")
        archives.close_year(book, 2025, RECORDS)
    with book.change("删") as change:
        change.drop("person", row_id)
    records = [r for r in RECORDS if window.tab_of(r.table)]
    (hit,) = [one for one in search.find(book, "李建华", records) if one.group == "存档"]
    assert (hit.label, hit.title) == ("2025年存档", "李建华")
    search.open_hit(window, hit)
    page: Any = window.page
    qtbot.waitUntil(lambda: page.table is not None and bool(page.table.records.ids), timeout=LONG)
    assert page.record.table == "person" and page.search.text() == "李建华"
    assert book.count(Query("person")) == 0
