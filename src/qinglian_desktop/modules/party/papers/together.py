"""大党委, members who report, grids: plain rows in, documents out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core.days import paper_day, short_day_of
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Facts,
    Form,
    Heading,
    Note,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.modules.party.records import (
    FULL_TIME,
    INSTRUCTOR,
    LEADER,
    LISTS,
    OTHERS,
    PART_TIME,
)

_Row = Mapping[str, Any]
LINE: Final = "＿＿＿＿＿＿"
_HAND_MM: Final = 10
_EMPTY_SERVICES: Final = 12  # lines of a card on which nothing is noted yet


# -- 大党委 -------------------------------------------------------------------------------------


def three_lists(
    unit: str, year: int, items: Sequence[_Row], units: Mapping[str, str], today: date
) -> Document:
    """三张清单 on one paper: 需求, 资源, 项目, each in the order of its numbers."""
    columns = (
        Column("编号", 9, "center"), Column("事项", 26), Column("提出或提供", 14),
        Column("责任单位", 14), Column("期限", 10, "center"), Column("进展", 9, "center"),
        Column("居民反馈", 14),
    )  # fmt: skip
    blocks: list[Block] = []
    for number, name in zip("一二三", LISTS, strict=True):
        rows = [row for row in items if row["list"] == name]
        blocks.append(Heading(f"{number}、{name}清单（{len(rows)} 项）"))
        if rows:
            blocks.append(Table(columns, tuple(_line(row, units, today) for row in rows)))
        else:
            blocks.append(Paragraph("没有登记。"))
    blocks.append(SignLine(("填表人", "党组织负责人", "日期")))
    title = f"{year}年大党委三张清单"
    return sealed(Document(title, "table", tuple(blocks), unit=unit, sheet="landscape"))


def _line(row: _Row, units: Mapping[str, str], today: date) -> tuple[str, ...]:
    late = row["due_on"] and not row["done_on"] and row["due_on"] < today.isoformat()
    state = "逾期" if late and row["status"] != "不办了" else row["status"]
    told = " ".join(part for part in (short_day_of(row["feedback_on"]), row["feedback"]) if part)
    detail = f"：{row['detail']}" if row["detail"] else ""
    owner = units.get(row["owner_unit"] or "", row["unit_name"] or "")
    return (
        row["number"] or "", f"{row['title'] or ''}{detail}", row["raised_by"] or "",
        owner, short_day_of(row["due_on"]), state or "", told,
    )  # fmt: skip


# -- members who report -------------------------------------------------------------------------


class Member(NamedTuple):
    """One member of a unit, with what he did in the year."""

    row: _Row
    services: tuple[_Row, ...]

    @property
    def hours(self) -> int:
        return sum(service["hours"] or 0 for service in self.services)


def letter(unit: str, to: str, year: int, members: Sequence[Member], today: date) -> Document:
    """反馈函: to the Party organisation of one unit, about one or all of its members."""
    many = len(members)
    hours = show_quantity(sum(member.hours for member in members))
    times = sum(len(member.services) for member in members)
    named = members[0].row["person"] if many == 1 else f" {many} 名在职党员"
    blocks: list[Block] = [
        Paragraph(f"{to}党组织：", indent=False),
        Paragraph(f"感谢你单位对社区工作的支持。{year}年，你单位{named}到我处报到，"
                  f"参加服务 {times} 次，共 {hours} 小时。现将情况反馈如下："),
        Table(_IN_LETTER, tuple(_of(member) for member in members)),
    ]  # fmt: skip
    blocks += [
        Paragraph(f"{member.row['person']}的现实表现：{member.row['performance']}")
        for member in members if member.row["performance"]
    ]  # fmt: skip
    blocks += [
        Paragraph("请把本函作为年度评议、考核的参考，并将回执送回。"),
        Signature(unit, paper_day(today)),
        Paragraph("回执", align="center", bold=True, indent=False),
        Paragraph(f"{year}年在职党员报到服务情况的反馈函已收到。"),
        Paragraph("收到单位（盖章处）：　　　　　　　日期："),
    ]  # fmt: skip
    title = f"关于{year}年在职党员到社区\n报到服务情况的反馈函"
    return sealed(Document(title, "official", tuple(blocks), unit=unit))


_IN_LETTER: Final = (
    Column("姓名", 9, "center"), Column("认领岗位", 14), Column("次数", 6, "right"),
    Column("小时", 6, "right"), Column("主要做了什么", 30), Column("评价", 7, "center"),
)  # fmt: skip
_MOST_DEEDS: Final = 4


def _of(member: Member) -> tuple[str, ...]:
    deeds = list(dict.fromkeys(one["what"] for one in member.services if one["what"]))
    more = "等" if len(deeds) > _MOST_DEEDS else ""
    return (
        member.row["person"] or "", member.row["post"] or "还没认领", str(len(member.services)),
        show_quantity(member.hours), "、".join(deeds[:_MOST_DEEDS]) + more or "还没有记录",
        member.row["result"] or "",
    )  # fmt: skip


def year_table(unit: str, year: int, members: Sequence[Member]) -> Document:
    """在职党员报到服务汇总表: everybody of the year, unit after unit."""
    columns = (
        Column("序号", 6, "center"), Column("单位", 16), Column("报到日期", 11, "center"),
        *_IN_LETTER, Column("反馈日期", 11, "center"),
    )  # fmt: skip
    rows = []
    for place, member in enumerate(members, 1):
        reported, told = (
            short_day_of(member.row["reported_on"]),
            short_day_of(member.row["feedback_on"]),
        )
        rows.append((str(place), member.row["unit"] or "", reported, *_of(member), told))
    hours = show_quantity(sum(member.hours for member in members))
    posts = sum(bool(member.row["post"]) for member in members)
    blocks: tuple[Block, ...] = (
        Paragraph(f"报到 {len(members)} 人，认领岗位 {posts} 人，共服务 {hours} 小时。",
                  indent=False),
        Table(columns, tuple(rows)),
        SignLine(("填表人", "党组织负责人", "日期")),
    )  # fmt: skip
    title = f"{year}年在职党员报到服务汇总表"
    return sealed(Document(title, "table", blocks, unit=unit, sheet="landscape"))


def service_card(unit: str, member: Member) -> Document:
    """服务记录卡: who reported, and each service; empty lines are filled in by hand."""
    row = member.row
    where = row["estate"] or row["where_to"] or ""
    form = Form((5, 11, 5, 11), (
        _four("姓名", row["person"] or "", "工作单位", row["unit"] or ""),
        _four("报到日期", short_day_of(row["reported_on"]), "报到地点", where),
        _four("特长", row["skills"] or "", "认领岗位", row["post"] or ""),
    ))  # fmt: skip
    columns = (
        Column("日期", 11, "center"), Column("服务内容", 32), Column("时长（时）", 9, "right"),
        Column("地点", 14), Column("记录人签字", 12),
    )  # fmt: skip
    rows = [
        (short_day_of(one["served_on"]), one["what"] or "",
         show_quantity(one["hours"]) if one["hours"] else "", one["place"] or "", "")
        for one in member.services
    ]  # fmt: skip
    rows += [("", "", "", "", "")] * max(0, _EMPTY_SERVICES - len(rows))
    blocks = (form, Table(columns, tuple(rows), row_mm=_HAND_MM), SignLine(("社区", "日期")))
    title = f"{row['year'] or ''}年在职党员服务记录卡"
    return sealed(Document(title, "table", blocks, unit=unit, sheet="portrait"))


def _four(one: str, text: str, other: str, beside: str) -> Band:
    return Band((Box(one, label=True), Box(text), Box(other, label=True), Box(beside)))


# -- grids --------------------------------------------------------------------------------------


class GridLine(NamedTuple):
    """One grid with its people by what they are, and how it stands."""

    grid: _Row
    people: Mapping[str, Sequence[_Row]]
    lacking: tuple[str, ...]
    households: int
    visited: int


def grid_roster(unit: str, grids: Sequence[GridLine], day: date) -> Document:
    """网格力量名册: 1+3+N, a line a grid; what is missing is said under it."""
    columns = (
        Column("网格", 16), Column("户数", 7, "right"), Column(LEADER, 10, "center"),
        Column("专职网格员", 13), Column("兼职网格员", 13), Column("网格指导员", 13),
        Column("其他力量", 24),
    )  # fmt: skip
    rows = tuple(
        (f"{one.grid['number'] or ''} {one.grid['name'] or ''}".strip(), str(one.households),
         *("、".join(_who(p) for p in one.people.get(role, ())) or "空缺" if role != OTHERS else
           "、".join(_who(p) for p in one.people.get(role, ())) for role in
           (LEADER, FULL_TIME, PART_TIME, INSTRUCTOR, OTHERS)))
        for one in grids
    )  # fmt: skip
    short = [
        f"{one.grid['number'] or ''} {one.grid['name'] or ''} 缺{'、'.join(one.lacking)}".strip()
        for one in grids if one.lacking
    ]  # fmt: skip
    said = (
        f"{'；'.join(short)}。" if short else "每个网格都有网格长、专职或兼职网格员、网格指导员。"
    )
    blocks = (Table(columns, rows), Note(said), SignLine(("填表人", "审核人", "日期")))
    title = f"网格力量名册（{paper_day(day)}）"
    return sealed(Document(title, "table", blocks, unit=unit, sheet="landscape"))


def _who(person: _Row) -> str:
    duty = f"（{person['duty']}）" if person["duty"] else ""
    return f"{person['person'] or ''}{duty}"


def visit_sheet(unit: str, grid: _Row, period: str, houses: Sequence[tuple[str, str]]) -> Document:
    """走访记录表: the households not yet visited in the period, to be filled in at the door."""
    columns = (
        Column("户号", 9, "center"), Column("户主", 10, "center"), Column("走访日期", 11),
        Column("发现的情况", 36), Column("走访人签字", 12),
    )  # fmt: skip
    listed = [(number, head, "", "", "") for number, head in houses]
    rows = listed or [("", "", "", "", "")] * _EMPTY_SERVICES
    name = f"{grid['number'] or ''} {grid['name'] or ''}".strip()
    which = f"{period}，还有 {len(listed)} 户没走访" if listed else period
    blocks: tuple[Block, ...] = (
        Facts((("网格", name), ("哪一期", which))),
        Table(columns, tuple(rows), row_mm=12),
        Note("回来以后在“走访”里登记；要办的事在“事件”里登记。"),
    )
    return sealed(Document("网格走访记录表", "table", blocks, unit=unit, sheet="portrait"))
