"""SE-05: a personal value stands masked in the form until it is shown for one record, and noted."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_person
from qinglian_desktop.core import access, clock
from qinglian_desktop.core.erasing import KEPT_LONG_ENOUGH
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Owner, Row
from qinglian_desktop.exchange.records import EnrolledUnit, RevealedRow
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.decisions.page import excluded
from qinglian_desktop.modules.decisions.page.excluded import ExcludedList
from qinglian_desktop.modules.decisions.records import ExcludedAdult
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell import acts, reveal_log
from qinglian_desktop.shell.reveal_log import RevealLog
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import erasing, retention, rows
from qinglian_desktop.store.batches import batches
from qinglian_desktop.store.cells import write_cells
from qinglian_desktop.ui import at_hand, cover, history
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.veil import VeilLine
from saying import said_by
from windows import Clerk, shown_buttons

ID_NUMBER, PHONE, OTHER = "11010519491231002X", "13900001234", "13977776666"
SHOW = "显示个人信息"
F2 = Qt.Key.Key_F2


class Desk:
    """The register with two people in it, and what is open there."""

    def __init__(self, window: Window) -> None:
        self.window, self.book = window, window.book
        make = {"id_number": ID_NUMBER, "phone": PHONE, "address": "塘湾路8号"}
        self.first = make_person(window.book, "李建华", **make)
        self.second = make_person(window.book, "王秀英", phone=OTHER)
        page: Any = window.go("registry", "person")
        self.ledger = page.current
        self.open(self.first)

    def open(self, row_id: str) -> None:
        self.ledger.open_record(row_id)

    @property
    def form(self) -> RecordForm:
        form: RecordForm = self.ledger.drawer.form
        return form

    def told(self) -> set[str]:
        said = [text for _, text in said_by(self.window)]
        whole = (ID_NUMBER, PHONE, OTHER, "塘湾路8号", "1949-12-31", "1949年12月31日")
        return {one for one in whole if any(one in text for text in said)}

    def seen(self) -> list[Row]:
        return list(self.book.rows(Query("revealed_row", order=(("id", False),))))


@pytest.fixture
def desk(window: Window) -> Desk:
    return Desk(window)


def test_masked_until_shown_for_this_record_and_noted(desk: Desk) -> None:
    clerk = Clerk(desk.window)
    desk.form.toggle_more()
    assert desk.told() == set()
    clerk.press(SHOW, desk.form)
    assert desk.told() >= {ID_NUMBER, PHONE, "塘湾路8号"}
    (noted,) = desk.seen()
    assert (noted["of_row"], noted["who"]) == (desk.first, desk.book.operator.name)
    assert {"身份证号", "联系电话", "住址"} <= set(noted["shown"].split("、"))
    assert ID_NUMBER not in str(noted) and PHONE not in str(noted)
    clerk.press("遮住个人信息", desk.form)
    assert desk.told() == set()
    clerk.press(SHOW, desk.form)
    assert desk.told() and len(desk.seen()) == 2, "each look is a line, within the same second too"
    desk.open(desk.second)
    assert desk.told() == set(), "shown for one record, not for the next"
    desk.open(desk.first)
    assert desk.told() == set()


def test_other_fields_are_edited_without_seeing_or_typing_it_again(desk: Desk) -> None:
    clerk = Clerk(desk.window)
    desk.form.toggle_more()
    clerk.fill(desk.form.editors["note"].input, "搬到二组")
    assert desk.ledger.save_now()
    row = desk.book.row("person", desk.first)
    assert row is not None
    assert (row["note"], row["phone"], row["id_number"]) == ("搬到二组", PHONE, ID_NUMBER)
    assert desk.told() == set() and desk.seen() == []


def test_f2_in_the_field_shows_it_and_what_is_typed_then_counts(desk: Desk) -> None:
    editor, clerk = desk.form.editors["phone"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.key(F2)
    assert editor.input.hasFocus() and PHONE in desk.told()
    clerk.write("13800002222")  # one key more than before, and all of it is chosen
    assert desk.ledger.save_now()
    row = desk.book.row("person", desk.first)
    assert row is not None and row["phone"] == "13800002222"
    assert len(desk.seen()) == 1


def test_a_number_is_typed_straight_over_the_mask_without_being_seen(desk: Desk) -> None:
    editor, clerk = desk.form.editors["phone"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.write("13800002222")
    assert PHONE not in desk.told() and editor.input.hasFocus()
    assert desk.ledger.save_now()
    row = desk.book.row("person", desk.first)
    assert row is not None and row["phone"] == "13800002222" and desk.seen() == []
    clerk.key(Qt.Key.Key_Tab)
    assert not editor.veiled, "what she has just typed is not masked before she leaves the record"
    assert any("13800002222" in text for _, text in said_by(desk.form))


def test_what_was_begun_over_the_mask_and_not_written_leaves_the_value(desk: Desk) -> None:
    editor, clerk = desk.form.editors["phone"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.key(Qt.Key.Key_5)
    clerk.key(Qt.Key.Key_Backspace)
    assert not editor.veiled and editor.text() == ""
    assert desk.form.draft()["phone"] == PHONE, "saving meanwhile keeps it"
    clerk.key(Qt.Key.Key_Tab)
    assert editor.veiled and desk.told() == set()
    assert desk.ledger.save_now()
    row = desk.book.row("person", desk.first)
    assert row is not None and row["phone"] == PHONE and desk.seen() == []


def test_what_was_begun_and_not_written_never_brings_an_older_value_back(desk: Desk) -> None:
    """The number came anew meanwhile: taken back, filled for many, read in from a stick."""
    editor, clerk = desk.form.editors["phone"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.key(Qt.Key.Key_5)
    change = saving.saver("person")(desk.book, desk.first, {"phone": OTHER})
    desk.window.runner.changed.emit(change, None)
    clerk.key(Qt.Key.Key_Backspace)
    clerk.key(Qt.Key.Key_Tab)
    assert desk.ledger.save_now() and editor.veiled
    row = desk.book.row("person", desk.first)
    assert row is not None and row["phone"] == OTHER


def test_stars_pasted_over_a_number_leave_it_as_it_is(desk: Desk) -> None:
    """Copied in one line and pasted into another: what is lost so is seen by nobody."""
    desk.ledger.close_drawer()
    table = desk.ledger.table
    column = table.records.columns.index("phone")

    def key(row_id: str, key: Qt.Key) -> None:
        table.setCurrentIndex(table.records.index(table.records.place(row_id), column))
        table.setFocus()
        QTest.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)

    key(desk.second, Qt.Key.Key_C)
    key(desk.first, Qt.Key.Key_V)
    row = desk.book.row("person", desk.first)
    assert row is not None and row["phone"] == PHONE
    assert desk.book.count(Query("held_cell")) == 0
    assert any("原来填着的没有动" in text for _, text in said_by(desk.window))


def test_stars_pasted_into_words_that_were_shown_are_not_kept_as_the_value(desk: Desk) -> None:
    desk.form.toggle_more()
    editor, clerk = desk.form.editors["address"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.key(F2)
    QApplication.clipboard().setText("＊＊＊＊＊")
    clerk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    clerk.key(Qt.Key.Key_Tab)
    assert "照原件" in editor.message.text() and desk.ledger.save_now()
    row = desk.book.row("person", desk.first)
    assert row is not None and row["address"] == "塘湾路8号"


def test_a_number_shown_and_emptied_is_empty(desk: Desk) -> None:
    editor, clerk = desk.form.editors["phone"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    clerk.key(F2)
    clerk.key(Qt.Key.Key_Backspace)
    clerk.key(Qt.Key.Key_Tab)
    assert desk.ledger.save_now()
    row = desk.book.row("person", desk.first)
    assert row is not None and not row["phone"]


def test_no_letter_falls_on_masked_words(desk: Desk) -> None:
    """An input method needs a field to write into: words are shown first."""
    desk.form.toggle_more()
    editor, clerk = desk.form.editors["address"], Clerk(desk.window)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_T, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        clerk.key(key)
        assert editor.veiled and not editor.touched and "F2" in editor.hint.text()


def test_tab_through_the_whole_form_changes_nothing(desk: Desk) -> None:
    desk.form.toggle_more()
    before = desk.book.row("person", desk.first)
    clerk, passed = Clerk(desk.window), set[str]()
    desk.form.focus_first()
    for _ in range(len(desk.form.editors) + 12):
        here = QApplication.focusWidget()
        passed |= {n for n, e in desk.form.editors.items() if here and e.isAncestorOf(here)}
        clerk.key(Qt.Key.Key_Tab)
    assert {"phone", "id_number", "born_on", "address"} <= passed, "each masked field takes focus"
    assert desk.ledger.save_now()
    assert desk.book.row("person", desk.first) == before and desk.told() == set()


def test_a_screen_reader_hears_how_to_see_it(desk: Desk) -> None:
    said = {text for _, text in said_by(desk.form)}
    assert "联系电话，已遮住，按 F2 显示" in said


@pytest.mark.parametrize("leave", ["F9", "lock", "page"])
def test_it_is_hidden_again(desk: Desk, leave: str) -> None:
    Clerk(desk.window).press(SHOW, desk.form)
    assert PHONE in desk.told()
    if leave == "F9":
        cover.set_covered(True)
        assert desk.told() == set()
        cover.set_covered(False)
    elif leave == "lock":
        cover.cover().left.emit()
    else:
        desk.window.go("today")
        desk.window.go("registry", "person")
    assert not desk.form.isVisible() or SHOW in shown_buttons(desk.form)
    assert desk.told() == set()


def test_a_new_record_shows_what_is_being_typed(desk: Desk) -> None:
    desk.ledger.new_record()
    clerk = Clerk(desk.window)
    clerk.fill(desk.form.editors["name"].input, "周大明")
    clerk.fill(desk.form.editors["phone"].input, "139 1234 0000")
    assert desk.ledger.save_now()
    assert desk.form.editors["phone"].input.isVisible()
    assert SHOW not in shown_buttons(desk.form) and desk.seen() == []


def test_a_cell_opened_with_f2_is_noted_and_typed_over_it_shows_nothing(desk: Desk) -> None:
    desk.ledger.close_drawer()
    table = desk.ledger.table
    column = table.records.columns.index("phone")

    def opened(key: Qt.Key) -> str:
        table.setCurrentIndex(table.records.index(table.records.place(desk.first), column))
        table.setFocus()
        QTest.keyClick(table, key)
        assert table.editor is not None
        text: str = table.editor.text()
        QTest.keyClick(table.editor.line, Qt.Key.Key_Escape)
        return text

    assert opened(Qt.Key.Key_7) == "7" and desk.seen() == []
    assert opened(F2) == PHONE
    assert [row["shown"] for row in desk.seen()] == ["联系电话"]
    row = desk.book.row("person", desk.first)
    assert row is not None and row["phone"] == PHONE


def test_a_text_that_is_no_value_is_masked_in_list_and_form_until_f2(desk: Desk) -> None:
    typed, field = "13912345678901", "phone"
    wrong = Problem(f"〔联系电话〕〔{typed}〕不是电话", "请核对", field, "", typed)
    edit = RowEdit(desk.first, {}, (wrong,))
    change = write_cells(desk.book, saving.saver("person"), "person", [edit])
    desk.window.runner.changed.emit(change, None)
    desk.ledger.close_drawer()
    table = desk.ledger.table
    column = table.records.columns.index(field)

    def told() -> bool:
        return any(typed in text for _, text in said_by(desk.window))

    table.setCurrentIndex(table.records.index(table.records.place(desk.first), column))
    table.setFocus()
    assert not told() and table.records.held(table.currentIndex().row(), column) is not None
    desk.open(desk.first)
    assert not told()
    desk.ledger.close_drawer()
    table.setCurrentIndex(table.records.index(table.records.place(desk.first), column))
    QTest.keyClick(table, F2)
    assert table.editor is not None and table.editor.text() == typed
    assert len(desk.seen()) == 1


def test_a_day_that_came_as_none_is_masked_in_list_and_history(desk: Desk) -> None:
    row = desk.book.row("person", desk.first)
    rows.write(desk.book.connection, "person", {**row, "born_on": "1949年底"}, there=True)
    records = desk.ledger.table.records
    records.show_columns(("name", "born_on"))
    assert "1949" not in records.text(records.place(desk.first), 1)
    assert "1949" not in history.plain(Person.fields["born_on"], "1949年底")


def test_the_masked_number_of_an_id_stands_whole_in_the_drawer(desk: Desk) -> None:
    """Its end tells one person from the next; nothing of it is scrolled out of the field."""
    line = desk.form.editors["id_number"].findChild(VeilLine)
    assert line is not None and line.text().endswith("002X")
    assert line.fontMetrics().horizontalAdvance(line.text()) < line.width() - 16


def test_what_cannot_be_noted_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Refused("盘满了，没有记上", "先腾出地方再看", code="QL-PL-002")

    monkeypatch.setattr(at_hand.now(), "reveal", full)
    Clerk(desk.window).press(SHOW, desk.form)
    assert desk.told() == set()
    assert "盘满了" in desk.form.editors["id_number"].message.text()


def test_while_a_long_job_writes_nothing_is_shown_and_the_desk_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(desk.window.runner), "working", property(lambda _: True))
    Clerk(desk.window).press(SHOW, desk.form)
    assert desk.told() == set() and desk.seen() == []
    assert "QL-SE-150" not in desk.form.editors["id_number"].message.text()
    assert "等它办完" in desk.form.editors["id_number"].message.text()


def test_looks_are_kept_three_years_travel_nowhere_and_are_no_step_to_take_back(desk: Desk) -> None:
    Clerk(desk.window).press(SHOW, desk.form)
    (noted,) = desk.seen()
    assert not access.leaves(RevealedRow, Owner.STREET)
    assert not any("看了一条" in one.label for one in batches(desk.book, singles=True))

    def over(day: date) -> set[str]:
        with clock.fixed(day):
            return {one.row_id for one in retention.over(desk.book)}

    assert noted["id"] not in over(date(2029, 11, 23))
    assert noted["id"] in over(date(2029, 11, 24))
    with clock.fixed(date(2029, 11, 24)):
        erasing.erase(desk.book, [(RevealedRow.table, noted["id"])], KEPT_LONG_ENOUGH)
    assert desk.seen() == [] and reveal_log.log(desk.book) == []


def test_sensitive_fields_ask_for_a_reason(window: Window) -> None:
    form = RecordForm(ExcludedAdult, reader=window.book, parent=window.centralWidget())
    form.set_row({"id": "v1", "name": "赵一", "reason": "联系不上", "evidence": "打过三次电话"})
    form.resize(600, 500)
    form.show()
    said = {text for _, text in said_by(form)}
    assert not any("打过三次电话" in text for text in said)
    assert "联系不上" not in {b.text() for b in form.findChildren(type(form.more)) if b.isVisible()}
    clerk = Clerk(window)
    clerk.answer("不看了")
    clerk.press(SHOW, form)
    assert window.book.count(Query("revealed_row")) == 0
    assert form.editors["evidence"].veiled
    form.deleteLater()


def test_why_somebody_is_left_out_of_a_meeting_is_shown_for_a_reason(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = ExcludedList(window.centralWidget())
    row = {"id": "e1", "name": "赵一", "reason": "联系不上", "evidence": "打过三次电话"}
    left_out.put([row])
    left_out.show()

    def told() -> bool:
        return any("打过三次电话" in text for _, text in said_by(left_out))

    (line,) = left_out.lines
    assert not told() and left_out.people()[0].evidence == "打过三次电话", "kept as it was"
    monkeypatch.setattr(excluded, "asked_why", lambda *_: "核对联系记录")
    QTest.keyClick(line.veil, F2)
    assert told()
    (noted,) = window.book.rows(Query("revealed_row"))
    assert (noted["of_row"], noted["why"]) == ("e1", "核对联系记录")
    cover.set_covered(True)
    cover.set_covered(False)
    assert not told()
    left_out.deleteLater()


def test_the_log_is_listed_and_names_the_record_as_it_is_now(desk: Desk) -> None:
    Clerk(desk.window).press(SHOW, desk.form)
    acts.do(desk.window, "查看记录")
    page = desk.window.findChild(RevealLog)
    assert page is not None
    (line,) = page.lines
    assert (line.what, line.who) == ("人员", desk.book.operator.name)
    assert "李建华" in line.which
    assert page.table.isVisible()


def test_the_street_sees_a_unit_s_telephone_with_f2(street_window: Window) -> None:
    book, clerk = street_window.book, Clerk(street_window)
    with book.change("登记单位") as change:
        unit = {"office_id": "u1", "code": "500110007001", "name": "新街子社区", "kind": "社区"}
        change.add(EnrolledUnit, {**unit, "phone": PHONE})
    page: Any = street_window.go("board")
    page.reload()

    def told() -> bool:
        return any(PHONE in text for _, text in said_by(street_window))

    assert not told()
    page.table.selectRow(0)
    page.table.setFocus()
    clerk.key(F2)
    assert told() and book.count(Query("revealed_row")) == 1
    cover.set_covered(True)
    cover.set_covered(False)
    assert not told()
