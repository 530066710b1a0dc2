"""How much of what its plan asks for a period has each unit posted, and when?

A line of the plan counts where it belongs: in the period it speaks of. Its due day lies after
that period, in the next quarter or even the next year, and has no say in where it is counted;
it only tells whether the paper hung in time.
"""

from collections import defaultdict
from collections.abc import Container, Mapping
from datetime import date

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps
from qinglian_desktop.modules.street import lost
from qinglian_desktop.store.book import Book

IN_TIME, LATE, OVERDUE, TO_COME, LEFT_OUT = (
    "按期公开", "迟公开", "逾期未公开", "还没到期", "不适用",
)  # fmt: skip
PLANNED, EVENTS, TOO_SHORT = "应公开", "随时公开", "公示不足"
OF_PLAN = (PLANNED, IN_TIME, LATE, OVERDUE, TO_COME, LEFT_OUT)
COLUMNS = (*OF_PLAN, EVENTS, TOO_SHORT)
Found = Mapping[str, Mapping[str, Query]]  # group → column → the rows behind its figure


def word_of(line: Row, posted_on: str | None, day: date) -> str:
    """Where a line of the plan stands: in time when it hung on its due day or before.

    A line whose notice has not come to the street is not called late without proof.
    """
    if line["state"] == LEFT_OUT:
        return LEFT_OUT
    if line["state"] == "已公开":
        return LATE if posted_on and posted_on > line["due_on"] else IN_TIME
    return OVERDUE if line["due_on"] < day.isoformat() else TO_COME


def posted(book: Book, period: Period, day: date, by: str, offices: Container[str]) -> Found:
    """The columns of 公开情况 by a field of the plan; of these offices.

    Of the plan: 应公开 are the lines whose own period is `period` or lies wholly within it (a
    quarter with its months; half years and years stand in the year's table), save those set to
    不适用, which have a column of their own. 应公开 = 按期公开 + 迟公开 + 逾期未公开 + 还没到期.
    Beside the plan, by unit only and by the day of posting: 随时公开 are the notices no line
    asked for, 公示不足 all notices that were taken down too early.
    """
    out = lost.left_out(book)  # rows their unit has no more count nowhere
    hung_up = (_FROZEN, *out.get("notice", ()))
    notices = {row["id"]: row for row in book.rows(Query("notice", hung_up))}
    ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    parts = Where("period", "in", tuple(str(part) for part in period.parts))
    of_plan = (parts, *out.get("planned_posting", ()))
    for line in book.rows(Query("planned_posting", of_plan)):
        if line["owner"] not in offices:
            continue
        hung = notices.get(line["notice_id"], {}).get("posted_on")
        word = word_of(line, hung, day)
        ids[line[by]][word].append(line["id"])
        if word != LEFT_OUT:
            ids[line[by]][PLANNED].append(line["id"])
    asked_for = set(book.distinct("planned_posting", "notice_id"))
    first, last = period.first.isoformat(), period.last.isoformat()
    for row in notices.values() if by == "owner" else ():
        if first <= (row["posted_on"] or "") <= last:
            if row["id"] not in asked_for:
                ids[row["owner"]][EVENTS].append(row["id"])
            if row["state"] == steps.TOO_SHORT:
                ids[row["owner"]][TOO_SHORT].append(row["id"])
    return {
        group: {word: _these(word, rows) for word, rows in found.items()}
        for group, found in ids.items()
    }


_FROZEN = Where("state", "in", steps.FROZEN)  # an approved paper has a day, too, and hangs nowhere


def _these(word: str, rows: list[str]) -> Query:
    table = "notice" if word in (EVENTS, TOO_SHORT) else "planned_posting"
    return Query(table, (Where("id", "in", tuple(rows)),))


def note(period: Period) -> str:
    """What the columns count, for the line under the table."""
    within = {
        "Q": f"{period.label}和其中各月的项目，半年、全年的项目算在全年汇总里",
        "H": f"{period.label}和其中各季度、各月的项目，全年的项目算在全年汇总里",
        "Y": f"{period.label}全年和其中各期的项目",
    }.get(period.kind, f"{period.label}的项目")
    return (
        f"说明：应公开按公开计划里写的所属期算，包括{within}，不看哪天上墙。"
        "按期公开是最迟上墙日当天或以前上墙，迟公开是过了这天才上墙。"
        "随时公开是不在计划里的公告，和公示不足一样按上墙日期数。"
    )
