"""The files of the unit (清廉档案): baseline, problems, plan, own initiatives, filed papers."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, NAME, REASON
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.tasks.records import ITEMS

FULL, MASK = Board.FULL, Board.MASK

COUNTED, BY_HAND, EMPTY = "台账算出", "手工填写", "还没有数"
ORIGINS = (COUNTED, BY_HAND, EMPTY)

SOURCES = (
    "自查", "居民反映", "监督委员会", "街道督查", "纪工委下沉", "巡察", "审计", "12345", "网格",
    "上级系统预警",
)  # fmt: skip
CATEGORIES = (
    "责任落实", "决策公开", "三资管理", "惠民政策", "工程项目", "作风", "治理服务", "环境", "其他",
)  # fmt: skip
FOUND, AT_WORK, TO_RECHECK, CLOSED = "待整改", "整改中", "待复查", "已销号"
PROBLEM_STATES = (FOUND, AT_WORK, TO_RECHECK, CLOSED)

DRAFT, APPROVED, FILED, REPLACED = "草稿", "会议通过", "已报街道", "已有新版"
PLAN_STATES = (DRAFT, APPROVED, FILED, REPLACED)

SET_UP, CARRIED_OUT, SETTLED, STOPPED = "立项", "实施", "固化", "终止"
ACTION_STATES = (SET_UP, CARRIED_OUT, SETTLED, STOPPED)
LEVELS = ("无", "街道", "区", "市")

VOLUMES = (
    "01 组织领导", "02 方案部署", "03 排查摸底", "04 制度清单", "05 决策公开", "06 三资财务",
    "07 监督整改", "08 干部队伍", "09 教育文化", "10 治理服务", "11 评价认定", "12 总结特色",
)  # fmt: skip  # as the pack `archive-volumes` calls them


class Baseline(
    Record,
    table="baseline",
    label="基础情况表",
    owner=Owner.COMMUNITY,
    key=("year",),
    happened="made_on",
):
    """The survey of one year; its figures are rows of `baseline_figure`."""

    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    made_on: date | None = fact("填表日期", DAY, board=FULL, default=None)
    made_by: str | None = fact("填表人", NAME, board=FULL, default=None, suggests="person")
    strong: str | None = fact("工作基础", LONG, board=FULL, default=None)
    weak: str | None = fact("薄弱环节", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class BaselineFigure(
    Record,
    table="baseline_figure",
    label="摸底数字",
    owner=Owner.COMMUNITY,
    key=("year", "item"),
    named_by=("year", "name"),
    together=(("value", "origin", "counted", "counted_on"),),
):
    """One number of the survey and where it comes from."""

    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    item: str = fact("项目编号", board=FULL, example="households", given=True)
    number: int | None = fact("序号", COUNT, board=FULL, default=None)
    name: str = fact("项目", board=FULL, example="户数")
    value: str | None = fact("填报数", board=FULL, default=None, example="1826")
    unit: str | None = fact("单位", board=FULL, default=None, example="户")
    origin: str = fact("数从哪里来", CHOICE, board=FULL, choices=ORIGINS, default=EMPTY)
    source: str | None = fact("来处", board=FULL, default=None, example="人户名册里的户")
    counted: str | None = fact("台账上的数", board=FULL, default=None)
    counted_on: date | None = fact("哪天算的", DAY, board=FULL, default=None)
    note: str | None = fact("说明", LONG, board=FULL, default=None)


class Problem(
    Record,
    table="problem",
    label="问题清单",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "description"),
    restarts="found_on",
    happened="found_on",
    together=(("status", "done_on", "closed_on", "recheck"),),
):
    number: str = fact("编号", board=FULL, example="2026-001", given=True)
    found_on: date = fact("发现日期", DAY, board=FULL)
    source: str = fact("怎么发现的", CHOICE, board=FULL, choices=SOURCES, default=SOURCES[0])
    category: str = fact("问题类别", CHOICE, board=FULL, choices=CATEGORIES, default="其他")
    description: str = fact("问题", LONG, board=FULL, example="财务公开栏没有写清招待支出")
    plan_item: str | None = fact("方案条目", CHOICE, board=FULL, choices=ITEMS, default=None)
    responsible: str | None = fact("责任人", NAME, board=MASK, default=None, suggests="person")
    measures: str | None = fact("整改措施", LONG, board=FULL, default=None)
    due_on: date | None = fact("整改期限", DAY, board=FULL, default=None, ahead=True, why="due_why")
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    status: str = fact("状态", CHOICE, board=FULL, choices=PROBLEM_STATES, default=FOUND)
    done_on: date | None = fact("整改完成日期", DAY, board=FULL, default=None)
    recheck_on: date | None = fact(
        "复查日期", DAY, board=FULL, default=None, ahead=True, why="recheck_why"
    )
    recheck_why: str | None = fact("为什么这天复查", REASON, default=None)
    recheck: str | None = fact("复查情况", LONG, board=FULL, default=None)
    rechecked_by: str | None = fact("谁复查", NAME, board=FULL, default=None, suggests="person")
    closed_on: date | None = fact("销号日期", DAY, board=FULL, default=None)
    task_id: str | None = fact("转成的任务", link="task", tie=Tie.LOOSE, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class UnitPlan(
    Record,
    table="unit_plan",
    label="实施方案",
    owner=Owner.COMMUNITY,
    key=("year", "version"),
    named_by=("title", "version"),
    happened="approved_on",
    together=(("state", "approved_on", "approved_by", "filed_on"),),
):
    """One version of the plan of a year; its table of tasks is made from the task ledger."""

    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    version: int = fact("第几版", COUNT, board=FULL, given=True)
    title: str = fact("标题", board=FULL, example="2026年实施方案")
    aims: str | None = fact("指导思想和目标", LONG, board=FULL, default=None)
    weak: str | None = fact("情况和薄弱环节", LONG, board=FULL, default=None)
    schedule: str | None = fact("进度安排", LONG, board=FULL, default=None)
    safeguards: str | None = fact("组织保障", LONG, board=FULL, default=None)
    annex: str | None = fact("附件说明", LONG, board=FULL, default=None)
    state: str = fact("状态", CHOICE, board=FULL, choices=PLAN_STATES, default=DRAFT)
    meeting_id: str | None = fact("哪次会通过", link="party_meeting", default=None)
    approved_by: str | None = fact("通过的会议", board=FULL, default=None, example="社区党委会议")
    approved_on: date | None = fact("通过日期", DAY, board=FULL, default=None)
    filed_on: date | None = fact("报街道日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("盖章件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class OptionalAction(
    Record,
    table="optional_action",
    label="自选动作",
    owner=Owner.COMMUNITY,
    key=("year", "title"),
    named_by=("title",),
    happened="start_on",
):
    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    title: str = fact("做法名称", board=FULL, example="院坝廉情驿站")
    problem: str | None = fact("针对什么问题", LONG, board=FULL, default=None)
    measures: str | None = fact("怎么做", LONG, board=FULL, default=None)
    start_on: date | None = fact("开始日期", DAY, board=FULL, default=None, ahead=True)
    responsible: str | None = fact("负责人", NAME, board=FULL, default=None, suggests="person")
    status: str = fact("进展", CHOICE, board=FULL, choices=ACTION_STATES, default=SET_UP)
    results: str | None = fact("成效（写数）", LONG, board=FULL, default=None)
    level: str = fact("推广到哪一级", CHOICE, board=FULL, choices=LEVELS, default=LEVELS[0])
    media: str | None = fact("宣传报道", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


class FiledPaper(
    Record,
    table="filed_paper",
    label="归档材料",
    owner=Owner.COMMUNITY,
    key=("year", "volume", "title"),
    named_by=("title",),
    happened="made_on",
):
    """A paper that no ledger keeps: a document from above, a list of who does what."""

    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    volume: str = fact("哪一卷", CHOICE, board=FULL, choices=VOLUMES, default=VOLUMES[0])
    entry: str | None = fact("目录条目", board=FULL, default=None, example="工作专班和分工")
    title: str = fact("材料名称", board=FULL, example="成立工作专班的通知")
    document_no: str | None = fact("文号", board=FULL, default=None)
    made_on: date | None = fact("材料日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


RECORDS = (Baseline, BaselineFigure, Problem, UnitPlan, OptionalAction, FiledPaper)
