"""How is something corrected that was reviewed or closed? In red: the same again, negative.

The red row stands in an open month and names what it takes back; nothing that was is changed.
"""

from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.actions.entries import add_entry
from qinglian_desktop.modules.funds.actions.guarding import shut
from qinglian_desktop.modules.funds.actions.vouchers import Draft, lines_in, post_all
from qinglian_desktop.modules.funds.books import CLOSING, OPENING, RED, Voucher
from qinglian_desktop.modules.funds.posting import reversed_lines
from qinglian_desktop.modules.funds.reads import closed
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_TAKEN_OVER = (
    "book", "direction", "purpose", "counterparty", "is_person", "channel", "account",
    "bank_account_id", "matter_id", "decision_no", "receipt_no", "project_id", "contract_id",
    "expense_kind",
)  # fmt: skip
_LEAST = 2  # characters of a reason


def reverse(book: Book, table: str, row_id: str, day: date, reason: str) -> Changes:
    """The red counterpart of an entry or voucher, on `day`. `result` is its id.

    A transfer across the books is reversed on both sides. Refused without a reason, twice, for
    something red, before the day of what is reversed, and in a closed month.
    """
    row = ledger.there(book, table, row_id)
    _may_reverse(book, table, row, day, reason)
    words = f"冲回{row['voucher_no']}号：{reason.strip()}"
    with book.change(f"红字冲回：{row['voucher_no']}", event_on=day, reason=reason) as change:
        if table == Voucher.table:
            change.result = _red_voucher(change, row, day, words)
        else:
            change.result = _red_entries(change, row, day, reason.strip())
    return change.changes


def _may_reverse(book: Book, table: str, row: Row, day: date, reason: str) -> None:
    red = row.get("reverses_id")
    if row["deleted"] or red or (table == Voucher.table and row["kind"] in (OPENING, CLOSING)):
        what = "这是红字冲回的凭证" if red else f"{row.get('kind') or ''}凭证不能用红字冲回"
        what = "这一笔已经删了" if row["deleted"] else what
        raise Refused(what, "冲回错了就把对的再记一笔", code="QL-SZ-135")
    if len(reason.strip()) < _LEAST:
        raise Refused("还没有写冲回的原因", "用几个字写明哪里错了", field="reason",
                      code="QL-SZ-136")  # fmt: skip
    if already := reversal_of(book, table, row["id"]):
        raise Refused(f"已经用{already['voucher_no']}号冲回过", "不用再冲回", code="QL-SZ-137")
    if not row.get("day") or not row.get("voucher_no") or not row.get("amount_fen"):
        raise Refused("这一笔还没填完，不用冲回", "请直接改，或者删掉", code="QL-SZ-608")
    if day > clock.today() or day.isoformat() < row["day"]:
        first = paper_day(date.fromisoformat(row["day"]))
        raise Refused(
            f"冲回的日期要在{first}到今天之间", "请填发现错误的那天", field="day",
            code="QL-SZ-138",
        )  # fmt: skip
    if closed(book, row["book"], day):
        raise shut(day.isoformat()[:7])


def reversal_of(book: Book, table: str, row_id: str) -> Row | None:
    """The live red row that takes this one back."""
    where = (Where("reverses_id", "=", row_id),)
    found = book.rows(Query(table, where, limit=1))
    return found[0] if found else None


def _red_voucher(change: Change, row: Row, day: date, words: str) -> str:
    lines = reversed_lines(lines_in(change.book, row["id"]), words)
    facts: dict[str, Any] = {
        "reverses_id": row["id"],
        "matter_id": row["matter_id"],
        "source_table": row["source_table"],
        "source_id": row["source_id"],
    }
    return post_all(change, row["book"], (Draft(day, words, lines, RED, facts),))[0]


def _red_entries(change: Change, row: Row, day: date, reason: str) -> str:
    sides = [row]
    if row["transfer_id"]:
        where = (Where("transfer_id", "=", row["transfer_id"]), Where("id", "!=", row["id"]))
        sides += change.book.rows(Query(Entry.table, where))
    pair = clock.new_id() if row["transfer_id"] else None
    made = []
    for side in sides:
        if closed(change.book, side["book"], day):
            raise shut(day.isoformat()[:7])
        made.append(_red_entry(change, side, day, reason, pair))
    return made[0]


def _red_entry(change: Change, row: Row, day: date, reason: str, pair: str | None) -> str:
    red: Row = {name: row[name] for name in _TAKEN_OVER}
    red |= {
        "day": day.isoformat(), "amount_fen": -row["amount_fen"], "reverses_id": row["id"],
        "transfer_id": pair, "summary": f"冲回{row['voucher_no']}号：{reason}",
    }  # fmt: skip
    return add_entry(change, red)
