"""Merging: the preview is the result, twice is once, old is harmless, deletions are asked about."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import (
    World,
    blob,
    drop,
    edit,
    entries,
    everything,
    export,
    forge,
    line,
    newer_by,
    report,
    state,
    take,
)
from exchange.conftest import Untouched
from office import begin_stream, make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.exchange import incoming, outgoing
from qinglian_desktop.modules.street import actions as desk
from qinglian_desktop.store.book import Book


def received(street: Book) -> list[dict[str, Any]]:
    return street.rows(Query("received_bundle"))


def test_the_rows_arrive_as_they_left(world: World, unit: Book, street: Book, usb: Path) -> None:
    ids = entries(unit, 4)
    drop(unit, ids[3])
    person = make_person(unit, "李建华", phone="13800000000")
    take(street, export(unit, usb).path)
    for row_id in ids:
        assert street.row("entry", row_id) == unit.row("entry", row_id)
    assert street.row("person", person) == unit.row("person", person)
    assert street.count(Query("entry")) == 3
    assert street.trail_broken_at() is None


def test_the_preview_is_the_result_and_writes_nothing(
    unit: Book, street: Book, usb: Path, world: World
) -> None:
    ids = entries(unit, 40)
    report(unit, street, usb)
    edit(unit, ids[0], amount_fen=1)
    drop(unit, ids[1])
    entries(unit, 3, first=50)
    make_person(unit)
    sent = export(unit, usb)
    before = everything(street)
    preview = incoming.inspect(street, sent.path)
    assert everything(street) == before
    assert (preview.new, preview.changed, preview.same) == (4, 2, 0)
    counts = {plan.table: (plan.new, plan.changed) for plan in preview.plans}
    assert counts["entry"] == (3, 2)
    assert counts["person"] == (1, 0)
    outcome = take(street, sent.path)
    assert outcome.preview == preview
    assert len(street.rows(Query("entry", deleted=True))) == 43
    kept = received(street)[-1]
    assert (kept["new_count"], kept["changed_count"], kept["same_count"]) == (4, 2, 0)


def test_twice_is_once(unit: Book, street: Book, usb: Path, tmp_path: Path) -> None:
    entries(unit, 3)
    sent = export(unit, usb)
    first = take(street, sent.path)
    before = everything(street)
    renamed = tmp_path / "别的名字.txt"
    renamed.write_bytes(sent.path.read_bytes())
    second = take(street, renamed)
    assert everything(street) == before
    assert second.preview.already
    assert (second.preview.new, second.preview.same) == (0, 3)
    assert any("不会重复" in note for note in second.notes)
    assert first.receipt is not None
    assert second.receipt is not None, "a lost receipt is written again"
    assert take(unit, second.receipt).preview.kind == "receipt"


def test_merging_leaves_one_line_in_the_trail_and_cannot_be_undone_here(
    unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 30)
    seq = street.trail_head()[0]
    changes = incoming.import_file(street, export(unit, usb).path)
    assert street.trail_head()[0] == seq + 1  # the note that it came; the bundle is the record
    assert changes.touches("entry", "received_bundle")
    with pytest.raises(Refused):
        street.undo(changes.step)
    assert street.trail_broken_at() is None


def test_a_gap_is_reported_and_closed_by_what_was_missing(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = entries(unit, 2)
    report(unit, street, usb)  # number 1
    edit(unit, ids[0], amount_fen=1)
    second = export(unit, usb)
    receipt = take(street, second.path).receipt
    assert receipt is not None
    take(unit, receipt)
    edit(unit, ids[1], amount_fen=2)
    third = export(unit, usb)
    # The street falls back to before number 2, as after a restore.
    with street.change("还原") as change:
        street.connection.execute("DELETE FROM received_bundle WHERE number = 2")
        change.touch("received_bundle", "")
    outcome = take(street, third.path)
    assert any("缺第 2 号包" in note for note in outcome.notes)
    row = street.row("entry", ids[1])
    assert row is not None
    assert row["amount_fen"] == 2, "what did arrive is taken"
    (line_,) = desk.board(street)
    assert "2" in line_.missing
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    told = unit.rows(Query("receipt"))[-1]
    assert told["missing"] == "2"
    monkeypatch.setattr(clock, "now", lambda: "2027-01-01T08:00:00")  # closed on another day
    take(street, second.path)
    assert desk.board(street)[0].missing == ""


def test_a_bundle_that_closes_a_gap_a_minute_later_says_nothing_of_sums(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a newer bundle its sums must differ; the newest stays what the board goes by."""
    ids = entries(unit, 2)
    report(unit, street, usb)
    edit(unit, ids[0], amount_fen=1)
    second = export(unit, usb)
    edit(unit, ids[1], amount_fen=2)
    third = export(unit, usb, full=True)
    take(street, third.path)
    monkeypatch.setattr(clock, "now", lambda: "2027-01-01T08:00:00")
    take(street, second.path)
    (line_,) = desk.board(street)
    assert (line_.last_number, line_.missing) == (3, "")


def test_an_older_bundle_after_a_newer_one_changes_nothing(
    unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 30)
    first = export(unit, usb)
    edit(unit, ids[0], amount_fen=1)
    drop(unit, ids[1])
    second = export(unit, usb)
    take(street, second.path)
    before = state(street)
    outcome = take(street, first.path)
    assert state(street) == before
    assert (outcome.preview.new, outcome.preview.changed) == (0, 0)
    assert outcome.preview.same == 30
    assert not received(street)[-1]["needs_full"]
    assert outcome.notes == ()


def test_an_older_deletion_that_was_taken_back_is_no_deletion(
    unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 10)
    drop(unit, *ids)
    deleted = export(unit, usb)
    with unit.change("恢复") as change:
        for row_id in ids:
            change.bring_back("entry", row_id)
    take(street, export(unit, usb).path)
    assert take(street, deleted.path).preview.changed == 0  # and nobody is asked to approve
    assert street.count(Query("entry")) == 10


def test_many_deletions_are_asked_about_and_can_be_approved(
    unit: Book, street: Book, usb: Path, untouched: Untouched
) -> None:
    ids = entries(unit, 40)
    report(unit, street, usb)
    drop(unit, ids[0], ids[1])
    take(street, export(unit, usb).path)  # 2 of 40 is one in twenty: an ordinary day
    drop(unit, *ids[2:8])
    sent = export(unit, usb)
    with untouched(street) as caught:
        take(street, sent.path)
    assert caught.value.code == "QL-UB-121"
    assert "6 条" in caught.value.what
    assert incoming.inspect(street, sent.path).changed == 6, "it can be looked at"
    take(street, sent.path, approve=True)
    assert street.count(Query("entry")) == 32


@pytest.mark.parametrize(("deleted", "asked"), [(1, False), (5, False), (6, True)])
def test_a_handful_deleted_in_a_tiny_unit_is_an_ordinary_day(
    unit: Book, street: Book, usb: Path, deleted: int, asked: bool
) -> None:
    ids = entries(unit, 8)
    report(unit, street, usb)
    drop(unit, *ids[:deleted])
    sent = export(unit, usb)
    if asked:
        with pytest.raises(Refused, match="要删掉"):
            take(street, sent.path)
    else:
        take(street, sent.path)
    assert street.count(Query("entry")) == (8 if asked else 8 - deleted)


def test_rows_of_others_are_sent_back_and_the_rest_is_merged(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    other = world.unit(2)
    theirs = entries(other, 1)
    take(street, export(other, usb).path)
    mine = entries(unit, 2)
    stolen = street.row("entry", theirs[0])
    path = forge(
        unit,
        usb / "x.qlb",
        {
            "entry": [
                line(unit, mine[0]),
                line(unit, mine[1], owner=other.unit.office_id, id="claims-another-owner"),
                line(unit, mine[1], id=theirs[0]),  # another's row under our name
            ],
            "enrolled_unit": [line(unit, mine[0], id="unit-row")],
        },
    )
    outcome = take(street, path)
    assert (outcome.preview.new, outcome.preview.returned.count) == (1, 3)
    assert street.row("entry", theirs[0]) == stolen
    assert street.row("entry", "claims-another-owner") is None
    assert street.row("enrolled_unit", "unit-row") is None
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    receipt = unit.rows(Query("receipt"))[-1]
    assert receipt["returned"] == 3
    told = {one["id"]: one["reason"] for one in json.loads(receipt["details"])}
    assert set(told) == {"claims-another-owner", theirs[0], "unit-row"}
    assert all(told.values())
    assert "街道登记" in told["unit-row"]


def test_fields_of_a_newer_program_are_kept_unharmed(unit: Book, street: Book, usb: Path) -> None:
    (row_id,) = entries(unit, 1)
    newer_by(unit, row_id, e_invoice="2444", tax={"rate": 3})
    take(street, export(unit, usb).path)
    got = street.row("entry", row_id)
    assert got is not None
    assert json.loads(got["ext"]) == {"e_invoice": "2444", "tax": {"rate": 3}}
    assert got == unit.row("entry", row_id)
    edit(unit, row_id, amount_fen=9)
    take(street, export(unit, usb).path)
    assert street.row("entry", row_id) == unit.row("entry", row_id)
    assert not received(street)[-1]["needs_full"]


def test_a_table_of_a_newer_program_is_noted_and_taken_once_it_is_known(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(unit, "李建华")
    entries(unit, 1)
    sent = export(unit, usb)
    with monkeypatch.context() as older:
        known = {t: r for t, r in street.tables.records.items() if t != "person"}
        older.setattr(street.tables, "records", known)
        outcome = take(street, sent.path)
        assert outcome.preview.unknown == ("person",)
        assert any("升级" in note for note in outcome.notes)
        assert outcome.preview.new == 1
    assert street.count(Query("person")) == 0
    again = take(street, sent.path)  # after the upgrade, the very same file
    assert street.count(Query("person")) == 1
    assert again.preview.new == 1
    assert len(received(street)) == 1
    assert any("补上" in note for note in again.notes)
    before = everything(street)
    take(street, sent.path)
    assert everything(street) == before


@pytest.mark.parametrize("harm", ["sum", "row"])
def test_a_count_that_does_not_agree_asks_for_everything_and_heals(
    unit: Book, street: Book, usb: Path, harm: str
) -> None:
    ids = entries(unit, 5)
    report(unit, street, usb)
    with street.change("坏了") as change:
        change._connection.execute("UPDATE door SET quiet = 1")
        if harm == "row":
            street.connection.execute("DELETE FROM entry WHERE id = ?", (ids[0],))
            street.connection.execute("UPDATE digest SET row_count = row_count - 1")
        else:
            street.connection.execute("UPDATE digest SET total = ?", ("f" * 32,))
        change.touch("entry", "")
    edit(unit, ids[1], amount_fen=4)
    report(unit, street, usb)
    if harm == "row":
        kept = received(street)[-1]
        assert kept["needs_full"]
        assert "整包" in kept["note"]
        assert outgoing.acked_seq(unit) == 0, "the next bundle holds everything"
        edit(unit, ids[2], amount_fen=5)
        assert report(unit, street, usb).preview.new == 1
    assert not received(street)[-1]["needs_full"]
    assert outgoing.acked_seq(unit) > 0
    for row_id in ids:
        assert street.row("entry", row_id) == unit.row("entry", row_id)
    edit(unit, ids[3], amount_fen=6)
    report(unit, street, usb)
    assert not received(street)[-1]["needs_full"]


def test_a_full_bundle_brings_back_rows_that_went_unnoticed(
    unit: Book, street: Book, usb: Path
) -> None:
    """Rows gone and the sums as before: nobody sees it until everything is sent once."""
    ids = entries(unit, 5)
    report(unit, street, usb)
    with street.change("坏了") as change:
        change._connection.execute("UPDATE door SET quiet = 1")
        street.connection.execute("DELETE FROM entry WHERE id = ?", (ids[0],))
        change.touch("entry", "")
    outcome = take(street, export(unit, usb, full=True).path)
    assert outcome.preview.new == 1
    assert not received(street)[-1]["needs_full"]
    edit(unit, ids[1], amount_fen=4)
    report(unit, street, usb)
    assert not received(street)[-1]["needs_full"]


def test_a_full_bundle_that_does_not_help_is_not_asked_for_again(
    unit: Book, street: Book, usb: Path
) -> None:
    (row_id,) = entries(unit, 1)
    told = {"entry": {"held": 7, "digest": "1" * 32}}
    take(street, forge(unit, usb / "x.qlb", {"entry": [line(unit, row_id)]}, facts=told))
    kept = received(street)[-1]
    assert not kept["needs_full"]
    assert "核对" in kept["note"]


def test_attachments_travel(unit: Book, street: Book, usb: Path) -> None:
    data = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
    file_id = unit.files.add(data)
    row_id = make_entry(unit, files=(file_id,))
    take(street, export(unit, usb).path)
    row = street.row("entry", row_id)
    assert row is not None
    assert json.loads(row["files"]) == [file_id]
    assert street.files.read(file_id) == data
    assert data[:64] not in street.files.path(file_id).read_bytes(), "locked at rest"


def test_an_attachment_is_stored_under_what_it_is(
    unit: Book, street: Book, usb: Path, untouched: Untouched
) -> None:
    data = b"harmless"
    path = forge(unit, usb / "x.qlb", {"entry": []}, more=lambda payload: blob(payload, data))
    take(street, path)
    assert street.files.read(hashlib.sha256(data).hexdigest()) == data


def test_stopping_half_way_changes_nothing(
    unit: Book, street: Book, usb: Path, tmp_path: Path
) -> None:
    entries(unit, 3)
    sent = export(unit, usb)
    before = everything(street)
    with pytest.raises(Stopped):
        incoming.import_file(street, sent.path, tick=lambda done, total: False)
    assert everything(street) == before
    assert not list((street.home / "inbox").iterdir())
    assert take(street, sent.path).preview.new == 3


def test_a_stick_that_takes_no_receipt_keeps_nothing_back(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qinglian_desktop.exchange import stick

    entries(unit, 2)
    sent = export(unit, usb)

    def refuse(*_: object, **__: object) -> Path:
        raise Refused("U 盘不让写入", "请拨开写保护开关")

    with monkeypatch.context() as bad:
        bad.setattr(stick, "write_file", refuse)
        outcome = take(street, sent.path)
    assert street.count(Query("entry")) == 2
    assert outcome.receipt is not None
    assert outcome.receipt.is_relative_to(street.home)
    assert any("回执" in note for note in outcome.notes)
    take(unit, outcome.receipt)


def test_a_disk_without_room_for_a_receipt_does_not_deny_the_merge(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qinglian_desktop.exchange import receipts

    entries(unit, 2)
    sent = export(unit, usb)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as bad:
        bad.setattr(receipts, "seal", full)
        outcome = take(street, sent.path)
    assert street.count(Query("entry")) == 2
    assert outcome.receipt is None
    assert any("已合并" in note for note in outcome.notes)
    assert take(street, sent.path).receipt is not None


def test_a_large_bundle_is_staged_on_the_disk_and_leaves_no_trace(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = entries(unit, 40)
    first = export(unit, usb)
    edit(unit, ids[0], amount_fen=1)
    drop(unit, ids[1])
    second = export(unit, usb)
    monkeypatch.setattr(incoming, "_LARGE", 0)
    seen: list[bytes] = []

    def look(_done: int, _total: int) -> bool:
        (staged,) = (street.home / "inbox").glob("*.stage")
        seen.append(staged.read_bytes())
        return True

    incoming.import_file(street, first.path, tick=look)
    assert seen
    assert not any("綦江区".encode() in data or b"SQLite format" in data for data in seen)
    assert not list((street.home / "inbox").iterdir())
    assert take(street, second.path).preview.changed == 2
    for row_id in ids:
        assert street.row("entry", row_id) == unit.row("entry", row_id)
    attached = [name for _, name, _ in street.connection.execute("PRAGMA database_list")]
    assert "staging" not in attached


def test_what_a_killed_import_left_goes_with_a_later_one(
    unit: Book, street: Book, usb: Path
) -> None:
    import os

    inbox = street.home / "inbox"
    inbox.mkdir(exist_ok=True)
    left, fresh = inbox / "left.qlb", inbox / "fresh.qlb"
    for path in (left, fresh):
        path.write_bytes(b"x")
    os.utime(left, (1, 1))
    take(street, export(unit, usb).path)
    assert [path.name for path in inbox.iterdir()] == ["fresh.qlb"]


def test_the_board_counts_what_came(world: World, street: Book, usb: Path) -> None:
    first, second = world.unit(1), world.unit(2)
    entries(first, 3)
    entries(second, 5)
    for unit in (first, second):
        take(street, export(unit, usb).path)
    lines = {one.name: one for one in desk.board(street)}
    assert (lines["第1社区"].rows, lines["第2社区"].rows) == (3, 5)
    by_owner = {
        unit.unit.name: street.count(Query("entry", (Where("owner", "=", unit.unit.office_id),)))
        for unit in (first, second)
    }
    assert by_owner == {"第1社区": 3, "第2社区": 5}


def test_one_row_twice_in_one_bundle_is_refused(
    unit: Book, street: Book, usb: Path, untouched: Untouched
) -> None:
    (row_id,) = entries(unit, 1)
    twice = [line(unit, row_id), line(unit, row_id, amount_fen=1)]
    path = forge(unit, usb / "x.qlb", {"entry": twice})
    with untouched(street, Damaged) as caught:
        take(street, path)
    assert "两次" in caught.value.what


def test_a_unit_restored_from_a_backup_starts_over_and_loses_nothing_unlisted(
    world: World, unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the backup a row was edited and reported; the restored copy edits it otherwise."""
    from exchange.at_work import copy_of

    ids = entries(unit, 30)
    report(unit, street, usb)
    restored = world.keep(copy_of(unit, world.folder / "restored"))
    edit(unit, ids[0], summary="备份以后改的")
    report(unit, street, usb)
    begin_stream(restored)  # what every restore does
    edit(restored, ids[0], purpose="还原以后改的")
    edit(restored, ids[1], purpose="还原以后改的")
    sent = export(restored, usb)
    assert sent.number == 1
    assert sent.full
    take(street, sent.path)
    row = street.row("entry", ids[0])
    assert row is not None
    # Money is not mixed: one version stands whole, the other is listed.
    (listed,) = street.rows(Query("unmatched_row"))
    assert (listed["row_id"], listed["state"]) == (ids[0], "待定")
    gave_way = {c["field_name"]: c["lost"] for c in street.rows(Query("merge_conflict"))}
    both = {"summary": "备份以后改的", "purpose": "还原以后改的"}
    assert all(said in (row[name], gave_way.get(name)) for name, said in both.items())
    assert {row["summary"], row["purpose"]} != set(both.values())
    before = state(street)
    monkeypatch.setattr(clock, "now", lambda: "2027-01-01T08:00:00")  # the same again, later
    take(street, export(restored, usb, full=True).path)
    assert state(street) == before
