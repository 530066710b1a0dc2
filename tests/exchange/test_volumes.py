"""Photos that have no room on the stick: rows first, the newest photos first, the rest later."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, edit, export, report, take
from office import make_entry
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import incoming, outgoing, outgoing_volumes, stick, taking_back
from qinglian_desktop.exchange.container import read_header
from qinglian_desktop.exchange.outgoing import SentFile
from qinglian_desktop.exchange.outgoing_survey import Photo
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.store import wanted_files
from qinglian_desktop.store.book import Book

_SIZE = 40_000  # bytes of a photo


@pytest.fixture
def photos(unit: Book) -> list[str]:
    """Six photos beside six entries, each taken a day after the one before."""
    made = []
    for number in range(6):
        file_id = unit.files.add(os.urandom(_SIZE))
        os.utime(unit.files.path(file_id), (1_700_000_000 + number * 86_400,) * 2)
        make_entry(unit, voucher_no=f"{number:04d}", files=(file_id,))
        made.append(file_id)
    return made


class Small(stick.Device):
    """A stick with so many bytes to spare for one file; what is written counts."""

    room = 0

    def free(self, folder: Path) -> int:
        there = sum(path.stat().st_size for path in folder.glob("*.qlb"))
        return max(0, type(self).room - there) * 11 // 10 + (16 << 20)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> type[Small]:
    class Mine(Small):
        pass

    monkeypatch.setattr(stick, "Device", Mine)
    monkeypatch.setattr(outgoing_volumes, "VOLUME", 2 * _SIZE + 1000)
    split = outgoing_volumes.split
    monkeypatch.setattr(
        outgoing_volumes, "split", lambda photos, room: split(photos, room, 2 * _SIZE + 1000)
    )
    return Mine


def held(street: Book, photos: list[str]) -> list[int]:
    return [number for number, file_id in enumerate(photos) if street.files.has(file_id)]


def send_photos(unit: Book, usb: Path) -> SentFile:
    sent = outgoing.send_photos(unit, usb).result
    assert isinstance(sent, SentFile)
    return sent


def test_rows_first_then_the_newest_photos_and_the_rest_later(
    world: World, unit: Book, usb: Path, photos: list[str], small: type[Small]
) -> None:
    small.room = 2 * _SIZE + 60_000
    sent = export(unit, usb)
    assert sent.rows == 6
    assert sent.photos_left == 4
    assert sent.path.name.endswith("第001包-1共3.qlb")
    outcome = take(world.street, sent.path)
    assert outcome.preview.new == 6, "rows come whether their photos do or not"
    assert held(world.street, photos) == [4, 5], "the newest first"
    assert "照片还有 4 张未送达，可以以后再补" in outcome.notes
    sent.path.unlink()
    rest = send_photos(unit, usb)
    assert rest.photos_left == 2
    assert rest.path.name.endswith("第001包-2共3.qlb")
    take(world.street, rest.path)
    assert held(world.street, photos) == [2, 3, 4, 5]
    rest.path.unlink()
    last = send_photos(unit, usb)
    assert last.photos_left == 0
    outcome = take(world.street, last.path)
    assert held(world.street, photos) == [0, 1, 2, 3, 4, 5]
    assert not [note for note in outcome.notes if "未送达" in note]
    with pytest.raises(Refused) as nothing:
        send_photos(unit, usb)
    assert nothing.value.code == "QL-UB-141"


def test_a_large_stick_takes_all_volumes_in_one_go(
    world: World, unit: Book, usb: Path, photos: list[str], small: type[Small]
) -> None:
    small.room = 100 * _SIZE
    sent = export(unit, usb)
    assert sent.photos_left == 0
    names = sorted(path.name for path in usb.glob("*包-*.qlb"))
    assert [re.search(r"-(\d)共3", name)[1] for name in names] == ["1", "2", "3"]  # type: ignore[index]
    assert [read_header(usb / name).kind for name in names] == ["up", "more", "more"]


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (0, 2, 1, 0, 2)])
def test_volumes_in_any_order_and_twice(
    world: World,
    unit: Book,
    usb: Path,
    photos: list[str],
    small: type[Small],
    order: tuple[int, ...],
) -> None:
    small.room = 100 * _SIZE
    export(unit, usb)
    paths = sorted(usb.glob("*包-*.qlb"))
    last: Outcome | None = None
    for number in order:
        last = take(world.street, paths[number])
    assert held(world.street, photos) == [0, 1, 2, 3, 4, 5]
    assert last is not None
    assert last.receipt is not None
    take(unit, last.receipt)
    assert not outgoing.what_goes(unit).photos, "nothing is wanted any more"


def test_only_what_the_street_lacks_goes_again(
    world: World, unit: Book, usb: Path, photos: list[str], small: type[Small]
) -> None:
    """A receipt names what has not come; what it holds does not travel again with an edited row."""
    small.room = 2 * _SIZE + 60_000
    outcome = take(world.street, export(unit, usb).path)
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    rows = unit.connection.execute("SELECT id FROM entry ORDER BY voucher_no").fetchall()
    edit(unit, rows[5][0], summary="改过的摘要")
    planned = outgoing.what_goes(unit)
    assert planned.rows == 1
    assert {photo.file_id for photo in planned.photos} == set(photos[:4])
    for path in usb.glob("*.qlb"):
        path.unlink()
    small.room = 100 * _SIZE
    sent = export(unit, usb)
    assert sent.photos_left == 0
    for path in sorted(usb.glob("*第002包*.qlb")):
        take(world.street, path)
    assert held(world.street, photos) == [0, 1, 2, 3, 4, 5]


def test_a_photo_once_confirmed_is_not_sent_again(
    world: World, unit: Book, usb: Path, photos: list[str]
) -> None:
    report(unit, world.street, usb)
    rows = unit.connection.execute("SELECT id FROM entry ORDER BY voucher_no").fetchall()
    edit(unit, rows[0][0], summary="改过的摘要")
    edit(unit, rows[1][0], files=f'["{photos[1]}", "{unit.files.add(b"new photo")}"]')
    planned = outgoing.what_goes(unit)
    assert (planned.rows, [photo.size for photo in planned.photos]) == (2, [9])


def test_a_rotten_photo_keeps_no_report_back(
    world: World, unit: Book, usb: Path, photos: list[str]
) -> None:
    unit.files.path(photos[3]).write_bytes(b"QLF1" + b"x" * _SIZE)
    outcome = take(world.street, export(unit, usb).path)
    assert outcome.preview.new == 6
    assert held(world.street, photos) == [0, 1, 2, 4, 5]
    assert "照片还有 1 张未送达，可以以后再补" in outcome.notes


def test_a_merge_taken_back_waits_for_none_of_its_photos(
    world: World, unit: Book, usb: Path, photos: list[str]
) -> None:
    street = world.street
    unit.files.path(photos[3]).write_bytes(b"QLF1" + b"x" * _SIZE)
    take(street, export(unit, usb).path)
    office = unit.unit.office_id
    assert wanted_files.listed(street.connection, office, 9) == [photos[3]]
    lost = unit.files.add(b"another photo")
    make_entry(unit, voucher_no="0099", files=(lost,))
    unit.files.path(lost).write_bytes(b"QLF1" + b"x" * _SIZE)
    second = export(unit, usb).path
    step = incoming.import_file(street, second).step
    assert wanted_files.count(street.connection, office) == 2
    taking_back.take_back(street, step)
    assert wanted_files.listed(street.connection, office, 9) == [photos[3]], "named by rows here"
    incoming.import_file(street, second)
    assert wanted_files.count(street.connection, office) == 2


def test_a_stick_too_small_for_the_rows_spends_no_number(
    unit: Book, usb: Path, photos: list[str], small: type[Small]
) -> None:
    small.room = 100
    with pytest.raises(Refused) as full:
        export(unit, usb)
    assert full.value.code == "QL-UB-067"
    assert list(usb.glob("*包*.qlb*")) == []
    small.room = 100 * _SIZE
    assert export(unit, usb).number == 1


def test_pulled_in_the_middle_goes_on_after_the_last_volume_that_was_proved(
    world: World,
    unit: Book,
    usb: Path,
    photos: list[str],
    small: type[Small],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small.room = 100 * _SIZE
    write, count = stick.write_file, 0

    def pulled(*given: Any, **named: Any) -> Path:
        nonlocal count
        count += 1
        if count == 3:
            raise stick._gone()
        return write(*given, **named)

    with monkeypatch.context() as gone:
        gone.setattr(stick, "write_file", pulled)
        sent = export(unit, usb)
    assert sent.photos_left == 2
    assert "拔下" in sent.why_left
    before = {path.name: path.stat().st_mtime_ns for path in usb.glob("*包-*.qlb")}
    assert len(before) == 2
    assert send_photos(unit, usb).photos_left == 0
    after = {path.name: path.stat().st_mtime_ns for path in usb.glob("*包-*.qlb")}
    assert {name: after[name] for name in before} == before, "what was proved is not written again"
    assert len(after) == 3
    for path in sorted(usb.glob("*包-*.qlb")):
        take(world.street, path)
    assert held(world.street, photos) == [0, 1, 2, 3, 4, 5]


def test_stopped_among_the_photos_tells_of_the_report_that_was_written(
    world: World, unit: Book, usb: Path, photos: list[str], small: type[Small]
) -> None:
    small.room = 100 * _SIZE
    many = len(outgoing.tables_leaving(unit))

    def until_the_photos(done: int, total: int) -> bool:
        return total == many or done < 2  # of three volumes the third is stopped

    sent = outgoing.export_bundle(unit, usb, tick=until_the_photos).result
    assert isinstance(sent, SentFile)
    assert (sent.photos_left, sent.why_left) == (2, "已停止")
    assert len(list(usb.glob("*包-*.qlb"))) == 2
    assert send_photos(unit, usb).photos_left == 0


def test_a_new_report_takes_over_what_was_waiting(
    world: World, unit: Book, usb: Path, photos: list[str], small: type[Small]
) -> None:
    small.room = 2 * _SIZE + 60_000
    assert export(unit, usb).photos_left == 4
    for path in usb.glob("*包*.qlb"):
        path.unlink()
    small.room = 100 * _SIZE
    assert export(unit, usb).photos_left == 0
    assert outgoing_volumes.waiting(unit) is None
    assert len(list(usb.glob("*第002包-*.qlb"))) == 3


def test_the_split_keeps_order_and_room() -> None:
    photos = [Photo(f"{n}", 100) for n in range(5)]
    assert outgoing_volumes.split(photos, 10_000, 10_000) == [["0", "1", "2", "3", "4"]]
    assert outgoing_volumes.split(photos, 400, 800) == [["0"], ["1", "2"], ["3", "4"]]
    assert outgoing_volumes.split(photos, -5, 10_000) == [[], ["0", "1", "2", "3", "4"]]
    with pytest.raises(Refused):
        outgoing_volumes.split([Photo(f"{n}", 100) for n in range(2000)], 0, 400)
