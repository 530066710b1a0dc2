"""照片归位 (TL-15): sixty photos of five days, proposed and never attached by themselves."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.photo_groups import Place, grouped, proposed
from qinglian_desktop.exchange import photo_times
from qinglian_desktop.modules.contracts.beside import SealUse
from qinglian_desktop.modules.decisions.beside import Consultation
from qinglian_desktop.modules.disclosure.wall_records import Hanging
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.actions import photos as sorting
from qinglian_desktop.modules.tasks.records import TaskNote
from qinglian_desktop.store.book import Book

MONDAY = date(2026, 11, 2)
_EXIF, _TAKEN = 0x8769, 36867


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 9)), make_book(tmp_path) as made:
        yield made


def photo(path: Path, taken: datetime | None) -> Path:
    """A small photo as a phone makes it; sent through a chat it has lost its time."""
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(_EXIF)[_TAKEN] = taken.strftime("%Y:%m:%d %H:%M:%S")
    Image.new("RGB", (8, 8), hash(path.name) % 0xFFFFFF).save(path, exif=exif)
    return path


def occasions(book: Book) -> list[tuple[datetime, str]]:
    """(when, row id): two a day over four days, one on the fifth; and vouchers beside them."""
    made: list[tuple[datetime, str]] = []
    task = str(actions.save_task(book, None, {"title": "入户宣传", "due_on": "2026-11-09"}).result)
    with book.change("一周") as change:
        for number in range(4):
            day = MONDAY + timedelta(days=number)
            held = {"topic": f"协商{number}", "held_on": day.isoformat()}
            morning = change.add(Consultation, held)
            if number % 2:
                hung = {"number": f"公{number}", "spot": "公开栏", "posted_on": day.isoformat()}
                afternoon = change.add(Hanging, hung)
            else:
                told = {"task_id": task, "noted_on": day.isoformat(), "text": f"走访{number}"}
                afternoon = change.add(TaskNote, told)
            change.add(SealUse, {"day": day.isoformat()})
            made.append((datetime.combine(day, time(9, 0)), morning))
            made.append((datetime.combine(day, time(15, 0)), afternoon))
    made.append((datetime.combine(MONDAY + timedelta(days=4), time(10, 0)), task))
    return made


def sixty(folder: Path, made: list[tuple[datetime, str]]) -> dict[str, str]:
    """Sixty photos by name → the row they were taken for, named in no order."""
    chance, truth = Random(7), {}
    for number in range(60):
        when, row_id = made[number % len(made)]
        taken = when + timedelta(seconds=chance.randrange(3600))
        path = photo(folder / f"{chance.randrange(10**9):09}.jpg", taken)
        truth[path.name] = row_id
    return truth


def test_nine_of_ten_of_sixty_photos_come_to_the_right_item(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "手机"
    folder.mkdir()
    truth = sixty(folder, occasions(book))
    assert len(truth) == 60
    for number in range(4):
        photo(folder / f"mmexport{number}.jpg", None)
    steps = len(book.steps())
    found = sorting.sort(book, sorted(folder.iterdir()))
    right = 0
    for group, proposal in zip(found.groups, found.proposals, strict=True):
        row_id = found.places[proposal.place].row_id if proposal.place >= 0 else ""
        right += sum(truth[found.photos[member].path.name] == row_id for member in group.members)
    assert right >= 54
    assert sorted(found.photos[place].path.name for place in found.timeless) == [
        f"mmexport{number}.jpg" for number in range(4)
    ]
    # Looked at and proposed; not one is kept, and nothing was written.
    assert book.files.all() == [] and len(book.steps()) == steps


def test_what_was_agreed_to_is_one_step_and_is_taken_back(book: Book, tmp_path: Path) -> None:
    row_id = str(actions.save_task(book, None, {"title": "入户宣传"}).result)
    taken = [photo(tmp_path / f"{n}.jpg", datetime(2026, 11, 2, 9, n)) for n in range(3)]
    changes = sorting.put(book, taken, "task", row_id)
    assert changes.result == 3 and len(book.files.all()) == 3
    book.undo(changes.step)
    assert book.rows(Query("task"))[0]["files"] is None


def test_a_folder_without_photos_is_refused(book: Book, tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("不是照片", "utf-8")
    with pytest.raises(Refused, match="这里没有照片"):
        sorting.sort(book, list(tmp_path.iterdir()))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("IMG_20261102_093012", datetime(2026, 11, 2, 9, 30, 12)),
        ("2026-11-02 09.30.12", datetime(2026, 11, 2, 9, 30, 12)),
        ("IMG_20261302_093012", None),  # no thirteenth month
        ("mmexport1762045812345", None),
        ("现场照片", None),
    ],
)
def test_the_name_tells_the_time_where_the_camera_does_not(
    tmp_path: Path, name: str, said: datetime | None
) -> None:
    assert photo_times.read(photo(tmp_path / f"{name}.jpg", None)).taken == said


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe1\x00\x08Exif", b"not a photo" * 9])
def test_a_broken_photo_has_no_time(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "坏的.jpg"
    path.write_bytes(data)
    assert photo_times.read(path).taken is None


def test_a_camera_that_was_never_set_is_not_believed(tmp_path: Path) -> None:
    assert photo_times.read(photo(tmp_path / "1.jpg", datetime(1970, 1, 1, 8))).taken is None


MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 5))


@settings(max_examples=40)
@given(st.lists(MOMENTS, max_size=30))
def test_every_photo_is_in_one_group_of_one_day(taken: list[datetime]) -> None:
    groups = grouped(taken)
    assert sorted(member for group in groups for member in group.members) == list(range(len(taken)))
    for group in groups:
        assert {taken[member].date() for member in group.members} == {group.first.date()}
        assert group.first == min(taken[member] for member in group.members)
    assert [group.first for group in groups] == sorted(group.first for group in groups)


@settings(max_examples=40)
@given(
    st.lists(MOMENTS, min_size=1, max_size=8),
    st.lists(st.tuples(st.dates(date(2026, 11, 1), date(2026, 11, 6)), st.booleans()), max_size=6),
)
def test_nothing_is_proposed_for_another_day(
    taken: list[datetime], days: list[tuple[date, bool]]
) -> None:
    places = [
        Place("t", f"{n}", "会", "会", day, until=until) for n, (day, until) in enumerate(days)
    ]
    groups = grouped(taken)
    for group, proposal in zip(groups, proposed(groups, places), strict=True):
        if proposal.place >= 0 and not places[proposal.place].until:
            assert places[proposal.place].day == group.first.date()
        fits = [one for one in places if one.day == group.first.date() and not one.until]
        assert proposal.place >= 0 or not fits


def test_the_hour_decides_between_two_of_one_day() -> None:
    day = MONDAY
    places = [
        Place("m", "late", "会议", "下午会", day, time(15, 0)),
        Place("m", "early", "会议", "上午会", day, time(9, 0)),
    ]
    groups = grouped([datetime.combine(day, time(9, 20)), datetime.combine(day, time(15, 10))])
    found = proposed(groups, places)
    assert [places[one.place].row_id for one in found] == ["early", "late"]
    assert found[0].why == "同一天，09:00 开始"


def test_photos_of_a_chat_without_any_time_can_still_be_put_somewhere(
    book: Book, tmp_path: Path
) -> None:
    with book.change("会") as change:
        near = change.add(Consultation, {"topic": "近的", "held_on": "2026-10-20"})
        change.add(Consultation, {"topic": "早的", "held_on": "2026-03-02"})
    found = sorting.sort(book, [photo(tmp_path / "mmexport1.jpg", None)])
    assert found.timeless == (0,)
    assert [place.row_id for place in found.places] == [near]


def test_nothing_goes_into_a_row_that_was_deleted_meanwhile(book: Book, tmp_path: Path) -> None:
    with book.change("会") as change:
        row_id = change.add(Consultation, {"topic": "协商", "held_on": "2026-11-02"})
    with book.change("删") as change:
        change.drop(Consultation.table, row_id)
    with pytest.raises(Refused, match="已经删了"):
        sorting.put(book, [photo(tmp_path / "1.jpg", None)], Consultation.table, row_id)
    assert not list(book.files.all())
