"""What of the year's catalogue has been posted?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import rules, steps
from qinglian_desktop.modules.disclosure.reads import row_day
from qinglian_desktop.modules.disclosure.records import CatalogItem, Notice, PlannedPosting
from qinglian_desktop.store.book import Book


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one item: in which month it stands, and how far it is."""

    period: str  # "" for what is posted as it happens
    month: int
    word: str  # 已公开, 待公开, 逾期, 不适用, 公示不足
    due_on: date | None = None
    planned_id: str = ""
    notice_id: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    code: str
    category: str
    item: str
    frequency: str
    cells: tuple[Cell, ...]


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
    items = book.rows(Query(CatalogItem.table, (of_year, own), order=(("code", False),)))
    return [
        CoverageRow(
            item["code"],
            item["category"],
            item["item"],
            item["frequency"],
            tuple(
                sorted(
                    [
                        *(_planned_cell(row, notices) for row in planned.get(item["code"], ())),
                        *(_event_cell(row) for row in events.get(item["code"], ())),
                    ],
                    key=lambda cell: (cell.month, cell.period),
                )
            ),
        )
        for item in items
    ]


def _planned_cell(row: Row, notices: Mapping[str, Any]) -> Cell:
    due_on = date.fromisoformat(row["due_on"])
    word = rules.word_for(row["state"], due_on, clock.today())
    notice = notices.get(row["notice_id"] or "")
    if notice is not None and notice["state"] == steps.TOO_SHORT:
        word = steps.TOO_SHORT
    month = Period.parse(row["period"]).last.month
    return Cell(row["period"], month, word, due_on, row["id"], row["notice_id"] or "")


def _event_cell(row: Row) -> Cell:
    posted = row_day(row)
    word = steps.TOO_SHORT if row["state"] == steps.TOO_SHORT else "已公开"
    return Cell("", posted.month if posted else 0, word, None, "", row["id"])
