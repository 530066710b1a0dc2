"""What a unit owns: houses, machines, plots and stock, entered, posted, worn off, let and idle."""

from datetime import date, timedelta
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.property import actions, reads
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.shell.demo import people
from qinglian_desktop.shell.demo.unit import Unit

_COUNTED = date(2025, 12, 31)  # up to here the old books charged depreciation
_FORMED = "301"  # where what was there before stands


class Thing(NamedTuple):
    name: str
    kind: str
    yuan: int  # per piece of what is there; 0 for land
    got: str
    place: str
    status: str = "自用"
    amount: str = ""  # 1 栋, 42.5 亩


THINGS = (
    Thing("综合楼一层门面", "房屋及建筑物", 480_000, "2016-05-20", "综合楼一楼", "出租", "3 间"),
    Thing("综合楼二层", "房屋及建筑物", 320_000, "2016-05-20", "综合楼二楼", "自用", "1 层"),
    Thing("农贸市场摊棚", "房屋及建筑物", 156_000, "2018-09-12", "市场路", "出租", "24 个"),
    Thing("老粮站仓库", "房屋及建筑物", 98_000, "2014-03-30", "老街尾", "闲置", "1 栋"),
    Thing("冷藏库", "房屋及建筑物", 260_000, "2021-11-08", "产业园", "出租", "1 座"),
    Thing("旋耕机", "机器设备", 28_600, "2022-03-15", "农机棚", "自用", "2 台"),
    Thing("粮食烘干机", "机器设备", 86_000, "2020-08-26", "产业园", "出租", "1 台"),
    Thing("碾米机", "机器设备", 12_800, "2019-06-18", "产业园", "出借", "1 台"),
    Thing("抽水机", "机器设备", 6_400, "2023-05-09", "二组提灌站", "自用", "4 台"),
    Thing("农用三轮车", "运输设备", 18_600, "2023-04-11", "办公楼院内", "自用", "1 辆"),
    Thing("割草机", "工具器具", 4_800, "2024-04-02", "农机棚", "自用", "3 台"),
    Thing("人行步道", "基础设施", 210_000, "2019-12-20", "一组至三组", "自用", "1.8 公里"),
    Thing("蓄水池", "基础设施", 124_000, "2017-10-16", "三组坡上", "自用", "3 口"),
    Thing("太阳能路灯", "基础设施", 72_000, "2022-12-05", "主干道", "自用", "40 盏"),
    Thing("文化站音响", "文教卫生设施", 9_200, "2021-05-14", "文化站", "自用", "1 套"),
    Thing("健身器材", "文教卫生设施", 26_000, "2020-10-22", "文化广场", "自用", "12 件"),
    Thing("村史馆展柜", "文教卫生设施", 15_600, "2023-07-19", "文化站", "自用", "8 组"),
    Thing("办公电脑", "办公设备", 21_500, "2023-03-08", "便民大厅", "自用", "5 台"),
    Thing("打印复印机", "办公设备", 8_900, "2024-09-10", "便民大厅", "自用", "1 台"),
    Thing("会议桌椅", "办公设备", 13_200, "2019-04-17", "会议室", "自用", "1 套"),
    Thing("大湾机动地", "耕地", 0, "", "二组", "发包", "42.5 亩"),
    Thing("河边沙土地", "耕地", 0, "", "四组", "发包", "18.2 亩"),
    Thing("青杠林", "林地", 0, "", "三组", "集体经营", "136.75 亩"),
    Thing("柑橘园", "园地", 0, "", "一组", "发包", "56 亩"),
    Thing("老砖厂", "工矿仓储用地", 0, "", "四组", "闲置", "8.2 亩"),
    Thing("石骨子坡", "未利用地", 0, "", "三组", "集体经营", "31.4 亩"),
    Thing("入股柑橘专业合作社", "长期投资", 200_000, "2021-06-30", "", "自用", ""),
    Thing("品牌商标", "无形资产", 36_000, "2022-08-15", "", "自用", ""),
    Thing("复合肥", "库存物资", 5_200, "2025-11-20", "库房", "自用", "40 袋"),
    Thing("防汛物资", "库存物资", 3_850, "2025-06-12", "库房", "自用", "1 批"),
)
_OFFICE = ("办公设备", "文教卫生设施", "基础设施", "库存物资")  # what a committee itself has
_INCOMES = {"综合楼一层门面": 57_600, "农贸市场摊棚": 36_000, "冷藏库": 4_000,
            "粮食烘干机": 9_600, "大湾机动地": 8_500, "柑橘园": 22_400}  # fmt: skip


def register(unit: Unit) -> None:
    """The cards, their amounts in the books, the months of the year, and what happened."""
    office = unit.accounts[-1]  # of a community the committee has its own things
    for thing in THINGS:
        account = office if thing.kind in _OFFICE else COLLECTIVE
        actions.save_asset(unit.book, None, _draft(unit, account, thing))
    for account in dict.fromkeys((office, COLLECTIVE)):
        _post(unit, account)
    month = Period.holding(clock.today(), "M").previous
    actions.charge_month(unit.book, COLLECTIVE, str(month))
    _happen(unit)


def _draft(unit: Unit, account: str, thing: Thing) -> Row:
    number, _, measure = thing.amount.partition(" ")
    quantity = int(float(number) * 1000) if number else None
    is_land = measure == "亩"
    draft: Row = {
        "name": thing.name, "kind": thing.kind, "book": account, "status": thing.status,
        "value_fen": thing.yuan * 100 or None, "acquired_on": thing.got or None,
        "location": thing.place, "keeper": unit.book.operator.name,
        "quantity": None if is_land else quantity, "unit": None if is_land else measure,
        "source": "购入" if thing.got else None, "holder": unit.name,
        "income_fen": _INCOMES.get(thing.name, 0) * 100 or None,
    }  # fmt: skip
    if is_land:
        draft |= {"area": quantity, "area_unit": "亩", "right_kind": "集体所有",
                  "boundary": "东至机耕道，南至水沟，西至组界，北至公路"}  # fmt: skip
    if thing.status in ("出租", "发包", "出借"):
        draft["user_name"] = people.name(unit.chance)
    if thing.status in ("闲置", "出借"):
        draft["status_since"] = (clock.today() - timedelta(days=260)).isoformat()
    return draft


def _post(unit: Unit, account: str) -> None:
    """What was there before the program, value and depreciation, as the old books had it."""
    book, debit = unit.book, dict[str, int]()
    given = reads.rules_on(book, clock.today())
    with book.change("建卡时已提折旧") as change:
        for row in reads.register(book, account):
            code, value = row["account"], row["value_fen"] or 0
            if code and value:
                debit[code] = debit.get(code, 0) + value
            card = reads.card_of(row, given)
            if card is not None and (worn := _worn(row, card.months)):
                contra = given.kinds[row["kind"]].contra
                debit[contra] = debit.get(contra, 0) - worn
                told = {"worn_fen": worn, "worn_until": _COUNTED.isoformat()}
                change.put_row(Asset.table, row["id"], told)
    lines = [Line(code, max(fen, 0), max(-fen, 0)) for code, fen in debit.items()]
    lines.append(Line(_FORMED, credit_fen=sum(debit.values())))
    day = date(clock.today().year, 1, 1)
    funds.post_voucher(book, account, day, "清产核资资产入账", lines)


def _worn(row: Row, months: int) -> int:
    """Evenly up to the end of the year before, never more than what may wear off."""
    got = date.fromisoformat(row["acquired_on"])
    lived = min(max((_COUNTED.year - got.year) * 12 + _COUNTED.month - got.month, 0), months)
    base = (row["value_fen"] or 0) - (row["residual_fen"] or 0)
    return base * lived // months


def _happen(unit: Unit) -> None:
    """A repair, and something that nobody needs any more."""
    book, today = unit.book, clock.today()
    found = {row["name"]: row["id"] for row in book.rows(Query(Asset.table))}
    repaired = {"kind": "维修", "day": (today - timedelta(days=40)).isoformat(),
                "amount_fen": 86_000, "other": "綦江区某机电维修部", "reason": "更换控制板",
                "handler": book.operator.name}  # fmt: skip
    actions.record_event(book, found["文化站音响"], repaired)
    gone = {"kind": "报废", "day": (today - timedelta(days=6)).isoformat(), "proceeds_fen": 20_000,
            "reason": "损坏严重，没有维修价值", "handler": book.operator.name}  # fmt: skip
    actions.record_event(book, found["割草机"], gone)
