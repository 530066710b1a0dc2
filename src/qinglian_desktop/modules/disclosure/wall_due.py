"""What people said and what came down too early, as lines of 今日."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store.book import Book

_SHORT = 3  # days: what must be answered in three days is shown from the first


def due(book: Book, day: date) -> list[Due]:
    """Objections, questions, requests and demands that wait, and boards that lack a paper."""
    table, still_open = wall.Objection.table, Where("state", "in", wall.OPEN_OBJECTIONS)
    objections = wall_reads.own(book, table, still_open)
    return [
        *_objections(objections, day),
        *_questions(book),
        *_requests(book),
        *_demands(book),
        *_boards(book),
        *_paused(book, objections, day),
    ]


def _line(row: Row, table: str, subject: str, act: str, *, lead: int = _SHORT) -> Due:
    begun = row.get("raised_on") or row.get("asked_on") or row.get("requested_on")
    last = row["due_on"] or begun or row["created_at"][:10]
    why = reckoning.words(row["due_reason"]) or f"{paper_day(date.fromisoformat(last))}起等着办"
    return Due(date.fromisoformat(last), subject, why, "disclosure", act, table, row["id"], lead)


def _objections(rows: Iterable[Row], day: date) -> Iterator[Due]:
    table = wall.Objection.table
    for row in rows:
        act = {wall.WAITS: "答复", wall.WRONG: "去更正"}.get(row["state"], "去办理")
        about = f"对{row['kind']}的{row['number']}"
        line = _line(row, table, f"{about}：{row['state']}", act)
        # A step without days of its own is to be done today, not since long.
        yield line if row["due_on"] else line._replace(due_on=day)


def _questions(book: Book) -> Iterator[Due]:
    table = wall.Question.table
    for row in wall_reads.own(book, table, Where("state", "=", wall.ASKED)):
        yield _line(row, table, f"{row['notice_no']}第 {row['seq']} 问还没答复", "答复")


def _requests(book: Book) -> Iterator[Due]:
    table = wall.InspectionRequest.table
    for row in wall_reads.own(book, table, Where("state", "=", wall.WANTED)):
        yield _line(row, table, f"{row['number']}要查{row['wanted']}，还没给看", "去登记")


def _demands(book: Book) -> Iterator[Due]:
    table = wall.DisclosureDemand.table
    for row in wall_reads.own(book, table, Where("state", "=", wall.TO_DISCLOSE)):
        yield _line(
            row, table, f"{row['number']}要求公开{row['matter']}，还没公开", "去公开", lead=7
        )


def _boards(book: Book) -> Iterator[Due]:
    """A board lost its paper early while the notice hangs elsewhere."""
    hanging = wall_reads.own(book, Notice.table, Where("state", "=", steps.ON_BOARD))
    if not hanging:
        return
    rows = wall_reads.hangings(book, Where("notice_id", "in", [row["id"] for row in hanging]))
    by_notice: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_notice.setdefault(row["notice_id"], []).append(row)
    for found in by_notice.values():
        for row in wall_reads.short_boards([dict(one) for one in found]):
            removed = date.fromisoformat(row["removed_on"])
            short = (removed - date.fromisoformat(row["posted_on"])).days
            yield Due(
                removed,
                f"{row['number']}在{row['spot']}提前撤下了，要补贴",
                f"只贴了 {short} 天，要贴到{paper_day(date.fromisoformat(row['until_on']))}",
                "disclosure",
                "补贴",
                wall.Hanging.table,
                row["id"],
                0,
            )


def _paused(book: Book, open_ones: Iterable[Row], day: date) -> Iterator[Due]:
    """A 公示 whose days are over while an objection is open: the next step stays locked."""
    about = list(dict.fromkeys(row["notice_id"] for row in open_ones if row["notice_id"]))
    for notice in book.page(Notice.table, about):
        stands = wall_reads.publicity(book, notice, day)
        if stands.over and stands.paused and stands.until_on is not None:
            yield Due(
                stands.until_on,
                f"{notice['number']}公示期满，异议没办结，下一步先停着",
                "公示期内有异议的，办结以前不走下一步",
                "disclosure",
                "看异议",
                wall.Objection.table,
                stands.open[0]["id"],
                0,
            )
