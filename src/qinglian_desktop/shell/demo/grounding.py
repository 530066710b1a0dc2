"""One unit looks at itself: a self-check put right, what was moved down, platforms, files."""

from datetime import timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.grassroots import reads, rules
from qinglian_desktop.shell.demo.unit import Unit

_HEAD, _CLERK = "郑主任", "陈文书"


def keep_ground(unit: Unit) -> None:
    """A check with one situation found and put right; helpers, platforms, files of cadres."""
    _checks(unit)
    _moved_down(unit)
    _files(unit)


def _save(unit: Unit, table: str, row_id: str | None = None, **draft: Any) -> str:
    return str(saving.saver(table)(unit.book, row_id, draft).result)


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def _checks(unit: Unit) -> None:
    """Once on the list, put right and struck off; a second look is due."""
    listed, cleared = clock.today() - timedelta(days=220), clock.today() - timedelta(days=70)
    check = _save(
        unit, "party_check", checked_on=_ago(250), checked_by=_HEAD, branch="党委",
        reported_on=_ago(240), outcome="列入整顿", listed_on=listed.isoformat(),
        plan="补齐班子，按期开会，每月报告。", helpers="街道联系领导、第一书记", due_on=_ago(75),
        accepted_on=_ago(80), score=86_000, dissatisfied=3_500, cleared_on=cleared.isoformat(),
        recheck_on=_ago(-15),
    )  # fmt: skip
    for place, point in enumerate(reads.points_of(unit.book, check)):
        hit = int(place == 0)
        found = "组织委员空缺三个月" if hit else "看过，没有"
        _save(unit, "party_check_point", point["id"], hit=hit, found=found)
    for what, done, result in (
        ("补选组织委员", 150, "已补选"),
        ("支委会每月开一次，记录补齐", 90, "连续四个月按期开"),
    ):
        _save(
            unit, "party_check_measure", check_id=check, what=what, responsible=_HEAD,
            due_on=_ago(done - 5), closed_on=_ago(done), result=result,
        )  # fmt: skip
    told = {"listed_on": listed.isoformat(), "cleared_on": cleared.isoformat()}
    for month in rules.listed_months(told, clock.today()):
        _save(
            unit, "party_check_month", check_id=check, month=str(month), progress="措施按期在做",
            next_steps="接着开会、补记录", sent_on=(month.last + timedelta(days=3)).isoformat(),
        )  # fmt: skip
    _save(unit, "party_check", kind="红岩先锋自查", checked_on=_ago(60), checked_by=_HEAD)


def _moved_down(unit: Unit) -> None:
    police = _save(
        unit, "moved_down", title="民警驻点", from_unit="派出所", person="何警官",
        duty="调解纠纷、反诈宣传", where_to="便民服务站", when="每周三上午", from_on=_ago(200),
    )  # fmt: skip
    doctor = _save(
        unit, "moved_down", kind="服务事项", title="老人体检进社区", from_unit="卫生院",
        duty="量血压、送药", where_to="各小组", when="每月一次", from_on=_ago(180),
    )  # fmt: skip
    _save(
        unit, "moved_down", kind="资源", title="共享会议室", from_unit="某某小学",
        duty="周末借给居民议事", where_to="小学一楼", from_on=_ago(90),
    )  # fmt: skip
    for days in (70, 42, 14):
        _save(
            unit, "moved_down_log", moved_down_id=police, served_on=_ago(days),
            what="值守，调解邻里纠纷", people=3,
        )  # fmt: skip
    _save(
        unit, "moved_down_log", moved_down_id=doctor, served_on=_ago(20), what="给老人量血压",
        people=26,
    )  # fmt: skip
    for name, level, every, repeats in (
        ("基层治理平台", "区级", "每天", None),
        ("信息报送系统", "街道", "每月", "走访次数和基层治理平台重复"),
    ):
        _save(
            unit, "report_platform", name=name, level=level, keeper=_CLERK, every=every,
            items="事件、走访次数", repeats=repeats, checked_on=_ago(30),
        )  # fmt: skip


def _files(unit: Unit) -> None:
    year = clock.today().year
    for person in (_HEAD, _CLERK):
        _save(unit, "integrity_note", person=person, done_on=_ago(160), title=f"{year}年廉洁承诺书")
    for kind, title, result in (
        ("述职述廉", "述职述廉报告", "满意 36 票，基本满意 2 票"),
        ("教育培训", "清廉村居专题课", "参加"),
        ("表彰奖励", "优秀党务工作者", "街道表彰"),
    ):
        _save(
            unit, "integrity_note", person=_HEAD, kind=kind, done_on=_ago(50), title=title,
            result=result,
        )  # fmt: skip
    _save(unit, "integrity_note", person=_HEAD, kind="组织结论", done_on=_ago(30), held=0)
