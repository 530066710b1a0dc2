"""交接 (U-07) as a page: counted, packed, printed, signed by both; what is missing is named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.handover import actions, papers
from qinglian_desktop.modules.handover.records import FINISHED
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell import acts, drawing
from qinglian_desktop.shell.handover_lists import DIFFERENT, KEYS
from qinglian_desktop.shell.handover_page import HandoverPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import signers
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, office_window, program

PHRASE = "清风拂过村口的田野"
GIVER, TAKER = "周文书", "郑接手"


def shown(page: HandoverPage) -> str:
    """What stands in the list, as it is drawn."""
    model = page.lists.table.model()
    places = (model.index(row, 0) for row in range(model.rowCount()))
    return "\n".join(str(place.data()) for place in places)


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), office_window(tmp_path) as made:
        tasks.save_task(made.book, None, {"title": "迟了的事", "due_on": "2026-11-01"})
        yield made


@pytest.fixture
def page(qtbot: Any, window: Window) -> HandoverPage:
    acts.do(window, "交接")
    made = window.page
    assert isinstance(made, HandoverPage)
    qtbot.waitUntil(lambda: made.now is not None, timeout=LONG)
    return made


@pytest.fixture
def packed(qtbot: Any, page: HandoverPage, tmp_path: Path, monkeypatch: Any) -> HandoverPage:
    """The package made as a clerk makes it."""
    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    clerk = Clerk(page.window())
    clerk.fill(page.inputs["taker"], TAKER)
    for name in ("phrase", "again"):
        clerk.fill(page.inputs[name], PHRASE)
    clerk.click(page.make)
    qtbot.waitUntil(lambda: actions.last(page._book) is not None, timeout=LONG)
    qtbot.waitUntil(lambda: not page.inputs["phrase"].text(), timeout=LONG)
    return page


def test_it_is_counted_packed_printed_and_signed_by_both(
    qtbot: Any, packed: HandoverPage, window: Window, tmp_path: Path, monkeypatch: Any
) -> None:
    page, book = packed, window.book
    assert "未办结" in page.lists.sum.text() and "1 件已经过期" in page.lists.sum.text()
    assert {one.suffix for one in (tmp_path / "U盘").iterdir()} == {".age", ".json"}
    said: list[str] = []
    monkeypatch.setattr(
        drawing, "show_paper", lambda _w, paper, _n: said.append("\n".join(as_text(paper)))
    )
    qtbot.mouseClick(page.print, Qt.MouseButton.LeftButton)
    row = actions.last(book)
    assert row is not None
    for word in (row["package"], row["list_hash"], "迟了的事", "交出人签字", "接手人签字"):
        assert word in said[0], word
    signers.add(book, GIVER, "文书", "702931")
    signers.add(book, TAKER, "文书", "518264", vouched_by=GIVER, their_pin="702931")
    page.show_state()
    assert page.state.accessibleName() == "未完成交接"
    for name, pin in ((GIVER, "702931"), (TAKER, "518264")):
        page.sign.who.setCurrentText(name)
        page.sign.pin.setText(pin)
        qtbot.mouseClick(page.sign.button, Qt.MouseButton.LeftButton)
        signed = actions.last(book)
        assert signed is not None
        assert (signed["state"] == FINISHED) is (name == TAKER)
    assert "两个人都签了" in page.told.text() and not page.sign.isVisible()


def test_it_stands_in_today_until_the_signed_paper_is_there(
    qtbot: Any, packed: HandoverPage, window: Window, tmp_path: Path, monkeypatch: Any
) -> None:
    def line() -> Any:
        return next((r for r in window.today.rows() if r.due.module == "handover"), None)

    window.go("today")
    qtbot.waitUntil(lambda: line() is not None, timeout=LONG)
    assert TAKER in line().due.why
    qtbot.mouseClick(line().button, Qt.MouseButton.LeftButton)
    page = window.page
    assert isinstance(page, HandoverPage) and not page.sign.isVisible()
    scan = tmp_path / "签好的.jpg"
    scan.write_bytes(b"a scan")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scan), ""))
    qtbot.mouseClick(page.scan, Qt.MouseButton.LeftButton)
    row = actions.last(window.book)
    assert row is not None and row["state"] == FINISHED and row["files"]
    window.go("today")
    qtbot.waitUntil(lambda: line() is None, timeout=LONG)


def test_what_differs_from_the_list_is_named(qtbot: Any, packed: HandoverPage) -> None:
    row = actions.last(packed._book)
    assert row is not None
    listed = next(packed._book.home.parent.glob("U盘/*.json"))
    tasks.save_task(packed._book, None, {"title": "后来的"})
    packed.compare_with(listed)
    qtbot.waitUntil(lambda: packed.lists.shown == DIFFERENT, timeout=LONG)
    assert "任务：清单上 1 条，这里 2 条" in shown(packed)


def test_a_list_that_was_changed_is_not_printed(packed: HandoverPage) -> None:
    row = actions.last(packed._book)
    assert row is not None
    with pytest.raises(Refused, match="不在了"):
        actions.list_of(packed._book, {**row, "list_hash": "0" * 64})
    told = papers.paper(actions.list_of(packed._book, row), package="包")
    assert not told.draft


def test_the_first_thing_that_lacks_is_said_and_reached(qtbot: Any, page: HandoverPage) -> None:
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert "接手人" in page.banner.text.text() and page.inputs["taker"].hasFocus()
    page.inputs["taker"].setText(TAKER)
    page.inputs["phrase"].setText("短")
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert page.inputs["phrase"].hasFocus()
    page.inputs["phrase"].setText(PHRASE)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert "不一样" in page.banner.text.text() and actions.last(page._book) is None


def test_the_cover_stops_paper_and_package(qtbot: Any, page: HandoverPage) -> None:
    cover.set_covered(True)
    for button in (page.print, page.make):
        page.banner.hide()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert "遮挡" in page.banner.text.text()
    qtbot.mouseClick(page.lists.ways[KEYS], Qt.MouseButton.LeftButton)
    assert GIVER not in shown(page)
