"""Small projects (小型工程) from set-up to hand-over, and what was changed on the way."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, LONG, NAME
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact

FULL = Board.FULL
SET_UP, CHOOSING, CONTRACT, BUILDING = "立项", "选承包方", "签合同", "施工"
ACCEPTANCE, SETTLEMENT, HAND_OVER, DONE = "验收", "结算", "公示移交", "已完成"
STAGES = (SET_UP, CHOOSING, CONTRACT, BUILDING, ACCEPTANCE, SETTLEMENT, HAND_OVER, DONE)
WAYS = ("公开招标", "进场交易", "邀请招标", "比选", "询价", "直接委托", "自建")
BOOKS = ("委员会", "集体经济组织")


class Project(
    Record,
    table="project",
    label="小型工程",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "name"),
    restarts="set_up_on",
    happened="set_up_on",
    adds_up=False,
):
    number: str = fact("编号", board=FULL, example="工2026-01", given=True)
    name: str = fact("项目名称", board=FULL, example="二组便道硬化")
    place: str | None = fact("地点", board=FULL, default=None, example="二组")
    content: str | None = fact("建什么", LONG, board=FULL, default=None)
    book: str = fact("哪本账出钱", CHOICE, board=FULL, choices=BOOKS, default=BOOKS[1])
    money_source: str | None = fact("资金来源", board=FULL, default=None)
    matter_id: str | None = fact("立项决议", link="matter", default=None)
    set_up_on: date | None = fact("立项日期", DAY, board=FULL, default=None)
    budget_fen: int | None = fact("预算", FEN, board=FULL, default=None)
    selection: str | None = fact("怎么选的", CHOICE, board=FULL, choices=WAYS, default=None)
    bidders: int | None = fact("几家参加", COUNT, board=FULL, default=None)
    chosen_on: date | None = fact("选定日期", DAY, board=FULL, default=None)
    contractor: str | None = fact("承包方", NAME, board=FULL, default=None)
    contract_id: str | None = fact("哪份合同", link="contract", default=None)
    contract_no: str | None = fact("合同编号", board=FULL, default=None)
    contract_fen: int | None = fact("合同价", FEN, board=FULL, default=None)
    started_on: date | None = fact("开工日期", DAY, board=FULL, default=None)
    until_on: date | None = fact("约定完工", DAY, board=FULL, default=None, ahead=True)
    approver: str | None = fact("审批人", NAME, board=FULL, default=None, suggests="person")
    accepted_on: date | None = fact("验收日期", DAY, board=FULL, default=None)
    acceptors: str | None = fact(
        "验收人", board=FULL, default=None, example="吴监督、李代表", veiled=True
    )
    acceptance: str | None = fact("验收结论", LONG, board=FULL, default=None)
    settled_on: date | None = fact("结算日期", DAY, board=FULL, default=None)
    settled_fen: int | None = fact("结算价", FEN, board=FULL, default=None)
    handed_over: str | None = fact("移交给谁、怎么管", LONG, board=FULL, default=None)
    asset_id: str | None = fact("资产卡", link="asset", default=None)
    notice_id: str | None = fact("公开的公告", link="notice", tie=Tie.LOOSE, default=None)
    stage: str = fact("阶段", CHOICE, board=FULL, choices=STAGES, default=SET_UP)
    skipped: str | None = fact("缺什么照样往下", LONG, default=None)
    explanation: str | None = fact("对提示的说明", LONG, default=None, veiled=True)
    photos: tuple[str, ...] | None = fact("照片", FILES, default=None)
    files: tuple[str, ...] | None = fact("资料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class ProjectChange(
    Record,
    table="project_change",
    label="工程变更",
    owner=Owner.COMMUNITY,
    key=("project_id", "day"),
    named_by=("day", "reason"),
    happened="day",
):
    project_id: str = fact("工程", link="project")
    day: date = fact("变更日期", DAY, board=FULL)
    amount_fen: int = fact("增减金额", FEN, board=FULL, example="2380.50")
    reason: str = fact("为什么变更", LONG, board=FULL)
    matter_id: str | None = fact("重新审议的决议", link="matter", default=None)
    files: tuple[str, ...] | None = fact("签证", FILES, default=None)
