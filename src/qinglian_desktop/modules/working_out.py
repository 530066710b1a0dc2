"""How is a row saved of which some fields follow from others? They are put in with the rest.

A subject says what follows; form, cell, sheet and the way out of the recycle bin ask the same.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record, Row, defaults
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_SAID = {"M": ("月份", "2026年9月"), "Q": ("季度", "2026年第三季度"), "H": ("半年", "2026年上半年"),
         "Y": ("年度", "2026")}  # fmt: skip


class Span(NamedTuple):
    """A field that says to which period a day belongs; left empty it is taken from the day."""

    field: str
    day: str  # the day field; "" where only the period is known
    kind: str  # M, Q, H or Y


def nothing(_book: Book, _row: Row) -> Row:
    return {}


def nobody(_change: Change, _row_id: str) -> None:
    """No other row stands on it."""


class Sort(NamedTuple):
    """What follows from what in one kind of row; `follows` raises Refused for what cannot be."""

    record: type[Record]
    follows: Callable[[Book, Row], Row] = nothing
    spans: tuple[Span, ...] = ()
    letter: str = ""  # 监 → 监2026-001, a series for each year
    then: Callable[[Change, str], None] = nobody  # rows that stand on this one
    begins: Callable[[Change, str], None] = nobody  # rows that come with a new one

    def save(self, book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
        """Saves stored values, half-filled or not; `result` is the row's id."""
        record = self.record
        before = ledger.there(book, record.table, row_id) if row_id else defaults(record)
        given = {**draft, **self._spans(before, draft)}
        given |= self.follows(book, {**before, **given})
        with book.change(
            ledger.label_of("改" if row_id else "登记", record, {**before, **given}),
            event_on=None if row_id else ledger.event_day(record, given),
        ) as change:
            if row_id:
                change.result = change.put_row(record.table, row_id, given)
                self.then(change, row_id)
            else:
                (given,) = self.number(change, [given])
                change.result = change.add(record, given)
                self.begins(change, change.result)
        return change.changes

    def review(self, book: Book) -> Callable[[Row], Row | Problem]:
        """The same for the rows of a sheet."""

        def judged(row: Row) -> Row | Problem:
            made = {**defaults(self.record), **row}
            try:
                made |= self._spans({}, made)
                return {**row, **self._spans({}, made), **self.follows(book, made)}
            except Refused as trouble:
                return Problem(trouble.what, trouble.remedy, trouble.field, trouble.code)

        return judged

    def number(self, change: Change, rows: Sequence[Row]) -> list[Row]:
        """The next numbers of the year for rows without one; one in use is passed over."""
        if not self.letter:
            return list(rows)
        made = []
        for row in rows:
            year = str(row.get(self.record.restarts) or clock.today().isoformat())[:4]
            number = row.get("number")
            while not number:
                number = f"{self.letter}{year}-{change.number(f'{self.record.table}:{year}'):03}"
                if change.book.find(self.record, number=number) is not None:
                    number = ""
            made.append({**row, "number": number})
        return made

    def _spans(self, before: Mapping[str, Any], draft: Mapping[str, Any]) -> Row:
        """The periods as they are stored; one that came from a day goes with it."""
        made: Row = {**before, **draft}
        found: Row = {}
        for span in self.spans:
            day, text = made.get(span.day), made.get(span.field)
            came = _holding(before.get(span.day), span.kind)
            if day and (not text or (span.field not in draft and _plain(text) == came)):
                text = _holding(day, span.kind)
            if text not in (None, ""):
                found[span.field] = self._stored(span, str(text))
        return found

    def _stored(self, span: Span, text: str) -> str | int:
        field = self.record.fields[span.field]
        word, example = _SAID[span.kind]
        refusal = Refused(
            f"〔{field.label}〕写的“{text[:20]}”不是{word}", f"例：{example}", field=span.field,
            code="QL-OV-001",
        )  # fmt: skip
        try:
            period = Period.parse(text)
        except Refused:
            raise refusal from None
        if period.kind != span.kind:
            raise refusal
        return period.year if field.kind.python is int else str(period)


def _holding(day: str | None, kind: str) -> str:
    return str(Period.holding(date.fromisoformat(day), kind)) if day else ""


def _plain(value: Any) -> str:
    return str(value)
