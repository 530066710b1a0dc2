"""The yearly count (年度清查): one count with its nine steps, and a line for each thing counted.

The lines are taken from the register once, when the sheet is numbered; what becomes of the assets
afterwards changes neither their numbers nor what the books said on the day counted for.
"""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FEN,
    FILES,
    FLAG,
    LONG,
    NAME,
    QUANTITY,
    REASON,
)
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.property.records import KINDS

FULL, MASK = Board.FULL, Board.MASK

# The nine steps in their order; a count stands at the step that is to be done next.
COUNTING, ENTERING, VERIFYING, POSTING, CONFIRMING = "清查", "登记", "核实", "公示", "确认"
LEDGERS, FILING, SUMMING, REPORTING = "台账", "备案", "汇总", "报送"
STEPS = (
    COUNTING, ENTERING, VERIFYING, POSTING, CONFIRMING, LEDGERS, FILING, SUMMING, REPORTING,
)  # fmt: skip
FINISHED = "已完成"
STATES = (*STEPS, FINISHED)
# The day field that says a step is done.
DONE_ON = {
    COUNTING: "counted_on", ENTERING: "entered_on", VERIFYING: "verified_on",
    POSTING: "posted_on", CONFIRMING: "confirmed_on", LEDGERS: "ledgers_on",
    FILING: "filed_on", SUMMING: "summed_on", REPORTING: "reported_on",
}  # fmt: skip

AGREES, SURPLUS, SHORT, SPOILT = "相符", "盘盈", "盘亏", "毁损"
RESULTS = (AGREES, SURPLUS, SHORT, SPOILT)
DIFFERENT = (SURPLUS, SHORT, SPOILT)
ONE = 1000  # a thing without a quantity is one thing, in thousandths
CAUSES = ("登记漏了", "登记错了", "丢失被盗", "自然灾害", "正常报废", "保管不善", "其他")
PAID_BY, WRITTEN_OFF, INTO_INCOME, CORRECTED, REPAIRED = (
    "责任人赔偿", "列其他支出", "列其他收入", "更正登记", "修好继续用",
)  # fmt: skip
HANDLINGS = (PAID_BY, WRITTEN_OFF, INTO_INCOME, CORRECTED, REPAIRED)


class Inventory(
    Record,
    table="inventory",
    label="年度清查",
    owner=Owner.COMMUNITY,
    key=("year",),
    named_by=("year", "state"),
    adds_up=False,
    whole=True,
):
    year: int = fact("年度", COUNT, board=FULL, example="2026")
    as_of: date | None = fact("清查时点", DAY, board=FULL, default=None, ahead=True)
    light: bool = fact("简易年份", FLAG, board=FULL, default=False)
    state: str = fact("现在该办", CHOICE, board=FULL, choices=STATES, default=COUNTING)
    leader: str | None = fact("清查组长", NAME, board=FULL, default=None, suggests="person")
    members: str | None = fact("清查组成员", LONG, board=FULL, default=None)
    report_by: date | None = fact(
        "最迟报送", DAY, board=FULL, default=None, ahead=True, why="report_why"
    )
    report_why: str | None = fact("为什么这天前报", REASON, default=None)
    numbered_on: date | None = fact("编号日期", DAY, default=None)
    counted_on: date | None = fact("盘点日期", DAY, board=FULL, default=None)
    entered_on: date | None = fact("登记日期", DAY, board=FULL, default=None)
    verified_on: date | None = fact("核实日期", DAY, board=FULL, default=None)
    verified_by: str | None = fact("谁核实的", NAME, board=FULL, default=None, suggests="person")
    notice_id: str | None = fact("公示的公告", link="notice", tie=Tie.LOOSE, default=None)
    posted_on: date | None = fact("公示办好日期", DAY, board=FULL, default=None)
    public_until: date | None = fact(
        "公示到", DAY, board=FULL, default=None, ahead=True, why="public_why"
    )
    public_why: str | None = fact("为什么公示到这天", REASON, default=None)
    matter_id: str | None = fact("确认的决议", link="matter", default=None)
    confirmed_on: date | None = fact("确认日期", DAY, board=FULL, default=None)
    ledgers_on: date | None = fact("台账调好日期", DAY, board=FULL, default=None)
    filed_with: str | None = fact("报给哪里备案", board=FULL, default=None)
    filed_on: date | None = fact("备案日期", DAY, board=FULL, default=None)
    receipt: tuple[str, ...] | None = fact("备案盖章件", FILES, default=None)
    summed_on: date | None = fact("汇总日期", DAY, board=FULL, default=None)
    reported_to: str | None = fact("报送到哪里", board=FULL, default=None)
    reported_on: date | None = fact("报送日期", DAY, board=FULL, default=None)
    photos: tuple[str, ...] | None = fact("现场照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class InventoryLine(
    Record,
    table="inventory_line",
    label="清查明细",
    owner=Owner.COMMUNITY,
    key=("inventory_id", "number"),
    named_by=("number", "name"),
    adds_up=False,
):
    inventory_id: str = fact("哪次清查", link="inventory", tie=Tie.PART)
    number: int = fact("行号", COUNT, board=FULL, given=True)
    asset_id: str | None = fact("资产", link="asset", default=None)
    asset_no: str | None = fact("编号", board=FULL, default=None)
    name: str = fact("名称", board=FULL)
    place: str | None = fact("位置", board=FULL, default=None)
    nature: str | None = fact("类别", board=FULL, default=None)
    kind: str | None = fact("分类", CHOICE, board=FULL, choices=KINDS, default=None)
    account: str | None = fact("科目", board=FULL, default=None)
    measure: str | None = fact("单位", board=FULL, default=None)
    book_qty: int | None = fact("账面数", QUANTITY, board=FULL, default=None)
    book_fen: int | None = fact("账面价值", FEN, board=FULL, default=None)
    worn_fen: int | None = fact("已提折旧", FEN, board=FULL, default=None)
    mark: str | None = fact("勾的", CHOICE, choices=("在", "损", "缺", "闲", "新"), default=None)
    seen_qty: int | None = fact("当天点到", QUANTITY, board=FULL, default=None)
    in_qty: int | None = fact("时点后增加", QUANTITY, board=FULL, default=None)
    out_qty: int | None = fact("时点后减少", QUANTITY, board=FULL, default=None)
    counted_qty: int | None = fact("核实数", QUANTITY, board=FULL, default=None)
    counted_fen: int | None = fact("核实价值", FEN, board=FULL, default=None)
    spoilt_qty: int | None = fact("坏了几个", QUANTITY, board=FULL, default=None)
    result: str | None = fact("结果", CHOICE, board=FULL, choices=RESULTS, default=None)
    cause: str | None = fact("原因", CHOICE, board=FULL, choices=CAUSES, default=None)
    responsible: str | None = fact("责任人", NAME, board=MASK, default=None, suggests="person")
    handling: str | None = fact("怎么处理", CHOICE, board=FULL, choices=HANDLINGS, default=None)
    paid_fen: int | None = fact("责任人赔多少", FEN, board=FULL, default=None)
    found_on: date | None = fact("查出日期", DAY, board=FULL, default=None)
    open_fen: int | None = fact("待处理金额", FEN, board=FULL, default=None)
    found_voucher: str | None = fact("查出时的凭证", default=None)
    matter_id: str | None = fact("处理的决议", link="matter", default=None)
    handled_on: date | None = fact("处理日期", DAY, board=FULL, default=None)
    handled_voucher: str | None = fact("处理时的凭证", default=None)
    remark: str | None = fact("备注", board=FULL, default=None)


RECORDS = (Inventory, InventoryLine)
