"""What is due on the board? Asked at every start, so it needs neither papers nor actions."""

from datetime import date, timedelta

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps, wall_due, wall_reads
from qinglian_desktop.modules.disclosure.alarms import alarms
from qinglian_desktop.modules.disclosure.reads import LAW, item_of, label_of, row_day, stay_of
from qinglian_desktop.modules.disclosure.records import PRIVACY, Notice, PlannedPosting
from qinglian_desktop.store.book import Book

LEAD = 7  # days before its due day on which a posting appears in 今日
# What is to be done next with a notice that is not on the board: the words and the button.
_NEXT = {
    "": ("还没编公告", "编公告"),
    "草稿": ("公告还没送审核", "送审核"),
    "退回": ("公告被退回，要修改", "改公告"),
    "待审": ("公告等审核意见", "审核"),
    "审核同意": ("公告已审核，还没上墙", "打印上墙"),
}


def due(book: Book, day: date) -> list[Due]:
    """Postings due or overdue, papers that may come down, papers that came down too early, and
    what people said about them.
    """
    own = Where("owner", "=", book.unit.office_id)
    # Of years of notices few are still on their way.
    going = Where("state", "in", (*filter(None, _NEXT), steps.ON_BOARD, steps.TOO_SHORT))
    notices = {row["id"]: row for row in book.rows(Query(Notice.table, (own, going)))}
    planned = _planned_dues(book, day)
    theirs = Where("notice_id", "in", tuple(notices))
    linked = {row["notice_id"] for row in book.rows(Query(PlannedPosting.table, (own, theirs)))}
    held = wall_reads.held_until(book)
    found = [
        line
        for row in notices.values()
        if (line := _notice_due(book, {**row, **held.get(row["id"], {})}, day, linked))
    ]
    more = [*wall_due.due(book, day), *alarms(book, day)]
    return sorted([*planned, *found, *more], key=lambda line: line.due_on)


def _planned_dues(book: Book, day: date) -> list[Due]:
    last = (day + timedelta(days=LEAD)).isoformat()
    where = (
        Where("state", "=", "待公开"),
        Where("due_on", "<=", last),
        Where("owner", "=", book.unit.office_id),
    )
    lines, made = book.rows(Query(PlannedPosting.table, where)), []
    named = Where("id", "in", tuple({line["notice_id"] for line in lines if line["notice_id"]}))
    own = Where("owner", "=", book.unit.office_id)
    notices = {row["id"]: row for row in book.rows(Query(Notice.table, (own, named)))}
    for line in lines:
        notice = notices.get(line["notice_id"] or "")
        left, act = _NEXT.get(notice["state"] if notice else "", _NEXT[""])
        label = label_of(line)
        why = reckoning.words(line["why"]) or "公开计划里定的日期"
        made.append(
            Due(
                due_on=date.fromisoformat(line["due_on"]),
                subject=f"{label} {line['item']}：{left}",
                why=why.removeprefix(f"{label}："),
                module="disclosure",
                act=act,
                table=Notice.table if notice else PlannedPosting.table,
                row_id=notice["id"] if notice else line["id"],
                lead=LEAD,
                dated=PlannedPosting.table,
                dated_id=line["id"],
            )
        )
    return made


def _notice_due(book: Book, row: Row, day: date, linked: set[str | None]) -> Due | None:
    state, posted, lead = row["state"], row_day(row), LEAD
    if state == steps.ON_BOARD and posted is not None and row["until_on"]:
        if date.fromisoformat(row["until_on"]) > day:
            return None
        stay = stay_of(book, row, posted)
        if stay.term.lasting:
            return None
        due_on, act, lead = date.fromisoformat(row["until_on"]), "撤下归档", 0
        words, why = "可以撤下了", "；".join(stay.why)
        if names_people(item_of(book, row["code"], row["period"])):
            words = "可以撤下了，上面有个人信息，不要久贴"
    elif state == steps.TOO_SHORT and row["removed_on"] and posted is not None:
        posting = book.pack(LAW, posted).value("posting")
        due_on, act = date.fromisoformat(row["removed_on"]), "重新张贴"
        words = f"提前撤下了，要{posting['early_removal']}"
        why = f"只贴了 {(due_on - posted).days} 天，至少要贴 {row['min_days']} 天"
    elif state in _NEXT and row["id"] not in linked:
        words, act = _NEXT[state]
        due_on = date.fromisoformat(row["reviewed_on"] or row["created_at"][:10])
        why = f"{paper_day(due_on)}起停在这一步"
    else:
        return None
    return Due(
        due_on=due_on,
        subject=f"{row['number']} {row['title']}：{words}",
        why=why,
        module="disclosure",
        act=act,
        table=Notice.table,
        row_id=row["id"],
        lead=lead,
    )


def names_people(item: Row | None) -> bool:
    """Does a notice of this item list people with amounts or worse, so that it may not linger?"""
    return item is not None and item["privacy"] in PRIVACY[2:]
