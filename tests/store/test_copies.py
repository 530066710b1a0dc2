"""Copies that lie in a place: asked for before an act, thinned, kept apart, read back."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import copies_due
from qinglian_desktop.shell.preferences import last_backup, moment_of, newest_backups
from qinglian_desktop.store import (
    backup,
    copies,
    copy_log,
    copying,
    keeping,
    keyfile,
    rounds,
    trial,
)
from qinglian_desktop.store.book import Book

PHOTO = b"photo" * 1000


def in_place(place: Path) -> list[str]:
    return [copy.folder.name for copy in copies.listed(place)]


# -- before something that cannot be taken back ----------------------------------------------


def test_before_an_act_there_is_a_copy_of_the_book_as_it_is(book: Book) -> None:
    make_person(book)
    made = backup.before(book, "合并")
    assert made.folder.parent == book.home / "备份"
    assert (made.why, made.rows, made.head) == ("合并前", 1, book.trail_head())
    with Book.open(made.folder, RECORDS) as copy:
        assert copy.rows(Query("person")) == book.rows(Query("person"))


def test_where_nothing_was_written_since_the_newest_copy_is_the_one(book: Book) -> None:
    first = backup.before(book, "合并")
    assert backup.before(book, "清理") == copies.read(first.folder) == first
    make_person(book)
    assert backup.before(book, "清理").folder != first.folder


def test_acts_in_a_row_may_share_the_copy_of_the_first(book: Book) -> None:
    first = backup.before(book, "合并", minutes=60)
    make_person(book)
    assert backup.before(book, "合并", minutes=60).folder == first.folder
    assert backup.before(book, "合并").folder != first.folder


def test_the_copy_of_another_office_is_not_taken_for_ours(tmp_path: Path) -> None:
    with make_book(tmp_path) as ours, make_book(tmp_path, folder="other") as other:
        theirs = other.back_up(ours.home / "备份")
        assert backup.before(ours, "合并").folder != theirs.folder


# -- which ones stay -------------------------------------------------------------------------


def test_over_four_hundred_days_two_days_seven_four_and_twelve_stay() -> None:
    start = datetime(2026, 1, 5, 8, 30)
    there: set[datetime] = set()
    for day in range(400):
        for hour in (0, 3, 8):  # in the morning, before a merge, when leaving
            now = start + timedelta(days=day, hours=hour)
            there.add(now)
            there = keeping.staying(there, now)
    now = start + timedelta(days=399, hours=8)
    young = {moment for moment in there if moment > now - timedelta(days=2)}
    older = sorted(there - young, reverse=True)
    assert len(young) == 6
    assert len({moment.date() for moment in older[:7]}) == 7, "seven daily ones"
    assert (now - older[6]).days <= 9
    weeks = {moment.isocalendar()[:2] for moment in older if (now - moment).days <= 35}
    assert len(weeks) >= 4
    months = {(moment.year, moment.month) for moment in there}
    assert len(months) == 12
    assert len(there) <= 6 + 7 + 4 + 12


@given(
    st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), max_size=60),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)
def test_never_fewer_than_three_never_the_newest_never_one_from_the_future(
    moments: list[datetime], now: datetime
) -> None:
    stay = keeping.staying(moments, now)
    assert stay <= set(moments)
    assert len(stay) >= min(3, len(set(moments)))
    assert set(sorted(moments)[-3:]) <= stay
    assert {moment for moment in moments if moment > now} <= stay
    assert keeping.staying(stay, now) == stay, "thinned twice is thinned once"


@pytest.fixture
def year(tmp_path: Path) -> Iterator[tuple[Book, Path]]:
    """A book, and a place with the same copy under many older days."""
    with make_book(tmp_path) as book:
        book.files.add(PHOTO)
        place = tmp_path / "盘"
        yield book, place


def dated(book: Book, place: Path, *days: int) -> list[Path]:
    made = []
    for ago in days:
        with clock.fixed(date(2026, 11, 20) - timedelta(days=ago)):
            made.append(book.back_up(place).folder)
    return made


def again(copy: Path, *days: int) -> list[Path]:
    """The same copy once more, as if it had been made so many days before the twentieth."""
    made = []
    for ago in days:
        at = (datetime(2026, 11, 20, 8) - timedelta(days=ago)).isoformat()
        made.append(copy.with_name(copies.name_of(at)))
        shutil.copytree(copy, made[-1])
        copies.write(copies.read(copy)._replace(folder=made[-1], at=at))
    return made


def test_thinning_takes_old_copies_and_attachments_nobody_names(year: tuple[Book, Path]) -> None:
    book, place = year
    alone = book.files.add(b"only in the old ones")
    (old,) = dated(book, place, 401)
    same_month = again(old, 400, 399)
    book.files.path(alone).unlink()
    (young,) = dated(book, place, 0)
    again(young, *range(1, 14))
    with clock.fixed(date(2026, 11, 20)):
        copying.thin(place, book.unit.office_id)
        assert not old.exists() and not same_month[0].exists()
        assert same_month[1].is_dir(), "the newest of a far month stays"
        assert list(place.rglob(alone)), "a copy still names it"
        copies.remove(same_month[1])
        assert copies.clear_files(place) == 1
    assert not list(place.rglob(alone))
    for copy in copies.listed(place):
        with Book.open(copy.folder, RECORDS) as opened:
            assert opened.files.read(opened.files.all()[0]) == PHOTO


def test_the_copy_that_was_tried_last_stays(year: tuple[Book, Path]) -> None:
    book, place = year
    (young,) = dated(book, place, 0)
    tried, _ = again(young, 401, 400)
    again(young, *range(1, 10))
    with clock.fixed(date(2026, 11, 20)):
        copying.thin(place, book.unit.office_id, keep=tried)
        assert tried.is_dir()
        copying.thin(place, book.unit.office_id)
        assert not tried.exists()


# -- a clock that is wrong ---------------------------------------------------------------------


def test_a_copy_dated_in_the_future_is_not_the_newest(year: tuple[Book, Path]) -> None:
    book, place = year
    with clock.fixed(date(2031, 1, 1)):
        ahead = book.back_up(place).folder
    make_person(book)
    with clock.fixed(date(2011, 5, 5)):
        behind = book.back_up(place).folder
    make_person(book)
    with clock.fixed(date(2026, 11, 20)):
        right = book.back_up(place).folder
        assert [copy.folder for copy in copies.listed(place)] == [right, behind, ahead]
        assert copies.newest(place) == copies.read(right)
        assert newest_backups(place) == [right, behind, ahead]
        assert last_backup(place) == moment_of(right)
    again(behind, *range(1, 12))  # however many claim to be younger
    with clock.fixed(date(2026, 11, 20)):
        copying.thin(place, book.unit.office_id)
    assert right.is_dir()


def test_after_a_restore_the_copies_made_since_are_the_newer_ones(tmp_path: Path) -> None:
    """The trail is short again then; how often it was restored says which came later."""
    place = tmp_path / "盘"
    with make_book(tmp_path) as book, clock.fixed(date(2026, 11, 18)):
        first = book.back_up(place).folder
        for _ in range(3):
            make_person(book)
        second = book.back_up(place).folder
    backup.restore(first, tmp_path / "home", keyfile.unlock(first))
    with Book.open(tmp_path / "home", RECORDS) as book, clock.fixed(date(2026, 11, 17)):
        third = book.back_up(place).folder
    assert [copy.folder for copy in copies.listed(place)] == [third, second, first]


@given(st.permutations(range(6)), st.lists(st.sampled_from("abc"), min_size=6, max_size=6))
def test_any_order_on_the_disk_gives_one_order(order: list[int], days: list[str]) -> None:
    """Two computers and one copy that says nothing of how far it was, under any dates."""
    made = [
        copies.Copy(Path(f"{day}{place}"), at=f"2026-11-{ord(day) - 87}", rows=1,
                    head=(place, ""), install=("one", "two", "")[place % 3], epoch=1)
        for place, day in enumerate(days)
    ]  # fmt: skip
    told = copies.in_order([made[place] for place in order])
    assert told == copies.in_order(made)
    for install in ("one", "two"):
        heads = [copy.head[0] for copy in told if copy.install == install]
        assert heads == sorted(heads, reverse=True)


def test_a_moment_still_to_come_does_not_put_off_the_next_trial(tmp_path: Path) -> None:
    with clock.fixed(date(2031, 1, 1)):
        copy_log.note(tmp_path, tried_files_at=clock.now(), away_at=clock.now(), since="2026-11-01")
        assert not trial.is_due(tmp_path)
    with clock.fixed(date(2026, 11, 20)):
        assert trial.is_due(tmp_path)
        (line,) = copies_due.due(tmp_path, clock.today())
        assert "2031-01-01" in line.subject


def test_while_one_list_cannot_be_read_no_attachment_goes(year: tuple[Book, Path]) -> None:
    book, place = year
    broken, *_ = dated(book, place, 1, 0)
    (broken / "附件清单.txt").unlink()
    assert copies.clear_files(place) == 0
    assert len([p for p in (place / "附件").rglob("*") if p.is_file()]) == 1


def test_what_a_dead_program_left_is_no_copy_and_goes(year: tuple[Book, Path]) -> None:
    book, place = year
    (whole,) = dated(book, place, 0)
    for name in ("清廉备份-2026-11-20-083100-abc.part", "清廉备份-2026-11-19-083100.删除中"):
        (place / name).mkdir()
        (place / name / "qinglian.db").write_bytes(b"half")
    assert in_place(place) == [whole.name]
    copying.thin(place, book.unit.office_id)
    assert sorted(p.name for p in place.iterdir()) == sorted(["附件", whole.name])


# -- the second place ------------------------------------------------------------------------


def test_the_second_place_gets_the_same_files_and_each_attachment_once(
    year: tuple[Book, Path], tmp_path: Path
) -> None:
    book, place = year
    (first,) = dated(book, place, 1)
    stick = tmp_path / "U 盘"
    carried = copying.carry(copies.read(first), book.keys, stick)
    assert carried == copies.read(first)._replace(folder=stick / first.name)
    stored = [p for p in (stick / "附件").rglob("*") if p.is_file()]
    with Book.open(carried.folder, RECORDS) as copy:
        assert copy.files.read(copy.files.all()[0]) == PHOTO
    make_person(book)
    (second,) = dated(book, place, 0)
    copying.carry(copies.read(second), book.keys, stick)
    assert [p for p in (stick / "附件").rglob("*") if p.is_file()] == stored
    assert copying.carry(copies.read(second), book.keys, stick).folder == stick / second.name
    assert len(in_place(stick)) == 2, "carried twice is there once"


def test_a_stick_that_gives_back_other_bytes_holds_no_copy(
    year: tuple[Book, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, place = year
    (first,) = dated(book, place, 0)
    forget = copying._forget

    def rotting(path: Path) -> None:
        forget(path)
        if path.name.startswith("qinglian.db"):
            path.write_bytes(path.read_bytes()[:-1] + b"?")

    monkeypatch.setattr(copying, "_forget", rotting)
    with pytest.raises(Damaged, match="对不上"):
        copying.carry(copies.read(first), book.keys, tmp_path / "U 盘")
    assert in_place(tmp_path / "U 盘") == []
    assert not list((tmp_path / "U 盘").rglob("*.part"))


def test_without_room_it_is_refused_before_anything_is_written(
    year: tuple[Book, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    book, place = year
    usage = copying.shutil.disk_usage
    monkeypatch.setattr(
        copying.shutil, "disk_usage", lambda path: usage(path)._replace(free=1_000_000)
    )
    with pytest.raises(Refused, match=r"还差 \d\d MB") as caught:
        book.back_up(place)
    assert caught.value.code == "QL-PL-020"
    assert in_place(place) == []


def test_what_is_noted_of_copies_survives_rubbish(tmp_path: Path) -> None:
    assert copy_log.Log.load(tmp_path) == copy_log.Log()
    copy_log.note(tmp_path, away_at="2026-11-20T08:31:00")
    copy_log.note(tmp_path, tried_ok=False)
    assert copy_log.Log.load(tmp_path) == copy_log.Log(
        away_at="2026-11-20T08:31:00", tried_ok=False
    )
    (tmp_path / "备份记录.json").write_text('{"away_at": 3, "tried_ok": "no", "x": 1}', "utf-8")
    assert copy_log.Log.load(tmp_path) == copy_log.Log()
    (tmp_path / "备份记录.json").write_text("[", "utf-8")
    assert copy_log.Log.load(tmp_path) == copy_log.Log()


def test_two_computers_of_an_office_on_one_stick_do_not_crowd_each_other_out(
    book: Book, tmp_path: Path
) -> None:
    """The other one writes every hour; ours of last month is still our only way back."""
    stick, other = tmp_path / "盘", book.unit._replace(install_id="other")
    with clock.fixed(date(2026, 3, 2)):
        ours = rounds.go_round(book, stick, why="每天一份").away
    assert ours is not None
    for day in range(4, 26):
        theirs = copies.read(ours.folder)._replace(
            folder=stick / copies.name_of(f"2026-03-{day:02}T09:00:00"),
            at=f"2026-03-{day:02}T09:00:00",
            install=other.install_id,
        )
        shutil.copytree(ours.folder, theirs.folder)
        copies.write(theirs)
    with clock.fixed(date(2026, 4, 20)):
        copying.thin(stick, book.unit.office_id, None, other.install_id)
        assert ours.folder.is_dir() and len(copies.listed(stick)) < 20
        copying.thin(stick, book.unit.office_id, None, book.unit.install_id)
        assert ours.folder.is_dir()
