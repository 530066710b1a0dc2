"""The pages of surveys: the surveys with their papers, the questions of each."""

from qinglian_desktop.modules.disclosure.page.papers import papers_of
from qinglian_desktop.modules.survey import actions
from qinglian_desktop.modules.survey.records import SurveyLine, SurveyResult
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.plain_ledgers import Plain, Print, section
from qinglian_desktop.ui.sections import Section

_SURVEYS = Plain(
    SurveyResult, "测评",
    ("year", "surveyed_on", "target_group", "sample_planned", "issued", "returned", "valid",
     "satisfied_rate", "told"),
    "先打印问卷，收回后点数，份数填齐，满意率自动算。",
    (
        Print("打印统计表", "count_sheet"),
        Print("打印问卷", "questionnaire", blank=True),
    ),
    "不记姓名、不记电话。问卷只点份数，点完装订保存。",
)  # fmt: skip
_LINES = Plain(
    SurveyLine, "各题结果",
    ("survey_id", "seq", "question", "satisfied", "fairly", "middling", "poor", "unknown",
     "satisfied_rate", "told"),
    "每一题点出来的份数填在这里。",
)  # fmt: skip


def sections(desk: Desk) -> tuple[Section, ...]:
    surveys = section(desk, _SURVEYS, on_print=papers_of(desk, actions))
    return (surveys, section(desk, _LINES))
