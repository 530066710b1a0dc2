"""The street's pages around a merge: its rows one by one, much that goes, what is kept aside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from exchange.at_work import World, drop, edit, entries, export, report
from qinglian_desktop.core.module import Query
from qinglian_desktop.shell import held_page
from qinglian_desktop.shell.deletions_page import DeletionsPage
from qinglian_desktop.shell.held_page import HeldPage
from qinglian_desktop.shell.merge_details import MergeDetails
from qinglian_desktop.shell.merge_page import MergePage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, window_on

PIN = "271828"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def emptied(world: World) -> tuple[Book, Path]:
    """A unit that deletes 6 of 20 rows, changes one and brings one."""
    unit = world.unit(1)
    ids = entries(unit, 20)
    report(unit, world.street, world.usb)
    drop(unit, *ids[:6])
    edit(unit, ids[10], amount_fen=77_700)
    entries(unit, 1, first=90)
    return unit, export(unit, world.usb).path


def merging(window: Window, path: Path, qtbot: Any) -> MergePage:
    page = window.go("exchange")
    found = page if isinstance(page, MergePage) else page.findChild(MergePage)
    assert isinstance(found, MergePage)
    found.look_at([path])
    qtbot.waitUntil(found.merge.isVisible, timeout=LONG)
    return found


def test_beside_the_receipts_of_last_time_a_bundle_in_a_folder_is_named(
    world: World, qtbot: Any
) -> None:
    unit = world.unit(1)
    entries(unit, 1)
    report(unit, world.street, world.usb)
    entries(unit, 1, first=9)
    (world.usb / "十一月").mkdir()
    for path in [one for one in world.usb.glob("*.qlb") if "回执" not in one.name]:
        path.unlink()
    export(unit, world.usb / "十一月")
    assert list(world.usb.glob("*回执*.qlb"))
    with window_on(world.street) as window:
        page = window.go("exchange")
        merge = page if isinstance(page, MergePage) else page.findChild(MergePage)
        assert merge is not None
        merge.look_at_folder(world.usb)
        qtbot.waitUntil(merge.banner.isVisible, timeout=LONG)
        assert "〔十一月〕里有 1 个数据包" in merge.banner.text.text()


def over(window: Window, kind: type, qtbot: Any) -> Any:
    qtbot.waitUntil(lambda: isinstance(window.page, kind), timeout=LONG)
    return window.page


def cells(table: Any) -> list[tuple[str, ...]]:
    return [tuple(row) for row in table.records.rows]


def test_the_rows_behind_the_counts(world: World, emptied: tuple[Book, Path], qtbot: Any) -> None:
    with window_on(world.street) as window:
        clerk, page = Clerk(window), merging(window, emptied[1], qtbot)
        page.found.selectRow(0)
        clerk.key(Qt.Key.Key_Return, on=page.found)
        seen = over(window, MergeDetails, qtbot)
        rows = cells(seen.table)
        assert [row[2] for row in rows] == ["删除"] * 6 + ["改", "新增"]
        assert "100.10 → 777.00" in rows[6][3]
        cover.set_covered(True)
        model = seen.table.records
        assert "777" not in str(model.index(6, 3).data())
        cover.set_covered(False)
        clerk.key(Qt.Key.Key_Escape, on=seen)
        assert page.merge.isVisible(), "back where the clerk was"
        assert world.street.count(Query("entry")) == 20


def test_much_that_goes_is_not_agreed_to(
    world: World, emptied: tuple[Book, Path], qtbot: Any
) -> None:
    street = world.street
    with window_on(street) as window:
        clerk, page = Clerk(window), merging(window, emptied[1], qtbot)
        clerk.click(page.merge)
        asked = over(window, DeletionsPage, qtbot)
        assert len(cells(asked.table)) == 6
        assert street.count(Query("entry")) == 20
        clerk.key(Qt.Key.Key_Space, on=asked.keep)
        qtbot.waitUntil(lambda: street.count(Query("entry")) == 21, timeout=LONG)
        qtbot.waitUntil(lambda: isinstance(window.page, MergePage), timeout=LONG)


def test_a_second_person_agrees_with_a_pin(
    world: World, emptied: tuple[Book, Path], qtbot: Any
) -> None:
    street = world.street
    signers.add(street, "王复核", "街道负责人", PIN)
    with window_on(street) as window:
        clerk, page = Clerk(window), merging(window, emptied[1], qtbot)
        clerk.click(page.merge)
        asked = over(window, DeletionsPage, qtbot)
        assert not asked.alone.isVisible(), "nobody agrees with oneself"
        asked.pins.pin.setText("000001")
        clerk.click(asked.pins.button)
        qtbot.waitUntil(asked.banner.isVisible, timeout=LONG)
        assert street.count(Query("entry")) == 20
        asked.pins.pin.setText(PIN)
        clerk.click(asked.pins.button)
        qtbot.waitUntil(lambda: street.count(Query("entry")) == 15, timeout=LONG)
        reasons = street.connection.execute("SELECT reason FROM change").fetchall()
        assert ("同意删除 6 条：王复核",) in reasons
        qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)


def test_a_bad_file_is_kept_aside_and_answered(world: World, qtbot: Any) -> None:
    unit, street = world.unit(1), world.street
    entries(unit, 1)
    path = export(unit, world.usb).path
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    with window_on(street) as window:
        clerk, page = Clerk(window), merging(window, path, qtbot)
        assert not page.merge.isEnabled()
        page.reload()
        assert page.aside.text() == "隔离与等待 1"
        clerk.click(page.aside)
        held = over(window, HeldPage, qtbot)
        ((name, sender, _, what, state),) = cells(held.aside)
        assert (name, sender, state) == (path.name, "第1社区", "待查")
        assert what in held.said.text() and "QL-UB-103" in held.said.text()
        clerk.click(held.done)
        assert held.banner.isVisible(), "what was found out must be written"
        held.found.setText("已请社区重新导出")
        clerk.key(Qt.Key.Key_Return, on=held.found)
        assert cells(held.aside)[0][4] == "已处理"
        assert "已请社区重新导出" in held.said.text()
        assert not held.done.isEnabled()
        clerk.key(Qt.Key.Key_Escape, on=held)
        assert page.aside.text() == "隔离与等待"


def test_nothing_held_is_said_so(world: World, qtbot: Any) -> None:
    with window_on(world.street) as window:
        page = held_page.open_it(window)
        assert page.empty.isVisible()
        assert held_page.open_it(window) is not page
        assert isinstance(window.page, HeldPage)
