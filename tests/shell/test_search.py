"""Ctrl+K: people, rows, attachments, commands and help, in groups, the hit words marked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book, make_entry, make_id_number, make_person
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.shell import search
from qinglian_desktop.shell.search import Hit, marks_of
from qinglian_desktop.shell.search_list import EMPTY, SearchList
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, Clerk, window_on

CTRL = Qt.KeyboardModifier.ControlModifier


def find(book: Book, text: str, acts: Sequence[str] = ("立即备份", "去三资")) -> list[Hit]:
    return search.find(book, text, RECORDS, acts)


def marked(hit: Hit) -> list[str]:
    return [hit.title[begin:end] for begin, end in hit.marks]


def attach(book: Book, path: Path, name: str, entry: str, content: bytes = b"x") -> str:
    (path / name).write_bytes(content)
    file_id = book.take_file(path / name)
    with book.change("附上") as change:
        change.put_row("entry", entry, {"files": f'["{file_id}"]'})
    return file_id


@pytest.fixture
def desk(book: Book) -> Book:
    make_person(book, "李建华", group_name="2组", born_on=date(1968, 1, 2))
    return book


def test_the_five_groups_stand_in_their_order(desk: Book, tmp_path: Path) -> None:
    entry = make_entry(desk, summary="备份机房电费", counterparty="备份公司")
    attach(desk, tmp_path, "备份机房发票.jpg", entry)
    make_person(desk, "备份")
    groups = [hit.group for hit in find(desk, "备份")]
    assert list(dict.fromkeys(groups)) == ["操作", "人员", "记录", "附件", "帮助"]


@pytest.mark.parametrize("typed", ["2380", "2,380", "2380.00", "￥2,380.00", "2380.5"])
def test_an_amount_is_found_however_it_is_written(desk: Book, typed: str) -> None:
    make_entry(desk, 238_050 if typed.endswith(".5") else 238_000, summary="租临街门面")
    (hit,) = [one for one in find(desk, typed) if one.table == "entry"]
    assert hit.detail.startswith("金额 2,380.") and hit.day == "2026-09-01"


@pytest.mark.parametrize(
    ("words", "typed", "found"),
    [
        ("租临街门面", "门面", ["门面"]), ("李建华 2组", "ljh", ["李建华"]),
        ("李建华 2组", "jianh", ["建华"]), ("李建华", "nijianhua", ["李建华"]),
        ("金额 2,380.00", "2380", ["2,380"]), ("李建华 2组", "李建 2组", ["李建", "2组"]),
        ("单雄信", "sxx", ["单雄信"]), ("李建华", "王", []), ("a.b*c", "b*", ["b*"]),
    ],
)  # fmt: skip
def test_what_was_hit_is_marked(words: str, typed: str, found: list[str]) -> None:
    assert [words[begin:end] for begin, end in marks_of(words, typed)] == found


def test_a_personal_number_finds_its_person_and_stays_masked(desk: Book) -> None:
    number = make_id_number()
    make_person(desk, "王德福", id_number=number, address="通惠街道新街子 5 号")
    (hit,) = [one for one in find(desk, number[:8]) if one.table == "person"]
    assert hit.title.startswith("王德福")
    assert number[:8] not in hit.title + hit.detail and number[-4:] in hit.detail
    (lives,) = [one for one in find(desk, "新街子") if one.table == "person"]
    assert "新街子" not in lives.detail


def test_help_is_found_by_its_title_and_by_what_it_says(desk: Book) -> None:
    titled = [hit for hit in find(desk, "登记一笔收支") if hit.group == "帮助"]
    assert titled[0].row_id == "funds.entry" and titled[0].marks
    told = [hit for hit in find(desk, "旧账") if hit.group == "帮助"]
    assert "旧账" in told[0].detail and told[0].detail_marks
    assert not any("{" in hit.title + hit.detail for hit in titled + told)


# -- names of attachments ---------------------------------------------------------------------


def test_an_attachment_is_found_by_its_name_and_opens_its_record(
    desk: Book, tmp_path: Path
) -> None:
    entry = make_entry(desk)
    file_id = attach(desk, tmp_path, "王大爷低保申请.jpg", entry)
    for typed in ("低保申请", "dbsq", "王大爷"):
        (hit,) = [one for one in find(desk, typed) if one.group == "附件"]
        assert (hit.table, hit.row_id, hit.title) == ("entry", entry, "王大爷低保申请.jpg")
    with desk.change("拿掉") as change:
        change.put_row("entry", entry, {"files": None})
    assert [one for one in find(desk, "低保申请") if one.group == "附件"] == []
    desk.undo(change.step)
    assert [one.row_id for one in find(desk, "低保申请") if one.group == "附件"] == [entry]
    with desk.change("删") as gone:
        gone.drop("entry", entry)
    assert [one for one in find(desk, "低保申请") if one.group == "附件"] == []
    assert desk.files.read(file_id) == b"x"


def test_the_same_photo_has_its_own_name_in_each_record(desk: Book, tmp_path: Path) -> None:
    one, other = make_entry(desk), make_entry(desk)
    file_id = attach(desk, tmp_path, "门面合同.jpg", one)
    attach(desk, tmp_path, "收据.jpg", other)
    assert desk.file_names("entry", one) == {file_id: "门面合同.jpg"}
    assert desk.file_names("entry", other) == {file_id: "收据.jpg"}


def test_a_file_from_before_names_were_kept_is_numbered(desk: Book) -> None:
    entry = make_entry(desk)
    file_id = desk.files.add("旧附件".encode())
    with desk.change("附上") as change:
        change.put_row("entry", entry, {"files": f'["{file_id}"]'})
    assert desk.file_names("entry", entry) == {}


def test_a_change_that_fails_links_no_name(desk: Book, tmp_path: Path) -> None:
    entry = make_entry(desk)
    (tmp_path / "a.jpg").write_bytes(b"y")
    file_id = desk.take_file(tmp_path / "a.jpg")

    def broken(change: Change) -> None:
        change.put_row("entry", entry, {"files": f'["{file_id}"]'})
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"), desk.change("附上") as change:
        broken(change)
    assert desk.file_names("entry", entry) == {}


def test_names_of_attachments_stay_in_this_office(desk: Book, tmp_path: Path) -> None:
    entry = make_entry(desk)
    attach(desk, tmp_path, "王大爷低保申请.jpg", entry)
    # A bundle takes rows of declared tables with their history, and files by their hash.
    assert "file_name" not in desk.tables.records
    said = str(desk.row("entry", entry)) + str(desk.history("entry", entry))
    images = desk.connection.execute("SELECT before, after FROM trail").fetchall()
    assert "低保申请" not in said + str(images)


# -- the window -------------------------------------------------------------------------------


def results(window: Window, qtbot: Any) -> SearchList:
    qtbot.waitUntil(lambda: window.header.results is not None, timeout=LONG)
    shown = window.header.results
    assert shown is not None
    qtbot.waitUntil(lambda: shown.isVisible() and bool(shown.hits), timeout=LONG)
    return shown


def test_the_empty_box_says_what_can_be_typed_and_esc_goes_back(window: Window) -> None:
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_K, CTRL)
    shown = window.header.results
    assert shown is not None and shown.isVisible() and shown.item(0).text() == EMPTY
    clerk.key(Qt.Key.Key_Escape)
    assert not shown.isVisible()
    focused = QApplication.focusWidget()
    assert focused is window.page or (focused and window.page.isAncestorOf(focused))


def test_arrows_pass_over_the_headings_and_enter_opens_the_attachment(
    desk: Book, qtbot: Any, tmp_path: Path
) -> None:
    entry = make_entry(desk, summary="低保公示")
    attach(desk, tmp_path, "低保申请.jpg", entry)
    with window_on(desk) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_K, CTRL)
        clerk.write("低保")
        shown = results(window, qtbot)
        seen = []
        for _ in shown.hits:
            hit = shown.hit()
            assert hit is not None
            seen.append(hit)
            if hit.group == "附件":
                break
            clerk.key(Qt.Key.Key_Down)
        assert seen[-1].title == "低保申请.jpg" and seen[0] == shown.hits[0]
        clerk.key(Qt.Key.Key_Return)
        assert window.page_id == "funds"
        page = next(p for p in window.page.findChildren(LedgerPage) if p.record_type is Entry)
        assert page.drawer.row_id == entry
        assert page.drawer.form.files is not None
        assert page.drawer.form.files.names() == ["低保申请.jpg"]


def test_a_card_of_the_help_opens_from_the_search(window: Window, qtbot: Any) -> None:
    from qinglian_desktop.shell.help.side import Side

    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_K, CTRL)
    clerk.write("登记一笔收支")
    shown = results(window, qtbot)
    while (hit := shown.hit()) is not None and hit.group != "帮助":
        clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    side = window.findChild(Side)
    assert side is not None and side.panel.card is not None
    assert side.panel.card.name == "funds.entry"


def test_the_cover_hides_who_was_found(desk: Book, qtbot: Any) -> None:
    with window_on(desk) as window:
        cover.set_covered(True)
        window.header.line.setText("ljh")
        window.header.searched.emit("ljh")
        shown = results(window, qtbot)
        texts = [shown.item(n).text() for n in range(shown.count())]
        assert not any("李建华" in text for text in texts)
        cover.set_covered(False)
        assert not shown.isVisible(), "what was found under the cover is asked again"


def test_a_hit_is_copied_as_it_is_shown(desk: Book, qtbot: Any) -> None:
    with window_on(desk) as window:
        window.header.focus_search()
        window.header.line.setText("李建华")
        window.header.searched.emit("李建华")
        results(window, qtbot)
        QTest.keyClick(window.header.line, Qt.Key.Key_C, CTRL)
        assert QApplication.clipboard().text() == "李建华 2组 1968年"


def test_an_old_file_is_indexed_anew_after_the_step_to_file_names(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        make_person(book, "李建华")
        book.catch_up_words()
        # As a file from before: lines without their table's place, and no names.
        book.connection.execute("UPDATE finder SET place = 1")
        book.connection.execute("DROP TABLE file_name")
        book.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0008_file_names'")
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert next(hit.title for hit in search.find(again, "ljh", RECORDS)) == "李建华"


def test_enter_never_takes_a_hit_of_what_was_typed_before(desk: Book, qtbot: Any) -> None:
    with window_on(desk) as window:
        line = window.header.line
        line.setFocus()
        QTest.keyClicks(line, "ljh")
        QTest.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(window.header.results and window.header.results.hits),
                        timeout=LONG)  # fmt: skip
        line.selectAll()
        QTest.keyClicks(line, "zzzz")
        window.header._pause.stop()  # the pause is over, the answer is still on its way
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert window.page is window.today, "李建华 is not what was asked for"
