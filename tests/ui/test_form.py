"""Does a form give back what it was given, save by itself and point at what is wrong?"""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Record, defaults
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import form as forms
from qinglian_desktop.ui import look
from qinglian_desktop.ui.form import RecordForm, shown_first
from qinglian_desktop.ui.line_editors import LineEditor
from ui.conftest import on_screen

ROW = {
    "id": "e1", "book": "委员会", "day": "2026-11-03", "direction": "支出", "summary": "办公用品 ",
    "purpose": "办公费", "counterparty": "某文具店", "is_person": 0, "amount_fen": 238_050,
    "voucher_no": "0012", "channel": "银行", "files": f'["{"a" * 64}"]', "note": None,
}  # fmt: skip


@pytest.fixture
def entry_form(qtbot: Any, book: Book) -> Iterator[RecordForm]:
    made = RecordForm(Entry, reader=book)
    qtbot.addWidget(made)
    on_screen(qtbot, made)
    yield made
    made.hide()


def put(form: RecordForm, name: str, text: str) -> None:
    """Type into a line and let it know."""
    editor = form.editors[name]
    assert isinstance(editor, LineEditor)
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_declared_record_makes_a_form_that_starts_with_its_defaults(
    qtbot: Any, book: Book, record: type[Record]
) -> None:
    form = RecordForm(record, reader=book)
    qtbot.addWidget(form)
    drafted = {name: value for name, value in form.draft().items() if value is not None}
    assert drafted == defaults(record)
    assert form.is_blank


def test_a_row_comes_back_exactly_as_it_went_in(entry_form: RecordForm) -> None:
    entry_form.set_row(ROW)
    drafted = entry_form.draft()
    assert {name: drafted[name] for name in ROW if name != "id"} == {
        name: value for name, value in ROW.items() if name != "id"
    }
    assert entry_form.changes() == {}
    put(entry_form, "amount_fen", "1.2万")
    assert entry_form.changes() == {"amount_fen": 1_200_000}


def test_an_unreadable_value_is_left_out_and_the_text_stays(entry_form: RecordForm) -> None:
    entry_form.set_row(ROW)
    put(entry_form, "day", "13月2日")
    assert "day" not in entry_form.draft() and entry_form.changes() == {}
    assert [p.field for p in entry_form.problems()] == ["day"]
    assert entry_form.editors["day"].text() == "13月2日"


def test_a_field_can_be_emptied(entry_form: RecordForm) -> None:
    entry_form.set_row(ROW)
    put(entry_form, "voucher_no", "")
    assert entry_form.changes() == {"voucher_no": None}
    assert [p.what for p in entry_form.problems()] == ["〔凭证号〕还没填"]


def test_required_is_said_in_a_word(entry_form: RecordForm) -> None:
    said = {}
    for name in ("summary", "voucher_no", "receipt_no"):
        editor = entry_form.editors[name]
        assert isinstance(editor, LineEditor)
        said[name] = editor.line.placeholderText()
    assert said["summary"] == "必填，例：办公用品"
    assert said["voucher_no"] == "自动，例：0012", "the program numbers it"
    assert "必填" not in said["receipt_no"]


def test_a_problem_stands_beside_its_field_which_gets_the_focus(entry_form: RecordForm) -> None:
    assert entry_form.show_problem(Refused("凭证号用过了", "请换一个", field="voucher_no"))
    editor = entry_form.editors["voucher_no"]
    assert editor.message.isVisible() and editor.message.text() == "凭证号用过了。请换一个。"
    assert editor.input.hasFocus()
    put(entry_form, "voucher_no", "0013")
    assert editor.message.isHidden()


def test_a_problem_in_a_folded_field_unfolds_it(entry_form: RecordForm) -> None:
    assert entry_form.editors["note"].isHidden()
    assert entry_form.show_problem(Problem("备注太长", "请缩短", field="note"))
    assert entry_form.editors["note"].isVisible()
    assert entry_form.editors["note"].input.hasFocus()


def test_all_problems_of_one_refusal_are_shown_and_the_first_is_focused(
    entry_form: RecordForm,
) -> None:
    problems = (Problem("还没填", "请补上", "summary"), Problem("还没填", "", "purpose"))
    entry_form.show_problem(Refused("还没填", field="summary", problems=problems))
    shown = [n for n, e in entry_form.editors.items() if not e.message.isHidden()]
    assert shown == ["summary", "purpose"]
    assert entry_form.editors["summary"].input.hasFocus()


def test_a_refusal_without_a_field_is_left_to_the_page(entry_form: RecordForm) -> None:
    assert entry_form.show_problem(Refused("10 月已结账", "要改请先反结账")) is False


def test_saving_is_asked_once_after_the_pause(
    qtbot: Any, entry_form: RecordForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert entry_form._pause.interval() == forms.PAUSE == 800
    entry_form._pause.setInterval(1)
    asked: list[int] = []
    entry_form.edited.connect(lambda: asked.append(1))
    put(entry_form, "summary", "办")
    put(entry_form, "summary", "办公")
    assert asked == [] and entry_form.waits
    qtbot.waitUntil(lambda: bool(asked), timeout=2000)
    assert asked == [1] and not entry_form.waits


def test_leaving_a_field_saves_at_once(entry_form: RecordForm) -> None:
    asked: list[int] = []
    entry_form.edited.connect(lambda: asked.append(1))
    entry_form.editors["summary"].setFocus()
    put(entry_form, "summary", "办公")
    entry_form.editors["purpose"].setFocus()
    assert asked == [1]


def test_showing_a_row_asks_nothing(entry_form: RecordForm) -> None:
    entry_form.set_row(ROW)
    assert not entry_form.waits and entry_form.is_blank


def test_new_values_from_elsewhere_leave_alone_what_is_being_typed(
    entry_form: RecordForm,
) -> None:
    entry_form.set_row(ROW)
    put(entry_form, "summary", "办公桌")
    entry_form.refresh({**ROW, "summary": "凳子", "purpose": "会议费"})
    assert entry_form.editors["summary"].text() == "办公桌"
    assert entry_form.editors["purpose"].text() == "会议费"


def test_the_id_number_fills_birthday_and_sex_and_says_so(qtbot: Any, book: Book) -> None:
    made = RecordForm(Person, reader=book)
    qtbot.addWidget(made)
    on_screen(qtbot, made)
    number, born, sex = (made.editors[name] for name in ("id_number", "born_on", "sex"))
    number.setFocus()
    qtbot.keyClicks(number.input, "11010519491231002X")
    qtbot.keyClick(number.input, Qt.Key.Key_Return)
    assert (born.stored(), sex.stored()) == ("1949-12-31", "女")
    assert born.hint.text() == sex.hint.text() == "已由身份证号填上"
    assert made.draft()["born_on"] == "1949-12-31"


def test_what_is_written_already_is_only_compared_with_the_id_number(
    qtbot: Any, book: Book
) -> None:
    made = RecordForm(Person, reader=book)
    qtbot.addWidget(made)
    on_screen(qtbot, made)
    made.set_row({"id": "a", "name": "李建华", "born_on": "1950-01-01"})
    number, born = made.editors["id_number"], made.editors["born_on"]
    number.setFocus()
    qtbot.keyClicks(number.input, "11010519491231002X")
    qtbot.keyClick(number.input, Qt.Key.Key_Return)
    assert born.stored() == "1950-01-01"
    assert born.hint.text() == "身份证号里是 1949-12-31，请核对"


def test_required_fields_are_never_folded_away() -> None:
    first = shown_first(Entry, tuple(Entry.fields))
    assert {n for n, f in Entry.fields.items() if f.required} <= set(first)
    assert len(shown_first(Notice, tuple(Notice.fields))) == 8
    assert len(shown_first(Person, tuple(Person.fields)[:8])) == 8


def test_tab_visits_the_fields_in_reading_order(qtbot: Any, entry_form: RecordForm) -> None:
    visited: list[str] = []
    names = [n for n in entry_form.names if entry_form.editors[n].isVisible()]
    entry_form.focus_first()
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        owner = next((n for n in names if entry_form.editors[n].isAncestorOf(focused)), "")
        if owner and (not visited or visited[-1] != owner):
            visited.append(owner)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        if visited == names:
            break
    assert visited == names


def test_a_form_only_looked_at_masks_people(qtbot: Any, book: Book) -> None:
    form = RecordForm(Person, reader=book)
    qtbot.addWidget(form)
    form.set_row({"id": "p", "name": "张晓梅", "phone": "13800001234"})
    form.set_read_only(True)
    assert form.editors["phone"].text() == "138＊＊＊＊1234"
    assert form.draft()["phone"] == "13800001234"


@pytest.mark.parametrize("size", ["standard", "large", "extra"])
def test_no_word_is_clipped_in_any_size(
    qtbot: Any, qapp: QApplication, book: Book, size: str
) -> None:
    look.apply(qapp, size=size)
    try:
        form = RecordForm(Notice, reader=book)
        qtbot.addWidget(form)
        form.toggle_more()
        form.resize(look.metrics().px(408), 2400)
        form.show()
        QApplication.processEvents()
        for name, words in form.labels.items():
            needed = words.heightForWidth(words.width())
            assert words.height() >= needed, f"{name}: {words.height()} < {needed}"
        for line in form.findChildren(QLineEdit):
            assert line.height() >= line.fontMetrics().height()
        room = form.width()
        for name, editor in form.editors.items():
            assert editor.geometry().right() <= room, name
    finally:
        look.apply(qapp)
