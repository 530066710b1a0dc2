"""收支逐笔公开榜: each receipt and payment with what is left after it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from qinglian_desktop.modules.funds.statements.values import (
    MONEY,
    TEXT,
    Figure,
    Head,
    Line,
    Statement,
    Tie,
)

HEADS = (
    Head("日期", TEXT, width=11),
    Head("凭证号", TEXT, width=9),
    Head("摘要", TEXT, width=34),
    Head("收入", MONEY),
    Head("支出", MONEY),
    Head("结余", MONEY),
    Head("经手人", TEXT, width=10),
    Head("审批人", TEXT, width=10),
)


class Paid(NamedTuple):
    """One row of the books that moved money: an entry, or a voucher with money among its lines."""

    day: date
    number: str
    summary: str
    received: int
    paid: int
    handler: str
    approver: str
    table: str
    row_id: str


def register(book: str, opening: int, rows: Iterable[Paid], closing: int, when: str) -> Statement:
    """`closing` is what the accounts of cash and bank hold at the end."""
    first = ("", "", "上期结余", None, None, Figure(opening), "", "")
    lines = [Line(first, strong=True)]
    held, received, paid = opening, 0, 0
    for row in rows:
        held += row.received - row.paid
        received, paid = received + row.received, paid + row.paid
        cells = (
            f"{row.day.month}月{row.day.day}日", row.number, row.summary,
            Figure(row.received) if row.received else None,
            Figure(row.paid) if row.paid else None,
            Figure(held), row.handler, row.approver,
        )  # fmt: skip
        lines.append(Line(cells, table=row.table, row_id=row.row_id))
    last = ("", "", "合计", Figure(received), Figure(paid), Figure(held), "", "")
    lines.append(Line(last, strong=True))
    tie = Tie("上期结余加收入减支出", held, "账上现金和银行存款", closing)
    return Statement(
        "register", "收支逐笔公开榜", book, when, HEADS, (tuple(lines),), (tie,), zeros=False
    )
