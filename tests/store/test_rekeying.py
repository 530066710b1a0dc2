"""换钥匙: what somebody kept opens nothing any more, and no moment of dying loses a thing."""

import contextlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import WRITER, make_book, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import (
    archives,
    backup,
    database,
    desk,
    differing,
    engine,
    keyfile,
    recovery,
    rekeying,
    rounds,
    signers,
    trial,
)
from qinglian_desktop.store.book import Book

MINE, BOSS = "2580", "7419"
PHOTO = b"a photo" * 999

pytestmark = pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


class Office:
    """The clerk, and the secretary who has stopped and kept a copy of the key file."""

    def __init__(self, folder: Path) -> None:
        book = make_book(folder)
        self.home = book.home
        made = signers.add(book, WRITER, "文书", MINE, checks=False, admin=True)
        self.clerk = str(made.result)
        desk.switch(book, self.clerk, MINE)
        self.sheet = recovery.new_sheet(book).code
        make_person(book)
        self.photo = book.files.add(PHOTO)
        with book.sealed() as second:
            second.put_setting("线索", "密")
            self.clue = second.files.add(b"clue")
        boss = str(signers.add(book, "钱会计", "会计", BOSS, checks=False).result)
        self.kept = (self.home / "keys.json").read_bytes()
        signers.leave(book, boss)
        rekeying.refuse(book)
        self.old = book.keys
        with clock.fixed(date(2025, 12, 31)):
            self.then = make_person(book, "去年的人")
        with clock.fixed(date(2026, 1, 5)):
            archives.close_year(book, 2025, RECORDS)
        with book.change("删") as change:
            change.drop("person", self.then)
        self.copy = rounds.go_round(book, None, why="每天一份").here
        book.close()

    def is_whole(self, *, pin: str = MINE) -> keyfile.Keys:
        with Book.open(self.home, RECORDS, pin=pin) as book, book.sealed() as second:
            assert book.count(Query("person")) == 1
            assert book.trail_broken_at() is None and second.trail_broken_at() is None
            assert book.files.read(self.photo) == PHOTO
            assert second.setting("线索") == "密" and second.files.read(self.clue) == b"clue"
            (archived,) = archives.find(book, "去年的人", RECORDS, 4)
            assert archives.check(book, archived.archive) == ""
            return book.keys


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_what_was_kept_opens_nothing_and_everybody_left_opens_as_before(
    office: Office, tmp_path: Path
) -> None:
    rekeying.run(office.home, office.old)
    now = office.is_whole()
    assert now.main != office.old.main and now.sealed != office.old.sealed
    assert keyfile.unlock_code(office.home, office.sheet).main == now.main
    old = office.old.main
    assert old is not None
    with pytest.raises(Damaged):
        database.open_database(office.home / "qinglian.db", old)
    (office.home / "keys.json").write_bytes(office.kept)  # the copy, and the PIN they know
    with pytest.raises(Refused):
        Book.open(office.home, RECORDS, pin=BOSS)
    assert not [p.name for p in office.home.iterdir() if p.name.startswith(backup.BEFORE)]
    assert not list(office.home.glob("*.new*")) + list(office.home.glob("*.rekeyed"))


def test_the_copies_of_before_do_not_count_and_can_still_be_gone_back_to(office: Office) -> None:
    """The next copy is made anew and tried; an old one asks for the PIN of its day."""
    fresh = rekeying.run(office.home, office.old)
    with Book.open_with(office.home, RECORDS, fresh) as book:
        assert trial.try_newest(book, RECORDS, rounds.here(office.home)) is None
        assert rounds.is_due(book), "though one was made today, before the keys were changed"
        assert backup.before(book, "合并").folder != office.copy.folder
        found = trial.try_newest(book, RECORDS, rounds.here(office.home))
        assert found is not None and found.ok
        with pytest.raises(Refused) as shut:
            differing.will_be(book, office.copy.folder, RECORDS)
        assert shut.value.code == backup.OTHER_KEYS
        assert differing.will_be(book, office.copy.folder, RECORDS, MINE).rows > 0


class Dead(BaseException):
    """The power goes."""


STEPS = (
    (database, "copy_to"), (database, "quick_check"), (keyfile, "renewed"), (keyfile, "write"),
    (rekeying, "write_whole"), (backup, "_swap_stores"), (backup, "sync_folder"),
    (shutil, "rmtree"),
)  # fmt: skip


@pytest.mark.parametrize(("where", "what"), STEPS, ids=[what for _, what in STEPS])
@pytest.mark.parametrize("after", [0, 2])
def test_wherever_the_power_goes_the_next_start_has_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch, where: Any, what: str, after: int
) -> None:
    """Before the decision the old keys hold, after it the new ones; never some of each."""
    real, calls = getattr(where, what), [0]

    def die(*given: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise Dead
        return real(*given, **named)

    with monkeypatch.context() as off:
        off.setattr(where, what, die)
        off.setattr(rekeying, "clear", lambda _home: None)  # a dead program tidies nothing
        with contextlib.suppress(Dead):
            rekeying.run(office.home, office.old)
    now = office.is_whole()
    rekeying.clear(office.home)
    assert office.is_whole().main == now.main
    rekeying.run(office.home, now)  # and it can be done again
    assert office.is_whole().main != now.main


def test_a_full_disk_leaves_the_old_keys(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as off, pytest.raises(Refused) as caught:
        off.setattr(rekeying.copying, "store_in", full)
        rekeying.run(office.home, office.old)
    assert caught.value.what == "没有换成，原来的钥匙照用"
    assert office.is_whole().main == office.old.main
    assert not list(office.home.glob("*.new*"))


def test_only_who_may_and_holds_both_keys(tmp_path: Path) -> None:
    with make_book(tmp_path) as book, pytest.raises(Refused, match="还没有设 PIN"):
        rekeying.refuse(book)
    with make_book(tmp_path, folder="old", pin=MINE) as book:
        (slot,) = book.keys.slots
        first = {name: slot[name] for name in slot if name != "public"}  # of the first versions
        book.keys = book.keys._replace(slots=(first,))
        with pytest.raises(Refused) as caught:
            rekeying.refuse(book)
        assert caught.value.code == "QL-SE-101"
