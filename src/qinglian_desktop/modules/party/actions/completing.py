"""What comes by itself when a row of party work is written, and what is refused: by every road.

Each is (book, row as it will stand, what was typed, id or "") → what is written. The form, a cell
and a sheet use the same.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Refused, refuse
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.party import reads, rules
from qinglian_desktop.modules.party.records import (
    BOARD_MEETING,
    DONE,
    NEED,
    OPEN,
    RESOURCE,
    UNDER_WAY,
    CheckIn,
    Grid,
    JointItem,
    MemberUnit,
    PartyBranch,
    PartyMeeting,
)
from qinglian_desktop.store.book import Book

_Draft = Mapping[str, Any]


def branch(book: Book, made: Row, draft: _Draft, row_id: str) -> Row:
    refuse(rules.span_problem(made, "from_on", "until_on", "撤销日期早于成立日期"))
    _refuse_twice(book, PartyBranch, "name", made, row_id)
    return dict(draft)


def unit(book: Book, made: Row, draft: _Draft, row_id: str) -> Row:
    refuse(rules.span_problem(made, "joined_on", "left_on", "退出日期早于加入日期"))
    _refuse_twice(book, MemberUnit, "name", made, row_id)
    return dict(draft)


def grid(book: Book, made: Row, draft: _Draft, row_id: str) -> Row:
    refuse(rules.span_problem(made, "from_on", "until_on", "停用日期早于启用日期"))
    _refuse_twice(book, Grid, "number", made, row_id)
    return dict(draft)


def staff(_book: Book, made: Row, draft: _Draft, _row_id: str) -> Row:
    refuse(rules.span_problem(made, "from_on", "until_on", "任职止早于任职起"))
    return dict(draft)


def visit(_book: Book, made: Row, draft: _Draft, _row_id: str) -> Row:
    refuse(rules.visit_problem(made, clock.today()))
    return dict(draft)


def _refuse_twice(book: Book, record: type[Record], name: str, made: Row, row_id: str) -> None:
    value = (made[name] or "").strip()
    for row in reads.own(book, record, Where(name, "=", value)) if value else ():
        if row["id"] != row_id:
            what = f"{record.fields[name].label}“{value}”已经登记过"
            raise Refused(what, "请打开那一条来改", field=name, code="QL-PA-012")


# -- meetings -----------------------------------------------------------------------------------


def meeting(book: Book, made: Row, draft: _Draft, row_id: str) -> Row:
    """The period comes from the day, who is expected from the branch.

    Refused for more people than were expected, and for minutes of a meeting still to come.
    """
    filled = dict(draft)
    if made["held_on"] and not draft.get("due_period"):
        before = book.row(PartyMeeting.table, row_id) if row_id else None
        told = _period_told(book, before) if before else None
        if not made["due_period"] or made["due_period"] == told:
            filled["due_period"] = _period_told(book, made)
    if made["expected"] is None and made["branch_id"] and made["kind"] != BOARD_MEETING:
        held_by = book.row(PartyBranch.table, made["branch_id"])
        if held_by is not None and held_by["members"] is not None:
            filled["expected"] = held_by["members"]
    refuse(rules.meeting_problem({**made, **filled}, clock.today()))
    return filled


def _period_told(book: Book, row: Row) -> str | None:
    """The period of the cycle table in which the day of a meeting lies; a month without one."""
    if not row["held_on"]:
        return None
    day = date.fromisoformat(row["held_on"])
    table = rules.cycles(reads.pack_of(book, day))
    every = next((one.every for one in table if one.who and one.fits(row)), "M")
    return str(Period.holding(day, every))


def duty(_book: Book, made: Row, draft: _Draft, _row_id: str) -> Row:
    """The month comes from the day; refused for a day that lies in another month."""
    filled, day = dict(draft), made["done_on"]
    if day and day > clock.today().isoformat():
        raise Refused("日期在今天之后", "做完再记", field="done_on", code="QL-PA-006")
    if draft.get("month"):
        filled["month"] = _month(draft["month"])
    elif day and (draft.get("done_on") or not made["month"]):
        filled["month"] = day[:7]
    elif not made["month"]:
        filled["month"] = clock.today().isoformat()[:7]
    month = filled.get("month") or made["month"]
    if day and day[:7] != month:
        what = f"{day} 不在{Period.parse(month).label}里"
        raise Refused(what, "请核对日期和月份", field="month", code="QL-PA-013")
    return filled


def _month(typed: str) -> str:
    wrong = Refused(f"“{typed[:20]}”不是哪个月", "例：2026年9月", field="month", code="QL-PA-014")
    try:
        period = Period.parse(typed)
    except Refused:
        raise wrong from None
    if period.kind != "M":
        raise wrong
    return str(period)


# -- 大党委 -------------------------------------------------------------------------------------


def joint(book: Book, made: Row, draft: _Draft, _row_id: str) -> Row:
    """The period comes from the day."""
    filled, day = dict(draft), made["held_on"]
    if day and not made["due_period"]:
        on = date.fromisoformat(day)
        every = str(reads.pack_of(book, on).value("joint.every"))
        filled["due_period"] = str(Period.holding(on, every))
    refuse(rules.joint_problem({**made, **filled}, clock.today()))
    return filled


def item(book: Book, made: Row, draft: _Draft, row_id: str) -> Row:
    """A day of completion closes it, the state 已办结 brings its day; and the other way round."""
    filled, today = dict(draft), clock.today().isoformat()
    if "done_on" in draft and "status" not in draft:
        if draft["done_on"]:
            filled["status"] = DONE
        elif made["status"] == DONE:
            filled["status"] = UNDER_WAY
    if draft.get("status") == DONE and not made["done_on"]:
        filled["done_on"] = today
    elif draft.get("status") in (OPEN, UNDER_WAY) and not draft.get("done_on"):
        filled["done_on"] = None
    if not row_id and not made["raised_on"]:
        filled["raised_on"] = min(today, made["done_on"] or today)
    refuse(rules.item_problem({**made, **filled}, clock.today()))
    _refuse_wrong_link(book, made, row_id)
    return filled


def _refuse_wrong_link(book: Book, made: Row, row_id: str) -> None:
    """A project answers a need and uses a resource, never the other way round or itself."""
    for name, wanted in (("need_id", NEED), ("resource_id", RESOURCE)):
        row = book.row(JointItem.table, made[name]) if made[name] else None
        if row is None:
            continue
        if row["id"] == row_id:
            raise Refused("不能连到自己", f"请选一条{wanted}", field=name, code="QL-PA-015")
        if row["list"] != wanted:
            what = f"“{row['title'] or row['number']}”在{row['list']}清单里"
            raise Refused(what, f"请选一条{wanted}", field=name, code="QL-PA-050")


# -- members who report -------------------------------------------------------------------------


def check_in(book: Book, made: Row, draft: _Draft, row_id: str) -> Row:
    """The year comes from the day, the day of claiming from the post."""
    filled, today = dict(draft), clock.today().isoformat()
    if not made["year"]:
        filled["year"] = int((made["reported_on"] or today)[:4])
    if draft.get("post") and not made["post_on"]:
        filled["post_on"] = max(today, made["reported_on"] or today) if row_id else (
            made["reported_on"] or today
        )  # fmt: skip
    refuse(rules.check_in_problem({**made, **filled}, clock.today()))
    _refuse_reported_twice(book, {**made, **filled}, row_id)
    return filled


def _refuse_reported_twice(book: Book, made: Row, row_id: str) -> None:
    if not made["person"] or not made["unit"]:
        return
    same = tuple(Where(name, "=", made[name]) for name in ("year", "person", "unit", "where_to"))
    if any(row["id"] != row_id for row in reads.own(book, CheckIn, *same)):
        what = f"{made['year']}年的报到名册里已经有这个人"
        raise Refused(what, "请打开那一条来改", field="person", code="QL-PA-016")


def service(book: Book, made: Row, draft: _Draft, _row_id: str) -> Row:
    reported = book.row(CheckIn.table, made["check_in_id"]) if made["check_in_id"] else None
    refuse(rules.service_problem(made, reported, clock.today()))
    return dict(draft)


# -- grids --------------------------------------------------------------------------------------


def event(book: Book, made: Row, draft: _Draft, _row_id: str) -> Row:
    """The last day, with its reason, comes from the day it was found and how pressing it is."""
    refuse(rules.event_problem(made, clock.today()))
    filled = dict(draft)
    if "due_on" in draft or not made["found_on"] or _by_hand(made):
        return filled
    day = date.fromisoformat(made["found_on"])
    told = rules.event_due(reads.pack_of(book, day), made["level"], day, book.calendar())
    if told is not None and made["due_on"] != told.day.isoformat():
        filled |= {"due_on": told.day.isoformat(), "due_why": told.stored()}
    return filled


def _by_hand(made: Row) -> bool:
    """Was the last day typed, so that no rule tells it?"""
    told = reckoning.parse(made["due_why"])
    return bool(made["due_on"]) and (told is None or told.way.how == "given")
