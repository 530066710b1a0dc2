"""Rows of supervision as papers and due items ask for them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.oversight.cadre_records import IntegrityNote
from qinglian_desktop.modules.oversight.records import (
    KeyPersonTalk,
    PersonalReport,
    SupervisionItem,
)
from qinglian_desktop.modules.registry.records import Body, Post
from qinglian_desktop.store.book import Book


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-OV-005")
    return row


def items_of(book: Book, meeting_id: str) -> list[Row]:
    """What a meeting looked at, in the order it was written down."""
    where = (Where("meeting_id", "=", meeting_id),)
    return book.rows(Query(SupervisionItem.table, where, order=(("created_at", False),)))


# Whose members are cadres; representatives and members of the councils are not.
_LEADING = frozenset(
    {"党组织", "委员会", "务监督委员会", "集体经济组织理事会", "集体经济组织监事会"}
)


class CadreFile(NamedTuple):
    """What the ledgers hold about one cadre."""

    posts: list[Row]
    notes: list[Row]
    reports: list[Row]
    talks: list[Row]


def file_of(book: Book, person: str) -> CadreFile:
    """By name, as the ledgers write it."""
    return CadreFile(
        _about(book, Post, "person_name", person, "from_on"),
        _about(book, IntegrityNote, "person", person, "done_on"),
        _about(book, PersonalReport, "reporter", person, "event_on"),
        _about(book, KeyPersonTalk, "person", person, "held_on"),
    )


def _about(book: Book, record: type[Record], field: str, person: str, order: str) -> list[Row]:
    where = (Where("owner", "=", book.unit.office_id), Where(field, "=", person))
    return book.rows(Query(record.table, where, order=((order, False),)))


def cadres(book: Book, day: str) -> Mapping[str, list[str]]:
    """Who leads on a day, or has a file here: name → the posts held then."""
    mine = (Where("owner", "=", book.unit.office_id),)
    leading = {row["name"] for row in book.rows(Query(Body.table, mine)) if row["kind"] in _LEADING}
    found: dict[str, list[str]] = {}
    for row in book.rows(Query(Post.table, mine, order=(("person_name", False),))):
        begun = (row["from_on"] or "") <= day
        serves = row["person_name"] and begun and (row["until_on"] or day) >= day
        if serves and row["body"] in leading:
            found.setdefault(row["person_name"], []).append(row["title"] or "")
    named = (*mine, Where("person", "filled"))
    for row in book.rows(Query(IntegrityNote.table, named, order=(("person", False),))):
        found.setdefault(row["person"], [])
    return found


def in_year(rows: list[Row], field: str, year: int) -> list[Row]:
    return [row for row in rows if str(row[field] or "").startswith(str(year))]


def class_counts(book: Book, person: str, year: int) -> dict[str, Any]:
    """What of a cadre was filed in a year, class by class."""
    told = file_of(book, person)
    notes = in_year(told.notes, "done_on", year)
    counts: dict[str, Any] = {}
    for row in notes:
        counts[row["kind"]] = counts.get(row["kind"], 0) + 1
    return counts | {
        "reports": len(in_year(told.reports, "event_on", year)),
        "talks": len(in_year(told.talks, "held_on", year)),
    }
