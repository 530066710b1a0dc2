"""What the clerk types about a meeting to come, as one form; kept with its step."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from qinglian_desktop.core.hours import read_time, show_time
from qinglian_desktop.core.kinds import DAY, NAME, Kind
from qinglian_desktop.core.record import Owner, Record, Row, fact
from qinglian_desktop.modules.decisions.actions.preparing import Asked
from qinglian_desktop.modules.disclosure.reads import CONTACT, CONTACT_PHONE

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
TIME: Final = Kind(
    "text", str, str, show_time, read_time, lambda kept: bool(_TIME.fullmatch(str(kept))),
    example="14:30",
)  # fmt: skip
# What has no field of its own at the step stands in its note, a line each.
_IN_NOTE: Final[Mapping[str, str]] = MappingProxyType(
    {"bring": "会前看的材料：", "short_notice": "提前开会的原因："}
)

_HOMES: Final = "开会方式：按户派代表"


class MeetingPlan(Record, table="meeting_plan", label="会议安排", owner=Owner.LOCAL, key=("day",)):
    """Never stored by itself: `to_step` and `of_step` say where each value stands."""

    day: date = fact("开会日期", DAY, ahead=True)
    time: str = fact("时间", TIME)
    place: str = fact("地点", example="社区会议室")
    chair: str | None = fact("主持人", NAME, default=None, suggests="person")
    recorder: str | None = fact("记录人", NAME, default=None, suggests="person")
    told_on: date | None = fact("通知日期", DAY, default=None)
    bring: str | None = fact("会前看的材料", default=None, example="租金测算表")
    short_notice: str | None = fact("提前的原因", default=None, example="汛情紧急")


def of_step(step: Mapping[str, Any] | None) -> Row:
    """The form of a step that was planned already; empty for one that was not."""
    if step is None:
        return {}
    day, _, time = (step["planned_at"] or "").partition("T")
    kept = {
        name: next(
            (line.removeprefix(mark) for line in _lines(step) if line.startswith(mark)), None
        )
        for name, mark in _IN_NOTE.items()
    }
    return {
        "id": step["id"], "day": day or None, "time": time[:5] or None, "place": step["place"],
        "chair": step["chair"], "recorder": step["recorder"], "told_on": step["told_on"], **kept,
    }  # fmt: skip


def by_homes(step: Mapping[str, Any] | None) -> bool:
    """Whether each household sends one, as it was planned."""
    return _HOMES in _lines(step)


def to_step(plan: Mapping[str, Any], step: Mapping[str, Any] | None, *, homes: bool) -> Row:
    """What the step keeps of the form; lines of its note that are not ours stay."""
    marks = (*_IN_NOTE.values(), _HOMES)
    lines = [line for line in _lines(step) if not line.startswith(marks)]
    lines += [f"{mark}{_line(plan[n])}" for n, mark in _IN_NOTE.items() if plan.get(n)]
    lines += [_HOMES] if homes else []
    made: Row = {name: plan.get(name) for name in ("place", "chair", "recorder", "told_on")}
    made["planned_at"] = f"{plan['day']}T{plan['time']}"
    made["held_time"] = plan["time"]
    made["note"] = "\n".join(filter(None, lines)) or None
    return made


def _lines(step: Mapping[str, Any] | None) -> list[str]:
    return str((step or {}).get("note") or "").split("\n") if step else []


def _line(text: str) -> str:
    return " ".join(text.split())


def asked_of(plan: Mapping[str, Any], book: Any, *, homes: bool) -> Asked | None:
    """What is looked up for the form; None while there is no day yet."""
    if not plan.get("day"):
        return None
    told = plan.get("told_on")
    people = (book.setting(CONTACT), book.setting(CONTACT_PHONE))
    return Asked(
        date.fromisoformat(plan["day"]), plan.get("time") or "", plan.get("place") or "",
        plan.get("chair") or "", plan.get("recorder") or "",
        date.fromisoformat(told) if told else None, "，".join(filter(None, people)),
        plan.get("bring") or "", plan.get("short_notice") or "", homes,
    )  # fmt: skip
