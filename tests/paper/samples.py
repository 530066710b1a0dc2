"""Invented papers of every kind, as an office would hang them up or file them."""

from dataclasses import replace
from datetime import date

from qinglian_desktop.core.document import (
    Blank,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)

UNIT = "清溪街道桂花社区居民委员会"
DAY = date(2026, 10, 8)

LEDGER_COLUMNS = (
    Column("序号", 4, "center"),
    Column("日期", 8, "center"),
    Column("凭证号", 7, "center"),
    Column("摘要", 24),
    Column("对方", 16),
    Column("收入金额", 12, money=True),
    Column("支出金额", 12, money=True),
    Column("备注", 10),
)
_WHAT = (
    "办公用品采购",
    "社区服务中心第三季度电费",
    "门面租金收入",
    "环境整治人工费",
    "老年食堂补贴",
)
_WHO = ("清溪文具店", "渝东供电公司", "张建国", "桂花保洁服务部", "王秀英")

COLUMNS = (
    Column("项目", 20),
    Column("金额（元）", 10, money=True),
    Column("说明", 16),
)


def ledger_rows(count: int) -> tuple[tuple[str | int, ...], ...]:
    made = []
    for i in range(count):
        fen = 12345 + i * 997
        income, spent = (fen, "") if i % 3 == 2 else ("", fen)
        made.append(
            (str(i + 1), f"2026-0{7 + i % 3}-{i % 28 + 1:02d}", f"记-{i + 1:03d}", _WHAT[i % 5],
             _WHO[i % 5], income, spent, "" if i % 7 else "补录")
        )  # fmt: skip
    return tuple(made)


def ledger(count: int = 60, **changes: object) -> Document:
    table = Table(LEDGER_COLUMNS, ledger_rows(count), totals=True)
    made = Document(
        "2026年第三季度收支明细表", "table", (table, SignLine()), unit=UNIT,
        number="桂居财〔2026〕3号", period="2026年7月至9月", made_on=DAY,
    )  # fmt: skip
    return sealed(replace(made, **changes))  # type: ignore[arg-type]


def official(draft: bool = False) -> Document:
    long = (
        "桂花社区于2026年9月28日召开居民代表会议，应到代表45人，实到41人，符合《中华人民共和国城市居民"
        "委员会组织法》规定的人数。会议由社区党委书记主持，居务监督委员会全程列席，对议题、程序和表决结果"
        "进行了监督。会议审议了桂花路128号门面续租方案，方案明确租期三年，首年租金¥32,000.00（叁万贰仟"
        "元整），以后每年上浮百分之三；租金按季度收取，全部进入集体经济组织账户，专款用于老年食堂和楼道照明。"
    )
    blocks: list[Block] = [
        Paragraph("全体居民：", indent=False),
        Paragraph("为保障居民的知情权、参与权和监督权，现将居民代表会议的决议公告如下。"),
        Heading("一、会议情况"),
        Paragraph(long),
        Heading("二、表决结果"),
        Heading("（一）门面续租方案", 2),
        Paragraph("同意38票，反对1票，弃权2票，同意票超过实到代表半数，方案通过。"),
        Heading("（二）老年食堂补贴办法", 2),
        Paragraph("同意41票，反对0票，弃权0票，方案通过。"),
        Heading("1.补贴对象", 3),
        Paragraph(long),
        Heading("三、公示与反映方式"),
        Facts((
            ("公示期限", "2026年10月8日至2026年10月22日（15天）"),
            ("监督电话", "居务监督委员会 023-12345678；街道纪工委 023-87654321"),
            ("反映方式", "来人、来电、来信均可，提倡署真实姓名，以便核实和回复。"),
        )),
        Paragraph(long),
        Signature(UNIT, "2026年10月8日"),
    ]  # fmt: skip
    made = Document(
        "关于桂花社区居民代表会议决议的公告", "official", tuple(blocks), unit=UNIT,
        number="桂居公〔2026〕12号", made_on=DAY, draft=draft,
    )  # fmt: skip
    return sealed(made)


def board(**changes: object) -> Document:
    summary = Table(
        COLUMNS,
        (
            ("上期结余", 12_680_432, "银行存款126,204.32元，现金600元"),
            ("本期收入", 9_600_000, "门面租金、服务群众经费"),
            ("本期支出", 5_023_850, "明细见下表"),
            ("本期结余", 17_256_582, "已与银行对账单核对"),
        ),
        strong=(0, 3),
        caption="一、总体情况",
    )
    detail = Table(
        (
            Column("日期", 8, "center"), Column("用途", 22), Column("收款方", 14),
            Column("金额（元）", 10, money=True),
        ),
        (
            ("7月5日", "社区服务中心电费", "渝东供电公司", 386_240),
            ("7月19日", "老年食堂米面油", "清溪粮油店", 1_250_000),
            ("8月2日", "楼道灯更换", "桂花水电维修部", 238_000),
            ("8月26日", "暑期青少年活动物资", "清溪文具店", 149_610),
            ("9月10日", "中秋慰问困难群众", "按名册发放", 3_000_000),
        ),
        totals=True,
        caption="二、支出明细",
    )  # fmt: skip
    made = Document(
        "桂花社区2026年第三季度财务收支公开", "board",
        (
            Paragraph("根据村（居）务公开规定，现将2026年第三季度财务收支情况公开如下，请居民监督。"),
            summary, detail,
            Facts((
                ("公示期限", "2026年10月8日至2026年10月22日"),
                ("监督电话", "居务监督委员会 023-12345678"),
                ("审核", "居务监督委员会已审核，同意公开"),
            )),
            Signature(UNIT, "2026年10月8日"),
        ),
        unit=UNIT, number="桂居公〔2026〕13号", period="2026年第三季度", made_on=DAY,
        qr="桂花社区2026年第三季度财务收支公开\n收入96,000.00元 支出50,238.50元 结余172,565.82元",
        copy="第1份",
    )  # fmt: skip
    return sealed(replace(made, **changes))  # type: ignore[arg-type]


def plain() -> Document:
    table = Table(
        (Column("钱从哪来、花到哪去", 20), Column("多少元", 10, money=True)),
        (("门面租金", 9_600_000), ("老年食堂", 1_250_000), ("中秋慰问", 3_000_000)),
    )
    return sealed(Document(
        "社区的钱怎么花的", "plain",
        (
            Paragraph("七月到九月，收了九万六，花了五万多，还剩十七万。", indent=False),
            table,
            Paragraph("看不懂的，到社区一楼问。", indent=False, bold=True),
        ),
        unit=UNIT, number="桂居公〔2026〕13号", made_on=DAY,
    ))  # fmt: skip


def broadcast() -> Document:
    words = (
        "各位居民，大家好。／", "现在播报桂花社区第三季度财务公开。／",
        "七月到九月，收入九万六千元。／", "支出五万零二百三十八元五角。／",
        "详细的账，贴在社区公开栏。／", "有意见，请打监督电话。／",
    )  # fmt: skip
    blocks = tuple(Paragraph(line, indent=False) for line in words)
    return sealed(Document(
        "桂花社区财务公开播音稿", "broadcast", (*blocks, Note("每句停两秒，播三遍。")),
        unit=UNIT, number="桂居公〔2026〕13号", made_on=DAY,
    ))  # fmt: skip


def two_page_notice(number: int) -> Document:
    """One of many: text, a money table of 24 rows over two board pages, sign line, 落款."""
    table = Table(
        (
            Column("序号", 5, "center"), Column("日期", 10, "center"), Column("用途", 22),
            Column("收款方", 14), Column("金额（元）", 12, money=True),
        ),
        tuple(
            (str(i + 1), f"7月{i + 1}日", _WHAT[i % 5], _WHO[i % 5], 10_000 + number * 7 + i * 311)
            for i in range(24)
        ),
        totals=True,
    )  # fmt: skip
    return sealed(Document(
        f"桂花社区第{number}号公开", "board",
        (
            Paragraph("现将本期支出情况公开如下，请居民监督。"), table,
            Facts((("公示期限", "2026年10月8日至2026年10月22日"),)),
            Signature(UNIT, "2026年10月8日"),
        ),
        unit=UNIT, number=f"桂居公〔2026〕{number}号", made_on=DAY,
        qr="桂花社区支出公开",
    ))  # fmt: skip


def everything() -> Document:
    return replace(
        official(),
        blocks=(
            *official().blocks, PageBreak(), Heading("附件"), Note("金额单位：元"),
            Table(COLUMNS, (("电费", 386_240, "七月"),), totals=True), Blank(2),
            SignLine(("填表人", "审核人", "监督委员会主任", "日期")),
            Signature(UNIT, "2026年10月8日", seal=False),
        ),
    )  # fmt: skip
