"""Is this month's report to the street written? Asked at every start."""

from datetime import date

from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import evidence_label
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.records import SentBundle
from qinglian_desktop.store.book import Book


def due(book: Book, day: date) -> list[Due]:
    """The report of the month, from its last days on until a bundle is written.

    What was written before those days lacks the end of the month and does not count. A report
    that is late counts for the month it was owed for. An office owes none for a month that was
    over before its first record.
    """
    if book.unit.is_street:
        return []
    rule = book.pack("reporting", day).value("monthly")
    month = Period.holding(day, "M")
    if day < _first_day(month, rule["from_day"]):
        month = month.previous
    began = book.began_on
    since = Where("written_at", ">=", _first_day(month, rule["from_day"]).isoformat())
    reports = Query(SentBundle.table, (since, Where("kind", "in", ("up", None))))
    if began is None or began > month.last or book.count(reports):
        return []
    return [
        Due(
            due_on=month.last,
            subject=f"{month.number} 月报送：还没写入 U 盘",
            why=f"{rule['what']}；依据：{evidence_label(rule)}",
            module="exchange",
            act="去报送",
            lead=(month.last - _first_day(month, rule["from_day"])).days,
        )
    ]


def _first_day(month: Period, day: int) -> date:
    return month.first.replace(day=min(day, month.last.day))
