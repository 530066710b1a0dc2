"""Two computers with one identity: noticed where it can be, refused where it was not (F50)."""

import pytest

from exchange.at_work import World, copy_of, edit, entries, export, report, take
from exchange.test_directives import send
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import computers, deciding, quarantine
from qinglian_desktop.store import marker
from qinglian_desktop.store.book import Book
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


def _both_report(world: World) -> tuple[Book, Book, list[str], str]:
    """A folder copied by hand, both worked on, both exported: the first one is in, and the
    second one is kept aside.
    """
    unit, street, usb = world.unit(), world.street, world.usb
    ids = entries(unit, 3)
    report(unit, street, usb)
    copy = world.keep(copy_of(unit, world.folder / "copy"))
    for book, word in ((unit, "甲"), (copy, "乙")):
        edit(book, ids[0], summary=word)
        entries(book, 1, first=30)
    take(street, export(unit, usb).path)
    path = export(copy, usb).path
    with pytest.raises(Refused) as refused:
        take(street, path)
    kept = quarantine.take(street, path, refused.value)
    assert kept is not None
    return unit, copy, ids, kept["id"]


def _hear(book: Book, world: World) -> str:
    return "".join(take(book, send(world.street, world.usb)[0].path).notes)


@pytest.mark.parametrize("later_stays", [False, True])
def test_the_street_decides_signs_and_both_computers_carry_it_out(
    world: World, later_stays: bool
) -> None:
    """F50, with the way out the street has signed: nothing of either side is lost."""
    unit, copy, ids, kept = _both_report(world)
    street, usb, old = world.street, world.usb, unit.unit.stream_id
    with pytest.raises(Refused, match="为什么"):
        deciding.decide(street, kept, " ", later_stays=later_stays)
    deciding.decide(street, kept, "和社区核对过", later_stays=later_stays)
    assert not quarantine.waiting(street)
    parts, stays = (unit, copy) if later_stays else (copy, unit)
    (path,) = (one.path for one in send(street, usb))
    with parts.again() as job:  # as the window does it: in a thread of its own
        assert "这台电脑的数据单独算" in "".join(take(job, path).preview.notes)
    assert "单独算" not in "".join(take(stays, path).notes)
    (decision,) = street.rows(Query("fork_decision"))
    entries(parts, 1, first=40)
    assert (stays.unit.stream_id, parts.unit.stream_id) == (old, decision["new_stream"])
    edit(stays, ids[1], summary="接着用的那台后来改的")
    for _ in range(2):
        for book in (parts, stays):
            report(book, street, usb)
            _hear(book, world)
    said = {r["voucher_no"] for book in (parts, stays) for r in book.rows(Query("entry"))}
    assert {r["voucher_no"] for r in street.rows(Query("entry"))} == said
    assert street.count(Query("entry")) == 6
    both = {r["lost"] for r in street.rows(Query("merge_conflict"))}
    row = street.row("entry", ids[0])
    assert row is not None and {row["summary"], *both} >= {"甲", "乙"}
    assert street.row("entry", ids[1])["summary"] == "接着用的那台后来改的"
    assert not street.rows(Query("unmatched_row")), "neither is a history the other has left"
    assert _hear(parts, world) is not None
    assert parts.unit.stream_id == decision["new_stream"], "once is enough"


def test_what_the_street_confirmed_to_the_other_copy_is_not_confirmed_here(world: World) -> None:
    """Else what was written between the copying and that answer would never go."""
    _unit, copy, _, _ = _both_report(world)
    told = _hear(copy, world)
    assert "两台电脑用了同一身份" in told
    assert not export(copy, world.usb).full
    assert len(copy.rows(Query("receipt"))) == 1, "the one from before the copying"


def test_only_what_is_a_fork_can_be_decided(world: World) -> None:
    unit, _, _, kept = _both_report(world)
    with world.street.change("另一种") as change:
        change.put_row("quarantined_file", kept, {"code": "QL-UB-103"})
    with pytest.raises(Refused, match="不是两台电脑"):
        deciding.decide(world.street, kept, "核对过")
    assert unit.unit.epoch == 1
