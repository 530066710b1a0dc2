"""Assets and resources (资产资源): the register, what happens to a thing, what wears off it.

Names of kinds stand here; lives, residual values and limits of money stand in the packs.
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
)
from qinglian_desktop.core.record import Board, Owner, Record, fact
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE

FULL, MASK = Board.FULL, Board.MASK

EARNING, SERVING, NATURAL = "经营性", "非经营性", "资源性"
NATURES = (EARNING, SERVING, NATURAL)

# What a card is about; each kind of card needs other fields (pack assets).
FIXED_KINDS = (
    "房屋及建筑物", "机器设备", "运输设备", "工具器具", "办公设备", "文教卫生设施", "基础设施",
    "其他固定资产",
)  # fmt: skip
LAND_KINDS = (
    "耕地", "园地", "林地", "天然牧草地", "人工牧草地", "其他农用地", "工矿仓储用地",
    "商服用地", "农村宅基地", "公共管理与公共服务用地", "交通运输和水利设施用地", "其他建设用地",
    "未利用地",
)  # fmt: skip
OTHER_KINDS = (
    "消耗性生物资产", "生产性生物资产", "公益性生物资产", "无形资产", "长期投资", "库存物资",
    "在建工程",
)  # fmt: skip
KINDS = (*FIXED_KINDS, *LAND_KINDS, *OTHER_KINDS)

OWN_USE, LET, LENT, IDLE, OCCUPIED = "自用", "出租", "出借", "闲置", "被占用"
HOUSEHOLDS, COMMON, CONTRACTED = "家庭承包", "集体经营", "发包"
TO_GO, GONE = "待处置", "已处置"
STATUSES = (
    OWN_USE, LET, LENT, IDLE, OCCUPIED, HOUSEHOLDS, COMMON, CONTRACTED, TO_GO, GONE,
)  # fmt: skip
OUT = (LET, LENT, OCCUPIED, HOUSEHOLDS, CONTRACTED)  # somebody else has it
SOURCES = ("自建", "购入", "拨款", "捐赠", "划拨", "投入", "盘盈", "其他")
RIGHTS = ("集体所有", "国家所有", "使用权", "共有", "还没确认")

STRAIGHT, DECLINING, YEARS_DIGITS, NO_WEAR = (
    "年限平均法", "双倍余额递减法", "年数总和法", "不提折旧",
)  # fmt: skip
METHODS = (STRAIGHT, DECLINING, YEARS_DIGITS, NO_WEAR)

# What happens to a thing.
OBTAINED, HANDED_OVER, LET_OUT, LENT_OUT, TAKEN_BACK = "取得", "领用移交", "出租", "出借", "收回"
REPAIRED, RAISED, LOWERED = "维修", "增值", "减值"
SOLD, SCRAPPED, DAMAGED, GIVEN_AWAY = "出售", "报废", "毁损", "调出"
STATUS_ONLY = "改状态"
DISPOSALS = (SOLD, SCRAPPED, DAMAGED, GIVEN_AWAY)
HAPPENINGS = (
    OBTAINED, HANDED_OVER, LET_OUT, LENT_OUT, TAKEN_BACK, REPAIRED, RAISED, LOWERED, *DISPOSALS,
    STATUS_ONLY,
)  # fmt: skip


class Asset(
    Record,
    table="asset",
    label="资产资源",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "name"),
    happened="acquired_on",
    rather="不要了请在资产卡上办处置",
):
    number: str = fact("编号", board=FULL, given=True, example="GD-0001")
    name: str = fact("名称", board=FULL, example="二社综合楼门面")
    nature: str = fact("类别", CHOICE, board=FULL, choices=NATURES, given=True)
    kind: str = fact("分类", CHOICE, board=FULL, choices=KINDS)
    book: str = fact("账本", CHOICE, board=FULL, choices=BOOKS, default=COLLECTIVE)
    account: str | None = fact("科目", board=FULL, default=None, example="15101")
    spec: str | None = fact("规格型号", board=FULL, default=None)
    quantity: int | None = fact("数量", QUANTITY, board=FULL, default=None)
    unit: str | None = fact("计量单位", board=FULL, default=None, example="间")
    area: int | None = fact("面积", QUANTITY, board=FULL, default=None)
    area_unit: str | None = fact(
        "面积单位", CHOICE, board=FULL, choices=("亩", "平方米"), default=None
    )
    value_fen: int | None = fact("原值", FEN, board=FULL, default=None, alike=("kind",))
    residual_fen: int | None = fact("预计净残值", FEN, board=FULL, default=None)
    life_months: int | None = fact("使用月数", COUNT, board=FULL, default=None)
    method: str | None = fact("折旧方法", CHOICE, board=FULL, choices=METHODS, default=None)
    worn_fen: int | None = fact("建卡时已提折旧", FEN, board=FULL, default=None)
    worn_until: date | None = fact("已提到哪天", DAY, board=FULL, default=None)
    acquired_on: date | None = fact("取得日期", DAY, board=FULL, default=None)
    source: str | None = fact("来源", CHOICE, board=FULL, choices=SOURCES, default=None)
    funding: str | None = fact("资金来源", board=FULL, default=None, example="财政专项资金")
    location: str | None = fact("坐落位置", board=FULL, default=None)
    boundary: str | None = fact("四至", LONG, board=FULL, default=None, example="东至……南至……")
    coordinates: str | None = fact("图号或坐标", board=FULL, default=None)
    holder: str | None = fact("所有权人", board=FULL, default=None, example="二社")
    right_kind: str | None = fact("权属性质", CHOICE, board=FULL, choices=RIGHTS, default=None)
    cert_no: str | None = fact("权证号", board=FULL, default=None)
    disputed: bool = fact("权属待界定", FLAG, board=FULL, default=False)
    status: str = fact("状态", CHOICE, board=FULL, choices=STATUSES, default=OWN_USE)
    status_since: date | None = fact("从哪天起", DAY, board=FULL, default=None)
    keeper: str | None = fact("保管人", NAME, board=FULL, default=None, suggests="person")
    user_name: str | None = fact(
        "使用人或承租人", NAME, board=MASK, default=None, suggests="person"
    )
    contract_no: str | None = fact("合同号", board=FULL, default=None)
    used_until: date | None = fact("用到哪天", DAY, board=FULL, default=None, ahead=True)
    income_fen: int | None = fact("年收益", FEN, board=FULL, default=None)
    share: str | None = fact("持股比例或份额", board=FULL, default=None)
    looked_after_on: date | None = fact("最近查看", DAY, default=None)
    retired_on: date | None = fact("处置日期", DAY, board=FULL, default=None)
    photos: tuple[str, ...] | None = fact("照片", FILES, default=None)
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class AssetEvent(
    Record,
    table="asset_event",
    label="资产变动",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "kind"),
    happened="day",
    adds_up=False,  # a sale and a repair are never added up
):
    """One thing that happened to an asset, and how the asset stood before."""

    number: str = fact("变动号", given=True, example="BD-2026-0001")
    asset_id: str = fact("资产", link="asset")
    day: date = fact("日期", DAY, board=FULL)
    kind: str = fact("变动", CHOICE, board=FULL, choices=HAPPENINGS)
    amount_fen: int | None = fact("金额", FEN, board=FULL, default=None)
    change_fen: int | None = fact("原值增减", FEN, board=FULL, default=None)
    proceeds_fen: int | None = fact("处置收入", FEN, board=FULL, default=None)
    appraised_fen: int | None = fact("评估价", FEN, board=FULL, default=None)
    appraiser: str | None = fact("评估单位", board=FULL, default=None)
    other: str | None = fact("对方", NAME, board=MASK, default=None, suggests="person")
    until: date | None = fact("到哪天", DAY, board=FULL, default=None, ahead=True)
    matter_id: str | None = fact("依据的决议", link="matter", default=None)
    handler: str | None = fact("经手人", NAME, board=FULL, default=None, suggests="person")
    reason: str | None = fact("原因", LONG, board=FULL, default=None)
    status_after: str | None = fact("之后的状态", CHOICE, choices=STATUSES, default=None)
    status_before: str | None = fact("之前的状态", CHOICE, choices=STATUSES, default=None)
    since_before: date | None = fact("之前从哪天起", DAY, default=None)
    user_before: str | None = fact("之前的使用人", NAME, default=None)
    until_before: date | None = fact("之前用到哪天", DAY, default=None)
    keeper_before: str | None = fact("之前的保管人", NAME, default=None)
    voucher_id: str | None = fact("记账凭证", link="voucher", default=None)
    reversed_on: date | None = fact("冲销日期", DAY, default=None)
    reversed_why: str | None = fact("为什么冲销", LONG, default=None)
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class WearRun(
    Record,
    table="wear_run",
    label="计提折旧",
    owner=Owner.COMMUNITY,
    key=("book", "month"),
    named_by=("book", "month"),
    happened="day",
):
    """The depreciation of one book and month; one voucher."""

    book: str = fact("账本", CHOICE, board=FULL, choices=BOOKS)
    month: str = fact("月份", board=FULL, example="2026-11")
    day: date = fact("记账日期", DAY, board=FULL)
    count: int = fact("几项", COUNT, board=FULL)
    total_fen: int = fact("折旧额", FEN, board=FULL)
    voucher_id: str | None = fact("记账凭证", link="voucher", default=None)
    reversed_on: date | None = fact("冲销日期", DAY, default=None)
    reversed_why: str | None = fact("为什么冲销", LONG, default=None)


class WearLine(
    Record,
    table="wear_line",
    label="折旧明细",
    owner=Owner.COMMUNITY,
    key=("run_id", "event_id", "asset_id"),
    named_by=("month", "asset_id"),
):
    """What wore off one asset up to the end of one month; of a run, or with its disposal."""

    run_id: str | None = fact("哪次计提", link="wear_run", default=None)
    event_id: str | None = fact("哪次处置", link="asset_event", default=None)
    asset_id: str = fact("资产", link="asset")
    month: str = fact("月份", board=FULL)
    amount_fen: int = fact("折旧额", FEN, board=FULL)
    expense: str = fact("借方科目", board=FULL, example="51306")
    contra: str = fact("贷方科目", board=FULL, example="152")


RECORDS = (Asset, AssetEvent, WearRun, WearLine)
