"""The notice of a year (通报): plain values in, a document out, no book is asked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
    sealed,
)
from qinglian_desktop.modules.evaluation.system import System, shown
from qinglian_desktop.modules.yearend.records import ABSENT
from qinglian_desktop.modules.yearend.rules import Judged, by_conclusion, score

_NONE = "—"


class Reward(NamedTuple):
    """What a demonstration unit gets in another assessment; 0 while nobody has said how much."""

    level: str
    points: int
    unsure: str


class Told(NamedTuple):
    """All that a notice says."""

    street: str
    year: int
    system: System
    units: Sequence[Judged]
    reward: Reward
    document_no: str
    day: date
    demands: str
    draft: bool


def notice(given: Told) -> Document:
    """通报: what was looked at, the table in the order of the codes, what follows."""
    blocks: list[Block] = [
        Paragraph("各村（社区）：", indent=False),
        Paragraph(_opening(given)),
        Heading("一、评价结果"),
        Paragraph(_result(given)),
        _table(given),
        Note("单位按编码排列，不分先后。" + _how_counted(given)),
        Heading("二、负面清单"),
        *map(Paragraph, _standings(given)),
        Heading("三、加分"),
        *map(Paragraph, _bonuses(given)),
    ]
    if explained := _explained(given):
        blocks += [Heading("四、需要说明的情况"), *map(Paragraph, explained)]
    if demands := given.demands.strip():
        number = "五" if explained else "四"
        lines = [line.strip() for line in demands.split("\n") if line.strip()]
        blocks += [Heading(f"{number}、下一步要求"), *map(Paragraph, lines)]
    blocks.append(Signature(given.street, paper_day(given.day)))
    made = Document(
        f"{given.street}\n关于{given.year}年度“清廉村居”评价情况的通报", "official",
        tuple(blocks), unit=given.street, number=given.document_no, draft=given.draft,
        made_on=given.day,
    )  # fmt: skip
    return sealed(made)


def _opening(given: Told) -> str:
    first, last = f"{given.year}年1月1日", paper_day(given.system.cutoff_of(given.year))
    version = given.system.pack.partition("@")[2]
    unsure = f"（{given.system.unsure}）" if given.system.unsure else ""
    return (
        f"按照《{given.system.title}》（{version}）{unsure}，街道对辖区 {len(given.units)} 个"
        f"村（社区）{first}至{last}的清廉村居建设情况进行了评价。各单位先自评，街道逐项复核。"
        "现将结果通报如下："
    )


def _result(given: Told) -> str:
    counted = by_conclusion(given.system, given.units)
    return "，".join(f"{name} {number} 个" for name, number in counted) + "。"


def _table(given: Told) -> Table:
    columns = (
        Column("序号", 5, "center"), Column("单位", 18), Column("自评", 8, "right"),
        Column("复核", 8, "right"), Column("加分", 7, "right"), Column("结论", 12, "center"),
    )  # fmt: skip
    rows = tuple(
        (str(number), one.case.name, _points(one.own), _points(one.review),
         _NONE if one.own is None else score(one.bonus), one.conclusion)
        for number, one in enumerate(given.units, 1)
    )  # fmt: skip
    return Table(columns, rows)


def _points(value: Decimal | None) -> str:
    return _NONE if value is None else score(value)


def _how_counted(given: Told) -> str:
    lines = "，".join(
        f"{level.name} {shown(level.at_least)} 分以上"
        for level in given.system.levels if level.at_least
    )  # fmt: skip
    return (
        f"等次按复核分：{lines}；加分单列，最多 {shown(given.system.bonus_cap)} 分，不计入复核分。"
    )


def _standings(given: Told) -> list[str]:
    found = [
        f"{one.case.name}：{one.case.standing.words}。"
        for one in given.units if one.case.standing.state
    ]  # fmt: skip
    return found or ["没有单位有负面清单所列情形。"]


def _bonuses(given: Told) -> list[str]:
    found = []
    for one in given.units:
        brought = [claim for claim in one.case.bonus.claims if claim.points]
        if one.own is None or not brought:
            continue
        told = "；".join(f"{claim.bonus.title} {shown(claim.points)} 分" for claim in brought)
        over = one.case.bonus.before_cap - one.bonus
        capped = f"，超过上限的 {shown(over)} 分不计" if over > 0 else ""
        found.append(f"{one.case.name} {shown(one.bonus)} 分（{told}{capped}）。")
    found = found or ["没有单位得到加分。"]
    return [*found, *_rewarded(given)]


def _rewarded(given: Told) -> list[str]:
    reward = given.reward
    named = [one.case.name for one in given.units if one.conclusion == reward.level]
    if not named:
        return []
    what = f"各加 {reward.points} 分" if reward.points else "按考核办法加分"
    unsure = f"（分值{reward.unsure}）" if reward.unsure else ""
    return [f"{'、'.join(named)}为{reward.level}单位，在全面从严治党年度考核中{what}{unsure}。"]


def _explained(given: Told) -> list[str]:
    """What the street wrote about single units."""
    found = []
    for one in given.units:
        if one.conclusion == ABSENT:
            found.append(f"{one.case.name}没有参加本年度评价：{one.said}。")
        elif one.said and one.conclusion != one.worked_out:
            found.append(
                f"{one.case.name}按复核分为{one.worked_out}，定为{one.conclusion}：{one.said}。"
            )
        elif one.said:
            found.append(f"{one.case.name}：{one.said}。")
    return found
