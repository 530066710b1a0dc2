"""Can a clerk write a notice of a kind with the keyboard alone, paste a list, and put it right?"""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget

from notice_facts import FACTS
from office import SUPERVISOR, make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.page import DisclosurePage
from qinglian_desktop.modules.disclosure.page.kind_form import KindForm
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.rows_editor import RowsEditor
from windows import Clerk, window_on


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture(autouse=True)
def uncovered() -> Iterator[None]:
    yield
    cover.set_covered(False)


def _view(window: Window) -> NoticeView:
    view = window.page.findChild(NoticeView)
    assert view is not None
    return view


def _opened(window: Window, row_id: str) -> NoticeView:
    window.go("disclosure", "notice", row_id)
    return _view(window)


def _started(window: Window, clerk: Clerk, label: str) -> NoticeView:
    """From 写公告 to the form of a kind, by keys."""
    window.go("disclosure", "", "")
    page = window.page
    assert isinstance(page, DisclosurePage)
    page.show_section("notice")
    clerk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    view = _view(window)
    box = view.kinds.box
    clerk.reach(box)
    while str(box.currentData()) != label:
        before = box.currentIndex()
        clerk.key(Qt.Key.Key_Down)
        assert box.currentIndex() > before, "no such kind"
    clerk.reach(view.kinds.start)
    clerk.key(Qt.Key.Key_Space)
    return view


def _cells(view: NoticeView, name: str) -> RowsEditor:
    return view.facts.lists[name]


def _type(table: QTableView, text: str, key: Qt.Key) -> None:
    """Into the current cell, as an input method hands over its words, and out of it by a key."""
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor is not table, "the cell did not open"
    handed = QInputMethodEvent()
    handed.setCommitString(text)
    QApplication.sendEvent(editor, handed)
    QTest.keyClick(editor, key)
    QApplication.processEvents()  # Qt takes the text of a cell after the key was handled


def test_a_list_of_subsidies_is_written_with_keys_alone(book: Book, qtbot: Any) -> None:
    with window_on(book) as window:
        clerk = Clerk(window)
        view = _started(window, clerk, "补贴发放名单")
        form = view.facts.form
        assert form is not None
        for name, text in (
            ("programme", "耕地地力保护补贴"), ("document", "《实施方案》"),
            ("standard", "每亩 60 元"),
        ):  # fmt: skip
            clerk.fill(form.editors[name].input, text)
        editor = _cells(view, "rows")
        editor.focus_cell()
        for text in ("1组", "陈桂兰", "2.5", "60", "150", "无", ""):
            _type(editor.cells, text, Qt.Key.Key_Tab)
        assert editor.model.rowCount() == 2  # Tab at the end of the last row begins a new one
        for text in ("2组", "李德明", "1", "60", "61"):
            _type(editor.cells, text, Qt.Key.Key_Tab)
        view.flush()
        (row,) = book.rows(Query("notice"))
        assert row["title"] == "耕地地力保护补贴发放名单公示"
        facts = actions.facts_of(book, row["id"])
        assert [(r["group"], r["base"], r["amount"]) for r in facts["rows"]] == [
            ("1组", 2_500, 15_000), ("2组", 1_000, 6_100),
        ]  # fmt: skip
        clerk.press("送审核", view)
        assert "第 2 行面积（人数）乘标准和金额对不上" in view.banner.text.text()
        editor.focus_cell(1, 4)
        _type(editor.cells, "60", Qt.Key.Key_Return)
        clerk.press("送审核", view)
        assert book.rows(Query("notice"))[0]["state"] == "待审"
        assert view.facts.isHidden()


def test_a_block_from_a_sheet_is_pasted_and_what_cannot_be_read_stays_marked(
    book: Book, qtbot: Any
) -> None:
    row_id = actions.draft(book, "N05", {"programme": "补贴"}).ids("notice")[-1]
    with window_on(book) as window:
        view = _opened(window, row_id)
        editor = _cells(view, "rows")
        editor.focus_cell()
        lines = [f"{n}组\t张建国\t{n}\t60\t{n * 60}" for n in range(1, 31)]
        lines[4] = "5组\t张建国\t五亩\t60\t300"
        QApplication.clipboard().setText("\n".join(lines))
        QTest.keyClick(editor.cells, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        view.flush()
        assert editor.model.rowCount() == 30
        assert "第 5 行：〔面积或人数〕" in editor.message.text()
        assert editor.model.cell(4, 2).text == "五亩"
        rows = actions.facts_of(book, row_id)["rows"]
        assert len(rows) == 30
        assert "base" not in rows[4]
        QTest.mouseClick(view.next.by_step["send"], Qt.MouseButton.LeftButton)
        assert "改好这一格再送审核" in view.banner.text.text()
        editor.focus_cell(4, 2)
        _type(editor.cells, "5", Qt.Key.Key_Return)
        view.flush()
        assert editor.message.isHidden()
        assert actions.facts_of(book, row_id)["rows"][4]["base"] == 5_000


def test_a_name_in_the_register_fills_its_row_and_two_of_a_name_fill_nothing(book: Book) -> None:
    from datetime import date

    make_person(book, "赵晓雨", sex="女", born_on=date(1996, 5, 3))
    make_person(book, "钱重名", sex="男")
    make_person(book, "钱重名", sex="女")
    row_id = actions.draft(book, "N10", {"post": "副主任"}).ids("notice")[-1]
    with window_on(book) as window:
        view = _opened(window, row_id)
        editor = _cells(view, "rows")
        editor.focus_cell()
        _type(editor.cells, "赵晓雨", Qt.Key.Key_Return)
        editor.focus_cell(1, 0)
        _type(editor.cells, "钱重名", Qt.Key.Key_Return)
        view.flush()
        first, second = actions.facts_of(book, row_id)["rows"]
        assert (first["sex"], first["born"]) == ("女", "1996年5月")
        assert set(second) == {"name"}


def test_the_cover_hides_names_and_amounts_and_nothing_is_lost(book: Book) -> None:
    row_id = actions.draft(book, "N05", FACTS["N05"]).ids("notice")[-1]
    with window_on(book) as window:
        view = _opened(window, row_id)
        editor = _cells(view, "rows")
        before = editor.rows()
        cover.set_covered(True)
        shown = {
            editor.model.data(editor.model.index(number, column))
            for number in range(editor.model.rowCount())
            for column in range(editor.model.columnCount())
        }
        assert "陈桂兰" not in shown
        assert "150.00" not in shown
        cover.set_covered(False)
        assert editor.rows() == before == actions.facts_of(book, row_id)["rows"]


def test_a_row_is_taken_out_and_esc_leaves_the_list(book: Book) -> None:
    row_id = actions.draft(book, "N05", FACTS["N05"]).ids("notice")[-1]
    with window_on(book) as window:
        view = _opened(window, row_id)
        editor = _cells(view, "rows")
        editor.focus_cell(1, 0)
        QTest.mouseClick(editor.less, Qt.MouseButton.LeftButton)
        view.flush()
        names = [row["name"] for row in actions.facts_of(book, row_id)["rows"]]
        assert names == ["陈桂兰", "欧阳春", "王秀英", "张建国"]
        editor.focus_cell()
        QTest.keyClick(editor.cells, Qt.Key.Key_Escape)
        assert not editor.cells.hasFocus()
        assert view.isVisible()


def test_what_is_still_missing_is_shown_at_its_field(book: Book) -> None:
    row_id = actions.draft(book, "N02", {"subject": "出租"}).ids("notice")[-1]
    with window_on(book) as window:
        view = _opened(window, row_id)
        view.on_step("send", {})
        form = view.facts.form
        assert form is not None
        assert "还没填" in form.editors["body"].message.text()
        row = book.row("notice", row_id)
        assert row is not None
        assert row["state"] == "草稿"


def test_a_posted_notice_has_no_form_any_more(book: Book) -> None:
    row_id = actions.draft(book, "N02", FACTS["N02"]).ids("notice")[-1]
    actions.send_to_review(book, row_id)
    actions.approve(book, row_id, SUPERVISOR)
    actions.post(book, row_id, "公开栏")
    with window_on(book) as window:
        view = _opened(window, row_id)
        assert view.facts.isHidden()
        assert view.kinds.isHidden()


def test_every_kind_fits_beside_its_paper_in_the_largest_type_and_every_button_has_a_name(
    book: Book, qapp: QApplication, qtbot: Any
) -> None:
    ids = [actions.draft(book, number, facts).ids("notice")[-1] for number, facts in FACTS.items()]
    look.apply(qapp, size="extra")
    desk: Any = SimpleNamespace(book=book)
    host = QWidget()  # never shown itself
    qtbot.addWidget(host)
    form = KindForm(desk, host)
    for row_id in ids:
        form.show_notice(book.row("notice", row_id), True)
        assert not form.isHidden()
        assert form.minimumSizeHint().width() <= 590  # what the wording has of 1366 px
        assert [b for b in form.findChildren(QPushButton) if not b.accessibleName()] == []
    look.apply(qapp)
