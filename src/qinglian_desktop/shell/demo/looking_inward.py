"""One unit looks at itself: a self-check of the Party branch, what was moved down, platforms."""

from datetime import timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules import saving
from qinglian_desktop.shell.demo.unit import Unit


def look_inward(unit: Unit) -> None:
    """The group 自查下沉 of the tab 党建网格, and two papers of a cadre."""
    _check(unit)
    _moved_down(unit)
    _platforms(unit)
    for days, kind, title in (
        (290, "廉洁承诺", f"{_year()}年廉洁承诺书"),
        (120, "教育培训", "廉政专题课"),
    ):
        _save(unit, "integrity_note", person=unit.director, kind=kind, done_on=_ago(days),
              title=title)  # fmt: skip


def _save(unit: Unit, table: str, **draft: Any) -> str:
    return str(saving.saver(table)(unit.book, None, draft).result)


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def _year() -> int:
    return int(_ago(0)[:4])


def _check(unit: Unit) -> None:
    """Gone through point by point; nothing found but one shortcoming that is being mended."""
    check = _save(
        unit, "party_check", checked_on=_ago(240), checked_by=unit.director, branch="第一党支部",
        finding="逐条对照，没有列入整顿的情形；主题党日形式单一。", reported_on=_ago(235),
        outcome="没有列入",
    )  # fmt: skip
    points = unit.book.ids(Query("party_check_point", (Where("check_id", "=", check),)))
    with unit.book.change("逐条查看") as change:
        for row_id in points:
            change.put_row("party_check_point", row_id, {"hit": 0, "found": "没有这种情形"})
    _save(
        unit, "party_check_measure", check_id=check, what="主题党日每季度到院坝开一次",
        responsible=unit.director, due_on=_ago(-20),
    )  # fmt: skip


def _moved_down(unit: Unit) -> None:
    for title, source, duty, when in (
        ("派出所民警驻点", "派出所", "调解纠纷、宣传防诈骗", "每周三上午"),
        ("家庭医生上门", "社区卫生服务中心", "给高龄老人量血压、送药", "每月10日"),
    ):
        row = _save(
            unit, "moved_down", title=title, from_unit=source, duty=duty, when=when,
            where_to="第一网格", from_on=_ago(200),
        )  # fmt: skip
        for days, what in ((34, "上门服务高龄老人"), (13, "调解楼道堆物纠纷1件")):
            _save(
                unit, "moved_down_log", moved_down_id=row, served_on=_ago(days), what=what, people=4
            )


def _platforms(unit: Unit) -> None:
    for name, who, items, repeats in (
        ("基层治理平台", "街道平安办", "网格事件、走访次数", ""),
        ("民情台账小程序", "街道党群办", "走访户数、居民诉求", "走访次数和基层治理平台一样"),
    ):
        _save(
            unit, "report_platform", name=name, asked_by=who, items=items, repeats=repeats or None,
            day="每月25日", checked_on=_ago(45),
        )  # fmt: skip
