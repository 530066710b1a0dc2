"""The file of a cadre on paper, and the list of all of them: plain rows in, documents out."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core.days import short_day_of
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Heading,
    Note,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.modules.oversight.cadre_records import CLASSES, PLEDGE, PRAISE, VERDICT
from qinglian_desktop.modules.oversight.cadre_records import COURSE as TRAINED
from qinglian_desktop.modules.oversight.cadre_records import REPORT as REVIEWED

_Row = Mapping[str, Any]
_POSTS = (
    Column("机构", 34), Column("职务", 22), Column("任职起", 16, "center"),
    Column("任职止", 16, "center"),
)  # fmt: skip
_NOTES = (
    Column("日期", 14, "center"), Column("材料", 42), Column("结果", 24),
    Column("附件", 8, "right"),
)  # fmt: skip
_ALL = (
    Column("序号", 6, "center"), Column("姓名", 11, "center"), Column("职务", 26),
    Column("承诺", 8, "right"), Column("述廉", 8, "right"), Column("培训", 8, "right"),
    Column("报告", 8, "right"), Column("谈话", 8, "right"), Column("表彰", 8, "right"),
)  # fmt: skip
_STAYS = "组织结论、信访核查、联审情况由街道保管，这里只写有没有和街道存档号。"


def of_one(
    unit: str,
    person: str,
    posts: Sequence[_Row],
    notes: Sequence[_Row],
    reports: Sequence[_Row],
    talks: Sequence[_Row],
) -> Document:
    """廉洁档案 of one cadre: posts, the classes one after the other, reports and talks."""
    held: Block = Table(_POSTS, _posts(posts)) if posts else Note("人户名册里没有任职")
    blocks: list[Block] = [Heading("任职"), held]
    for kind in CLASSES:
        rows = [row for row in notes if row["kind"] == kind]
        if kind == VERDICT:
            blocks += [Heading(kind), *_verdicts(rows)]
        elif rows:
            blocks += [Heading(kind), Table(_NOTES, _notes(rows))]
        else:
            blocks += [Heading(kind), Note("没有登记")]
    blocks.append(Heading("婚丧喜庆报告和谈话提醒"))
    told = [f"{short_day_of(row['event_on'])}{row['kind']}（{_reported(row)}）" for row in reports]
    told += [f"{short_day_of(row['held_on'])}谈话提醒" for row in talks]
    blocks.append(Note("；".join(told) + "。" if told else "没有登记"))
    blocks += [Note(_STAYS), SignLine(("填表人", "本人", "党组织负责人", "日期"))]
    return sealed(
        Document(f"{person}廉洁档案", "table", tuple(blocks), unit=unit, sheet="portrait")
    )


def _posts(posts: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (row["body"] or "", row["title"] or "", short_day_of(row["from_on"]),
         short_day_of(row["until_on"]) or "在任")
        for row in posts
    )  # fmt: skip


def _notes(rows: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            short_day_of(row["done_on"]), row["title"] or "", row["result"] or "",
            str(str(row["files"] or "").count('"') // 2 or ""),
        )
        for row in rows
    )  # fmt: skip


def _verdicts(rows: Sequence[_Row]) -> list[Block]:
    return [Note(_verdict(row)) for row in rows] or [Note("没有登记")]


def _verdict(row: _Row) -> str:
    """有 or 无, and where it is kept; nothing of what it says."""
    if not row["held"]:
        return f"{short_day_of(row['done_on'])}：无"
    return f"{short_day_of(row['done_on'])}：有，见街道存档号{row['kept_at'] or '＿＿＿＿'}"


def _reported(row: _Row) -> str:
    before = "事前报告" if row["reported_on"] else "没有事前报告"
    return f"{before}，{'事后补报' if row['after_on'] else '还没有事后补报'}"


def catalogue(unit: str, year: int, people: Sequence[Mapping[str, Any]]) -> Document:
    """廉洁档案目录: who has a file, and how much of each class lies in it; no verdicts."""
    rows = tuple(
        (
            str(number), one["person"], one["titles"], *(str(one[kind] or "") for kind in
            (PLEDGE, REVIEWED, TRAINED, "reports", "talks", PRAISE)),
        )
        for number, one in enumerate(people, 1)
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Table(_ALL, rows or (("",) * len(_ALL),) * 6),
        SignLine(("填表人", "党组织负责人", "日期")),
    )
    return sealed(
        Document(f"{year}年干部廉洁档案目录", "table", blocks, unit=unit, sheet="portrait")
    )
