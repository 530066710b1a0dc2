"""Does every kind of field take what a clerk types, say what is wrong, and lose nothing?"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from office import make_id_number, make_person
from qinglian_desktop.core import clock, kinds, lunar_table
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field, Level
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.choice_editors import ButtonsEditor, ListEditor
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.files_editor import FilesEditor
from qinglian_desktop.ui.line_editors import DayEditor, LineEditor
from qinglian_desktop.ui.link_editor import LinkEditor
from ui.conftest import on_screen

STATES = ("未开始", "进行中", "待核", "已完成")
MANY = ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）")
GOOD_ID = make_id_number()
FILE, OTHER = "a" * 64, "b" * 64


def make_field(kind: kinds.Kind, label: str = "字段", **facts: Any) -> Field:
    return Field(label, kind, **facts)


def typed(qtbot: Any, field: Field, text: str, **more: Any) -> FieldEditor:
    """An editor into which `text` was typed and which was then left."""
    editor = editor_for(field, **more)
    qtbot.addWidget(editor)
    if isinstance(editor, LineEditor):
        editor.line.insert(text)
    else:
        editor.put_text(text)
        editor.mark_touched()
    editor.check()
    return editor


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        (kinds.TEXT, " 办公用品 ", "办公用品"),
        (kinds.LONG, "第一行\n第二行", "第一行\n第二行"),
        (kinds.NAME, "张晓梅", "张晓梅"),
        (kinds.PHONE, "138 0000-0000", "13800000000"),
        (kinds.ID_NUMBER, GOOD_ID.lower(), GOOD_ID),
        (kinds.DAY, "11-3", "2026-11-03"),
        (kinds.DAY, "2026年11月3日", "2026-11-03"),
        (kinds.DAY, "今天", "2026-11-24"),
        (kinds.DAY, "十一月三日", "2026-11-03"),
        (kinds.MOMENT, "2026-11-03 14:30", "2026-11-03T14:30"),
        (kinds.FEN, "2,380.5", 238_050),
        (kinds.FEN, "1.2万", 1_200_000),
        (kinds.FEN, "三百二", 32_000),
        (kinds.COUNT, "1,204", 1204),
        (kinds.QUANTITY, "7.5", 7500),
        (kinds.FLAG, "是", 1),
        (kinds.FLAG, "否", 0),
        (kinds.FILES, f"{FILE} {OTHER}", f'["{FILE}", "{OTHER}"]'),
    ],
)
def test_what_is_typed_is_stored_as_its_kind(
    qtbot: Any, kind: kinds.Kind, text: str, stored: object
) -> None:
    editor = typed(qtbot, make_field(kind), text)
    assert editor.stored() == stored
    assert editor.problem() is None and editor.message.isHidden()


SAMPLES: dict[str, Any] = {
    "text": "办公  用品 ", "long": "一\n二", "reason": "街道定的", "name": "张晓梅",
    "id_number": "1101051949",
    "phone": "6888", "day": "2026-11-03", "moment": "2026-11-03T14:30:05", "money": -5,
    "count": 2026, "quantity": 1, "flag": 0, "choice": "进行中", "link": "gone", "period": "2026Q3",
    "files": f'["{FILE}"]',
}  # fmt: skip


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)
def test_every_kind_has_an_editor_that_gives_back_untouched_what_was_stored(
    qtbot: Any, kind: kinds.Kind
) -> None:
    editor = editor_for(make_field(kind, choices=STATES if kind is kinds.CHOICE else ()))
    qtbot.addWidget(editor)
    stored = SAMPLES[kind.name]
    editor.set_stored(stored)
    assert (editor.stored(), type(editor.stored())) == (stored, type(stored))
    assert editor.savable() and not editor.touched
    editor.set_stored(None)
    assert editor.stored() is None and editor.text() == ""


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)
def test_every_editor_has_an_accessible_name_and_can_take_the_focus(
    qtbot: Any, kind: kinds.Kind
) -> None:
    field = make_field(kind, "截止日期", choices=STATES if kind is kinds.CHOICE else ())
    editor = editor_for(field, store_file=lambda path: "f")
    qtbot.addWidget(editor)
    assert editor.input.accessibleName() == "截止日期"
    on_screen(qtbot, editor)
    editor.setFocus()
    focused = QApplication.focusWidget()
    assert focused is not None and editor.isAncestorOf(focused)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (kinds.DAY, "13月2日", "没有这一天"),
        (kinds.DAY, "下个月", "日期看不懂"),
        (kinds.FEN, "很多", "不是金额"),
        (kinds.PHONE, "1380000000", "少 1 位"),
        (kinds.COUNT, "三个", "不是整数"),
        (kinds.ID_NUMBER, "5.1E+17", "后几位已丢"),
    ],
)
def test_what_cannot_be_read_stays_and_is_explained_under_the_field(
    qtbot: Any, kind: kinds.Kind, text: str, words: str
) -> None:
    editor = typed(qtbot, make_field(kind, "这一格"), text)
    assert editor.text() == text
    assert words in editor.message.text() and editor.message.text().endswith("。")
    assert editor.input.accessibleDescription() == editor.message.text()
    assert not editor.savable()


def test_nothing_is_said_while_typing_only_when_the_field_is_left(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    day, other = editor_for(make_field(kinds.DAY, "日期")), QLineEdit()
    column.addWidget(day)
    column.addWidget(other)
    on_screen(qtbot, page)
    day.setFocus()
    qtbot.keyClicks(day.input, "13-")
    assert day.message.isHidden()
    other.setFocus()
    assert day.message.isVisible() and "日期看不懂" in day.message.text()
    day.setFocus()
    qtbot.keyClicks(day.input, "1")
    assert day.message.isHidden() and day.text() == "13-1"


def test_a_guessed_day_is_shown_with_its_weekday(qtbot: Any) -> None:
    editor = typed(qtbot, make_field(kinds.DAY), "11-3")
    assert isinstance(editor, DayEditor)
    assert (editor.hint.text(), editor.week.text()) == ("读作 2026-11-03 周二", "周二")
    editor.set_stored("2026-11-03")
    assert editor.hint.isHidden() and editor.week.text() == "周二"


def test_tomorrow_stays_the_day_it_was_typed_for(qtbot: Any) -> None:
    editor = typed(qtbot, make_field(kinds.DAY), "明天")
    assert editor.stored() == "2026-11-25"
    with clock.fixed(date(2026, 11, 25)):
        assert editor.stored() == "2026-11-25", "a form left open overnight"
        editor.set_stored(None)
        editor.put_text("明天")
        editor.mark_touched()
        assert editor.stored() == "2026-11-26", "typed anew"


def test_a_day_of_another_year_says_which(qtbot: Any) -> None:
    past = typed(qtbot, make_field(kinds.DAY), "1225")
    ahead = typed(qtbot, make_field(kinds.DAY, ahead=True), "11.3")
    assert past.hint.text() == "读作 2025-12-25 周四（去年）"
    assert ahead.hint.text() == "读作 2027-11-03 周三（明年）"


def test_an_amount_in_words_is_read_out(qtbot: Any) -> None:
    editor = typed(qtbot, make_field(kinds.FEN), "3块5")
    assert (editor.stored(), editor.hint.text()) == (350, "读作 3.50，叁元伍角整")
    doubtful = typed(qtbot, make_field(kinds.FEN, "金额"), "2.380")
    assert "也可能是 2,380.00" in doubtful.message.text() and not doubtful.savable()


def test_an_old_id_number_shows_the_new_one(qtbot: Any) -> None:
    editor = typed(qtbot, make_field(kinds.ID_NUMBER, "身份证号"), "110105491231002")
    assert "11010519491231002X" in editor.hint.text() and "请对照证件" in editor.hint.text()
    assert editor.stored() is None


def test_the_calendar_fills_the_day(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.DAY))
    assert isinstance(editor, DayEditor)
    qtbot.addWidget(editor)
    editor._on_picked(QDate(2026, 12, 5))  # what a click in the calendar sends
    assert editor.stored() == "2026-12-05"


def test_an_amount_stands_right_with_its_capital_words(qtbot: Any) -> None:
    editor = typed(qtbot, make_field(kinds.FEN), "2380")
    assert isinstance(editor, LineEditor)
    assert editor.hint.text() == "贰仟叁佰捌拾元整"
    assert editor.line.alignment() & Qt.AlignmentFlag.AlignRight
    editor.set_stored(238_050)
    assert editor.text() == "2,380.50"


def test_a_year_is_edited_without_a_thousands_comma(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.COUNT, "年度"))
    qtbot.addWidget(editor)
    editor.set_stored(2026)
    assert editor.text() == "2026"


def test_an_id_number_counts_along_and_a_wrong_check_digit_is_kept(qtbot: Any) -> None:
    field = make_field(kinds.ID_NUMBER, "身份证号")
    short = typed(qtbot, field, GOOD_ID[:12])
    assert short.hint.text() == "已填 12 位，还差 6 位" and short.stored() is None
    right = typed(qtbot, field, GOOD_ID)
    assert right.hint.text().startswith("校验位对得上 · ")
    other = "0" if GOOD_ID[-1] != "0" else "1"
    wrong = typed(qtbot, field, GOOD_ID[:17] + other)
    assert "对不上校验位" in wrong.message.text() and "请核对原件" in wrong.message.text()
    assert wrong.stored() == GOOD_ID[:17] + other and wrong.savable()


def test_up_to_seven_choices_are_buttons_and_more_are_a_list(qtbot: Any) -> None:
    few = editor_for(make_field(kinds.CHOICE, choices=MANY[:7]))
    many = editor_for(make_field(kinds.CHOICE, choices=MANY))
    qtbot.addWidget(few)
    qtbot.addWidget(many)
    assert isinstance(few, ButtonsEditor) and isinstance(many, ListEditor)
    assert [button.text() for button in few.buttons] == list(MANY[:7])


def test_one_button_is_pressed_at_a_time_and_pressing_again_clears(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.CHOICE, "进展", choices=STATES))
    assert isinstance(editor, ButtonsEditor)
    qtbot.addWidget(editor)
    editor.choose("进行中")
    editor.choose("待核")
    assert editor.stored() == "待核"
    assert [b.text() for b in editor.buttons if b.isChecked()] == ["待核"]
    assert editor.buttons[0].accessibleName() == "进展：未开始"
    editor.choose("待核")
    assert editor.stored() is None


def test_arrows_move_between_choices_and_space_presses(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.CHOICE, choices=STATES))
    assert isinstance(editor, ButtonsEditor)
    qtbot.addWidget(editor)
    on_screen(qtbot, editor)
    editor.setFocus()
    qtbot.keyClick(editor.buttons[0], Qt.Key.Key_Right)
    assert editor.buttons[1].hasFocus()
    qtbot.keyClick(editor.buttons[1], Qt.Key.Key_Space)
    assert editor.stored() == "进行中"


def test_a_choice_of_a_newer_program_is_kept(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.CHOICE, choices=STATES))
    qtbot.addWidget(editor)
    editor.set_stored("暂缓")
    assert (editor.text(), editor.stored()) == ("暂缓", "暂缓")


def test_a_list_refuses_words_that_are_no_choice(qtbot: Any) -> None:
    editor = typed(qtbot, make_field(kinds.CHOICE, "方案条目", choices=MANY), "（十）")
    assert "没有“（十）”这一项" in editor.message.text()
    assert typed(qtbot, make_field(kinds.CHOICE, choices=MANY), "（八）").stored() == "（八）"


def test_a_person_is_picked_by_typing_and_twins_are_told_apart(qtbot: Any, book: Book) -> None:
    first = make_person(book, "李建华", group_name="2组", born_on=date(1968, 1, 2))
    second = make_person(book, "李建华", group_name="2组", born_on=date(1968, 1, 2))
    make_person(book, "王德福")
    editor = editor_for(make_field(kinds.LINK, "人员", link="person"), reader=book)
    assert isinstance(editor, LinkEditor)
    qtbot.addWidget(editor)
    book.catch_up_words()
    on_screen(qtbot, editor)
    editor.setFocus()
    editor.line.setText("李建")
    editor.line.textEdited.emit("李建")
    assert not editor.savable()
    editor.offer()
    assert editor.list is not None
    offered = {one.text for one in editor.list.offers}
    assert offered == {"李建华 · 2组 · 1968年", "李建华 · 2组 · 1968年（同名第2位）"}
    place = [one.value for one in editor.list.offers].index(second)
    for _ in range(place):
        qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.stored() == second
    editor.set_stored(first)
    assert editor.text() == "李建华 · 2组 · 1968年"


def test_a_name_that_was_not_picked_is_asked_about(qtbot: Any, book: Book) -> None:
    field = make_field(kinds.LINK, "人员", link="person")
    editor = typed(qtbot, field, "赵某", reader=book)
    assert "还没选定“赵某”" in editor.message.text() and editor.text() == "赵某"


def drop_on(editor: FilesEditor, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    # Qt hands a drop on only after a real drag, which a test cannot make.
    assert editor.eventFilter(editor.zone, event)


def test_dropped_files_are_kept_listed_and_can_be_removed(qtbot: Any, tmp_path: Path) -> None:
    kept: list[Path] = []

    def store_file(path: Path) -> str:
        kept.append(path)
        return (FILE, OTHER)[len(kept) - 1]

    editor = editor_for(make_field(kinds.FILES, "票据附件"), store_file=store_file)
    assert isinstance(editor, FilesEditor)
    qtbot.addWidget(editor)
    drop_on(editor, tmp_path / "签到表.jpg", tmp_path / "发票.pdf")
    assert kept == [tmp_path / "签到表.jpg", tmp_path / "发票.pdf"]
    assert editor.names() == ["签到表.jpg", "发票.pdf"]
    editor.remove(FILE)
    assert editor.stored() == f'["{OTHER}"]' and editor.names() == ["发票.pdf"]


def test_a_file_that_cannot_be_kept_is_said_and_the_others_stay(qtbot: Any, tmp_path: Path) -> None:
    def store_file(path: Path) -> str:
        if path.suffix == ".exe":
            raise Refused("这种文件不能作附件", "请换成照片、PDF 或表格")
        if path.name == "没了.pdf":
            raise FileNotFoundError
        return FILE

    editor = editor_for(make_field(kinds.FILES), store_file=store_file)
    assert isinstance(editor, FilesEditor)
    qtbot.addWidget(editor)
    editor.add([tmp_path / "a.exe", tmp_path / "好.pdf"])
    assert editor.names() == ["好.pdf"]
    assert "请换成照片" in editor.message.text()
    editor.add([tmp_path / "没了.pdf"])
    assert "〔没了.pdf〕打不开" in editor.message.text() and editor.stored() == f'["{FILE}"]'


@pytest.mark.parametrize("why", ["nowhere to keep them", "only to be read"])
def test_tab_goes_on_past_files_that_cannot_be_changed(qtbot: Any, why: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    first, last = QLineEdit(), QLineEdit()
    files = FilesEditor(make_field(kinds.FILES), None if why.startswith("no") else str)
    files.put_text(FILE)
    files.set_read_only(True)
    for part in (first, files, last):
        column.addWidget(part)
    on_screen(qtbot, page)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert last.hasFocus()
    QTest.keyClick(last, Qt.Key.Key_Backtab)
    assert first.hasFocus()


def test_where_nothing_can_be_added_it_says_so_only_when_nothing_is_there(qtbot: Any) -> None:
    editor = FilesEditor(make_field(kinds.FILES), None)
    on_screen(qtbot, editor)

    def words() -> list[str]:
        return [one.text() for one in editor.zone.findChildren(QLabel) if one.isVisible()]

    assert words() == ["还没有附件"]
    editor.put_text(FILE)
    qtbot.waitUntil(lambda: words() == ["附件 1"], timeout=2000)


def test_enter_goes_to_the_next_field_and_ctrl_enter_submits(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    first, second = editor_for(make_field(kinds.TEXT)), editor_for(make_field(kinds.FEN))
    column.addWidget(first)
    column.addWidget(second)
    on_screen(qtbot, page)
    first.setFocus()
    qtbot.keyClick(first.input, Qt.Key.Key_Return)
    assert second.input.hasFocus()
    with qtbot.waitSignal(second.submitted, timeout=1000):
        qtbot.keyClick(second.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_no_shortcut_fires_and_enter_stays_while_an_input_method_composes(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.NAME))
    qtbot.addWidget(editor)
    on_screen(qtbot, editor)
    editor.setFocus()
    submitted: list[int] = []
    editor.submitted.connect(lambda: submitted.append(1))
    ctrl = Qt.KeyboardModifier.ControlModifier

    def shortcut_taken() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_N, ctrl)
        event.ignore()
        QApplication.sendEvent(editor.input, event)
        return event.isAccepted()

    assert not shortcut_taken()
    QApplication.sendEvent(editor.input, QInputMethodEvent("zhang", []))
    assert shortcut_taken()
    qtbot.keyClick(editor.input, Qt.Key.Key_Return, ctrl)
    assert submitted == []
    done = QInputMethodEvent("", [])
    done.setCommitString("张")
    QApplication.sendEvent(editor.input, done)
    assert not shortcut_taken() and editor.text() == "张"
    qtbot.keyClick(editor.input, Qt.Key.Key_Return, ctrl)
    assert submitted == [1]


def test_the_cover_hides_names_and_numbers_in_their_fields(qtbot: Any) -> None:
    amount, words = editor_for(make_field(kinds.FEN)), editor_for(make_field(kinds.TEXT))
    for editor in (amount, words):
        qtbot.addWidget(editor)
    amount.set_stored(100)
    assert isinstance(amount, LineEditor) and isinstance(words, LineEditor)
    cover.set_covered(True)
    assert amount.line.echoMode() == QLineEdit.EchoMode.Password and amount.hint.text() == ""
    assert words.line.echoMode() == QLineEdit.EchoMode.Normal
    cover.set_covered(False)
    assert amount.line.echoMode() == QLineEdit.EchoMode.Normal
    assert amount.hint.text() == "壹元整"


def test_personal_values_are_masked_when_only_looked_at(qtbot: Any) -> None:
    editor = editor_for(make_field(kinds.ID_NUMBER, level=Level.PERSON))
    qtbot.addWidget(editor)
    editor.set_stored(GOOD_ID)
    assert editor.text() == GOOD_ID
    editor.set_read_only(True)
    assert editor.text() == "＊" * 14 + GOOD_ID[-4:]
    assert editor.stored() == GOOD_ID


def test_a_lunar_day_is_shown_in_both_calendars(qtbot: Any) -> None:
    lunar_table.use(packs.lunar)
    editor = editor_for(Field("日期", kinds.DAY))
    qtbot.addWidget(editor)
    with clock.fixed(date(2026, 11, 24)):
        editor.put_text("正月十五")
        editor.mark_touched()
        assert editor.stored() == "2026-03-03"
        assert editor.hint.text() == "读作 2026-03-03 周二，农历正月十五"
    lunar_table.use(None)
