"""What of party work is due: meetings, the log, projects, members, grids? Asked at every start."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.party import reads, rules
from qinglian_desktop.modules.party.records import (
    DONE,
    PROJECT,
    CheckIn,
    DutyLog,
    Grid,
    GridEvent,
    GridVisit,
    JointItem,
    JointMeeting,
    PartyBranch,
    PartyMeeting,
)
from qinglian_desktop.modules.party.rules import Slot
from qinglian_desktop.store.book import Book

_LEADS = {"M": 7, "Q": 15, "H": 30, "Y": 45}  # days before the end of a period
_SOON = 7
_LOOKED_BACK = 180  # days: older meetings without papers are found in the list
_NAMED = 3  # branches, units or grids that a line names one by one


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    found = [
        *_meetings(book, day), *_papers(book, day), *_duties(book, day), *_joint(book, day),
        *_items(book, day), *_members(book, day), *_grids(book, day), *_events(book, day),
    ]  # fmt: skip
    return [line for line in found if line.due_on <= day + timedelta(days=line.lead)]


def _why(pack_rule: Row) -> str:
    return f"{pack_rule['what']}；依据：{cited(pack_rule)}"


def _some(names: list[str], unit: str) -> str:
    """第一支部、第二支部；more are only counted."""
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:_NAMED])}等 {len(names)} {unit}"


# -- meetings -----------------------------------------------------------------------------------


def _meetings(book: Book, day: date) -> Iterator[Due]:
    """Not held yet in the period that runs, or in the one that ended last."""
    if not book.any_of(PartyBranch.table, PartyMeeting.table):
        return
    begun = _begun(book)
    years = (day.year - 1, day.year)  # a year or its last quarter is missed all through the next
    open_ = [slot for y in years for slot in reads.year_slots(book, y, day) if not slot.held]
    open_ = [slot for slot in open_ if _asked(slot, day, begun)]
    open_.sort(key=_line)  # slots come branch by branch, a line is for all of them
    for (name, period), group in groupby(open_, key=_line):
        missing = list(group)
        who = _some([one.branch for one in missing if one.branch], "个")
        late = "还没开" if period.last >= day else "没按期开，尽快补开"
        cycle = missing[0].cycle
        yield Due(
            period.last, f"{period.label}{name}{late}{f'：{who}' if who else ''}", cycle.why,
            "party", "去登记", PartyMeeting.table, lead=_LEADS[cycle.every],
        )  # fmt: skip


def _line(slot: Slot) -> tuple[str, Period]:
    return slot.cycle.name, slot.period


def _asked(slot: Slot, day: date, begun: date) -> bool:
    """The running period near its end, and the one before, once the unit keeps its meetings."""
    if slot.period.first > day or slot.period.last < begun:
        return False
    return day in slot.period or day in slot.period.following


def _begun(book: Book) -> date:
    """Since when meetings are kept here: what came before is nobody's omission today."""
    days = [row["created_at"][:10] for row in reads.own(book, PartyBranch)]
    if first := reads.earliest(book, PartyMeeting, "held_on"):
        days.append(first)
    return date.fromisoformat(min(days)) if days else date.max


def _papers(book: Book, day: date) -> Iterator[Due]:
    """Held, and sign-in sheet or minutes are still missing."""
    rule = reads.pack_of(book, day).value("papers")
    first = day - timedelta(days=_LOOKED_BACK)
    since = (Where("held_on", ">=", first.isoformat()), Where("held_on", "<=", day.isoformat()))
    for record in (PartyMeeting, JointMeeting):
        for row in reads.own(book, record, *since, order="held_on"):
            lacking = [
                word for name, word in (("files", "签到照片"), ("minutes", "会议记录"))
                if not row[name] or row[name] == "[]"
            ]  # fmt: skip
            if lacking:
                yield Due(
                    rules.after(rule, row["held_on"]),
                    f"{_called(record, row)}还缺{'、'.join(lacking)}", _why(rule), "party",
                    "去补齐", record.table, row["id"], lead=3,
                )  # fmt: skip


def _called(record: type, row: Row) -> str:
    held = paper_day(date.fromisoformat(row["held_on"]))
    return f"{held}的{row['kind'] if record is PartyMeeting else '大党委联席会'}"


def _duties(book: Book, day: date) -> Iterator[Due]:
    """The month that runs and the one before, as soon as the log is kept at all."""
    begun = reads.earliest(book, DutyLog, "month")
    if not begun:
        return
    rule = reads.pack_of(book, day).value("duty")
    running = Period.holding(day, "M")
    for month in (running.previous, running):
        if str(month) < begun or reads.own(book, DutyLog, Where("month", "=", str(month))):
            continue
        yield Due(
            month.last, f"{month.label}履责纪实还没记", _why(rule), "party", "去登记",
            DutyLog.table, lead=_SOON,
        )  # fmt: skip


# -- 大党委 -------------------------------------------------------------------------------------


def _joint(book: Book, day: date) -> Iterator[Due]:
    if not book.any_of(JointMeeting.table, "member_unit"):
        return
    rule = reads.pack_of(book, day).value("joint")
    for period, rows in reads.joint_periods(book, day.year, day).items():
        if day in period and not rows:
            yield Due(
                period.last, f"{period.label}大党委联席会还没开", _why(rule), "party", "去登记",
                JointMeeting.table, lead=_LEADS[rule["every"]],
            )  # fmt: skip


def _items(book: Book, day: date) -> Iterator[Due]:
    """Projects that are to be done, and done ones of which residents have not heard."""
    for row in reads.open_items(book):
        if row["due_on"]:
            on = date.fromisoformat(row["due_on"])
            late = f"逾期 {(day - on).days} 天" if on < day else "要办结"
            yield Due(
                on, f"{row['list']}“{row['title'] or row['number']}”{late}",
                reckoning.words(row["due_why"]) or "三张清单里定的期限", "party", "去办理",
                JointItem.table, row["id"], _SOON, row["responsible"] or "",
            )  # fmt: skip
    done = (Where("list", "=", PROJECT), Where("status", "=", DONE))
    unheard = reads.own(book, JointItem, *done, Where("feedback_on", "empty"), order="done_on")
    for row in unheard:
        if row["done_on"]:
            rule = reads.pack_of(book, day).value("feedback")
            yield Due(
                rules.after(rule, row["done_on"]), f"项目“{row['title']}”办结了，还没向居民反馈",
                _why(rule), "party", "去反馈", JointItem.table, row["id"], _SOON,
            )  # fmt: skip


# -- members who report -------------------------------------------------------------------------


def _members(book: Book, day: date) -> Iterator[Due]:
    """One line for all who have no post yet, one for all whose unit has not heard."""
    if not book.any_of(CheckIn.table):
        return
    of_year = Where("year", "=", day.year)
    pack = reads.pack_of(book, day)
    claim, letter = pack.value("claim"), pack.value("letter")
    idle = reads.own(book, CheckIn, of_year, Where("post", "empty"), order="reported_on")
    idle = [row for row in idle if row["reported_on"]]
    if idle:
        yield Due(
            rules.after(claim, idle[0]["reported_on"]), f"{len(idle)} 名报到党员还没认领岗位",
            _why(claim), "party", "去登记", CheckIn.table, idle[0]["id"], _SOON,
        )  # fmt: skip
    untold = reads.own(book, CheckIn, of_year, Where("feedback_on", "empty"))
    if untold:
        on = date(day.year, int(letter["month"]), int(letter["day"]))
        units = len({row["unit"] for row in untold})
        yield Due(
            on, f"{units} 个单位的报到党员还没反馈，共 {len(untold)} 人", _why(letter), "party",
            "去反馈", CheckIn.table, lead=30,
        )  # fmt: skip


# -- grids --------------------------------------------------------------------------------------


def _grids(book: Book, day: date) -> Iterator[Due]:
    if not book.any_of(Grid.table):
        return
    pack = reads.pack_of(book, day)
    size, visiting = pack.value("grid"), pack.value("visit")
    period = reads.visit_period(book, day)
    near = day >= period.last - timedelta(days=_LEADS[visiting["every"]])
    left = 0
    for one in reads.standing(book, day, period):
        if one.lacking:
            yield Due(
                day, f"{naming(Grid, one.grid)}还没有{'、'.join(one.lacking)}", _why(size),
                "party", "去登记", "grid_staff",
            )  # fmt: skip
        if one.households > int(size["most_households"]):
            yield Due(
                day, f"{naming(Grid, one.grid)}有 {one.households} 户，超过一个网格的户数",
                _why(size), "party", "去看看", Grid.table, one.grid["id"],
            )  # fmt: skip
        left += one.households - one.visited
    if near and left > 0:
        yield Due(
            period.last, f"{period.label}还有 {left} 户没走访", _why(visiting), "party", "去登记",
            GridVisit.table, lead=_LEADS[visiting["every"]],
        )  # fmt: skip


def _events(book: Book, day: date) -> Iterator[Due]:
    open_ = (Where("closed_on", "empty"), Where("due_on", "filled"))
    for row in reads.own(book, GridEvent, *open_, order="due_on"):
        on = date.fromisoformat(row["due_on"])
        late = f"逾期 {(day - on).days} 天" if on < day else "要办结"
        yield Due(
            on, f"网格事件“{row['what'] or row['number']}”{late}",
            reckoning.words(row["due_why"]) or "登记时定的期限", "party", "去办理",
            GridEvent.table, row["id"], 3, row["handler"] or "",
        )  # fmt: skip
