"""The papers of casual labour as values: the pay sheet (用工发放表)."""

from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Column,
    Document,
    Facts,
    Note,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.modules.labour.lines import Line

_HAND_MM: Final = 11  # of a row in which somebody signs
_COLUMNS: Final = (
    Column("序号", 6, "center"), Column("组别", 9), Column("姓名", 11), Column("干了什么", 22),
    Column("工日", 8, "right"), Column("单价（元）", 12, "right", money=True, summed=False),
    Column("应发（元）", 14, "right", money=True), Column("领款人签字", 18),
)  # fmt: skip


class PaySheet(NamedTuple):
    """A month's log added up, and what stands around it."""

    unit: str
    number: str
    account: str
    month: str  # 2026年10月
    reason: str
    lines: tuple[Line, ...]
    posted: str = ""  # 公告 2026-031，11月5日上墙
    made_on: date | None = None

    @property
    def days(self) -> int:
        return sum(line.days for line in self.lines)

    @property
    def total(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def rows_of(sheet: PaySheet) -> list[tuple[str | int, ...]]:
    """As the paper and the workbook print them."""
    return [
        (str(place), line.group, line.name, line.tasks, show_quantity(line.days), line.rate_fen,
         line.amount_fen, "")
        for place, line in enumerate(sheet.lines, 1)
    ]  # fmt: skip


def pay_sheet(sheet: PaySheet) -> Document:
    people = len({line.person_id for line in sheet.lines})
    facts = (
        ("账本", sheet.account),
        ("为什么用工", sheet.reason),
        ("合计", f"{people} 人，{show_quantity(sheet.days)} 个工，{money.marked(sheet.total)}"),
        ("公示", sheet.posted or "还没有公示，公示期满才能发放"),
    )
    when = paper_day(sheet.made_on) if sheet.made_on else ""
    blocks = (
        Facts(facts),
        Table(_COLUMNS, tuple(rows_of(sheet)), totals=True, row_mm=_HAND_MM),
        SignLine(("制表人", "证明人", "审批人", "监督人", "日期")),
        Note(f"按用工日志汇总，{when}编。一人一天最多记 1 个工。"),
    )
    return sealed(
        Document(
            f"{sheet.month}临时用工发放表", "table", blocks, unit=sheet.unit, number=sheet.number
        )
    )
