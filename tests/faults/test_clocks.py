"""Clocks that are years wrong, or step while one works: what is merged is the same."""

from datetime import date

import pytest

from exchange.at_work import World, edit, entries, export, take
from faults.counting import counted
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query

CLOCKS = {
    "right all the time": ("2026-11-24", "2026-11-24", "2026-11-24"),
    "fifteen years back": ("2011-01-01", "2011-01-01", "2011-01-01"),
    "thirty years ahead": ("2056-06-30", "2056-06-30", "2056-06-30"),
    "back in the middle": ("2026-11-24", "2011-01-01", "2011-01-02"),
    "ahead and back again": ("2026-11-24", "2056-06-30", "2026-11-25"),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_what_is_merged_does_not_depend_on_any_clock(name: str, world: World) -> None:
    first, second, third = map(date.fromisoformat, CLOCKS[name])
    unit, street = world.unit(), world.street
    with clock.fixed(first):
        ids = entries(unit, 6)
        early = export(unit, world.usb).path
    with clock.fixed(second):
        edit(unit, ids[0], amount_fen=1)
        edit(unit, ids[1], amount_fen=2)
        late = export(unit, world.usb).path
    with clock.fixed(third):
        edit(unit, ids[1], amount_fen=3)
        last = export(unit, world.usb).path
    for path in (last, early, late, early):
        take(street, path)
    amounts = {row["id"]: row["amount_fen"] for row in street.rows(Query("entry"))}
    assert amounts == {row["id"]: row["amount_fen"] for row in unit.rows(Query("entry"))}
    assert (amounts[ids[0]], amounts[ids[1]]) == (1, 3)
    assert street.trail_broken_at() is None
    assert unit.trail_broken_at() is None
    assert not street.rows(Query("merge_conflict"))
    counted("F54", 1, name)
