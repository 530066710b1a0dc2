"""Several computers of one office: joined by stick, merged by stick, the street takes them all."""

import json
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, edit, entries, export, take
from exchange.test_directives import ask_of, send, titles
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Owner
from qinglian_desktop.exchange import computers, incoming, joining, peering
from qinglian_desktop.exchange.keys import MEMORY_FLOOR, Cost, wrap
from qinglian_desktop.exchange.outgoing import SentFile
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import sending
from qinglian_desktop.modules.street import actions as desk
from qinglian_desktop.shell.damaged import restore_and_open_anew
from qinglian_desktop.store.book import Book


@pytest.fixture(autouse=True)
def quickly_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is what is in the box, not how long guessing would take."""
    cheap = Cost(MEMORY_FLOOR, 1, 1)
    monkeypatch.setattr(joining, "wrap", lambda told, digits: wrap(told, digits, cheap))


def joined(world: World, first: Book, folder: str = "pc2") -> Book:
    """One more computer of this office."""
    added: Any = joining.add_computer(first, world.usb).result
    return world.keep(joining.join(world.folder / folder, added.path, added.digits, RECORDS))


def tell(one: Book, usb: Path, *, full: bool = False) -> SentFile:
    sent = peering.export_peer(one, usb, full=full).result
    assert isinstance(sent, SentFile)
    return sent


def hear(one: Book, path: Path) -> Outcome:
    outcome = incoming.import_file(one, path).result
    assert isinstance(outcome, Outcome)
    return outcome


def pass_on(*ring: Book, usb: Path) -> None:
    """Each tells the next one, once around."""
    for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
        hear(other, tell(one, usb).path)


def shared(book: Book) -> dict[str, list[str]]:
    """Every row the computers of an office share."""
    return {
        record.table: sorted(
            json.dumps(row, sort_keys=True) for row in book.rows(Query(record.table, deleted=True))
        )
        for record in peering.records(book)
    }


def test_a_second_computer_begins_with_everything_the_first_one_has(
    world: World, unit: Book
) -> None:
    entries(unit, 5)
    person = make_person(unit, "李建华")
    photo = unit.files.add(b"\xff\xd8 a photo")
    with unit.change("佐证") as change:
        change.put_row("entry", unit.ids(Query("entry"))[0], {"files": json.dumps([photo])})
    second = joined(world, unit)
    assert second.unit.office_id == unit.unit.office_id
    assert second.unit.computer == 2
    assert len({b.unit.install_id for b in (unit, second)}) == 2
    assert len({b.unit.stream_id for b in (unit, second)}) == 2
    assert computers.own_key_id(second) != computers.own_key_id(unit)
    assert second.count(Query("entry")) == 5
    assert second.row("person", person) == unit.row("person", person)
    assert second.files.read(photo) == b"\xff\xd8 a photo"
    pass_on(second, unit, usb=world.usb)
    assert [row["state"] for row in computers.listed(unit)] == ["在用", "在用"]
    assert shared(unit) == shared(second)


def test_three_computers_in_a_ring_end_equal(world: World, unit: Book) -> None:
    """UB-10."""
    second, third = joined(world, unit), joined(world, unit, "pc3")
    ring = (unit, second, third)
    ids = entries(unit, 6)
    pass_on(*ring, usb=world.usb)
    pass_on(*ring, usb=world.usb)
    assert shared(unit) == shared(second) == shared(third)
    for number, one in enumerate(ring):
        edit(one, ids[0], amount_fen=number + 1)
        edit(one, ids[number + 1], summary=f"第{number}台")
        make_person(one, f"王秀{number}")
    with third.change("删除") as change:
        change.drop("entry", ids[5])
    pass_on(*ring, usb=world.usb)
    pass_on(*ring, usb=world.usb)
    assert shared(unit) == shared(second) == shared(third)
    assert unit.count(Query("entry")) == 5
    assert unit.count(Query("person")) == 3
    stands = unit.row("entry", ids[0])
    assert stands is not None
    listed = {row["lost"] for row in unit.rows(Query("merge_conflict"))}
    assert {str(stands["amount_fen"]), *listed} >= {"1", "2", "3"}


def test_what_was_told_once_is_not_told_again(world: World, unit: Book) -> None:
    second = joined(world, unit)
    ids = entries(unit, 30)
    pass_on(unit, second, usb=world.usb)
    pass_on(unit, second, usb=world.usb)
    edit(unit, ids[0], summary="改一条")
    sent = tell(unit, world.usb)
    assert not sent.full
    assert sent.rows == 1
    hear(second, sent.path)
    assert shared(unit) == shared(second)
    assert tell(second, world.usb).rows == 1, "it travels on, should there be a third"


def test_a_ring_hands_on_how_far_each_has_read(world: World, unit: Book) -> None:
    """The first never reads a bundle of the second; the third tells what the second knew."""
    second, third = joined(world, unit), joined(world, unit, "pc3")
    entries(unit, 20)
    for _ in range(3):
        pass_on(unit, second, third, usb=world.usb)
    entries(unit, 1, first=50)
    assert tell(unit, world.usb).rows == 1


def test_a_bundle_read_twice_or_late_changes_nothing(world: World, unit: Book) -> None:
    second = joined(world, unit)
    (row_id,) = entries(unit, 1)
    early = tell(unit, world.usb).path
    edit(unit, row_id, summary="后来改的")
    hear(second, tell(unit, world.usb).path)
    before = shared(second)
    outcome = hear(second, early)
    assert shared(second) == before
    again = hear(second, early)
    assert shared(second) == before
    assert "读过" in again.notes[0]
    assert outcome.preview.new == 0


def test_wrong_digits_leave_no_folder(world: World, unit: Book) -> None:
    added: Any = joining.add_computer(unit, world.usb).result
    home = world.folder / "pc2"
    with pytest.raises(Refused) as refused:
        joining.join(home, added.path, "0000 0000 0000 0000", RECORDS)
    assert refused.value.code == "QL-UB-191"
    assert not home.exists()


def test_only_the_first_computer_lets_others_in(world: World, unit: Book) -> None:
    second = joined(world, unit)
    with pytest.raises(Refused, match="第一台"):
        joining.add_computer(second, world.usb)


def test_one_file_lets_one_computer_in(world: World, unit: Book) -> None:
    added: Any = joining.add_computer(unit, world.usb).result
    second, twin = (
        world.keep(joining.join(world.folder / name, added.path, added.digits, RECORDS))
        for name in ("pc2", "twin")
    )
    hear(unit, tell(second, world.usb).path)
    entries(twin, 1)
    with pytest.raises(Refused) as refused:
        hear(unit, tell(twin, world.usb).path)
    assert refused.value.code == "QL-UB-182"


def test_another_offices_computers_are_none_of_ours(world: World, unit: Book) -> None:
    other = world.unit(2)
    joined(world, unit)
    with pytest.raises(Refused) as refused:
        hear(other, tell_of(unit, world))
    assert refused.value.code == "QL-UB-118"


def tell_of(unit: Book, world: World) -> Path:
    return peering.write_for_all(unit, world.usb, 0).path


def test_sealed_subjects_and_the_computers_own_business_stay(world: World, unit: Book) -> None:
    tables = {record.table for record in peering.records(unit)}
    assert not [record for record in peering.records(unit) if record.sealed]
    assert not tables & {"sent_bundle", "received_bundle", "receipt", "held_cell"}
    assert "reported_number" in tables, "what left the office is every clerk's business"
    assert not [r for r in peering.records(unit) if r.owner is Owner.STREET]


def test_numbers_given_there_are_not_given_again_here(world: World, unit: Book) -> None:
    with unit.change("编号") as change:
        change.number("matter:2026")
        change.number("matter:2026")
    second = joined(world, unit)
    with second.change("编号") as change:
        assert change.number("matter:2026") == 3


def test_a_number_both_have_given_is_named(world: World, unit: Book) -> None:
    second = joined(world, unit)
    entries(unit, 1, first=7)
    entries(second, 1, first=7)
    outcome = hear(unit, tell(second, world.usb).path)
    assert any("编号两台都用了（收支〔0007" in note for note in outcome.notes)


def test_a_stopped_computer_counts_no_more(world: World, unit: Book) -> None:
    second = joined(world, unit)
    entries(second, 1)
    early = tell(second, world.usb).path
    hear(unit, early)
    (row,) = computers.others(unit)
    computers.stop(unit, row["id"], "丢了")
    hear(unit, early)
    entries(second, 1, first=9)
    with pytest.raises(Refused) as refused:
        hear(unit, tell(second, world.usb).path)
    assert refused.value.code == "QL-UB-183"


# -- at the street -----------------------------------------------------------------------------


def test_the_street_takes_reports_from_any_of_them(world: World, unit: Book, street: Book) -> None:
    second = joined(world, unit)
    entries(unit, 3)
    entries(second, 4, first=10)
    for one in (unit, second, unit):
        outcome = take(street, export(one, world.usb).path)
        assert outcome.receipt is not None
        take(one, outcome.receipt)
    assert street.count(Query("entry")) == 7
    assert street.count(Query("unmatched_row")) == 0, "not read by the other yet is not lost"
    pass_on(unit, second, usb=world.usb)
    for one in (second, unit):
        assert not export(one, world.usb).full, "each has the receipts of its own"
        take(street, export(one, world.usb, full=True).path)
    assert street.count(Query("entry")) == 7
    assert street.count(Query("unmatched_row")) == 0
    assert len(computers.listed(street, unit.unit.office_id)) == 2
    (told,) = desk.board(street)
    assert (told.state, told.missing) == ("本月已报", "")


def test_rows_changed_apart_end_at_the_street_as_at_the_office(
    world: World, unit: Book, street: Book
) -> None:
    (row_id,) = entries(unit, 1)
    second = joined(world, unit)
    edit(unit, row_id, amount_fen=1)
    edit(second, row_id, amount_fen=2)
    for one in (unit, second):
        take(street, export(one, world.usb).path)
    pass_on(unit, second, usb=world.usb)
    pass_on(unit, second, usb=world.usb)
    assert street.row("entry", row_id) == unit.row("entry", row_id) == second.row("entry", row_id)


def test_the_street_stops_a_lost_computer(world: World, unit: Book, street: Book) -> None:
    """F36, F56: what it had reported stays, what it writes from now on is refused."""
    second = joined(world, unit)
    entries(second, 1)
    early = export(second, world.usb).path
    take(street, early)
    office, key = unit.unit.office_id, computers.own_key_id(second)
    computers.stop_for(street, office, key, "电脑被盗")
    take(street, early)
    entries(second, 1, first=5)
    with pytest.raises(Refused) as refused:
        take(street, export(second, world.usb).path)
    assert refused.value.code == "QL-UB-183"
    entries(unit, 1, first=6)
    take(street, export(unit, world.usb).path)
    assert street.count(Query("entry")) == 2


def test_a_lost_first_computer_lets_nobody_in_any_more(
    world: World, unit: Book, street: Book
) -> None:
    second = joined(world, unit)
    take(street, export(second, world.usb).path)
    first_key = computers.own_key_id(unit)
    computers.stop_for(street, unit.unit.office_id, first_key, "电脑被盗")
    thief = joined(world, unit, "thief")
    entries(thief, 1)
    with pytest.raises(Refused):
        take(street, export(thief, world.usb).path)
    entries(second, 1, first=5)
    take(street, export(second, world.usb).path)
    assert street.count(Query("entry")) == 1


def test_a_proof_of_another_office_opens_nothing(world: World, unit: Book, street: Book) -> None:
    other = world.unit(2)
    second = joined(world, unit)
    held = second.setting("computer")
    other.put_setting("computer", held)
    entries(other, 1)
    take(street, export(other, world.usb).path)  # its own key counts, the proof does not
    computers.keep_own(second, computers.first_keys(second), {**held["proof"], "number": 9})
    with pytest.raises(Refused):
        take(street, export(second, world.usb).path)


def test_what_comes_down_begins_where_the_slowest_computer_is(
    world: World, unit: Book, street: Book
) -> None:
    second, usb = joined(world, unit), world.usb

    def sent_down(title: str) -> tuple[Path, bool]:
        ask_of(street, unit, title)
        (sent,) = send(street, usb)
        return sent.path, sent.full

    path, _ = sent_down("第一件")
    take(unit, path)
    for one in (second, unit):
        take(street, export(one, usb).path)
    path, full = sent_down("第二件")
    assert full, "the second computer has read nothing of it yet"
    for one in (unit, second):
        take(one, path)
        assert titles(one) == ["第一件", "第二件"]
        take(street, export(one, usb).path)
    _, full = sent_down("第三件")
    assert not full


def test_the_street_waits_for_no_stopped_computer(world: World, unit: Book, street: Book) -> None:
    """What goes down begins where the slowest computer in use is; a stopped one is none."""
    second = joined(world, unit)
    entries(second, 1)
    take(street, export(second, world.usb).path)  # it has never read a word of the street
    ask_of(street, unit, "第一件")
    take(unit, send(street, world.usb)[0].path)
    entries(unit, 1, first=5)
    take(street, export(unit, world.usb).path)
    (line,) = sending.units_down(street)
    assert line.state == "等它收到", "the second computer has nothing yet"
    ask_of(street, unit, "第二件")
    assert send(street, world.usb)[0].full
    key = computers.own_key_id(second)
    computers.stop_for(street, unit.unit.office_id, key, "电脑被盗")
    (sent,) = send(street, world.usb)
    assert (sent.full, sent.rows) == (False, 1)
    take(unit, sent.path)
    assert titles(unit) == ["第一件", "第二件"]
    entries(unit, 1, first=6)
    take(street, export(unit, world.usb).path)
    (line,) = sending.units_down(street)
    assert (line.state, line.taken[:5]) == ("已收到", "第 3 包")


def test_no_restore_lets_a_stopped_computer_in_again(
    world: World, unit: Book, street: Book
) -> None:
    """However often the street goes back to a day on which nobody knew it was stolen."""
    entries(unit, 2)
    take(street, export(unit, world.usb).path)
    before = street.back_up(world.folder / "盘").folder
    office, key = unit.unit.office_id, computers.own_key_id(unit)
    computers.stop_for(street, office, key, "电脑被盗")
    entries(unit, 1, first=30)
    thief = export(unit, world.usb).path
    street.close()
    for _ in range(2):
        restore_and_open_anew(before, street.home, "", "", street.keys)
        with Book.open(street.home, RECORDS) as again:
            with pytest.raises(Refused) as refused:
                take(again, thief)
            assert refused.value.code == "QL-UB-183"
            assert [row["state"] for row in computers.at_the_street(again)] == [computers.STOPPED]
            stopped = computers.stopped_streams(again, office)
            assert stopped == {unit.unit.stream_id}, "nobody waits for it"


def test_nor_does_a_restore_at_the_office(world: World, unit: Book) -> None:
    second = joined(world, unit)
    hear(unit, tell(second, world.usb).path)
    before = unit.back_up(world.folder / "盘").folder
    (row,) = computers.others(unit)
    computers.stop(unit, row["id"], "电脑被盗")
    entries(second, 1, first=30)
    thief = tell(second, world.usb).path
    unit.close()
    restore_and_open_anew(before, unit.home, "", "", unit.keys)
    with Book.open(unit.home, RECORDS) as again, pytest.raises(Refused) as refused:
        hear(again, thief)
    assert refused.value.code == "QL-UB-183"
