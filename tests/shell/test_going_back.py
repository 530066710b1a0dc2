"""Back in time with real keys: undo centre, recycle bin, some day, the history of a cell."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from office import make_book, make_entry, make_id_number, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.sheets import read_sheets
from qinglian_desktop.modules.funds.records import INCOME
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell import (
    announcing,
    as_of_page,
    as_of_paper,
    going_back,
    keys,
    recycle_bin,
    undo_centre,
)
from qinglian_desktop.shell.list_paper import Asked
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.as_of import Day
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.cell_history import CellHistory
from windows import LONG, TODAY, Clerk, shown_buttons, window_on

Key = Qt.Key


def imported(book: Book, count: int) -> list[str]:
    with book.change(f"导入户 {count} 条") as change:
        return [change.put(Household(number=f"1-{n:03d}")) for n in range(count)]


def edit(book: Book, row_id: str, **values: Any) -> None:
    with book.change("改户") as change:
        change.put_row("household", row_id, values)


def said(table: Any) -> list[tuple[str, ...]]:
    """The texts of a plain table as they are shown."""
    model = table.records
    return [
        tuple(str(model.index(r, c).data()) for c in range(model.columnCount()))
        for r in range(model.rowCount())
    ]


def opened(window: Window, qtbot: Any, word: str) -> Any:
    """What Ctrl+K opens by this word, once its list is there."""
    keys.acts(window)[word]()
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    QApplication.processEvents()
    return window.page


def heads(book: Book) -> list[tuple[str, str | None]]:
    return [(row["number"], row["head"]) for row in book.rows(Query("household"))]


# -- 撤销中心 --------------------------------------------------------------------------------


def test_a_batch_goes_back_and_the_edited_rows_wait_for_a_choice(
    window: Window, qtbot: Any
) -> None:
    book, clerk = window.book, Clerk(window)
    ids = imported(book, 12)
    edit(book, ids[2], head="张晓梅")
    edit(book, ids[5], head="李建华")
    page = opened(window, qtbot, "撤销中心")
    assert said(page.table)[0][1:4] == ("周文书", "导入户 12 条", "12")
    assert said(page.table)[0][4:] == ("2026-12-24", "可以撤销")
    clerk.press("撤销", page)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.choice, timeout=LONG)
    assert "有 2 条后来又改过：逐条选择保留哪一个；其余 10 条直接撤回" in page.choice.said.text()
    shown = said(page.choice.table)
    assert [(row[1], row[2], row[4]) for row in shown] == [
        ("户主：空", "户主：李建华", "保留现在的"),
        ("户主：空", "户主：张晓梅", "保留现在的"),
    ]
    assert page.choice.whole.text() == "这一批写的——户主：空\n现在的——户主：李建华"
    cover.set_covered(True)
    assert not page.choice.whole.isVisible()
    cover.set_covered(False)
    clerk.key(Key.Key_Space)
    assert said(page.choice.table)[0][4] == "退回去"
    clerk.press("撤回 11 条", page)
    qtbot.waitUntil(lambda: bool(heads(book)) and len(heads(book)) == 1, timeout=LONG)
    qtbot.waitUntil(lambda: window.bar.text.text().startswith("已撤回"), timeout=LONG)
    assert window.bar.text.text() == "已撤回 11 条，1 条保留现在的。"
    assert heads(book) == [("1-002", "张晓梅")]
    qtbot.waitUntil(lambda: said(page.table)[0][5] == "已撤 11 条", timeout=LONG)
    clerk.press("重做", page)
    qtbot.waitUntil(lambda: len(heads(book)) == 12, timeout=LONG)
    assert dict(heads(book))["1-005"] == "李建华"
    qtbot.waitUntil(lambda: said(page.table)[0][5] == "可以撤销", timeout=LONG)
    clerk.key(Key.Key_Escape)
    assert window.page is not page


def test_doing_again_asks_about_rows_changed_meanwhile(window: Window, qtbot: Any) -> None:
    book, clerk = window.book, Clerk(window)
    ids = imported(book, 3)
    back = book.undo(book.steps(1)[0]["step"])
    assert back.step
    with book.change("还原户") as change:
        change.bring_back("household", ids[0])
        change.put_row("household", ids[0], {"head": "张晓梅"})
    page = opened(window, qtbot, "撤销中心")
    clerk.press("重做", page)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.choice, timeout=LONG)
    assert page.choice.said.text() == (
        "重做：导入户 3 条：有 1 条后来又改过：逐条选择保留哪一个；其余 2 条直接重做。"
    )
    clerk.press("全部恢复", page)
    assert said(page.choice.table)[0][4] == "恢复"
    clerk.press("重做 3 条", page)
    qtbot.waitUntil(lambda: [head for _, head in heads(book)] == [None] * 3, timeout=LONG)
    qtbot.waitUntil(lambda: window.bar.text.text() == "已重做 3 条。", timeout=LONG)


def test_ctrl_z_after_the_centre_goes_on_from_there(window: Window, qtbot: Any) -> None:
    book = window.book

    def work(there: Book) -> Any:
        with there.change("导入户 2 条") as change:
            change.put(Household(number="1"))
            change.put(Household(number="2"))
        return change.changes

    changes = window.runner.act(work)
    assert changes is not None
    undo_centre.take_back(window, changes.step)
    qtbot.waitUntil(lambda: not heads(book) and not window.runner.working, timeout=LONG)
    said_words: list[str] = []
    window.runner.said.connect(said_words.append)
    window.runner.undo()
    assert len(heads(book)) == 2 and said_words[-1] == "已重做：导入户 2 条"
    window.runner.undo()
    assert heads(book) == [] and said_words[-1] == "已撤销：导入户 2 条"


def test_the_bar_after_a_batch_takes_it_back_or_shows_it(window: Window, qtbot: Any) -> None:
    clerk = Clerk(window)

    def work(book: Book, number: int) -> Any:
        with book.change(f"导入户 {number} 条") as change:
            for n in range(number):
                change.put(Household(number=f"{number}-{n}"))
        return change.changes

    window.runner.act(work, 3)
    assert window.bar.text.text() == "已导入户 3 条。"
    clerk.press("查看", window.bar)
    page: Any = window.page
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.details, timeout=LONG)
    assert [row[0:3] for row in said(page.details.table)] == [
        ("户", f"3-{n}", "新增") for n in range(3)
    ]
    clerk.key(Key.Key_Escape, on=page)
    assert page.stack.currentIndex() == 0
    clerk.key(Key.Key_Escape, on=page)
    window.runner.act(work, 2)
    clerk.press("撤销", window.bar)
    qtbot.waitUntil(lambda: window.book.count(Query("household")) == 3, timeout=LONG)
    qtbot.waitUntil(lambda: window.bar.text.text() == "已撤回 2 条。", timeout=LONG)


def test_a_single_step_speaks_in_no_bar(window: Window) -> None:
    make_person(window.book)
    with window.book.change("改") as change:
        change.put_row("person", window.book.ids(Query("person"))[0], {"note": "x"})
    announcing.announce(window, change.changes)
    assert not window.bar.isVisible()


def test_the_id_of_a_row_is_nobodys_business(window: Window) -> None:
    with window.book.change("立户") as change:
        change.result = change.put(Household(number="1"))
        change.put(Household(number="2"))
    announcing.announce(window, change.changes)
    assert window.bar.text.text() == "已完成：立户。"


def test_what_cannot_be_taken_back_says_why(window: Window, qtbot: Any) -> None:
    with window.book.change("合并新街子社区第 1 号包", kind="merge") as change:
        change.put(Household(number="1"))
    page = opened(window, qtbot, "撤销中心")
    assert said(page.table)[0][5] == "不能撤销"
    assert page.why.text() == "不能撤销：没有留下合并前的内容。"
    assert not page.undo.isEnabled()


def test_the_details_come_a_page_at_a_time(window: Window, qtbot: Any) -> None:
    imported(window.book, 450)
    clerk, page = Clerk(window), opened(window, qtbot, "撤销中心")
    clerk.key(Key.Key_Return, on=page.table)
    assert page.details.place.text() == "第 1–200 条，共 450 条"
    clerk.press("下一页", page)
    clerk.press("下一页", page)
    assert page.details.place.text() == "第 401–450 条，共 450 条"
    assert len(said(page.details.table)) == 50
    assert not page.details.after.isEnabled()


def test_the_details_stay_masked_and_are_covered(window: Window, qtbot: Any) -> None:
    with window.book.change("导入人员 2 条") as change:
        for tail in ("002", "003"):
            change.add(
                window.book.tables["person"],
                {"name": "李建华", "id_number": make_id_number(tail=tail)},
            )
    page = opened(window, qtbot, "撤销中心")
    page.show_details()
    texts = " ".join(said(page.details.table)[0])
    assert "李建华" in texts and "19491231" not in texts
    cover.set_covered(True)
    assert "李建华" not in " ".join(said(page.details.table)[0])
    cover.set_covered(False)
    assert "李建华" in " ".join(said(page.details.table)[0])


# -- 回收站 ----------------------------------------------------------------------------------


def test_a_note_and_its_task_come_back_with_one_button(window: Window, qtbot: Any) -> None:
    book, clerk = window.book, Clerk(window)
    with book.change("登记") as change:
        task = change.add(Task, {"title": "巡查"})
        note = change.put(TaskNote(task_id=task, noted_on=TODAY, text="去了两户"))
    with book.change("删") as change:
        change.drop("task_note", note)
        change.drop("task", task)
    page = opened(window, qtbot, "回收站")
    shown = {row[0]: row for row in said(page.table)}
    assert shown["巡查"][1] == "任务台账 › 任务"
    assert shown["巡查"][3:] == ("周文书", "180 天")
    page.table.selectRow([line.table for line in page.lines].index("task_note"))
    clerk.press("还原", page)
    qtbot.waitUntil(page.both.isVisible, timeout=LONG)
    assert page.banner.text.text() == "原来的任务也删了。先还原任务〔巡查〕。"
    clerk.press("一起还原", page)
    qtbot.waitUntil(lambda: book.count(Query("task")) == 1, timeout=LONG)
    assert book.count(Query("task_note")) == 1
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
    assert page.empty.text.text() == "回收站是空的。"
    clerk.press("撤销", window.bar)
    assert book.count(Query("task")) == book.count(Query("task_note")) == 0


def test_several_are_searched_for_chosen_and_brought_back_at_once(
    window: Window, qtbot: Any
) -> None:
    book = window.book
    ids = imported(book, 4)
    make_person(book, "李建华")
    with book.change("删") as change:
        for row_id in ids:
            change.drop("household", row_id)
        change.drop("person", book.ids(Query("person"))[0])
    page = opened(window, qtbot, "回收站")
    assert len(page.lines) == 5
    QTest.keyClick(page, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.search.setText("1-00")
    qtbot.waitUntil(lambda: len(page.lines) == 4, timeout=LONG)
    page.table.selectAll()
    assert page.restore.text() == "还原 4 条"
    Clerk(window).press("还原 4 条", page)
    qtbot.waitUntil(lambda: book.count(Query("household")) == 4, timeout=LONG)
    assert book.steps(1)[0]["label"] == "还原 4 条"


def test_a_person_whose_number_is_taken_is_refused_in_words(window: Window, qtbot: Any) -> None:
    book, number = window.book, make_id_number()
    first = make_person(book, "李建华", id_number=number)
    with book.change("删") as change:
        change.drop("person", first)
    make_person(book, "张晓梅", id_number=number)
    page = opened(window, qtbot, "回收站")
    Clerk(window).press("还原", page)
    qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
    assert page.banner.text.text().startswith("证件号已存在：张晓梅")
    assert book.count(Query("person")) == 1


def test_several_rows_go_as_one_step_and_what_went_along_is_said(
    window: Window, qtbot: Any
) -> None:
    book = window.book
    with book.change("登记") as change:
        task = change.add(Task, {"title": "巡查"})
        other = change.add(Task, {"title": "走访"})
        change.put(TaskNote(task_id=task, noted_on=TODAY, text="去了"))
    page: Any = window.go("tasks")
    page.drop_rows([task])
    assert page.bar.text.text() == "已删到回收站 1 条。它的进展记录一起删了，还原时一起回来。"
    page.bar.button.click()
    page.drop_rows([task, other])
    assert book.count(Query("task")) == 0
    assert book.steps(1)[0]["label"] == "删任务 2 条"
    assert page.bar.text.text().startswith("已删到回收站 2 条。它的进展记录一起删了")
    assert "任务 2 条" not in window.bar.text.text()  # one voice
    Clerk(window).press("查看", page.bar)
    centre: Any = window.page
    qtbot.waitUntil(lambda: centre.stack.currentWidget() is centre.details, timeout=LONG)
    assert [row[2] for row in said(centre.details.table)] == ["删到回收站"] * 3
    window.close_over()
    window.runner.undo()
    assert book.count(Query("task")) == 2


def test_a_row_that_may_not_go_keeps_the_others(window: Window) -> None:
    book = window.book
    with book.change("登记公告") as change:
        record = book.tables["notice"]
        free = change.add(record, {"number": "1号", "title": "甲", "state": "草稿"})
        posted = change.add(record, {"number": "2号", "title": "乙", "state": "已上墙"})
    page = window.desk.ledger(record)
    page.drop_rows([free, posted])
    assert book.count(Query("notice")) == 2
    assert "2号" in page.banner.text.text()
    page.deleteLater()


# -- 某日状态 --------------------------------------------------------------------------------


@pytest.fixture
def past_window(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    """An office that wrote in September and changed, deleted and added since."""
    book = make_book(tmp_path)
    with clock.fixed(date(2026, 9, 30)):
        first = make_entry(book, 10_000, summary="纸", note="第一笔")
        second = make_entry(book, 5_000, summary="笔")
    with clock.fixed(date(2026, 11, 3)):
        with book.change("改收支") as change:
            change.put_row("entry", first, {"amount_fen": 20_000, "note": "改过"})
            change.drop("entry", second)
        make_entry(book, 700, summary="墨")
    with window_on(book) as made:
        yield made


def test_a_list_of_some_day_and_against_today(past_window: Window, qtbot: Any) -> None:
    window, clerk = past_window, Clerk(past_window)
    window.go("funds", "entry")
    page = opened(window, qtbot, "某日状态")
    assert page.record.table == "entry" and page.day == date(2026, 10, 31)
    qtbot.waitUntil(lambda: page.said.text() == "这是 10月31日 的样子", timeout=LONG)
    table = page.table.records
    column = table.columns.index("summary")
    assert [table.text(n, column) for n in range(2)] == ["纸", "笔"]
    assert "支出合计 150.00" in page.footer.text()
    clerk.press("与今天比较", page)
    qtbot.waitUntil(page.against.isVisible, timeout=LONG)
    rows = said(page.against)
    assert {row[0] for row in rows} == {"改过", "没有了", "新增"}
    changed = next(row for row in rows if row[0] == "改过")
    assert "100.00 → 200.00" in changed
    assert changed[-1] == "备注 第一笔 → 改过"
    place = (rows.index(changed), changed.index("100.00 → 200.00"))
    assert page.against.records.marks == {place}
    assert page.footer.text() == "新增 1 条 · 改过 1 条 · 没有了 1 条"
    clerk.press("与今天比较", page)
    page.filters.line.setText("纸")
    page.filters.line.returnPressed.emit()
    qtbot.waitUntil(lambda: len(table.ids) == 1, timeout=LONG)
    page.set_day(date(2026, 9, 1))
    assert page.nothing.text.text() == "早于 2026-09-30 的数据是导入的，没有当时状态。"
    page.set_day(TODAY + timedelta(days=1))
    assert page.nothing.text.text().startswith("还没到 11月25日")
    assert "打印" not in shown_buttons(page) or not shown_buttons(page)["打印"].isEnabled()
    clerk.key(Key.Key_Escape, on=page)
    assert window.page is not page


def test_the_day_is_typed_and_kept_through_sorting(past_window: Window, qtbot: Any) -> None:
    window = past_window
    page = as_of_page.open_it(window)
    page._on_kind(window.book.tables["entry"])
    clerk = Clerk(window)
    page.line.input.setFocus()
    page.line.input.selectAll()  # type: ignore[attr-defined]
    clerk.write("2026-09-30")
    clerk.key(Key.Key_Return)
    qtbot.waitUntil(lambda: page.day == date(2026, 9, 30), timeout=LONG)
    qtbot.waitUntil(lambda: len(page.table.records.ids) == 2, timeout=LONG)
    column = page.table.records.columns.index("amount_fen")
    page.table.sort_by(column)
    qtbot.waitUntil(lambda: bool(page.table.records.query.order), timeout=LONG)
    table = page.table.records
    assert [table.text(n, column) for n in range(2)] == ["50.00", "100.00"]


def test_a_list_of_some_day_is_added_up_as_the_list_itself(past_window: Window, qtbot: Any) -> None:
    window = past_window
    with clock.fixed(date(2026, 10, 2)):
        make_entry(window.book, 900, direction=INCOME)
    page = as_of_page.open_it(window)
    page._on_kind(window.book.tables["entry"])
    qtbot.waitUntil(lambda: "合计" in page.footer.text(), timeout=LONG)
    assert "收入合计 9.00 · 支出合计 " in page.footer.text()


def test_paper_and_workbook_say_which_day_they_show(
    past_window: Window, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, day = past_window, date(2026, 10, 31)
    paper = as_of_paper.day_paper(Day(window.book, day), Asked(Query("entry")), Fonts()).paper
    assert "这是 2026年10月31日 的样子" in as_text(paper)
    assert "墨" not in as_text(paper)
    page = as_of_page.open_it(window)
    page._on_kind(window.book.tables["entry"])
    qtbot.waitUntil(lambda: "合计" in page.footer.text(), timeout=LONG)
    assert "收入合计" in page.footer.text(), "the sides are not added up, whichever list came first"
    out = tmp_path / "收支.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.on_export()
    qtbot.waitUntil(lambda: window.bar.text.text().startswith("已导出 2 条"), timeout=LONG)
    (sheet,) = read_sheets(out)
    texts = [str(cell) for row in sheet.rows for cell in row]
    assert any("这是 2026年10月31日 的样子" in text for text in texts)
    page.print_page()
    qtbot.waitUntil(lambda: window.page is not page, timeout=LONG)
    window.page.closed.emit()  # type: ignore[attr-defined]
    assert window.page is page  # the preview lay on it, and it is there again


# -- 这一格的经过 ----------------------------------------------------------------------------


def cell(window: Window, row: Row, name: str, table: str = "task") -> CellHistory:
    page: Any = window.go("tasks" if table == "task" else "registry", table)
    if table != "task":
        page = page.findChild(going_back_page())
    dialog = going_back.show(window, page, str(row["id"]), name)
    assert dialog is not None
    return dialog


def going_back_page() -> Any:
    from qinglian_desktop.ui.ledger_page import LedgerPage

    return LedgerPage


def test_five_edits_are_five_rows_and_an_old_value_comes_back(window: Window) -> None:
    book = window.book
    with book.change("登记任务") as change:
        row_id = change.add(Task, {"title": "巡查"})
    for number in range(5):
        with book.change("改任务", reason="换人" if number == 2 else "") as change:
            change.put_row("task", row_id, {"assignee": f"第{number}人"})
    row = book.row("task", row_id)
    assert row is not None
    dialog = cell(window, row, "assignee")
    shown = said(dialog.table)
    assert [(line[2], line[3]) for line in shown] == [
        ("第4人", "第3人"), ("第3人", "第2人"), ("第2人", "第1人"), ("第1人", "第0人"),
        ("第0人", "空"),
    ]  # fmt: skip
    assert shown[2][4] == "改任务，原因：换人" and shown[2][1] == "周文书"
    assert not dialog.restore.isEnabled()  # it has that value now
    dialog.table.selectRow(3)
    Clerk(dialog).click(dialog.restore)
    kept = book.row("task", row_id)
    assert kept is not None and kept["assignee"] == "第1人"
    assert book.steps(1)[0]["label"].startswith("改任务")
    window.runner.undo()
    dialog = cell(window, row, "assignee")
    assert [line[4] for line in said(dialog.table)[:2]] == ["撤销：改任务：巡查", "改任务：巡查"]
    dialog.close()


def test_an_old_number_that_is_taken_now_is_refused_in_the_dialog(window: Window) -> None:
    book, number = window.book, make_id_number()
    first = make_person(book, "李建华", id_number=number)
    with book.change("改人员") as change:
        change.put_row("person", first, {"id_number": None})
    make_person(book, "张晓梅", id_number=number)
    row = book.row("person", first)
    assert row is not None
    dialog = cell(window, row, "id_number", "person")
    assert "19491231" not in said(dialog.table)[1][2] and "＊" in said(dialog.table)[1][2]
    cover.set_covered(True)
    assert said(dialog.table)[1][2] == cover.STARS
    cover.set_covered(False)
    dialog.table.selectRow(1)
    Clerk(dialog).click(dialog.restore)
    assert dialog.banner.text.text().startswith("证件号已存在")
    dialog.close()


def test_ctrl_h_opens_the_history_of_the_cell_and_of_the_field(window: Window, qtbot: Any) -> None:
    with window.book.change("登记任务") as change:
        row_id = change.add(Task, {"title": "巡查", "assignee": "张晓梅"})
    page: Any = window.go("tasks")
    page.table.select_id(row_id)
    place = page.table.records.index(0, page.table.records.columns.index("assignee"))
    page.table.setCurrentIndex(place)
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(CellHistory)
    assert dialog.field.label == "责任人"
    dialog.close()
    qtbot.waitUntil(lambda: page.findChild(CellHistory) is None, timeout=LONG)
    window.activateWindow()
    page.open_record(row_id)
    page.drawer.form.editors["title"].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=LONG)
    title = page.drawer.form.editors["title"].input
    QTest.keyClick(title, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(CellHistory)
    assert dialog.field.label == "事项"
    dialog.close()


def test_asking_for_an_open_page_again_opens_no_second(window: Window, qtbot: Any) -> None:
    tab = window.go("tasks")
    for word in ("撤销中心", "回收站", "某日状态"):
        opened(window, qtbot, word)
        opened(window, qtbot, word)
        window.close_over()
        assert window.page is tab


def test_every_ledger_offers_the_ways_back(window: Window, qtbot: Any) -> None:
    page: Any = window.go("tasks")
    menu = shown_buttons(page)["更多"].menu()
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert words[:3] == ["某日状态", "回收站", "撤销中心"]
    for action, kind in zip(
        menu.actions()[:3],
        (as_of_page.AsOfPage, recycle_bin.RecycleBin, undo_centre.UndoCentre),
        strict=True,
    ):
        action.trigger()
        qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
        assert isinstance(window.page, kind)
        QTest.keyClick(window.page, Key.Key_Escape)
        assert window.page is page


# -- texts that wait beside rows --------------------------------------------------------------


def a_paste_of_bad_cells(window: Window) -> Any:
    for number in range(2):
        make_entry(window.book, 10_000, summary=f"买纸{number}")
    page = window.desk.ledger(window.book.tables["entry"])
    window.lay_over(page)
    column = page.table.records.columns.index("amount_fen")
    page.table.go_to(0, column)
    page.hands.paste_clip("", "-5\n-6")
    return page


def test_a_paste_that_only_left_texts_waiting_is_listed_in_plain_words(
    window: Window, qtbot: Any
) -> None:
    a_paste_of_bad_cells(window)
    window.close_over()
    page = opened(window, qtbot, "撤销中心")
    qtbot.waitUntil(lambda: len(page.lines) == 1, timeout=LONG)
    assert said(page.table)[0][2:4] == ("粘贴 2 行", "2")
    page.show_details()
    for number, (kind, name, _deed, what) in enumerate(said(page.details.table)):
        assert kind == "待改的格子" and name.endswith(f"买纸{number}〔金额〕")
        assert what == f"待改：-{number + 5}.00"


def test_the_history_of_a_cell_of_the_blank_line_is_nothing(window: Window) -> None:
    page = a_paste_of_bad_cells(window)
    page.hands.on_asked("mode", None)
    page.table.go_to(2, 0)
    going_back.of_cell(window, page)
    assert window.isVisible()


def test_a_list_of_some_day_counts_no_text_that_waited_then(window: Window, qtbot: Any) -> None:
    with clock.fixed(TODAY - timedelta(days=2)):
        a_paste_of_bad_cells(window)
        make_entry(window.book, 700)
    past = as_of_page.open_it(window)
    past._on_kind(window.book.tables["entry"])
    past.set_day(TODAY - timedelta(days=1))
    qtbot.waitUntil(lambda: "合计" in past.footer.text(), timeout=LONG)
    assert "合计 7.00" in past.footer.text()
