"""Only a receipt says that something arrived: order, repetition and restored streets included."""

import json
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, copy_of, edit, entries, everything, export, report, take
from office import begin_stream
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import outgoing
from qinglian_desktop.store.book import Book


def receipts(unit: Book) -> list[dict[str, Any]]:
    return unit.rows(Query("receipt"))


def answered(unit: Book, street: Book, usb: Path) -> Path:
    """One more row, reported; the receipt's path, not yet read by the unit."""
    entries(unit, 1, first=unit.count(Query("entry", deleted=True)))
    receipt = take(street, export(unit, usb).path).receipt
    assert receipt is not None
    return receipt


def test_a_receipt_says_what_was_taken(unit: Book, street: Book, usb: Path) -> None:
    entries(unit, 3)
    report(unit, street, usb)
    (told,) = receipts(unit)
    assert (told["number"], told["accepted"], told["returned"]) == (1, 3, 0)
    assert told["missing"] is None
    assert not told["needs_full"]
    assert told["acked_seq"] == outgoing.acked_seq(unit) > 0
    (sent,) = unit.rows(Query("sent_bundle"))
    assert told["bundle_id"] == sent["bundle_id"]
    assert told["acked_seq"] == sent["high_seq"]


def test_reading_a_receipt_twice_is_reading_it_once(unit: Book, street: Book, usb: Path) -> None:
    receipt = answered(unit, street, usb)
    take(unit, receipt)
    before = everything(unit)
    take(unit, receipt)
    assert everything(unit) == before


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 2)])
def test_receipts_may_come_in_any_order(
    unit: Book, street: Book, usb: Path, order: tuple[int, ...]
) -> None:
    paths = [answered(unit, street, usb) for _ in range(3)]
    highest = unit.rows(Query("sent_bundle"))[-1]["high_seq"]
    seen = 0
    for index in order:
        take(unit, paths[index])
        assert outgoing.acked_seq(unit) >= seen, "a lower receipt never takes it back"
        seen = outgoing.acked_seq(unit)
    assert outgoing.acked_seq(unit) == highest


def test_a_wish_for_everything_outlives_the_receipts_before_it(
    unit: Book, street: Book, usb: Path
) -> None:
    first = answered(unit, street, usb)
    take(unit, first)
    with street.change("坏了") as change:
        change._connection.execute("UPDATE door SET quiet = 1")
        street.connection.execute("DELETE FROM entry")
        street.connection.execute("UPDATE digest SET row_count = 0, total = ?", ("0" * 32,))
        change.touch("entry", "")
    second = answered(unit, street, usb)
    take(unit, second)
    assert outgoing.acked_seq(unit) == 0
    take(unit, first)  # read again, from an old stick
    assert outgoing.acked_seq(unit) == 0
    outcome = report(unit, street, usb)
    assert outcome.preview.full
    assert outgoing.acked_seq(unit) > 0
    take(unit, second)  # the wish has been granted meanwhile
    assert outgoing.acked_seq(unit) > 0


def test_a_street_fallen_back_to_a_backup_gets_everything_it_lost(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 2)
    report(unit, street, usb)
    restored = world.keep(copy_of(street, world.folder / "restored"))
    begin_stream(restored)
    late = [answered(unit, street, usb) for _ in range(2)]  # the lost days
    for path in late:
        take(unit, path)
    fourth = report(unit, restored, usb)
    assert any("缺第" in note for note in fourth.notes)
    assert outgoing.acked_seq(unit) < unit.rows(Query("sent_bundle"))[-1]["high_seq"]
    take(unit, late[1])  # a receipt of the street that was, found in a drawer
    report(unit, restored, usb)
    assert restored.count(Query("entry")) == unit.count(Query("entry")) == 4
    for row in unit.rows(Query("entry")):
        assert restored.row("entry", row["id"]) == row


def test_a_unit_set_back_by_hand_sends_everything(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    """The receipt confirms more than this older copy of the folder has ever held."""
    entries(unit, 2)
    report(unit, street, usb)
    old = world.keep(copy_of(unit, world.folder / "old"))
    receipt = [answered(unit, street, usb) for _ in range(5)][-1]
    take(old, receipt)
    edit(old, old.rows(Query("entry"))[0]["id"], amount_fen=1)
    assert outgoing.acked_seq(old) == 0


def test_a_receipt_of_the_stream_before_a_restore_counts_for_nothing(
    unit: Book, street: Book, usb: Path
) -> None:
    receipt = answered(unit, street, usb)
    begin_stream(unit)
    outcome = take(unit, receipt)
    assert any("还原以前" in note for note in outcome.notes)
    assert outgoing.acked_seq(unit) == 0
    sent = export(unit, usb)
    assert sent.full
    assert sent.number == 1


def test_a_lost_receipt_costs_only_a_longer_bundle(unit: Book, street: Book, usb: Path) -> None:
    answered(unit, street, usb).unlink()
    receipt = answered(unit, street, usb)
    take(unit, receipt)
    entries(unit, 1, first=90)
    assert export(unit, usb).rows == 1


def test_the_street_keeps_the_head_of_the_units_trail(unit: Book, street: Book, usb: Path) -> None:
    entries(unit, 2)
    _, head = unit.trail_head()
    report(unit, street, usb)
    (kept,) = street.rows(Query("received_bundle"))
    assert kept["trail_head"] == head


def test_what_was_sent_back_can_be_read_by_the_clerk(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    from exchange.at_work import forge, line

    (row_id,) = entries(unit, 1)
    rows = [line(unit, row_id, id=f"r{n}", amount_fen="很多") for n in range(130)]
    rows.append(line(unit, row_id, id='"\\\x01', day="2026-02-30"))
    receipt = take(street, forge(unit, usb / "x.qlb", {"entry": rows})).receipt
    assert receipt is not None
    take(unit, receipt)
    told = receipts(unit)[-1]
    assert told["returned"] == 131
    details = json.loads(told["details"])
    assert len(details) == 100, "the first hundred by name, all by number"
    assert details[0] == {"id": "r0", "reason": "〔金额〕填的内容对不上", "table": "entry"}


def test_the_receipt_holds_nothing_a_finder_could_read(unit: Book, street: Book, usb: Path) -> None:
    data = answered(unit, street, usb).read_bytes()
    assert b"acked_seq" not in data
