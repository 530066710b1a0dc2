"""Can a clerk work through a whole ledger page: enter, find, change, take back, delete?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget

from office import make_entry, make_person
from qinglian_desktop.core.module import Command, Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Household, Person
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, ledger_page, look
from qinglian_desktop.ui.choice_editors import ButtonsEditor
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.line_editors import LineEditor
from qinglian_desktop.ui.page import Page
from qinglian_desktop.ui.runner import Runner
from ui.conftest import drop, on_screen, save

CTRL = Qt.KeyboardModifier.ControlModifier


def make_page(
    qtbot: Any, book: Book, runner: Runner, record: type[Record] = Entry, **more: Any
) -> LedgerPage:
    page = LedgerPage(record, reader=book, runner=runner, **{"save": save, "drop": drop, **more})
    qtbot.addWidget(page)
    page.resize(1180, 640)
    on_screen(qtbot, page)
    return page


def type_into(page: LedgerPage, name: str, text: str) -> None:
    editor = page.drawer.form.editors[name]
    if isinstance(editor, ButtonsEditor):
        editor.choose(text)
        return
    assert isinstance(editor, LineEditor)
    editor.setFocus()
    editor.line.selectAll()
    editor.line.insert(text)  # as an input method does; QTest cannot press Chinese keys


def stored(book: Book, table: str = "entry") -> list[dict[str, Any]]:
    return book.rows(Query(table))


def test_a_page_answers_to_the_names_the_window_uses(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    page = make_page(qtbot, book, runner, title="收支登记")
    assert isinstance(page, Page)
    assert (page.title, page.page_id) == ("收支登记", "entry")


def test_a_day_at_the_ledger(qtbot: Any, book: Book, runner: Runner) -> None:
    """From the empty page over three entries to one deleted and taken back."""
    said: list[str] = []
    runner.said.connect(said.append)
    page = make_page(qtbot, book, runner)
    assert page.list.empty.isVisible() and "按“新增”登记第一条" in page.list.empty.text.text()

    qtbot.mouseClick(page.head.add, Qt.MouseButton.LeftButton)
    assert page.drawer.isVisible() and page.drawer.form.isAncestorOf(QApplication.focusWidget())
    for name, text in {
        "book": "委员会", "day": "11-3", "direction": "支出", "summary": "办公用品",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": "1.2万",
        "voucher_no": "0012",
    }.items():  # fmt: skip
        type_into(page, name, text)
    qtbot.keyClick(page.drawer.form.editors["voucher_no"].input, Qt.Key.Key_Return, CTRL)

    rows = stored(book)
    assert len(rows) == 1 and rows[0]["amount_fen"] == 1_200_000 and rows[0]["day"] == "2026-11-03"
    assert rows[0]["channel"] == "银行"  # the default of a folded field
    assert page.drawer.isVisible() and page.drawer.row_id == ""  # ready for the next
    assert said and said[-1].startswith("已自动保存 ")
    assert page.table.footer.startswith("共 1 条") and page.list.table.isVisible()

    type_into(page, "summary", "会议茶水")
    qtbot.keyClick(page.drawer.form.editors["summary"].input, Qt.Key.Key_Escape)
    assert not page.drawer.isVisible() and page.table.hasFocus()
    rows = stored(book)
    assert [row["summary"] for row in rows] == ["办公用品", "会议茶水"]
    assert [page.table.records.is_draft(place) for place in (0, 1)] == [False, True]

    page.open_record(rows[0]["id"])
    assert "登记" in page.drawer.history.texts()[0]
    type_into(page, "amount_fen", "1300")
    page.drawer.form.editors["purpose"].setFocus()  # leaving the field saves
    assert stored(book)[0]["amount_fen"] == 130_000
    assert any("金额 12,000.00 → 1,300.00" in text for text in page.drawer.history.texts())

    runner.undo()
    assert page.drawer.form.editors["amount_fen"].text() == "12,000.00"

    qtbot.mouseClick(page.drawer.remove, Qt.MouseButton.LeftButton)
    assert not page.drawer.isVisible() and len(stored(book)) == 1
    assert page.bar.isVisible() and page.bar.text.text() == "已删到回收站 1 条。"
    page.bar.button.click()
    assert len(stored(book)) == 2


def test_it_saves_by_itself_after_the_pause(qtbot: Any, book: Book, runner: Runner) -> None:
    page = make_page(qtbot, book, runner, Household)
    page.new_record()
    page.drawer.form._pause.setInterval(1)
    with qtbot.waitSignal(runner.changed, timeout=2000):
        type_into(page, "number", "2-015")
    assert [row["number"] for row in stored(book, "household")] == ["2-015"]
    number = page.drawer.form.editors["number"]
    assert number.input.hasFocus() and number.text() == "2-015"  # the clerk goes on typing
    with qtbot.waitSignal(runner.changed, timeout=2000):
        qtbot.keyClicks(number.input, "6")
    assert [row["number"] for row in stored(book, "household")] == ["2-0156"]


def test_a_new_record_nobody_wrote_into_is_not_saved(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    page = make_page(qtbot, book, runner)
    page.new_record()
    page.close_drawer()
    assert stored(book) == []


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    def refusing(book: Book, table: str, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
        raise Refused("凭证号 0012 用过了", "请换一个", field="voucher_no")

    page = make_page(qtbot, book, runner, save=refusing)
    page.new_record()
    type_into(page, "voucher_no", "0012")
    assert page.save_now() is False
    editor = page.drawer.form.editors["voucher_no"]
    assert editor.message.text() == "凭证号 0012 用过了。请换一个。"
    assert editor.input.hasFocus() and editor.text() == "0012" and stored(book) == []


def test_a_refusal_without_a_field_stands_in_the_drawer_and_nothing_is_lost_unasked(
    qtbot: Any, book: Book, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(book: Book, table: str, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
        raise Refused("10 月已结账", "要改请先反结账", code="QL-SZ-042")

    row_id = make_entry(book)
    page = make_page(qtbot, book, runner, save=closed)
    page.open_record(row_id)
    type_into(page, "summary", "别的")
    asked: list[str] = []

    def keep_on(parent: Any, text: str, yes: str, no: str, **more: Any) -> bool:
        asked.append(f"{text} [{yes}] [{no}]")
        return len(asked) > 1

    monkeypatch.setattr(ledger_page, "ask", keep_on)
    page.close_drawer()
    assert asked == ["刚才的改动没有存上。离开就没有了。 [不要了] [接着改]"]
    assert page.drawer.isVisible()
    assert page.drawer.form.editors["summary"].text() == "别的"
    assert page.drawer.banner.text.text() == "10 月已结账。要改请先反结账。"
    assert page.drawer.banner.code.text() == "QL-SZ-042"
    page.close_drawer()
    assert not page.drawer.isVisible()


def test_what_saving_works_out_is_shown_at_once(qtbot: Any, book: Book, runner: Runner) -> None:
    def numbered(book: Book, table: str, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
        return save(book, table, row_id, {**draft, "voucher_no": "0099"})

    page = make_page(qtbot, book, runner, save=numbered)
    page.new_record()
    type_into(page, "summary", "办公用品")
    page.flush()
    assert page.drawer.form.editors["voucher_no"].text() == "0099"
    assert page.drawer.form.editors["summary"].text() == "办公用品"
    assert page.drawer.form.changes() == {}


def test_a_half_readable_form_saves_what_can_be_read(
    qtbot: Any, book: Book, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = make_entry(book, 100)
    page = make_page(qtbot, book, runner)
    page.open_record(row_id)
    type_into(page, "day", "13月2日")
    type_into(page, "summary", "办公桌")
    page.flush()
    row = stored(book)[0]
    assert (row["summary"], row["day"]) == ("办公桌", "2026-09-01")
    assert page.drawer.form.editors["day"].text() == "13月2日"
    asked: list[str] = []
    monkeypatch.setattr(ledger_page, "ask", lambda parent, text, *words, **m: asked.append(text))
    page.new_record()
    assert asked == ["〔日期〕看不懂，没有存上。离开就没有了。"]
    assert page.drawer.row_id == row_id


def test_finding_by_keyword_and_state_and_clearing(qtbot: Any, book: Book, runner: Runner) -> None:
    with book.change("登记") as change:
        for number, state in enumerate(("未开始", "进行中", "进行中")):
            change.put_row("task", f"t{number}", {"title": f"事项{number}", "state": state})
    page = make_page(qtbot, book, runner, Task)
    assert page.filters.state_button.text() == "进展：全部"
    page.filters.choose_state("进行中")
    assert page.table.records.ids == ["t1", "t2"]
    assert page.filters.state_button.text() == "进展：进行中"
    assert page.filters._pause.interval() == 250
    page.filters._pause.setInterval(1)
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    assert page.filters.line.hasFocus()
    page.filters.line.insert("事项2")
    qtbot.waitUntil(lambda: page.table.records.ids == ["t2"], timeout=2000)
    page.filters.line.setText("没有这件事")
    qtbot.waitUntil(page.list.nothing.isVisible, timeout=2000)
    assert page.list.nothing.text.text() == "没有符合条件的记录。"
    clear = page.list.nothing.findChild(QPushButton)
    assert clear is not None and clear.text() == "清除筛选"
    clear.click()
    assert len(page.table.records.ids) == 3 and not page.filters.active


def test_the_page_reloads_only_for_its_own_table_and_keeps_the_choice(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    ids = [make_entry(book, amount) for amount in (100, 200)]
    page = make_page(qtbot, book, runner)
    page.table.select_id(ids[1])
    asked: list[int] = []
    page.table.footer_changed.connect(lambda text: asked.append(1))
    runner.act(save, "household", None, {"number": "1"})
    assert asked == []
    runner.act(save, "entry", None, {"summary": "新的"})
    assert asked and page.table.selected_ids() == [ids[1]]
    assert len(page.table.records.ids) == 3


def test_undoing_the_creation_closes_the_drawer(qtbot: Any, book: Book, runner: Runner) -> None:
    page = make_page(qtbot, book, runner, Household)
    page.new_record()
    type_into(page, "number", "2-015")
    page.flush()
    assert page.drawer.row_id
    runner.undo()
    assert not page.drawer.isVisible() and stored(book, "household") == []


def test_the_next_steps_of_a_row_are_its_commands(qtbot: Any, book: Book, runner: Runner) -> None:
    def submit(book: Book, row_id: str) -> Changes:
        with book.change("送审核") as change:
            change.put_row("notice", row_id, {"state": "待审"})
        return change.changes

    def send_back(book: Book, row_id: str) -> Changes:
        raise Refused("退回要写原因", "请先填审核意见", field="opinion")

    commands = (
        Command("退回", send_back, "notice", when=lambda row: row["state"] == "待审"),
        Command("送审核", submit, "notice", when=lambda row: row["state"] == "草稿", primary=True),
    )
    with book.change("登记") as change:
        change.put_row("notice", "n1", {"number": "3号", "title": "三季度", "state": "草稿"})
    page = make_page(qtbot, book, runner, Notice, commands=commands, due=lambda row: "临期")
    page.open_record("n1")
    assert page.drawer.due_mark.accessibleName() == "临期，黄色"
    assert [b.text() for b in page.drawer.step_buttons()] == ["送审核"]
    page.drawer.step_buttons()[0].click()
    assert book.rows(Query("notice"))[0]["state"] == "待审"
    assert [b.text() for b in page.drawer.step_buttons()] == ["退回"]
    page.drawer.step_buttons()[0].click()
    opinion = page.drawer.form.editors["opinion"]
    assert opinion.message.text() == "退回要写原因。请先填审核意见。" and opinion.input.hasFocus()


def test_page_down_goes_to_the_next_record(qtbot: Any, book: Book, runner: Runner) -> None:
    ids = [make_entry(book, amount) for amount in (100, 200)]
    page = make_page(qtbot, book, runner)
    page.open_record(ids[0])
    type_into(page, "summary", "改了")
    qtbot.keyClick(page.drawer.form.editors["summary"].input, Qt.Key.Key_PageDown)
    assert page.drawer.row_id == ids[1] and stored(book)[0]["summary"] == "改了"
    qtbot.keyClick(page.drawer.form.editors["summary"].input, Qt.Key.Key_PageDown)
    assert page.drawer.row_id == ids[1]


def test_secondary_buttons_hand_over_what_the_list_shows(
    qtbot: Any, book: Book, runner: Runner, tmp_path: Path
) -> None:
    told: list[Any] = []
    page = make_page(
        qtbot, book, runner, Task,
        import_sheet=told.append, export_sheet=told.append, print_list=told.append,
    )  # fmt: skip
    page.filters.choose_state("待核")
    buttons = {b.text(): b for b in page.head.findChildren(QPushButton)}
    assert list(buttons) == ["新增", "导入", "导出", "打印"]
    primary = [b for b in page.findChildren(QPushButton) if b.property("kind") == "primary"]
    assert primary == [page.head.add]
    for text in ("导入", "导出", "打印"):
        buttons[text].click()
    assert told == [Task, page.query(), page.query()]
    assert page.query().where[0].value == "待核"
    plain = make_page(qtbot, book, runner)
    assert [b.text() for b in plain.head.findChildren(QPushButton)] == ["新增"]


@pytest.mark.parametrize("size", ["standard", "large", "extra"])
def test_the_page_works_in_the_smallest_window_and_every_size(
    qtbot: Any, qapp: QApplication, book: Book, runner: Runner, size: str
) -> None:
    look.apply(qapp, size=size)
    try:
        row_id = make_entry(book)
        page = make_page(
            qtbot, book, runner,
            import_sheet=print, export_sheet=print, print_list=print, store_file=str,
        )  # fmt: skip
        sized = look.metrics()
        page.resize(1180 - sized.nav_width, 640 - sized.toolbar - sized.status)
        page.open_record(row_id)
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= page.width()
        assert page.rect().contains(page.drawer.geometry())
        for button in page.findChildren(QPushButton):
            if button.isVisible():
                words = button.fontMetrics().horizontalAdvance(button.text())
                assert button.width() >= words + 16, button.text()
                assert button.height() >= button.fontMetrics().height()
        area = page.drawer.body.viewport()
        form = page.drawer.form
        for name, editor in form.editors.items():
            if editor.isVisible():
                right = editor.input.mapTo(area, editor.input.rect().topRight()).x()
                assert right <= area.width(), f"{name}: {right} > {area.width()}"
    finally:
        look.apply(qapp)


def test_the_drawer_stands_beside_the_list_or_covers_it(
    qtbot: Any, book: Book, runner: Runner
) -> None:
    row_id = make_entry(book)
    page = make_page(qtbot, book, runner)
    page.open_record(row_id)
    page.resize(1190, 640)
    QApplication.processEvents()
    assert page.drawer.width() == 440
    assert page.list.geometry().right() < page.drawer.geometry().left()
    page.resize(1000, 640)
    QApplication.processEvents()
    assert page.list.geometry().right() > page.drawer.geometry().left()


def test_every_control_has_an_accessible_name(qtbot: Any, book: Book, runner: Runner) -> None:
    page = make_page(qtbot, book, runner, Person, import_sheet=print, store_file=str)
    page.open_record(make_person(book))
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit)
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.isVisible()
    ]
    assert nameless == []
    assert page.table.accessibleName() == "人员列表"


def test_the_cover_hides_the_open_record(qtbot: Any, book: Book, runner: Runner) -> None:
    page = make_page(qtbot, book, runner, Person)
    page.open_record(make_person(book, "李建华"))
    assert page.drawer.name.text() == "李建华"
    cover.set_covered(True)
    assert page.drawer.name.text() == cover.STARS
    shown = page.drawer.form.editors["name"].input
    assert isinstance(shown, QLineEdit) and shown.displayText() != "李建华"


def test_a_closed_page_leaves_nothing_behind(qtbot: Any, book: Book, runner: Runner) -> None:
    page = LedgerPage(Entry, reader=book, runner=runner, save=save, drop=drop)
    page.new_record()
    with qtbot.waitSignal(page.destroyed, timeout=2000):
        page.deleteLater()
    runner.act(save, "entry", None, {"summary": "后来的"})  # nobody listens, nothing breaks
    cover.set_covered(True)
    assert len(stored(book)) == 1
