"""A transfer of records (F55) meets what else can happen: nothing is lost or shown too much."""

import os
from datetime import date

import pytest

from exchange.at_work import World, copy_of, edit, entries, export, report, take
from exchange.test_transfers import GROUND, agree, down, merged, settle
from office import begin_stream, make_opening, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.erasing import BY_HAND, is_erased
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import due, settling, transfers
from qinglian_desktop.exchange.answered import answered
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.store import envelope, erasing, handing, thinning
from qinglian_desktop.store.book import Book

LONG = bool(os.environ.get("QINGLIAN_EXPLORE"))


def spoil(unit: Book, row_id: str) -> None:
    """A day that is none, as a damaged file or another tool leaves it."""
    row = unit.row("entry", row_id)
    assert row is not None
    made = envelope.stamped(
        {**row, "day": "乱"}, row, unit.unit.stream_id, unit.tables["entry"].stamp_name
    )
    with unit.change("改坏") as change:
        unit.connection.execute(
            "UPDATE entry SET day = ?, vv = ?, fv = ?, row_hash = ? WHERE id = ?",
            (made["day"], made["vv"], made["fv"], made["row_hash"], row_id),
        )
        change.touch("entry", row_id)


def test_what_the_street_sent_back_stays_with_the_giver_until_it_is_taken(world: World) -> None:
    """A receipt confirms the bundle, not the rows in it that could not be taken."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 3)
    spoil(one, ids[0])
    assert report(one, street, usb).preview.returned.count == 1
    report(other, street, usb)
    merged(street, one, other)
    told = down(street, usb, one)
    assert any("1 条要移交的街道没有收下" in note for note in told.notes)
    settle(world, one, other)
    assert [row["id"] for row in one.rows(Query("entry"))] == [ids[0]]
    (line,) = (x for x in due.due(one, clock.today()) if "要移交" in x.subject)
    assert "1 条街道没有收下" in line.why
    edit(one, ids[0], day=clock.today().isoformat())
    settle(world, one, other)
    assert one.count(Query("entry")) == 0
    assert other.count(Query("entry")) == 3
    agree(world, one, other)


def with_somebody_handed_over(world: World) -> tuple[Book, Book, str]:
    """Giver, receiver and a person of the giver; only the receiver has heard of the order."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    person = make_person(one, "李建华", phone="13900001111")
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    down(street, usb, other)
    return one, other, person


@pytest.mark.parametrize("receiver", ["has changed it", "has it as it came"])
def test_what_the_giver_erases_before_it_hears_of_the_order_is_gone_everywhere(
    world: World, receiver: str
) -> None:
    one, other, person = with_somebody_handed_over(world)
    street, usb = world.street, world.usb
    if receiver == "has changed it":
        with other.change("李建华改备注") as change:
            change.put_row("person", person, {"note": "接收后改的"})
        report(other, street, usb)
    saving.dropper("person")(one, person)
    erasing.erase(one, [("person", person)], BY_HAND)
    erasing.finish(one)
    settle(world, one, other)
    for book in (street, other):
        row = book.row("person", person)
        assert row is not None
        assert is_erased(row)
        assert not erasing.waits(book)
        told = "SELECT count(*) FROM trail WHERE row_id = ? AND after LIKE '%李建华%'"
        assert book.connection.execute(told, (person,)).fetchone() == (0,)
    assert not other.rows(Query("review")), "nobody quotes it"
    agree(world, one, other)


def test_what_the_former_owner_had_written_is_told_masked(world: World) -> None:
    one, other, person = with_somebody_handed_over(world)
    street, usb = world.street, world.usb
    for unit, phone in ((other, "13800002222"), (one, "13700003333")):
        with unit.change("改电话") as change:
            change.put_row("person", person, {"phone": phone})
        take(street, export(unit, usb).path)
    (said,) = (row["said"] for row in street.rows(Query("review")))
    assert "联系电话“137" in said
    assert "13700003333" not in said


@pytest.mark.parametrize("agreed", [True, False] if LONG else [True])
def test_a_street_gone_back_to_before_the_order_signs_it_again_and_nothing_is_lost(
    world: World, agreed: bool
) -> None:
    """Even where it has agreed meanwhile that the giver has those records no more."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 3)
    for unit in (one, other):
        report(unit, street, usb)
    older = world.keep(copy_of(street, world.folder / "older"))
    merged(street, one, other)
    settle(world, one, other)
    edit(other, ids[0], summary="接收后改的")
    report(other, street, usb)
    begin_stream(older)
    world.street = older
    for unit in (one, other):
        told = take(older, export(unit, usb, full=True).path)
    assert any("按原来的依据再签一份" in note for note in told.notes)
    if agreed:
        settling.settle(older, one.unit.office_id, approve=True)
    merged(older, one, other)
    settle(world, other, one)
    assert other.count(Query("entry")) == 3
    assert other.row("entry", ids[0])["summary"] == "接收后改的"
    agree(world, one, other)


def test_a_unit_that_was_merged_gets_nothing_by_a_second_order(world: World) -> None:
    """All it has goes on to the other one: what it got would vanish from it again."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 1)
    for unit in (one, other):
        report(unit, street, usb)
    order = merged(street, one, other)
    with pytest.raises(Refused, match="移回"):
        merged(street, other, one)
    with pytest.raises(Refused, match="移回"):
        transfers.split(street, other.unit.code, one.unit.code, {"entry": ids}, GROUND)
    transfers.give_back(street, order, GROUND)
    merged(street, other, one)


def test_a_part_is_not_chosen_without_what_it_is_a_part_of(world: World) -> None:
    one, street = world.unit(1), world.street
    assert "voucher_line" in {record.table for record in transfers.moving(street)}
    assert "voucher_line" not in {record.table for record in transfers.alone(street)}
    assert transfers.chosen(street, one.unit.code, ["voucher_line"]) == {}


def test_two_of_a_kind_after_a_merger_are_named(world: World) -> None:
    """Numbers both had given, and a second opening balance: only one of them counts."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    for unit in (one, other):
        entries(unit, 2)
        make_opening(unit, year=clock.today().year)
        report(unit, street, usb)
    merged(street, one, other)
    told = down(street, usb, other)
    (note,) = (note for note in told.notes if "编号或名称一样" in note)
    assert "收支 2 条" in note
    assert "期初余额 1 条" in note
    assert "“月结”里补齐" in note
    twice = [x for x in catalog.due_today(other, clock.today()) if "期初余额有 2 条" in x.subject]
    assert len(twice) == 1
    with other.change("合计写在一条里") as change:
        change.drop("opening_balance", twice[0].row_id)
    due_now = catalog.due_today(other, clock.today())
    assert not [x for x in due_now if "期初余额有" in x.subject]


def test_a_search_at_the_giver_leads_to_nothing_that_went(world: World) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    person = make_person(one, "李建华")
    one.catch_up_words()
    assert [hit.row_id for hit in one.find_words("李建华", ("person",), 5)] == [person]
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    down(street, usb, one)
    assert one.find_words("李建华", ("person",), 5) == []


@pytest.mark.parametrize("name", ["社", "清溪\n社区", "清\u200b溪社区"])
def test_a_new_name_obeys_the_rules_of_the_first_one(world: World, name: str) -> None:
    unit = world.unit(1)
    with pytest.raises(Refused) as caught:
        transfers.rename(world.street, unit.unit.code, name, GROUND)
    assert caught.value.field == "name"


def test_rows_whose_trail_was_cut_go_too(world: World) -> None:
    """Nothing is cut that the street had not confirmed."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    with clock.fixed(date(2021, 1, 5)):
        entries(one, 3)
        report(one, street, usb)
    with clock.fixed(date(2026, 11, 24)):
        entries(one, 1, first=9)
        report(one, street, usb)
        report(other, street, usb)
        thinning.thin(one, thinning.plan(one, answered(one)), "满三年")
        merged(street, one, other)
        down(street, usb, one)
        assert one.count(Query("entry")) == 0
        settle(world, one, other)
        assert other.count(Query("entry")) == 4
        agree(world, one, other)


def test_one_bundle_may_have_rows_of_more_owners_than_sqlite_attaches(world: World) -> None:
    """A village split among many: what its last bundle has of each stands apart until it is in."""
    street = world.street
    connection, owners = street.connection, [f"office-{number}" for number in range(12)]
    attached = connection.execute("PRAGMA database_list").fetchall()
    asides = {owner: handing.Aside(connection, street.tables, owner) for owner in owners}
    for owner, aside in asides.items():
        aside.begin("entry")
        aside.stage("entry", ("id", "owner"), [(f"row of {owner}", owner)], 1)
    for owner, aside in asides.items():
        assert aside.plan("entry").new == 1
        (row,) = aside.unheard("entry")
        assert (row["id"], row["owner"]) == (f"row of {owner}", owner)
    handing.leave_aside(connection)
    assert connection.execute("PRAGMA database_list").fetchall() == attached
