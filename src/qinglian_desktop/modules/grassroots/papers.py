"""The papers of a self-check and of what was moved down: plain rows in, documents out."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core.days import paper_day_of, short_day_of
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.period import said
from qinglian_desktop.modules.grassroots.records import LISTED

_Row = Mapping[str, Any]
_POINTS = (
    Column("编号", 8, "center"), Column("情形", 38), Column("有没有", 8, "center"),
    Column("查看情况", 30),
)  # fmt: skip
_MEASURES = (
    Column("序号", 6, "center"), Column("措施", 34), Column("负责人", 10, "center"),
    Column("哪天做完", 12, "center"), Column("做完日期", 12, "center"), Column("结果", 24),
)  # fmt: skip
_MONTHS = (
    Column("月份", 10, "center"), Column("进展", 40), Column("下月打算", 30),
    Column("报街道日期", 12, "center"),
)  # fmt: skip
_MOVED = (
    Column("序号", 6, "center"), Column("类别", 10, "center"), Column("名称", 22),
    Column("从哪里下沉", 18), Column("联系人", 10, "center"), Column("负责什么", 26),
    Column("下沉到哪里", 14), Column("什么时候在", 14), Column("今年到岗", 9, "right"),
)  # fmt: skip


def check(
    unit: str,
    row: _Row,
    points: Sequence[_Row],
    measures: Sequence[_Row],
    months: Sequence[_Row],
) -> Document:
    """自查表: every situation; once on the list, the measures, the months and how it ended."""
    blocks: list[Block] = [
        Facts(
            (
                ("党组织", row["branch"] or ""),
                ("自查日期", paper_day_of(row["checked_on"])),
                ("谁查的", row["checked_by"] or ""),
                ("认定结果", row["outcome"] or "还没有认定"),
            )
        ),
        Table(_POINTS, _points(points) or (("",) * len(_POINTS),) * 6),
    ]
    hits = sum(bool(one["hit"]) for one in points)
    open_ones = sum(one["hit"] is None for one in points)
    said = f"看了 {len(points) - open_ones} 种情形，有 {hits} 种"
    blocks.append(Note(f"{said}，还没看 {open_ones} 种。" if open_ones else f"{said}。"))
    if text := " ".join((row["finding"] or "").split()):
        blocks.append(Note(f"总的情况：{text}"))
    if row["outcome"] == LISTED:
        blocks += _on_the_list(row, measures, months)
    elif measures:
        blocks += [Heading("措施"), Table(_MEASURES, _measures(measures))]
    blocks.append(SignLine(("自查人", "党组织负责人", "日期")))
    title = f"{row['year']}年{row['kind']}表" if row["year"] else f"{row['kind']}表"
    return sealed(Document(title, "table", tuple(blocks), unit=unit, sheet="portrait"))


def _points(points: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    word = {None: "", 0: "没有", 1: "有"}
    return tuple(
        (one["code"] or "", one["situation"] or "", word[one["hit"]], one["found"] or "")
        for one in points
    )


def _on_the_list(row: _Row, measures: Sequence[_Row], months: Sequence[_Row]) -> list[Block]:
    judged = {None: "还没有验收", 0: "没有通过", 1: "通过"}[row["passed"]]
    facts = (
        ("列入日期", paper_day_of(row["listed_on"])),
        ("认定文号", row["document_no"] or ""),
        ("联系帮助", row["helpers"] or ""),
        ("验收", f"{paper_day_of(row['accepted_on'])} {judged}".strip()),
        ("验收得分", _number(row["score"])),
        ("不满意率", f"{_number(row['dissatisfied'])}%" if row["dissatisfied"] is not None else ""),
        ("销号日期", paper_day_of(row["cleared_on"])),
        ("回头看", f"{paper_day_of(row['recheck_on'])} {row['recheck'] or ''}".strip()),
    )
    blocks: list[Block] = [Heading("整顿"), Facts(facts)]
    if plan := " ".join((row["plan"] or "").split()):
        blocks.append(Note(f"整顿方案：{plan}"))
    blocks += [Heading("措施"), Table(_MEASURES, _measures(measures) or (("",) * 6,) * 4)]
    blocks += [Heading("逐月进展"), Table(_MONTHS, _months(months) or (("",) * 4,) * 3)]
    return blocks


def _measures(rows: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(number), row["what"] or "", row["responsible"] or "", short_day_of(row["due_on"]),
            short_day_of(row["closed_on"]), row["result"] or "",
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip


def _months(rows: Sequence[_Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            said(row["month"]),
            row["progress"] or "",
            row["next_steps"] or "",
            short_day_of(row["sent_on"]),
        )
        for row in rows
    )


def moved_list(unit: str, year: int, rows: Sequence[_Row], logs: Sequence[_Row]) -> Document:
    """下沉清单: what came down from where, and how often it was there in the year."""
    days: dict[str, int] = {}
    for log in logs:
        if log["present"]:
            days[log["moved_down_id"]] = days.get(log["moved_down_id"], 0) + 1
    lines = tuple(
        (
            str(number), row["kind"] or "", row["title"] or "", row["from_unit"] or "",
            row["person"] or "", row["duty"] or "", row["where_to"] or "", row["when"] or "",
            f"{days.get(row['id'], 0)} 次",
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Table(_MOVED, lines or (("",) * len(_MOVED),) * 6),
        SignLine(("填表人", "负责人", "日期")),
    )
    title = f"{year}年力量、资源、服务事项下沉清单"
    return sealed(Document(title, "table", blocks, unit=unit, sheet="landscape"))


def _number(value: int | None) -> str:
    return "" if value is None else show_quantity(value)
