"""When does a task come back? Month, quarter, half year or year; the month in it; by which day."""

import uuid
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.reckoning import End, Reckoning, Way, reckon
from qinglian_desktop.modules.tasks.records import EVERY, SHIFTS, Routine

KINDS = MappingProxyType(dict(zip(EVERY, "MQHY", strict=True)))
_MONTHS = MappingProxyType({"M": 1, "Q": 3, "H": 6, "Y": 12})
_ENDS: MappingProxyType[str, End] = MappingProxyType(
    {SHIFTS[0]: "later", SHIFTS[1]: "earlier", SHIFTS[2]: "stay"}
)
_PLACES = "一二三四五六"
_NAMES = uuid.UUID("0d5a6a3e-8a0b-5f0e-9c55-2f9d5a4c7e16")  # names rounds for ever


class Round(NamedTuple):
    """One time a task comes back: its period and the day by which it is to be done."""

    period: Period
    reckoned: Reckoning

    @property
    def day(self) -> date:
        return self.reckoned.day


def said(routine: Routine) -> str:
    """The rule as people say it: 每季度第一个月20日前，放假顺延到下一个工作日."""
    kind, month = KINDS[routine.every], routine.month
    if kind == "M":
        when = "每月"
    elif kind == "Y":
        when = f"每年{month}月"
    else:
        when = f"{routine.every}第{_PLACES[month - 1]}个月"
    day = "最后一天" if routine.day >= 31 else f"{routine.day}日"
    moved = "" if routine.shift == SHIFTS[2] else f"，放假{routine.shift}"
    return f"{when}{day}前{moved}"


def refuse(every: str, month: int, day: int) -> None:
    """Refused for a month the period does not have, or a day no month has."""
    most = _MONTHS[KINDS[every]]
    if not 1 <= month <= most:
        only = "只有 1 个月，写 1" if most == 1 else f"有 {most} 个月，写 1 到 {most}"
        raise Refused(f"{every}没有第 {month} 个月", only, field="month", code="QL-TL-021")
    if not 1 <= day <= 31:
        raise Refused(
            f"没有 {day} 日", "写 1 到 31；31 就是最后一天", field="day", code="QL-TL-022"
        )


def month_in(every: str, day: date) -> int:
    """Which month of its period a day lies in: 20 March is in the third of a quarter."""
    return (day.month - 1) % _MONTHS[KINDS[every]] + 1


def note(routine: Routine) -> str:
    """What to know about a day that some months lack; "" when all have it."""
    if routine.day in (29, 30):
        short = "2 月" if KINDS[routine.every] != "Y" or routine.month == 2 else ""
        return f"{short}没有 {routine.day} 日时，按 {short}最后一天算" if short else ""
    return ""


def round_of(routine: Routine, period: Period, calendar: Calendar) -> Round:
    """The day of one period. A day the month does not have is its last."""
    way = Way(
        "place",
        period.first,
        routine.month - 1,
        on=0 if routine.day >= 31 else routine.day,
        end=_ENDS[routine.shift],
        what=f"{period.label}：{said(routine)}",
        by=f"依据：{routine.basis}" if routine.basis else "",
        rule=f"routine {routine.code}",
    )
    return Round(period, reckon(calendar, way))


def rounds(routine: Routine, first: date, last: date, calendar: Calendar) -> Iterator[Round]:
    """Every round whose day lies between the two, both included, in the order of the periods."""
    kind = KINDS[routine.every]
    period = Period.holding(first, kind).previous  # its day may have moved over the edge
    while period.previous.first <= last:  # a day moved earlier may lie before its period
        found = round_of(routine, period, calendar)
        if first <= found.day <= last:
            yield found
        period = period.following


def row_id(routine_id: str, period: Period) -> str:
    """The id of the task of a round: the same on every computer, so that none is made twice."""
    return str(uuid.uuid5(_NAMES, f"{routine_id}/{period}"))
