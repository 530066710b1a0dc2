"""The steps of a need, a project and a member: taken up, done, answered."""

from collections.abc import Iterable

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.party import reads
from qinglian_desktop.modules.party.actions.saving import number_items, save_joint_item
from qinglian_desktop.modules.party.records import (
    DONE,
    NEED,
    PROJECT,
    UNDER_WAY,
    CheckIn,
    JointItem,
)
from qinglian_desktop.store.book import Book


def make_project(book: Book, row_id: str) -> Changes:
    """立为项目: a project that answers this need; the need is under way from then on.

    `result` is the id of the project.
    """
    need = reads.there(book, JointItem, row_id)
    if need["list"] != NEED:
        raise Refused("只有需求才能立为项目", "请在需求清单里选一条", code="QL-PA-027")
    named = need["title"] or need["number"]
    copied = ("title", "detail", "meeting_id", "owner_unit", "responsible", "due_on", "due_why")
    draft: Row = {name: need[name] for name in copied if need[name]}
    draft |= {
        "list": PROJECT, "need_id": row_id, "status": UNDER_WAY,
        "raised_on": clock.today().isoformat(), "raised_by": need["raised_by"],
    }  # fmt: skip
    with book.change(f"立为项目：{named}"[:60]) as change:
        (numbered,) = number_items(change, [draft])
        change.result = change.add(JointItem, numbered)
        change.put_row(JointItem.table, row_id, {"status": UNDER_WAY})
    return change.changes


def begin_item(book: Book, row_id: str) -> Changes:
    return save_joint_item(book, row_id, {"status": UNDER_WAY})


def finish_item(book: Book, row_id: str) -> Changes:
    """办结 today; a need that only this project answers is done with it."""
    row = reads.there(book, JointItem, row_id)
    today = clock.today().isoformat()
    with book.change(f"办结：{row['title'] or row['number']}"[:60]) as change:
        change.put_row(JointItem.table, row_id, {"status": DONE, "done_on": today})
        need = book.row(JointItem.table, row["need_id"]) if row["need_id"] else None
        open_still = [
            one for one in reads.open_items(book)
            if one["need_id"] and one["need_id"] == row["need_id"] and one["id"] != row_id
        ]  # fmt: skip
        if need is not None and not need["deleted"] and not need["done_on"] and not open_still:
            change.put_row(JointItem.table, need["id"], {"status": DONE, "done_on": today})
    return change.changes


def answer_member(book: Book, row_id: str) -> Changes:
    """登记已反馈 for one member, today."""
    row = reads.there(book, CheckIn, row_id)
    return answer(book, [row_id], f"反馈{row['unit'] or ''}")


def answer_unit(book: Book, row_id: str) -> Changes:
    """The same for everybody who reported from the unit in that year."""
    row = reads.there(book, CheckIn, row_id)
    of_unit = [
        one["id"] for one in reads.own(book, CheckIn)
        if one["unit"] == row["unit"] and one["year"] == row["year"] and not one["feedback_on"]
    ]  # fmt: skip
    if not of_unit:
        what = f"{row['unit']}的报到党员都已经反馈过了"
        raise Refused(what, "不用再登记", code="QL-PA-028")
    return answer(book, of_unit, f"反馈{row['unit']}")


def answer(book: Book, row_ids: Iterable[str], label: str) -> Changes:
    """`result` is how many were marked."""
    today = clock.today().isoformat()
    with book.change(label[:60]) as change:
        many = 0
        for row_id in row_ids:
            change.put_row(CheckIn.table, row_id, {"feedback_on": today})
            many += 1
        change.result = many
    return change.changes
