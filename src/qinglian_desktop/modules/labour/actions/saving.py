"""How are an order and a day of work saved, dropped and kept from changing once posted?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.labour import reads, rules
from qinglian_desktop.modules.labour.records import (
    LabourDay,
    LabourOrder,
    LabourPay,
)
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_FREE = ("files", "note", "witness")  # may be put right after the posting


def save_order(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves an order; its number comes by itself with its day. `result` is its id."""
    before = ledger.there(book, LabourOrder.table, row_id) if row_id else None
    made: Row = {**(before or defaults(LabourOrder)), **draft}
    refuse(rules.order_problem(made, clock.today()))
    if before is not None and row_id:
        _refuse_moved(book, before, made)
    filled = dict(draft)
    label = ledger.label_of("改" if row_id else "登记", LabourOrder, made)
    with book.change(label, event_on=ledger.event_day(LabourOrder, made)) as change:
        if made.get("ordered_on") and not made.get("number"):
            year = made["ordered_on"][:4]
            filled["number"] = f"{year}-{change.number(f'labour:{year}'):03d}"
        if row_id is None:
            change.result = change.add(LabourOrder, filled)
        else:
            change.result = change.put_row(LabourOrder.table, row_id, filled)
    return change.changes


def _refuse_moved(book: Book, before: Row, made: Row) -> None:
    """The log leans on the order: its book and ground stay, its day is not put behind the work."""
    days = book.rows(Query(LabourDay.table, (Where("order_id", "=", before["id"]),)))
    if not days:
        return
    if made.get("book") != before["book"]:
        raise Refused(
            f"已有 {len(days)} 条用工记录，不能改到另一本账", "另开一张用工单", field="book",
            code="QL-SZ-208",
        )  # fmt: skip
    if not (made.get("matter_id") or made.get("decision")):
        raise Refused(
            f"已有 {len(days)} 条用工记录靠这个依据，不能去掉",
            "选另一件决策事项，或写明依据的会议",
            field="decision", code="QL-SZ-461",
        )  # fmt: skip
    first = min((row["day"] for row in days if row["day"]), default="")
    if first and (made.get("ordered_on") or "9") > first:
        raise Refused(
            f"最早的用工记录是 {first}，派工日期不能在它后面", "请核对日期", field="ordered_on",
            code="QL-SZ-636",
        )  # fmt: skip


def save_day(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves what one person did on one day. `result` is its id.

    Refused without an order that was decided, before it, and for more than one 工 a day; what
    was posted stays as it is. Somebody in office is told of, not refused.
    """
    before = ledger.there(book, LabourDay.table, row_id) if row_id else None
    made: Row = {**(before or defaults(LabourDay)), **draft}
    if before is not None:
        _refuse_posted(before, made)
    order = reads.living(book, LabourOrder.table, made.get("order_id"))
    refuse(rules.day_problem(made, order, clock.today()))
    assert order is not None
    if open_ := reads.undecided(book, order):
        raise Refused(open_, "先在四议公开里办完，再记用工", field="order_id", code="QL-SZ-202")
    filled = dict(draft)
    if not made.get("rate_fen"):
        made["rate_fen"] = filled["rate_fen"] = order["rate_fen"]
    if made.get("days") and made.get("rate_fen"):
        filled["amount_fen"] = rules.amount_of(made["days"], made["rate_fen"])
    filled["told"] = _judged(book, row_id, made)
    return ledger.save_row(book, LabourDay.table, row_id, filled)


def _judged(book: Book, row_id: str | None, made: Row) -> str | None:
    """Refused when the day is full; otherwise what is odd about the person, if anything."""
    person = reads.living(book, Person.table, made.get("person_id"))
    if person is None or not made.get("day"):
        return None
    noted = reads.noted_on(book, person["id"], made["day"], row_id)
    refuse(rules.twice(person["name"] or "这个人", noted, made.get("days") or 0))
    return rules.in_office(reads.titles_of(book, person, date.fromisoformat(made["day"]))) or None


def _refuse_posted(before: Row, made: Row) -> None:
    if before["pay_id"] and any(
        made.get(name) != before[name] for name in LabourDay.fields if name not in _FREE
    ):
        raise Refused(
            "这一条已经编进发放表，不能再改", "没有上墙的，先删掉那张发放表；已公示的，发更正公告",
            code="QL-SZ-210",
        )  # fmt: skip


def drop_day(book: Book, row_id: str) -> Changes:
    """To the recycle bin; refused once it is in a pay sheet."""
    _refuse_posted(ledger.there(book, LabourDay.table, row_id), {})
    return ledger.drop_row(book, LabourDay.table, row_id)


def why_day_stays(row: Row) -> str:
    return "已经编进发放表" if row["pay_id"] else ""


def save_pay(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Only the note of a sheet is written by hand: the rest is the log."""
    before = ledger.there(book, LabourPay.table, row_id) if row_id else None
    if before is None or any(
        name != "note" and value != before[name] for name, value in draft.items()
    ):
        raise Refused(
            "发放表由用工日志编成，不能手改", "改用工日志，再重新编这个月的公示", code="QL-SZ-211"
        )  # fmt: skip
    return ledger.save_row(book, LabourPay.table, row_id, draft)
