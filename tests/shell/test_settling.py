"""At the street's window: rows a restored unit no longer has are seen, and settled with one act."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from exchange.at_work import World, copy_of, entries, export, report, take
from office import begin_stream
from qinglian_desktop.core import clock
from qinglian_desktop.modules.street.page import board as board_page
from qinglian_desktop.shell.window import Window
from windows import TODAY, window_on


@pytest.fixture
def street_window(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    """The unit lost two entries in a restore; its whole bundle has just been merged."""
    with clock.fixed(TODAY):
        world = World(tmp_path)
        unit = world.unit(name="新街子社区")
        entries(unit, 30)
        report(unit, world.street, world.usb)
        restored = world.keep(copy_of(unit, tmp_path / "backup"))
        begin_stream(restored)
        entries(unit, 2, first=100)
        take(world.street, export(unit, world.usb).path)
        take(world.street, export(restored, world.usb).path)
        world._open.remove(world.street)
        with window_on(world.street) as made:
            yield made
        world.close()


def test_the_board_names_it_and_one_button_settles_it(
    street_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: Any, text: str, *_words: str, **_more: Any) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr(board_page, "ask", ask)
    page: Any = street_window.go("board")
    assert (page.lines[0].state, page.lines[0].missing) == ("对不上", "多 2 条")
    assert page.settle.isVisible()
    page.settle.click()
    assert "新街子社区还原过备份：街道多 2 条，单位已没有" in asked[0] and "0100" in asked[0]
    assert page.lines[0].state == "本月已报"
    assert not page.settle.isVisible()
    street_window.runner.undo()
    assert page.lines[0].state == "对不上" and page.settle.isVisible()


def test_nothing_happens_when_the_street_says_not_yet(
    street_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_page, "ask", lambda *_a, **_k: False)
    page: Any = street_window.go("board")
    page.settle.click()
    assert page.lines[0].state == "对不上"


def test_today_and_the_merged_tables_say_it_too(street_window: Window) -> None:
    today: Any = street_window.today
    assert any("街道多 2 条" in due.subject for due in today.found)
    page: Any = street_window.go("summary")
    assert "新街子社区 2 条" in page.left_out.text() and page.left_out.isVisible()
    for table in page._tables:
        if table.key == "funds":
            assert table.lines[0].values[table.columns.index("笔数")] == 30
