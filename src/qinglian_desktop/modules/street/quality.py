"""What the units' rows lack, in words, by unit: 3 人缺证件号. No share, no order of merit.

A check is one line of a table; each ledger is walked once for all of its checks.
"""

from collections.abc import Mapping
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.funds.records import SPENDING
from qinglian_desktop.modules.street import lost
from qinglian_desktop.modules.street.reads import units
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book


class Check(NamedTuple):
    """Rows of a table that lack something, and how that is said of so many of them."""

    words: str  # {} is how many
    where: tuple[Where, ...]


class Lack(NamedTuple):
    """What one unit lacks: so many rows, in words, and which."""

    number: int
    words: str
    behind: Query


class Quality(NamedTuple):
    """One unit and what its rows lack; nothing, where all is there."""

    unit: str
    lacks: tuple[Lack, ...]

    @property
    def said(self) -> str:
        return "；".join(one.words for one in self.lacks) or "没有发现缺的"


_LISTED, _PAID = Where("state", "=", "在册"), Where("direction", "=", SPENDING)
_OPEN = Where("state", "in", ("未开始", "进行中"))
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "person": (
        Check("{} 人缺证件号", (_LISTED, Where("id_number", "empty"))),
        Check("{} 人没有写户号", (_LISTED, Where("household_no", "empty"))),
    ),
    "household": (Check("{} 户没有写户主", (Where("head", "empty"),)),),
    "entry": (
        Check("{} 笔支出没有票据附件", (_PAID, Where("files", "empty"))),
        Check("{} 笔支出没有写审批人", (_PAID, Where("approver", "empty"))),
    ),
    "contract": (
        Check("{} 份合同没有写签订日期", (Where("signed_on", "empty"),)),
        Check("{} 份合同没有写到哪天", (Where("end_on", "empty"), Where("open_ended", "=", 0))),
    ),
    "asset": (
        Check("{} 项资产没有写坐落位置", (Where("location", "empty"),)),
        Check("{} 项资产没有写保管人", (Where("keeper", "empty"),)),
    ),
    "benefit_line": (Check("{} 条补贴救助缺证件号", (Where("id_number", "empty"),)),),
    "task": (
        Check("{} 件没办完的任务没有写责任人", (_OPEN, Where("assignee", "empty"))),
        Check(
            "{} 件办完的任务没有佐证材料", (Where("state", "=", "已完成"), Where("files", "empty"))
        ),
    ),
}


def quality(book: Book) -> list[Quality]:
    """Every unit in the order of the codes, with what its rows lack in the ledgers of one's own."""
    out, hidden = lost.left_out(book), roles.hidden(book)
    lacks: dict[str, list[Lack]] = {}
    for table, checks in CHECKS.items():
        if table in hidden:
            continue
        base = out.get(table, ())
        found = book.tabulated(Query(table, base), "owner", [("", one.where) for one in checks])
        for owner, *counts in found:
            own = Where("owner", "=", owner)
            lacks.setdefault(owner, []).extend(
                Lack(count, one.words.format(f"{count:,}"), Query(table, (own, *base, *one.where)))
                for one, count in zip(checks, counts, strict=True)
                if count
            )
    return [Quality(unit["name"], tuple(lacks.get(unit["office_id"], ()))) for unit in units(book)]
