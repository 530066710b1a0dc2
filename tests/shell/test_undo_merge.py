"""撤销这次合并 in the undo centre, with real keys and clicks; and from the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from exchange.at_work import World, drop, edit, entries, export, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import cli, undo_centre
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def merged(world: World) -> tuple[Book, list[str]]:
    """A unit whose second bundle changed one row and brought two."""
    unit = world.unit(1)
    ids = entries(unit, 3)
    take(world.street, export(unit, world.usb).path)
    edit(unit, ids[0], amount_fen=77_700)
    entries(unit, 2, first=20)
    take(world.street, export(unit, world.usb).path)
    return unit, ids


def test_a_merge_is_looked_at_and_taken_back(
    world: World, merged: tuple[Book, list[str]], qtbot: Any
) -> None:
    street, ids = world.street, merged[1]
    with window_on(street) as window:
        clerk = Clerk(window)
        page = undo_centre.open_it(window)
        qtbot.waitUntil(lambda: bool(page.lines), timeout=LONG)
        assert [(b.rows, b.fixed[:5]) for b in page.lines] == [(3, ""), (3, "它上面还有")]
        assert page.undo.text() == "撤销这次合并"
        clerk.key(Qt.Key.Key_Return, on=page.table)
        deeds = [row[2] for row in page.details.table.records.rows]
        assert deeds == ["新增", "新增", "改"]
        assert "100.00 → 777.00" in page.details.table.records.rows[2][3]
        clerk.key(Qt.Key.Key_Escape, on=page)
        clerk.answer("先不撤销")
        clerk.press("撤销这次合并", page)
        assert street.count(Query("entry")) == 5
        clerk.answer("撤销这次合并")
        clerk.press("撤销这次合并", page)
        qtbot.waitUntil(lambda: street.count(Query("entry")) == 3, timeout=LONG)
        row = street.row("entry", ids[0])
        assert row is not None
        assert row["amount_fen"] == 10_000
        said = "已撤销合并：拿走新来的 2 条，1 条回到原来的内容。"
        qtbot.waitUntil(lambda: window.bar.text.text().startswith(said), timeout=LONG)
        qtbot.waitUntil(lambda: page.lines[0].undone, timeout=LONG)
        assert not page.again.isEnabled(), "only the bundle itself brings it again"
        assert "再导入一次" in page.why.text()


def test_the_command_line_takes_back_the_newest_merge_of_a_unit(
    world: World, merged: tuple[Book, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    street, code = world.street, "500110007001"
    street.close()
    home = ["--home", str(street.home)]
    assert cli.main([*home, "bundle", "undo", code, "--number", "1"]) == 1
    assert "最近一次合并的是第 2 号包" in capsys.readouterr().err
    assert cli.main([*home, "bundle", "undo", code]) == 0
    assert "拿走 2 条，1 条回到原来的内容" in capsys.readouterr().out
    assert cli.main([*home, "bundle", "undo", code, "--number", "1"]) == 0
    assert cli.main([*home, "bundle", "undo", code]) == 1
    assert "没有可以撤销的合并" in capsys.readouterr().err


def test_the_command_line_keeps_what_is_not_agreed_to(
    world: World, merged: tuple[Book, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    street, (unit, ids) = world.street, merged
    ids = [*ids, *entries(unit, 6, first=40)]
    take(street, export(unit, world.usb).path)
    drop(unit, *ids)
    path = str(export(unit, world.usb).path)
    street.close()
    home = ["--home", str(street.home), "bundle", "import", path]
    assert cli.main(home) == 1
    assert cli.main([*home, "--keep-deleted"]) == 0
    assert "9 条删除没有同意" in capsys.readouterr().out
    world.street = world.keep(Book.open(street.home, RECORDS))
    assert world.street.count(Query("entry")) == 11
