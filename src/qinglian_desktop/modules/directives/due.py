"""What does the road between street and unit ask of this office today?"""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.directives import reads
from qinglian_desktop.modules.directives.records import (
    CLOSED,
    DOING,
    DONE,
    NOTICE,
    WITHDRAWN,
    Directive,
)
from qinglian_desktop.store.book import Book

LEAD = 7  # days before its due day on which a matter appears in 今日


def due(book: Book, day: date) -> list[Due]:
    """A unit: what came and is not done, what was sent back. A street: what waits for it."""
    if book.unit.is_street:
        return [*_answered(book, day), *_rewritten(book, day)]
    return [*_sent_back(book, day), *_asked(book, day), *_packs(book, day)]


def _sent_back(book: Book, day: date) -> Iterator[Due]:
    for one in reads.sent_back(book):
        why = f"第 {one.number} 号包的回执：{one.reason}" if one.number else one.reason
        yield Due(
            due_on=day,
            subject=f"街道退回：{one.what}",
            why=why,
            module="directives",
            act="去改",
            table=one.table,
            row_id=one.row_id,
        )


def _asked(book: Book, day: date) -> Iterator[Due]:
    for task_id, title in reads.withdrawn_tasks(book):
        yield Due(
            due_on=day,
            subject=f"街道撤回了：{title}，任务台账里还开着",
            why="不用再办。打开这条任务，按“终止”，写一句街道已撤回",
            module="directives",
            act="去终止",
            table="task",
            row_id=task_id,
        )
    last = day + timedelta(days=LEAD)
    for matter in reads.matters(book, Where("to_office", "=", book.unit.office_id)):
        row = matter.row
        if matter.stand in (DONE, CLOSED, WITHDRAWN) or row["kind"] == NOTICE:
            continue
        in_ledger = bool(matter.answer and matter.answer["task_id"])
        if in_ledger and matter.stand == DOING:
            continue  # the task in the unit's own ledger reminds of it
        due_on = _day(row)
        if due_on and due_on > last and matter.stand == DOING:
            continue  # taken up, and there is time
        why = reckoning.words(row["due_reason"]) if row["due_reason"] else ""
        yield Due(
            due_on=due_on or day,
            subject=f"街道{row['kind']}：{row['title']}",
            why=why or "街道下发，没有写截止日期",
            module="directives",
            act="去办",
            table=Directive.table,
            row_id=row["id"],
            lead=LEAD if matter.stand == DOING else 366,  # what is new is told at once
        )


def _day(row: Row) -> date | None:
    return date.fromisoformat(row["due_on"]) if row["due_on"] else None


def _packs(book: Book, day: date) -> Iterator[Due]:
    """Rules that came with a bundle and that nobody has looked at."""
    held = {(row["name"], row["version"]) for row in book.rows(Query("rule_pack"))}
    for row in book.rows(Query("offered_pack", (Where("state", "=", "待看"),))):
        if (row["name"], row["version"]) not in held:
            yield Due(
                due_on=day,
                subject=f"街道改了规则：{row['title']}",
                why="随下发的包送来，看过改了哪几处再采用",
                module="directives",
                act="看一看",
                table="offered_pack",
                row_id=row["id"],
            )


def _answered(book: Book, day: date) -> Iterator[Due]:
    """At the street: what a unit says is done, and what is past its day without a word."""
    for matter in reads.matters(book):
        row, due_on = matter.row, _day(matter.row)
        if matter.stand == DONE:
            subject, act = f"{row['to_name']}办完了：{row['title']}", "看一看"
            why = "单位报来已办完，看过再办结或退回"
        elif matter.stand in (CLOSED, WITHDRAWN) or row["kind"] == NOTICE:
            continue
        elif due_on and due_on < day:
            subject, act = f"{row['to_name']}还没办完：{row['title']}", "看一看"
            why = reckoning.words(row["due_reason"]) or "过了截止日期"
        else:
            continue
        yield Due(
            due_on=min(due_on or day, day),
            subject=subject,
            why=why,
            module="directives",
            act=act,
            table=Directive.table,
            row_id=row["id"],
        )


def _rewritten(book: Book, day: date) -> Iterator[Due]:
    """Units whose trail is not what they told before."""
    units = {row["office_id"]: row for row in book.rows(Query("enrolled_unit"))}
    newest: dict[str, Row] = {}
    for row in book.rows(Query("received_bundle", order=(("received_at", False),))):
        newest[row["from_office"]] = row
    for office, row in newest.items():
        if row["rewritten"] and office in units:
            unit = units[office]
            yield Due(
                due_on=day,
                subject=f"{unit['name']}第 {row['rewritten']} 条以前的留痕和以前报来的不一样",
                why="报送过的记录被别的工具改过。请和单位核对，要不要用备份还原",
                module="directives",
                act="看一看",
                table="enrolled_unit",
                row_id=unit["id"],
            )
