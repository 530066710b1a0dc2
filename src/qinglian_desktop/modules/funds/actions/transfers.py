"""How does money go from one book to the other? As a pair, or not at all.

Two legal persons, two books: what leaves one enters the other on the same day, with the same
amount, under a number of each book and one mark that both share.
"""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, refuse
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import rules
from qinglian_desktop.modules.funds.actions.entries import add_entry
from qinglian_desktop.modules.funds.actions.guarding import shut
from qinglian_desktop.modules.funds.reads import closed
from qinglian_desktop.modules.funds.records import (
    BOOKS,
    COLLECTIVE,
    COMMITTEE,
    INCOME,
    SPENDING,
    Entry,
)
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


class Sort(NamedTuple):
    """One kind of transfer: which account it takes in each book, and which way it may go."""

    name: str
    accounts: dict[str, str]  # by book
    only_from: str  # "" both ways
    note: str


def sorts(book: Book, day: date) -> tuple[Sort, ...]:
    return tuple(
        Sort(
            row["name"], {COLLECTIVE: row["collective"], COMMITTEE: row["committee"]},
            row.get("only_from", ""), row.get("note", ""),
        )
        for row in book.pack("book-purposes", day).rows("transfers")
    )  # fmt: skip


def transfer(
    book: Book,
    source: str,
    day: date,
    amount_fen: int,
    summary: str,
    sort: str,
    *,
    channel: str = "银行",
    matter_id: str = "",
) -> Changes:
    """The pair: spending of `source`, income of the other book. `result` is the two ids.

    Refused when one of the months is closed or this sort goes the other way only.
    """
    if source not in BOOKS:
        raise Refused("还没有选从哪本账出", "请选一本账", field="source", code="QL-SZ-011")
    (other,) = (one for one in BOOKS if one != source)
    kind = next((one for one in sorts(book, day) if one.name == sort), None)
    if kind is None:
        raise Refused("还没有选划转的种类", "请选一种", field="sort", code="QL-SZ-113")
    if kind.only_from and kind.only_from != source:
        raise Refused(
            f"{kind.name}只能从{kind.only_from}划出", "反方向的钱请选“往来款”", field="sort",
            code="QL-SZ-605",
        )  # fmt: skip
    draft = {"amount_fen": amount_fen, "day": day.isoformat()}
    refuse(rules.entry_problem(draft, clock.today()))
    if not summary.strip():
        raise Refused("还没有写摘要", "用几个字写明为什么划转", field="summary", code="QL-SZ-118")
    for account in (source, other):
        if closed(book, account, day):
            raise shut(day.isoformat()[:7])
    pair, ids = clock.new_id(), []
    with book.change(f"跨账划转：{summary.strip()[:30]}", event_on=day) as change:
        for account, direction in ((source, SPENDING), (other, INCOME)):
            against = other if account == source else source
            ids.append(
                add_entry(
                    change,
                    {
                        **draft, "book": account, "direction": direction,
                        "summary": summary.strip(), "purpose": f"跨账划转—{kind.name}",
                        "counterparty": body_name(book, against), "channel": channel,
                        "account": kind.accounts[account], "transfer_id": pair,
                        "matter_id": matter_id or None,
                    },
                )
            )  # fmt: skip
        change.result = tuple(ids)
    return change.changes


def body_name(book: Book, account: str) -> str:
    """The legal person of a book, as the other side of a payment."""
    body = book.word("committee") if account == COMMITTEE else COLLECTIVE
    return f"{book.unit.name}{body}" if not book.unit.name.endswith(body) else book.unit.name


def sides_of(book: Book, row: Row) -> list[Row]:
    """The entry and, where it is one side of a pair, the other one after it."""
    if not row.get("transfer_id"):
        return [row]
    where = (Where("transfer_id", "=", row["transfer_id"]), Where("id", "!=", row["id"]))
    return [row, *book.rows(Query(Entry.table, where))]


def drop_entry(book: Book, row_id: str) -> Changes:
    """To the recycle bin; a transfer goes with both its sides, what was reversed stays."""
    row = ledger.there(book, Entry.table, row_id)
    red = book.rows(Query(Entry.table, (Where("reverses_id", "=", row_id),), limit=1))
    if red:
        raise Refused(
            f"这一笔已经用{red[0]['voucher_no']}号红字冲回", "要取消请先删那一笔红字",
            code="QL-SZ-122",
        )  # fmt: skip
    with book.change(ledger.label_of("删", Entry, row)) as change:
        for side in sides_of(book, row):
            change.drop(Entry.table, side["id"])
    return change.changes
