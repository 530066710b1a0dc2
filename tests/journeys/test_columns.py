"""Are views and columns arranged by hand, kept for the person, and found after a restart?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from listing import (
    CTRL,
    KEYS,
    LEFT,
    SHIFT,
    again,
    click_arrow,
    click_heading,
    column,
    dialog,
    drag,
    heading,
    people,
    people_book,
)
from office import WRITER
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.column_chooser import ColumnChooser
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.views import ManageDialog, NameDialog
from windows import Clerk, window_on


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return people_book(tmp_path)


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


# -- views ------------------------------------------------------------------------------------


def test_a_view_is_kept_renamed_made_usual_and_found_after_a_restart(book: Book) -> None:
    with window_on(book) as window:
        page, clerk = people(window), Clerk(window)
        page.filters.pick("group_name", Pick("group_name", "in", ("2组",)))
        click_heading(page, "name")
        page.tools.view_button.ask_name()
        asked = dialog(window, NameDialog)
        clerk.write("党员")
        clerk.key(KEYS.Key_Return)
        assert asked.problem.text() == "“党员”是自带的，请换个名字。"
        asked.line.clear()
        clerk.write("二组")
        clerk.key(KEYS.Key_Return)
        assert page.tools.view_button.text() == "视图：二组"
        page.tools.view_button.choose("党员")
        assert column(page, "name") == ["陈一", "李四"]
        page.tools.view_button.manage()
        managed = dialog(window, ManageDialog)
        managed.list.setCurrentRow(managed.list.count() - 1)
        clerk.click(managed.rename)
        dialog(window, NameDialog).line.clear()
        clerk.write("二组的人")
        clerk.key(KEYS.Key_Return)
        clerk.click(managed.usual)
        clerk.click(managed.ok)
    with window_on(again(book)) as window:
        page = people(window)
        assert page.tools.view_button.text() == "视图：二组的人"
        assert column(page, "name") == ["李四", "王五", "周六"]
        page.filters.clear()
        assert page.tools.view_button.text() == "视图" and len(page.table.records.ids) == 7
        page.tools.view_button.manage()
        managed = dialog(window, ManageDialog)
        managed.list.setCurrentRow(managed.list.count() - 1)
        managed.remove.click()
        managed.accept()
        assert page.tools.views.own == [] and page.tools.views.usual == ""


def test_built_in_views_name_columns_and_states_that_exist(window: Window) -> None:
    from qinglian_desktop.core import clock, pick
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.views import VIEWS

    records = {record.table: record for record in RECORDS}
    for table, views in VIEWS.items():
        fields = records[table].fields
        for view in views:
            for one in view.picks:
                choices = fields[one.field].choices
                assert one.how != "in" or not choices or set(one.value) <= set(choices)
                where = tuple(w for p in view.picks for w in pick.wheres(p, clock.today()))
            window.book.ids(Query(table, where, order=view.order, natural=True))
    page = window.go("tasks")
    assert isinstance(page, LedgerPage)
    page.tools.view_button.choose("逾期")
    assert all(day < "2026-11-24" for day in column(page, "due_on"))


# -- columns ----------------------------------------------------------------------------------


def test_columns_are_dragged_hidden_chosen_kept_and_reset(book: Book) -> None:
    with window_on(book) as window:
        page = people(window)
        usual = page.table.records.columns
        header, at = heading(page, "tags")
        first = header.section_rect(0)
        drag(
            header, header.section_rect(at).center() - QPoint(30, 0), first.center() - QPoint(60, 0)
        )
        assert page.table.records.columns == ("tags", *(n for n in usual if n != "tags"))
        assert column(page, "tags")[1] == "党员"  # the cells went with their heading
        edge = header.section_rect(1).topRight() + QPoint(0, 15)
        before = header.sectionSize(1)
        drag(header, edge, edge + QPoint(50, 0))
        assert header.sectionSize(1) == before + 50
        click_arrow(page, "sex")._on_place("hide")
        page.tools.choose_columns()
        chooser = dialog(window, ColumnChooser)
        names = [
            chooser.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(chooser.list.count())
        ]
        assert set(names) == set(Person.fields)
        chooser.list.setCurrentRow(names.index("note"))
        QTest.keyClick(chooser.list, KEYS.Key_Space)
        QTest.keyClick(chooser, KEYS.Key_Return)
        arranged = page.table.records.columns
        assert arranged[0] == "tags" and "sex" not in arranged and arranged[-1] == "note"
    with window_on(again(book)) as window:
        page = people(window)
        assert page.table.records.columns == arranged
        assert page.table.headings.sectionSize(1) == before + 50
        window.set_operator("李会计", "报账员")  # somebody else has columns of his own
        page.reload()
        assert page.table.records.columns == usual
        window.set_operator(WRITER, "文书")
        page.reload()
        assert page.table.records.columns == arranged
        click_arrow(page, "tags")._on_place("reset")
        assert page.table.records.columns == usual
        assert page.table.headings.sectionSize(0) != before + 50
    with window_on(again(book)) as window:
        assert people(window).table.records.columns == usual


def test_a_view_or_layout_of_a_column_that_is_gone_opens_without_it(book: Book) -> None:
    view = {"name": "旧的", "picks": [["gone", "empty", None], ["tags", "holds", "党员"],
            ["name", "newer", 1]], "order": [["gone", True]]}  # fmt: skip
    kept = {
        "views": [view],
        "usual": "旧的",
        "columns": {"names": ["name", "gone"], "widths": {"gone": 9}},
    }
    book.put_setting(f"list/{WRITER}/person/人员", kept)
    with window_on(book) as window:
        page = people(window)
        assert column(page, "name") == ["李四", "陈一"]
        assert page.table.records.columns == ("name",)


@pytest.mark.parametrize("size", ["standard", "large", "extra"])
def test_frozen_columns_stay_in_line_with_the_rows(
    book: Book, qapp: QApplication, size: str
) -> None:
    look.apply(qapp, size=size)
    with window_on(book, size=size) as window:
        page = window.go("tasks")
        assert isinstance(page, LedgerPage)
        page.tools.columns.show(
            [*page.table.records.columns, "clause", "offices", "note", "issuer"]
        )
        table, frozen = page.table, page.tools.columns.frozen
        assert page.tools.columns.frozen_count == 2 and frozen.isHidden()  # 编号, 事项
        bar = table.horizontalScrollBar()
        assert bar.maximum() > 300
        bar.setValue(300)
        QApplication.processEvents()
        assert frozen.isVisible()
        for row in (0, 3):
            theirs = frozen.visualRect(table.records.index(row, 1))
            place = frozen.viewport().mapTo(table, theirs.topLeft())
            own = table.visualRect(table.records.index(row, 1)).translated(300, 0)
            assert place == table.viewport().mapTo(table, own.topLeft())
            assert theirs.size() == own.size()
        assert frozen.header.height() == table.headings.height()
        table.verticalScrollBar().setValue(5)
        assert frozen.rowAt(5) == table.rowAt(5) == 5
        # A click in a held column chooses the row there, and nothing jumps.
        cell = frozen.visualRect(table.records.index(7, 1)).center()
        QTest.mouseClick(frozen.viewport(), LEFT, pos=cell)
        assert table.current_id() == table.records.ids[7] and bar.value() == 300
        assert table.hasFocus() and frozen.selectionModel() is table.selectionModel()
        # The keys bring a column out from under the held ones.
        table.setCurrentIndex(table.records.index(7, 2))
        left = table.columnViewportPosition(2)
        assert left >= frozen.width() - 2 or frozen.isHidden()
        bar.setValue(300)
        QTest.mouseClick(frozen.header.viewport(), LEFT, pos=frozen.header.arrow_rect(1).center())
        assert page.tools.panel is not None and page.tools.panel.name == "title"
        page.tools.panel.close_panel()
        page.tools.columns.freeze(0)
        bar.setValue(300)
        assert frozen.isHidden()


def test_held_columns_are_dragged_and_scrolled_like_the_others(window: Window) -> None:
    page = window.go("tasks")
    assert isinstance(page, LedgerPage)
    usual = page.table.records.columns
    page.tools.columns.show([*usual, "clause", "offices", "note", "issuer"])
    table, frozen = page.table, page.tools.columns.frozen
    table.horizontalScrollBar().setValue(300)
    QApplication.processEvents()
    header, before = frozen.header, table.columnWidth(0)
    edge = header.section_rect(0).topRight() + QPoint(0, 15)
    drag(header, edge, edge + QPoint(40, 0))
    assert table.columnWidth(0) == frozen.columnWidth(0) == before + 40
    QTest.mouseDClick(
        header.viewport(), LEFT, pos=header.section_rect(0).topRight() + QPoint(0, 15)
    )
    assert table.columnWidth(0) == before and page.tools.columns.layout().widths == {}
    drag(header, header.section_rect(1).center(), header.section_rect(0).center() - QPoint(20, 0))
    assert table.records.columns[:2] == ("title", "code")
    assert not any(header.visualIndex(n) != n for n in range(header.count()))
    table.horizontalScrollBar().setValue(300)
    place = QPointF(frozen.viewport().rect().center())
    there, turn, phase = frozen.viewport().mapToGlobal(place), QPoint(0, -120), Qt.ScrollPhase
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    down = QWheelEvent(place, there, turn, turn, none, keys, phase.NoScrollPhase, False)
    QApplication.sendEvent(frozen.viewport(), down)
    assert table.verticalScrollBar().value() == frozen.verticalScrollBar().value() > 0
    # Where cells are chosen one by one, the current one is marked here too.
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    frozen.place()
    index = table.records.index(frozen.rowAt(100), 0)
    QTest.mouseClick(frozen.viewport(), LEFT, pos=frozen.visualRect(index).center())
    assert table.currentIndex() == index and len(table.selectedIndexes()) == 1
    edge = frozen.visualRect(index).topLeft() + QPoint(1, 8)
    seen = frozen.viewport().grab().toImage().pixelColor(edge)
    assert seen.name().upper() == look.tokens(look.theme())["focus"]


def test_ctrl_shift_l_puts_the_arrows_away_and_brings_them_back(window: Window) -> None:
    page = people(window)
    header, at = heading(page, "name")
    QTest.keyClick(window, KEYS.Key_L, CTRL | SHIFT)
    assert not header.marks
    QTest.mouseClick(header.viewport(), LEFT, pos=header.arrow_rect(at).center())
    assert page.tools.panel is None and column(page, "name")[0] == "阿强"  # it sorts instead
    QTest.keyClick(window, KEYS.Key_L, CTRL | SHIFT)
    assert header.marks
