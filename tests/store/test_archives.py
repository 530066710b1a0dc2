"""A closed year is kept as it stood: to be found and looked at, never to be written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_entry, make_person, make_unit
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import archives, backup, copies, engine, erasing, keyfile, rounds
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.engine import ERRORS
from store.kill_jobs import with_later_step


@pytest.fixture
def closed(book: Book) -> Iterator[Book]:
    """2025 was closed in January 2026."""
    with clock.fixed(date(2026, 1, 5)):
        make_person(book, "李建华")
        make_person(book, "王秀英")
        make_entry(book, summary="防汛沙袋")
        archives.close_year(book, 2025, RECORDS)
    with clock.fixed(date(2026, 11, 20)):
        yield book


def names(book: Book, text: str) -> list[str]:
    found = archives.find(book, text, RECORDS, 4)
    return [str(one.row.get("name") or one.row.get("summary")) for one in found]


def test_what_was_changed_or_deleted_since_is_still_found(closed: Book) -> None:
    assert names(closed, "李建华") == [], "it is here as it was: the ordinary search finds it"
    changed, dropped = (row["id"] for row in closed.rows(Query("person")))
    with closed.change("改") as change:
        change.put_row("person", changed, {"name": "李建国"})
        change.drop("person", dropped)
    assert names(closed, "李建华") == ["李建华"]
    assert names(closed, "wxy") == ["王秀英"]
    assert names(closed, "沙袋") == []


def test_an_archive_is_looked_into_and_never_written(closed: Book) -> None:
    (archive,) = archives.listed(closed.home)
    assert (archive.year, archive.name, archive.copy.rows) == (2025, "2025年存档", 3)
    before = {p: p.read_bytes() for p in archive.copy.folder.rglob("*") if p.is_file()}
    with archives.opened(closed, archive, RECORDS) as then:
        assert then.count(Query("person")) == 2
        with pytest.raises((Refused, *ERRORS)), then.change("改") as change:
            change.put_row("person", then.ids(Query("person"))[0], {"name": "别人"})
    after = {p: p.read_bytes() for p in archive.copy.folder.rglob("*") if p.is_file()}
    assert after == before
    assert archives.check(closed, archive) == ""


def test_the_rows_stay_in_the_file_that_is_worked_in(closed: Book) -> None:
    assert closed.count(Query("person")) == 2
    assert closed.trail_broken_at() is None
    with closed.change("改") as change:
        change.put_row("person", closed.ids(Query("person"))[0], {"note": "还能改"})


def test_a_photo_is_read_from_the_data_and_not_kept_twice(book: Book) -> None:
    file_id = book.files.add(b"photo" * 1000)
    with clock.fixed(date(2026, 1, 5)):
        archive = archives.close_year(book, 2025, RECORDS)
    assert not list((book.home / "存档").rglob(file_id))
    with archives.opened(book, archive, RECORDS) as then:
        assert then.files.read(file_id) == b"photo" * 1000


NOT_NOW = [(2026, "没有过完"), (2027, "没有过完"), (2025, "已经存过")]


@pytest.mark.parametrize(("year", "why"), NOT_NOW)
def test_a_year_is_closed_once_and_when_it_is_over(closed: Book, year: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        archives.close_year(closed, year, RECORDS)
    assert len(archives.listed(closed.home)) == 1


def test_who_changes_an_archive_or_the_history_before_it_is_found_out(closed: Book) -> None:
    (archive,) = archives.listed(closed.home)
    path = archive.copy.folder / "sealed.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?")
    assert "被改动过" in archives.check(closed, archive)
    path.write_bytes(whole)
    forged = archive._replace(copy=archive.copy._replace(head=(1, "0" * 64)))
    assert "动过历史" in archives.check(closed, forged)


def test_what_is_erased_for_good_is_erased_in_the_archives_too(closed: Book) -> None:
    (row_id,) = (row["id"] for row in closed.rows(Query("person", search="李建华")))
    erasing.erase(closed, [("person", row_id)], "本人要求删除")
    erasing.finish(closed)
    assert names(closed, "李建华") == []
    (archive,) = archives.listed(closed.home)
    with archives.opened(closed, archive, RECORDS) as then:
        row = then.row("person", row_id)
        assert row is not None and not row["name"]
    assert archives.check(closed, archives.listed(closed.home)[0]) == ""
    assert not list(archive.copy.folder.glob("升级前-*"))


def test_an_archive_of_an_older_program_opens_in_a_newer_one(
    closed: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_colour(db: object) -> None:
        db.execute("ALTER TABLE entry ADD COLUMN colour TEXT")  # type: ignore[attr-defined]

    (archive,) = archives.listed(closed.home)
    with with_later_step(monkeypatch.setattr, add_colour):
        with archives.opened(closed, archive, RECORDS) as then:
            assert then.count(Query("person")) == 2
        (now,) = archives.listed(closed.home)
        assert archives.check(closed, now) == "" and now.copy.version == "m9001_later"


def test_an_archive_that_rotted_is_no_damage_of_the_data(closed: Book) -> None:
    """The search goes on without it, and nobody is sent to the restore of the data."""
    with closed.change("删") as change:
        change.drop("person", closed.ids(Query("person", search="李建华"))[0])
    (archive,) = archives.listed(closed.home)
    (archive.copy.folder / "qinglian.db").write_bytes(b"rotten" * 1000)
    assert names(closed, "李建华") == []
    with pytest.raises(Damaged) as damaged, archives.opened(closed, archive, RECORDS):
        pass
    assert damaged.value.code == "QL-PL-028" and "2025年存档" in damaged.value.what


def test_a_spoilt_archive_is_not_brought_up_to_date(
    closed: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive,) = archives.listed(closed.home)
    (archive.copy.folder / "keys.json").write_text("{}")
    with (
        with_later_step(monkeypatch.setattr, lambda _: None),
        pytest.raises(Damaged, match="被改动过"),
        archives.opened(closed, archive, RECORDS),
    ):
        pass


def test_a_home_without_archives_costs_no_search(book: Book, tmp_path: Path) -> None:
    assert archives.find(book, "李建华", RECORDS, 4) == []


def test_the_years_lie_on_the_stick_too_and_come_back_on_a_new_computer(
    closed: Book, tmp_path: Path
) -> None:
    """Each once, as it is now: what was erased in it since is not kept there as it was."""
    stick = tmp_path / "盘"
    rounds.go_round(closed, stick, why="每天一份")
    (row_id,) = closed.ids(Query("person", search="李建华"))
    erasing.erase(closed, [("person", row_id)], "本人要求删除")
    erasing.finish(closed)
    with closed.change("删") as change:
        change.drop("person", closed.ids(Query("person", search="王秀英"))[0])
    assert names(closed, "李建华") == []  # the archive is brought up to the order to erase
    made = rounds.go_round(closed, stick, why="每天一份").away
    assert made is not None
    assert len(copies.listed(stick / "存档" / "2025年")) == 1
    (tmp_path / "new").mkdir()
    backup.restore(made.folder, tmp_path / "new", keyfile.unlock(made.folder))
    with Book.open(tmp_path / "new", RECORDS) as book:
        assert names(book, "王秀英") == ["王秀英"]
        assert names(book, "李建华") == []
        assert archives.check(book, archives.listed(book.home)[0]) == ""


@pytest.mark.parametrize("locked", [True, False])
def test_of_two_offices_on_one_stick_each_gets_its_own_years_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    if not locked:  # then the key tells them apart no more
        monkeypatch.setattr(engine, "_cipher", None)
    away = {}
    for code, day in (("1", 5), ("2", 6)):
        unit = make_unit(code=code)
        with (
            clock.fixed(date(2026, 1, day)),
            Book.create(tmp_path / code, RECORDS, unit) as book,
        ):
            make_person(book)
            archives.close_year(book, 2025, RECORDS)
            away[code] = rounds.go_round(book, tmp_path / "盘", why="每天一份").away
    unknown = tmp_path / "盘" / "存档" / "2025年" / "清廉备份-2026-12-01-080000"
    unknown.mkdir()
    (unknown / "qinglian.db").write_bytes(b"whose?")
    for code, made in away.items():
        assert made is not None
        home = tmp_path / f"new {code}"
        home.mkdir()
        backup.restore(made.folder, home, keyfile.unlock(made.folder))
        with Book.open(home, RECORDS) as book:
            (archive,) = archives.listed(home)
            assert archive.copy.office == book.unit.office_id
