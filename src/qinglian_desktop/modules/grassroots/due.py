"""What of the base is due: the yearly look, measures, the report of each month, the second look."""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.pack import cited
from qinglian_desktop.modules import cycles
from qinglian_desktop.modules.grassroots import reads, rules
from qinglian_desktop.modules.grassroots.records import (
    PartyCheck,
    PartyCheckMeasure,
    PartyCheckMonth,
)
from qinglian_desktop.store.book import Book

_SUBJECT = "grassroots"


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [
        *cycles.due(book, _SUBJECT, day),
        *cycles.open_until(
            book, PartyCheckMeasure, "due_on", "closed_on", _SUBJECT, "整顿措施",
            "措施定的是<day>做完", "去办理", day,
        ),
        *cycles.open_until(
            book, PartyCheck, "recheck_on", "recheck", _SUBJECT, "回头看", "回头看定在<day>",
            "去登记", day,
        ),
        *_listed(book, day),
    ]  # fmt: skip


def _listed(book: Book, day: date) -> Iterator[Due]:
    """While it is on the list: a plan, a report for every month, and the acceptance in time."""
    rule = book.pack("party-weak", day).value("month")
    why = f"{rule['what']}；依据：{cited(rule)}"
    for row in reads.on_the_list(book):
        if not row["listed_on"]:  # without it neither months nor the self-assessment count it
            seen = date.fromisoformat(row["checked_on"]) if row["checked_on"] else day
            yield _line(seen, f"列入整顿还没填列入日期：{row['kind']}", "认定结果选了列入整顿",
                        PartyCheck.table, row["id"])  # fmt: skip
            continue
        on = date.fromisoformat(row["listed_on"])
        if not (row["plan"] or "").strip():
            yield _line(on, f"列入整顿还没有方案：{row['kind']}", f"{paper_day(on)}列入",
                        PartyCheck.table, row["id"])  # fmt: skip
        if row["due_on"] and not row["accepted_on"]:
            last = date.fromisoformat(row["due_on"])
            if last <= day + timedelta(days=cycles.LEAD):
                yield _line(last, "整顿到期，等街道验收", f"整顿到{paper_day(last)}为止",
                            PartyCheck.table, row["id"])  # fmt: skip
        told = {one["month"] for one in reads.months_of(book, row["id"]) if one["sent_on"]}
        for month in rules.listed_months(row, day):
            if str(month) not in told:
                by = month.last + timedelta(days=int(rule["days"]))
                yield _line(by, f"{month.label}整顿月报还没报", why, PartyCheckMonth.table, "")


def _line(on: date, what: str, why: str, table: str, row_id: str) -> Due:
    return Due(on, what, why, _SUBJECT, "去登记", table, row_id, cycles.LEAD)
