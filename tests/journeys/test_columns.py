"""Does a clerk find, order and arrange rows, and change many, with hands on mouse and keys?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from office import WRITER, make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.list_paper import Asked, list_paper
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.bulk_edit import BulkEdit
from qinglian_desktop.ui.column_chooser import ColumnChooser
from qinglian_desktop.ui.header_panel import HeaderPanel
from qinglian_desktop.ui.header_view import ColumnHeader
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.views import ManageDialog, NameDialog
from windows import LONG, Clerk, window_on

KEYS = Qt.Key
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
GROUPS = ("10组", "2组", None, "2组", "1组", "10组", "2组")
NAMES = ("张三", "李四", "阿强", "王五", "陈一", "李建华", "周六")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Seven people in three groups, two of them 党员, and the tasks of the plan."""
    made = make_book(tmp_path)
    for place, (name, group) in enumerate(zip(NAMES, GROUPS, strict=True)):
        phone = f"1380000{place:04d}"
        make_person(
            made, name, group_name=group, phone=phone, tags="党员" if place in (1, 4) else None
        )
    tasks.load_plan(made, 2026)
    return made


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


def people(window: Window) -> LedgerPage:
    page = window.go("registry").current  # type: ignore[attr-defined]
    assert isinstance(page, LedgerPage)
    return page


def heading(page: LedgerPage, name: str) -> tuple[ColumnHeader, int]:
    return page.table.headings, page.table.records.columns.index(name)


def click_heading(page: LedgerPage, name: str, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    header, column = heading(page, name)
    place = header.section_rect(column).topLeft() + QPoint(24, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, keys, place)


def click_arrow(page: LedgerPage, name: str) -> HeaderPanel:
    header, column = heading(page, name)
    QTest.mouseClick(header.viewport(), LEFT, pos=header.arrow_rect(column).center())
    assert page.tools.panel is not None
    return page.tools.panel


def column(page: LedgerPage, name: str) -> list[str]:
    records = page.table.records
    at = records.columns.index(name)
    return [records.text(place, at) for place in range(len(records.ids))]


def tick(panel: HeaderPanel, *words: str) -> None:
    """Ticks these values with the mouse, on their boxes."""
    assert panel.values is not None
    for item, _, _ in panel.values.items():
        if item.text().split("　")[0] in words:
            box = panel.values.list.visualItemRect(item)
            place = QPoint(box.left() + 16, box.center().y())
            QTest.mouseClick(panel.values.list.viewport(), LEFT, pos=place)


def dialog(window: Window, kind: type[QDialog]) -> Any:
    QApplication.processEvents()
    return next(d for d in window.findChildren(kind) if d.isVisible())


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


def again(book: Book) -> Book:
    from qinglian_desktop.modules.catalog import RECORDS

    opened = Book.open(book.home, RECORDS)
    opened.operator = Operator(WRITER)
    return opened


def test_built_in_views_name_columns_and_states_that_exist(window: Window) -> None:
    from qinglian_desktop.core import clock, pick
    from qinglian_desktop.modules.catalog import RECORDS, VIEWS

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


def drag(header: ColumnHeader, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(header.viewport(), LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(header.viewport(), start + (end - start) * step / 5)
    QTest.mouseRelease(header.viewport(), LEFT, pos=end)
    QApplication.processEvents()


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


def test_ctrl_shift_l_puts_the_arrows_away_and_brings_them_back(window: Window) -> None:
    page = people(window)
    header, at = heading(page, "name")
    QTest.keyClick(window, KEYS.Key_L, CTRL | SHIFT)
    assert not header.marks
    QTest.mouseClick(header.viewport(), LEFT, pos=header.arrow_rect(at).center())
    assert page.tools.panel is None and column(page, "name")[0] == "阿强"  # it sorts instead
    QTest.keyClick(window, KEYS.Key_L, CTRL | SHIFT)
    assert header.marks


# -- many rows at once ------------------------------------------------------------------------


def test_tags_of_many_people_are_changed_at_once_and_taken_back(
    window: Window, book: Book, qtbot: Any
) -> None:
    page, clerk = people(window), Clerk(window)
    page.filters.pick("group_name", Pick("group_name", "in", ("2组",)))
    clerk.click(page.tools.many)
    asked = dialog(window, BulkEdit)
    assert asked.name == "tags" and asked.way == "add"
    assert [button.text() for button in asked.scope.buttons] == ["列表里的全部 3 条"]
    clerk.click(asked.ok)
    assert asked.banner.text.text() == "还没写标签。请先写上，例：党员。"
    asked.tag.setFocus()
    clerk.write("党员")
    clerk.key(KEYS.Key_Return)
    qtbot.waitUntil(lambda: "会改" in asked.said.text(), timeout=LONG)
    assert asked.said.text() == "会改 2 条，1 条本来就是这样。"
    assert asked.ok.text() == "改这 2 条" and asked.ok.hasFocus()
    previewed = [row[0] for row in asked.table.records.rows]
    clerk.key(KEYS.Key_Space)
    qtbot.waitUntil(page.bar.isVisible, timeout=LONG)
    tagged = [row["name"] for row in book.rows(Query("person")) if row["tags"] == "党员"]
    assert tagged == ["李四", "王五", "陈一", "周六"]
    assert previewed == ["王五 2组", "周六 2组"]
    assert book.steps()[0]["label"] == "批量改人员的身份标签，2 条"
    clerk.click(page.bar.button)
    assert sum(row["tags"] == "党员" for row in book.rows(Query("person"))) == 2


def test_the_chosen_rows_alone_are_changed_and_a_changed_wish_asks_for_a_new_look(
    window: Window, book: Book, qtbot: Any
) -> None:
    page, clerk = people(window), Clerk(window)
    page.table.selectRow(2)
    clerk.click(page.tools.many)
    asked = dialog(window, BulkEdit)
    assert asked.scope.buttons[0].text() == "选中的 1 条" and asked.scope.at == 0
    asked.field.setCurrentIndex(asked.field.findData("group_name"))
    QApplication.processEvents()
    clerk.click(asked.how.buttons[0])
    editor: QWidget = asked._editor.input
    editor.setFocus()
    clerk.write("3组")
    clerk.click(asked.ok)
    qtbot.waitUntil(lambda: asked.ok.text() == "改这 1 条", timeout=LONG)
    editor.setFocus()
    clerk.write("x")
    assert asked.ok.text() == "先看看" and asked.table.records.rows == []
    clerk.key(KEYS.Key_Backspace)
    clerk.click(asked.ok)
    qtbot.waitUntil(lambda: asked.ok.text() == "改这 1 条", timeout=LONG)
    clerk.click(asked.ok)
    qtbot.waitUntil(page.bar.isVisible, timeout=LONG)
    assert [row["group_name"] for row in book.rows(Query("person"))].count("3组") == 1


# -- papers and sheets ------------------------------------------------------------------------


def test_paper_and_sheet_take_what_the_screen_shows(
    window: Window, book: Book, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl
    from PySide6.QtWidgets import QFileDialog

    page, target = people(window), tmp_path / "人员.xlsx"
    page.filters.pick("group_name", Pick("group_name", "in", ("2组", "10组")))
    page.tools.columns.show(("group_name", "name", "phone"))
    click_heading(page, "group_name")
    click_heading(page, "name", SHIFT)
    shown = list(zip(*(column(page, n) for n in ("group_name", "name", "phone")), strict=True))
    paper = list_paper(book, Asked(page.query()), Fonts()).paper
    table = paper.blocks[0]
    assert [c.label for c in table.columns] == ["组/网格", "姓名", "联系电话"]  # type: ignore[union-attr]
    assert list(table.rows) == shown  # type: ignore[union-attr]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    Clerk(window).press("导出", page.head)
    qtbot.waitUntil(target.is_file, timeout=LONG)
    qtbot.waitUntil(lambda: not window.runner.working, timeout=LONG)
    sheet = openpyxl.load_workbook(target).active
    assert list(sheet.iter_rows(values_only=True)) == [("组/网格", "姓名", "联系电话"), *shown]


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
            task = change.add(Task, {"title": f"{name}的事", "code": office})
            change._exactly("task", {**(book.row("task", task) or {}), "owner": office})
        change.add(Task, {"title": "街道的事", "code": "c"})
    with window_on(book) as window:
        page, clerk = window.go("tasks"), Clerk(window)
        assert isinstance(page, LedgerPage)
        assert sorted(column(page, "owner")) == sorted(["红旗村", "新街子社区", "本街道"])
        panel = click_arrow(page, "owner")
        tick(panel, "红旗村")
        clerk.click(panel.apply)
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
