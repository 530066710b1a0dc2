"""What hangs on a row that is deleted: it holds the row, goes along, or may outlive it."""

from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Owner, Tie, columns
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.shell import desk_tools
from qinglian_desktop.store import envelope, rows
from qinglian_desktop.store.book import Book

_OWN = (Owner.COMMUNITY, Owner.EITHER)
_RECORDS = {
    record.table: record
    for record in catalog.RECORDS
    if record.owner in _OWN and record.table not in catalog.GUARDS and not record.sealed
}
_LINKS = [
    (field.link, table, name, field.tie)
    for table, record in _RECORDS.items()
    for name, field in record.fields.items()
    if field.link in _RECORDS
]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def _there(book: Book, table: str, row_id: str) -> bool:
    row = book.row(table, row_id)
    return row is not None and not row["deleted"]


def test_every_link_of_the_declarations_holds_goes_along_or_is_loose(book: Book) -> None:
    assert len(_LINKS) > 60
    for parent, child, name, tie in _LINKS:
        with book.change("登记") as change:
            head = change.add(_RECORDS[parent], {})
            row = change.add(_RECORDS[child], {name: head})
        if tie is Tie.HOLDS:
            with pytest.raises(Refused, match="还有 1 条"), book.change("删") as change:
                change.drop(parent, head)
            assert _there(book, parent, head), (parent, child)
            with book.change("都删") as change:
                change.drop(parent, head)
                change.drop(child, row)
            continue
        with book.change("删") as change:
            change.drop(parent, head)
        assert _there(book, child, row) is (tie is Tie.LOOSE), (parent, child)


def test_a_refusal_says_what_hangs_there_and_what_to_do(book: Book) -> None:
    with book.change("登记") as change:
        unit = change.add(_RECORDS["member_unit"], {"name": "某小学"})
        for title in ("送教", "义诊"):
            change.add(_RECORDS["joint_item"], {"owner_unit": unit, "title": title})
    with pytest.raises(Refused) as told:
        desk_tools.drop(book, "member_unit", unit)
    assert str(told.value) == (
        "〔某小学〕还有 2 条三张清单连着这条共建单位，不能删。退出了就填退出日期，记录还在。"
    )


def test_what_hangs_there_of_another_office_is_not_to_be_deleted_here(book: Book) -> None:
    ruling = next(r for r in catalog.RECORDS if r.table == "bonus_ruling")
    with book.change("登记") as change:
        claim = change.add(_RECORDS["bonus_claim"], {})
        made = dict.fromkeys(columns(ruling)) | {
            "id": "of-the-street", "owner": "street", "deleted": 0, "ext": "{}", "claim_id": claim,
        }  # fmt: skip
        made |= {"created_at": "2026-11-01", "updated_at": "2026-11-01"}
        made = envelope.stamped(made, None, "street")
        rows.write(book.connection, ruling.table, made, there=False)
    with pytest.raises(Refused, match="还有 1 条加分核定") as told, book.change("删") as change:
        change.drop("bonus_claim", claim)
    assert str(told.value).endswith("其中有别的单位登记的，本单位删不了，这一条请留着。")


def test_parts_go_along_and_only_those_come_back(book: Book) -> None:
    with book.change("登记") as change:
        task = change.add(Task, {"title": "巡查"})
        early, late = (change.add(TaskNote, {"task_id": task, "text": t}) for t in ("错", "对"))
    saving.dropper("task_note")(book, early)
    told = desk_tools.drop(book, "task", task)
    assert told.result == "它的进展记录一起删了，还原时一起回来。"
    assert not book.count(Query("task_note"))
    saving.restorer("task")(book, task)
    assert [row["id"] for row in book.rows(Query("task_note"))] == [late]
    step = desk_tools.drop(book, "task", task).step
    book.undo(step)
    assert book.count(Query("task_note", (Where("task_id", "=", task),))) == 1


def test_what_came_first_is_not_taken_back_under_what_came_later(book: Book) -> None:
    made = saving.saver("key_person")(book, None, {"person": "张三"})
    with book.change("谈话") as change:
        change.add(_RECORDS["key_person_talk"], {"key_person_id": made.result})
    with pytest.raises(Refused, match="还有 1 条谈话提醒"):
        book.undo(made.step)


def test_a_row_that_lay_in_the_bin_before_can_still_be_written(book: Book) -> None:
    with book.change("登记") as change:
        head = change.add(_RECORDS["person"], {"name": "李大田"})
        change.drop("person", head)
    with book.change("登记") as change:  # as a book of before the rule has it
        change.add(_RECORDS["post"], {"person_id": head})
    with book.change("改") as change:
        change.put_row("person", head, {"note": "查过"})
    assert book.row("person", head)["note"] == "查过"  # type: ignore[index]
