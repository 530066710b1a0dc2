"""改名、合并、拆分 at the street, and a fork decided on the page of what was kept aside."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exchange.at_work import World, copy_of, edit, entries, export, report, take
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import quarantine
from qinglian_desktop.modules.registry.records import Post
from qinglian_desktop.shell import acts, held_page, units_page
from qinglian_desktop.shell.units_page import MERGE, SPLIT
from windows import LONG, Clerk, program, window_on

DAY = date(2026, 1, 1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def test_a_unit_is_renamed_a_part_split_off_and_the_rest_merged(
    qapp: QApplication, qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, street = world.unit(1), world.unit(2), world.street
    entries(one, 2)
    gone = make_person(one, "李建华", address="3组2号")
    with one.change("任职") as change:
        change.put(
            Post(body="居委会", person_id=gone, person_name="李建华", title="主任", from_on=DAY)
        )
    make_person(one, "王秀英", address="1组1号")
    report(one, street, world.usb)
    asked: list[str] = []
    monkeypatch.setattr(
        units_page, "ask", lambda _page, words, *_, **__: bool(asked.append(words)) or True
    )
    with program(qapp), window_on(street.again()) as window:
        assert "改名、合并、拆分" in acts.named(window)
        page = units_page.open_it(window)
        clerk = Clerk(window)
        page.name.setText("清溪社区")
        clerk.press("签发", page)
        assert page.banner.isVisible() and page.ground.hasFocus(), "the ground is asked for"
        page.ground.setText("通惠街办〔2026〕15号")
        QTest.keyClick(page.sign, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page.one.currentText() == "清溪社区", timeout=LONG)
        page.ways[SPLIT].click()
        assert not page.table.isVisible() and page.sign.visibleRegion().boundingRect().height() > 20
        items = page.ledgers.findItems("人员", Qt.MatchFlag.MatchExactly)
        items[0].setCheckState(Qt.CheckState.Checked)
        page.words.setText("3组")
        assert page.count.text() == "会移走：人员 1 条。"
        page.ground.setText("通惠街办〔2026〕16号")
        clerk.press("签发", page)
        qtbot.waitUntil(lambda: len(page.lines) == 1, timeout=LONG)
        assert "1 条记录移交给〔第2社区〕" in asked[-1]
        assert "提到它们的任职 1 条没有选，留在原单位" in asked[-1]
        assert window.book.row("person", gone)["owner"] == other.unit.office_id
        page.ways[MERGE].click()
        page.ground.setText("通惠街办〔2026〕17号")
        clerk.press("签发", page)
        qtbot.waitUntil(lambda: len(page.lines) == 2, timeout=LONG)
        owners = {r["owner"] for r in window.book.rows(Query("entry"))}
        assert owners == {other.unit.office_id}
        page.table.selectRow(0)
        page.ground.setText("签错了")
        clerk.press("移回", page)
        qtbot.waitUntil(lambda: len(page.lines) == 3, timeout=LONG)
        owners = {r["owner"] for r in window.book.rows(Query("entry"))}
        assert owners == {one.unit.office_id}


def test_the_street_decides_a_fork_where_it_lies(qapp: QApplication, world: World) -> None:
    unit, street, usb = world.unit(), world.street, world.usb
    (row_id,) = entries(unit, 1)
    report(unit, street, usb)
    copy = world.keep(copy_of(unit, world.folder / "copy"))
    for book, word in ((unit, "甲"), (copy, "乙")):
        edit(book, row_id, summary=word)
    take(street, export(unit, usb).path)
    path = export(copy, usb).path
    with pytest.raises(Refused) as refused:
        take(street, path)
    quarantine.take(street, path, refused.value)
    with program(qapp), window_on(street.again()) as window:
        page = held_page.open_it(window)
        assert page.first.isVisible() and page.later.isVisible()
        page.found.setText("和社区核对过，后一台是借去用的")
        Clerk(window).press("先到的继续用", page)
        (decision,) = window.book.rows(Query("fork_decision"))
        assert decision["reason"] == "和社区核对过，后一台是借去用的"
        assert not page.first.isVisible()
        assert "另一台单独算" in page.said.text()
