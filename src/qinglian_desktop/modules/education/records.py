"""Education and culture (教育文化): trainings, activities, sites, good practice to pass on."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, NAME, QUANTITY
from qinglian_desktop.core.record import Board, Owner, Record, fact

FULL = Board.FULL

INTEGRITY, WARNING, FINANCE, OTHER = "廉政", "警示", "财务", "其他"
TRAINING_KINDS = (INTEGRITY, WARNING, FINANCE, OTHER)
ACTIVITY_KINDS = ("清廉文化", "家风教育", "宣传活动", "其他")
SITE_STATES = ("完好", "要维护", "停用")
LEVELS = ("没有推广", "街道", "区", "市")


class Training(
    Record,
    table="training",
    label="教育培训",
    owner=Owner.COMMUNITY,
    key=("held_on", "title"),
    named_by=("held_on", "title"),
    happened="held_on",
    together=(
        ("expected", "present", "present_rate"),
        ("tested", "passed", "passed_rate"),
    ),
):
    kind: str = fact("哪种教育", CHOICE, board=FULL, choices=TRAINING_KINDS, default=INTEGRITY)
    title: str = fact("主题", board=FULL, example="以案说纪警示教育")
    held_on: date = fact("日期", DAY, board=FULL, ahead=True)
    place: str | None = fact("地点", board=FULL, default=None)
    teacher: str | None = fact("谁来讲", NAME, board=FULL, default=None)
    target_group: str | None = fact("哪些人参加", board=FULL, default=None, example="两委成员")
    expected: int | None = fact("应到人数", COUNT, board=FULL, default=None)
    present: int | None = fact("实到人数", COUNT, board=FULL, default=None)
    present_rate: int | None = fact("参加率（%）", QUANTITY, board=FULL, default=None, kept=True)
    tested: int | None = fact("参加测试人数", COUNT, board=FULL, default=None)
    passed: int | None = fact("测试合格人数", COUNT, board=FULL, default=None)
    passed_rate: int | None = fact("合格率（%）", QUANTITY, board=FULL, default=None, kept=True)
    content: str | None = fact("讲了什么", LONG, board=FULL, default=None)
    absent: str | None = fact("没到的人和原因", LONG, default=None, veiled=True)
    files: tuple[str, ...] | None = fact("通知、签到、照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class CultureActivity(
    Record,
    table="culture_activity",
    label="清廉文化活动",
    owner=Owner.COMMUNITY,
    key=("held_on", "title"),
    named_by=("held_on", "title"),
    happened="held_on",
):
    kind: str = fact(
        "哪种活动", CHOICE, board=FULL, choices=ACTIVITY_KINDS, default=ACTIVITY_KINDS[0]
    )
    title: str = fact("活动名称", board=FULL, example="好家风故事会")
    held_on: date = fact("日期", DAY, board=FULL, ahead=True)
    site_id: str | None = fact("在哪处阵地", link="culture_site", default=None)
    place: str | None = fact("地点", board=FULL, default=None)
    people: int | None = fact("参加人数", COUNT, board=FULL, default=None)
    content: str | None = fact("活动内容", LONG, board=FULL, default=None)
    media: str | None = fact("哪里报道过", board=FULL, default=None)
    files: tuple[str, ...] | None = fact("方案、照片", FILES, default=None)


class CultureSite(
    Record,
    table="culture_site",
    label="清廉阵地",
    owner=Owner.COMMUNITY,
    key=("name",),
    rather="不用了就把现在怎么样改成“停用”，记录还在",
):
    name: str = fact("名称", board=FULL, example="廉情驿站")
    kind: str | None = fact("什么阵地", board=FULL, default=None, example="宣传栏")
    place: str | None = fact("地点", board=FULL, default=None)
    built_on: date | None = fact("建成日期", DAY, board=FULL, default=None)
    keeper: str | None = fact("谁来管", NAME, board=FULL, default=None, suggests="person")
    state: str = fact("现在怎么样", CHOICE, board=FULL, choices=SITE_STATES, default=SITE_STATES[0])
    checked_on: date | None = fact("查看日期", DAY, board=FULL, default=None)
    found: str | None = fact("查看情况", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)


class Experience(
    Record,
    table="experience",
    label="好经验好做法",
    owner=Owner.COMMUNITY,
    key=("title",),
    happened="written_on",
):
    """A practice that worked, as it is told to others; the street reads it from the bundle."""

    title: str = fact("题目", board=FULL, example="院坝里的廉情驿站")
    written_on: date | None = fact("整理日期", DAY, board=FULL, default=None)
    problem: str | None = fact("解决什么问题", LONG, board=FULL, default=None)
    measures: str | None = fact("怎么做的", LONG, board=FULL, default=None)
    results: str | None = fact("效果", LONG, board=FULL, default=None, example="投诉少了一半")
    level: str = fact("推广到哪一级", CHOICE, board=FULL, choices=LEVELS, default=LEVELS[0])
    award_level: str | None = fact(
        "哪一级表彰", CHOICE, board=FULL, choices=LEVELS[1:], default=None
    )
    award: str | None = fact("表彰名称和文号", board=FULL, default=None)
    media: str | None = fact("哪里报道过", board=FULL, default=None)
    author: str | None = fact("谁整理的", NAME, default=None, suggests="person")
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)


RECORDS = (Training, CultureActivity, CultureSite, Experience)
