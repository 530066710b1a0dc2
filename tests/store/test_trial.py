"""Every month the newest copy is opened and compared: one byte anywhere, and it says so."""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kill_rig import EXPLORE
from office import make_book, make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Stopped
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import copies, copy_log, rounds, trial
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.keyfile import Keys

PHOTO = b"photo" * 1000


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, Keys]:
    folder = tmp_path_factory.mktemp("trial")
    with make_book(folder) as book:
        make_entry(book)
        make_person(book)
        book.files.add(PHOTO)
        with book.sealed() as second:
            second.files.add(b"sealed")
        made = book.back_up(folder / "盘")
        return copies.read(made.folder), book.keys


def tried(copy: Copy, keys: Keys, scratch: Path) -> trial.Trial:
    return trial.try_out(copy, keys, RECORDS, scratch)


def test_a_good_copy_says_how_many_rows_come_back(kept: tuple[Copy, Keys], tmp_path: Path) -> None:
    copy, keys = kept
    before = {p: p.read_bytes() for p in copy.folder.parent.rglob("*") if p.is_file()}
    assert tried(copy, keys, tmp_path / "x") == trial.Trial(2)
    assert not (tmp_path / "x").exists()
    after = {p: p.read_bytes() for p in copy.folder.parent.rglob("*") if p.is_file()}
    assert after == before, "a copy is not written to by being tried"


@settings(
    max_examples=400 if EXPLORE else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_one_byte_anywhere_is_found(
    kept: tuple[Copy, Keys], tmp_path: Path, data: st.DataObject
) -> None:
    copy, keys = kept
    place = tmp_path / clock.new_id()
    shutil.copytree(copy.folder.parent, place)
    files = sorted(p for p in place.rglob("*") if p.is_file())
    victim = data.draw(st.sampled_from(files))
    content = bytearray(victim.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    victim.write_bytes(content)
    found = tried(copies.read(place / copy.folder.name), keys, tmp_path / "x")
    assert not found.ok, f"{victim.name} at {at}"
    shutil.rmtree(place)


@pytest.mark.parametrize("name", ["qinglian.db", "sealed.db", "keys.json", "附件清单.txt"])
def test_a_file_that_is_gone_is_found(kept: tuple[Copy, Keys], tmp_path: Path, name: str) -> None:
    copy, keys = kept
    shutil.copytree(copy.folder.parent, tmp_path / "盘")
    there = tmp_path / "盘" / copy.folder.name
    (there / name).unlink()
    assert name in tried(copies.read(there), keys, tmp_path / "x").said


def test_a_copy_of_an_earlier_program_is_tried_too(kept: tuple[Copy, Keys], tmp_path: Path) -> None:
    """It has its attachments inside and says nothing of itself."""
    copy, keys = kept
    old = tmp_path / "盘" / copy.folder.name
    shutil.copytree(copy.folder, old)
    for store in (copy.folder.parent / "附件").glob("*/*"):
        shutil.copytree(store, old / store.name)
    for name in ("说明.json", "附件清单.txt"):
        (old / name).unlink()
    assert tried(copies.read(old), keys, tmp_path / "x") == trial.Trial(2)
    photo = random.Random(1).choice(sorted((old / "files").rglob("?" * 64)))
    photo.write_bytes(photo.read_bytes()[:-1])
    assert not tried(copies.read(old), keys, tmp_path / "x").ok


def test_stopped_it_says_nothing_and_leaves_nothing(
    kept: tuple[Copy, Keys], tmp_path: Path
) -> None:
    copy, keys = kept
    with pytest.raises(Stopped):
        trial.try_out(copy, keys, RECORDS, tmp_path / "x", lambda *_: False)
    assert not (tmp_path / "x").exists()


# -- by itself -------------------------------------------------------------------------------


def quiet(book: Book, second: Path | None = None) -> rounds.Round | None:
    return rounds.in_the_quiet(book, RECORDS, lambda: second)


def test_a_morning_copies_what_changed_and_a_month_tries_it(book: Book, tmp_path: Path) -> None:
    place = book.home / "备份"
    with clock.fixed(date(2026, 11, 20)):
        make_person(book)
        made = quiet(book)
        assert made is not None and made.here.why == "每天一份"
        log = copy_log.Log.load(book.home)
        assert log.tried_ok and log.tried_copy == made.here.folder.name and log.tried_rows == 1
        make_person(book)
        assert quiet(book) is None, "one a day"
    with clock.fixed(date(2026, 11, 21)):
        assert quiet(book) is not None
        assert copy_log.Log.load(book.home).tried_at[:10] == "2026-11-20"
    with clock.fixed(date(2026, 11, 22)):
        assert quiet(book) is None, "nothing was written since"
    assert len(copies.listed(place)) == 2
    with clock.fixed(date(2026, 12, 20)):
        assert quiet(book) is None
        assert copy_log.Log.load(book.home).tried_at[:10] == "2026-12-20"


def test_a_plugged_in_place_gets_what_it_lacks(book: Book, tmp_path: Path) -> None:
    with clock.fixed(date(2026, 11, 20)):
        make_person(book)
        assert quiet(book) is not None
        made = quiet(book, tmp_path / "U 盘")
        assert made is not None and made.away is not None
        assert copy_log.Log.load(book.home).away_at[:10] == "2026-11-20"
        assert quiet(book, tmp_path / "U 盘") is None
    (carried,) = copies.listed(tmp_path / "U 盘")
    assert carried.rows == 1


def test_a_second_place_that_fails_leaves_the_first_copy_standing(
    book: Book, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("")
    made = rounds.go_round(book, tmp_path / "a file" / "x", why="按了备份")
    assert made.away is None and made.trouble is not None and made.trouble.remedy
    assert copies.read(made.here.folder).is_told
    assert copy_log.Log.load(book.home).away_at == ""


def test_a_copy_that_failed_is_followed_by_a_fresh_one_and_rot_is_healed(book: Book) -> None:
    file_id = book.files.add(PHOTO)
    first = rounds.go_round(book, None, why="按了备份").here
    (stored,) = (book.home / "备份" / "附件").rglob(file_id)
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1] + b"?")
    found = trial.try_newest(book, RECORDS, book.home / "备份")
    assert found is not None and "1 个附件" in found.said
    assert not copy_log.Log.load(book.home).tried_ok
    assert stored.read_bytes() == whole
    (first.folder / "qinglian.db").write_bytes(b"rotten")
    made = quiet(book)
    assert made is not None and made.here.folder != first.folder
    assert copy_log.Log.load(book.home).tried_ok
