"""记录送达: a demand that reached the other side, and until when a claim may now be brought."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import evidence_label
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import RentDemand
from qinglian_desktop.store.book import Book


class Served(NamedTuple):
    day: date
    received_by: str = ""  # "" for each party by itself: the tenant signed
    way: str = "当面签收"
    note: str = ""


def limitation(book: Book, day: date) -> Reckoning:
    """The limitation begins anew on the day a demand arrives (民法典 188, 195)."""
    rule = book.pack(reads.PACK, day).value("limitation")
    way = Way(
        "place", day, 12 * int(rule["years"]), on=day.day,
        what=str(rule["what"]), by=f"{rule['basis']}（{evidence_label(rule)}）",
        rule=f"{reads.PACK} limitation",
    )  # fmt: skip
    return reckon(book.calendar(), way)


def serve(book: Book, contract_ids: Sequence[str], served: Served) -> Changes:
    """One demand for each of these contracts, with what is owed that day. `result`: how many."""
    if served.day > clock.today():
        raise Refused("送达的日期还没有到", "送到以后再登记", field="day", code="QL-SZ-325")
    wanted = [one for one in reads.overdue(book, served.day) if one.chain & set(contract_ids)]
    if not wanted:
        raise Refused("选的合同到那天都不欠款", "请核对日期和合同", field="day", code="QL-SZ-326")
    until = limitation(book, served.day)
    with book.change(f"记录催缴送达：{len(wanted)} 份", event_on=served.day) as change:
        for one in wanted:
            change.add(
                RentDemand,
                {
                    "contract_id": one.row["id"],
                    "amount_fen": one.fen,
                    "lines": "、".join(f"第{due.due.seq}期" for due in one.dues),
                    "served_on": served.day.isoformat(),
                    "received_by": served.received_by.strip() or one.row["party"],
                    "way": served.way,
                    "limit_on": until.day.isoformat(),
                    "limit_why": until.stored(),
                    "note": served.note.strip() or None,
                },
            )
        change.result = len(wanted)
    return change.changes
