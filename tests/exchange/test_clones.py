"""Two computers with one identity: noticed where it can be, refused where it was not (F50)."""

import pytest

from exchange.at_work import World, copy_of, edit, entries, export, report, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import computers
from qinglian_desktop.store import marker
from qinglian_desktop.store.marker import Finding


def test_a_copy_that_was_noticed_is_a_history_of_its_own_at_the_street(world: World) -> None:
    """F50, the road out: nothing is refused, nothing is lost."""
    unit, street, usb = world.unit(), world.street, world.usb
    entries(unit, 3)
    report(unit, street, usb)
    copy = world.keep(copy_of(unit, world.folder / "copy"))
    entries(unit, 1, first=10)
    report(unit, street, usb)
    assert marker.find(copy, world.folder / "no marks")[0] is Finding.KNOWN  # never marked before
    marker.note(unit, world.folder / "marks")
    copied = world.keep(copy_of(unit, world.folder / "copied"))
    assert marker.find(copied, world.folder / "other marks")[0] is Finding.ELSEWHERE
    marker.begin_anew(copied)
    entries(copied, 1, first=20)
    sent = export(copied, usb)
    assert sent.full
    take(street, sent.path)
    assert street.count(Query("entry")) == 5


def test_a_copy_nobody_noticed_is_refused_at_the_street(world: World) -> None:
    """F50, otherwise."""
    unit, street, usb = world.unit(), world.street, world.usb
    (row_id,) = entries(unit, 1)
    report(unit, street, usb)
    copy = world.keep(copy_of(unit, world.folder / "copy"))
    edit(unit, row_id, summary="在原来那台上改")
    edit(copy, row_id, summary="在复制的那台上改")
    take(street, export(unit, usb).path)
    with pytest.raises(Refused) as refused:
        take(street, export(copy, usb).path)
    assert refused.value.code == "QL-UB-119"
    computers.branch(copy)  # what the clerk is told to do
    take(street, export(copy, usb).path)
    (listed,) = street.rows(Query("unmatched_row"))
    assert listed["row_id"] == row_id
    row = street.row("entry", row_id)
    (gave_way,) = street.rows(Query("merge_conflict"))
    assert row is not None
    assert {row["summary"], gave_way["lost"]} == {"在原来那台上改", "在复制的那台上改"}


def test_the_versions_of_a_branch_stand_apart_from_the_trunk(world: World) -> None:
    """Whatever the two copies did since the street last confirmed, nothing forks any more."""
    unit, street, usb = world.unit(), world.street, world.usb
    ids = entries(unit, 4)
    report(unit, street, usb)
    edit(unit, ids[0], summary="还没有报送就复制了")
    copy = world.keep(copy_of(unit, world.folder / "copy"))
    for one, word in ((unit, "甲"), (copy, "乙")):
        edit(one, ids[1], summary=word)
        edit(one, ids[2], note=word)
        entries(one, 1, first=30)
    take(street, export(unit, usb).path)
    before = {row["id"]: row["summary"] for row in copy.rows(Query("entry"))}
    assert computers.branch(copy).result == 4
    assert {row["id"]: row["summary"] for row in copy.rows(Query("entry"))} == before
    assert copy.trail_broken_at() is None
    take(street, export(copy, usb).path)
    assert street.count(Query("entry")) == 6
    gave_way = {row["row_id"] for row in street.rows(Query("merge_conflict"))}
    assert gave_way == {ids[1], ids[2]}, "what both say alike is no conflict"
