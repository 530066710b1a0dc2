"""Is somebody picked with a few keys, told from namesakes, added when missing, and never lost?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from office import make_id_number, make_person
from qinglian_desktop.core import kinds
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.actions import save_person
from qinglian_desktop.modules.registry.records import Body, Household
from qinglian_desktop.store import sounds
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import at_hand, cover
from qinglian_desktop.ui.choice_editors import ListEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.link_editor import LinkEditor, PersonNameEditor
from qinglian_desktop.ui.new_record import NewRecord
from qinglian_desktop.ui.picking import PickingEditor
from qinglian_desktop.ui.runner import Runner
from ui.conftest import on_screen
from ui.test_grid import HOUSE, Grid, households

LINK = Field("人员", kinds.LINK, link="person")
HANDLER = Entry.fields["handler"]


class Hands(at_hand.AtHand):
    """As the window's, without the window."""

    makes = frozenset(("person",))

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def sounds(self, word: str, letters: str) -> bool:
        return sounds.begins(word, letters)

    def make(self, table: str, draft: Mapping[str, Any]) -> str:
        return str(save_person(self._book, None, draft).result)


@pytest.fixture(autouse=True)
def hands(book: Book) -> Iterator[at_hand.AtHand]:
    made = Hands(book)
    at_hand.use(made)
    yield made
    at_hand.use(at_hand.AtHand())


@pytest.fixture
def people(book: Book) -> dict[str, str]:
    said = {
        "one": make_person(book, "李建华", group_name="2组", born_on=date(1968, 1, 2)),
        "two": make_person(book, "李建华", group_name="2组", born_on=date(1971, 5, 6)),
        "three": make_person(
            book, "李建华", group_name="5组", id_number=make_id_number("19680102", "113")
        ),
        "niu": make_person(book, "牛得草", group_name="1组"),
        "liu": make_person(book, "刘得草", group_name="1组"),
    }
    book.catch_up_words()
    return said


def shown(qtbot: Any, field: Field, book: Book) -> Any:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    editor, after = editor_for(field, reader=book), editor_for(Field("备注", kinds.TEXT))
    column.addWidget(editor)
    column.addWidget(after)
    column.addStretch(1)
    page.resize(480, 480)
    page.setProperty("after", after)
    on_screen(qtbot, page)
    editor.setFocus()
    assert isinstance(editor, PickingEditor)
    vars(editor)["page"] = page  # lives as long as the editor is looked at
    return editor


def lines(editor: PickingEditor) -> list[str]:
    assert editor.list is not None
    return [one.text for one in editor.list.offers] if editor.list.isVisible() else []


def key(qtbot: Any, editor: PickingEditor, *keys: Qt.Key) -> None:
    for one in keys:
        qtbot.keyClick(editor.line, one)


DOWN, RETURN, TAB, ESC = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape


def test_three_namesakes_are_told_apart_in_the_list(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    qtbot.keyClicks(editor.line, "ljh")
    editor.offer()
    tail = make_id_number("19680102", "113")[-4:]
    assert set(lines(editor)[:3]) == {
        "李建华 · 2组 · 1968年", "李建华 · 2组 · 1971年", f"李建华 · 5组 · 尾号{tail}",
    }  # fmt: skip


def test_fast_fingers_need_not_wait_for_the_list(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    qtbot.keyClicks(editor.line, "niudecao")
    key(qtbot, editor, RETURN)
    assert editor.stored() == people["niu"]
    assert editor.message.isHidden()
    assert QApplication.focusWidget() is editor.parentWidget().property("after").input


def test_sounding_alike_stands_under_its_heading_and_is_never_taken_unasked(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    qtbot.keyClicks(editor.line, "ldc")
    editor.offer()
    assert lines(editor)[:3] == ["刘得草 · 1组", "口音相近", "牛得草 · 1组"]
    editor.put_text("")
    qtbot.keyClicks(editor.line, "niudechao")
    editor.offer()
    assert lines(editor)[0] == "口音相近" and set(lines(editor)[1:3]) == {
        "牛得草 · 1组", "刘得草 · 1组",
    }  # fmt: skip
    key(qtbot, editor, TAB)
    assert editor.stored() is None and "还没选定" in editor.message.text()


def test_the_one_used_last_stands_first_and_opens_with_a_key(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    editor.pick(people["one"])
    editor.set_stored(None)
    editor.setFocus()
    key(qtbot, editor, Qt.Key.Key_F4)
    assert lines(editor)[:2] == ["最近用过", "李建华 · 2组 · 1968年"]
    key(qtbot, editor, ESC)
    assert lines(editor) == []
    qtbot.keyClicks(editor.line, "ljh")
    editor.offer()
    assert lines(editor)[0] == "李建华 · 2组 · 1968年"
    key(qtbot, editor, RETURN)
    assert editor.stored() == people["one"]


def test_a_deleted_person_is_offered_no_more(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    editor.pick(people["niu"])
    with book.change("删") as change:
        change.drop("person", people["niu"])
    editor.set_stored(None)
    editor.open_list()
    assert not any("牛得草" in line for line in lines(editor))
    qtbot.keyClicks(editor.line, "ndc")
    editor.offer()
    assert not any("牛得草" in line for line in lines(editor))


def in_the_dialog(qtbot: Any, work: Any) -> None:
    """Does this with the short form once it stands in front."""

    def go(left: int = 50) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, NewRecord):
            work(dialog)
        elif left:
            QTimer.singleShot(0, lambda: go(left - 1))

    QTimer.singleShot(0, go)


def test_somebody_missing_is_added_from_the_list_and_nothing_typed_is_lost(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    editor.line.insert("王小二")
    editor.line.textEdited.emit("王小二")
    editor.offer()
    assert lines(editor) == ["＋ 新建人员“王小二”"]

    def work(dialog: NewRecord) -> None:
        assert dialog.form.editors["name"].text() == "王小二"
        group = dialog.form.editors["group_name"]
        group.setFocus()
        qtbot.keyClicks(group.input, "3")
        qtbot.keyClick(group.input, RETURN, Qt.KeyboardModifier.ControlModifier)

    in_the_dialog(qtbot, work)
    key(qtbot, editor, DOWN, RETURN)
    row = book.row("person", str(editor.stored()))
    assert row is not None and (row["name"], row["group_name"]) == ("王小二", "3")
    assert editor.text() == "王小二 · 3"


def test_leaving_the_short_form_keeps_what_was_typed(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    editor.line.insert("王小二")
    editor.line.textEdited.emit("王小二")
    editor.offer()
    in_the_dialog(qtbot, lambda dialog: dialog.reject())
    key(qtbot, editor, DOWN, RETURN)
    assert editor.text() == "王小二" and book.count(Query("person")) == len(people)


def test_a_refused_person_stays_in_the_short_form(
    qtbot: Any, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(table: str, draft: Mapping[str, Any]) -> str:
        raise Refused("身份证号对不上", "请核对原件", field="id_number")

    monkeypatch.setattr(at_hand.now(), "make", refuse, raising=False)
    page = QWidget()
    qtbot.addWidget(page)
    dialog = NewRecord(page, book, book.tables["person"], "王小二")
    dialog.add()
    assert dialog.added == ""
    assert "请核对原件" in dialog.form.editors["id_number"].message.text()


def test_a_name_is_offered_from_the_register_and_any_other_stays_allowed(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, HANDLER, book)
    assert isinstance(editor, PersonNameEditor)
    qtbot.keyClicks(editor.line, "ndc")
    editor.offer()
    assert lines(editor)[0] == "牛得草 · 1组"
    key(qtbot, editor, DOWN, RETURN)
    assert editor.stored() == "牛得草"
    editor.set_stored(None)
    editor.setFocus()
    qtbot.keyClicks(editor.line, "ndc")
    editor.offer()
    key(qtbot, editor, RETURN)
    assert editor.stored() == "ndc", "nothing marked, nothing taken"


def test_a_name_typed_before_is_offered_again(qtbot: Any, book: Book) -> None:
    editor = shown(qtbot, HANDLER, book)
    editor.line.insert("外请师傅")
    editor.line.textEdited.emit("外请师傅")
    key(qtbot, editor, RETURN)
    editor.set_stored(None)
    editor.setFocus()
    qtbot.keyClicks(editor.line, "wq")
    editor.offer()
    assert lines(editor) == ["外请师傅"]


def test_a_long_list_of_choices_takes_initials_and_the_last_one_first(
    qtbot: Any, book: Book
) -> None:
    editor = shown(qtbot, Body.fields["kind"], book)
    assert isinstance(editor, ListEditor)
    qtbot.keyClicks(editor.line, "hb")
    key(qtbot, editor, RETURN)
    assert editor.stored() == "红白理事会"
    editor.set_stored(None)
    editor.setFocus()
    key(qtbot, editor, Qt.Key.Key_F4)
    assert lines(editor)[:3] == ["最近用过", "红白理事会", "全部"]
    assert len(lines(editor)) == 3 + len(Body.fields["kind"].choices)


def test_covered_names_are_not_listed(qtbot: Any, book: Book, people: dict[str, str]) -> None:
    editor = shown(qtbot, LINK, book)
    qtbot.keyClicks(editor.line, "ljh")
    editor.offer()
    assert lines(editor)
    cover.set_covered(True)
    assert lines(editor) == []
    editor.offer()
    assert lines(editor) == []


def test_the_list_stays_inside_the_window_and_goes_with_its_field(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    assert isinstance(editor, LinkEditor)
    page = editor.parentWidget()
    page.layout().insertStretch(0, 1000)
    QApplication.processEvents()
    qtbot.keyClicks(editor.line, "ljh")
    editor.offer()
    assert editor.list is not None
    assert page.rect().contains(editor.list.geometry())
    page.property("after").setFocus()
    assert not editor.list.isVisible()


def test_names_that_begin_so_stand_before_those_that_hold_it(qtbot: Any, book: Book) -> None:
    for name in ("李福", "张立", "卫立德"):
        make_person(book, name)
    book.catch_up_words()
    editor = shown(qtbot, LINK, book)
    qtbot.keyClicks(editor.line, "li")
    editor.offer()
    assert lines(editor)[0] == "李福" and set(lines(editor)[1:3]) == {"张立", "卫立德"}


def test_the_list_goes_when_its_field_is_scrolled_away(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    inner = QWidget()
    column = QVBoxLayout(inner)
    editor = editor_for(LINK, reader=book)
    assert isinstance(editor, PickingEditor)
    column.addWidget(editor)
    column.addSpacing(3000)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.resize(480, 400)
    on_screen(qtbot, area)
    editor.setFocus()
    qtbot.keyClicks(editor.line, "ljh")
    editor.offer()
    assert lines(editor)
    area.verticalScrollBar().setValue(80)
    assert lines(editor) == []


def test_while_an_input_method_composes_the_list_takes_no_key(
    qtbot: Any, book: Book, people: dict[str, str]
) -> None:
    editor = shown(qtbot, LINK, book)
    qtbot.keyClicks(editor.line, "ndc")
    editor.offer()
    assert lines(editor)
    QApplication.sendEvent(editor.line, QInputMethodEvent("niu", []))
    key(qtbot, editor, RETURN)
    assert editor.stored() is None, "Enter belongs to the input method"
    handed = QInputMethodEvent("", [])
    editor.line.selectAll()
    handed.setCommitString("刘得草")
    QApplication.sendEvent(editor.line, handed)
    key(qtbot, editor, RETURN)
    assert editor.stored() == people["liu"]


def test_a_name_is_picked_inside_a_cell_of_a_list(
    qtbot: Any, book: Book, runner: Runner, people: dict[str, str]
) -> None:
    households(book, "1-001", "1-002")
    grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    grid.at(0, "head").key(Qt.Key.Key_F2).write("ndc")
    editor = grid.table.editor.editor
    assert isinstance(editor, PersonNameEditor)
    editor.offer()
    assert lines(editor)[0] == "牛得草 · 1组"
    grid.key(DOWN).key(RETURN)
    assert grid.stored("head") == ["牛得草", None]
    grid.at(1, "head").key(Qt.Key.Key_F2).write("ljh")
    editor = grid.table.editor.editor
    editor.offer()
    assert lines(editor)
    grid.key(ESC)
    assert grid.table.editor is not None and lines(editor) == [], "Esc first closes the list"
    grid.key(ESC)
    assert grid.table.editor is None and grid.stored("head") == ["牛得草", None]
