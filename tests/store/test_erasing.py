"""Erased for good: no byte is left, the chain holds, nothing and nobody brings it back."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kill_rig import EXPLORE, FULL, Nursery, Tally, mark_commits
from office import make_book, make_entry, make_person
from planting import Secret, leaks, secrets
from qinglian_desktop.core import clock
from qinglian_desktop.core.erasing import BY_HAND, KEPT_LONG_ENOUGH, is_erased
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.exchange import revealing
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import (
    backup,
    engine,
    envelope,
    erased_files,
    erasing,
    keyfile,
    recycling,
)
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.cells import write_cells

GONE, STAYS = secrets(0, 12), secrets(500, 3)


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """Without encryption every byte can be looked at: what is still there shows."""
    monkeypatch.setattr(engine, "_cipher", None)
    made = make_book(tmp_path)
    yield made
    made.connection.close()


def live(book: Book, one: Secret, folder: Path) -> str:
    """A person who was entered, changed, searched for, photographed, mistyped and deleted."""
    photo = folder / f"{one.phone}.jpg"
    photo.write_text("".join(one), "utf-8")
    file_id = book.take_file(photo)
    photo.unlink()
    draft = {"name": one.clue, "id_number": one.id_number, "phone": one.phone}
    row_id = str(saving.saver("person")(book, None, draft).result)
    with book.change(f"改{one.clue}的备注") as change:
        change.put_row("person", row_id, {"note": one.clue, "address": one.phone})
        change.put_row("task", f"t-{row_id}", {"title": "x", "files": json.dumps([file_id])})
    problem = Problem("看不懂", "重填", "phone", value="".join(one))
    write_cells(book, saving.saver("person"), "person", (RowEdit(row_id, {}, (problem,)),))
    revealing.note(book, "person", row_id, "联系电话", f"{one.clue}来电：{one.phone}")
    book.put_setting("used", {"phone": [one.phone, "别的"]})
    saving.dropper("person")(book, row_id)
    return row_id


def keys_of(book: Book, ids: list[str]) -> list[tuple[str, str]]:
    return [(table, name) for i in ids for table, name in (("person", i), ("task", f"t-{i}"))]


def test_after_the_purge_no_byte_tells_what_was_there(plain: Book, tmp_path: Path) -> None:
    ids = [live(plain, one, tmp_path) for one in GONE]
    kept = [live(plain, one, tmp_path) for one in STAYS]
    plain.catch_up_words()
    assert leaks([tmp_path], GONE), "before it, all of it lies there"
    head = plain.trail_head()
    changes = erasing.erase(plain, keys_of(plain, ids), KEPT_LONG_ENOUGH, "满五年")
    assert leaks([tmp_path], GONE), "free pages, journal and files still tell"
    erasing.finish(plain)
    assert leaks([tmp_path], GONE) == {}
    assert leaks([tmp_path], STAYS), "the others stand as they stood"
    assert plain.trail_broken_at() is None and plain.trail_head()[0] > head[0]
    for row in plain.page("person", ids):
        assert is_erased(row) and row["deleted"] and row["row_hash"] == envelope.hash_of(row)
        assert row["name"] is None and row["id_number"] is None
    assert changes.result == len(ids) * 2
    looks = {row["of_row"]: row for row in plain.rows(Query("revealed_row"))}
    assert [looks[i]["who"] for i in ids] == [plain.operator.name] * len(ids), "who looked stays"
    assert all(looks[i]["why"] is None for i in ids) and looks[kept[0]]["why"]
    assert all(row["row_hash"] == envelope.hash_of(row) for row in looks.values())
    assert plain.row("person", kept[0])["id_number"] == STAYS[0].id_number
    plain.close()
    assert leaks([tmp_path], GONE) == {}
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert again.trail_broken_at() is None
        assert again.count(Query("erasure")) >= len(ids) * 2


def test_nothing_brings_it_back(book: Book, tmp_path: Path) -> None:
    row_id = live(book, GONE[0], tmp_path)
    steps = [line["step"] for line in book.steps() if line["kind"] == "change"]
    assert row_id in {one.row_id for one in recycling.gone(book)}
    erasing.erase(book, [("person", row_id)], BY_HAND)
    assert row_id not in {one.row_id for one in recycling.gone(book)}
    for attempt in (
        lambda: saving.restorer("person")(book, row_id),
        lambda: saving.saver("person")(book, row_id, {"name": "又来了"}),
        lambda: erasing.erase(book, [("person", row_id)], BY_HAND),
    ):
        with pytest.raises(Refused):
            attempt()
    for step in steps:
        try:
            book.undo(step)
        except Refused:
            continue
    row = book.row("person", row_id)
    assert row is not None and is_erased(row) and row["name"] is None
    assert book.trail_broken_at() is None


def test_only_an_ordered_blank_is_excused(book: Book, tmp_path: Path) -> None:
    """Who blanks an image himself is found as before."""
    live(book, GONE[0], tmp_path)
    for name in ("keep_trail_update", "keep_trail_delete"):
        book.connection.execute(f"DROP TRIGGER {name}")
    mark = '{"name":null,"erased":1}'
    sql = "UPDATE trail SET after = ? WHERE seq = (SELECT min(seq) FROM trail)"
    book.connection.execute(sql, (mark,))
    assert book.trail_broken_at() == 1


def test_a_row_of_another_office_is_not_erased_here(book: Book) -> None:
    row_id = make_person(book)
    book.connection.execute("UPDATE person SET owner = 'other'")
    with pytest.raises(Refused, match="别的单位登记"):
        erasing.erase(book, [("person", row_id)], BY_HAND)


def test_a_file_that_another_row_names_stays(book: Book, tmp_path: Path) -> None:
    file_id = book.files.add(b"two of us")
    one, two = make_entry(book, 1, files=(file_id,)), make_entry(book, 2, files=(file_id,))
    erasing.erase(book, [("entry", one)], BY_HAND)
    erasing.finish(book)
    assert book.files.is_whole(file_id)
    erasing.erase(book, [("entry", two)], BY_HAND)
    erasing.finish(book)
    assert not book.files.has(file_id)


def test_an_older_backup_is_purged_when_it_is_restored(plain: Book, tmp_path: Path) -> None:
    ids = [live(plain, one, tmp_path) for one in GONE]
    made = plain.back_up(tmp_path / "盘")
    erasing.erase(plain, keys_of(plain, ids), KEPT_LONG_ENOUGH)
    erasing.finish(plain)
    plain.close()
    home = tmp_path / "home"
    backup.restore(made.folder, home, keyfile.unlock(made.folder))
    assert leaks([home / "files"], GONE) or leaks([home], GONE), "the backup still knew"
    with Book.open(home, RECORDS) as again:
        assert all(is_erased(row) for row in again.page("person", ids))
        assert again.trail_broken_at() is None
    told = leaks([home], GONE)
    assert {name for name in told if not name.startswith("还原前-")} == set()


def test_an_erasing_killed_anywhere_is_finished_at_the_next_opening(
    plain: Book, tmp_path: Path
) -> None:
    for one in GONE[:3]:
        live(plain, one, tmp_path)
    plain.catch_up_words()
    plain.close()
    tally, job = Tally(FULL if EXPLORE else 12), "store.test_erasing:purge"
    with Nursery() as nursery:
        moments = nursery.moments(job, _copy(tmp_path, 0), seed=3)
        for number in range(1, 10 * FULL):
            if not tally.more():
                break
            home = _copy(tmp_path, number)
            tally.add(nursery.kill(job, home, next(moments)))
            with Book.open(home, RECORDS) as book:
                book.quick_check()
                assert book.trail_broken_at() is None
                erased = {is_erased(row) for row in book.rows(Query("person", deleted=True))}
            assert len(erased) == 1, "all of them or none"
            if erased == {True}:
                assert leaks([home], GONE) == {}
            shutil.rmtree(home)
    tally.report("erasing")


def _copy(tmp_path: Path, number: int) -> Path:
    home = tmp_path / str(number)
    shutil.copytree(tmp_path / "home", home)
    return home


def purge(home: Path, say: Any) -> None:
    """The job of the kills, on a plain file so that every byte can be looked at."""
    with Book.open(home, RECORDS) as book:
        ids = book.ids(Query("person", deleted=True))
        mark_commits(book.connection)
        say("ready")
        erasing.erase(book, keys_of(book, ids), KEPT_LONG_ENOUGH)
        erasing.finish(book)


def test_orders_tell_nothing_but_ids(book: Book, tmp_path: Path) -> None:
    row_id = live(book, GONE[0], tmp_path)
    erasing.erase(book, [("person", row_id)], BY_HAND)
    erasing.finish(book)
    assert ("person", row_id) in erased_files.read_orders(book.home)
    (book.home / erased_files.ORDERS).write_text("spoilt", "utf-8")
    assert erased_files.read_orders(book.home) == []
    assert erasing.catch_up(book) == 0
    assert not erasing.waits(book)


def test_the_day_and_who_did_it_stay(book: Book) -> None:
    with clock.fixed(date(2026, 11, 24)):
        row_id = make_person(book, "李建华")
        erasing.erase(book, [("person", row_id)], BY_HAND, "本人要求")
    (row,) = book.rows(Query("erasure"))
    assert (row["what"], row["who"], row["erased_on"]) == (Person.label, "周文书", "2026-11-24")
    assert (row["why"], row["reason"]) == (BY_HAND, "本人要求")


def test_a_photo_that_was_replaced_before_goes_with_its_row(book: Book) -> None:
    """Only the trail still names it, and the trail is blanked."""
    first, second = book.files.add(b"the first"), book.files.add(b"the second")
    row_id = make_entry(book, files=(first,))
    with book.change("换照片") as change:
        change.put_row("entry", row_id, {"files": json.dumps([second])})
    erasing.erase(book, [("entry", row_id)], BY_HAND)
    erasing.finish(book)
    assert not book.files.has(first) and not book.files.has(second)
