"""A system as the workbook it is read from: the same three tables, to be changed and read again."""

from collections.abc import Iterator
from pathlib import Path

from qinglian_desktop.exchange.sheets.grouped import Grouped, GroupedColumn, write_grouped
from qinglian_desktop.modules.evaluation.sheets import partwords
from qinglian_desktop.modules.evaluation.system import (
    COLLECTIVE,
    RULES,
    Bonus,
    System,
    shown,
)

_INDICATORS = (
    GroupedColumn("方面", 14, merged=True), GroupedColumn("编号", 7), GroupedColumn("指标", 40),
    GroupedColumn("分值", 7, figure=True), GroupedColumn("计分类型", 10),
    GroupedColumn("评分办法", 46), GroupedColumn("佐证材料", 24), GroupedColumn("方案事项", 9),
    GroupedColumn("适用", 14), GroupedColumn("自动计分", 40),
)  # fmt: skip
_BONUSES = (
    GroupedColumn("编号", 7), GroupedColumn("加分事项", 44), GroupedColumn("分值", 8, figure=True),
    GroupedColumn("评分办法", 36), GroupedColumn("佐证材料", 26),
)  # fmt: skip
_VETOES = (
    GroupedColumn("编号", 7), GroupedColumn("负面情形", 54), GroupedColumn("认定规则", 46),
    GroupedColumn("确认部门", 18),
)  # fmt: skip
_ONLY_WITH = "有集体经济组织的"


def write(path: Path, rules: System) -> None:
    """One workbook: 指标, 加分项, 负面清单."""
    sheets = [Grouped("指标", rules.title, _INDICATORS, [*_indicators(rules)], _foot(rules))]
    bonus = [one for one in rules.bonuses if one.cap >= 0]
    off = [one for one in rules.bonuses if one.cap < 0]
    if bonus:
        sheets.append(Grouped("加分项", "加分项", _BONUSES, [*map(_bonus, bonus)]))
    if off:
        sheets.append(Grouped("扣分项", "扣分项", _BONUSES, [*map(_bonus, off)]))
    if rules.vetoes:
        rows = [(v.id, v.title, v.trigger, v.confirmed_by) for v in rules.vetoes]
        sheets.append(Grouped("负面清单", "负面清单", _VETOES, rows))
    write_grouped(path, sheets)


def _indicators(rules: System) -> Iterator[tuple[str, ...]]:
    for one in rules.indicators:
        aspect = rules.dimension(one.dimension)
        yield (
            f"{aspect.name}（{shown(aspect.points)}分）", one.id, one.title, shown(one.points),
            RULES[one.rule], one.words, one.papers, one.item,
            _ONLY_WITH if one.needs == COLLECTIVE else "都适用",
            partwords.said(one.parts),
        )  # fmt: skip


def _foot(rules: System) -> tuple[str, ...]:
    total = f"注：指标合计 {shown(rules.total)} 分；加分最高不超过 {shown(rules.bonus_cap)} 分。"
    return (total, "注：“自动计分”说明程序怎么从台账里数；改了指标要不要自动计分，就改这一栏。")


def _bonus(one: Bonus) -> tuple[str, ...]:
    return one.id, one.title, shown(abs(one.cap)), one.words, one.papers
