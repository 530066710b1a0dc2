"""Scenario 10 (product-and-ux §3.10): out to the stick, into the street, receipt back."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from office import make_entry, make_opening, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange import incoming, issuing, outgoing, outgoing_volumes
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import sticks
from qinglian_desktop.shell.exchange_page import ExchangePage
from qinglian_desktop.shell.merge_page import MergePage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on

ALT = Qt.KeyboardModifier.AltModifier
UNITS = 13


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The sticks in the sockets now; the program looks more often than in the office."""
    there: list[Path] = []
    monkeypatch.setattr(sticks, "mounted", lambda **_: list(there))
    monkeypatch.setattr(sticks, "PAUSE", 20)
    return there


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def street(tmp_path: Path) -> Book:
    return issuing.found_street(tmp_path / "street", "通惠街道", "500110007", RECORDS)


def make_unit(street: Book, stick: Path, home: Path, number: int = 1) -> Book:
    """An enrolled unit with a little in its book."""
    name, code = f"新街子{number}社区", f"500110007{number:03d}"
    changes = issuing.issue_unit(street, name, "community", code, stick)
    made = issuing.found_unit(home, Path(str(changes.result)), RECORDS)
    path, fingerprint = issuing.write_enrolment(made, stick)
    issuing.enrol_unit(street, path, fingerprint)
    make_opening(made, cash_fen=100_000)
    make_entry(made, 238_000)
    make_person(made, "李建华")
    return made


@pytest.fixture
def unit(tmp_path: Path, street: Book, stick: Path) -> Book:
    return make_unit(street, stick, tmp_path / "unit")


def page_of(window: Window, kind: type) -> Any:
    page = window.go("exchange")
    return page if isinstance(page, kind) else page.findChild(kind)


def test_out_to_the_street_and_the_receipt_back(
    unit: Book, street: Book, stick: Path, plugged: list[Path], qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    plugged.append(stick)
    with window_on(unit) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_9, ALT)
        page = window.page.findChild(ExchangePage)
        assert page is not None
        card = page.card
        qtbot.waitUntil(lambda: "放得下" in card.room.text(), timeout=LONG)
        assert card.content.text().startswith("全部内容：")
        assert card.standing.text().startswith("街道还没有确认过；未确认 3 条")
        assert not card.more.isVisible()
        assert not card.why.isVisible()
        clerk.press("检查并写入 U 盘", page)
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        clerk.assert_within(2, 0)
        assert page.done.text().startswith("已写入并核对无误，可以拔了。第 1 号包")
        assert page.sent.records.rows[0][4] == "还没有回执"
        plugged.clear()
        with window_on(street) as office:
            merge = page_of(office, MergePage)
            assert street.count(Query("entry")) == 0
            plugged.append(stick)
            qtbot.waitUntil(merge.merge.isVisible, timeout=LONG)
            assert merge.merge.text() == "合并 1 个包"
            assert [row[0] for row in merge.found.records.rows] == ["新街子1社区"]
            assert street.count(Query("entry")) == 0, "looking writes nothing"
            Clerk(office).click(merge.merge)
            qtbot.waitUntil(lambda: street.count(Query("entry")) == 1, timeout=LONG)
            qtbot.waitUntil(lambda: bool(merge.received.records.rows), timeout=LONG)
        receipt = next(p for p in stick.glob("*.qlb") if "回执" in p.name)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(receipt), ""))
        Clerk(window).press("读取回执", page)
        qtbot.waitUntil(lambda: page.sent.records.rows[0][4].startswith("街道收下"), timeout=LONG)
        qtbot.waitUntil(lambda: "街道已确认至 " in card.standing.text(), timeout=LONG)
        assert "最近收到街道 今天" in card.standing.text()


def test_the_street_takes_thirteen_sticks_within_the_goal(
    street: Book, tmp_path: Path, plugged: list[Path], qtbot: Any
) -> None:
    carried = []
    for number in range(1, UNITS + 1):
        stick = tmp_path / f"stick{number}"
        stick.mkdir()
        with make_unit(street, stick, tmp_path / f"unit{number}", number) as unit:
            outgoing.export_bundle(unit, stick)
        carried.append(stick)
    with window_on(street) as office:
        clerk = Clerk(office)
        clerk.key(Qt.Key.Key_5, ALT)
        merge = office.page if isinstance(office.page, MergePage) else None
        assert merge is not None
        for number, stick in enumerate(carried, 1):
            plugged[:] = [stick]
            qtbot.waitUntil(merge.merge.isVisible, timeout=LONG)
            clerk.press("合并 1 个包", merge)
            done = partial(_received, street, number)
            qtbot.waitUntil(done, timeout=LONG)
            qtbot.waitUntil(merge.received.isVisible, timeout=LONG)
        clerk.assert_within(20, 0)
        assert street.count(Query("entry")) == UNITS
        assert all(any("回执" in p.name for p in stick.glob("*.qlb")) for stick in carried)


def _received(street: Book, number: int) -> bool:
    return street.count(Query("received_bundle")) == number


def test_a_stick_that_came_while_something_was_read_is_looked_at_afterwards(
    unit: Book, street: Book, stick: Path, plugged: list[Path], qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    outgoing.export_bundle(unit, stick)
    unit.close()
    with window_on(street) as office:
        merge = page_of(office, MergePage)
        monkeypatch.setattr(type(office.runner), "quiet", property(lambda _: False))
        plugged.append(stick)
        looks: list[Path] = []
        merge.watch.appeared.connect(looks.append)
        qtbot.waitUntil(lambda: len(looks) > 2, timeout=LONG)  # it is not forgotten
        assert not merge.merge.isVisible()
        monkeypatch.undo()
        monkeypatch.setattr(sticks, "mounted", lambda **_: [stick])
        qtbot.waitUntil(merge.merge.isVisible, timeout=LONG)


def test_of_two_sticks_one_is_chosen_by_name(
    unit: Book, stick: Path, tmp_path: Path, plugged: list[Path], qtbot: Any
) -> None:
    other = tmp_path / "另一个盘"
    other.mkdir()
    plugged += [stick, other]
    with window_on(unit) as window:
        clerk = Clerk(window)
        page = page_of(window, ExchangePage)
        clerk.press("检查并写入 U 盘", page)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=LONG)
        menu = QApplication.activePopupWidget()
        clerk.key(Qt.Key.Key_Down, on=menu)
        clerk.key(Qt.Key.Key_Return, on=menu)
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        assert list(other.glob("*.qlb")) and not list(stick.glob("*第001包.qlb"))


def add_a_fault(unit: Book) -> None:
    with unit.change("登记任务") as change:
        change.put_row("task", "0192f0aa-0000-7000-8000-000000000001", {"title": "入户走访"})


def test_unfinished_rows_are_listed_before_anything_is_written(
    unit: Book, stick: Path, qtbot: Any
) -> None:
    add_a_fault(unit)
    with window_on(unit) as window:
        page = page_of(window, ExchangePage)
        Clerk(window).press("检查并写入 U 盘", page)
        qtbot.waitUntil(page.problems.isVisible, timeout=LONG)
        assert "入户走访" in page.problems.records.rows[0][0]
        assert not list(stick.glob("*.qlb"))
        page.problems.opened.emit(0, 0)
        assert window.page_id == "tasks"


def write_with_a_remark(window: Window, qtbot: Any) -> ExchangePage:
    clerk, page = Clerk(window), page_of(window, ExchangePage)
    clerk.press("检查并写入 U 盘", page)
    qtbot.waitUntil(page.problems.isVisible, timeout=LONG)
    page.remark.setFocus()
    qtbot.keyClicks(page.remark, "ab 12")
    clerk.press("不补了，带着这些写入", page)
    qtbot.waitUntil(page.done.isVisible, timeout=LONG)
    return page


def test_contradictions_are_listed_and_sent_with_a_remark(
    unit: Book, street: Book, stick: Path, plugged: list[Path], qtbot: Any
) -> None:
    plugged.append(stick)
    add_a_fault(unit)
    with window_on(unit) as window:
        write_with_a_remark(window, qtbot)
    (path,) = stick.glob("*包.qlb")
    said = incoming.inspect(street, path).notes
    assert any(note.startswith("单位附言：ab 12；单位知道还有") for note in said)


def test_what_was_said_of_one_writing_is_not_said_of_the_next(
    unit: Book, stick: Path, tmp_path: Path, plugged: list[Path], qtbot: Any
) -> None:
    plugged.append(stick)
    add_a_fault(unit)
    with window_on(unit) as window:
        clerk, page = Clerk(window), write_with_a_remark(window, qtbot)
        assert not page.remark.text(), "a remark goes with one report"
        page.write_to(tmp_path / "no stick")
        assert not page.done.isVisible(), "可以拔了 while the next one is being written"
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        page.write_to(stick)
        assert not page.banner.isVisible()
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        clerk.press("检查并写入 U 盘", page)
        qtbot.waitUntil(page.problems.isVisible, timeout=LONG)
        plugged.clear()
        page.choose_folder = lambda: None  # the clerk closes the dialog
        clerk.press("写一个整包", page)
        assert not page.problems.isVisible(), "a list whose rows lead nowhere"


def test_photos_that_did_not_fit_go_on_with_one_button(
    unit: Book, stick: Path, plugged: list[Path], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged.append(stick)
    split = outgoing_volumes.split
    monkeypatch.setattr(outgoing_volumes, "split", lambda photos, room: split(photos, 0, 5000))
    monkeypatch.setattr(
        outgoing_volumes, "write_rest", lambda *_: (Changes("写出照片"), "U 盘空间不够")
    )
    photo = unit.files.add(b"an invented photo" * 100)
    make_entry(unit, voucher_no="0077", files=(photo,))
    with window_on(unit) as window:
        clerk, page = Clerk(window), page_of(window, ExchangePage)
        clerk.press("检查并写入 U 盘", page)
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        assert "照片还有 1 张未送达" in page.done.text()
        qtbot.waitUntil(page.card.more.isVisible, timeout=LONG)
        monkeypatch.undo()
        monkeypatch.setattr(sticks, "mounted", lambda **_: [stick])
        clerk.click(page.card.more)
        qtbot.waitUntil(lambda: len(list(stick.glob("*包-2共2.qlb"))) == 1, timeout=LONG)
        qtbot.waitUntil(lambda: not page.card.more.isVisible(), timeout=LONG)


def test_a_full_stick_is_told_in_words(unit: Book, tmp_path: Path, qtbot: Any) -> None:
    with window_on(unit) as window:
        page = page_of(window, ExchangePage)
        page.write_to(tmp_path / "no stick")
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        assert page.banner.text.text()
        assert unit.count(Query("sent_bundle")) == 0


def test_a_file_that_is_no_bundle_is_named_with_its_reason(
    street: Book, stick: Path, qtbot: Any
) -> None:
    broken = stick / "坏包.qlb"
    broken.write_bytes(b"nothing of ours" * 50)
    with window_on(street) as window:
        page = page_of(window, MergePage)
        page.look_at([broken])
        qtbot.waitUntil(lambda: bool(page.found.records.rows), timeout=LONG)
        assert page.found.records.rows[0][6]
        assert not page.merge.isEnabled()
