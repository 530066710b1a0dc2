"""体检: whatever was done to the files is found, named, and has one way out."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exchange.at_work import World, entries, report
from kill_rig import EXPLORE
from office import make_book, make_entry, make_person
from qinglian_desktop.core.outcome import Stopped
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import engine, erased_files, health, mending
from qinglian_desktop.store.book import Book

FLIPS = 400 if EXPLORE else 60


@pytest.fixture
def whole(book: Book) -> Book:
    file_id = book.files.add(b"a photo")
    for number in range(20):
        make_person(book, f"李建华{number}", note="备注" * number)
        make_entry(book, number + 1, files=(file_id,) if number == 3 else ())
    saving.dropper("person")(book, make_person(book, "删掉的"))
    book.catch_up_words()
    return book


def loose(book: Book, *sql: str) -> None:
    """With another tool: no trigger hears of it."""
    for (name,) in book.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        book.connection.execute(f'DROP TRIGGER "{name}"')
    for line in sql:
        book.connection.execute(line)
    mending.mend(book, health.TRIGGERS)


def test_a_whole_office_has_nothing_to_show(whole: Book) -> None:
    seen: list[tuple[int, int]] = []
    assert health.look(whole, lambda done, total: seen.append((done, total)) is None) == []
    assert [done for done, _ in seen] == list(range(1, seen[-1][1] + 1))


def test_it_can_be_stopped(whole: Book) -> None:
    with pytest.raises(Stopped):
        health.look(whole, lambda done, total: done < 3)


@pytest.mark.parametrize(
    ("sql", "said", "act"),
    [
        ("UPDATE person SET name = '别人' WHERE rowid = 2", "人员〔别人〕和登记时不", "打开这条"),
        ("UPDATE entry SET amount_fen = 9 WHERE rowid = 1", "和登记时不一样", "打开这条"),
        ("UPDATE person SET owner = 'nobody' WHERE rowid = 5", "不是认识的单位的", ""),
        ("UPDATE trail SET after = '{}' WHERE seq = 3", "留痕从第 3 条起对不上", "从备份还原"),
        ("DELETE FROM trail WHERE seq = 7", "留痕从第 8 条起对不上", "从备份还原"),
        ("DELETE FROM trail WHERE seq > 30", "留痕从第 31 条起对不上", "从备份还原"),
        ("DELETE FROM finder_words WHERE rowid IN (SELECT place FROM finder LIMIT 2)",
         "索引和记录对不上", "修好"),
        ("CREATE VIEW person_view AS SELECT * FROM person", "不是本程序装的东西", "从备份还原"),
    ],
)  # fmt: skip
def test_what_another_tool_did_is_said_with_one_way_out(
    whole: Book, sql: str, said: str, act: str
) -> None:
    loose(whole, sql)
    found = health.look(whole)
    assert any(said in fault.said and fault.act == act for fault in found), found
    for fault in found:
        assert fault.remedy and fault.area and not fault.said.endswith("。")
        if fault.mend:
            mending.mend(whole, fault.mend)
    assert not [fault for fault in health.look(whole) if fault.mend]


def test_a_missing_trigger_is_put_back(whole: Book) -> None:
    whole.connection.execute("DROP TRIGGER trail_person_update")
    (fault,) = health.look(whole)
    assert "开关" in fault.said
    mending.mend(whole, fault.mend)
    assert health.look(whole) == []


def test_papers_gone_spoilt_and_nobodys(whole: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    (file_id,) = whole.files.all()
    path = whole.files.path(file_id)
    spoilt = path.read_bytes()[:-1] + b"\0"
    path.write_bytes(spoilt)
    (fault,) = health.look(whole)
    assert "附件不在了或者坏了" in fault.said and fault.table == "entry"
    path.unlink()
    assert [fault.table for fault in health.look(whole)] == ["entry"]
    whole.files.add(b"a photo")
    stray = whole.files.add(b"nobody names me")
    assert health.look(whole) == [], "a form that is not saved yet may still name it"
    monkeypatch.setattr(erased_files, "_FRESH", -1)
    (fault,) = health.look(whole)
    assert fault.said == "附件里有 1 个哪条记录都没有用到"
    mending.mend(whole, fault.mend)
    assert not whole.files.has(stray) and whole.files.has(file_id)


def test_an_undone_paper_is_somebodys(whole: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo needs it: the trail names it."""
    monkeypatch.setattr(erased_files, "_FRESH", -1)
    file_id = whole.files.add(b"taken back")
    row_id = make_entry(whole, 5, files=(file_id,))
    with whole.change("换附件") as change:
        change.put_row("entry", row_id, {"files": json.dumps([])})
    assert health.look(whole) == []


def test_a_link_into_nothing_is_counted(whole: Book) -> None:
    with whole.change("登记") as change:
        change.put_row("task_note", "n", {"task_id": "never was", "text": "x"})
    (fault,) = health.look(whole)
    assert "指着一条不在的记录" in fault.said and fault.table == "task_note"


def test_a_street_counts_what_it_received_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    unit = world.unit()
    entries(unit, 3)
    report(unit, world.street, world.usb)
    assert health.look(world.street) == [] and health.look(unit) == []
    world.street.connection.execute(
        "UPDATE digest SET row_count = row_count + 1 WHERE table_name = 'entry'"
    )
    (fault,) = health.look(world.street)
    assert fault.mend == health.DIGESTS
    mending.mend(world.street, fault.mend)
    assert health.look(world.street) == []
    world.close()


# -- flipped bits ------------------------------------------------------------------------------


def flips(path: Path, seed: int, places: range) -> Iterator[int]:
    """A bit of the file is turned, the test looks, and it is turned back."""
    chance = random.Random(seed)
    with path.open("r+b", buffering=0) as file:
        for _ in range(FLIPS):
            place, bit = chance.choice(places), chance.randrange(8)
            file.seek(place)
            was = file.read(1)
            for byte in (bytes([was[0] ^ (1 << bit)]), was):
                file.seek(place)
                file.write(byte)
                if byte != was:
                    yield place


@pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")
def test_each_of_400_flipped_bits_is_found_and_its_page_named(whole: Book) -> None:
    path, key = whole.path, whole.keys.main
    whole.close()
    assert health.pages(path, key) == []
    for place in flips(path, 11, range(16, path.stat().st_size)):
        (fault,) = health.pages(path, key)
        assert f"第 {place // 4096 + 1} 页" in fault.said, (place, fault.said)
        assert fault.act == health.RESTORE


def test_in_a_plain_file_flipped_rows_are_found_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain pages carry no seal: what a row says is what its hash holds together."""
    monkeypatch.setattr(engine, "_cipher", None)
    with make_book(tmp_path) as book:
        for number in range(60):
            make_person(book, f"李建华{number}", note=f"记号{number:05d}" * 8)
        path = book.path
    data = path.read_bytes()
    spots = [at for at in range(len(data)) if data.startswith("记号".encode(), at)]
    found = 0
    chance = random.Random(4)
    for _ in range(12):
        spoilt = bytearray(data)
        spoilt[chance.choice(spots) + 6] ^= 1
        path.write_bytes(spoilt)
        with Book.open(tmp_path / "home", RECORDS) as book:
            told = health.look(book)
        found += any("和登记时不一样" in f.said or "留痕" in f.said for f in told)
        path.write_bytes(data)
    assert found == 12


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"", lambda data: data[:5000], lambda data: bytes(len(data))],
    ids=["emptied", "cut", "zeros"],
)
def test_a_file_that_does_not_open_is_told_too(
    whole: Book, damage: Callable[[bytes], bytes]
) -> None:
    path, key = whole.path, whole.keys.main
    whole.close()
    path.write_bytes(damage(path.read_bytes()))
    (fault,) = health.pages(path, key)
    assert fault.act == health.RESTORE
    path.unlink()
    (fault,) = health.pages(path, key)
    assert "不见了" in fault.said
