"""F9 遮挡: a visitor who looks at any screen reads no name and no number, nor takes one along."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from every_page import full_office, rested, screens
from office import make_entry, make_person, make_posts
from qinglian_desktop.core.module import Query
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.drawer import RecordDrawer
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, Question
from qinglian_desktop.ui.table import RecordTable
from saying import said_by
from windows import Clerk, window_on

NAME, PHONE, ID, AMOUNT = "欧阳慕云", "13800138000", "11010519491231002X", 98_765_432
SECRETS = (NAME, PHONE, ID, ID[-4:], PHONE[-4:], "987,654.32")


@pytest.fixture
def book(dressed: QApplication, tmp_path: Path) -> Book:
    made = full_office(tmp_path)
    make_person(made, NAME, phone=PHONE, id_number=ID, group_name="1组")
    make_posts(made, NAME, until_on=date(2026, 12, 1))
    make_entry(made, AMOUNT, counterparty=NAME, is_person=True, handler=NAME)
    return made


def told(window: Window, name: str) -> dict[str, str]:
    """Which secrets are on screen now, and where."""
    rested(window, name, window.page)
    return {
        secret: f"{name}, {where}: {text[:60]}"
        for where, text in said_by(window)
        for secret in SECRETS
        if secret in text
    }


def places(window: Window) -> Iterator[tuple[str, Callable[[], object]]]:
    """Where the person and the payment can be met."""
    for page_id, table in (("registry", "person"), ("registry", "post"), ("funds", "entry")):
        yield table, partial(window.go, page_id, table, row_of(window.book, table))
    yield "today", lambda: window.go("today")
    yield "search", lambda: look_for(window, NAME[:2])


def row_of(book: Book, table: str) -> str:
    """The row that names her."""
    (row_id,) = book.ids(Query(table, search=NAME))
    return row_id


def look_for(window: Window, text: str) -> None:
    window.header.line.setFocus()
    window.header.line.setText(text)
    window.header.line.returnPressed.emit()


def test_no_screen_tells_a_name_or_a_number(book: Book) -> None:
    with window_on(book) as window:
        seen = dict[str, str]()
        for name, show in places(window):
            show()
            for form in window.page.findChildren(RecordForm):
                form.personal.show_all()
            seen.update(told(window, name))
            cover.set_covered(True)  # while it is on screen
            assert told(window, name) == {}
            cover.set_covered(False)
        assert set(seen) == set(SECRETS), "uncovered they are all to be met"
        cover.set_covered(True)
        for name, show in places(window):
            show()
            assert told(window, name) == {}
        for name, _ in screens(window):
            assert told(window, name) == {}
        cover.set_covered(False)


def test_what_is_copied_is_stars(book: Book) -> None:
    with window_on(book) as window:
        page = window.go("registry", "person", row_of(window.book, "person"))
        Clerk(window).key(Qt.Key.Key_F9)
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        table = next(t for t in page.findChildren(RecordTable) if t.isVisible())
        table.copy()
        assert cover.STARS in clipboard.text() and NAME not in clipboard.text()
        table.copy_cell()
        assert NAME not in clipboard.text()
        clipboard.setText("等着")
        drawer = next(d for d in page.findChildren(RecordDrawer) if d.isVisible())
        for line in drawer.findChildren(QLineEdit):
            if line.text() in (NAME, PHONE, ID):
                line.setFocus()
                QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                QTest.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert clipboard.text() == "等着"


def test_nothing_is_exported_or_printed_until_it_is_uncovered(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()

    def ask(*given: Any) -> tuple[str, str]:
        asked.append(str(given[1]))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    with window_on(book) as window:
        page = window.go("registry")
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_F9)
        for word in ("导出", "打印"):
            clerk.press(word, page)
            assert told_banner(window) == f"现在遮挡着，没有{word}。先按 F9 恢复，再做一次。"
        assert asked == [] and window.page is page
        clerk.key(Qt.Key.Key_F9)
        clerk.press("导出", page)
        assert asked == ["导出人员"]


def told_banner(window: Window) -> str:
    return next(b.text.text() for b in window.page.findChildren(Banner) if b.isVisible())


def test_the_street_writes_no_summary_under_the_cover(
    dressed: QApplication, tmp_path: Path
) -> None:
    with window_on(full_office(tmp_path, "street")) as window:
        page: Any = window.go("summary")
        cover.set_covered(True)
        page.export_to(tmp_path / "汇总.xlsx")
        assert "先按 F9 恢复" in told_banner(window)
        assert not (tmp_path / "汇总.xlsx").exists()


def test_a_question_is_covered_too(dressed: QApplication) -> None:
    """The window behind a question does not hear F9."""
    question = Question(None, f"删掉{NAME}？", "删掉", "留着")
    question.show()
    question.activateWindow()
    QTest.qWaitForWindowActive(question)
    QTest.keyClick(question, Qt.Key.Key_F9)
    assert cover.cover().on
    assert not [text for _, text in said_by(question) if NAME in text]
    QTest.keyClick(question, Qt.Key.Key_F9)
    assert question.words.text() == f"删掉{NAME}？"
    question.close()
