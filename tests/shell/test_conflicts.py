"""Two computers changed the same: both values are shown, one is chosen, the other is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import conflicting, due
from qinglian_desktop.exchange.records import MergeConflict
from qinglian_desktop.shell.conflicts import ConflictsPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import envelope, versions
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import TODAY, Clerk, office_window, program


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), office_window(tmp_path) as made:
        yield made


def apart(book: Book, table: str, row_id: str, here: dict[str, Any], there: dict[str, Any]) -> None:
    """Another computer, whose stream comes later in the alphabet, changed the row too."""
    record = book.tables[table]
    before = book.row(table, row_id)
    assert before is not None
    with book.change("本机改") as change:
        change.put_row(table, row_id, here)
    said = {**before, **there, "updated_by": "吴副职", "updated_at": "2026-11-20T09:30:00"}
    incoming = envelope.stamped(said, before, "zz-other", record.stamp_name)
    local = book.row(table, row_id)
    assert local is not None
    made, lost = versions.merged(local, incoming, record.stamp_name)
    found = conflicting.Found([(table, row_id, one) for one in lost])
    with book.change("对数", kind="peer") as change:
        change._exactly(table, made)
        conflicting.keep(change, found)


def page_of(window: Window) -> ConflictsPage:
    window.go(window.tab_of("merge_conflict"), "merge_conflict")
    page = window.page.findChild(ConflictsPage)
    assert page is not None
    return page


def test_both_values_are_shown_with_who_and_when(window: Window) -> None:
    person = make_person(window.book, "李建华")
    apart(window.book, "person", person, {"address": "甲街"}, {"address": "乙街"})
    page = page_of(window)
    (texts,) = (
        page.table.records.texts
        if hasattr(page.table.records, "texts")
        else [
            [
                str(page.table.records.index(0, column).data() or "")
                for column in range(page.table.records.columnCount())
            ]
        ]
    )
    assert "李建华" in texts[0]
    assert texts[1] == "住址"
    assert (texts[3], texts[5]) == ("吴副职", "周文书")
    assert "吴副职 2026-11-20 09:30填的" in page.when.text()
    assert "本机 周文书" in page.when.text()
    assert page.asked.text() == "两边都改了〔住址〕。选一个，另一个会留作说明。"


def test_by_keyboard_the_other_is_chosen_and_the_first_stays_in_its_history(
    window: Window,
) -> None:
    book = window.book
    person = make_person(book, "李建华")
    apart(book, "person", person, {"address": "甲街"}, {"address": "乙街"})
    page = page_of(window)
    page.other.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.other, Qt.Key.Key_Space)
    row = book.row("person", person)
    assert row is not None
    assert row["address"] == "甲街"
    assert json.loads(row["vv"])[book.unit.stream_id] > json.loads(row["vv"])["zz-other"]
    (conflict,) = book.rows(Query(MergeConflict.table))
    assert conflict["state"] == "已看"
    assert "乙街" in [line["before"].get("address") for line in book.told_history("person", person)]
    window.runner.undo()
    row = book.row("person", person)
    assert row is not None
    assert row["address"] == "乙街", "an ordinary step, taken back like any other"
    assert conflicting.waiting(book) == 1


def test_what_was_not_chosen_is_told_in_the_history(window: Window) -> None:
    book = window.book
    person = make_person(book, "李建华")
    apart(book, "person", person, {"address": "甲街"}, {"address": "乙街"})
    before = book.row("person", person)
    Clerk(window).click(page_of(window).keep)
    assert book.row("person", person) == before
    assert conflicting.waiting(book) == 0
    notes = [line for line in book.told_history("person", person) if line["op"] == "note"]
    assert [line["after"] for line in notes] == [{"address": "甲街"}]


def test_money_is_chosen_whole(window: Window) -> None:
    book = window.book
    entry = make_entry(book, amount_fen=100)
    apart(book, "entry", entry, {"amount_fen": 200}, {"summary": "另一台改的摘要"})
    page = page_of(window)
    (one,) = page.lines
    assert set(one.labels) == {"金额", "摘要"}
    Clerk(window).click(page.other)
    row = book.row("entry", entry)
    assert row is not None
    assert row["amount_fen"] == 200
    assert row["summary"] != "另一台改的摘要"


def test_deleted_here_and_changed_there(window: Window) -> None:
    book = window.book
    entry = make_entry(book, amount_fen=100)
    before = book.row("entry", entry)
    assert before is not None
    with book.change("删除") as change:
        change.drop("entry", entry)
    apart_deleted = {**before, "summary": "还在用", "updated_by": "吴副职"}
    record = book.tables["entry"]
    incoming = envelope.stamped(apart_deleted, before, "zz-other", record.stamp_name)
    local = book.row("entry", entry)
    assert local is not None
    made, lost = versions.merged(local, incoming, record.stamp_name)
    with book.change("对数", kind="peer") as change:
        change._exactly("entry", made)
        conflicting.keep(change, conflicting.Found([("entry", entry, one) for one in lost]))
    page = page_of(window)
    assert "删除" in page.lines[0].labels
    Clerk(window).click(page.other)
    row = book.row("entry", entry)
    assert row is not None
    assert row["deleted"] == 1


def test_under_the_cover_no_value_is_told(window: Window) -> None:
    person = make_person(window.book, "李建华")
    apart(window.book, "person", person, {"address": "甲街"}, {"address": "乙街"})
    page = page_of(window)
    cover.set_covered(True)
    told = [
        str(page.table.records.index(0, column).data())
        for column in range(page.table.records.columnCount())
    ]
    assert not [text for text in told if "甲街" in text or "乙街" in text]


def test_with_nothing_to_choose_the_page_says_so(window: Window) -> None:
    page = page_of(window)
    assert page.empty.isVisible()
    assert not page.card.isVisible()


def test_today_asks_as_long_as_one_waits(window: Window) -> None:
    book = window.book
    person = make_person(book, "李建华")
    assert not [one for one in due.due(book, TODAY) if one.table == "merge_conflict"]
    apart(book, "person", person, {"address": "甲街"}, {"address": "乙街"})
    (asked,) = [one for one in due.due(book, TODAY) if one.table == "merge_conflict"]
    assert asked.subject == "1 条两台电脑都改过，请选一个"
    Clerk(window).click(page_of(window).keep)
    assert not [one for one in due.due(book, TODAY) if one.table == "merge_conflict"]


def test_two_values_that_look_alike_under_the_mask_are_told_apart(window: Window) -> None:
    person = make_person(window.book, "李建华")
    apart(window.book, "person", person, {"phone": "13800001234"}, {"phone": "13899991234"})
    page = page_of(window)
    page.table.selectRow(0)
    shown = str(page.table.records.index(0, 4).data())
    assert "不同" in shown and "9999" not in shown
    assert "第 4 个字起不同" in page.when.text()
    assert "9999" not in page.when.text()
