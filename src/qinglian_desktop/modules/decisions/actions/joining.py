"""One meeting, several matters: another one is taken into a meeting that is planned, or let go."""

from collections.abc import Mapping
from typing import Any, Final

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import joint, reads, steps
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle
from qinglian_desktop.modules.decisions.actions.sittings import place_of
from qinglian_desktop.modules.decisions.records import MatterStep
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

# What is the same for every matter of one meeting.
SHARED: Final = ("planned_at", "place", "told_on", "held_time", "chair", "recorder", "note")


def take_in(book: Book, step_id: str, matter_id: str) -> Changes:
    """Another matter comes before the planned meeting of this step; its own plan is given up.

    Refused once the meeting was entered, and for a matter of another body or with another rule.
    """
    step, found = _planned(book, step_id)
    other = reads.own(book, matter_id)
    gate = other.next_gate
    _fits(book, found, step, other)
    steps.may_record(other.matter, other.rows, gate, clock.today(), clock.today())
    given: Row = {name: step[name] for name in SHARED} | {"meeting_key": joint.key_of(step)}
    with book.change(f"并到一场会上：{other.matter['title'][:30]}") as change:
        there = joint.planned_step(other.rows, gate)
        if there is None:
            body = reads.body_at(other.matter, gate)
            add_step(change, other, gate, {"body": body, **place_of(other, gate), **given})
        else:
            given["note"] = there["note"] or step["note"]
            change.put_row(MatterStep.table, there["id"], given)
        settle(change, matter_id)
    return change.changes


def let_go(book: Book, step_id: str, matter_id: str) -> Changes:
    """A matter is no longer before this planned meeting; it has no day of its own then."""
    step, _found = _planned(book, step_id)
    others = joint.waiting(book, step)
    gone = next((one for one in others if one["matter_id"] == matter_id), None)
    if gone is None:
        raise Refused("这件事已经不在这场会上", "请返回事项再打开这一页", code="QL-DW-118")
    title = joint.title_of(book, gone)
    with book.change(f"不在这场会上议了：{title[:30]}") as change:
        if joint.key_of(step) == gone["id"]:  # the meeting was first planned with it
            for one in (step, *(one for one in others if one["id"] != gone["id"])):
                key = step["id"] if one["id"] != step["id"] else None
                change.put_row(MatterStep.table, one["id"], {"meeting_key": key})
        nothing = dict.fromkeys((*SHARED, "meeting_key"))
        change.put_row(MatterStep.table, gone["id"], nothing)
        settle(change, matter_id)
    return change.changes


def follow(change: Change, step: Row, given: Mapping[str, Any]) -> None:
    """What was planned anew for one matter holds for all that are before the same meeting."""
    shared = {name: given[name] for name in SHARED if name in given}
    for one in joint.waiting(change.book, step):
        told = dict(shared)
        if one["note"] not in (None, step["note"]):
            told.pop("note", None)  # a note of its own
        change.put_row(MatterStep.table, one["id"], told)


def _planned(book: Book, step_id: str) -> tuple[Row, reads.Case]:
    step = ledger.there(book, MatterStep.table, step_id)
    if step["held_on"]:
        raise Refused("这次会已经登记过了", "别的事项打开后照这次会登记", code="QL-DW-119")
    if not step["planned_at"]:
        raise Refused("这次会还没定时间", "先填开会日期、时间和地点", code="QL-DW-120")
    return step, reads.own(book, step["matter_id"])


def _fits(book: Book, found: reads.Case, step: Row, other: reads.Case) -> None:
    day = joint.planned_day(step)
    rule = reads.vote_rule(book, found.matter, step["gate"], day).id
    listed = joint.candidates(book, found, step["gate"], rule)
    one = next((one for one in listed if one.matter_id == other.matter["id"]), None)
    if one is None:
        raise Refused(
            f"“{other.matter['title']}”现在不归这个会议定", "看它走到哪一步，再分开准备",
            code="QL-DW-113",
        )  # fmt: skip
    if not one.can:
        raise Refused(
            f"“{other.matter['title']}”的表决规则不一样", "请分开准备、分开投票", code="QL-DW-114"
        )
