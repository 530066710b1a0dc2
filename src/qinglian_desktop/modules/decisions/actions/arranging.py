"""What is settled about a meeting before it is held: when and where, one sitting, whose meeting."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import joint, reads, steps
from qinglian_desktop.modules.decisions.actions import joining
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle
from qinglian_desktop.modules.decisions.actions.sittings import must_meet, place_of
from qinglian_desktop.modules.decisions.records import DECISION, Matter, MatterStep
from qinglian_desktop.store.book import Book

# What the clerk writes about a meeting beside its figures.
WORDS = (
    "planned_at", "place", "told_on", "held_time", "vote_way", "decision", "opinions", "dissent",
    "chair", "recorder", "street_people", "supervisors", "delegation_id", "note",
)  # fmt: skip


def plan_meeting(book: Book, matter_id: str, gate: str, draft: Mapping[str, Any]) -> Changes:
    """When and where the meeting of a gate will be; `result` is the id of its step.

    A step that is planned already is changed, and with it what else is before the same meeting;
    one that was held is refused.
    """
    found = reads.own(book, matter_id)
    must_meet(gate)
    steps.may_record(found.matter, found.rows, gate, clock.today(), clock.today())
    body = reads.body_at(found.matter, gate)
    given = {name: draft[name] for name in WORDS if name in draft}
    with book.change(f"安排会议：{found.matter['title'][:30]} {gate}") as change:
        step = joint.planned_step(found.rows, gate)
        if step is not None:
            joining.follow(change, step, given)
            change.result = change.put_row(MatterStep.table, step["id"], given)
        else:
            place = place_of(found, gate)
            change.result = add_step(change, found, gate, {"body": body, **place, **given})
        settle(change, matter_id)
    return change.changes


# Representatives who may not or cannot settle a matter hand it to the meeting behind them.
WHOLE = {"代表会议": "全体会议", "成员代表大会": "成员大会"}
_WHOLE_RULE = {"land-representatives": "land-meeting", "member-representatives": "members"}


def hand_to_all(book: Book, matter_id: str) -> Changes:
    """Not the representatives but the full meeting decides; what was held so far stays.

    Refused once it is decided, and where no representatives decide.
    """
    found = reads.own(book, matter_id)
    matter = found.matter
    steps.may_record(
        matter, found.rows, steps.next_gate(matter, found.rows), clock.today(), clock.today()
    )
    whole = WHOLE.get(matter["body"] or "代表会议")
    if whole is None or steps.passed(found.rows, DECISION):
        raise Refused("这件事不能再改由谁决定", "决议已经作出的，另立变更的事项", code="QL-DW-029")
    name = reads.body_name(book, whole)
    with book.change(f"改由{name}决定：{matter['title'][:30]}") as change:
        rule = _WHOLE_RULE.get(matter["threshold"] or "", "meeting")
        change.put_row(Matter.table, matter_id, {"body": whole, "threshold": rule})
        settle(change, matter_id)
        change.result = name
    return change.changes


def say_why_one_sitting(book: Book, matter_id: str, reason: str) -> Changes:
    """Why 提议 and 商议 are one sitting; kept with the matter."""
    found = reads.own(book, matter_id)
    if not reason.strip():
        raise Refused("没有写合开的原因", "写明为什么合开", field="one_sitting_reason",
                      code="QL-DW-054")  # fmt: skip
    with book.change(f"写明合开的原因：{found.matter['title'][:30]}") as change:
        change.put_row(Matter.table, matter_id, {"one_sitting_reason": reason.strip()})
    return change.changes
