"""周期任务: told, looked ahead at, and made by itself when its day comes near."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.routines_page import RoutinesPage
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on


def test_a_clerk_sets_one_up_and_sees_the_year_ahead(dressed: QApplication, tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        keys.acts(window)["周期任务"]()
        page = window.page
        assert isinstance(page, RoutinesPage)
        clerk = Clerk(window)
        clerk.press("新增", page)
        form = page.ledger.drawer.form
        for name, text in (("title", "做财务公开"), ("month", "4"), ("day", "20")):
            form.editors[name].put_text(text)
            form.editors[name].mark_touched()
        page.ledger.save_waiting()
        assert form.editors["month"].message.text().startswith("每季度没有第 4 个月")
        form.editors["month"].put_text("1")
        form.editors["month"].mark_touched()
        page.ledger.save_waiting()
        assert page.rule.text() == "每季度第一个月20日前，放假顺延到下一个工作日。"
        assert "2027年1月20日（周三）" in page.days.text()
        assert page.days.text().startswith("下一次是2027年1月20日（周三）。")
        clerk.press("停用", page)
        assert page.days.text().startswith("已停用，不会再建。")
        assert not window.book.rows(Query("routine"))[0]["enabled"]
        clerk.press("启用", page)
        clerk.press("现在就建", page)
        assert window.bar.text.text() == "没有到期要建的。"
        page.leave()
        assert window.page is window.today


def test_opening_the_program_makes_what_is_due_and_says_so(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    book = make_book(tmp_path)
    draft = {"title": "报表", "every": "每月", "day": 30, "lead": 10, "from_on": "2026-11-01"}
    actions.save_routine(book, None, draft)
    with window_on(book) as window:
        qtbot.waitUntil(lambda: window.book.count(Query("task")) == 1, timeout=LONG)
        assert window.bar.text.text().startswith("周期任务到期，已建 1 条")
        with clock.fixed(date(2026, 12, 20)):
            window.today.reload()  # the program stayed open into another day
            qtbot.waitUntil(lambda: window.book.count(Query("task")) == 2, timeout=LONG)
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert again.count(Query("task")) == 1, "taken back like any other step"
        with clock.fixed(date(2026, 12, 21)):
            assert actions.make_rounds(again).result == 0


def test_the_list_of_tasks_leads_there_and_a_task_can_be_made_to_return(
    dressed: QApplication, tmp_path: Path
) -> None:
    book = make_book(tmp_path)
    made = actions.save_task(book, None, {"title": "入户走访", "due_on": "2026-11-30"})
    with window_on(book) as window:
        ledger = window.go("tasks")
        ledger.open_record(str(made.result))
        Clerk(window).press("以后定期办", ledger.drawer)
        assert window.book.count(Query("routine")) == 1
        menus = [b.menu() for b in ledger.head.findChildren(type(ledger.head.add)) if b.menu()]
        words = [a for menu in menus for a in menu.actions() if a.text() == "周期任务"]
        words[0].trigger()
        assert isinstance(window.page, RoutinesPage)
        page = window.page
        page.ledger.table.select_id(page.ledger.table.records.ids[0])
        assert "每季度" in page.rule.text()
