"""What the window hands to its editors: lists asked beside the typing, memory over a restart."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from office import make_book, make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Post
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import at_hand
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.link_editor import LinkEditor
from windows import LONG, window_on


def new_post(window: Window) -> RecordForm:
    page = window.go("registry")
    page.show_section("post")  # type: ignore[attr-defined]
    ledger = next(p for p in page.findChildren(LedgerPage) if p.record_type is Post)
    ledger.new_record()
    return ledger.drawer.form


def settled(window: Window, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)


def test_the_list_opens_by_itself_and_what_was_taken_is_remembered_over_a_restart(
    book: Book, qtbot: Any
) -> None:
    first = make_person(book, "李建华", group_name="2组", born_on=date(1968, 1, 2))
    make_person(book, "李健花", group_name="5组")
    home = book.home
    with window_on(book) as window:
        editor = new_post(window).editors["person_id"]
        assert isinstance(editor, LinkEditor)
        editor.setFocus()
        QTest.keyClicks(editor.line, "ljh")
        qtbot.waitUntil(lambda: editor.list is not None and editor.list.isVisible(), timeout=LONG)
        assert editor.list is not None
        texts = [one.text for one in editor.list.offers]
        assert set(texts[:2]) == {"李建华 · 2组 · 1968年", "李健花 · 5组"}
        assert texts[-1] == "＋ 新建人员"
        if texts[0] != "李建华 · 2组 · 1968年":
            QTest.keyClick(editor.line, Qt.Key.Key_Down)
        QTest.keyClick(editor.line, Qt.Key.Key_Return)
        assert editor.stored() == first
        settled(window, qtbot)
    with window_on(Book.open(home, RECORDS)) as again:
        assert list(at_hand.now().used("person")) == [first]
        editor = new_post(again).editors["person_id"]
        assert isinstance(editor, LinkEditor)
        editor.setFocus()
        QTest.keyClicks(editor.line, "ljh")
        qtbot.waitUntil(lambda: editor.list is not None and editor.list.isVisible(), timeout=LONG)
        assert editor.list is not None and editor.list.offers[0].value == first


def test_a_new_person_keeps_the_rules_of_the_register_and_can_be_undone(
    window: Window, book: Book
) -> None:
    made = at_hand.now().make("person", {"name": "王小二", "id_number": "11010519491231002X"})
    row = book.row("person", made)
    assert row is not None and row["born_on"] == "1949-12-31"
    with pytest.raises(Refused, match="王小二"):
        at_hand.now().make("person", {"name": "另一个", "id_number": "11010519491231002X"})
    window.runner.undo()
    assert book.count(Query("person")) == 0


def test_a_street_adds_nobody(street_window: Window) -> None:
    assert at_hand.now().makes == frozenset()


def test_an_unusual_amount_is_asked_about_in_the_window_and_kept_as_meant(
    book: Book, qtbot: Any
) -> None:
    for fen in (230_000, 238_000, 240_000, 250_000, 235_000):
        make_entry(book, fen)
    odd = make_entry(book, 2_380_000)
    home = book.home
    with window_on(book) as window:
        page = window.go("funds", "entry", odd)
        form = next(p for p in page.findChildren(LedgerPage) if p.drawer.row_id == odd).drawer.form
        amount, doubt = form.editors["amount_fen"], form.unusual.doubts["amount_fen"]
        assert doubt.isHidden(), "looking at a row asks nothing"
        amount.setFocus()
        QTest.keyClick(amount.input, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(amount.input, "23800")
        QTest.keyClick(amount.input, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not doubt.isHidden(), timeout=LONG)
        doubt.button.click()
        settled(window, qtbot)
    with window_on(Book.open(home, RECORDS)):
        assert at_hand.now().meant("entry", odd) == 2_380_000


def test_the_memory_is_kept_in_the_office_file_and_stays_short(
    window: Window, book: Book, qtbot: Any, tmp_path: Path
) -> None:
    for number in range(20):
        at_hand.now().note("person", f"p{number}")
    settled(window, qtbot)
    kept = book.setting("used")["person"]
    assert kept[0] == "p19" and len(kept) == at_hand.KEPT
    assert make_book(tmp_path, folder="other").setting("used") is None
