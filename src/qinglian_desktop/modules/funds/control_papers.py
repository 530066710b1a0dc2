"""The papers beside the books: approval slip, cash count, budget. Values in, documents out."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Cell,
    Column,
    Document,
    Form,
    Note,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.modules.funds import budget
from qinglian_desktop.modules.funds.approving import Signed, Step, Tier

_BOX: Final = 15  # mm: a signature and its date
_GROUP: Final = 24  # mm: several, and a seal
_NOTES: Final = ("100 元", "50 元", "20 元", "10 元", "5 元", "1 元", "5 角", "1 角", "其他")


class Slip(NamedTuple):
    """What an approval slip says."""

    unit: str
    whose: str
    number: str
    asked_on: date
    reason: str
    payee: str
    fen: int
    tier: Tier
    signed: tuple[Signed, ...] = ()
    papers: tuple[str, ...] = ()
    decision: str = ""


def approval(slip: Slip) -> Document:
    """支出审批单: what for, how much in both writings, the tier, a box for each who signs."""
    by = {one.step: one for one in slip.signed}
    bands = [
        Band((Box("事由", label=True), Box(slip.reason, 3)), 13),
        Band((Box("付给谁", label=True), Box(slip.payee), Box("申请日期", label=True),
              Box(paper_day(slip.asked_on)))),
        Band((Box("金额", label=True), Box(money.marked(slip.fen), 3))),
        Band((Box("档位", label=True), Box(slip.tier.words, 3))),
    ]  # fmt: skip
    if slip.tier.meeting:
        told = slip.decision or f"先经{slip.tier.meeting}定，决议：________________"
        bands.append(Band((Box("决议", label=True), Box(told, 3))))
    if slip.papers:
        bands.append(
            Band((Box("要附材料", label=True), Box("　".join(f"□{p}" for p in slip.papers), 3)))
        )
    bands += [_box(step, by.get(step.id)) for step in slip.tier.steps]
    blocks: list[Block] = [
        Paragraph(f"{slip.unit}　{slip.whose}　　签字：{slip.tier.chain}", indent=False),
        Form((9, 13, 7, 15), tuple(bands)),
        Note("签齐再付款。档位按本单位现行的审批规定，街道有规定的按街道的。"),
    ]
    return sealed(Document("支出审批单", "form", tuple(blocks), unit=slip.unit, number=slip.number))


def _box(step: Step, one: Signed | None) -> Band:
    """Who signs there; what is known is printed, the rest is written by hand."""
    present = f"集体审核，到会：{one.present if one else ''}" if step.group else ""
    name = "\n".join(filter(None, (one.name if one else "", present)))
    day = paper_day(one.day) if one else "　　年　　月　　日"
    seal = "\n（盖章处）" if step.seal else ""
    return Band(
        (Box(step.name, label=True), Box(name), Box("签字日期", label=True), Box(f"{day}{seal}")),
        _GROUP if step.group else _BOX,
    )


class Counting(NamedTuple):
    """One count of the cash box."""

    unit: str
    whose: str
    day: date
    book_fen: int
    counted_fen: int | None = None  # None: to be filled in by hand
    iou_fen: int = 0
    cashier: str = ""
    witness: str = ""
    reason: str = ""


def cash_count(counting: Counting) -> Document:
    """库存现金盘点表: notes by their value, booked against counted, IOUs apart, who was there."""
    empty = counting.counted_fen is None
    gap = 0 if counting.counted_fen is None else counting.counted_fen - counting.book_fen
    word = "长款" if gap > 0 else "短款" if gap < 0 else "账实相符"
    told = "" if empty else word if not gap else f"{word} ¥{money.show(abs(gap))}"
    shown = "" if counting.counted_fen is None else f"¥{money.show(counting.counted_fen)}"
    iou = "" if empty else f"¥{money.show(counting.iou_fen)}"
    figures = Form(
        (4, 6, 4, 6),
        (
            Band((Box("盘点日期", label=True), Box(paper_day(counting.day)),
                  Box("账本", label=True), Box(counting.whose))),
            Band((Box("账面余额", label=True), Box(f"¥{money.show(counting.book_fen)}"),
                  Box("实点金额", label=True), Box(shown))),
            Band((Box("另有白条", label=True), Box(iou), Box("差额", label=True), Box(told))),
            Band((Box("差额原因\n和处理", label=True), Box(counting.reason, 3, top=True)), 22),
            Band((Box("保管人", label=True), Box(counting.cashier), Box("监盘人", label=True),
                  Box(counting.witness))),
        ),
    )  # fmt: skip
    columns = (
        Column("票面", 4, "center"), Column("张（枚）数", 6, "center"),
        Column("金额（元）", 8, "right"),
    )  # fmt: skip
    notes = Table(columns, tuple((note, "", "") for note in _NOTES), row_mm=9)
    blocks: tuple[Block, ...] = (
        figures, notes,
        Note("当面点清，保管人和监盘人都签字。白条不算现金，要收回或补办借支。"),
        SignLine(("保管人", "监盘人", "日期")),
    )  # fmt: skip
    return sealed(Document("库存现金盘点表", "form", blocks, unit=counting.unit))


def budget_table(
    unit: str, whose: str, year: int, until: date, figures: Sequence[budget.Figure]
) -> Document:
    """预算执行表: planned, spent, what is left, and in words whether it is over."""
    columns = (
        Column("用途", 20), Column("预算数（元）", 15, "right", money=True),
        Column("已支出（元）", 15, "right", money=True),
        Column("还剩（元）", 15, "right", money=True, summed=False),
        Column("说明", 22),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.category, "" if one.planned is None else one.planned, one.actual,
            "" if one.planned is None else one.left, one.state,
        )
        for one in figures
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Paragraph(f"{whose}　截至{paper_day(until)}", indent=False),
        Table(columns, rows, totals=True),
        SignLine(("填表人", "审核人", "日期")),
    )
    return sealed(Document(f"{year}年预算执行表", "table", blocks, unit=unit, sheet="portrait"))
