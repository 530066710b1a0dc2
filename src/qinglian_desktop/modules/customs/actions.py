"""What can be done in customs and surroundings: saved with what follows, and printed."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.customs import papers, rules
from qinglian_desktop.modules.customs.records import (
    Covenant,
    CovenantCheck,
    EnvironmentInspection,
    EnvironmentIssue,
    EventReport,
    ReviewMeeting,
)
from qinglian_desktop.modules.working_out import Sort, Span
from qinglian_desktop.store.book import Book


def _covenant(book: Book, row: Row) -> Row:
    found = book.pack(rules.PACK, clock.today()).rows("hints")
    rules.in_order(Covenant, row, "meeting_on", "filed_on")
    return {"told": rules.hints(found, row.get("text")) or None}


def _inspected(book: Book, row: Row) -> Row:
    return rules.inspected(_parts(book, row), row)


def _reviewed(_book: Book, row: Row) -> Row:
    return rules.present_rate(row)


def _issue(_book: Book, row: Row) -> Row:
    return rules.in_order(EnvironmentIssue, row, "found_on", "closed_on")


def _parts(book: Book, row: Row) -> Sequence[Mapping[str, Any]]:
    """The sheet as it was on the day of the round."""
    told = row.get("inspected_on")
    day = date.fromisoformat(told) if told else clock.today()
    return book.pack(rules.PACK, day).rows("parts")


_SORTS = (
    Sort(Covenant, _covenant),
    Sort(CovenantCheck, spans=(Span("half", "checked_on", "H"),)),
    Sort(ReviewMeeting, _reviewed),
    Sort(EventReport, letter="红白"),
    Sort(EnvironmentInspection, _inspected, (Span("month", "inspected_on", "M"),)),
    Sort(EnvironmentIssue, _issue, letter="环"),
)
SORTS: Mapping[str, Sort] = MappingProxyType({one.record.table: one for one in _SORTS})


def _there(book: Book, record: type[Record], row_id: str) -> Row:
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-OV-013")
    return row


def event_paper(book: Book, row_id: str) -> Document:
    """With telephone and address masked: the family knows its own."""
    row = _there(book, EventReport, row_id)
    shown = {
        name: access.show(EventReport.fields[name], row[name]) for name in ("phone", "address")
    }
    return papers.event(book.unit.name, row, shown["phone"], shown["address"])


def environment_paper(book: Book, row_id: str) -> Document:
    row = _there(book, EnvironmentInspection, row_id)
    where = (Where("inspection_id", "=", row_id),)
    issues = book.rows(Query(EnvironmentIssue.table, where, order=(("number", False),)))
    return papers.environment(book.unit.name, row, _parts(book, row), issues)


def environment_blank(book: Book) -> Document:
    """The sheet to take along on a round."""
    row = dict.fromkeys(EnvironmentInspection.fields)
    return papers.environment(book.unit.name, row, _parts(book, row), ())
