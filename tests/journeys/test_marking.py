"""核评自评 at the street as hands use it: unit after unit, line after line, without a mouse."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exchange.at_work import World, report
from exchange.test_marks_travel import YEAR, down, hand_in, mark_four, ours
from modules.evaluation.made_year import fill
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.evaluation import actions, assessment_reads, due, marking
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation.page.compare import ComparePage
from qinglian_desktop.modules.evaluation.page.marking import MarkingPage
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, TODAY, Clerk, program, window_on

_FOUR = ("缺两次", "没盖章", "看不清", "对不上")
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def street_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A street to which two of three units have reported, to be copied."""
    with clock.fixed(TODAY):
        world = World(tmp_path_factory.mktemp("marking"))
        units = [world.unit(number) for number in (1, 2, 3)]
        fill(units[0])
        for unit in (units[0], units[2]):
            hand_in(unit)
            report(unit, world.street, world.usb)
        world.close()
    return world.street.home


@pytest.fixture(scope="module")
def unit_home(street_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first unit, to which the street has sent four marks back; to be copied."""
    folder = tmp_path_factory.mktemp("marked")
    with clock.fixed(TODAY):
        street = Book.open(Path(copytree(street_home, folder / "street")), RECORDS)
        given = marking.units(street, YEAR)[0]
        assert given.marked is not None
        home = next(street_home.parent.glob(f"unit-{given.unit['code']}-*"))
        unit = Book.open(Path(copytree(home, folder / "unit")), RECORDS)
        version = given.marked.row["id"]
        mark_four(street, version)
        actions.send_back(street, version, records.RETURNED, "补好再报")
        (folder / "usb").mkdir()
        down(street, unit, folder / "usb")
        street.close()
        unit.close()
    return unit.home


@pytest.fixture
def window(street_home: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Window]:
    with program(qapp):
        book = Book.open(Path(copytree(street_home, tmp_path / "street")), RECORDS)
        with window_on(book) as made:
            yield made


def test_four_lines_are_marked_and_sent_back_without_a_mouse(window: Window, qtbot: QtBot) -> None:
    keys.acts(window)["核评自评"]()
    page = window.page
    assert isinstance(page, MarkingPage)
    clerk, view = Clerk(window), page.view
    states = [row[-1] for row in page.units.records.rows]
    assert states == ["待核评", "未报送", "待核评"]
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)  # nothing came from this one
    assert "还没有报送" in page.banner.text.text()
    clerk.key(Qt.Key.Key_Up)
    clerk.key(Qt.Key.Key_Return)
    assert view.given is not None
    version = view.given.row["id"]
    qtbot.waitUntil(lambda: len(view.behind.found) > 3, timeout=LONG)
    for words in _FOUR:
        clerk.write("0.5")
        clerk.key(Qt.Key.Key_Tab)
        clerk.write(words)
        clerk.key(Qt.Key.Key_PageDown)
    marks = assessment_reads.marks(window.book, version)
    lines = ours(window.book, version)
    assert [marks[line["id"]]["said"] for line in lines[:4]] == list(_FOUR)
    assert {mark["score"] for mark in marks.values()} == {500}

    # What cannot be is said under the field and stays there.
    clerk.write("99")
    clerk.key(Qt.Key.Key_PageDown)
    assert "核评分要在 0 到" in view.card.form.editors["score"].message.text()
    assert view.card.line["id"] == lines[4]["id"]
    clerk.key(Qt.Key.Key_A, _CTRL)
    clerk.write("半分")
    clerk.key(Qt.Key.Key_PageDown)
    assert "不是数" in view.card.form.editors["score"].message.text()
    assert view.card.line["id"] == lines[4]["id"]
    clerk.key(Qt.Key.Key_A, _CTRL)
    clerk.write("1")
    clerk.key(Qt.Key.Key_Return, _CTRL)
    assert assessment_reads.marks(window.book, version)[lines[4]["id"]]["score"] == 1000
    assert view.lines.records.rows[view.lines.row() - 1][-1] == "缺意见"

    view.ask_sending()
    clerk.write("请在一周内补好")
    clerk.key(Qt.Key.Key_Return, _CTRL)
    assert "还有 1 条没写意见" in page.banner.text.text()
    clerk.key(Qt.Key.Key_Escape)  # puts the card away
    clerk.key(Qt.Key.Key_PageUp)
    clerk.key(Qt.Key.Key_Tab)
    clerk.write("补材料")
    view.ask_sending()
    clerk.write("请在一周内补好")
    clerk.key(Qt.Key.Key_Return, _CTRL)
    (sent,) = window.book.rows(Query("assessment_review"))
    assert (sent["outcome"], sent["said"]) == (records.RETURNED, "请在一周内补好")

    # 下一家, past the one that has reported nothing; then back to the list and out.
    QTest.keyClick(view.after, Qt.Key.Key_Space)
    assert view.name.text() == "第3社区"
    clerk.key(Qt.Key.Key_PageDown, _CTRL)
    assert "最后一家" in page.banner.text.text()
    clerk.press("其余照自评", page)
    assert view.given is not None and view.given.finished
    clerk.key(Qt.Key.Key_Escape)
    assert [row[-1] for row in page.units.records.rows] == ["退回补充", "未报送", "核评中"]
    clerk.key(Qt.Key.Key_Escape)
    assert window.page is not page


def test_a_record_behind_a_line_opens_and_closes(window: Window, qtbot: QtBot) -> None:
    keys.acts(window)["核评自评"]()
    page = window.page
    assert isinstance(page, MarkingPage)
    page.open_unit(0)
    view = page.view
    qtbot.waitUntil(lambda: len(view.behind.found) > 3, timeout=LONG)
    marked = marking.handed_in(window.book, page.rows[0].unit["office_id"], YEAR)
    assert marked is not None and marked["id"] == view.given.row["id"]  # type: ignore[union-attr]
    clerk = Clerk(window)
    view.behind.table.selectRow(0)
    view.behind.table.setFocus()
    clerk.key(Qt.Key.Key_Return)
    assert view.behind.facts.isVisible()
    name = view.behind.found[0].name
    assert name in view.behind.head.text()
    cover.set_covered(True)
    assert name not in view.behind.head.text()
    cover.set_covered(False)
    assert view.behind.facts.records.rowCount() > 1
    clerk.key(Qt.Key.Key_Escape)
    assert view.behind.table.isVisible()
    assert page.stack.currentWidget() is view


def test_a_version_that_comes_meanwhile_takes_the_place_of_the_one_on_the_screen(
    window: Window, street_home: Path, tmp_path: Path
) -> None:
    keys.acts(window)["核评自评"]()
    page = window.page
    assert isinstance(page, MarkingPage)
    page.open_unit(2)
    clerk, view = Clerk(window), page.view
    clerk.write("0.5")
    clerk.key(Qt.Key.Key_PageDown)
    code = page.rows[2].unit["code"]
    home = next(street_home.parent.glob(f"unit-{code}-*"))
    unit = Book.open(Path(copytree(home, tmp_path / "unit")), RECORDS)
    first = assessment_reads.current(unit, YEAR)
    assert first is not None
    actions.new_version(unit, first["id"])
    second = hand_in(unit)
    (tmp_path / "usb").mkdir()
    report(unit, window.book, tmp_path / "usb")
    unit.close()
    window.runner.changed.emit(Changes("读取报送包", (("assessment", second),)), None)
    assert view.given is not None
    assert view.given.row["id"] == second
    assert "刚报来第 2 版" in page.banner.text.text()
    clerk.press("照上一版核评", page)
    assert [mark["score"] for mark in assessment_reads.marks(window.book, second).values()] == [500]


def test_today_leads_to_what_came_back_and_it_is_written_down(
    unit_home: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with program(qapp):
        book = Book.open(Path(copytree(unit_home, tmp_path / "unit")), RECORDS)
        with window_on(book) as window:
            (came,) = [one for one in due.due(book, TODAY) if one.table == "compare"]
            window.today_tab.on_due(came)
            page: Any = window.page
            compare = page.current
            assert isinstance(compare, ComparePage)
            assert "退回补充第 1 版：补好再报" in compare.back.text()
            said = [row[-1] for row in compare.table.records.rows]
            assert len([words for words in said if words]) == 4
            Clerk(window).press("登记核评结果", compare)
            assert compare.note.isHidden()
            assert [one for one in due.due(book, TODAY) if one.table == "compare"] == []
            row = assessment_reads.current(book, YEAR)
            assert row is not None
            assert row["state"] == records.BACK
