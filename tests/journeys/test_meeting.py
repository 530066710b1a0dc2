"""Scenario 3 (product-and-ux §3.3): a meeting is prepared, printed, filed, its pages come back."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cases import hold, make_matter, make_office
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.actions import papering
from qinglian_desktop.modules.decisions.page.household import HouseholdsPage
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.page.meeting import MeetingPage
from qinglian_desktop.modules.decisions.records import DECISION, STUDY
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.shell.help.side import screen_of
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import LONG, TODAY, Clerk, window_on

FIRST = TODAY - timedelta(days=12)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_office(tmp_path)


def at_decision(book: Book) -> str:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST, until=STUDY)
    return matter


def matter_page(window: Window, matter: str) -> MatterView:
    window.go("decisions", "matter", matter)
    view = window.page.findChild(MatterView)
    assert view is not None and view.row_id == matter
    return view


def test_prepare_print_and_back_at_the_matter(book: Book, qtbot: Any) -> None:
    matter = at_decision(book)
    with window_on(book) as window:
        view = matter_page(window, matter)
        clerk = Clerk(window)
        clerk.press("准备会议", view)
        page = window.page.findChild(MeetingPage)
        assert page is not None and page.isVisible()
        assert screen_of(window) == "meeting"  # F1 shows its own card
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "14:30")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        qtbot.waitUntil(lambda: page.looked, timeout=LONG)
        clerk.press("打印会议材料", page)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        clerk.key(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: page.isAncestorOf(QApplication.focusWidget()), timeout=LONG)
        clerk.key(Qt.Key.Key_Escape)
        assert view.isVisible()
        clerk.assert_within(acts=4, fills=3)
        found = reads.case(book, matter).step(DECISION)
        assert found is not None and found.last["planned_at"] == "2026-12-01T14:30"


def test_after_the_meeting_minutes_register_and_signed_pages(
    book: Book, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST)
    with window_on(book) as window:
        view = matter_page(window, matter)
        clerk = Clerk(window)
        clerk.press("会议记录", view)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        clerk.key(Qt.Key.Key_Escape)
        clerk.press("登记表", view)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        clerk.key(Qt.Key.Key_Escape)
        signed = view.facts.signed
        QApplication.processEvents()
        assert list(signed.lines) == ["会议记录", "决策实施登记表"]
        photo = tmp_path / "1.jpg"
        Image.new("L", (60, 80), 90).save(photo)
        clerk.drop(photo, signed.lines["决策实施登记表"])
        assert signed.lines["决策实施登记表"].words.text() == "决策实施登记表 1 页，齐了。"
        assert "缺第2页" not in "".join(papering.lacking(book, view.facts.signed.step_id)[1:])


def test_the_minutes_become_a_word_file(
    book: Book, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST)
    path = tmp_path / "会议记录.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with window_on(book) as window:
        view = matter_page(window, matter)
        Clerk(window).press("存为 Word", view)
        qtbot.waitUntil(path.exists, timeout=LONG)
        assert path.read_bytes()[:2] == b"PK"


def test_households_are_asked_from_the_matter(book: Book) -> None:
    matter = at_decision(book)
    with book.change("户") as change:
        change.put(Household(number="1-001", head="周桂兰", group_name="1组"))
    with window_on(book) as window:
        view = matter_page(window, matter)
        clerk = Clerk(window)
        clerk.press("入户征求意见", view)
        page = window.page.findChild(HouseholdsPage)
        assert page is not None and page.isVisible()
        clerk.key(Qt.Key.Key_1)
        clerk.press("完成", page)
        assert view.isVisible()
        (row,) = book.rows(Query("household_view"))
        assert (row["matter_id"], row["view"]) == (matter, "同意")


def test_what_was_half_typed_is_kept_when_another_tab_is_opened(book: Book) -> None:
    matter = at_decision(book)
    with window_on(book) as window:
        view = matter_page(window, matter)
        clerk = Clerk(window)
        clerk.press("准备会议", view)
        page = window.page.findChild(MeetingPage)
        assert page is not None
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "14:30")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        window.go("today", "", "")
        found = reads.case(book, matter).step(DECISION)
        assert found is not None and found.last["place"] == "社区会议室"


def test_a_consultation_is_printed_and_goes_on(book: Book, qtbot: Any) -> None:
    draft = {"topic": "小区门口停车", "form": "议事会", "held_on": date(2026, 11, 20).isoformat(),
             "outcome": "划12个车位。"}  # fmt: skip
    row = str(actions.save_consultation(book, None, draft).result)
    with window_on(book) as window:
        window.go("decisions", "consultation", row)
        Clerk(window).press("打印记录", window.page)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        assert window.page.title.startswith("打印：协商记录")
