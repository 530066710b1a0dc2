"""What waits between street and unit? Read from both sides' rows; nothing of it is stored."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.directives.records import (
    DOING,
    DONE,
    OPEN,
    RETURNED,
    WITHDRAWN,
    Directive,
    DirectiveAnswer,
    Review,
)
from qinglian_desktop.modules.directives.steps import stands
from qinglian_desktop.modules.tasks.records import OPEN as OPEN_TASKS
from qinglian_desktop.store import anchors
from qinglian_desktop.store.book import Book

_FIELD = re.compile(r"〔(.+?)〕")


class SentBack(NamedTuple):
    """One row of this unit that the street would not take, or has sent back."""

    table: str
    row_id: str
    what: str
    reason: str
    field: str  # the name of the field it is about; "" where the reason names none
    told_on: date
    number: int  # of the bundle; 0 for an opinion
    source: str  # table of the street's word: receipt or review
    source_id: str


# --- the unit: what was sent back -------------------------------------------------------------


def sent_back(book: Book) -> list[SentBack]:
    """Rows returned by receipts or opinions and not changed since, each once, newest word."""
    found: dict[tuple[str, str], SentBack] = {}
    for one in (*_by_receipts(book), *_by_reviews(book)):
        found.setdefault((one.table, one.row_id), one)
    return sorted(found.values(), key=lambda one: (one.told_on, one.what))


def _by_receipts(book: Book) -> Iterable[SentBack]:
    """Of the newest receipts back to the last full bundle: that one named every row anew."""
    bundles = {row["bundle_id"]: row for row in book.rows(Query("sent_bundle"))}
    newest = book.rows(Query("receipt", order=(("number", True), ("received_at", True))))
    receipts = [row for row in newest if row["stream_id"] == book.unit.stream_id]
    told: dict[tuple[str, str], tuple[Row, Mapping[str, str], int]] = {}
    for receipt in receipts:
        bundle = bundles.get(receipt["bundle_id"])
        seq = int(bundle["high_seq"]) if bundle else int(receipt["acked_seq"])
        for line in json.loads(receipt["details"] or "[]"):
            key = (line.get("table", ""), line.get("id", ""))
            if key[0] in book.tables.records:
                told.setdefault(key, (receipt, line, seq))
        if bundle and bundle["full"]:
            break
    last = anchors.newest(book.connection, told)
    for (table, row_id), (receipt, line, seq) in told.items():
        row = book.row(table, row_id)
        if row is None or row["deleted"] or last.get((table, row_id), 0) > seq:
            continue  # changed or dropped since: the next bundle tells
        record, reason = book.tables[table], line.get("reason", "")
        label = _FIELD.search(reason)
        names = [n for n, f in record.fields.items() if label and f.label == label[1]]
        yield SentBack(
            table,
            row_id,
            f"{record.label}〔{naming(record, row)}〕",
            reason,
            names[0] if names else "",
            date.fromisoformat(receipt["received_at"][:10]),
            receipt["number"],
            "receipt",
            receipt["id"],
        )


def _by_reviews(book: Book) -> Iterable[SentBack]:
    given = Where("verdict", "=", RETURNED), Where("to_office", "=", book.unit.office_id)
    for review in book.rows(Query(Review.table, given, order=(("made_on", True),))):
        row = target(book, review)
        if row is None or row["deleted"] or is_outdated(row, review):
            continue
        record = book.tables[review["target_table"]]
        yield SentBack(
            review["target_table"],
            review["target_id"],
            f"{record.label}〔{naming(record, row)}〕",
            review["said"] or "街道退回，没有写原因",
            review["field_name"] or "",
            date.fromisoformat(review["made_on"]),
            0,
            Review.table,
            review["id"],
        )


def target(book: Book, review: Row) -> Row | None:
    """The row an opinion speaks of, as it is here."""
    known = review["target_table"] in book.tables.records
    return book.row(review["target_table"], review["target_id"]) if known else None


def is_outdated(row: Row, review: Row) -> bool:
    """Has the unit moved on from the version the street has seen?"""
    return bool(row["vv"] != review["target_version"])


def accepted(book: Book, table: str, row_id: str) -> Row | None:
    """The receipt that confirmed the row as it is now; None while nobody has.

    Asked of rows that were not sent back.
    """
    last = anchors.newest(book.connection, {(table, row_id)}).get((table, row_id))
    if last is None:
        return None
    own = Where("stream_id", "=", book.unit.stream_id), Where("acked_seq", ">=", last)
    found = book.rows(Query("receipt", own, order=(("number", False),), limit=1))
    return found[0] if found else None


# --- both sides: where a matter stands --------------------------------------------------------


class Matter(NamedTuple):
    """A directive with what the unit answered and how the street took that."""

    row: Row
    answer: Row | None
    stand: str


def matters(book: Book, *where: Where) -> list[Matter]:
    """The directives of this office (a unit's own, a street's all), newest first."""
    rows = book.rows(Query(Directive.table, where, order=(("issued_on", True),)))
    answers = {a["directive_id"]: a for a in _answers(book)}
    back = returned_answers(book)
    return [_matter(book, row, answers.get(row["id"]), back) for row in rows]


def _matter(book: Book, row: Row, answer: Row | None, back: Mapping[str, Row]) -> Matter:
    sent = bool(answer and answer["id"] in back)
    state = _answered(book, answer) if answer else ""
    return Matter(row, answer, stands(row["state"] or OPEN, state, sent_back=sent))


def _answered(book: Book, answer: Row) -> str:
    """What became a task of the unit is done when that task is."""
    task = book.row("task", answer["task_id"]) if answer["task_id"] else None
    done = task is not None and not task["deleted"] and task["state"] == "已完成"
    return DONE if done else str(answer["state"] or DOING)


def _answers(book: Book, *where: Where) -> list[Row]:
    """Of two answers to one matter, given on two computers, the last counts: done beats begun."""
    rows = book.rows(Query(DirectiveAnswer.table, where))
    return sorted(rows, key=lambda row: (row["state"] == DONE, row["updated_at"] or ""))


def matter(book: Book, row_id: str) -> Matter | None:
    row = book.row(Directive.table, row_id)
    if row is None:
        return None
    answers = _answers(book, Where("directive_id", "=", row_id))
    answer = answers[-1] if answers else None
    return _matter(book, row, answer, returned_answers(book))


def returned_answers(book: Book) -> dict[str, Row]:
    """Answers of units the street has sent back and that are still as they were, by their id."""
    of_answers = Where("target_table", "=", DirectiveAnswer.table), Where("verdict", "=", RETURNED)
    found = {}
    for review in book.rows(Query(Review.table, of_answers)):
        row = target(book, review)
        if row is not None and not is_outdated(row, review):
            found[review["target_id"]] = review
    return found


def withdrawn_tasks(book: Book) -> list[tuple[str, str]]:
    """Tasks of this unit that are still open though the street has withdrawn the matter: id and
    what it was.
    """
    found = []
    withdrawn = Where("to_office", "=", book.unit.office_id), Where("state", "=", WITHDRAWN)
    for one in matters(book, *withdrawn):
        task = book.row("task", one.answer["task_id"]) if one.answer else None
        if task is not None and not task["deleted"] and task["state"] in OPEN_TASKS:
            found.append((str(task["id"]), str(one.row["title"])))
    return found
