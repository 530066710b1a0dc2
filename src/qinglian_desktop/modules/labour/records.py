"""Casual labour (临时用工): ordered first, noted day by day, posted by the month, then paid."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, LONG, NAME, QUANTITY
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE

OPEN, CLOSED = "进行中", "已结束"
POSTING, PAID = "已编公示", "已发放"
WHOLE_DAY, HALF_DAY = 1000, 500  # in thousandths, as quantities are kept


class LabourOrder(
    Record,
    table="labour_order",
    label="用工单",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "reason"),
    restarts="ordered_on",
    happened="ordered_on",
):
    number: str = fact("编号", board=Board.FULL, example="2026-003", given=True)
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS, default=COLLECTIVE)
    ordered_on: date = fact("派工日期", DAY, board=Board.FULL)
    reason: str = fact("为什么用工", board=Board.FULL, example="清理3组排水沟")
    matter_id: str | None = fact("决策事项", link="matter", default=None)
    decision: str | None = fact(
        "没有立事项的，依据", board=Board.FULL, default=None, example="10月9日两委会纪要"
    )
    planned_days: int | None = fact(
        "计划工日", QUANTITY, board=Board.FULL, default=None, example="20"
    )
    rate_fen: int = fact("每个工多少钱", FEN, board=Board.FULL, example="120")
    budget_fen: int | None = fact("预算", FEN, board=Board.FULL, default=None)
    approver: str | None = fact("谁批的", NAME, board=Board.FULL, default=None, suggests="person")
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=(OPEN, CLOSED), default=OPEN)
    files: tuple[str, ...] | None = fact("依据的材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class LabourDay(
    Record,
    table="labour_day",
    label="用工记录",
    owner=Owner.COMMUNITY,
    key=("order_id", "day", "person_id"),
    named_by=("day", "task"),
    happened="day",
):
    """What one person did on one day; a day is one 工 at most, over all orders."""

    order_id: str = fact("用工单", link="labour_order")
    day: date = fact("日期", DAY, board=Board.FULL)
    person_id: str = fact("姓名", link="person")
    days: int = fact("工日", QUANTITY, board=Board.FULL, example="1", default=WHOLE_DAY)
    rate_fen: int = fact("单价", FEN, board=Board.FULL, example="120", given=True)
    amount_fen: int = fact("应发", FEN, board=Board.FULL, given=True)
    task: str | None = fact("干了什么", board=Board.FULL, default=None, example="清沟")
    witness: str | None = fact("证明人", NAME, default=None, suggests="person")
    told: str | None = fact("请核实", default=None)  # what the program saw, in words
    pay_id: str | None = fact("发放表", link="labour_pay", default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class LabourPay(
    Record,
    table="labour_pay",
    label="用工发放表",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "month"),
    happened="made_on",
):
    """The month's log of one book, frozen for posting and pay: the sheet is the log."""

    number: str = fact("编号", board=Board.FULL, example="2026-10-1", given=True)
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    month: str = fact("月份", board=Board.FULL, example="2026-10")
    made_on: date = fact("编表日期", DAY, board=Board.FULL)
    people: int = fact("人数", COUNT, board=Board.FULL)
    days: int = fact("工日合计", QUANTITY, board=Board.FULL)
    total_fen: int = fact("应发合计", FEN, board=Board.FULL)
    told: str | None = fact("请核实", LONG, default=None, veiled=True)
    notice_id: str | None = fact("公示", link="notice", tie=Tie.LOOSE, default=None)
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=(POSTING, PAID), default=POSTING)
    paid_on: date | None = fact("发放日期", DAY, board=Board.FULL, default=None)
    entry_id: str | None = fact("入账的收支", link="entry", tie=Tie.LOOSE, default=None)
    note: str | None = fact("备注", LONG, default=None)


RECORDS = (LabourOrder, LabourDay, LabourPay)
