"""几台电脑: a second computer is added, both are brought up to date, one is stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exchange.at_work import World, edit, entries, export, take
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import computers, joining, peering
from qinglian_desktop.exchange.keys import MEMORY_FLOOR, Cost, wrap
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import computers_page, joining_paper
from qinglian_desktop.shell.computers_page import ComputersPage
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.wizard import Wizard
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, program, shown_buttons, window_on


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def quickly_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = Cost(MEMORY_FLOOR, 1, 1)
    monkeypatch.setattr(joining, "wrap", lambda told, digits: wrap(told, digits, cheap))


def page_on(window: Window) -> ComputersPage:
    computers_page.open_it(window)
    page = window.findChild(ComputersPage)
    assert page is not None
    return page


def texts(page: ComputersPage) -> list[list[str]]:
    model = page.table.records
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_one_computer_adds_another_and_the_wizard_takes_its_file(
    qapp: QApplication, qtbot: QtBot, world: World
) -> None:
    unit = world.unit()
    entries(unit, 3)
    with program(qapp), window_on(unit.again()) as window:
        page = page_on(window)
        assert page.empty.isVisible()
        assert "写出" not in shown_buttons(page)
        page.add_to(world.usb)
        qtbot.waitUntil(page.card.isVisible, timeout=LONG)
        digits = page.digits.text()
        assert len(digits.replace(" ", "")) == 16
        assert texts(page)[1][:2] == ["2号电脑", "等它开机"]
        (file,) = world.usb.glob("加电脑_*.qlb")
        Clerk(window).press("打印这张纸", page)
        qtbot.waitUntil(lambda: window.findChild(PrintPreview) is not None, timeout=LONG)
        Clerk(window).key(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: window.findChild(PrintPreview) is None, timeout=LONG)
        added = joining.Added(file, "2号电脑", digits)
        paper = joining_paper.sheet_of(added, unit.unit.name)
        told = repr(paper.blocks)
        assert all(group in told for group in digits.split())
        assert file.name in told

        wizard = Wizard(world.folder / "pc2")
        wizard.show()
        assert not wizard.joining.isVisible()
        wizard.choose(file)
        assert wizard.joining.isVisible()
        wizard.joining.setFocus()
        QTest.keyClicks(wizard.joining, "1111222233334444")
        wizard.on_next()
        assert "对不上" in wizard.banner.text.text()
        wizard.joining.clear()
        QTest.keyClicks(wizard.joining, digits)
        QTest.keyClick(wizard.joining, Qt.Key.Key_Return)
        assert wizard.stack.currentIndex() == 1, wizard.banner.text.text()
        assert wizard.book is not None
        assert wizard.book.count(Query("entry")) == 3
        assert wizard.book.unit.computer == 2
        wizard.close()


def joined(world: World, unit: Book) -> Book:
    added = joining.add_computer(unit, world.usb).result
    assert isinstance(added, joining.Added)
    return world.keep(joining.join(world.folder / "pc2", added.path, added.digits, RECORDS))


def test_two_are_brought_up_to_date_and_say_how_far_they_are(
    qapp: QApplication, qtbot: QtBot, world: World
) -> None:
    unit = world.unit()
    (row_id,) = entries(unit, 1)
    second = joined(world, unit)
    edit(unit, row_id, amount_fen=1)
    edit(second, row_id, amount_fen=2)
    make_person(second, "李建华")
    sent = peering.export_peer(second, world.usb).result
    assert isinstance(sent, peering.SentFile)
    with program(qapp), window_on(unit.again()) as window:
        page = page_on(window)
        assert texts(page)[1][3:] == ["还没有读过", "还不知道"]
        page.read_in(sent.path)
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        assert "有 1 条两边都改过" in page.done.text()
        assert texts(page)[1][1] == "在用"
        page.done.hide()
        page.write_to(world.usb)
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        assert "可以拔了" in page.done.text()
        assert list(world.usb.glob("对数_第1社区_*.qlb"))


def test_a_lost_one_is_stopped_with_a_reason(
    qapp: QApplication, qtbot: QtBot, world: World
) -> None:
    unit = world.unit()
    second = joined(world, unit)
    sent = peering.export_peer(second, world.usb).result
    assert isinstance(sent, peering.SentFile)
    with program(qapp), window_on(unit.again()) as window:
        page, clerk = page_on(window), Clerk(window)
        page.table.selectRow(0)
        assert not page.stop.isVisible(), "nobody stops the computer they sit at"
        page.table.selectRow(1)
        clerk.fill(page.reason, "lost")
        clerk.reach(page.stop)
        QTest.keyClick(page.stop, Qt.Key.Key_Space)
        assert texts(page)[1][1] == "已停用"
        page.read_in(sent.path)
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        assert "已停用" in page.banner.text.text()


def test_the_street_sees_two_computers_and_stops_one(qapp: QApplication, world: World) -> None:
    unit, street = world.unit(), world.street
    second = joined(world, unit)
    entries(unit, 1)
    entries(second, 1, first=5)
    for one in (unit, second):
        take(street, export(one, world.usb).path)
    with program(qapp), window_on(street.again()) as window:
        page = page_on(window)
        assert [row[:3] for row in texts(page)] == [
            ["第1社区", "1号电脑", "在用"],
            ["第1社区", "2号电脑", "在用"],
        ]
        assert "加一台电脑" not in shown_buttons(page)
        page.table.selectRow(1)
        Clerk(window).press("停用这台", page)
        assert "为什么停用" in page.banner.text.text()
        page.reason.setText("电脑被盗")
        Clerk(window).press("停用这台", page)
        assert [row[2] for row in texts(page)] == ["在用", "已停用"]
    assert computers.at_the_street(street)[1]["state"] == "已停用"


def test_a_copied_folder_goes_on_by_itself_after_a_second_look(
    qapp: QApplication, world: World
) -> None:
    unit = world.unit()
    stream = unit.unit.stream_id
    with program(qapp), window_on(unit.again()) as window:
        page, clerk = page_on(window), Clerk(window)
        clerk.press("这份数据是复制来的", page)
        assert window.book.unit.stream_id == stream, "one press alone changes nothing"
        clerk.press("是复制来的，单独算", page)
        assert window.book.unit.stream_id != stream
        assert "整包" in page.done.text()
