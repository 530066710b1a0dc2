"""How does a year's catalogue come into force? Its steps in order, and who does the next one."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused

DRAFT, HEARING, EXAMINING, ANSWERING = "起草", "征求意见", "待审查", "待答复"
MEETING, PUBLISHING, FILING, IN_FORCE = "待会议", "待公布", "待备案", "已生效"
ORDER = (DRAFT, HEARING, EXAMINING, ANSWERING, MEETING, PUBLISHING, FILING, IN_FORCE)
# Decided: what residents were or will be told is no longer changed without a reason.
SETTLED = (PUBLISHING, FILING, IN_FORCE)

# What is done next in a state, as words and as the word on a button.
NEXT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "起草调整方案",
        DRAFT: "征求意见",
        HEARING: "登记收到的意见，送监督委员会审查",
        EXAMINING: "登记监督委员会的审查意见",
        ANSWERING: "答复审查意见",
        MEETING: "登记会议决定",
        PUBLISHING: "编目录公告",
        FILING: "把目录公告贴出去，再报街道备案",
        IN_FORCE: "查看",
    }
)
# The day field that each state was reached with; dates never go backwards.
_REACHED = (
    "prepared_on", "opinions_from", "opinions_until", "sent_on", "reviewed_on", "answered_on",
    "decided_on", "filed_on",
)  # fmt: skip
_LABELS = {
    "prepared_on": "起草", "opinions_from": "开始征求意见", "opinions_until": "征求意见截止",
    "sent_on": "送审查", "reviewed_on": "审查", "answered_on": "答复", "decided_on": "会议通过",
    "filed_on": "备案",
}  # fmt: skip


class ItemChange(NamedTuple):
    """One item that is not as it was: which word for it, what was and is, and the reason."""

    code: str
    item: str
    word: str  # 新增, 取消, 停用, 恢复 or 调整
    told: str
    reason: str


def allow(plan: Mapping[str, Any], state: str) -> None:
    """Refused unless the plan stands in the state in which this step is taken."""
    if plan["state"] != state:
        raise Refused(
            f"{plan['year']}年方案现在是“{plan['state']}”，这一步还不能办",
            f"现在该{NEXT_WORDS[plan['state']]}",
            code="QL-PD-161",
        )


def in_order(plan: Mapping[str, Any], field: str, day: date, today: date) -> None:
    """Refused when a step would be dated before the one it follows, or after today."""
    if day > today:
        raise Refused(
            f"{_LABELS[field]}日期在今天之后", "请填办这件事那天", field=field, code="QL-PD-162"
        )
    before = [name for name in _REACHED[: _REACHED.index(field)] if plan.get(name)]
    if before and day < (last := date.fromisoformat(plan[before[-1]])):
        raise Refused(
            f"{_LABELS[field]}日期（{paper_day(day)}）早于{_LABELS[before[-1]]}日期"
            f"（{paper_day(last)}）",
            "请核对两个日期",
            field=field,
            code="QL-PD-163",
        )


def late_by(done_on: date, due_on: str) -> int:
    """Days by which something was done too late; 0 when in time."""
    return max((done_on - date.fromisoformat(due_on)).days, 0)
