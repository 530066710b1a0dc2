"""The pages of education and culture."""

from functools import partial

from qinglian_desktop.modules.education.records import (
    CultureActivity,
    CultureSite,
    Experience,
    Training,
)
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.plain_ledgers import Plain, section
from qinglian_desktop.ui.sections import Section

_LEDGERS = (
    Plain(
        Training, "教育培训",
        ("held_on", "kind", "title", "target_group", "expected", "present", "present_rate",
         "passed_rate", "files"),
        "廉政、警示、财务培训都登记在这里，参加率自动算。",
    ),
    Plain(
        CultureActivity, "文化活动",
        ("held_on", "kind", "title", "place", "people", "content", "files"),
        "办了活动就登记一条，附上照片。",
    ),
    Plain(
        CultureSite, "清廉阵地",
        ("name", "kind", "place", "keeper", "state", "checked_on", "found"),
        "宣传栏、驿站、讲堂，一处一条，常去看看。",
    ),
    Plain(
        Experience, "好经验好做法",
        ("title", "written_on", "results", "level", "award_level", "award"),
        "做出效果的事写下来，报送时一起交给街道。",
    ),
)  # fmt: skip


def sections(desk: Desk) -> tuple[Section, ...]:
    return tuple(map(partial(section, desk), _LEDGERS))
