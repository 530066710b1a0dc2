"""One unit keeps its files in order: scans at their meetings, a survey, problems, a plan, marks."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.archive import actions as archive
from qinglian_desktop.modules.evaluation import actions as evaluation
from qinglian_desktop.modules.party import actions as party
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.demo.unit import Unit

_MEETINGS = ("party_meeting", "joint_meeting", "supervision_meeting")
_FORGOTTEN = 3  # meetings whose papers nobody has scanned yet
_DONE, _BEGUN = 24, 20  # tasks of the plan


def put_in_order(unit: Unit, fonts: Fonts) -> None:
    """The tab 清廉档案, what has become of the plan, and a self-assessment that is under way."""
    _scans(unit, fonts)
    _work(unit)
    _asked(unit)
    _survey(unit)
    _problems(unit)
    _plan(unit)
    _papers(unit)
    _assess(unit)


def _save(unit: Unit, table: str, **draft: Any) -> str:
    return str(saving.saver(table)(unit.book, None, draft).result)


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def _year() -> int:
    today: date = clock.today()
    return today.year


def _own(unit: Unit, table: str, *where: Where) -> list[Row]:
    mine = Where("owner", "=", unit.book.unit.office_id)
    return unit.book.rows(Query(table, (mine, *where)))


def _scans(unit: Unit, fonts: Fonts) -> None:
    """The sheet that was signed hangs on every meeting but the newest."""
    book = unit.book
    held = sorted(_own(unit, "party_meeting"), key=lambda row: row["held_on"])
    paper = BytesIO()
    draw(party.meeting_paper(book, "party_meeting", held[0]["id"], "签到表"), paper, fonts=fonts)
    scan = json.dumps([book.files.add(paper.getvalue())])
    with book.change("补传签到表") as change:
        for table in _MEETINGS:
            rows = sorted(_own(unit, table), key=lambda row: row["held_on"])
            left = _FORGOTTEN if table == "party_meeting" else 0
            for row in rows[: len(rows) - left]:
                change.put_row(table, row["id"], {"files": scan})


def _work(unit: Unit) -> None:
    """Much of the plan is done in November, some is under way; one meeting has its steps."""
    book = unit.book
    open_ones = sorted(
        (row for row in _own(unit, "task") if row["state"] == "未开始" and row["clause"]),
        key=lambda row: row["code"],
    )
    step = max(len(open_ones) // (_DONE + _BEGUN), 1)
    chosen = open_ones[::step]
    with book.change("补登办结的任务") as change:
        for place, row in enumerate(chosen[:_DONE]):
            done = {"state": "已完成", "percent": 100, "done_on": _ago(12 + 9 * place)}
            change.put_row("task", row["id"], done)
        for place, row in enumerate(chosen[_DONE : _DONE + _BEGUN]):
            begun = {"state": "进行中", "percent": 20 + 10 * (place % 7)}
            change.put_row("task", row["id"], begun)
    listed = tasks.templates(book)
    tasks.add_steps(book, chosen[_DONE]["id"], listed[0].steps)
    for one in _own(unit, "task_step")[:2]:
        tasks.tick(book, one["id"])


def _asked(unit: Unit) -> None:
    """Tables that somebody above wanted; the second is one the office had given before."""
    for days, who, what, wanted in (
        (20, "街道民政办", "高龄老人花名册", "姓名、身份证号、电话、住址"),
        (6, "街道党群办", "党员花名册", "姓名、性别、出生日期、电话"),
        (2, "街道民政办", "高龄老人花名册", "姓名、身份证号、电话、住址、开户行"),
    ):
        _save(unit, "asked_table", asked_on=_ago(days), who=who, what=what, wanted=wanted)


_BY_HAND = {
    "常住人口": "74", "辖区面积": "1.6", "两委成员平均年龄": "43", "两委成员大专以上": "6",
    "集体经济组织成员": "52", "其他公开渠道": "2",
}  # fmt: skip


def _survey(unit: Unit) -> None:
    """Made in spring; what no ledger tells was written in by hand."""
    made = {"year": _year(), "made_on": _ago(210), "strong": "班子齐、台账全，公开栏按月更新。",
            "weak": "楼道堆物多，老旧小区停车难。"}  # fmt: skip
    archive.save_baseline(unit.book, None, made)
    with unit.book.change("填写摸底数字") as change:
        for row in _own(unit, "baseline_figure"):
            if not row["value"] and row["name"] in _BY_HAND:
                told = {"value": _BY_HAND[row["name"]], "origin": "手工填写"}
                change.put_row("baseline_figure", row["id"], told)


_PROBLEMS = (
    ("财务公开栏没有写清招待支出", "三资管理", "街道督查", "按科目逐笔写清后重新公开"),
    ("两户低保金发放晚了一个月", "惠民政策", "居民反映", "补发到位，以后每月 10 日前核对"),
    ("小型工程缺少验收照片", "工程项目", "监督委员会", "补拍并请监督委员会签字"),
    ("二组公共水沟长期堵塞", "环境", "网格", "联系街道疏通，落实专人清理"),
)


def _problems(unit: Unit) -> None:
    """One of each state: just found, at work, to be looked at again, closed."""
    book, made = unit.book, []
    for place, (what, category, source, measures) in enumerate(_PROBLEMS):
        made.append(_save(
            unit, "problem", found_on=_ago(40 + 15 * place), description=what, source=source,
            category=category, measures=measures, responsible=unit.director,
            due_on=_ago(-10 + 8 * place),
        ))  # fmt: skip
    for row_id in made[1:]:
        archive.begin(book, row_id)
    for row_id in made[2:]:
        archive.report_done(book, row_id)
    looked = {"recheck": "现场看过，已经改好。", "rechecked_by": unit.supervisor}
    saving.saver("problem")(book, made[3], looked)
    archive.close_problem(book, made[3])


def _plan(unit: Unit) -> None:
    """The plan of the year, drafted from the survey, approved and told to the street."""
    book = unit.book
    title = f"{_year()}年清廉村居建设实施方案"
    row_id = _save(unit, "unit_plan", year=_year(), title=title)
    archive.draft_plan(book, row_id)
    row = book.row("unit_plan", row_id) or {}
    texts = ("aims", "weak", "schedule", "safeguards")
    written = {name: _written(row[name]) for name in texts}
    by = {"approved_by": unit.book.word("party") + "会议", "approved_on": _ago(190)}
    saving.saver("unit_plan")(book, row_id, written | by)
    archive.approve(book, row_id)
    archive.file_plan(book, row_id)
    _save(
        unit, "optional_action", title="院坝廉情驿站", problem="居民不知道到哪里反映",
        measures="每周三晚上在院坝摆一张桌子，班子成员轮流听意见。", start_on=_ago(170),
        responsible=unit.director, status="实施", level="街道",
        results="听到意见 46 条，办结 41 条。",
    )  # fmt: skip
    _save(unit, "optional_action", title="票据开放日", problem="居民看不到票据", start_on=_ago(60))


def _written(text: str | None) -> str:
    """What the draft left open has been filled in by then."""
    return (text or "按街道部署逐项推进。").replace("【请补写】", "台账更新不够及时。")


def _papers(unit: Unit) -> None:
    for volume, entry, title, number in (
        ("01 组织领导", "工作专班和分工", "成立清廉村居建设工作专班的通知", "1号"),
        ("02 方案部署", "上级文件", "街道清廉村居建设工作方案", "5号"),
    ):
        _save(
            unit, "filed_paper", volume=volume, entry=entry, title=title,
            document_no=f"〔{_year()}〕{number}", made_on=_ago(215),
        )  # fmt: skip


def _assess(unit: Unit) -> None:
    """Begun, and most lines taken as the records suggest them."""
    book = unit.book
    made = str(evaluation.begin(book, _year()).result)
    evaluation.take_suggestions(book, made)
    _save(
        unit, "bonus_claim", year=_year(), article="J01", level="街道", happened_on=_ago(30),
        what="廉情驿站在街道现场会上作了介绍",
    )  # fmt: skip
