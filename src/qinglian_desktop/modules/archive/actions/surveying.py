"""The baseline is filled from the ledgers, and again when they have moved on."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive import reads
from qinglian_desktop.modules.archive.records import (
    BY_HAND,
    COUNTED,
    EMPTY,
    Baseline,
    BaselineFigure,
)
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def fill_baseline(book: Book, row_id: str) -> Changes:
    """重新取数: what the ledgers say now; what was written by hand stays.

    `result` is how many figures moved.
    """
    row = reads.there(book, Baseline, row_id)
    with book.change(f"{row['year']}年基础情况表重新取数") as change:
        change.result = refill(change, int(row["year"]))
    return change.changes


def refill(change: Change, year: int) -> int:
    """Within a change: every figure of the form, new or brought up to date; how many changed."""
    book, today = change.book, clock.today()
    there = {row["item"]: row for row in reads.own(book, BaselineFigure, Where("year", "=", year))}
    moved = 0
    for one in reads.figures(book, year, today):
        row = there.get(one.item)
        told: Row = {
            "number": one.number, "name": one.name, "unit": one.unit,
            "source": one.source or "没有台账，由人填写", "counted": one.counted,
        }  # fmt: skip
        if one.counted is not None and (row is None or row["counted"] != one.counted):
            told["counted_on"] = today.isoformat()
        if row is None:
            told["value"] = one.counted
            told["origin"] = reads.origin_of(one.counted, one.counted) if one.counted else EMPTY
            change.add(BaselineFigure, {**told, "year": year, "item": one.item})
            moved += one.counted is not None
            continue
        if row["origin"] == BY_HAND:
            told["origin"] = reads.origin_of(row["value"], one.counted)
        else:
            told |= {"value": one.counted, "origin": COUNTED if one.counted else EMPTY}
        moved += told.get("value", row["value"]) != row["value"]
        change.put_row(BaselineFigure.table, row["id"], told)
    return moved


def move(change: Change, before: int, after: int) -> None:
    """Within a change: the form is of another year. What was written by hand goes there with it,
    the rest is counted anew; of the year before no figures are left without a form.
    """
    book = change.book
    known = {row["item"] for row in reads.own(book, BaselineFigure, Where("year", "=", after))}
    for row in reads.own(book, BaselineFigure, Where("year", "=", before)):
        if row["origin"] == BY_HAND and row["item"] not in known:
            change.put_row(BaselineFigure.table, row["id"], {"year": after})
        else:
            change.drop(BaselineFigure.table, row["id"])
    refill(change, after)
