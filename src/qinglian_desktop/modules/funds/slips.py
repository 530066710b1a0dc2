"""Papers behind the money: receipt books from the street, the receipts in them, invoices."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, DAY, FEN, FILES, LONG, NAME
from qinglian_desktop.core.record import Board, Owner, Record, fact
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE

USED, VOID = "已用", "作废"


class ReceiptBook(
    Record,
    table="receipt_book",
    label="收据本",
    owner=Owner.COMMUNITY,
    key=("first_no",),
    named_by=("first_no", "last_no"),
    happened="received_on",
    adds_up=False,
):
    book: str = fact("账本", CHOICE, board=Board.FULL, choices=BOOKS, default=COLLECTIVE)
    first_no: str = fact("起号", board=Board.FULL, example="0012001")
    last_no: str = fact("止号", board=Board.FULL, example="0012050")
    received_on: date = fact("领用日期", DAY, board=Board.FULL)
    issued_by: str | None = fact("谁发的", default=None, example="街道三资代理中心")
    keeper: str | None = fact("保管人", NAME, default=None, suggests="person")
    returned_on: date | None = fact("交回核销日期", DAY, board=Board.FULL, default=None)
    returned_to: str | None = fact("交给谁", NAME, default=None, suggests="person")
    note: str | None = fact("备注", LONG, default=None)


class ReceiptSlip(
    Record,
    table="receipt_slip",
    label="收据",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number",),
    happened="day",
):
    """One receipt of a book: written out, or void with its reason; its number never returns."""

    number: str = fact("收据号", board=Board.FULL, example="0012003", given=True)
    day: date = fact("开票日期", DAY, board=Board.FULL)
    payer: str | None = fact("交款人", NAME, board=Board.MASK, default=None, suggests="person")
    amount_fen: int | None = fact("金额", FEN, board=Board.FULL, default=None)
    purpose: str | None = fact("收款事由", board=Board.FULL, default=None, example="门面租金")
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=(USED, VOID), default=USED)
    void_reason: str | None = fact("作废原因", board=Board.FULL, default=None, example="金额写错")
    entry_id: str | None = fact("入账的收支", link="entry", default=None)
    written_by: str | None = fact("开票人", NAME, default=None, suggests="person")
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Invoice(
    Record,
    table="invoice",
    label="发票",
    owner=Owner.COMMUNITY,
    key=("code", "number"),
    named_by=("number", "seller"),
    happened="day",
):
    code: str | None = fact("发票代码", board=Board.FULL, default=None, example="050001900111")
    number: str = fact("发票号码", board=Board.FULL, example="12345678")
    day: date = fact("开票日期", DAY, board=Board.FULL)
    net_fen: int | None = fact("不含税金额", FEN, board=Board.FULL, default=None)
    tax_fen: int | None = fact("税额", FEN, board=Board.FULL, default=None)
    total_fen: int = fact("价税合计", FEN, board=Board.FULL)
    seller: str | None = fact("销售方", board=Board.FULL, default=None, example="綦江区某文具店")
    buyer: str | None = fact("购买方", board=Board.FULL, default=None)
    check_code: str | None = fact("校验码", default=None)
    qr_text: str | None = fact("二维码内容", LONG, default=None)
    told: str | None = fact("请核实", LONG, default=None)  # what the program saw, in words
    entry_id: str | None = fact("报销的收支", link="entry", default=None)
    files: tuple[str, ...] | None = fact("原件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


RECORDS = (ReceiptBook, ReceiptSlip, Invoice)
