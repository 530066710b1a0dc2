"""What the street has given the lines of a version: read alike at the street and at the unit.

A mark belongs to the version it was given for. What the street has not sent back yet is known
at the street alone.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation import assessment_rows as reads
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation.assessment_records import (
    Assessment,
    AssessmentMark,
    AssessmentReview,
)
from qinglian_desktop.store.book import Book


class Marked(NamedTuple):
    """One handed-in version with what the street says of it."""

    row: Row  # the version
    lines: Sequence[Row]
    marks: Mapping[str, Row]  # by line
    before: Mapping[str, Row]  # by indicator: the marks of the newest earlier version with any
    unlike: Sequence[str]  # marks of it that fit no line of this version
    sent: Row | None  # how it was sent back last; None while it was not

    @property
    def own(self) -> rules.Tally:
        return rules.tally(self.lines)

    @property
    def review(self) -> rules.Tally:
        """What the marks come to; `said` of `asked` lines have one."""
        return rules.added_up(self.lines, {key: one["score"] for key, one in self.marks.items()})

    @property
    def finished(self) -> bool:
        """Has every line that applies a mark?"""
        told = self.review
        return told.said == told.asked


def handed_in(book: Book, unit: str, year: int) -> Row | None:
    """The newest version of a unit that was handed in; what it still works on is its own."""
    found = (row for row in reads.versions(book, year, unit) if row["frozen_on"])
    return next(found, None)


def marks_of(book: Book, unit: str, year: int) -> Marked | None:
    """The newest handed-in version of a unit with its marks; None while nothing was handed in."""
    row = handed_in(book, unit, year)
    return marked(book, row) if row is not None else None


def marked(book: Book, row: Row) -> Marked:
    lines = reads.lines(book, row["id"])
    before, unlike = reads.fitting(book, _before(book, row), lines)
    return Marked(
        row, lines, reads.marks(book, row["id"]), before, unlike, sent_back(book, row["id"])
    )


def _before(book: Book, row: Row) -> list[Row]:
    for one in reads.versions(book, row["year"], row["owner"]):
        if one["version"] < row["version"] and (given := reads.marks(book, one["id"])):
            return list(given.values())
    return []


def sent_back(book: Book, assessment_id: str) -> Row | None:
    """How a version was sent back, the last time."""
    where = (Where("assessment_id", "=", assessment_id),)
    order = (("made_on", False), ("updated_at", False))
    found = book.rows(Query(AssessmentReview.table, where, order=order))
    return found[-1] if found else None


# Which step of a version a review is; what the unit writes down of it.
STEP_OF: Mapping[str, str] = MappingProxyType(
    {records.REVIEWED: records.MARKED, records.RETURNED: records.BACK}
)
_SEEN_FROM = (records.SENT, records.MARKED, records.BACK)


def unseen(book: Book, assessment_id: str) -> Row | None:
    """What the street has sent back of a version and the unit has not written down yet."""
    row, review = book.row(Assessment.table, assessment_id), sent_back(book, assessment_id)
    if row is None or review is None or row["state"] not in _SEEN_FROM:
        return None
    return review if row["state"] != STEP_OF[review["outcome"]] else None


def newly_back(book: Book, year: int) -> Row | None:
    """The newest version of the unit's own year of which something came back unseen."""
    found = (unseen(book, row["id"]) for row in reads.versions(book, year))
    return next((review for review in found if review is not None), None)


def years(book: Book) -> list[int]:
    """The years of which anything was handed in."""
    rows = book.rows(Query(Assessment.table))
    return sorted({row["year"] for row in rows if row["frozen_on"]})


_STOPPED = "已停用"


class Standing(NamedTuple):
    """One unit of the street in a year."""

    unit: Row  # enrolled_unit
    marked: Marked | None  # None while nothing was handed in


def units(book: Book, year: int) -> list[Standing]:
    """In the order of their codes; one that was stopped only where it has handed something in."""
    found = book.rows(Query("enrolled_unit", order=(("code", False),)))
    all_ = [Standing(unit, marks_of(book, unit["office_id"], year)) for unit in found]
    return [one for one in all_ if one.marked is not None or one.unit["state"] != _STOPPED]


def unlike_own(line: Row, mark: Row | None) -> str:
    """What a mark still needs: words, where it is not what the unit gave itself."""
    if mark is None or mark["score"] is None or (mark["said"] or "").strip():
        return ""
    if mark["score"] == (line["self_score"] or 0):
        return ""
    gap = rules.told(abs(mark["score"] - (line["self_score"] or 0)))
    return f"{line['indicator']} 核评和自评差 {gap} 分，请写一句意见"


def mark_of(book: Book, line_id: str) -> Row | None:
    """What the street gave one line."""
    found = book.rows(Query(AssessmentMark.table, (Where("line_id", "=", line_id),)))
    return found[-1] if found else None
