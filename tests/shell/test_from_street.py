"""All the street wrote on one stick: what is told of it is what really happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.at_work import World, entries, export, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Stopped
from qinglian_desktop.exchange import directing
from qinglian_desktop.modules.directives import actions
from qinglian_desktop.shell import from_street
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
