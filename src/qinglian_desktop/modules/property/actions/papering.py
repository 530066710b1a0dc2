"""What is printed of the register: a card, the lists that ask for something, a month, the tie."""

from datetime import date

from qinglian_desktop.core import access, clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Align,
    Band,
    Block,
    Box,
    Cell,
    Column,
    Document,
    Form,
    Heading,
    Note,
    Paragraph,
    SignLine,
    Table,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.property import reads, tying
from qinglian_desktop.modules.property.actions.wearing import month_due
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.store.book import Book

_FACTS = (
    ("number", "name"), ("nature", "kind"), ("spec", "account"), ("quantity", "unit"),
    ("area", "area_unit"), ("value_fen", "residual_fen"), ("acquired_on", "life_months"),
    ("source", "funding"), ("holder", "right_kind"), ("cert_no", "disputed"),
    ("status", "status_since"), ("keeper", "user_name"), ("used_until", "income_fen"),
)  # fmt: skip
_WIDE = ("location", "boundary", "coordinates", "note")


def shown(row: Row, name: str) -> str:
    """One field as paper and screen say it."""
    return access.show(Asset.fields[name], row.get(name))


def card_paper(book: Book, asset_id: str) -> Document:
    """资产卡: every fact, what happened, what wore off, places to sign."""
    row, day = reads.asset(book, asset_id), clock.today()
    bands = [
        Band(tuple(box for name in pair for box in (_label(name), Box(shown(row, name), 2))), 9)
        for pair in _FACTS
    ]
    bands += [Band((_label(name), Box(shown(row, name), 5)), 9) for name in _WIDE if row[name]]
    standing = next((s for s in reads.standing(book, day) if s.row["id"] == asset_id), None)
    blocks: list[Block] = [Form((3, 4, 2, 3, 4, 2), tuple(bands))]
    if standing is not None and standing.value:
        worn, net = money.show(standing.worn), money.show(standing.net)
        blocks.append(Paragraph(f"到{paper_day(day)}：已提折旧 {worn} 元，净值 {net} 元。", False))
    blocks += [Heading("变动记录"), *_happened(book, asset_id)]
    blocks.append(SignLine(("保管人", "登记人", "日期")))
    return Document("资产资源卡片", "table", tuple(blocks), unit=book.unit.name,
                    number=row["number"] or "", made_on=day, sheet="portrait")  # fmt: skip


def _label(name: str) -> Box:
    return Box(Asset.fields[name].label, label=True)


def _happened(book: Book, asset_id: str) -> tuple[Block, ...]:
    events = reads.events_of(book, asset_id)
    if not events:
        return (Paragraph("没有变动。", False),)
    columns = (
        Column("日期", 10), Column("变动号", 12), Column("变动", 8),
        Column("金额（元）", 10, "right", money=True, summed=False), Column("对方", 10),
        Column("原因和说明", 16),
    )  # fmt: skip
    rows = tuple(
        (
            event["day"] or "", event["number"] or "", _kind(event),
            event["proceeds_fen"] or event["amount_fen"] or "", event["other"] or "",
            event["reason"] or "",
        )
        for event in events
    )  # fmt: skip
    return (Table(columns, rows),)


def _kind(event: Row) -> str:
    return f"{event['kind']}（已冲销）" if event["reversed_on"] else str(event["kind"])


# -- lists that ask for something ---------------------------------------------------------------


def idle_paper(book: Book) -> Document:
    """闲置、低效和被占用的资产, each with why it stands here."""
    day, given = clock.today(), reads.rules_on(book, clock.today())
    days, permille = given.value("idle.days"), given.value("low_yield.permille")
    idle, unpaid, low = reads.idle(book, day), reads.unpaid(book), reads.low_yield(book, day)
    if not (idle or unpaid or low):
        raise Refused("没有闲置低效的资产", "有了会自动列在这里", code="QL-SZ-251")
    blocks: list[Block] = [Heading(f"一、闲置超过 {days} 天")]
    blocks += _listed(
        (("闲置多久", 8, "right"),),
        [(row, (f"{_days(row, day)} 天",)) for row in idle],
    )
    blocks.append(Heading("二、出借或被占用，没有收益"))
    blocks += _listed(
        (("状态", 6, "left"), ("谁在用", 10, "left")),
        [(row, (row["status"], shown(row, "user_name"))) for row in unpaid],
    )
    blocks.append(Heading(f"三、收益低（年收益不到净值的 {permille / 10:g}%）"))
    blocks += _listed(
        (("净值（元）", 10, "right"), ("年收益（元）", 10, "right"), ("收益率", 7, "right")),
        [
            (one.row, (money.show(one.net), money.show(one.income), f"{one.permille / 10:g}%"))
            for one in low
        ],
    )
    ground = cited(given.pack.value("idle"))
    blocks += [Note(f"天数依据：{ground}。"), SignLine()]
    return Document(f"{book.unit.name}闲置低效资产清单", "table", tuple(blocks),
                    unit=book.unit.name, made_on=day, sheet="landscape")  # fmt: skip


def _days(row: Row, day: date) -> int:
    return (day - date.fromisoformat(row["status_since"])).days


def _listed(
    more: tuple[tuple[str, int, Align], ...], rows: list[tuple[Row, tuple[str, ...]]]
) -> tuple[Block, ...]:
    if not rows:
        return (Paragraph("没有。", False),)
    columns = (
        Column("编号", 9), Column("名称", 16), Column("类别", 7), Column("位置", 14),
        Column("数量或面积", 9, "right"), *(Column(word, wide, side) for word, wide, side in more),
        Column("打算怎么办", 14),
    )  # fmt: skip
    cells = tuple(
        (
            row["number"] or "", row["name"] or "", row["nature"] or "", row["location"] or "",
            amount_of(row), *told, "",
        )
        for row, told in rows
    )  # fmt: skip
    return (Table(columns, cells, row_mm=10),)


def amount_of(row: Row) -> str:
    """42.5 亩, 2 台: how much of it there is."""
    if row["area"]:
        return f"{show_quantity(row['area'])} {row['area_unit'] or ''}".strip()
    return (
        f"{show_quantity(row['quantity'])} {row['unit'] or ''}".strip() if row["quantity"] else ""
    )


# -- depreciation and the tie -------------------------------------------------------------------


def month_paper(book: Book, account: str, month: str) -> Document:
    """折旧计算表 of a month: as charged, or as it would be."""
    charged = next((run for run in reads.runs(book, account)
                    if run["month"] == month and not run["reversed_on"]), None)  # fmt: skip
    columns = (
        Column("编号", 9), Column("名称", 20), Column("借方科目", 8), Column("贷方科目", 8),
        Column("折旧额（元）", 11, "right", money=True),
    )  # fmt: skip
    cells: tuple[tuple[Cell, ...], ...]
    if charged is not None:
        lines = [line for line in reads.wear_lines(book) if line["run_id"] == charged["id"]]
        named = {row["id"]: row for row in book.page(Asset.table, [n["asset_id"] for n in lines])}
        cells = tuple(
            (
                named[line["asset_id"]]["number"] or "", named[line["asset_id"]]["name"] or "",
                line["expense"], line["contra"], line["amount_fen"],
            )
            for line in lines
        )  # fmt: skip
    else:
        cells = tuple(
            (one.row["number"] or "", one.row["name"] or "", one.expense, one.contra,
             one.owed.amount)
            for one in month_due(book, account, month).charges
        )  # fmt: skip
    if not cells:
        raise Refused("这个月没有折旧", "换一个月份看看", code="QL-SZ-645")
    label = Period.parse(month).label
    return Document(
        f"{label}折旧计算表", "table", (Table(columns, cells, totals=True), SignLine()),
        unit=book.unit.name, number=account, made_on=clock.today(), draft=charged is None,
        sheet="portrait",
    )  # fmt: skip


def tie_paper(book: Book, account: str, day: str) -> Document:
    """资产账和总账核对表 of a day, with the probable causes of what is off."""
    report = tying.tie(book, account, date.fromisoformat(day))
    columns = (
        Column("科目", 14),
        *(Column(word, 12, "right", money=True, summed=False)
          for word in ("台账合计（元）", "总账余额（元）", "差额（元）")),
    )  # fmt: skip
    rows = tuple((f"{n.account} {n.name}", n.register, n.books, n.gap) for n in report.lines)
    blocks: list[Block] = [Table(columns, rows)] if rows else [Paragraph("两边都没有数。", False)]
    said = "台账和总账一致。" if not report.gap else "可能的原因："
    blocks.append(Paragraph(said, False))
    blocks += [
        Paragraph(f"{cause.what}，{money.show(cause.amount)} 元。") for cause in report.causes
    ]
    return Document(
        "资产台账和总账核对表", "table", (*blocks, SignLine()), unit=book.unit.name,
        number=account, period=paper_day(report.day), made_on=clock.today(), sheet="portrait",
    )  # fmt: skip
