"""What of the year's catalogue has been posted?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import matrix, rules, steps
from qinglian_desktop.modules.disclosure.matrix import Cell, CoverageRow
from qinglian_desktop.modules.disclosure.reads import items_of, label_of, row_day
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.store.book import Book


def coverage(book: Book, year: int) -> list[CoverageRow]:
    """The catalogue against the year: a cell for each planned period and each event posted."""
    own, of_year = Where("owner", "=", book.unit.office_id), Where("year", "=", year)
    notices = {row["id"]: row for row in book.rows(Query(Notice.table, (own,)))}
    planned: dict[str, list[Row]] = {}
    linked = set()
    for row in book.rows(Query(PlannedPosting.table, (of_year, own))):
        planned.setdefault(row["code"], []).append(row)
        linked.add(row["notice_id"])
    events: dict[str, list[Row]] = {}
    for row in notices.values():
        posted = row_day(row)
        hung = row["state"] in steps.FROZEN and posted is not None and posted.year == year
        if hung and row["code"] and row["id"] not in linked:
            events.setdefault(row["code"], []).append(row)
    made = []
    for item in items_of(book, year):
        code = item["code"]
        cells = [_planned_cell(row, notices) for row in planned.get(code, ())]
        cells += [_event_cell(row) for row in events.get(code, ())]
        cells.sort(key=lambda cell: (cell.month, cell.period))
        made.append(
            CoverageRow(
                code, item["category"], item["item"], item["frequency"] or "", tuple(cells),
                _lasting(item, notices), item["id"], _may_happen(item),
            )
        )  # fmt: skip
    return made


def _may_happen(item: Row) -> bool:
    try:
        return bool(item["enabled"]) and rules.eventful(item)
    except Refused:
        return False  # a frequency that is still to be put right


def _planned_cell(row: Row, notices: Mapping[str, Any]) -> Cell:
    due_on, today = date.fromisoformat(row["due_on"]), clock.today()
    word = rules.word_for(row["state"], due_on, today)
    notice = notices.get(row["notice_id"] or "")
    if notice is not None and notice["state"] == steps.TOO_SHORT:
        word = steps.TOO_SHORT
    day = date.fromisoformat(row["event_on"]) if row["event_on"] else None
    period = Period.parse(row["period"])
    if day is None and period.kind == "Y" and due_on.year == period.year:
        day = due_on  # 年初的事项: a year's plan stands where it is due, not at the year's end
    month = day.month if day else period.last.month
    near = word == "待公开" and (due_on - today).days <= rules.NEAR
    return Cell(
        row["period"], month, word, due_on, row["id"], row["notice_id"] or "", near, label_of(row)
    )


def _event_cell(row: Row) -> Cell:
    posted = row_day(row)
    word = steps.TOO_SHORT if row["state"] == steps.TOO_SHORT else "已公开"
    return Cell("", posted.month if posted else 0, word, None, "", row["id"], label=row["title"])


def _lasting(item: Row, notices: Mapping[str, Any]) -> Cell | None:
    """What is posted for good: does a paper of this item hang now?"""
    if not item["enabled"] or "长期" not in (item["frequency"] or ""):
        return None
    for row in notices.values():
        if row["code"] == item["code"] and row["state"] == steps.ON_BOARD:
            return Cell("", 0, matrix.HANGING, notice_id=row["id"], label=row["title"])
    return Cell("", 0, matrix.NOT_HANGING)
