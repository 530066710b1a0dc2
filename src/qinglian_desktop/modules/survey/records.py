"""Surveys of satisfaction (满意度测评): counted sheets, never who filled one in."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, QUANTITY
from qinglian_desktop.core.record import Board, Owner, Record, fact

FULL = Board.FULL

WAYS = ("入户", "会议", "电话", "纸质箱")
GROUPS = ("居民", "党员", "代表", "商户")
# The five answers, and what each is called on paper.
ANSWERS = ("satisfied", "fairly", "middling", "poor", "unknown")
ANSWER_WORDS = ("满意", "基本满意", "一般", "不满意", "不了解")


class SurveyResult(
    Record,
    table="survey_result",
    label="满意度测评",
    owner=Owner.COMMUNITY,
    key=("surveyed_on", "target_group"),
    named_by=("surveyed_on", "target_group"),
    happened="surveyed_on",
    whole=True,  # a count is taken from one side, never mixed
):
    """One survey as counted. The sheets themselves are bundled and kept on paper."""

    surveyed_on: date = fact("测评日期", DAY, board=FULL)
    sample_planned: int = fact("计划份数", COUNT, board=FULL, example="30", given=True)
    valid: int | None = fact("有效份数", COUNT, board=FULL, default=None)
    satisfied: int | None = fact("满意份数", COUNT, board=FULL, default=None)
    fairly: int | None = fact("基本满意份数", COUNT, board=FULL, default=None)
    middling: int | None = fact("一般份数", COUNT, board=FULL, default=None)
    poor: int | None = fact("不满意份数", COUNT, board=FULL, default=None)
    unknown: int | None = fact("不了解份数", COUNT, board=FULL, default=None)
    issued: int | None = fact("发出份数", COUNT, board=FULL, default=None)
    returned: int | None = fact("收回份数", COUNT, board=FULL, default=None)
    way: str = fact("怎么测评", CHOICE, board=FULL, choices=WAYS, default=WAYS[0])
    target_group: str = fact("测评谁", CHOICE, board=FULL, choices=GROUPS, default=GROUPS[0])
    year: int | None = fact("年度", COUNT, board=FULL, default=None, example="2026")
    satisfied_rate: int | None = fact("满意率（%）", QUANTITY, board=FULL, default=None, kept=True)
    told: str | None = fact("请核实", default=None, kept=True)
    suggestions: str | None = fact("大家的意见建议", LONG, board=FULL, default=None)
    published_on: date | None = fact("公布日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("统计表", FILES, default=None)


class SurveyLine(
    Record,
    table="survey_line",
    label="测评各题结果",
    owner=Owner.COMMUNITY,
    key=("survey_id", "seq"),
    named_by=("seq", "question"),
    whole=True,
):
    survey_id: str = fact("哪次测评", link="survey_result")
    seq: int = fact("题号", COUNT, board=FULL, example="1")
    question: str = fact("题目", board=FULL, example="对财务公开满意吗")
    satisfied: int | None = fact("满意份数", COUNT, board=FULL, default=None)
    fairly: int | None = fact("基本满意份数", COUNT, board=FULL, default=None)
    middling: int | None = fact("一般份数", COUNT, board=FULL, default=None)
    poor: int | None = fact("不满意份数", COUNT, board=FULL, default=None)
    unknown: int | None = fact("不了解份数", COUNT, board=FULL, default=None)
    satisfied_rate: int | None = fact("满意率（%）", QUANTITY, board=FULL, default=None, kept=True)
    told: str | None = fact("请核实", default=None, kept=True)


RECORDS = (SurveyResult, SurveyLine)
