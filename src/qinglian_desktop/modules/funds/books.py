"""The books behind the entries: bank accounts, accounts (科目), vouchers with lines, closed months.

An entry is a voucher of two lines that follow from it (posting.py); only vouchers with other
lines are kept here. All amounts are 分.
"""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, LONG, NAME
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.funds.records import BOOKS

BASIC, SPECIAL = "基本户", "专户"
TRANSFER, CLOSING, OPENING, RED = "转账", "结转", "期初", "红字"
VOUCHER_KINDS = (TRANSFER, CLOSING, OPENING, RED)
UNIT_HOLDER, PERSON_HOLDER = "单位", "个人"


class Line(NamedTuple):
    """One side of a voucher: the account and what it takes, in 分."""

    account: str
    debit_fen: int = 0
    credit_fen: int = 0
    summary: str = ""
    party: str = ""


class BankAccount(
    Record,
    table="bank_account",
    label="银行账户",
    owner=Owner.COMMUNITY,
    key=("number",),
    rather="不用了就填销户日期，流水还在",
    named_by=("bank", "kind"),
):
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    holder: str = fact("户名", board=Board.FULL, example="新街子社区居民委员会")
    holder_kind: str = fact(
        "户名是", CHOICE, choices=(UNIT_HOLDER, PERSON_HOLDER), default=UNIT_HOLDER
    )
    bank: str = fact("开户行", board=Board.FULL, example="重庆农商行通惠支行")
    number: str = fact("账号", example="5001 0000 1234 5678")
    kind: str = fact("账户类别", CHOICE, choices=(BASIC, SPECIAL), default=BASIC)
    account: str = fact("科目", board=Board.FULL, example="10201", given=True)
    opened_on: date | None = fact("开户日期", DAY, default=None)
    closed_on: date | None = fact("销户日期", DAY, default=None)
    purpose: str | None = fact("专户用途", default=None, example="土地补偿费")
    files: tuple[str, ...] | None = fact("开户资料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Account(
    Record,
    table="account",
    label="科目",
    owner=Owner.COMMUNITY,
    key=("book", "code"),
    named_by=("code", "name"),
):
    """A detail account of this office below an official one; its class is its parent's."""

    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    code: str = fact("科目编码", board=Board.FULL, example="5130201")
    name: str = fact("科目名称", board=Board.FULL, example="打印费")
    from_on: date = fact("从哪天起用", DAY, board=Board.FULL, example="2026-01-01")
    closed_on: date | None = fact("用到哪天", DAY, board=Board.FULL, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Voucher(
    Record,
    table="voucher",
    label="凭证",
    owner=Owner.COMMUNITY,
    key=("book", "voucher_no"),
    named_by=("voucher_no", "summary"),
    restarts="day",
    happened="day",
    adds_up=False,  # what moves between accounts is not spent twice
):
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    day: date = fact("日期", DAY, board=Board.FULL)
    kind: str = fact("凭证类别", CHOICE, choices=VOUCHER_KINDS, default=TRANSFER)
    voucher_no: str = fact("凭证号", board=Board.FULL, example="0012", given=True)
    summary: str = fact("摘要", board=Board.FULL, example="结转本年收益")
    amount_fen: int = fact("金额", FEN, board=Board.FULL)  # one side of its lines
    matter_id: str | None = fact("依据的事项", link="matter", default=None)
    transfer_id: str | None = fact(
        "跨账配对", default=None, kept=True
    )  # shared by the two sides of a pair
    reverses_id: str | None = fact("冲回的是", link="voucher", default=None, kept=True)
    source_table: str | None = fact("来自哪本台账", default=None, kept=True)
    source_id: str | None = fact("来自哪一条", default=None, kept=True)
    entered_by: str | None = fact("录入人", NAME, board=Board.FULL, default=None, kept=True)
    reviewer: str | None = fact("复核人", NAME, board=Board.FULL, default=None, suggests="person")
    reviewed_on: date | None = fact("复核日期", DAY, default=None, kept=True)
    files: tuple[str, ...] | None = fact("附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class VoucherLine(
    Record,
    table="voucher_line",
    label="凭证分录",
    owner=Owner.COMMUNITY,
    key=("voucher_id", "place"),
    named_by=("account", "summary"),
    adds_up=False,
):
    """A part of its voucher: written only with it; book, day and kind are the voucher's."""

    voucher_id: str = fact("凭证", link="voucher", tie=Tie.PART)
    book: str = fact("账本", CHOICE, choices=BOOKS)
    day: date = fact("日期", DAY)
    kind: str = fact("凭证类别", CHOICE, choices=VOUCHER_KINDS)
    place: int = fact("第几行", COUNT)
    account: str = fact("科目")
    debit_fen: int = fact("借方", FEN, default=0)
    credit_fen: int = fact("贷方", FEN, default=0)
    summary: str | None = fact("摘要", default=None)
    party: str | None = fact("往来单位或个人", NAME, default=None)


class BookMonth(
    Record,
    table="book_month",
    label="月结",
    owner=Owner.COMMUNITY,
    key=("book", "month", "closed_on"),
    named_by=("book", "month"),
    whole=True,
):
    """One closing of one month; reopened, it stays as what was, and a new one follows."""

    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    month: str = fact("月份", board=Board.FULL, example="2026-10")
    closed_on: date = fact("结账日期", DAY, board=Board.FULL)
    closed_by: str = fact("结账人", NAME, board=Board.FULL)
    told: str | None = fact("结账时的检查", LONG, default=None)
    reopened_on: date | None = fact("反结账日期", DAY, board=Board.FULL, default=None)
    reopened_by: str | None = fact("反结账人", NAME, board=Board.FULL, default=None)
    confirmed_by: str | None = fact("第二人", NAME, board=Board.FULL, default=None)
    reason: str | None = fact("反结账原因", LONG, board=Board.FULL, default=None)


RECORDS = (BankAccount, Account, Voucher, VoucherLine, BookMonth)
