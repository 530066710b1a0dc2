"""Does a clerk find and order rows by their headings, with hands on mouse and keys?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from listing import (
    ALT,
    CTRL,
    KEYS,
    LEFT,
    NAMES,
    SHIFT,
    click_arrow,
    click_heading,
    column,
    heading,
    people,
    people_book,
    tick,
)
from office import make_book, make_person
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.list_paper import Asked, list_paper
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, Clerk, window_on


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return people_book(tmp_path)


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


# -- order ------------------------------------------------------------------------------------


def test_a_click_on_a_heading_orders_as_people_read(window: Window) -> None:
    page = people(window)
    entered = column(page, "name")
    click_heading(page, "name")
    assert column(page, "name") == ["阿强", "陈一", "李建华", "李四", "王五", "张三", "周六"]
    click_heading(page, "name")
    assert column(page, "name")[0] == "周六"
    click_heading(page, "name")
    assert column(page, "name") == entered
    click_heading(page, "group_name")
    assert column(page, "group_name") == ["1组", "2组", "2组", "2组", "10组", "10组", ""]
    click_heading(page, "name", SHIFT)  # within a group by name
    assert column(page, "name") == ["陈一", "李四", "王五", "周六", "李建华", "张三", "阿强"]
    click_heading(page, "name", SHIFT)
    assert column(page, "name") == ["陈一", "周六", "王五", "李四", "张三", "李建华", "阿强"]
    header, at = heading(page, "group_name")
    assert header.model().headerData(at, Qt.Orientation.Horizontal) == "组/网格 ↑升1"
    click_heading(page, "group_name")  # alone again, and on its second click
    assert column(page, "group_name")[0] == "10组" and column(page, "group_name")[-1] == ""


# -- conditions -------------------------------------------------------------------------------


def test_values_are_ticked_and_taken_away_again(window: Window) -> None:
    page, clerk = people(window), Clerk(window)
    panel = click_arrow(page, "group_name")
    assert panel.values is not None
    shown = [item.text() for item, _, _ in panel.values.items()]
    assert shown == ["（全选）", "1组　1", "2组　3", "10组　2", "（空白）　1"]
    tick(panel, "2组", "（空白）")
    clerk.click(panel.apply)
    assert column(page, "name") == ["李四", "阿强", "王五", "周六"]
    assert page.table.footer.startswith("共 7 条 · 筛选后 4 条")
    chip = page.filters.chips.chips["group_name"]
    assert chip.text().startswith("组/网格：2组、（空白）") and chip.isVisible()
    # A second column narrows it down; its list counts only what the first one leaves.
    panel = click_arrow(page, "tags")
    assert panel.values is not None
    assert [i.text() for i, _, _ in panel.values.items()][1:] == ["党员　1", "（空白）　3"]
    tick(panel, "党员")
    clerk.click(panel.apply)
    assert column(page, "name") == ["李四"]
    clerk.click(page.filters.chips.chips["group_name"])
    assert column(page, "name") == ["李四", "陈一"]
    clerk.click(page.filters.clear_button)
    assert len(page.table.records.ids) == 7 and page.filters.chips.isHidden()
    assert page.table.footer.startswith("共 7 条") and "筛选后" not in page.table.footer


def test_every_button_of_the_panel_does_what_it_says(window: Window) -> None:
    page, clerk = people(window), Clerk(window)
    clerk.click(click_arrow(page, "name").sorts[True])
    assert column(page, "name")[0] == "周六"
    assert click_arrow(page, "name").sorts[True].isChecked()
    clerk.click(page.tools.panel.sorts[None])  # type: ignore[union-attr]
    assert column(page, "name") == list(NAMES)
    clerk.click(click_arrow(page, "tags").ways["filled"])
    assert column(page, "name") == ["李四", "陈一"]
    clerk.click(click_arrow(page, "tags").ways["empty"])
    assert len(column(page, "name")) == 5
    panel = click_arrow(page, "tags")
    assert panel.ways["empty"].isChecked() and panel.clear.isEnabled()
    clerk.click(panel.clear)
    assert column(page, "name") == list(NAMES) and not click_arrow(page, "tags").clear.isEnabled()
    acts = {action.text(): action for action in page.tools.panel.places.actions()}  # type: ignore[union-attr]
    assert list(acts) == ["隐藏这一列", "左边固定到这一列", "不固定列", "选择列…", "恢复默认列"]
    acts["左边固定到这一列"].trigger()
    assert page.tools.columns.frozen_count == page.table.records.columns.index("tags") + 1
    panel = click_arrow(page, "tags")
    next(a for a in panel.places.actions() if a.text() == "隐藏这一列").trigger()
    assert "tags" not in page.table.records.columns
    clerk.key(KEYS.Key_Return, on=page.table.headings)  # the heading the keys are on
    assert page.table.wanted.order == (("name", False),)


def test_a_heading_is_worked_with_keys_alone(window: Window) -> None:
    page, clerk = people(window), Clerk(window)
    page.table.setFocus()
    clerk.reach(page.table.headings)
    for _ in range(2):
        clerk.key(KEYS.Key_Right)
    clerk.key(KEYS.Key_Return)
    assert column(page, "group_name")[0] == "1组"
    clerk.key(KEYS.Key_Down, ALT)
    panel = page.tools.panel
    assert panel is not None and panel.values is not None and panel.values.search.hasFocus()
    clerk.write("2")
    panel.values.reload()
    assert [item.text() for item, _, _ in panel.values.items()] == ["2组　3"]
    clerk.key(KEYS.Key_Down)
    clerk.key(KEYS.Key_Space)
    clerk.key(KEYS.Key_Return)
    assert column(page, "name") == ["李四", "王五", "周六"] and page.table.hasFocus()
    clerk.reach(page.table.headings)
    clerk.key(KEYS.Key_Down, ALT)
    clerk.key(KEYS.Key_Escape)
    clerk.reach(page.table.headings)
    header, usual = page.table.headings, page.table.records.columns
    before = header.sectionSize(2)
    clerk.key(KEYS.Key_Right, CTRL)
    assert header.sectionSize(2) == before + 20
    clerk.key(KEYS.Key_Left, CTRL | SHIFT)
    QApplication.processEvents()
    assert page.table.records.columns[:3] == ("name", "group_name", "sex") != usual[:3]
    assert header.sectionSize(1) == before + 20  # its width went with it
    clerk.key(KEYS.Key_Down, ALT)
    assert page.tools.panel is not None and page.tools.panel.name == "group_name"
    for _ in range(30):  # Tab stays inside the panel
        clerk.key(KEYS.Key_Tab)
        here = QApplication.focusWidget()
        assert page.tools.panel is not None and page.tools.panel.isAncestorOf(here)
    clerk.key(KEYS.Key_Escape)
    assert page.tools.panel is None and page.table.hasFocus()


def test_typed_letters_days_and_what_cannot_be_read(window: Window) -> None:
    page, clerk = people(window), Clerk(window)
    panel = click_arrow(page, "name")
    clerk.click(panel.ways["包含"] if "包含" in panel.ways else panel.ways["holds"])
    clerk.write("李")
    clerk.key(KEYS.Key_Return)
    assert column(page, "name") == ["李四", "李建华"]
    page = window.go("tasks")
    assert isinstance(page, LedgerPage)
    panel = click_arrow(page, "due_on")
    assert panel.range is not None
    clerk.write("13-40")
    clerk.key(KEYS.Key_Return)
    assert panel.isVisible() and panel.note.text().startswith("没有这一天：〔13-40〕")
    clerk.key(KEYS.Key_A, CTRL)
    clerk.write("12-1")
    clerk.key(KEYS.Key_Return)
    days = column(page, "due_on")
    assert days and min(days) >= "2026-12-01"
    assert page.filters.chips.chips["due_on"].text().startswith("截止日期：2026-12-01 起")
    panel = click_arrow(page, "due_on")
    clerk.click(panel.ways["本月"])
    assert {day[:7] for day in column(page, "due_on")} == {"2026-11"}
    assert page.tools.panel is None


def test_a_masked_column_gives_away_nothing_it_does_not_show(window: Window) -> None:
    page, clerk = people(window), Clerk(window)
    panel = click_arrow(page, "phone")
    assert panel.values is None and "in" not in panel.ways
    assert panel.note.text() == "这一列平时遮住一部分，只能按看得见的字找。"
    clerk.write("0003")
    clerk.key(KEYS.Key_Return)
    assert column(page, "name") == ["王五"]
    panel = click_arrow(page, "phone")
    clerk.key(KEYS.Key_A, CTRL)
    clerk.write("13800")  # across the part that is hidden
    clerk.key(KEYS.Key_Return)
    assert page.table.records.ids == []


def test_under_the_cover_no_value_can_be_read(window: Window) -> None:
    page = people(window)
    page.filters.pick("name", Pick("name", "holds", "李"))
    click_arrow(page, "name")
    cover.set_covered(True)
    assert page.tools.panel is None
    assert page.filters.chips.chips["name"].text().startswith("姓名：＊＊＊")
    panel = click_arrow(page, "name")
    panel.ways["in"].click()
    assert panel.values is None and panel.note.text() == "已遮挡，先按 F9 恢复再选"


def test_a_press_elsewhere_puts_the_panel_away_and_a_long_list_says_what_is_left(
    window: Window, book: Book, qtbot: Any
) -> None:
    with book.change("登记") as change:
        for number in range(2300):
            change.add(Person, {"name": f"住户{number:04d}"})
    page = people(window)
    page.reload()
    panel = click_arrow(page, "name")
    qtbot.waitUntil(
        lambda: panel.values is not None and panel.values.list.count() > 100, timeout=LONG
    )
    assert panel.values is not None and panel.values.left.text() == "还有 2,107 个，打几个字再找"
    beside = window.childAt(page.head.mapTo(window, QPoint(5, 5)))
    assert beside is not None
    QTest.mouseClick(beside, LEFT)
    assert page.tools.panel is None


# -- what clerks and files do to it -----------------------------------------------------------


def test_odd_words_are_shown_as_they_are(window: Window, book: Book) -> None:
    page, clerk = people(window), Clerk(window)
    odd = "A&B\n<b>'二组'"
    make_person(book, "怪名", group_name=odd)
    page.reload()
    panel = click_arrow(page, "group_name")
    tick(panel, "A&B <b>'二组'")
    clerk.click(panel.apply)
    assert column(page, "name") == ["怪名"]
    chip = page.filters.chips.chips["group_name"]
    assert chip.text().startswith("组/网格：A&&B <b>'二组'") and chip.height() < 40


def test_a_right_click_opens_the_panel_and_a_late_answer_finds_it_gone(
    window: Window, book: Book, qtbot: Any
) -> None:
    with book.change("登记") as change:
        for number in range(2100):
            change.add(Person, {"name": f"住户{number:04d}"})
    page = people(window)
    page.reload()
    header, at = heading(page, "name")
    place = header.section_rect(at).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, header.mapToGlobal(place))
    QApplication.sendEvent(header.viewport(), event)
    assert page.tools.panel is not None and page.tools.panel.name == "name"
    QTest.keyClick(page.tools.panel, KEYS.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    QApplication.processEvents()
    assert page.tools.panel is None


def test_at_the_street_the_unit_is_a_column_like_others(tmp_path: Path) -> None:
    book = make_book(tmp_path, "street")
    with book.change("收") as change:
        for office, name in (("a", "红旗村"), ("b", "新街子社区")):
            change.add(EnrolledUnit, {"office_id": office, "name": name})
            task = change.add(Task, {"title": f"{name}的事", "code": office, "year": 2026})
            change._exactly("task", {**(book.row("task", task) or {}), "owner": office})
        change.add(Task, {"title": "街道的事", "code": "c"})
    with window_on(book) as window:
        page, clerk = window.go("tasks"), Clerk(window)
        assert isinstance(page, LedgerPage)
        assert sorted(column(page, "owner")) == sorted(["红旗村", "新街子社区", "本街道"])
        panel = click_arrow(page, "owner")
        assert list(panel.ways) == ["in"] and panel.values is not None
        clerk.write("红旗")
        panel.values.reload()
        assert [item.text() for item, _, _ in panel.values.items()] == ["红旗村　1"]
        clerk.key(KEYS.Key_Return)
        assert column(page, "title") == ["红旗村的事"]
        assert page.filters.chips.chips["owner"].text().startswith("单位：红旗村")
        paper = list_paper(book, Asked(page.query()), Fonts()).paper
        assert paper.blocks[0].rows[0][0] == "红旗村"  # type: ignore[union-attr]


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_the_panel_and_the_bar_fit_the_smallest_window(
    book: Book, qapp: QApplication, size: str
) -> None:
    look.apply(qapp, size=size)
    with window_on(book, size=size) as window:
        window.resize(1180, 640)
        page = window.go("tasks")
        assert isinstance(page, LedgerPage)
        page.tools.view_button.choose("本月到期")
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= page.width()
        for name in ("title", "due_on"):
            page.tools.open_panel(page.table.records.columns.index(name))
            panel = page.tools.panel
            assert panel is not None
            QApplication.processEvents()
            assert window.rect().contains(panel.geometry())
            parts = [p for p in panel.findChildren(QWidget) if p.isVisible()]
            inside = panel.rect()
            for part in parts:
                if part.parentWidget() is panel:
                    assert inside.contains(part.geometry()), part
            panel.close_panel()
