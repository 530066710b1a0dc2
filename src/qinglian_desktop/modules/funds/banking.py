"""What the bank says (银行流水), and what of it stands in the books (银行对账)."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, NAME
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact
from qinglian_desktop.modules.funds.records import INCOME, SPENDING

BY_HAND, BY_ITSELF, WRITTEN = "手工", "自动", "补记"
WAYS = (BY_HAND, BY_ITSELF, WRITTEN)


class BankLine(
    Record,
    table="bank_line",
    label="银行流水",
    owner=Owner.COMMUNITY,
    key=("bank_account_id", "day", "place"),
    named_by=("day", "summary"),
    happened="day",
    sides="direction",
):
    """One line of the bank's statement, as the bank wrote it: taken in, never edited."""

    bank_account_id: str = fact("银行账户", link="bank_account")
    day: date = fact("日期", DAY, board=Board.FULL)
    place: int = fact("第几笔", COUNT)  # in the order of the bank, over the whole account
    time: str | None = fact("时间", default=None)
    direction: str = fact("收/支", CHOICE, board=Board.FULL, choices=(INCOME, SPENDING))
    amount_fen: int = fact("金额", FEN, board=Board.FULL)
    balance_fen: int | None = fact("余额", FEN, default=None)
    summary: str | None = fact("摘要", default=None, example="租金")
    counterparty: str | None = fact("对方户名", NAME, board=Board.MASK, default=None)
    counter_account: str | None = fact("对方账号", level=Level.PERSON, default=None)
    bank_ref: str | None = fact("流水号", default=None)
    statement: str | None = fact("来自哪份流水", default=None, example="2026年10月流水.xlsx")


class BankTick(
    Record,
    table="bank_tick",
    label="银行对账",
    owner=Owner.COMMUNITY,
    key=("group_key",),
    named_by=("ticked_on", "how"),
    adds_up=False,
):
    """One member of a match: a line of the bank, or what stands for it in the books.

    Members of one match share a key, and the bank's side adds up to the books' side.
    """

    group_key: str = fact("对上的一组")
    bank_account_id: str = fact("银行账户", link="bank_account")
    bank_line_id: str | None = fact("银行流水", link="bank_line", tie=Tie.LOOSE, default=None)
    entry_id: str | None = fact("收支", link="entry", tie=Tie.LOOSE, default=None)
    voucher_line_id: str | None = fact("凭证分录", link="voucher_line", tie=Tie.LOOSE, default=None)
    amount_fen: int = fact("金额", FEN)  # above 0 for money that came in
    how: str = fact("怎么对上的", CHOICE, choices=WAYS, default=BY_HAND)
    ticked_on: date = fact("对上日期", DAY)


RECORDS = (BankLine, BankTick)
