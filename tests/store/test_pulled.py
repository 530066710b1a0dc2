"""The stick is pulled while copies are carried to it, or while one is restored from it."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import (
    backup,
    copies,
    copy_log,
    copying,
    fetching,
    keyfile,
    rounds,
    trial,
)
from qinglian_desktop.store.book import Book

PHOTOS = 3


@pytest.fixture
def office(tmp_path: Path) -> Path:
    with make_book(tmp_path) as book:
        make_person(book, "李建华")
        for number in range(PHOTOS):
            book.files.add(b"photo %d" % number * 2000)
    (tmp_path / "盘").mkdir()
    return tmp_path / "home"


def pulled_at(monkeypatch: pytest.MonkeyPatch, stick: Path, number: int) -> Callable[[], int]:
    """From the copying of that file on, every file of the stick is out of reach."""
    whole, done, away = copying.copy_synced, [0], stick.with_name("in a pocket")

    def copied(source: Path, target: Path) -> None:
        if stick in source.parents or stick in target.parents:
            done[0] += 1
            if done[0] == number:
                target.write_bytes(b"half")
                stick.rename(away)
            if done[0] >= number:
                raise OSError(errno.EIO, "Input/output error")
        whole(source, target)

    monkeypatch.setattr(copying, "copy_synced", copied)
    return lambda: done[0]


@pytest.mark.parametrize("number", [1, 3, 8])
def test_pulled_at_any_file_the_copy_here_stands_and_the_next_round_makes_it_good(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    stick, away = tmp_path / "盘", tmp_path / "in a pocket"
    with Book.open(office, RECORDS) as book:
        with monkeypatch.context() as trouble:
            reached = pulled_at(trouble, stick, number)
            made = rounds.go_round(book, stick, why="按了备份")
        assert reached() >= number, "the stick was pulled while something was copied to it"
        assert made.away is None and made.trouble is not None
        assert "没有备份到" in made.trouble.what and made.trouble.remedy
        assert trial.try_out(made.here, book.keys, RECORDS, tmp_path / "x").ok
        assert copy_log.Log.load(office).away_at == "", "nothing has left this computer"
        assert copies.listed(away) == [], "nothing there bears the name of a copy"
        away.rename(stick)
        make_person(book, "后来的人")
        again = rounds.go_round(book, stick, why="按了备份")
        assert again.away is not None and not list(stick.rglob("*.part"))
        (carried, *_) = copies.listed(stick)
        assert trial.try_out(carried, book.keys, RECORDS, tmp_path / "x").ok


@pytest.mark.parametrize("number", [1, 4])
def test_pulled_while_it_is_restored_from_the_data_stay_as_they_were(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    stick, away = tmp_path / "盘", tmp_path / "in a pocket"
    with Book.open(office, RECORDS) as book:
        made = rounds.go_round(book, stick, why="按了备份")
        make_person(book, "后来的人")
        photos = book.files.all()
    assert made.away is not None
    for file_id in photos:
        (office / "files" / file_id[:2] / file_id).unlink()  # else nothing of them is read
    keys = keyfile.unlock(made.away.folder)
    with monkeypatch.context() as trouble, pytest.raises(Refused) as refused:
        pulled_at(trouble, stick, number)
        backup.restore(made.away.folder, office, keys)
    assert "没有动" in refused.value.what or "附件" in refused.value.what
    assert not list(office.glob("还原前-*"))
    with Book.open(office, RECORDS) as book:
        assert book.count(Query("person")) == 2 and book.unit.epoch == 1
        away.rename(stick)
        fetching.fetch(book, photos, [stick])
        assert all(book.files.is_whole(one) for one in photos)
    backup.restore(made.away.folder, office, keys)
    with Book.open(office, RECORDS) as book:
        assert book.count(Query("person")) == 1 and book.unit.epoch == 2
