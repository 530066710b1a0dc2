"""The papers of customs and surroundings: 红白事报备表, 环境检查评分表."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day_of
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Facts,
    Form,
    Note,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.period import said as period_said
from qinglian_desktop.modules.customs.records import FUNERAL

_Row = Mapping[str, Any]
_DATED: Final = "　　年　月　日"  # written by hand
_BAND: Final = 10  # mm of one line of the form
_YES_NO: Final = "□ 是　□ 否"


def _said(value: Any, unit: str) -> str:
    return f"{value} {unit}" if value is not None else f"　　　{unit}"


def _yuan(fen: int | None) -> str:
    return f"{money.show(fen)} 元" if fen is not None else "　　　　元"


def _flag(stored: int | None) -> str:
    return (
        {1: "☑ 是　□ 否", 0: "□ 是　☑ 否"}.get(stored, _YES_NO) if stored is not None else _YES_NO
    )


def _one(name: str, text: str, mm: int = _BAND) -> Band:
    return Band((Box(name, label=True), Box(text, span=3, top=mm > 20)), mm=mm)


def _two(name: str, text: str, other: str, more: str) -> Band:
    return Band(
        (Box(name, label=True), Box(text), Box(other, label=True, align="center"), Box(more)),
        mm=_BAND,
    )


def event(unit: str, row: _Row, phone: str, address: str) -> Document:
    """红白事报备表: what the family plans, what it was told, how it went; nothing is permitted.

    `phone` and `address` come as they may be shown.
    """
    funeral = row["kind"] == FUNERAL
    bands = [
        _two("主家", row["host"] or "", "电话", phone),
        _one("住址", address),
        _two("婚事还是丧事", row["kind"] or "", "和主家的关系", row["relation"] or ""),
        _two("是党员", _flag(row["is_party_member"]), "是干部", _flag(row["is_cadre"])),
        _two("办事日期", paper_day_of(row["event_on"]), "办事地点", row["place"] or ""),
        _two("办几天", _said(row["days"], "天"), "一共几餐", _said(row["meals"], "餐")),
        _two("打算办几桌", _said(row["tables"], "桌"), "每桌几人", _said(row["per_table"], "人")),
        _two("每桌多少钱", _yuan(row["table_fen"]), "烟酒每桌", _yuan(row["drinks_fen"])),
        _two("用车", _said(row["vehicles"], "辆"), "聚餐登记号", row["food_no"] or ""),
    ]
    if funeral:
        bands += [
            _two(
                "去世日期", paper_day_of(row["died_on"]), "守灵", _said(row["mourning_days"], "天")
            ),
            _two("怎么安葬", row["burial"] or "", "生态安葬", _flag(row["ecological"])),
        ]
    bands += [
        _two("报备日期", paper_day_of(row["reported_on"]), "谁上门的", row["visited_by"] or ""),
        _two("讲过礼金倡导", _flag(row["gifts_told"]), "自愿签了承诺", _flag(row["pledged"])),
        _one("怎么劝导的", row["advice"] or "", 24),
        _two("实际几桌", _said(row["actual_tables"], "桌"), "有几次反映",
             _said(row["complaints"], "次")),
        _one("现场收拾干净", _flag(row["cleaned"])),
        _one("签字", f"主家：　　　　　　理事会：　　　　　{_DATED}", 13),
    ]  # fmt: skip
    blocks = (
        Form((6, 8, 6, 8), tuple(bands)),
        Note("报备只为提前知道、上门倡导，不需要批准。丧事可以事后补报。党员干部另填报告表。"),
    )
    return sealed(Document("红白事报备表", "form", blocks, unit=unit, number=row["number"] or ""))


def environment(
    unit: str, row: _Row, parts: Sequence[Mapping[str, Any]], issues: Sequence[_Row]
) -> Document:
    """环境检查评分表: each check of the pack, room for places, what was taken off, the score."""
    columns = (
        Column("部分", 8, "center"), Column("满分", 6, "center"), Column("怎么扣", 30),
        Column("哪几处", 24), Column("扣分", 8, "center"),
    )  # fmt: skip
    rows = []
    for part in parts:
        off = row.get(part["field"])
        taken = show_quantity(off) if off is not None else ""
        for place, check in enumerate(part["checks"]):
            first = place == 0
            rows.append(
                (
                    part["label"] if first else "", str(part["points"]) if first else "", check,
                    "", taken if first else "",
                )
            )  # fmt: skip
    total = show_quantity(row["score"]) if row["score"] is not None else "＿＿＿"
    facts = (
        ("检查日期", paper_day_of(row["inspected_on"])),
        ("检查哪里", f"{row['place'] or ''}{_grid(row)}"),
        ("检查人员", row["inspectors"] or ""),
        ("得分", f"{total} 分（满分 100 分，每部分扣完为止）"),
    )
    found = [f"{number}. {one['place'] or ''}：{one['what'] or ''}{_until(one)}"
             for number, one in enumerate(issues, 1)]  # fmt: skip
    blocks: tuple[Block, ...] = (
        Facts(tuple((name, text or "＿＿＿＿＿＿") for name, text in facts)),
        Table(columns, tuple(rows), row_mm=9),
        *(Note(line) for line in (["要整改的：", *found] if found else [])),
        SignLine(("检查人", "被检查人", "日期")),
    )
    return sealed(
        Document(
            "人居环境检查评分表", "table", blocks, unit=unit, period=period_said(row["month"]),
            sheet="portrait",
        )
    )  # fmt: skip


def _grid(row: _Row) -> str:
    return f"（{row['grid']} 网格）" if row["grid"] else ""


def _until(one: _Row) -> str:
    return f"，{paper_day_of(one['due_on'])}前整改" if one["due_on"] else ""
