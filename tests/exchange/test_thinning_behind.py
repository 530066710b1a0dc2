"""Whoever went back to before a cut of the trail is given everything: the images that are gone
cannot tell what they lack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.at_work import World, edit, entries, export, report, take
from exchange.test_directives import ask_of, send, titles
from exchange.test_peers import hear, joined, pass_on, quickly_shut, shared, tell  # noqa: F401
from exchange.test_thinning_travels import LATER, NOW, THEN, cut
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import backup
from qinglian_desktop.store.book import Book


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def gone_back(world: World, book: Book, copy: Path) -> Book:
    """The office as this copy has it, in a history of its own."""
    home, keys = book.home, book.keys
    book.close()
    backup.restore(copy, home, keys)
    return world.keep(Book.open(home, RECORDS))


def test_a_computer_of_the_office_that_went_back_hears_everything_again(world: World) -> None:
    with clock.fixed(THEN):
        unit = world.unit()
        ids = entries(unit, 3)
        second = joined(world, unit)
        pass_on(unit, second, usb=world.usb)
        old = second.back_up(world.folder / "备份").folder
    with clock.fixed(LATER):
        edit(unit, ids[0], summary="在备份以后")
        report(unit, world.street, world.usb)
        pass_on(unit, second, usb=world.usb)
    with clock.fixed(NOW):
        entries(unit, 1, first=6)
        report(unit, world.street, world.usb)
        pass_on(unit, second, usb=world.usb)
        assert cut(unit)
        second = gone_back(world, second, old)
        pass_on(second, unit, usb=world.usb)
        pass_on(second, unit, usb=world.usb)
        row = second.row("entry", ids[0])
        assert row is not None and row["summary"] == "在备份以后"
        assert shared(second) == shared(unit)


def test_a_street_that_went_back_is_sent_everything_again(world: World) -> None:
    with clock.fixed(THEN):
        unit = world.unit()
        ids = entries(unit, 3)
        report(unit, world.street, world.usb)
        old = world.street.back_up(world.folder / "备份").folder
    with clock.fixed(LATER):
        edit(unit, ids[0], summary="在备份以后")
        report(unit, world.street, world.usb)
    with clock.fixed(NOW):
        entries(unit, 1, first=6)
        report(unit, world.street, world.usb)
        assert cut(unit)
        street = gone_back(world, world.street, old)
        edit(unit, ids[1], summary="精简以后")
        report(unit, street, world.usb)  # says how far it has come
        report(unit, street, world.usb)
        every = Query("entry", deleted=True)
        assert street.rows(every) == unit.rows(every)


def test_a_unit_that_went_back_is_sent_everything_again(world: World) -> None:
    with clock.fixed(THEN):
        unit = world.unit()
        ask_of(world.street, unit, "头一件")
        take(unit, send(world.street, world.usb)[0].path)
        old = unit.back_up(world.folder / "备份").folder
        report(unit, world.street, world.usb)
    with clock.fixed(LATER):
        ask_of(world.street, unit, "在备份以后")
        take(unit, send(world.street, world.usb)[0].path)
        report(unit, world.street, world.usb)
    with clock.fixed(NOW):
        ask_of(world.street, unit, "今年的")
        take(unit, send(world.street, world.usb)[0].path)
        report(unit, world.street, world.usb)
        assert cut(world.street)
        unit = gone_back(world, unit, old)
        take(world.street, export(unit, world.usb).path)  # says how far it has come
        take(unit, send(world.street, world.usb)[0].path)
        assert titles(unit) == sorted(["头一件", "在备份以后", "今年的"])
