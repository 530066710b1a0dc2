"""The self-assessment of a year: its versions, its lines, its steps, and the street's marks.

A version that was handed in is frozen: what was printed then stands in its snapshot, and work
goes on in the next version.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, QUANTITY
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact

DRAFT, DONE, HEARD, SENT = "草稿", "自评", "党组织审议", "已报送街道"
MARKED, BACK, PUBLIC, DISTRICT = "街道核评", "退回补充", "街道公示", "区级认定"
RECOGNISED, REFUSED, PAUSED, RESUMED, REVOKED = "已认定", "未认定", "暂停", "恢复", "撤销"
STATES = (
    DRAFT, DONE, HEARD, SENT, MARKED, BACK, PUBLIC, DISTRICT, RECOGNISED, REFUSED, PAUSED,
    RESUMED, REVOKED,
)  # fmt: skip
REVIEWED, RETURNED = OUTCOMES = ("核评完", "退回补充")
OPEN = (DRAFT, DONE)  # whose lines can still be changed
# How scoring.STATES calls them; the scoring itself is not loaded at a start.
BASES = COUNTED, NOTHING, NOT_FOR_US = ("已计分", "没有记录", "不适用")
FULL = Board.FULL


class Assessment(
    Record,
    table="assessment",
    label="年度自评",
    owner=Owner.COMMUNITY,
    key=("year", "version"),
    named_by=("title",),
    whole=True,  # the state, its days and the snapshot belong together
    adds_up=False,
):
    """One version of the self-assessment of a year."""

    title: str = fact("自评", board=FULL, example="2026年度自评（第 1 版）")
    year: int = fact("年度", COUNT, board=FULL, example="2026")
    version: int = fact("第几版", COUNT, board=FULL, example="1")
    state: str = fact("进展", CHOICE, board=FULL, choices=STATES, default=DRAFT)
    pack: str = fact("指标体系", kept=True)
    cutoff_on: date = fact("截止日", DAY, kept=True)
    done_on: date | None = fact("自评完成日期", DAY, default=None, kept=True)
    heard_on: date | None = fact("审议日期", DAY, default=None, kept=True)
    heard_by: str | None = fact("审议会议", default=None, kept=True)
    heard_said: str | None = fact("审议意见", LONG, default=None, kept=True)
    frozen_on: date | None = fact("报送日期", DAY, default=None, kept=True)
    total: int | None = fact("折算得分", QUANTITY, default=None, kept=True)
    bonus: int | None = fact("加分", QUANTITY, default=None, kept=True)
    level: str | None = fact("等次", default=None, kept=True)
    standing: str | None = fact("负面清单", LONG, default=None, kept=True)
    digest: str | None = fact("指纹", default=None, kept=True)
    snapshot: tuple[str, ...] | None = fact("报送时的存档", FILES, default=None, kept=True)


class AssessmentLine(
    Record,
    table="assessment_line",
    label="自评项",
    owner=Owner.COMMUNITY,
    key=("assessment_id", "indicator"),
    named_by=("indicator", "title"),
    together=(("self_score", "note", "differs"),),
    adds_up=False,
):
    """One indicator in one version: what the records say, what the unit says, and why."""

    assessment_id: str = fact("哪一版", link="assessment", tie=Tie.PART, kept=True)
    seq: int = fact("顺序", COUNT, kept=True)
    indicator: str = fact("编号", board=FULL, kept=True, example="A01")
    dimension: str = fact("方面", board=FULL, kept=True)
    title: str = fact("指标", LONG, board=FULL, kept=True)
    points: int = fact("分值", QUANTITY, board=FULL, kept=True)
    scoring: str | None = fact("评分办法", LONG, board=FULL, default=None, kept=True)
    basis: str = fact("依据", CHOICE, choices=BASES, default=NOTHING, kept=True)
    suggested: int | None = fact("系统建议", QUANTITY, board=FULL, default=None, kept=True)
    formula: str | None = fact("怎么算的", LONG, default=None, kept=True)
    self_score: int | None = fact("自评", QUANTITY, board=FULL, default=None, example="2.5")
    note: str | None = fact("和系统建议不同的原因", LONG, default=None)
    differs: str | None = fact("和上年或核评不同的说明", LONG, default=None)
    files: tuple[str, ...] | None = fact("另附的佐证", FILES, default=None)
    task_id: str | None = fact("整改任务", link="task", tie=Tie.LOOSE, default=None, kept=True)


class AssessmentStep(
    Record,
    table="assessment_step",
    label="评价进程",
    owner=Owner.COMMUNITY,
    key=("assessment_id", "step", "happened_on"),
    named_by=("step", "happened_on"),
    happened="happened_on",
):
    """What became of it, with the paper that says so: from the meeting to the recognition."""

    assessment_id: str = fact("哪一版", link="assessment", tie=Tie.PART, kept=True)
    step: str = fact("到了哪一步", CHOICE, board=FULL, choices=STATES, kept=True)
    happened_on: date = fact("日期", DAY, board=FULL)
    issued_by: str | None = fact("发文单位", board=FULL, default=None)
    document_no: str | None = fact("文号", board=FULL, default=None)
    level: str | None = fact("认定等次", board=FULL, default=None)
    valid_until: date | None = fact("有效期到", DAY, board=FULL, default=None, ahead=True)
    said: str | None = fact("说明", LONG, default=None)
    files: tuple[str, ...] | None = fact("文件", FILES, default=None)


class AssessmentMark(
    Record,
    table="assessment_mark",
    label="街道核评",
    owner=Owner.STREET,
    key=("assessment_id", "indicator"),
    named_by=("to_name", "indicator"),
    happened="made_on",
    together=(("score", "said"),),
    adds_up=False,
):
    """What the street gives one line of a unit, and why; the unit's own score stays.

    It leaves once it is addressed, which sending the version back does: half a review stays here.
    """

    to_name: str = fact("哪个单位", kept=True)
    to_office: str | None = fact("单位标识", default=None, kept=True)
    assessment_id: str = fact("哪一版", link="assessment", kept=True)
    line_id: str = fact("自评项", link="assessment_line", kept=True)
    year: int = fact("年度", COUNT, board=FULL, kept=True)
    indicator: str = fact("编号", board=FULL, kept=True)
    score: int | None = fact("核评分", QUANTITY, board=FULL, default=None, example="2.5")
    said: str | None = fact("核评意见", LONG, board=FULL, default=None)
    made_on: date = fact("日期", DAY, board=FULL)


class AssessmentReview(
    Record,
    table="assessment_review",
    label="核评结果",
    owner=Owner.STREET,
    key=("to_name", "year", "version", "made_on"),
    named_by=("to_name", "year", "outcome"),
    happened="made_on",
    adds_up=False,
):
    """The street has looked through one version and sends it back with its marks."""

    to_name: str = fact("哪个单位", kept=True)
    to_office: str = fact("单位标识", kept=True)
    assessment_id: str = fact("哪一版", link="assessment", kept=True)
    year: int = fact("年度", COUNT, board=FULL, kept=True)
    version: int = fact("第几版", COUNT, board=FULL, kept=True)
    outcome: str = fact("核评结果", CHOICE, board=FULL, choices=OUTCOMES, kept=True)
    said: str | None = fact("总的意见", LONG, board=FULL, default=None)
    made_on: date = fact("发回日期", DAY, board=FULL)


RECORDS = (Assessment, AssessmentLine, AssessmentStep, AssessmentMark, AssessmentReview)
