"""What a bundle holds, what its number means, and what a bad stick costs: nothing."""

import errno
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from exchange.at_work import World, drop, edit, entries, export, newer_by, report, take
from exchange.conftest import Untouched
from office import make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.exchange import offices, outgoing, outgoing_rows, preflight, stick
from qinglian_desktop.exchange.outgoing import SentFile
from qinglian_desktop.exchange.sealing import OpenBundle, unseal
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store.book import Book


def opened(world: World, unit: Book, path: Path) -> Iterator[OpenBundle]:
    with unseal(
        path,
        my_keys=offices.own_keys(world.street),
        signer=offices.public_keys(unit),
        addressed_to=world.street.unit.office_id,
        scratch=world.folder / "scratch",
    ) as bundle:
        yield bundle


def rows_in(world: World, unit: Book, path: Path) -> dict[str, list[dict[str, Any]]]:
    """What really lies in the file, table by table."""
    made: dict[str, list[dict[str, Any]]] = {}
    for bundle in opened(world, unit, path):
        for table in bundle.reader.tables():
            made[table] = [json.loads(line) for line in bundle.reader.lines(table)]
    return made


def test_only_own_rows_of_tables_that_leave_are_in_it(world: World, unit: Book, usb: Path) -> None:
    mine = entries(unit, 3)
    make_person(unit, "李建华")
    with unit.change("别的单位的行") as change:
        unit.connection.execute(
            "INSERT INTO entry SELECT 'foreign', 'another-office', vv, fv, deleted, row_hash, ext,"
            f" created_at, updated_at, updated_by, {', '.join(Entry.fields)} FROM entry"
            " WHERE id = ?",
            (mine[0],),
        )
        change.touch("entry", "foreign")
    found = rows_in(world, unit, export(unit, usb).path)
    assert sorted(row["id"] for row in found["entry"]) == sorted(mine)
    assert len(found["person"]) == 1
    leaving = {r.table for r in RECORDS if not r.sealed and r.owner.name != "LOCAL"}
    assert set(found) == leaving
    assert not {"sent_bundle", "received_bundle", "receipt"} & set(found)


def test_sealed_rows_are_in_no_bundle(world: World, unit: Book, usb: Path) -> None:
    """Sealed tables are not even tables of the file an export reads."""
    sealed = [record.table for record in RECORDS if record.sealed]
    assert not set(sealed) & {record.table for record in outgoing.tables_leaving(unit)}
    assert not set(sealed) & set(rows_in(world, unit, export(unit, usb).path))
    assert not [
        f"{record.table}.{name}"
        for record in outgoing.tables_leaving(unit)
        for name, field in record.fields.items()
        if field.level.name == "SEALED"
    ]


def test_unfinished_rows_are_named_before_they_travel(unit: Book) -> None:
    make_entry(unit)
    with unit.change("草稿") as change:
        half = change.add(Entry, {"summary": "办公用品", "voucher_no": "0099"})
    found = preflight.preflight(unit)
    assert {problem.value for problem in found} == {half}
    assert {problem.field for problem in found} >= {"amount_fen", "day", "purpose"}
    assert all("0099" in problem.what and problem.remedy for problem in found)


def test_an_unfinished_row_travels_all_the_same(world: World, unit: Book, usb: Path) -> None:
    with unit.change("草稿") as change:
        half = change.add(Entry, {"summary": "办公用品"})
    assert take(world.street, export(unit, usb).path).preview.new == 1
    got = world.street.row("entry", half)
    assert got is not None
    assert got["amount_fen"] is None


def test_without_a_receipt_everything_is_sent_again(world: World, unit: Book, usb: Path) -> None:
    entries(unit, 3)
    first = export(unit, usb)
    entries(unit, 1, first=10)
    second = export(unit, usb)
    assert (first.rows, second.rows) == (3, 4)
    assert second.full
    assert take(world.street, second.path).preview.new == 4


def test_after_a_receipt_only_changed_rows_leave(world: World, unit: Book, usb: Path) -> None:
    ids = entries(unit, 5)
    report(unit, world.street, usb)
    edit(unit, ids[1], amount_fen=5)
    drop(unit, ids[2])
    (new,) = entries(unit, 1, first=20)
    sent = export(unit, usb)
    assert not sent.full
    found = rows_in(world, unit, sent.path)["entry"]
    assert {row["id"]: row["deleted"] for row in found} == {ids[1]: 0, ids[2]: 1, new: 0}
    assert export(unit, usb, full=True).rows == 6  # the deleted row travels too


def test_nothing_counts_as_received_by_being_exported(world: World, unit: Book, usb: Path) -> None:
    entries(unit, 2)
    for _ in range(3):
        export(unit, usb)
    assert outgoing.acked_seq(unit) == 0
    report(unit, world.street, usb)
    assert outgoing.acked_seq(unit) == unit.trail_head()[0] - 2  # sent_bundle and receipt rows


class ReadOnly(stick.Device):
    def write(self, file: BinaryIO, data: bytes) -> None:
        raise OSError(errno.EROFS, "read-only")


class FillsUp(stick.Device):
    def write(self, file: BinaryIO, data: bytes) -> None:
        file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "full")


class TooSmall(stick.Device):
    def free(self, folder: Path) -> int:
        return 1 << 20


class Liar(stick.Device):
    """Takes everything and gives back something else: the counterfeit stick."""

    def read(self, file: BinaryIO, size: int) -> bytes:
        got = file.read(size)
        return got[:-1] + bytes([got[-1] ^ 1]) if got else got


class Yanked(stick.Device):
    def sync(self, file: BinaryIO) -> None:
        raise OSError(errno.EIO, "gone")


BAD_STICKS = [ReadOnly, FillsUp, TooSmall, Liar, Yanked]


@pytest.mark.parametrize("device", BAD_STICKS)
def test_a_number_is_spent_even_when_the_stick_fails(
    world: World,
    unit: Book,
    usb: Path,
    device: type[stick.Device],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries(unit, 2)
    there = set(usb.iterdir())
    with monkeypatch.context() as bad:
        bad.setattr(stick, "Device", device)
        with pytest.raises(Refused) as caught:
            export(unit, usb)
    assert "U 盘" in str(caught.value)
    assert set(usb.iterdir()) == there, "half a bundle on the stick"
    assert unit.rows(Query("sent_bundle")) == []
    assert outgoing.acked_seq(unit) == 0
    sent = export(unit, usb)
    # A stick seen to be too small is refused before a number is spent.
    assert (sent.number, sent.rows) == (1 if device is TooSmall else 2, 2)
    outcome = take(world.street, sent.path)
    assert outcome.notes == (), "a number lost to a bad stick is no gap"
    told = take(unit, outcome.receipt) if outcome.receipt else None
    assert told is not None
    assert unit.rows(Query("receipt"))[-1]["missing"] is None


def test_a_full_local_disk_is_told_in_words(
    unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    entries(unit, 1)
    with monkeypatch.context() as bad:
        bad.setattr(outgoing, "seal", full)
        with pytest.raises(Refused) as caught:
            export(unit, usb)
    assert "磁盘" in str(caught.value)
    assert export(unit, usb).number == 2


def test_a_missing_or_read_only_folder_is_refused_before_a_number_is_spent(
    unit: Book, usb: Path, tmp_path: Path, untouched: Untouched
) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "no such", tmp_path / "file"):
        with untouched(unit):
            export(unit, place)
    assert export(unit, usb).number == 1


def test_stopping_keeps_the_old_state_and_the_number_is_not_used_again(
    unit: Book, usb: Path
) -> None:
    entries(unit, 2)
    there = set(usb.iterdir())
    with pytest.raises(Stopped):
        outgoing.export_bundle(unit, usb, tick=lambda done, total: done < 3)
    assert set(usb.iterdir()) == there
    assert not unit.connection.in_transaction
    assert not list((unit.home / "outgoing").iterdir())
    assert export(unit, usb).number == 2


def test_one_number_is_never_two_contents(world: World, unit: Book, usb: Path) -> None:
    """Whatever happens between, the hash under a number that was read anywhere stays the same."""
    seen: dict[int, bytes] = {}
    for turn in range(6):
        entries(unit, 1, first=turn)
        bad = stick.Device() if turn % 2 else Liar()
        copied: list[bytes] = []

        class Watched(type(bad)):  # type: ignore[misc]
            def write(self, file: BinaryIO, data: bytes) -> None:
                copied.append(data)  # noqa: B023
                super().write(file, data)

        keep = stick.Device
        stick.Device = Watched  # type: ignore[misc]
        try:
            export(unit, usb)
        except Refused:
            pass
        finally:
            stick.Device = keep  # type: ignore[misc]
        data = b"".join(copied)
        number = int(json.loads(data.split(b"\n", 2)[1])["bundle_no"])
        assert number not in seen
        seen[number] = data
    assert sorted(seen) == [1, 2, 3, 4, 5, 6]


def test_bundles_name_the_one_before_even_past_a_bad_stick(
    world: World, unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qinglian_desktop.exchange.container import read_header

    first = read_header(export(unit, usb).path)
    assert first.prev_bundle_hash == ""
    second = read_header(export(unit, usb).path)
    assert second.prev_bundle_hash == first.hash
    with monkeypatch.context() as bad:
        bad.setattr(stick, "Device", Liar)
        with pytest.raises(Refused):
            export(unit, usb)
    fourth = read_header(export(unit, usb).path)
    assert fourth.bundle_no == 4
    assert fourth.prev_bundle_hash not in ("", first.hash, second.hash)


def test_a_bundle_is_one_moment_of_the_book(
    world: World, unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody records while the bundle is written: rows, count and sum still agree."""
    ids = entries(unit, 3)
    desk = world.keep(unit.again())
    spell = outgoing_rows._Counted.lines

    def meanwhile(self: outgoing_rows._Counted) -> Iterator[bytes]:
        for number, line in enumerate(spell(self)):
            if number == 0:
                entries(desk, 1, first=77)
                edit(desk, ids[2], amount_fen=1)
            yield line

    with monkeypatch.context() as busy:
        busy.setattr(outgoing_rows._Counted, "lines", meanwhile)
        sent = export(unit, usb)
    assert sent.rows == 3
    outcome = take(world.street, sent.path)
    assert outcome.notes == ()
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    later = export(unit, usb)
    assert later.rows == 2, "what was saved meanwhile goes with the next"
    assert take(world.street, later.path).preview.changed == 1


def test_the_bundle_is_closed_to_a_finder(unit: Book, usb: Path) -> None:
    make_person(unit, "甘露寺某某", phone="13812345678")
    data = export(unit, usb).path.read_bytes()
    assert "甘露寺".encode() not in data
    assert b"13812345678" not in data
    assert unit.unit.name.encode() not in data


def test_fields_of_a_newer_program_are_sent_on_by_their_owner(
    world: World, unit: Book, usb: Path
) -> None:
    (row_id,) = entries(unit, 1)
    newer_by(unit, row_id, e_invoice="24442000000012345678", tax={"rate": 3})
    edit(unit, row_id, amount_fen=777)  # the older program works on with the row
    (row,) = rows_in(world, unit, export(unit, usb).path)["entry"]
    assert row["e_invoice"] == "24442000000012345678"
    assert row["tax"] == {"rate": 3}
    assert row["amount_fen"] == 777


def test_attachments_leave_once_each(world: World, unit: Book, usb: Path) -> None:
    data = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8
    file_id = unit.files.add(data)
    for number in range(3):
        make_entry(unit, voucher_no=str(number), files=(file_id,))
    sent = export(unit, usb)
    for bundle in opened(world, unit, sent.path):
        assert bundle.reader.blobs() == ((file_id, len(data)),)
        out = io.BytesIO()
        bundle.reader.copy_blob(file_id, out)
        assert out.getvalue() == data


def test_the_street_writes_no_bundle_of_this_kind(world: World, untouched: Untouched) -> None:
    with untouched(world.street):
        export(world.street, world.usb)


def test_the_result_tells_what_was_written(unit: Book, usb: Path) -> None:
    entries(unit, 4)
    sent = export(unit, usb)
    assert sent == SentFile(sent.path, 1, 4, sent.path.stat().st_size, True)
    (kept,) = unit.rows(Query("sent_bundle"))
    assert (kept["number"], kept["row_count"], kept["size"]) == (1, 4, sent.size)
    assert kept["file_name"] == sent.path.name
    assert unit.trail_broken_at() is None
