"""A trail cut short here: nobody elsewhere lacks a row, sees one again or suspects anything."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, drop, edit, entries, export, report, take
from exchange.test_directives import ask_of, send, titles
from exchange.test_peers import hear, joined, pass_on, quickly_shut, shared, tell  # noqa: F401
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import outgoing, peering
from qinglian_desktop.exchange.answered import answered
from qinglian_desktop.store import health, thinning
from qinglian_desktop.store.book import Book

THEN, LATER, NOW = date(2021, 1, 5), date(2021, 6, 1), date(2026, 11, 24)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def cut(book: Book) -> int:
    made = thinning.thin(book, thinning.plan(book, answered(book)), "满三年")
    assert isinstance(made.result, int)
    return made.result


def test_after_a_cut_the_office_reports_and_is_believed(world: World) -> None:
    with clock.fixed(THEN):
        unit = world.unit()
        gone, *kept = entries(unit, 6)
        old = export(unit, world.usb)
        report(unit, world.street, world.usb)
        drop(unit, gone)
        report(unit, world.street, world.usb)  # signed by the street twice, both before the cut
    with clock.fixed(NOW):
        entries(unit, 1, first=6)
        report(unit, world.street, world.usb)
        assert cut(unit) > 6
        assert not [*health.look(unit)]
        edit(unit, kept[0], summary="精简以后改的")
        outcome = report(unit, world.street, world.usb)
        assert not outcome.preview.unmatched and outcome.preview.changed == 1
        take(world.street, old.path)  # what was written long before brings nothing back
        every = Query("entry", deleted=True)
        assert world.street.rows(every) == unit.rows(every)
        row = world.street.row("entry", gone)
        assert row is not None and row["deleted"]


def test_what_a_computer_of_the_office_has_not_read_is_not_cut(world: World) -> None:
    with clock.fixed(THEN):
        unit = world.unit()
        first = entries(unit, 3)
        second = joined(world, unit)
        pass_on(unit, second, usb=world.usb)
    with clock.fixed(LATER):
        edit(unit, first[0], summary="另一台还没读")
        entries(unit, 2, first=3)
        report(unit, world.street, world.usb)
    with clock.fixed(NOW):
        report(unit, world.street, world.usb)
        assert answered(unit) == peering.base_for_all(unit) < outgoing.acked_seq(unit)
        assert cut(unit)
        hear(second, tell(unit, world.usb).path)
        assert shared(second) == shared(unit)
        hear(unit, tell(second, world.usb).path)
        assert cut(unit), "now that it has read them"
        drop(second, first[1])
        pass_on(second, unit, usb=world.usb)
        assert shared(second) == shared(unit)
        row = unit.row("entry", first[1])
        assert row is not None and row["deleted"]
        for book in (unit, second):
            assert not [*health.look(book)]
        report(second, world.street, world.usb)


def test_what_a_unit_has_not_confirmed_stays_at_the_street(world: World) -> None:
    with clock.fixed(THEN):
        unit = world.unit()
        ask_of(world.street, unit, "头一件")
        take(unit, send(world.street, world.usb)[0].path)
        report(unit, world.street, world.usb)
        reached = answered(world.street)
        ask_of(world.street, unit, "还没收到的一件")
    with clock.fixed(NOW):
        assert reached == answered(world.street) < world.street.trail_head()[0]
        cut(world.street)
        take(unit, send(world.street, world.usb)[0].path)
        assert titles(unit) == ["头一件", "还没收到的一件"]
        assert not [*health.look(world.street)]
        assert world.street.count(Query("trail_cut")) == 1
