"""The rows of a self-assessment: its versions, lines, steps and marks. Nothing is worked out."""

from collections.abc import Collection, Sequence

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation.assessment_records import (
    Assessment,
    AssessmentLine,
    AssessmentMark,
    AssessmentStep,
)
from qinglian_desktop.store.book import Book


def there(book: Book, assessment_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(Assessment.table, assessment_id)
    if row is None or row["deleted"]:
        raise Refused("这一版自评已经不在了", "请重新打开自评", code="QL-SA-030")
    return row


def versions(book: Book, year: int, unit: str = "") -> list[Row]:
    """All versions of a year, the newest first; of two with one number the later begun."""
    where = (Where("year", "=", year), Where("owner", "=", unit or book.unit.office_id))
    order = (("version", True), ("created_at", True))
    return book.rows(Query(Assessment.table, where, order=order))


def current(book: Book, year: int, unit: str = "") -> Row | None:
    """The version worked in; None while nothing of the year was begun."""
    found = versions(book, year, unit)
    return found[0] if found else None


def years(book: Book) -> list[int]:
    """The years that have a self-assessment."""
    return sorted({row["year"] for row in book.rows(Query(Assessment.table))})


def lines(book: Book, assessment_id: str) -> list[Row]:
    """In the order of the issued table."""
    where = (Where("assessment_id", "=", assessment_id),)
    return book.rows(Query(AssessmentLine.table, where, order=(("seq", False),)))


def steps_of(book: Book, assessment_id: str) -> list[Row]:
    where = (Where("assessment_id", "=", assessment_id),)
    order = (("happened_on", False), ("created_at", False))
    return book.rows(Query(AssessmentStep.table, where, order=order))


def marks(book: Book, assessment_id: str) -> dict[str, Row]:
    """What the street gave, by line; the newest word counts."""
    where = (Where("assessment_id", "=", assessment_id),)
    order = (("made_on", False), ("updated_at", False))
    return {
        row["line_id"]: row for row in book.rows(Query(AssessmentMark.table, where, order=order))
    }


def line_of_task(book: Book, task_id: str) -> Row | None:
    """The line a task came from: the way back."""
    found = book.rows(Query(AssessmentLine.table, (Where("task_id", "=", task_id),)))
    return found[-1] if found else None


def fitting(
    book: Book, given: Collection[Row], now: Sequence[Row]
) -> tuple[dict[str, Row], tuple[str, ...]]:
    """Marks of another version by the indicator of `now` that has their number and their words;
    and what those marks were called that fit none: another table may give A01 to something else.
    """
    called = {(line["indicator"], line["title"]) for line in now}
    of = {
        line["id"]: line for line in book.page(AssessmentLine.table, [m["line_id"] for m in given])
    }
    fits, lost = dict[str, Row](), list[str]()
    for mark in given:
        title = of.get(mark["line_id"], {}).get("title")
        if (mark["indicator"], title) in called:
            fits[mark["indicator"]] = mark
        else:
            lost.append(f"{mark['indicator']} {title or ''}".strip())
    return fits, tuple(sorted(lost))
