"""What of money, contracts and assets wants a look today? Counts with the place of each."""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.contracts import reads as contracts
from qinglian_desktop.modules.contracts.records import Contract, RentDue
from qinglian_desktop.modules.funds import reads as funds
from qinglian_desktop.modules.funds.books import Voucher
from qinglian_desktop.modules.funds.checks import cross_balances
from qinglian_desktop.modules.funds.records import Entry, OpeningBalance
from qinglian_desktop.modules.property import reads as holdings
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.store.book import Book


class Figure(NamedTuple):
    """One count of the home page; `fen` is its money in 分, None where it has none."""

    label: str  # 应收逾期
    many: int
    unit: str  # 份
    table: str  # the ledger with its rows
    fen: int | None = None
    hint: str = ""  # 最早的 2026年3月31日到期
    row_id: str = ""  # the first of them


def figures(book: Book, day: date) -> tuple[Figure, ...]:
    """待复核, 应收逾期, 到期合同, 待清理合同, 闲置资产: in the order in which they press."""
    return (_unchecked(book, day), *_contracts(book, day), _idle(book, day))


def _unchecked(book: Book, day: date) -> Figure:
    found = funds.unreviewed(book, date(day.year - 1, 1, 1), day)
    oldest = min((row["day"] for _, row in found), default="")
    hint = f"最早{paper_day(date.fromisoformat(oldest))}" if oldest else ""
    table, row_id = (found[0][0], found[0][1]["id"]) if found else (Entry.table, "")
    return Figure("待复核", len(found), "笔", table, hint=hint, row_id=row_id)


def _contracts(book: Book, day: date) -> tuple[Figure, ...]:
    late = contracts.overdue(book, day)
    days = int(
        book.pack(contracts.PACK, day).value("expiry.second")
    )  # the middle one of the reminders
    ending = contracts.expiring(book, day, days)
    past = sum(one.left < 0 for one in ending)
    behind = f"最早{paper_day(late[0].worst)}" if late else ""
    ends = f"其中 {past} 份已经过期" if past else ""
    if ending and not past:
        ends = f"最近{paper_day(ending[0].end_on)}"
    owed = sum(one.fen for one in late)
    return (
        Figure(
            "应收逾期",
            len(late),
            "份",
            RentDue.table,
            owed,
            behind,
        ),
        Figure(
            f"{days} 天内到期合同",
            len(ending),
            "份",
            Contract.table,
            hint=ends,
            row_id=ending[0].row["id"] if ending else "",
        ),
        Figure("待清理合同", contracts.unclear(book), "份", Contract.table),
    )


def _idle(book: Book, day: date) -> Figure:
    found = holdings.idle(book, day)
    since = f"最久{paper_day(date.fromisoformat(found[0]['status_since']))}起" if found else ""
    return Figure(
        "闲置资产",
        len(found),
        "项",
        Asset.table,
        hint=since,
        row_id=found[0]["id"] if found else "",
    )


class Unpaired(NamedTuple):
    """What does not agree between the two books; nothing at all when both agree."""

    many: int = 0  # transfers that lack a side
    off: int = 0  # 分 by which what one owes differs from what the other expects
    entry_id: str = ""  # the side that stands alone

    def __bool__(self) -> bool:
        return bool(self.many or self.off)


def unpaired(book: Book, day: date) -> Unpaired:
    """Transfers with one side only; else the gap between what the books owe each other."""
    mine = Where("owner", "=", book.unit.office_id)
    sides: dict[str, list[str]] = {}
    for row_id, pair in book.filled(Query(Entry.table, (mine,)), "transfer_id"):
        sides.setdefault(pair, []).append(row_id)
    alone = [ids[0] for ids in sides.values() if len(ids) == 1]
    if alone:
        return Unpaired(len(alone), entry_id=alone[0])
    return Unpaired(off=abs(sum(cross_balances(book, day))))


def is_new(book: Book) -> bool:
    """Neither book has begun: nothing brought in from before, nothing entered yet."""
    mine = (Where("owner", "=", book.unit.office_id),)
    tables = (OpeningBalance.table, Voucher.table, Entry.table)
    return not any(book.count(Query(table, mine, limit=1)) for table in tables)
