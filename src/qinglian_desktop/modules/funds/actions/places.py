"""What may still be changed of an account or a bank account that something stands on?

Entries follow their bank account, and sums their account: by changing those, closed months would
change without anybody touching a row of them.
"""

from datetime import date

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.books import VoucherLine
from qinglian_desktop.modules.funds.reads import closed_until, own
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def guard_bank_account(change: Change, before: Row | None, after: Row) -> None:
    """What was received and paid through it keeps it, and closed months keep its account."""
    if before is None or before["deleted"]:
        return
    where = Where("bank_account_id", "=", after["id"])
    if after["deleted"] and (many := change.book.count(Query(Entry.table, (where,)))):
        raise Shut(
            f"这个账户已经有 {many} 笔收支，不能删", "不再用就填上“销户日期”", code="QL-SZ-692"
        )
    if all(before[name] == after[name] for name in ("account", "book")):
        return
    latest = closed_until(change.book).get(before["book"] or "", "")
    shut = Query(Entry.table, (where, Where("day", "<=", f"{latest}-31")))
    if latest and change.book.count(shut):
        raise Shut(
            f"这个账户在已结账的月份里有收支，科目不能从 {before['account']} 改成别的",
            "要改请先反结账", field="account", code="QL-SZ-693",
        )  # fmt: skip


def guard_account(change: Change, before: Row | None, after: Row) -> None:
    """Whatever was posted to an account finds it there, on the day it was posted."""
    if before is None or before["deleted"] or not before["code"]:
        return
    told = ("book", "code", "from_on", "closed_on", "deleted")
    days = posted_days(change.book, before)
    if not days or all(before[name] == after[name] for name in told):
        return
    title = f"{before['code']} {before['name']}"
    if after["deleted"] or after["code"] != before["code"] or after["book"] != before["book"]:
        raise Shut(
            f"科目 {title} 已经记过账，不能删，也不能改编码", "不再用就填上“用到哪天”",
            field="code", code="QL-SZ-507",
        )  # fmt: skip
    for name, outside in (
        ("from_on", days[0] < (after["from_on"] or "")),
        ("closed_on", days[-1] > (after["closed_on"] or "9999")),
    ):
        if outside:
            first, last = (paper_day(date.fromisoformat(day)) for day in days)
            raise Shut(
                f"科目 {title} 在{first}到{last}记过账", "起用和停用的日期要把这些天包在里面",
                field=name, code="QL-SZ-507",
            )  # fmt: skip


def posted_days(book: Book, account: Row) -> list[str]:
    """The first and the last day something was posted to the account; [] for none."""
    where = (*own(book, account["book"]), Where("account", "=", account["code"]))
    days: list[str] = []
    for table in (Entry.table, VoucherLine.table):
        days += (day for _, day in book.filled(Query(table, where), "day") if day)
    return [min(days), max(days)] if days else []
