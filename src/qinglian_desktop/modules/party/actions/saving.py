"""How is a row of party work saved, dropped, numbered, and read from a sheet?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Record, Row, defaults
from qinglian_desktop.modules.party.actions import completing, linking
from qinglian_desktop.modules.party.records import (
    CheckIn,
    DutyLog,
    Grid,
    GridEvent,
    GridStaff,
    GridVisit,
    JointItem,
    JointMeeting,
    MemberUnit,
    PartyBranch,
    PartyMeeting,
    Service,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

Saver = Callable[[Book, str | None, Mapping[str, Any]], Changes]
Reviewer = Callable[[Row], Row | Problem]
_Completed = Callable[[Book, Row, Mapping[str, Any], str], Row]


def number_items(change: Change, rows: Sequence[Row]) -> list[Row]:
    """The next numbers of the year for rows that have none; one in use is passed over."""
    return _numbered(change, JointItem, rows, "raised_on", 2)


def number_events(change: Change, rows: Sequence[Row]) -> list[Row]:
    """The same for what happened in the grids."""
    return _numbered(change, GridEvent, rows, "found_on", 3)


def _numbered(
    change: Change, record: type[Record], rows: Sequence[Row], day: str, digits: int
) -> list[Row]:
    made = []
    for row in rows:
        number, year = row.get("number"), (row.get(day) or clock.today().isoformat())[:4]
        while not number:
            number = f"{year}-{change.number(f'{record.table}:{year}'):0{digits}}"
            if change.book.find(record, number=number) is not None:
                number = ""
        made.append({**row, "number": number})
    return made


_NUMBERS: Mapping[str, Callable[[Change, Sequence[Row]], list[Row]]] = {
    JointItem.table: number_items,
    GridEvent.table: number_events,
}


def _saver(record: type[Record], completed: _Completed) -> Saver:
    def save(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
        before = ledger.there(book, record.table, row_id) if row_id else defaults(record)
        made: Row = {**dict.fromkeys(record.fields), **before, **draft}
        filled = linking.linked(book, record.table, made, dict(draft))
        made = {**made, **filled}
        filled = completed(book, made, filled, row_id or "")
        label = ledger.label_of("改" if row_id else "登记", record, {**made, **filled})
        day = None if row_id else ledger.event_day(record, filled)
        with book.change(label, event_on=day) as change:
            if row_id:
                change.result = change.put_row(record.table, row_id, filled)
            else:
                if record.table in _NUMBERS:
                    (filled,) = _NUMBERS[record.table](change, [filled])
                change.result = change.add(record, filled)
        return change.changes

    return save


def _reviewer(record: type[Record], completed: _Completed) -> Callable[[Book], Reviewer]:
    """The same rules for rows of a sheet; one that stands twice in it is refused, too."""

    def reviewing(book: Book) -> Reviewer:
        seen = set[tuple[Any, ...]]()

        def review(row: Row) -> Row | Problem:
            made: Row = {**dict.fromkeys(record.fields), **defaults(record), **row}
            try:
                filled = linking.linked(book, record.table, made, dict(row))
                filled = completed(book, {**made, **filled}, filled, "")
            except Refused as trouble:
                return Problem(trouble.what, trouble.remedy, field=trouble.field, code=trouble.code)
            told = {**made, **filled}
            if problem := linking.lacking(record, told):
                return problem
            key = tuple(told[name] for name in _TWICE.get(record.table, ()))
            if key and key in seen:
                name = _TWICE[record.table][0]
                return Problem("表里有两行一样", "只留一行", field=name, code="QL-PA-021")
            seen.add(key)
            return {**row, **filled}

        return review

    return reviewing


# What stands once in a table, whoever wrote it.
_TWICE: Mapping[str, tuple[str, ...]] = {
    CheckIn.table: ("person", "unit", "where_to", "year"),
    PartyBranch.table: ("name",),
    MemberUnit.table: ("name",),
    Grid.table: ("number",),
}

save_party_branch = _saver(PartyBranch, completing.branch)
save_party_meeting = _saver(PartyMeeting, completing.meeting)
save_duty_log = _saver(DutyLog, completing.duty)
save_member_unit = _saver(MemberUnit, completing.unit)
save_joint_meeting = _saver(JointMeeting, completing.joint)
save_joint_item = _saver(JointItem, completing.item)
save_check_in = _saver(CheckIn, completing.check_in)
save_service_log = _saver(Service, completing.service)
save_grid = _saver(Grid, completing.grid)
save_grid_staff = _saver(GridStaff, completing.staff)
save_grid_visit = _saver(GridVisit, completing.visit)
save_grid_event = _saver(GridEvent, completing.event)

review_party_branch = _reviewer(PartyBranch, completing.branch)
review_party_meeting = _reviewer(PartyMeeting, completing.meeting)
review_duty_log = _reviewer(DutyLog, completing.duty)
review_member_unit = _reviewer(MemberUnit, completing.unit)
review_joint_meeting = _reviewer(JointMeeting, completing.joint)
review_joint_item = _reviewer(JointItem, completing.item)
review_check_in = _reviewer(CheckIn, completing.check_in)
review_service_log = _reviewer(Service, completing.service)
review_grid = _reviewer(Grid, completing.grid)
review_grid_staff = _reviewer(GridStaff, completing.staff)
review_grid_visit = _reviewer(GridVisit, completing.visit)
review_grid_event = _reviewer(GridEvent, completing.event)
