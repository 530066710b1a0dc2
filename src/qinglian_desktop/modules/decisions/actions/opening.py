"""How is a matter opened, changed and, while nothing was held yet, dropped?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.check import missing
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules
from qinglian_desktop.modules.decisions.actions import routing
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle, stamp
from qinglian_desktop.modules.decisions.records import (
    CLASS_CHOICES,
    DONE,
    MEETINGS,
    ORIGIN,
    Matter,
)
from qinglian_desktop.store.book import Book

_ASKED = ("title", "matter_class", "origin")
# What anybody may put right at any time; the rest is set by the steps.
FREE = ("proposed_by", "executor", "planned_on", "planned_why", "archive_no", "files", "note")
# What decides about the way of a matter: free until the first meeting was held.
_WAY = (
    "title", "origin", "content", "amount_fen", "group_name", "emergency", "emergency_reason",
    "authorised_by", "street_told_on", "ratify_by", "ratify_why", "one_sitting_reason",
)  # fmt: skip
# What the rules say of a matter when it is opened; by hand nobody chooses an easier way.
ROUTED = (
    "matter_class", "path", "body", "threshold", "for_collective", "pre_review",
    "route_answers", "route_pack", "basis",
)  # fmt: skip


def open_matter(book: Book, draft: Mapping[str, Any]) -> Changes:
    """A new case with its first gate (动议); `result` is its id.

    Refused without a title, class and origin, for a day ahead, or an emergency that may be none.
    """
    check_new(book, draft)
    return put_matter(book, draft)


def check_new(book: Book, draft: Mapping[str, Any]) -> None:
    """Refused for a new matter that names what only the steps write, or lacks what is asked."""
    for name, value in draft.items():
        untouched = value in (None, "", 0) or Matter.fields[name].default == value
        if name not in (*FREE, *_WAY, *ROUTED, "opened_on", "number") and not untouched:
            raise _by_steps(name)
    made: Row = {"opened_on": clock.today().isoformat(), **draft}
    _whole(made)
    _emergency(book, made)


def put_matter(book: Book, draft: Mapping[str, Any]) -> Changes:
    """The same with what only another action may give (the decision it changes)."""
    made: Row = {"opened_on": clock.today().isoformat(), **draft}
    _whole(made)
    _emergency(book, made)
    day = date.fromisoformat(made["opened_on"])
    if day > clock.today():
        raise Refused("动议日期在今天之后", "请核对日期", field="opened_on", code="QL-DW-036")
    with book.change(f"立事项：{made['title'][:30]}", event_on=day) as change:
        made["number"] = f"{day.year}-{change.number(f'matter:{day.year}'):03d}"
        matter_id = change.add(Matter, made)
        found = reads.case(book, matter_id)
        add_step(change, found, ORIGIN, {**stamp(book, None, day), "result": DONE})
        settle(change, matter_id)
        change.result = matter_id
    return change.changes


def _whole(made: Row) -> None:
    for name in _ASKED:
        if missing(made.get(name)):
            label = Matter.fields[name].label
            raise Refused(f"还没填〔{label}〕", "填上再立事项", field=name, code="QL-DW-037")
    if reads.of_a_group(made) and missing(made.get("group_name")):
        raise Refused(
            "这是一个组的事，还没写哪个组", "填上〔哪个组的事〕，应到人数按这个组算",
            field="group_name", code="QL-DW-009",
        )  # fmt: skip
    if made["matter_class"] not in CLASS_CHOICES:
        raise Refused(
            f"没有“{made['matter_class']}”这一类", "请从列出的类别里选", field="matter_class",
            code="QL-DW-038",
        )  # fmt: skip
    if made.get("path") in ("不需要", "不属于本程序"):
        raise Refused(
            "这件事不走四议两公开", "照提示的办法办；确实要走，请改〔程序〕", field="path",
            code="QL-DW-039",
        )  # fmt: skip


def _emergency(book: Book, made: Row) -> None:
    """An emergency goes first and is decided later: never for some classes, never without why."""
    if not made.get("emergency"):
        return
    day = reads.known_day(made, "opened_on") or clock.today()
    law, code = reads.law(book, day), str(made["matter_class"])[:3]
    told = reads.known_day(made, "street_told_on")
    trouble = rules.emergency_problem(
        law, code, made.get("emergency_reason"), made.get("authorised_by"), told
    )
    if trouble:
        raise Refused(
            trouble, "先开会再办，或把紧急的情况补写完整", field="emergency", code="QL-DW-040"
        )
    if missing(made.get("ratify_by")):
        found = rules.ratify_by(law, day, book.calendar())
        made |= {"ratify_by": found.day.isoformat(), "ratify_why": found.stored()}
    if made["ratify_by"] < day.isoformat():
        raise Refused(
            "最迟补议的日期早于动议日期", "请核对日期", field="ratify_by", code="QL-DW-042"
        )


def save_matter(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves what may be changed by hand; `result` is the id.

    What the steps write (state, next step, 补录 …) is refused, also an attempt to clear it, and
    so is what the rules have said (path, body …): another amount is judged anew instead. A new
    matter is opened on its own page, where the rules are asked first.
    """
    if row_id is None:
        raise Refused("立事项要先看由谁决定", "请按〔新事项〕（Ctrl+N）来立", code="QL-DW-105")
    found = reads.own(book, row_id)
    begun = any(row["gate"] in MEETINGS and row["held_on"] for row in found.rows)
    for name, value in draft.items():
        if (value or None) == (found.matter[name] or None) or name in FREE:
            continue
        if name in ROUTED:
            raise _by_rules(name)
        if name not in _WAY:
            raise _by_steps(name)
        if begun:
            label = Matter.fields[name].label
            raise Refused(
                f"已经开过会，〔{label}〕不能再改", "要改就另立一件变更的事项", field=name,
                code="QL-DW-045",
            )  # fmt: skip
    made = {**found.matter, **draft}
    _whole(made)
    _emergency(book, made)
    asked = ("ratify_by", "ratify_why") if made["emergency"] else ()
    given = {**draft, **{name: made[name] for name in asked}, **_judged(book, found.matter, made)}
    with book.change(f"改事项：{made['title'][:30]}") as change:
        change.put_row(Matter.table, row_id, given)
        settle(change, row_id)
        change.result = row_id
    return change.changes


def _judged(book: Book, before: Row, made: Row) -> Row:
    """What the rules say once the amount is another; refused where the title is of another row."""
    if made["title"] != before["title"]:
        routing.refuse_another(book, before, made["title"])
    return routing.again(book, made) if made["amount_fen"] != before["amount_fen"] else {}


def _by_rules(name: str) -> Refused:
    return Refused(
        f"〔{Matter.fields[name].label}〕由规则判断，不能直接改",
        "判断错了就删掉这件，按〔新事项〕重新立",
        field=name,
        code="QL-DW-106",
    )


def _by_steps(name: str) -> Refused:
    """Why a field that the steps write cannot be written by hand, least of all the mark."""
    if name == "late":
        what, remedy = "“补录”由程序按日期填写，不能改", "它如实记下什么时候登记的"
        return Refused(what, remedy, field=name, code="QL-DW-043")
    what = f"〔{Matter.fields[name].label}〕由各步填写，不能直接改"
    return Refused(what, "请在事项流程里办下一步", field=name, code="QL-DW-044")


def drop_matter(book: Book, row_id: str) -> Changes:
    """To the recycle bin with its first step; refused once a meeting was held on it."""
    found = reads.own(book, row_id)
    if len(found.rows) > 1:
        raise Refused(
            "这件事已经办过步骤，不能删", "不办了就在事项流程里“终止”，写明原因", code="QL-DW-046"
        )
    with book.change(f"删事项：{found.matter['title'][:30]}") as change:
        change.drop(Matter.table, row_id)
    return change.changes


def bring_back_matter(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin with its first step."""
    with book.change("还原决策事项") as change:
        change.bring_back(Matter.table, row_id)
        settle(change, row_id)
    return change.changes


def why_matter_stays(_row: Row) -> str:
    """Why an earlier change of a matter may not go back by itself."""
    return "后来又办了别的步骤，请从最后一步开始撤销"
