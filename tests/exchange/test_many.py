"""Thirteen sticks at once, one of them bad: twelve are merged and one is explained (F69)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, copy_of, drop, entries, export, report, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import due, incoming, many, quarantine, taking_back
from qinglian_desktop.exchange.many import Deletions
from qinglian_desktop.store import copies, signers
from qinglian_desktop.store.book import Book, Operator

UNITS = 13


def run(street: Book, paths: list[Path], deletions: Deletions | None = None) -> Any:
    return many.take_all(street, paths, lambda *_: True, deletions).result


def made(street: Book) -> int:
    return len(copies.listed(street.home / copies.HERE))


@pytest.fixture
def sticks(world: World, tmp_path: Path) -> list[Path]:
    """A bundle of each of 13 units on a stick of its own; the seventh was changed on the way."""
    paths = []
    for number in range(1, UNITS + 1):
        unit = world.unit(number)
        entries(unit, 2)
        stick = tmp_path / f"stick{number}"
        stick.mkdir()
        paths.append(export(unit, stick).path)
        unit.close()
    bad = paths[6]
    data = bytearray(bad.read_bytes())
    data[-40] ^= 1
    bad.write_bytes(data)
    return paths


def test_twelve_are_merged_and_one_is_explained(street: Book, sticks: list[Path]) -> None:
    told = run(street, sticks)
    assert len(told.taken) == UNITS - 1
    assert street.count(Query("entry")) == 2 * (UNITS - 1)
    ((path, refused),) = told.refused
    assert path == sticks[6]
    assert refused.code == "QL-UB-103" and refused.what and refused.remedy
    assert told.aside == 1
    (note,) = quarantine.waiting(street)
    assert note["from_name"] == "第7社区"
    assert quarantine.place(street, note["sha256"]).read_bytes() == path.read_bytes()
    for each in (*sticks[:6], *sticks[7:]):
        assert list(each.parent.glob("*回执*"))
    assert not list(path.parent.glob("*回执*"))
    assert [d.subject for d in due.due(street, date(2026, 9, 15)) if "隔离" in d.subject] == [
        "1 个包被隔离，没有导入"
    ]
    assert made(street) == 1, "thirteen sticks do not wait for thirteen copies"
    run(street, sticks)
    assert len(quarantine.waiting(street)) == 1, "the same file is kept once"
    quarantine.settle(street, note["id"], "已请社区重新导出")
    assert quarantine.waiting(street) == []
    assert quarantine.place(street, note["sha256"]).is_file(), "nothing is thrown away"
    with pytest.raises(Refused, match="处理过"):
        quarantine.settle(street, note["id"], "再来")


def test_two_computers_with_one_identity_are_kept_aside(
    world: World, unit: Book, street: Book, usb: Path, tmp_path: Path
) -> None:
    entries(unit, 1)
    twin = world.keep(copy_of(unit, tmp_path / "twin"))
    take(street, export(unit, usb).path)
    entries(twin, 1, first=8)
    other = export(twin, tmp_path).path
    told = run(street, [other])
    assert [refused.code for _, refused in told.refused] == [quarantine.FORK]
    assert quarantine.waiting(street)[0]["code"] == quarantine.FORK
    assert street.count(Query("entry")) == 1


def test_a_file_that_is_merely_cut_or_foreign_is_not_kept(
    unit: Book, street: Book, usb: Path, tmp_path: Path
) -> None:
    entries(unit, 1)
    path = export(unit, usb).path
    cut = tmp_path / "cut.qlb"
    cut.write_bytes(path.read_bytes()[:-10])
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8" * 50)
    told = run(street, [cut, other])
    assert [refused.code for _, refused in told.refused] == ["QL-UB-102", "QL-UB-101"]
    assert quarantine.waiting(street) == []


def test_much_that_goes_waits_while_the_others_come_in(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 20)
    report(unit, street, usb)
    drop(unit, *ids[:9])
    first = export(unit, usb).path
    other = world.unit(2)
    entries(other, 1)
    second = export(other, usb).path
    told = run(street, [first, second])
    assert [path for path, _ in told.asking] == [first]
    assert len(told.taken) == 1
    assert run(street, [first], Deletions(kept=True)).taken
    assert street.count(Query("entry")) == 21
    quarantined = street.rows(Query("quarantined_file"))
    assert quarantined == []


def test_no_room_for_a_copy_keeps_everything_as_it_is(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Refused("磁盘满了", "腾出空间再来")

    monkeypatch.setattr(many.backup, "before", full)
    entries(unit, 1)
    with pytest.raises(Refused, match="磁盘满了"):
        run(street, [export(unit, usb).path])
    assert street.count(Query("entry")) == 0


def test_out_of_memory_is_told_and_the_next_comes_in(
    world: World, unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(unit, 1)
    other = world.unit(2)
    entries(other, 1)
    paths = [export(unit, usb).path, export(other, usb).path]
    whole, calls = incoming.Merge.plan, []

    def short(self: Any, table: str) -> Any:
        calls.append(table)
        if len(calls) == 3:
            raise MemoryError
        return whole(self, table)

    monkeypatch.setattr(incoming.Merge, "plan", short)
    told = run(street, paths)
    assert [refused.code for _, refused in told.refused] == ["QL-UB-165"]
    assert len(told.taken) == 1
    assert street.trail_broken_at() is None
    street.quick_check()


def test_who_may_not_merge_neither_merges_nor_takes_back(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(unit, 1)
    path = export(unit, usb).path
    changes = incoming.import_file(street, path)
    signers.add(street, "李主任", "管理员", "2580", checks=False, admin=True)
    monkeypatch.setattr(street, "operator", Operator("王实习", "其他"))
    with pytest.raises(Refused, match=r"管理员|街道"):
        run(street, [path])
    with pytest.raises(Refused, match=r"管理员|街道"):
        taking_back.take_back(street, changes.step)
    assert street.count(Query("entry")) == 1
