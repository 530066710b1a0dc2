"""What stands beside a payment: its papers, its approval slip, cash counts, budget, answers."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, LONG, NAME
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.funds.records import BOOKS, INCOME, SPENDING

RUNNING, PRODUCTIVE, BUILDING = "非生产性", "生产性", "工程"
SORTS = (RUNNING, PRODUCTIVE, BUILDING)


class EntryPaper(
    Record,
    table="entry_paper",
    label="所附材料",
    owner=Owner.COMMUNITY,
    key=("entry_id", "paper", "file_id"),
    named_by=("paper",),
):
    """What an attachment is, or that the paper lies with the voucher without a scan."""

    entry_id: str = fact("哪一笔", link="entry", tie=Tie.PART)
    paper: str = fact("是什么", example="验收单")
    file_id: str | None = fact("哪个附件", default=None)


class Approval(
    Record,
    table="approval",
    label="审批单",
    owner=Owner.COMMUNITY,
    key=("book", "number"),
    named_by=("number", "reason"),
    restarts="asked_on",
    happened="asked_on",
    adds_up=False,  # a payment and its slip are one amount
):
    """Who approved a payment and when; the tier is worked out from the pack of that day."""

    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    asked_on: date = fact("申请日期", DAY, board=Board.FULL)
    reason: str = fact("事由", board=Board.FULL, example="买办公用品")
    payee: str = fact("付给谁", NAME, board=Board.MASK, example="綦江区某文具店", suggests="person")
    amount_fen: int = fact("金额", FEN, board=Board.FULL)
    sort: str = fact("支出性质", CHOICE, choices=SORTS, default=RUNNING)
    number: str = fact("审批单号", board=Board.FULL, example="2026-001", given=True)
    tier: str | None = fact("档位", default=None)  # in words, as of the day it was asked for
    handler: str | None = fact("经手人", NAME, default=None, suggests="person")
    entry_id: str | None = fact("哪一笔支出", link="entry", default=None)
    matter_id: str | None = fact("依据的事项", link="matter", default=None)
    files: tuple[str, ...] | None = fact("签好的扫描件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class ApprovalSign(
    Record,
    table="approval_sign",
    label="审批签字",
    owner=Owner.COMMUNITY,
    key=("approval_id", "step"),
    named_by=("box", "name"),
    whole=True,
):
    approval_id: str = fact("哪张审批单", link="approval", tie=Tie.PART)
    step: str = fact("哪一格")
    box: str = fact("谁签的格")
    name: str = fact("签字人", NAME, suggests="person")
    signed_on: date = fact("签字日期", DAY)
    present: str | None = fact("到会的人", default=None, example="吴敏、郑立")


class CashCount(
    Record,
    table="cash_count",
    label="现金盘点",
    owner=Owner.COMMUNITY,
    key=("book", "counted_on"),
    named_by=("book", "counted_on"),
    happened="counted_on",
    adds_up=False,
):
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    counted_on: date = fact("盘点日期", DAY, board=Board.FULL)
    book_fen: int = fact("账面余额", FEN, board=Board.FULL, given=True, example="12.5")
    counted_fen: int = fact("实点金额", FEN, board=Board.FULL)
    iou_fen: int = fact("另有白条", FEN, board=Board.FULL, default=0)
    cashier: str = fact("保管人", NAME, suggests="person")
    witness: str = fact("监盘人", NAME, suggests="person")
    reason: str | None = fact("差额原因", LONG, default=None)
    files: tuple[str, ...] | None = fact("签字的盘点表", FILES, default=None)


class BudgetLine(
    Record,
    table="budget_line",
    label="预算",
    owner=Owner.COMMUNITY,
    key=("book", "year", "direction", "category"),
    named_by=("year", "category"),
    sides="direction",
):
    """What a book may spend on a purpose in a year; an entry counts by the words of its purpose."""

    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS)
    year: int = fact("年度", COUNT, board=Board.FULL, example="2026")
    direction: str = fact(
        "收/支", CHOICE, board=Board.FULL, choices=(INCOME, SPENDING), default=SPENDING
    )
    category: str = fact("用途", board=Board.FULL, example="办公费")
    amount_fen: int = fact("预算数", FEN, board=Board.FULL)
    matter_id: str | None = fact("通过预算的决议", link="matter", default=None)
    over_matter_id: str | None = fact("同意超支的决议", link="matter", default=None)
    note: str | None = fact("备注", LONG, default=None)


class HintAnswer(
    Record,
    table="hint_answer",
    label="核实说明",
    owner=Owner.COMMUNITY,
    key=("hint",),
    named_by=("what", "reason"),
):
    """Somebody looked: the same payments are not asked about again."""

    hint: str = fact("哪一条")
    what: str = fact("核实什么", LONG)
    reason: str = fact("说明", LONG)
    answered_by: str = fact("谁核实的", NAME)
    answered_on: date = fact("核实日期", DAY)


RECORDS = (EntryPaper, Approval, ApprovalSign, CashCount, BudgetLine, HintAnswer)
