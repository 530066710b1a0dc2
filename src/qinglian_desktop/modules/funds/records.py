"""Funds (资金): two books kept apart, receipts and payments, what came from above."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, FLAG, LONG, NAME
from qinglian_desktop.core.record import Board, Owner, Record, fact

# Two legal persons, two books, never mixed (seed item 三; 农村集体经济组织法 art. 6).
COMMITTEE, COLLECTIVE = "委员会", "集体经济组织"
BOOKS = (COMMITTEE, COLLECTIVE)
INCOME, SPENDING = "收入", "支出"
# The kinds of spending whose papers the pack `payment-evidence` lists.
EXPENSES = (
    "办公购置", "水电通信", "会议培训", "差旅", "印刷宣传", "租赁服务", "误工补贴", "工资报酬",
    "劳务用工", "工程款", "慰问救助", "借支", "退押金", "资金划转", "其他支出",
)  # fmt: skip


class Entry(
    Record,
    table="entry",
    label="收支",
    owner=Owner.COMMUNITY,
    key=("book", "voucher_no"),
    rather="先删那些记录，或者用红字冲回",
    named_by=("voucher_no", "summary"),
    restarts="day",
    happened="day",
    sides="direction",
):
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    day: date = fact("日期", DAY, board=Board.FULL)
    direction: str = fact("收/支", CHOICE, board=Board.FULL, choices=(INCOME, SPENDING))
    summary: str = fact("摘要", board=Board.FULL, example="办公用品")
    purpose: str = fact("用途", board=Board.FULL, example="办公费")
    counterparty: str = fact(
        "对方", NAME, board=Board.MASK, example="綦江区某文具店", suggests="person"
    )
    is_person: bool = fact("对方是个人", FLAG, default=False)
    amount_fen: int = fact("金额", FEN, board=Board.FULL, alike=("direction", "purpose"))
    voucher_no: str = fact("凭证号", board=Board.FULL, example="0012", given=True)
    receipt_no: str | None = fact("票据号", board=Board.FULL, default=None)
    channel: str = fact("收付方式", CHOICE, choices=("银行", "现金"), default="银行")
    handler: str | None = fact("经手人", NAME, board=Board.FULL, default=None, suggests="person")
    approver: str | None = fact("审批人", NAME, board=Board.FULL, default=None, suggests="person")
    reviewer: str | None = fact("复核人", NAME, board=Board.FULL, default=None, suggests="person")
    decision_no: str | None = fact("依据的决议", board=Board.FULL, default=None)
    project_id: str | None = fact("工程", link="project", default=None)
    contract_id: str | None = fact("哪份合同", link="contract", default=None)
    expense_kind: str | None = fact("费用类别", CHOICE, choices=EXPENSES, default=None)
    files: tuple[str, ...] | None = fact("票据附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)
    account: str | None = fact("对方科目", default=None, example="51302")
    bank_account_id: str | None = fact("收付账户", link="bank_account", default=None)
    matter_id: str | None = fact("依据的事项", link="matter", default=None)
    asset_id: str | None = fact("买的资产", link="asset", default=None)
    transfer_id: str | None = fact(
        "跨账配对", default=None, kept=True
    )  # shared by the two sides of a pair
    reverses_id: str | None = fact("冲回的是", link="entry", default=None, kept=True)
    entered_by: str | None = fact("录入人", NAME, board=Board.FULL, default=None, kept=True)
    reviewed_on: date | None = fact("复核日期", DAY, default=None, kept=True)


class OpeningBalance(
    Record,
    table="opening_balance",
    label="期初余额",
    owner=Owner.COMMUNITY,
    key=("book", "year"),
    adds_up=False,  # two books are never added up
):
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    year: int = fact("年度", COUNT, board=Board.FULL, example="2026")
    cash_fen: int = fact("现金", FEN, board=Board.FULL)
    bank_fen: int = fact("银行存款", FEN, board=Board.FULL)


class Grant(
    Record,
    table="grant_line",
    label="专项资金",
    owner=Owner.COMMUNITY,
    key=("year", "receiver", "category"),
    named_by=("receiver", "category"),
):
    year: int = fact("年度", COUNT, board=Board.FULL, example="2026")
    township: str | None = fact("镇街", board=Board.FULL, default=None)
    receiver: str = fact("单位", board=Board.FULL)
    category: str = fact("类别", board=Board.FULL)
    amount_fen: int = fact("金额", FEN, board=Board.FULL, alike=("category",))
    source: str | None = fact("出处", LONG, board=Board.FULL, default=None)


class BalanceLine(
    Record,
    table="balance_line",
    label="资产负债表",
    owner=Owner.COMMUNITY,
    key=("sheet", "line_no"),
    named_by=("sheet", "item"),
    adds_up=False,
    with_totals=True,  # it holds its own, and they are to tie
):
    sheet: str = fact("哪张表", board=Board.FULL, example="2026年资产负债表")
    # A printed sheet has two sides and no column that says which.
    side: str | None = fact(
        "方", CHOICE, board=Board.FULL, default=None,
        choices=("资产", "负债", "所有者权益", "负债及所有者权益"),
    )  # fmt: skip
    group_name: str | None = fact("分组", board=Board.FULL, default=None)
    item: str = fact("项目", board=Board.FULL)
    line_no: int = fact("行次", COUNT, board=Board.FULL, given=True)
    opening_fen: int | None = fact("年初数", FEN, board=Board.FULL, default=None)
    closing_fen: int | None = fact("年末数", FEN, board=Board.FULL, default=None)
