"""到期清除, 彻底删除 and 数据体检 by hand: the word written out, one button a fault."""

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from office import make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.erasing import is_erased
from qinglian_desktop.modules import saving
from qinglian_desktop.shell import acts, health_page, weekly
from qinglian_desktop.shell.health_page import HealthPage
from qinglian_desktop.shell.recycle_bin import RecycleBin
from qinglian_desktop.shell.retention_page import RetentionPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import rounds
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.word_question import WordQuestion
from windows import LONG, TODAY, Clerk, shown_buttons


def writes(window: Window, word: str, then: str, left: int = 40) -> None:
    """Answers the question that the next press will ask: writes the word, presses the button."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, WordQuestion):
            if left:
                writes(window, word, then, left - 1)
            return
        try:
            assert not dialog.yes.isEnabled() and dialog.no.isDefault()
            QTest.keyClicks(dialog.written, "x")
            assert not dialog.yes.isEnabled()
            dialog.written.setText(word)
            Clerk(dialog).press(then, dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, window, answer)


def test_what_is_over_is_listed_and_goes_with_the_word(window: Window, qtbot: Any) -> None:
    with clock.fixed(date(2020, 3, 1)):
        away = make_person(window.book, "迁走的", state="迁出")
    acts.do(window, "到期清除")
    page = window.page
    assert isinstance(page, RetentionPage)
    qtbot.waitUntil(lambda: bool(page.found), timeout=LONG)
    assert page.said.text().startswith("这 1 件已过保存期，清除后找不回来。")
    cover.set_covered(True)
    assert "迁走的" not in page.table.model().index(0, 1).data()
    cover.set_covered(False)
    writes(window, "清除", "清除")
    Clerk(window).press("清除…", page)
    qtbot.waitUntil(lambda: is_erased(window.book.row("person", away) or {}), timeout=LONG)
    qtbot.waitUntil(lambda: not page.found, timeout=LONG)
    assert page.empty.isVisible() and not page.purge.isVisible()
    assert window.book.trail_broken_at() is None


def test_the_bin_destroys_for_good_and_the_safe_answer_changes_nothing(
    window: Window, qtbot: Any
) -> None:
    row_id = make_person(window.book, "李建华")
    saving.dropper("person")(window.book, row_id)
    acts.do(window, "回收站")
    page = window.page
    assert isinstance(page, RecycleBin)
    qtbot.waitUntil(lambda: bool(page.lines), timeout=LONG)
    writes(window, "清除", "先不删")
    Clerk(window).press("彻底删除…", page)
    assert not is_erased(window.book.row("person", row_id) or {})
    writes(window, "清除", "彻底删除")
    Clerk(window).press("彻底删除…", page)
    qtbot.waitUntil(lambda: is_erased(window.book.row("person", row_id) or {}), timeout=LONG)
    qtbot.waitUntil(lambda: not page.lines, timeout=LONG)
    window.runner.undo()
    assert is_erased(window.book.row("person", row_id) or {}), "no way back"


def test_the_health_check_shows_one_button_a_fault_and_mends(window: Window, qtbot: Any) -> None:
    row_id = make_person(window.book, "欧阳慕云")
    window.book.connection.execute("DROP TRIGGER trail_person_update")
    window.book.connection.execute("UPDATE person SET note = 'x' WHERE id = ?", (row_id,))
    acts.do(window, "数据体检")
    page = window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: page.found is not None, timeout=LONG)
    assert page.found is not None
    assert [fault.act for fault in page.found] == ["打开这条", "修好"]
    cover.set_covered(True)
    shown = [w for w in page.findChildren(QLabel) if w.isVisible()]
    assert shown and not [w for w in shown if "欧阳慕云" in w.text() + w.accessibleName()]
    cover.set_covered(False)
    Clerk(window).press("修好", page)
    qtbot.waitUntil(lambda: page.found is not None and len(page.found) == 1, timeout=LONG)
    Clerk(window).press("打开这条", page)
    assert window.page_id == "registry"


def test_a_lost_attachment_comes_back_with_one_click(window: Window, qtbot: Any) -> None:
    book = window.book
    photo = book.files.add(b"\x89PNG photo" * 50)
    make_entry(book, files=(photo,))
    rounds.go_round(book, None, why="按了备份")
    book.files.path(photo).unlink()
    acts.do(window, "数据体检")
    page = window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: bool(page.found), timeout=LONG)
    assert {"从备份找", "打开这条"} <= shown_buttons(page).keys()
    Clerk(window).press("从备份找", page)
    qtbot.waitUntil(lambda: page.found == [], timeout=LONG)
    assert book.files.is_whole(photo) and page.fetch_all.isHidden()
    assert "找回了 1 个附件" in window.bar.text.text()


def test_once_a_week_it_looks_by_itself_and_says_one_line(window: Window, qtbot: Any) -> None:
    make_person(window.book)
    assert weekly.is_due(window.book)
    weekly.begin(window)
    qtbot.waitUntil(lambda: "每周体检做过了" in window.bar.text.text(), timeout=LONG)
    assert not weekly.is_due(window.book)
    window.bar.text.setText("")
    with clock.fixed(date(TODAY.year, TODAY.month + 1, 1)):
        assert weekly.is_due(window.book)
        window.book.connection.execute("DROP TRIGGER trail_person_update")
        weekly.begin(window)
        qtbot.waitUntil(lambda: "发现 1 处要处理：留痕" in window.bar.text.text(), timeout=LONG)
    Clerk(window).press("去看", window.bar)
    assert isinstance(window.page, health_page.HealthPage)
    assert not isinstance(QApplication.activeModalWidget(), QDialog)
    assert "去看" not in shown_buttons(window.page)
