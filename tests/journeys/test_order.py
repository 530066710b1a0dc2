"""An order from the street's window to the unit's and back, by hand and on one stick (ST-08)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from exchange.at_work import World, entries, report
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import directing, incoming
from qinglian_desktop.modules.directives import actions, reads
from qinglian_desktop.modules.directives.page.matters import MattersPage
from qinglian_desktop.modules.directives.page.reviewing import ReviewForm
from qinglian_desktop.modules.directives.page.sent_back import SentBackPage
from qinglian_desktop.modules.directives.page.writing import WritingPage
from qinglian_desktop.shell import sticks
from qinglian_desktop.shell.exchange_page import ExchangePage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.drawer import RecordDrawer
from windows import LONG, Clerk, primaries, shown_buttons, window_on

ALT, SPACE = Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Space


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)  # its books are closed by their windows


@pytest.fixture
def plugged(world: World, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sticks, "mounted", lambda **_: [world.usb])
    return world.usb


def section(window: Window, page_id: str, key: str, kind: type) -> Any:
    page: Any = window.go(page_id)
    shown = page.show_section(key)
    assert isinstance(shown, kind)
    return shown


def send(street: Book, unit: Book, usb: Path) -> None:
    (sent,) = directing.write_down(street, usb).result  # type: ignore[misc]
    incoming.import_file(unit, sent.path)


def test_an_order_is_written_with_the_keyboard_and_answered_there(
    world: World, plugged: Path, qtbot: Any
) -> None:
    unit = world.unit(1, "新街子社区")
    with window_on(world.street) as office:
        clerk = Clerk(office)
        clerk.key(Qt.Key.Key_6, ALT)
        page = office.page.findChild(WritingPage)
        assert page is not None
        clerk.press("下发一件", page)
        form = page.form
        clerk.write("公开栏补贴三季度财务公告")
        clerk.fill(form.form.editors["due_on"].input, "2026-12-20")
        clerk.reach(form.units)
        clerk.key(SPACE)
        clerk.press("保存", form)
        (row,) = world.street.rows(Query("directive"))
        assert (row["to_name"], row["due_on"]) == ("新街子社区", "2026-12-20")
        assert page.table.records.rows[0][2] == "任务 1"
        clerk.press("全部写到 U 盘", page)
        qtbot.waitUntil(page.done.isVisible, timeout=LONG)
        assert "可以拔了" in page.done.text()
    with window_on(unit) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_9, ALT)
        first = window.page.findChild(ExchangePage)
        assert first is not None
        clerk.press("读取回执", first)
        qtbot.waitUntil(lambda: unit.count(Query("directive")) == 1, timeout=LONG)
        qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
        window.go("today")
        qtbot.waitUntil(lambda: "去办" in shown_buttons(window.today), timeout=LONG)
        clerk.press("去办", window.today)
        matters = window.page.findChild(MattersPage)
        assert matters is not None
        assert matters.isVisible()
        assert matters.current is not None
        clerk.press("已办完", matters)
        clerk.press("保存答复", matters)
        assert "还没写怎么办的" in matters.form.editors["said"].message.text()
        clerk.reach(matters.form.editors["said"].input)
        clerk.write("贴好了")
        clerk.press("保存答复", matters)
        (answer,) = unit.rows(Query("directive_answer"))
        assert (answer["state"], answer["said"]) == ("已办完", "贴好了")
        assert matters.table.records.rows[0][0] == "已办完"


def test_what_was_sent_back_opens_at_its_field_with_the_reason_and_goes_when_it_is_mended(
    world: World, qtbot: Any
) -> None:
    unit, street = world.unit(1), world.street
    (row_id,) = entries(unit, 1)
    report(unit, street, world.usb)
    actions.review(street, "entry", row_id, "退回", "对方写错了", "counterparty")
    send(street, unit, world.usb)
    street.close()
    with window_on(unit) as window:
        page = section(window, "exchange", "sent_back", SentBackPage)
        assert [row[1:3] for row in page.table.records.rows] == [("对方", "对方写错了")]
        clerk = Clerk(window)
        clerk.press("去改", page)
        ledger: Any = window.page
        while hasattr(ledger, "current") and not hasattr(ledger, "drawer"):
            ledger = ledger.current
        assert ledger.drawer.isVisible()
        assert "对方写错了" in ledger.drawer.banner.text.text()
        assert ledger.drawer.sent_mark.accessibleName().startswith("街道退回")
        editor = ledger.drawer.form.editors["counterparty"]
        qtbot.waitUntil(lambda: editor.isAncestorOf(QApplication.focusWidget()), timeout=LONG)
        editor.put_text("新街子文具店")
        editor.mark_touched()
        assert ledger.save_now()
        assert reads.sent_back(unit) == []
        assert not ledger.drawer.sent_mark.isVisible()
        page = section(window, "exchange", "sent_back", SentBackPage)
        assert page.empty.isVisible()


def test_the_street_sends_an_answer_back_and_closes_it_afterwards(world: World) -> None:
    unit, street = world.unit(1), world.street
    made: Any = actions.issue(street, (unit.unit.code,), {"title": "报送台账"})
    send(street, unit, world.usb)
    actions.answer(unit, made.result[0], {"state": "已办完", "said": "交了"})
    report(unit, street, world.usb)
    unit.close()
    with window_on(street) as office:
        page = section(office, "directives", "directive", MattersPage)
        clerk = Clerk(office)
        assert page.table.records.rows[0][0] == "已办完"
        assert primaries(page) == ["办结"], "one filled button"
        clerk.press("退回再办", page)
        assert "退回要写原因" in page.form.editors["closed_note"].message.text()
        clerk.reach(page.form.editors["closed_note"].input)
        clerk.write("少了盖章")
        clerk.press("退回再办", page)
        assert page.table.records.rows[0][0] == "退回再办"
        clerk.reach(page.form.editors["closed_note"].input)
        clerk.write("现场看过")
        clerk.press("办结", page)
        assert page.empty.isVisible()
        clerk.press("办结的也列出", page)
        assert page.table.records.rows[0][0] == "已办结"
        office.runner.undo()
        assert page.table.records.rows[0][0] == "退回再办"


def test_half_an_answer_outlives_another_matter_and_a_new_reading(world: World) -> None:
    unit, street = world.unit(1), world.street
    for title in ("报送台账", "补贴公告"):
        actions.issue(street, (unit.unit.code,), {"title": title})
    send(street, unit, world.usb)
    street.close()
    with window_on(unit) as window:
        page = section(window, "exchange", "directive", MattersPage)
        clerk = Clerk(window)
        said = page.form.editors["said"]
        clerk.reach(said.input)
        clerk.write("已联系代账会计")
        clerk.reach(page.table)
        clerk.key(Qt.Key.Key_Down)
        assert said.stored() is None, "the other matter's form is its own"
        clerk.key(Qt.Key.Key_Up)
        assert said.stored() == "已联系代账会计"
        page.reload()  # as after reading a stick
        assert said.stored() == "已联系代账会计"
        clerk.press("保存答复", page)
        (answer,) = unit.rows(Query("directive_answer"))
        assert answer["said"] == "已联系代账会计"
        window.runner.undo()
        assert said.stored() is None, "what was saved and taken back is not put there again"


def test_escape_leaves_a_half_written_matter_and_finds_it_again(world: World) -> None:
    world.unit(1, "新街子社区")
    with window_on(world.street) as office:
        page = section(office, "directives", "down", WritingPage)
        clerk = Clerk(office)
        clerk.press("下发一件", page)
        clerk.write("公开栏补贴三季度财务公告")
        clerk.reach(page.form.units)
        clerk.key(SPACE)
        clerk.key(Qt.Key.Key_Escape)
        clerk.press("下发一件", page)
        title = page.form.form.editors["title"]
        assert title.stored() == "公开栏补贴三季度财务公告"
        assert len(page.form.codes()) == 1
        clerk.press("不要", page.form)
        clerk.press("下发一件", page)
        assert (title.stored(), page.form.codes()) == (None, [])
        assert world.street.count(Query("directive")) == 0


def test_an_opinion_is_begun_at_a_figure_of_the_merged_table(world: World) -> None:
    unit, street = world.unit(1), world.street
    entries(unit, 2)
    report(unit, street, world.usb)
    unit.close()
    with window_on(street) as office:
        page: Any = office.go("summary")
        column = page.current.lines[0].values.index(20_001)
        page.open_figure(0, column + 1)
        clerk = Clerk(office)
        clerk.press("提意见", page)
        form = page.findChild(ReviewForm)
        clerk.write("发票抬头不对")
        clerk.press("保存意见", form)
        assert form.isHidden()
        (review,) = street.rows(Query("review"))
        assert (review["verdict"], review["said"]) == ("退回", "发票抬头不对")
        assert review["target_table"] == "entry"


def test_a_row_says_when_the_street_has_it(world: World) -> None:
    unit = world.unit(1)
    (taken,) = entries(unit, 1)
    report(unit, world.street, world.usb)
    (new,) = entries(unit, 1, first=9)
    world.street.close()
    with window_on(unit) as window:
        page: Any = window.go("funds")
        page.show_row("entry", taken)
        drawer = page.findChild(RecordDrawer)
        assert drawer.sent_mark.isVisible()
        assert drawer.sent_mark.accessibleName().startswith("街道已收 2026年11月24日")
        page.show_row("entry", new)
        assert not drawer.sent_mark.isVisible()
