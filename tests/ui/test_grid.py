"""Can a clerk work in the cells of a list as in a spreadsheet, and is nothing lost or broken?"""

from collections.abc import Sequence
from datetime import date
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from office import make_entry, make_opening, make_person
from qinglian_desktop.core.module import Command, Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange import preflight
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import COMMITTEE, Entry
from qinglian_desktop.modules.registry.records import Body, Household, Person, Post
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.shell import desk_tools
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.grid.area import Area
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.line_editors import LineEditor
from qinglian_desktop.ui.runner import Runner
from ui.conftest import on_screen, save

KEYS = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
HOUSE = ("number", "head", "group_name", "address", "phone")


class Grid:
    """A page with a list, worked with keys."""

    def __init__(self, qtbot: Any, book: Book, runner: Runner, record: type[Record], **more: Any):
        self.qtbot, self.book, self.runner, self.record = qtbot, book, runner, record
        self.page = LedgerPage(
            record, reader=book, runner=runner, save=desk_tools.save, drop=desk_tools.drop,
            write_cells=desk_tools.write_cells, **more,
        )  # fmt: skip
        qtbot.addWidget(self.page)
        self.page.resize(1180, 640)
        on_screen(qtbot, self.page)
        self.table = self.page.table
        self.table.setFocus()

    def at(self, line: int, name: str) -> "Grid":
        self.table.go_to(line, self.table.records.columns.index(name))
        return self

    def choose(self, top: int, first: str, bottom: int, last: str) -> "Grid":
        columns = self.table.records.columns
        order = self.table.seen_columns()
        left, right = (order.index(columns.index(name)) for name in (first, last))
        self.table.choose(Area(top, left, bottom, right))
        return self

    def key(self, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> "Grid":
        self.qtbot.keyClick(QApplication.focusWidget() or self.table, key, held)
        return self

    def write(self, text: str) -> "Grid":
        if text.isascii():
            self.qtbot.keyClicks(QApplication.focusWidget(), text)
        else:
            handed = QInputMethodEvent()
            handed.setCommitString(text)
            QApplication.sendEvent(QApplication.focusWidget(), handed)
        return self

    def paste(self, text: str) -> "Grid":
        QGuiApplication.clipboard().setText(text)
        return self.key(KEYS.Key_V, CTRL)

    def stored(self, *names: str) -> list[Any]:
        rows = self.book.rows(Query(self.record.table))
        if len(names) == 1:
            return [row[names[0]] for row in rows]
        return [tuple(row[name] for name in names) for row in rows]

    def text(self, line: int, name: str) -> str:
        return self.table.records.text(line, self.table.records.columns.index(name))

    @property
    def here(self) -> tuple[int, str]:
        return self.table.currentIndex().row(), self.table.current_name()

    @property
    def note(self) -> str:
        return self.page.list.note.text()


def households(book: Book, *numbers: str, **facts: Any) -> list[str]:
    ids = []
    for number in numbers:
        changes = save(book, "household", None, {"number": number, **facts})
        ids += changes.ids("household")
    return ids


@pytest.fixture
def houses(qtbot: Any, book: Book, runner: Runner) -> Grid:
    households(book, "2-001", "2-002", "2-003", "2-004")
    return Grid(qtbot, book, runner, Household, columns=HOUSE)


# -- typing -------------------------------------------------------------------------------


def test_typing_over_a_cell_enter_goes_down_and_tab_right(houses: Grid) -> None:
    houses.at(0, "head").write("李建华").key(KEYS.Key_Return)
    assert houses.here == (1, "head")
    houses.write("王").key(KEYS.Key_Tab)
    assert houses.here == (1, "group_name")
    houses.write("2zu").key(KEYS.Key_Tab)
    assert houses.stored("head", "group_name")[:2] == [("李建华", None), ("王", "2zu")]


def test_f2_goes_on_with_what_is_there_and_esc_gives_it_back(houses: Grid) -> None:
    houses.at(0, "number").key(KEYS.Key_F2).write("6").key(KEYS.Key_Return)
    assert houses.stored("number")[0] == "2-0016"
    houses.at(0, "number").key(KEYS.Key_F2).write("99").key(KEYS.Key_Escape)
    assert houses.stored("number")[0] == "2-0016" and houses.here == (0, "number")
    assert houses.table.hasFocus()
    houses.write("x").key(KEYS.Key_Escape)
    assert houses.stored("number")[0] == "2-0016"


def test_enter_opens_the_record_when_browsing_and_goes_down_when_entering(houses: Grid) -> None:
    assert houses.page.list.mode.text().startswith("浏览")
    houses.at(0, "number").key(KEYS.Key_Return)
    assert houses.page.drawer.isVisible()
    houses.page.close_drawer()
    houses.table.setFocus()
    houses.at(0, "number").key(KEYS.Key_Insert)
    assert houses.page.list.mode.text().startswith("录入")
    houses.key(KEYS.Key_Return)
    assert houses.here == (1, "number") and not houses.page.drawer.isVisible()


def test_entering_goes_on_into_new_rows_at_the_bottom(houses: Grid) -> None:
    houses.at(3, "number").key(KEYS.Key_Insert).key(KEYS.Key_Return)
    assert houses.here == (4, "number")
    houses.write("2-005").key(KEYS.Key_Tab).write("李").key(KEYS.Key_Tab)
    houses.write("2").key(KEYS.Key_Return)
    assert houses.here == (5, "number"), "back to the column where the line began"
    houses.write("2-006").key(KEYS.Key_Return)
    assert houses.stored("number", "head", "group_name")[4:] == [
        ("2-005", "李", "2"),
        ("2-006", None, None),
    ]
    houses.key(KEYS.Key_Insert)
    assert houses.table.records.rowCount() == 6


def test_tab_wraps_to_the_first_column_of_the_next_line_and_back(houses: Grid) -> None:
    houses.at(0, "phone").key(KEYS.Key_Insert).key(KEYS.Key_Tab)
    assert houses.here == (1, "number")
    houses.key(KEYS.Key_Backtab, SHIFT)
    assert houses.here == (0, "phone")


def test_entry_can_begin_in_an_empty_list(qtbot: Any, book: Book, runner: Runner) -> None:
    grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    grid.page.setFocus()
    grid.key(KEYS.Key_Insert)
    grid.table.setFocus()
    grid.at(0, "number").write("1-001").key(KEYS.Key_Return)
    assert grid.stored("number") == ["1-001"] and grid.here == (1, "number")


def test_today_and_the_row_above(qtbot: Any, book: Book, runner: Runner) -> None:
    for amount in (100, 200):
        make_entry(book, amount)
    grid = Grid(qtbot, book, runner, Entry, columns=("day", "summary", "amount_fen"))
    grid.at(1, "day").key(KEYS.Key_Semicolon, CTRL)
    assert grid.stored("day")[1] == "2026-11-24"
    grid.at(1, "amount_fen").key(KEYS.Key_Apostrophe, CTRL)
    assert grid.stored("amount_fen") == [100, 100]
    grid.at(0, "day").key(KEYS.Key_F2).key(KEYS.Key_Semicolon, CTRL).key(KEYS.Key_Return)
    assert grid.stored("day")[0] == "2026-11-24"
    grid.at(0, "summary").key(KEYS.Key_Semicolon, CTRL)
    assert "不是日期" in grid.note


def test_space_ticks_and_delete_clears(qtbot: Any, book: Book, runner: Runner) -> None:
    for amount in (100, 200):
        make_entry(book, amount, receipt_no="7")
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "receipt_no", "is_person"))
    grid.choose(0, "is_person", 1, "is_person").key(KEYS.Key_Space)
    assert grid.stored("is_person") == [1, 1]
    grid.choose(0, "receipt_no", 1, "receipt_no").key(KEYS.Key_Delete)
    assert grid.stored("receipt_no") == [None, None]
    assert grid.page.batch.text.text() == "已清空 2 格" and grid.page.batch.button.text() == "撤销"
    grid.runner.undo()
    assert grid.stored("receipt_no") == ["7", "7"], "one key, one undo"


def test_delete_on_whole_rows_is_the_recycle_bin(houses: Grid) -> None:
    houses.at(1, "head").key(KEYS.Key_Space, SHIFT).key(KEYS.Key_Delete)
    assert houses.stored("number") == ["2-001", "2-003", "2-004"]


def test_two_cells_at_the_ends_of_two_rows_are_not_whole_rows(houses: Grid) -> None:
    model, flags = houses.table.records, houses.table.selectionModel().SelectionFlag
    houses.table.setCurrentIndex(model.index(0, 0))
    for line, column in ((0, 0), (2, len(HOUSE) - 1)):
        houses.table.selectionModel().select(model.index(line, column), flags.Select)
    houses.key(KEYS.Key_Delete)
    assert houses.stored("number") == [None, "2-002", "2-003", "2-004"]


def test_a_choice_is_found_by_typing_and_money_shows_its_words(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    make_entry(book, 100)
    grid = Grid(qtbot, book, runner, Entry, columns=("direction", "channel", "amount_fen"))
    grid.at(0, "channel").key(KEYS.Key_F4)
    assert isinstance(grid.table.editor.editor, LineEditor)
    grid.table.editor.line.selectAll()
    grid.write("现金").key(KEYS.Key_Return)
    assert grid.stored("channel") == ["现金"]
    grid.at(0, "amount_fen").write("2380.5")
    assert grid.table.editor.editor.hint.text() == "贰仟叁佰捌拾元伍角整"
    grid.key(KEYS.Key_Return)
    assert grid.stored("amount_fen") == [238_050]


def test_ctrl_enter_puts_what_is_typed_into_every_chosen_cell(houses: Grid) -> None:
    houses.choose(0, "group_name", 2, "group_name").write("2zu").key(KEYS.Key_Return, CTRL)
    assert houses.stored("group_name") == ["2zu", "2zu", "2zu", None]
    houses.runner.undo()
    assert houses.stored("group_name") == [None] * 4


def test_ctrl_enter_reads_the_text_for_every_column_of_the_block(houses: Grid) -> None:
    houses.choose(0, "address", 1, "phone").write("12").key(KEYS.Key_Return, CTRL)
    assert houses.stored("address", "phone")[:2] == [("12", None), ("12", None)]
    assert houses.text(1, "phone") == "＊＊" and houses.table.records.is_draft(1)


def test_the_list_of_choices_is_worked_with_keys(qtbot: Any, book: Book, runner: Runner) -> None:
    for kind in ("其他", "其他"):
        save(book, "body", None, {"name": "某会", "kind": kind})
    grid = Grid(qtbot, book, runner, Body, columns=("name", "kind"))
    for opened in ((KEYS.Key_F4, Qt.KeyboardModifier.NoModifier), (KEYS.Key_Down, ALT)):
        grid.at(0, "kind").key(*opened)
        shown = grid.table.editor.editor.list
        assert shown is not None and shown.isVisible()
        grid.key(KEYS.Key_Down).key(KEYS.Key_Return)
        assert grid.stored("kind")[0] == "党组织" and grid.here == (1, "kind")
        grid.runner.undo()


def test_a_person_is_linked_by_name_and_namesakes_are_asked_about(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    only = make_person(book, "李建华", group_name="2组")
    for group in ("1组", "3组"):
        make_person(book, "王秀英", group_name=group)
    save(book, "post", None, {"body": "监委会", "person_name": "李建华"})
    grid = Grid(qtbot, book, runner, Post, columns=("body", "person_id"))
    grid.at(0, "person_id").write("李建华").key(KEYS.Key_Return)
    assert grid.stored("person_id") == [only]
    grid.at(0, "person_id").paste("王秀英")
    assert grid.stored("person_id") == [None] and "有 2 条都叫“王秀英”" in grid.note
    grid.paste("王秀英 3组")
    assert grid.text(0, "person_id") == "王秀英 3组" and grid.note == ""


def test_the_column_of_offices_takes_no_key(qtbot: Any, book: Book, runner: Runner) -> None:
    save(book, "task", None, {"code": "1.01", "title": "建立清单"})
    grid = Grid(qtbot, book, runner, Task, columns=("owner", "title"))
    for key, held in (
        (KEYS.Key_F2, None), (KEYS.Key_Semicolon, CTRL), (KEYS.Key_Apostrophe, CTRL),
        (KEYS.Key_Space, None), (KEYS.Key_Delete, None), (KEYS.Key_D, CTRL), (KEYS.Key_C, CTRL),
        (KEYS.Key_V, CTRL), (KEYS.Key_X, CTRL), (KEYS.Key_Return, CTRL), (KEYS.Key_F8, None),
    ):  # fmt: skip
        grid.at(0, "owner").key(key, held or Qt.KeyboardModifier.NoModifier)
        assert grid.table.editor is None and grid.stored("title") == ["建立清单"]


# -- what is no value ---------------------------------------------------------------------


def test_a_text_that_is_no_value_is_kept_marked_and_counts_nowhere(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    for amount in (100, 200):
        make_entry(book, amount)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "day", "amount_fen"))
    assert grid.table.footer == "共 2 条 · 收入合计 0.00 · 支出合计 3.00"
    grid.at(0, "amount_fen").write("abc").key(KEYS.Key_Return).key(KEYS.Key_Up)
    assert grid.text(0, "amount_fen") == "abc" and grid.stored("amount_fen") == [None, 200]
    assert grid.note == "〔金额〕“abc”不是金额。只填金额，例：2380 或 2380.50。"
    assert grid.table.records.is_draft(0)
    assert grid.table.footer == "共 2 条 · 收入合计 0.00 · 支出合计 2.00"
    again = Grid(qtbot, book, runner, Entry, columns=("summary", "day", "amount_fen"))
    assert again.text(0, "amount_fen") == "abc", "it outlives the page"
    again.at(0, "amount_fen").key(KEYS.Key_F2)
    assert again.table.editor.line.text() == "abc"
    again.table.editor.line.selectAll()
    again.write("3").key(KEYS.Key_Return)
    assert again.stored("amount_fen") == [300, 200] and not again.table.records.is_draft(0)
    assert again.table.footer == "共 2 条 · 收入合计 0.00 · 支出合计 5.00"


def test_undo_takes_back_the_held_text_too(qtbot: Any, book: Book, runner: Runner) -> None:
    make_entry(book, 100)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "amount_fen"))
    grid.at(0, "amount_fen").write("abc").key(KEYS.Key_Return)
    grid.runner.undo()
    assert grid.text(0, "amount_fen") == "1.00" and grid.stored("amount_fen") == [100]
    grid.runner.redo()
    assert grid.text(0, "amount_fen") == "abc"


def test_put_right_in_the_form_the_text_is_held_no_more(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    row_id = make_entry(book, 100)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "amount_fen"))
    grid.at(0, "amount_fen").write("abc").key(KEYS.Key_Return)
    grid.page.open_record(row_id)
    editor = grid.page.drawer.form.editors["amount_fen"]
    assert editor.message.text() == "〔金额〕“abc”不是金额。只填金额，例：2380 或 2380.50。"
    assert grid.page.drawer.state.accessibleName().startswith("草稿")
    assert isinstance(editor, LineEditor)
    editor.line.setFocus()
    editor.line.insert("5")
    grid.page.flush()
    assert grid.text(0, "amount_fen") == "5.00" and grid.stored("amount_fen") == [500]


def test_what_the_rules_refuse_is_held_with_their_words(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    make_entry(book, 100, voucher_no="0001")
    make_entry(book, 200, voucher_no="0002")
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "voucher_no", "amount_fen"))
    grid.at(1, "voucher_no").write("0001").key(KEYS.Key_Return)
    assert "凭证号 0001 已经用过" in grid.note and grid.text(1, "voucher_no") == "0001"
    assert grid.stored("voucher_no") == ["0001", "0002"], "the old number stays"
    assert grid.table.records.is_draft(1)


# -- paste --------------------------------------------------------------------------------


def test_a_block_is_pasted_from_the_top_left_and_goes_on_into_new_rows(houses: Grid) -> None:
    houses.choose(2, "number", 2, "group_name")
    houses.paste("2-003\t李\t1组\n2-004\t王\t2组\n2-005\t张\t3组\n")
    assert houses.stored("number", "head", "group_name") == [
        ("2-001", None, None),
        ("2-002", None, None),
        ("2-003", "李", "1组"),
        ("2-004", "王", "2组"),
        ("2-005", "张", "3组"),
    ]
    assert houses.page.batch.isVisible() and houses.page.batch.text.text() == "已粘贴 3 行"
    houses.page.batch.button.click()
    assert houses.stored("number") == ["2-001", "2-002", "2-003", "2-004"]
    assert houses.stored("head") == [None] * 4


def test_bad_cells_of_a_paste_are_kept_counted_and_found_with_f8(houses: Grid) -> None:
    houses.at(0, "head").paste("李\t1组\t某地\t13800000000\n王\t2组\t某地\t138\n张\t3组\t\t99")
    assert houses.page.batch.text.text() == "已粘贴 3 行，2 格有问题（F8 逐个看）"
    assert houses.stored("head", "phone")[:3] == [
        ("李", "13800000000"), ("王", None), ("张", None),
    ]  # fmt: skip
    houses.at(0, "number").key(KEYS.Key_F8)
    assert houses.here == (1, "phone") and "电话少 8 位" in houses.note
    houses.key(KEYS.Key_F8)
    assert houses.here == (2, "phone")
    houses.runner.undo()
    assert not houses.page.batch.isVisible()
    assert houses.stored("head", "phone") == [(None, None)] * 4
    assert houses.table.records.held(1, 4) is None


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((0, 0), ["a", None, None, None]),
        ((0, 3), ["a", "a", "a", "a"]),
    ],
)
def test_one_cell_fills_the_whole_selection(
    houses: Grid, chosen: tuple[int, int], expected: list[str | None]
) -> None:
    houses.choose(chosen[0], "head", chosen[1], "head").paste("a")
    assert houses.stored("head") == expected


def test_a_smaller_block_repeats_only_at_an_exact_multiple(houses: Grid) -> None:
    houses.choose(0, "head", 3, "head").paste("a\nb")
    assert houses.stored("head") == ["a", "b", "a", "b"]
    houses.choose(0, "head", 2, "head").paste("x\ny")
    assert houses.stored("head") == ["x", "y", "a", "b"]


def test_more_columns_than_there_are_is_said(houses: Grid) -> None:
    houses.at(0, "phone").paste("13800000000\tmore\tmore")
    assert houses.stored("phone")[0] == "13800000000"
    assert "右边多出 2 列没有地方放" in houses.note


def test_a_masked_cell_pasted_onto_itself_changes_nothing(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    make_person(book, "李建华", phone="13800001234")
    make_person(book, "王建华", phone="13900001234")
    grid = Grid(qtbot, book, runner, Person, columns=("name", "phone"))
    grid.choose(0, "name", 1, "phone").key(KEYS.Key_C, CTRL)
    assert "138＊＊＊＊1234" in QGuiApplication.clipboard().text()
    before = len(book.steps())
    grid.key(KEYS.Key_V, CTRL)
    assert grid.stored("phone") == ["13800001234", "13900001234"] and len(book.steps()) == before
    assert grid.note == "内容和原来一样，没有改动。"
    grid.at(0, "phone").key(KEYS.Key_C, CTRL)
    grid.at(1, "phone").key(KEYS.Key_V, CTRL)
    assert "遮住" in grid.note and "照原件" in grid.note
    assert grid.stored("phone") == ["13800001234", "13900001234"], "stars wipe out no number"


def test_masked_cells_are_not_cut(qtbot: Any, book: Book, runner: Runner) -> None:
    make_person(book, "李建华", phone="13800001234")
    grid = Grid(qtbot, book, runner, Person, columns=("name", "phone"))
    grid.at(0, "phone").key(KEYS.Key_X, CTRL)
    assert grid.stored("phone") == ["13800001234"] and "星号" in grid.note
    grid.at(0, "name").key(KEYS.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "李建华" and grid.stored("name") == [None]


def test_copied_cells_keep_their_line_breaks_for_a_sheet(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    save(book, "task", None, {"code": "1.01", "title": "第一行\n第二行", "percent": 5})
    grid = Grid(qtbot, book, runner, Task, columns=("code", "title", "percent"))
    grid.choose(0, "code", 0, "percent").key(KEYS.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == '1.01\t"第一行\n第二行"\t5'
    assert "第一行<br>第二行" in data.html() and data.html().count("@'") == 2
    grid.key(KEYS.Key_V, CTRL)
    assert grid.stored("title") == ["第一行\n第二行"]


def test_a_long_paste_goes_beside_the_window_as_one_change(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    lines = "\n".join(f"9-{n:04d}\t户主{n}\t{n % 7}组\t某路{n}号\t138{n:08d}" for n in range(2_000))
    with qtbot.waitSignal(runner.changed, timeout=60_000):
        grid.page.hands.paste_clip("", lines)
        assert runner.working
    assert len(grid.stored("number")) == 2_000 and len(grid.table.records.ids) == 2_000
    assert grid.page.batch.text.text() == "已粘贴 2,000 行"
    with qtbot.waitSignal(runner.changed, timeout=60_000):
        runner.undo()
        assert runner.working, "so many rows are taken back beside the window"
    assert grid.stored("number") == [] and runner.undo_label == ""
    assert runner.redo_label == "粘贴 2000 行"


def test_a_stopped_paste_leaves_nothing(qtbot: Any, book: Book, runner: Runner) -> None:
    grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    lines = "\n".join(f"9-{n:04d}\t户主{n}\t{n % 7}组\t某路{n}号\t138{n:08d}" for n in range(2_000))
    with qtbot.waitSignal(grid.page.hands.refused, timeout=60_000):
        grid.page.hands.paste_clip("", lines)
        runner.stop()
    assert grid.stored("number") == [] and "已停止" in grid.page.banner.text.text()


# -- filling ------------------------------------------------------------------------------


def test_ctrl_d_fills_down(houses: Grid) -> None:
    houses.at(0, "head").write("a").key(KEYS.Key_Return)
    houses.choose(0, "head", 2, "head").key(KEYS.Key_D, CTRL)
    assert houses.stored("head") == ["a", "a", "a", None]
    houses.at(3, "head").key(KEYS.Key_D, CTRL)
    assert houses.stored("head") == ["a"] * 4


def drag(grid: Grid, line: int, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    start = grid.table.handle_rect().center()
    column = grid.table.currentIndex().column()
    end = grid.table.visualRect(grid.table.records.index(line, column)).center()
    view, left = grid.table.viewport(), Qt.MouseButton.LeftButton
    grid.qtbot.mousePress(view, left, pos=start)
    grid.qtbot.mouseMove(view, (start + end) / 2)
    grid.qtbot.mouseMove(view, end)
    grid.qtbot.mouseRelease(view, left, held, pos=end)


def test_the_handle_goes_on_counting_and_copies_with_ctrl(houses: Grid) -> None:
    houses.at(0, "number").write("2-015").key(KEYS.Key_Return)
    houses.at(0, "number")
    drag(houses, 2)
    assert houses.stored("number") == ["2-015", "2-016", "2-017", "2-004"]
    assert houses.page.batch.text.text() == "已填充 2 行"
    houses.at(0, "number")
    drag(houses, 3, CTRL)
    assert houses.stored("number") == ["2-015"] * 4
    houses.runner.undo()
    houses.runner.undo()
    assert houses.stored("number") == ["2-015", "2-002", "2-003", "2-004"]


# -- what cannot be changed ---------------------------------------------------------------


def test_a_locked_cell_says_why(qtbot: Any, book: Book, runner: Runner) -> None:
    save(book, "task", None, {"code": "1.01", "title": "建立清单", "state": "未开始"})
    step = Command("开始办", lambda book, row_id: None, "task")
    grid = Grid(qtbot, book, runner, Task, commands=(step,), columns=("title", "state", "percent"))
    grid.at(0, "state").key(KEYS.Key_F2)
    assert grid.table.editor is None and "跟着步骤走" in grid.note and "开始办" in grid.note
    grid.write("x")
    assert grid.table.editor is None
    grid.at(0, "state").paste("已完成")
    assert grid.stored("state") == ["未开始"] and "跟着步骤走" in grid.note


def test_rows_of_another_office_are_only_seen(qtbot: Any, book: Book, runner: Runner) -> None:
    save(book, "task", None, {"code": "1.01", "title": "建立清单"})
    book.connection.execute("UPDATE task SET owner = 'other'")
    grid = Grid(qtbot, book, runner, Task, columns=("title", "percent"))
    grid.at(0, "title").key(KEYS.Key_F2)
    assert grid.table.editor is None and "别的单位登记的" in grid.note
    grid.at(0, "title").paste("别的")
    assert grid.stored("title") == ["建立清单"] and "别的单位" in grid.page.banner.text.text()


def test_a_page_without_a_writer_is_only_read(qtbot: Any, book: Book, runner: Runner) -> None:
    households(book, "2-001")
    page = LedgerPage(
        Household, reader=book, runner=runner, save=desk_tools.save, drop=desk_tools.drop
    )
    qtbot.addWidget(page)
    on_screen(qtbot, page)
    page.table.go_to(0, 0)
    page.table.setFocus()
    qtbot.keyClick(page.table, KEYS.Key_F2)
    assert page.table.editor is None and "只能看" in page.list.note.text()


# -- input methods ------------------------------------------------------------------------


def compose(target: Any, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(target, event)


def test_a_composition_begun_on_a_cell_goes_on_in_its_editor(houses: Grid) -> None:
    houses.at(0, "head")
    assert houses.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    compose(houses.table, "l")
    line = houses.table.editor.line
    assert isinstance(line, QLineEdit) and houses.table.hasFocus(), "moving would break it off"
    compose(houses.table, "li'jian'hua")
    houses.qtbot.keyClick(houses.table, KEYS.Key_Return)
    assert houses.table.editor is not None, "Enter belongs to the input method"
    compose(houses.table, "", "李建华")
    assert line.text() == "李建华" and line.hasFocus()
    houses.write("（户主）").key(KEYS.Key_Return)
    assert houses.stored("head")[0] == "李建华（户主）"


def test_no_shortcut_fires_while_composing_in_the_editor(houses: Grid) -> None:
    houses.at(0, "head").key(KEYS.Key_F2)
    line = houses.table.editor.line
    compose(line, "li")
    for key, held in ((KEYS.Key_Return, None), (KEYS.Key_Escape, None), (KEYS.Key_Tab, None),
                      (KEYS.Key_Semicolon, CTRL)):  # fmt: skip
        houses.qtbot.keyClick(line, key, held or Qt.KeyboardModifier.NoModifier)
        assert houses.table.editor is not None and line.text() == ""
    compose(line, "", "李")
    houses.key(KEYS.Key_Return)
    assert houses.stored("head")[0] == "李"


def test_leaving_scrolling_and_reloading_lose_no_composition(houses: Grid) -> None:
    houses.at(0, "head")
    compose(houses.table, "wang")
    houses.page.reload()
    houses.table.verticalScrollBar().setValue(3)
    houses.runner.act(save, "household", None, {"number": "9-999"})
    assert houses.table.editor is not None and houses.table.editor.composing
    houses.page.filters.line.setFocus()
    assert houses.table.editor is None and houses.stored("head")[0] == "wang"


def test_typing_survives_a_reload_and_a_save_elsewhere(houses: Grid) -> None:
    houses.at(1, "head").write("abc")
    houses.runner.act(save, "household", None, {"number": "9-999"})
    houses.page.reload()
    houses.table.sort_by(0)
    assert houses.table.editor is not None and houses.table.editor.line.text() == "abc"
    houses.write("d").key(KEYS.Key_Return)
    rows = {row["number"]: row["head"] for row in houses.book.rows(Query("household"))}
    assert rows["2-002"] == "abcd"


def test_a_row_deleted_meanwhile_is_told_not_made_anew(houses: Grid) -> None:
    houses.at(1, "head").write("abc")
    row_id = houses.table.editor.row_id
    houses.runner.act(desk_tools.drop, "household", row_id)
    houses.key(KEYS.Key_Return)
    assert len(houses.stored("number")) == 3
    assert houses.book.row("household", row_id)["head"] is None


def test_leaving_the_page_stores_what_is_being_typed(houses: Grid) -> None:
    houses.at(1, "head").write("abc")
    houses.page.flush()
    assert houses.stored("head")[1] == "abc"


# -- the footer ---------------------------------------------------------------------------


def test_chosen_cells_are_counted_added_up_and_averaged_to_the_fen(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    for amount in (100, 200, 301):
        make_entry(book, amount)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "amount_fen"))
    grid.choose(0, "amount_fen", 2, "amount_fen")
    assert grid.table.footer == (
        "共 3 条 · 选中 3 格 · 选中合计 6.01 · 平均 2.00 · 收入合计 0.00 · 支出合计 6.01"
    )
    grid.choose(0, "summary", 1, "amount_fen")
    assert grid.table.footer.startswith("共 3 条 · 选中 2 条 · 选中合计 3.00 · 平均 1.50")
    grid.at(0, "amount_fen")
    assert grid.table.footer == "共 3 条 · 收入合计 0.00 · 支出合计 6.01"
    cover.set_covered(True)
    grid.choose(0, "amount_fen", 2, "amount_fen")
    assert "选中合计 ＊＊＊" in grid.table.footer and "6.01" not in grid.table.footer


def test_ctrl_a_chooses_the_filtered_rows(houses: Grid) -> None:
    houses.key(KEYS.Key_Insert).key(KEYS.Key_A, CTRL)
    assert houses.table.selected_ids() == houses.table.records.ids
    assert "选中 4 条" in houses.table.footer


def test_f3_goes_to_the_next_hit(houses: Grid) -> None:
    houses.at(0, "number").key(KEYS.Key_F3)
    assert "Ctrl+F" in houses.note
    houses.page.filters.line.setText("2-00")
    houses.at(0, "head").key(KEYS.Key_F3)
    assert houses.here == (1, "number")


def test_the_mouse_chooses_a_block_and_a_double_click_opens(houses: Grid) -> None:
    view, left, table = houses.table.viewport(), Qt.MouseButton.LeftButton, houses.table
    spot: Sequence[QPoint] = [
        table.visualRect(table.records.index(line, column)).center()
        for line, column in ((0, 1), (2, 2))
    ]
    houses.qtbot.mouseClick(view, left, pos=spot[0])
    houses.qtbot.mouseClick(view, left, SHIFT, pos=spot[1])
    assert table.area() == Area(0, 1, 2, 2)
    houses.qtbot.mouseClick(view, left, pos=spot[0])
    assert table.area() == Area(0, 1, 0, 1)
    houses.qtbot.mouseDClick(view, left, pos=spot[0])
    assert houses.page.drawer.isVisible()


# -- what is seen is not what is stored ---------------------------------------------------


def test_a_cell_that_waits_is_no_source_for_others(houses: Grid) -> None:
    houses.at(0, "phone").write("abc").key(KEYS.Key_Return)
    for line in (1, 2):
        houses.at(line, "phone").write("13900139000").key(KEYS.Key_Return)
    before = houses.stored("phone")
    houses.choose(0, "phone", 2, "phone").key(KEYS.Key_D, CTRL)
    assert houses.stored("phone") == before and "第 1 行的〔联系电话〕还没改好" in houses.note
    houses.choose(0, "phone", 2, "phone").key(KEYS.Key_Return, CTRL)
    assert houses.stored("phone") == before
    houses.at(1, "phone").key(KEYS.Key_Apostrophe, CTRL)
    assert houses.stored("phone") == before
    houses.choose(0, "phone", 0, "phone")
    where = houses.table.seen_columns().index(houses.table.records.columns.index("phone"))
    houses.table.asked.emit("fill", (Area(0, where, 2, where), True))
    assert houses.stored("phone") == before


def test_what_lies_between_chosen_blocks_stays(houses: Grid) -> None:
    def pick_first_and_third() -> None:
        model, chosen = houses.table.records, houses.table.selectionModel()
        houses.at(0, "head")
        column = model.columns.index("head")
        chosen.select(model.index(2, column), chosen.SelectionFlag.Select)

    pick_first_and_third()
    houses.write("X").key(KEYS.Key_Return, CTRL)
    assert houses.stored("head") == ["X", None, "X", None]
    pick_first_and_third()
    houses.paste("Y")
    assert houses.stored("head") == ["X", None, "X", None] and "只选连着的一块" in houses.note
    pick_first_and_third()
    houses.key(KEYS.Key_Delete)
    assert houses.stored("head") == [None] * 4


def test_a_refused_amount_is_in_no_sum_and_on_no_notice(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    make_opening(book)
    make_entry(book, 10_000)
    make_entry(book, 5_000)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "amount_fen"))
    quarter, day = Period.parse("2026Q3"), date(2026, 11, 24)
    assert funds.balances(book, COMMITTEE, day).total == -15_000
    grid.at(0, "amount_fen").write("-5").key(KEYS.Key_Return)
    assert grid.stored("amount_fen") == [10_000, 5_000], "the old value stays beside the new text"
    assert funds.balances(book, COMMITTEE, day).total == -5_000
    assert funds.quarter_figures(book, COMMITTEE, quarter).spending == 5_000
    with pytest.raises(Refused, match=r"没填完.*金额 -5\.00 不对"):
        funds.compose_quarterly(book, COMMITTEE, quarter)
    assert any("-5.00" in problem.what for problem in preflight.preflight(book))
    grid.choose(0, "amount_fen", 1, "amount_fen")
    assert "选中合计" not in grid.table.footer and "支出合计 50.00" in grid.table.footer
    grid.at(0, "amount_fen").write("30").key(KEYS.Key_Return)
    assert funds.balances(book, COMMITTEE, day).total == -8_000
    assert funds.compose_quarterly(book, COMMITTEE, quarter).result


# -- while something else is being done ---------------------------------------------------


def test_what_is_typed_while_a_job_runs_is_stored_after_it(houses: Grid) -> None:
    hold = Event()
    assert houses.runner.job(lambda _book, _tick: hold.wait(20), label="排版")
    houses.at(0, "head").write("abc").key(KEYS.Key_Return).write("def").key(KEYS.Key_Tab)
    assert houses.stored("head") == [None] * 4
    hold.set()
    houses.qtbot.waitUntil(lambda: not houses.runner.working)
    assert houses.stored("head") == ["abc", "def", None, None] and houses.text(1, "head") == "def"


def test_what_waits_for_a_job_is_stored_before_the_book_is_closed(houses: Grid) -> None:
    hold = Event()
    assert houses.runner.job(lambda _book, _tick: hold.wait(20), label="排版")
    houses.at(0, "head").write("abc").key(KEYS.Key_Return)
    hold.set()
    houses.runner.close()
    assert houses.stored("head")[0] == "abc"


# -- in the form --------------------------------------------------------------------------


def test_the_old_value_written_anew_in_the_form_settles_the_matter(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    entry = make_entry(book, 10_000)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "amount_fen"))
    grid.at(0, "amount_fen").write("-5").key(KEYS.Key_Return)
    grid.page.open_record(entry)
    editor = grid.page.drawer.form.editors["amount_fen"]
    assert "-5.00" in editor.message.text()
    editor.input.selectAll()
    editor.setFocus()
    grid.write("100")
    grid.page.close_drawer()
    assert grid.text(0, "amount_fen") == "100.00" and not grid.table.records.is_draft(0)
    grid.runner.undo()
    assert grid.text(0, "amount_fen") == "-5.00" and grid.table.records.is_draft(0)


def test_a_text_settled_in_the_form_never_comes_back(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    entry = make_entry(book, 10_000)
    grid = Grid(qtbot, book, runner, Entry, columns=("summary", "amount_fen"))
    grid.at(0, "amount_fen").write("-5").key(KEYS.Key_Return)
    for amount in (20_000, 10_000):
        runner.act(desk_tools.save, "entry", entry, {"amount_fen": amount})
    assert grid.text(0, "amount_fen") == "100.00" and not grid.table.records.is_draft(0)


def test_f8_finds_the_one_row_far_down_a_long_list(qtbot: Any, book: Book, runner: Runner) -> None:
    with book.change("导入") as change:
        ids = change.add_all(Household, ({"number": str(n)} for n in range(5_600)))
        change.put_row("household", ids[5_400], {"number": None})
    grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    qtbot.waitUntil(lambda: len(grid.table.records.ids) == 5_600)
    grid.at(0, "head").key(KEYS.Key_F8)
    assert grid.here == (5_400, "number") and not grid.note


def test_a_batch_that_cannot_go_alone_still_goes_in_its_order(houses: Grid) -> None:
    houses.at(0, "head").write("A").key(KEYS.Key_Return)
    houses.choose(0, "group_name", 0, "group_name").paste("1组\n2组")
    houses.at(1, "group_name").write("9组").key(KEYS.Key_Return)
    told: list[Refused] = []
    houses.runner.refused.connect(told.append)
    houses.page.batch.button.click()
    assert "后来又改过" in told[0].what
    for _ in range(3):
        houses.runner.undo()
    assert len(told) == 1 and houses.stored("head", "group_name")[:2] == [(None, None)] * 2


def test_a_click_elsewhere_keeps_what_is_composed_in_its_own_cell(houses: Grid) -> None:
    houses.at(1, "head")
    QApplication.sendEvent(houses.table, QInputMethodEvent("li", []))
    assert houses.table.editor.composing and houses.table.hasFocus()
    there = houses.table.visualRect(houses.table.records.index(2, 1)).center()
    houses.qtbot.mouseClick(houses.table.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert houses.table.editor is None and houses.here[0] == 2
    assert houses.stored("head") == [None, "li", None, None]


def test_a_column_that_is_hidden_while_it_is_typed_into_keeps_the_text(houses: Grid) -> None:
    houses.at(1, "head").write("abc")
    houses.table.show_columns(("number", "address"))
    assert houses.table.editor is None and houses.stored("head")[1] == "abc"


def test_what_is_just_being_typed_is_on_the_paper_and_in_the_sheet(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    make_entry(book, 100)
    seen: list[str] = []

    def look(query: Query) -> None:
        seen.extend(row["summary"] for row in book.rows(query))

    grid = Grid(
        qtbot, book, runner, Entry, columns=("summary",), print_list=look, export_sheet=look
    )
    grid.at(0, "summary").write("abc")
    grid.page.print_page()
    grid.at(0, "summary").write("def")
    grid.page.head.export_asked.emit()
    assert seen == ["abc", "def"]
