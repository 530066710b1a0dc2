"""All the street wrote on one stick: what is told of it is what really happened."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, entries, export, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Stopped
from qinglian_desktop.exchange import directing
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.shell import cli, from_street
from qinglian_desktop.store.book import Book


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def unit(world: World) -> Book:
    """A unit for which one receipt and one matter lie on the stick."""
    unit = world.unit()
    entries(unit, 1)
    take(world.street, export(unit, world.usb).path)
    actions.issue(world.street, (unit.unit.code,), {"title": "报送台账"})
    directing.write_down(world.street, world.usb)
    return unit


def test_what_was_read_before_is_not_told_as_read_again(world: World, unit: Book) -> None:
    first = from_street.read_all(unit, world.usb, lambda *_: True)
    assert (first.label, first.result.read) == ("读取街道写来的 2 个文件", 2)
    again = from_street.read_all(unit, world.usb, lambda *_: True)
    assert (again.label, again.result.read) == ("街道写来的以前都读过", 0)


def test_stopped_at_once_is_not_told_as_read(world: World, unit: Book) -> None:
    with pytest.raises(Stopped):
        from_street.read_all(unit, world.usb, lambda *_: False)
    assert unit.count(Query("receipt")) + unit.count(Query("directive")) == 0


def test_stopped_half_way_says_how_many_were_left(world: World, unit: Book) -> None:
    told = from_street.read_all(unit, world.usb, lambda done, *_: done < 1)
    assert told.label == "读取街道写来的 1 个文件"
    assert told.result.notes == ("已停止，还有 1 个没有读",)
    assert (unit.count(Query("receipt")), unit.count(Query("directive"))) == (1, 0)


def test_a_withdrawn_matter_ends_its_task_also_when_one_file_is_opened(
    world: World, unit: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the page and on the command line as well as by 读取回执."""
    actions.issue(world.street, (unit.unit.code,), {"title": "报花名册"})
    directing.write_down(world.street, world.usb)
    from_street.read_all(unit, world.usb, lambda *_: True)
    tasks = [actions.register_task(unit, row_id).result for row_id in unit.ids(Query("directive"))]
    for row_id, by_page in zip(unit.ids(Query("directive")), (True, False), strict=True):
        actions.withdraw(world.street, row_id)
        sent: Any = directing.write_down(world.street, world.usb).result
        if by_page:
            told = from_street.read_one(unit, sent[0].path)
            assert "1 条已终止" in told.result.notes[-1]
            assert ("task", "") in told.touched
        else:
            unit.close()
            cli.main(["--home", str(unit.home), "bundle", "import", str(sent[0].path)])
            assert "1 条已终止" in capsys.readouterr().out
    with Book.open(unit.home, RECORDS) as again:
        assert {row["state"] for row in again.page("task", tasks)} == {"已终止"}
