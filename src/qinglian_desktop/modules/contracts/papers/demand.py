"""催缴通知单: who owes what since when, where to pay, and the receipt of delivery to be cut off."""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day, short_day
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Facts,
    Form,
    Note,
    Paragraph,
    Signature,
    Table,
    sealed,
)


class Line(NamedTuple):
    """One due that is behind."""

    seq: int
    first: date
    last: date
    due_on: date
    fen: int  # what fell due
    paid: int
    days: int  # behind on the day of the letter


class Letter(NamedTuple):
    unit: str  # who demands
    number: str  # of the contract
    title: str
    party: str
    signed_on: date | None
    lines: tuple[Line, ...]
    day: date
    within: int  # days in which to pay
    account: str = ""  # where to pay: bank and number
    phone: str = ""

    @property
    def fen(self) -> int:
        return sum(line.fen - line.paid for line in self.lines)


def demand(letter: Letter) -> Document:
    """One page: the letter above, the receipt of delivery below."""
    signed = f"{paper_day(letter.signed_on)}" if letter.signed_on else ""
    blocks: tuple[Block, ...] = (
        Paragraph(f"{letter.party}：", indent=False),
        Paragraph(
            f"你方与我方{signed}签订的《{letter.title}》（合同编号 {letter.number}），截至"
            f"{paper_day(letter.day)}还有 {len(letter.lines)} 期到期没有付清，共"
            f"{money.marked(letter.fen)}。明细如下："
        ),
        Table(
            (
                Column("期次", 10), Column("起止", 29), Column("应付日期", 16),
                Column("应付", 15, "right", money=True, summed=False),
                Column("已付", 13, "right", money=True, summed=False),
                Column("尚欠（元）", 17, "right", money=True),
                Column("逾期天数", 9, "right", counted=True, summed=False),
            ),
            tuple(_cells(line) for line in letter.lines),
            totals=True,
        ),
        Paragraph(
            f"请收到本通知之日起 {letter.within} 日内付清。有不同意见的，请在这期间书面提出。"
        ),
        Facts(_where(letter)),
        Signature(letter.unit, paper_day(letter.day)),
        Note("……………………………………（沿此线裁开，下半联由送达人带回）……………………………………"),
        Paragraph("送达回执", bold=True, align="center", indent=False),
        _receipt(letter),
    )  # fmt: skip
    return sealed(
        Document("催缴通知单", "form", blocks, unit=letter.unit, number=letter.number,
                 made_on=letter.day)
    )  # fmt: skip


def _cells(line: Line) -> tuple[str | int, ...]:
    return (
        f"第{line.seq}期", f"{short_day(line.first)}—{short_day(line.last)}",
        short_day(line.due_on),
        line.fen, line.paid, line.fen - line.paid, line.days,
    )  # fmt: skip


def _where(letter: Letter) -> tuple[tuple[str, str], ...]:
    pairs = [("付款账户", letter.account or "＿＿＿＿＿＿＿＿＿＿＿＿"),
             ("联系电话", letter.phone or "＿＿＿＿＿＿＿＿")]  # fmt: skip
    return tuple(pairs)


def _receipt(letter: Letter) -> Form:
    return Form(
        (3, 6, 3, 6),
        (
            Band((Box("送达的文书", label=True), Box(f"催缴通知单（{letter.number}）", 3))),
            Band((Box("催缴金额", label=True),
                  Box(money.marked(letter.fen), 3))),
            Band((Box("受送达人", label=True), Box(letter.party),
                  Box("送达方式", label=True), Box("□当面 □邮寄 □留置"))),
            Band((Box("收件人签字", label=True), Box(""),
                  Box("收到日期", label=True), Box("　　　年　　月　　日"))),
            Band((Box("送达人签字", label=True), Box(""), Box("见证人签字", label=True),
                  Box(""))),
        ),
    )  # fmt: skip
