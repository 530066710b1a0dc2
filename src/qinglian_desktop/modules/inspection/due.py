"""What of inspections and joint meetings is due at the street?

What a unit says is done, and what it is late with, is told by the directives themselves.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.inspection.records import (
    NOTED,
    InspectionFinding,
    InspectionRound,
    InspectionVisit,
    MeetingTask,
    StreetMeeting,
)
from qinglian_desktop.store.book import Book

_SOON = 7


def due(book: Book, day: date) -> list[Due]:
    if not book.unit.is_street:
        return []
    return [*_visits(book, day), *_findings(book, day), *_meetings(book, day), *_tasks(book, day)]


def _visits(book: Book, day: date) -> Iterator[Due]:
    until = (day + timedelta(days=_SOON)).isoformat()
    where = Where("visited_on", "empty"), Where("planned_on", "<=", until)
    for row in book.rows(Query(InspectionVisit.table, where)):
        on = date.fromisoformat(row["planned_on"])
        title = _named(book, InspectionRound.table, row["round_id"])
        word = "该去了" if on >= day else "还没登记去过"
        yield Due(
            on, f"{row['unit_name'] or '没写单位的督查'}{word}：{title}",
            f"督查计划排在{paper_day(on)}", "inspection", "去登记", InspectionVisit.table,
            row["id"], _SOON, row["inspectors"] or "",
        )  # fmt: skip


def _findings(book: Book, day: date) -> Iterator[Due]:
    where = (Where("state", "=", NOTED),)
    for row in book.rows(Query(InspectionFinding.table, where, order=(("number", False),))):
        found = date.fromisoformat(row["found_on"]) if row["found_on"] else day
        yield Due(
            found, f"{row['unit_name'] or '没写单位'}的发现还没下发：{_short(row['what'])}",
            f"{paper_day(found)}督查发现，按“下发整改”单位才收得到", "inspection", "去下发",
            InspectionFinding.table, row["id"], _SOON,
        )  # fmt: skip


def _meetings(book: Book, day: date) -> Iterator[Due]:
    """A meeting to come, and one that was held and has no minutes yet."""
    for row in book.rows(Query(StreetMeeting.table, (Where("issued_on", "empty"),))):
        if not row["held_on"]:
            continue
        on = date.fromisoformat(row["held_on"])
        if on > day + timedelta(days=_SOON):
            continue
        past = on < day
        yield Due(
            on, f"{row['title']}{'的纪要还没印发' if past else '要开了'}",
            f"{paper_day(on)}开会，" + ("印发以后填上印发日期" if past else "先按“生成议程”"),
            "inspection", "去办理", StreetMeeting.table, row["id"], _SOON, row["recorder"] or "",
        )  # fmt: skip


def _tasks(book: Book, day: date) -> Iterator[Due]:
    where = Where("directive_id", "empty"), Where("task_id", "empty")
    for row in book.rows(Query(MeetingTask.table, where)):
        title = _named(book, StreetMeeting.table, row["meeting_id"])
        yield Due(
            day, f"会议定的事还没派下去：{_short(row['what'])}",
            f"{title}议定，按“派下去”对方才收得到", "inspection", "去派任务", MeetingTask.table,
            row["id"], _SOON,
        )  # fmt: skip


def _named(book: Book, table: str, row_id: str | None) -> str:
    row: Row | None = book.row(table, row_id) if row_id else None
    return str(row["title"] or "") if row else ""


def _short(text: str | None) -> str:
    return str(text or "没有写清")[:24]
