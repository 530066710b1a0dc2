"""Invented meetings for the papers: a community's representatives and a village's meeting."""

from datetime import date

from qinglian_desktop.modules.decisions.papers import (
    Bar,
    Filed,
    House,
    HouseholdsAsked,
    Item,
    Meeting,
    Member,
    Tally,
    Words,
)

NAMES = (
    "周桂兰", "吴德清", "郑素芳", "王建国", "李明华", "张秀英", "陈国强", "刘小红", "杨成林",
    "黄淑贞", "赵永福", "何晓梅", "罗仕成", "高远航", "梁玉珍", "宋立平", "唐万里", "许文静",
    "邓家良", "冯春燕", "曹永贵", "彭世英", "曾祥云", "肖定国", "田桂花", "董以群", "袁志刚",
    "潘兴旺", "于文斌", "蒋淑芬", "蔡少卿", "余庆生", "欧阳春晓",
)  # fmt: skip
ITEM = Item(
    "桂花路128号临街门面续租方案", "2026-003", "租期三年，首年租金32,000元，以后每年上浮百分之三。"
)


def representatives() -> Meeting:
    """33 representatives of a community, before the meeting."""
    bar = Bar(
        33, 22, tuple((present, present // 2 + 1) for present in range(22, 34)),
        "应到的三分之二以上到会；赞成数过到会人数的半数",
        "《城市居民委员会组织法》第28条、第29条",
    )  # fmt: skip
    return Meeting(
        "通惠街道桂花社区居民委员会", "居民代表会议", "桂花社区居民委员会", date(2026, 12, 1),
        "14:30", "社区二楼会议室", (ITEM,),
        tuple(Member(name, f"{n % 6 + 1}组") for n, name in enumerate(NAMES)), bar,
        chair="周桂兰", recorder="林晓", told_on=date(2026, 11, 27),
        sits_in=(Member("冉启明", "居务监督委员会主任"), Member("代永红", "居务监督委员会委员")),
        bring="续租方案、租金测算表", contact="林晓，023-48660000",
    )  # fmt: skip


def held() -> Meeting:
    """The same afterwards: three did not come, one keeps out, 26 of 29 agreed, entered late."""
    kept = {3: "请假", 5: "回避", 7: "缺席", 9: "缺席"}
    members = tuple(
        member._replace(attendance=kept.get(n, "到会"), avoids="与承租人是夫妻" if n == 5 else "")
        for n, member in enumerate(representatives().members)
    )
    return representatives()._replace(
        members=members, tally=Tally(26, 2, 1), base=29, passed=True,
        late_on=date(2026, 12, 11),
        opinions="王建国：租金按季度收，逾期要有违约金。\n刘小红：门面消防要先验收。",
        decision="同意续租方案，由居民委员会与承租人签订合同。",
    )  # fmt: skip


def villagers() -> Meeting:
    """A villagers' meeting of 412 counted adults, nine left out by law."""
    bar = Bar(
        412, 207, tuple((present, present // 2 + 1) for present in range(207, 413)),
        "应到的过半数到会；赞成数过到会人数的半数", "《村民委员会组织法》第25条、第26条",
    )  # fmt: skip
    members = tuple(
        Member(
            f"{NAMES[n % 32]}{n:03d}", f"{n % 9 + 1}组", attendance="到会" if n < 300 else "缺席"
        )
        for n in range(412)
    )
    return Meeting(
        "通惠街道石桥村村民委员会", "村民会议", "石桥村村民委员会", date(2026, 12, 6), "9:00",
        "村委会坝子", (Item("2027年村规民约修订", "2026-011"), Item("三组水渠维修")), members, bar,
        words=Words("村", "村民", "村务监督委员会"), vote_way="举手",
        excluded=(("联系不上", 6), ("联系后不能回来", 3)),
        excluded_basis="《重庆市实施〈村民委员会组织法〉办法》第7条",
    )  # fmt: skip


def filed(gate: str = "决议") -> Filed:
    return Filed(
        "通惠街道桂花社区居民委员会", gate, ITEM.title, "2026-003", "干部提出", date(2026, 12, 1),
        "14:30", 33, 30, "同意续租方案，由居民委员会与承租人签订合同。",
    )  # fmt: skip


def asked() -> HouseholdsAsked:
    """120 households, 14 of them not entered yet."""
    views = ("同意", "同意", "不同意", "其他")
    houses = tuple(
        House(
            f"{n // 20 + 1}-{n % 20 + 1:03d}", NAMES[n % 33], f"{n // 20 + 1}组",
            views[n % 4] if n < 106 else "",
        )
        for n in range(120)
    )  # fmt: skip
    return HouseholdsAsked(
        "通惠街道桂花社区居民委员会", "三号院加装电梯",
        "加装电梯四部，资金由住户分摊和补助两部分组成。", houses, "2026-004",
    )  # fmt: skip
