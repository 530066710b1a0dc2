"""What of customs and surroundings is due: rounds, filing, what is to be put right."""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.record import naming
from qinglian_desktop.modules import cycles
from qinglian_desktop.modules.customs import rules
from qinglian_desktop.modules.customs.records import Covenant, EnvironmentIssue, EventReport
from qinglian_desktop.store.book import Book

_ASKED_FOR = 60  # days after a feast during which the clerk is asked how it went


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [
        *cycles.due(book, "customs", day),
        *cycles.open_until(
            book, EnvironmentIssue, "due_on", "closed_on", "customs", "环境整改",
            "整改期限是<day>", "去办理", day,
        ),
        *_to_file(book, day),
        *_afterwards(book, day),
    ]  # fmt: skip


def _to_file(book: Book, day: date) -> Iterator[Due]:
    """Covenants that were passed and not sent to the street."""
    where = (_own(book), Where("meeting_on", "filled"), Where("filed_on", "empty"))
    for row in book.rows(Query(Covenant.table, where)):
        rule = book.pack(rules.PACK, day).value("filing")
        passed = date.fromisoformat(row["meeting_on"])
        on = passed + timedelta(days=rule["days"])
        if on <= day + timedelta(days=cycles.LEAD):
            yield Due(
                on, f"{naming(Covenant, row)}还没报街道备案",
                f"{paper_day(passed)}表决，{rule['days']} 天内备案；依据：{cited(rule)}", "customs",
                "去登记备案", Covenant.table, row["id"],
            )  # fmt: skip


def _afterwards(book: Book, day: date) -> Iterator[Due]:
    """Feasts that are over and of which nothing was written down since."""
    rule = book.pack(rules.PACK, day).value("afterwards")
    over, long_ago = day - timedelta(days=rule["days"]), day - timedelta(days=_ASKED_FOR)
    where = (
        _own(book), Where("event_on", ">=", long_ago.isoformat()),
        Where("event_on", "<=", over.isoformat()), Where("actual_tables", "empty"),
    )  # fmt: skip
    for row in book.rows(Query(EventReport.table, where)):
        held = date.fromisoformat(row["event_on"])
        yield Due(
            held + timedelta(days=rule["days"]),
            f"{naming(EventReport, row)}办完了，请补记实际情况",
            f"{paper_day(held)}办事，{rule['days']} 天后补记；依据：{cited(rule)}", "customs",
            "去补记", EventReport.table, row["id"],
        )  # fmt: skip


def _own(book: Book) -> Where:
    return Where("owner", "=", book.unit.office_id)
