"""The recycle bin: 180 days, everything comes back as it was, or says why not."""

from datetime import date, timedelta
from typing import Any

import pytest

from office import make_id_number, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.modules.registry.records import Household, Post
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.store import recycling
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_a_day() -> Any:
    with clock.fixed(TODAY):
        yield


def bring_back(book: Book, table: str, row_id: str) -> object:
    return saving.restorer(table)(book, row_id)


def drop(book: Book, *keys: tuple[str, str]) -> None:
    with book.change("删") as change:
        for key in keys:
            change.drop(*key)


def task_with_note(book: Book) -> tuple[str, str]:
    paper = FILES.dump((book.files.add(b"a photo"),))
    with book.change("登记") as change:
        task = change.add(Task, {"title": "巡查", "files": paper})
        note = change.put(TaskNote(task_id=task, noted_on=TODAY, text="去了", who="李建华"))
    return task, note


def test_what_comes_back_has_its_links_and_attachments(book: Book) -> None:
    task, note = task_with_note(book)
    before = {key: book.row(*key) for key in (("task", task), ("task_note", note))}
    drop(book, *before)
    assert {line.key for line in recycling.gone(book)} == set(before)
    changes = recycling.restore(book, before, bring_back)
    assert changes.result == 2
    assert recycling.gone(book) == []
    for key, row in before.items():
        now = book.row(*key)
        assert now is not None and row is not None
        assert {n: now[n] for n in book.tables[key[0]].fields} == {
            n: row[n] for n in book.tables[key[0]].fields
        }
    kept = book.row("task", task)
    assert kept is not None
    assert book.files.read(FILES.load(kept["files"])[0]) == b"a photo"
    book.undo(changes.step)  # one change, one way back
    assert len(recycling.gone(book)) == 2


def test_a_note_whose_task_is_deleted_too_says_so_and_both_come_back(book: Book) -> None:
    task, note = task_with_note(book)
    drop(book, ("task", task), ("task_note", note))
    with pytest.raises(recycling.ParentsGone) as caught:
        recycling.restore(book, [("task_note", note)], bring_back)
    assert str(caught.value) == "原来的任务也删了。先还原任务〔巡查〕。"
    assert len(recycling.gone(book)) == 2
    recycling.restore(book, [*caught.value.parents, ("task_note", note)], bring_back)
    assert recycling.gone(book) == []


def test_a_person_whose_number_belongs_to_another_now_is_refused_and_nothing_comes_back(
    book: Book,
) -> None:
    number = make_id_number()
    first = make_person(book, "李建华", id_number=number)
    other = make_person(book, "王五")
    drop(book, ("person", first), ("person", other))
    make_person(book, "张晓梅", id_number=number, group_name="2组")
    with pytest.raises(Refused, match="证件号已存在：张晓梅（2组）"):
        recycling.restore(book, [("person", other), ("person", first)], bring_back)
    assert len(recycling.gone(book)) == 2
    recycling.restore(book, [("person", other)], bring_back)
    assert [line.row_id for line in recycling.gone(book)] == [first]


def test_a_post_that_overlaps_another_now_is_refused(book: Book) -> None:
    facts: dict[str, Any] = {"body": "监委会", "person_name": "张晓梅", "title": "委员"}
    with book.change("登记任职") as change:
        first = change.put(Post(**facts, from_on=date(2024, 1, 1)))
    drop(book, ("post", first))
    with book.change("登记任职") as change:
        change.put(Post(**facts, from_on=date(2025, 1, 1)))
    with pytest.raises(Refused, match="任期重叠"):
        recycling.restore(book, [("post", first)], bring_back)


def test_a_notice_comes_back_to_its_place_in_the_plan(book: Book) -> None:
    with book.change("排计划") as change:
        line = change.put(
            PlannedPosting(
                year=2026, code="N02", category="其他", item="公开", period="2026Q3", due_on=TODAY
            )
        )
        notice = change.add(
            Notice,
            {"number": "1号", "title": "公开", "code": "N02", "period": "2026Q3"},
        )
        change.put_row("planned_posting", line, {"notice_id": notice})
    disclosure.drop_notice(book, notice)
    recycling.restore(book, [("notice", notice)], bring_back)
    row = book.row("planned_posting", line)
    assert row is not None
    assert row["notice_id"] == notice


def test_rows_stay_180_days_and_are_told_by_the_day(book: Book) -> None:
    with book.change("登记") as change:
        row_id = change.put(Household(number="2-015", head="李建华", phone="13800000000"))
    drop(book, ("household", row_id))
    (line,) = recycling.gone(book)
    assert (line.name, line.who, line.left) == ("2-015 李建华", "周文书", 180)
    with clock.fixed(TODAY + timedelta(days=180)):
        assert [line.left for line in recycling.gone(book)] == [0]
    with clock.fixed(TODAY + timedelta(days=181)):
        assert recycling.gone(book) == []
    assert recycling.gone(book, table="person") == []
    assert recycling.gone(book, search="建华") == [line]
    assert recycling.gone(book, search="13800000000") == []  # no way round the mask


def test_rows_of_another_office_are_not_in_this_bin(book: Book) -> None:
    row_id = make_person(book)
    drop(book, ("person", row_id))
    book.connection.execute("UPDATE person SET owner = 'other'")
    assert recycling.gone(book) == []
    assert book.count(Query("person")) == 0
