"""Which day is it due, and why that day? Chinese working days and deadlines.

Counting follows 民法典 201 (the first day is not counted) and 203 (a last day that is a day
off moves to the next working day), used by analogy. Holidays come from the packs `holidays`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, Self

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack

Unit = Literal["day", "workday"]
Pause = tuple[date, date]  # first and last day on which the clock stands still
LONGEST = 20_000  # days a deadline may reach; more is a typing mistake
ONE_DAY = timedelta(days=1)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def say(day: date) -> str:
    """A day as people say it: 2026年9月7日（周一）."""
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


class Step(NamedTuple):
    """One day on the way to a deadline: counted or not, and why (为什么)."""

    day: date
    counted: bool
    reason: str

    def __str__(self) -> str:
        return f"{say(self.day)}：{self.reason}"


class Deadline(NamedTuple):
    """The last day and what the clerk should know besides; its steps are walked when asked for."""

    day: date
    notes: tuple[str, ...]
    walk: Callable[[], tuple[Step, ...]]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every day on the way, from the start to the last."""
        return self.walk()

    @property
    def why(self) -> tuple[str, ...]:
        """为什么是这天, one line a day, notes last."""
        return tuple(str(step) for step in self.steps) + self.notes

    def left(self, today: date) -> int:
        """Calendar days still left; negative when it is past."""
        return (self.day - today).days


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and 调休 working days; in years that are not loaded, Monday to Friday work."""

    holidays: Mapping[date, str]
    makeups: Mapping[date, str]  # weekend days on which people work, with the holiday's name
    years: frozenset[int]

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> Self:
        """One calendar from every pack named `holidays`; a later version of a year replaces."""
        newest: dict[int, Pack] = {}
        for pack in packs:
            if pack.name == "holidays":
                year = int(pack.value("year"))
                if year not in newest or newest[year].version < pack.version:
                    newest[year] = pack
        holidays: dict[date, str] = {}
        makeups: dict[date, str] = {}
        for pack in newest.values():
            for row in pack.rows("off"):
                holidays.update(dict.fromkeys(_days(row["first"], row["last"]), row["name"]))
            makeups.update({row["day"]: row["name"] for row in pack.rows("work")})
        return cls(holidays, makeups, frozenset(newest))

    def is_workday(self, day: date) -> bool:
        if day in self.makeups:
            return True
        return day not in self.holidays and day.weekday() < 5

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        day = _after(day, 1)
        while not self.is_workday(day):
            day = _after(day, 1)
        return day

    def day_off(self, day: date) -> str:
        """Why nobody works that day (国庆节放假, 周六); "" on a working day."""
        if self.is_workday(day):
            return ""
        return f"{self.holidays[day]}放假" if day in self.holidays else WEEKDAYS[day.weekday()]

    def note(self, *years: int) -> tuple[str, ...]:
        return tuple(missing_words(sorted(set(years) - self.years)))

    def deadline(
        self,
        start: date,
        amount: int,
        unit: Unit = "day",
        *,
        roll: bool = True,
        pauses: Sequence[Pause] = (),
    ) -> Deadline:
        """The last day of a period of `amount` days or working days counted from `start`.

        `start` itself is not counted. A negative amount counts backwards (“选举日 20 日前”);
        a day off at its end then moves earlier, the safe side. `roll=False` leaves the last
        day where it falls. Days inside `pauses` are not counted. Raises Refused for a
        period beyond LONGEST days.
        """
        if abs(amount) > LONGEST:
            raise Refused(f"期限 {amount} 天太长", "请检查天数有没有多打了数字", field="amount")
        day = self._counted_to(start, amount, unit, pauses)
        if roll:
            while self.hindrance(day, pauses):
                day = _after(day, 1 if amount >= 0 else -1)
        # A missing year matters only where the calendar was asked.
        asked = {day.year} if roll else set()
        if unit == "workday" and amount:
            first, last = sorted((_after(start, 1 if amount > 0 else -1), day))
            asked |= set(range(first.year, last.year + 1))

        def walk() -> tuple[Step, ...]:
            return self._walk(start, amount, unit, roll, pauses)

        return Deadline(day, self.note(*asked), walk)

    def _counted_to(self, start: date, amount: int, unit: Unit, pauses: Sequence[Pause]) -> date:
        """The day of the last count, wherever it falls."""
        if unit == "day" and not pauses:
            return _after(start, amount)
        step, day, left, looked = 1 if amount >= 0 else -1, start, abs(amount), 0
        while left:
            day, looked = _after(day, step), looked + 1
            paused = any(first <= day <= last for first, last in pauses)
            left -= not paused and (unit == "day" or self.is_workday(day))
            if looked > 2 * LONGEST:
                raise Refused(
                    "暂停的时间太长，期限算不出来", "请检查暂停的起止日期", field="pauses"
                )
        return day

    def _walk(
        self, start: date, amount: int, unit: Unit, roll: bool, pauses: Sequence[Pause]
    ) -> tuple[Step, ...]:
        step = 1 if amount >= 0 else -1
        day, steps = start, [Step(start, False, "起算当天不算（民法典第201条）")]
        number = 0
        while number < abs(amount):
            day = _after(day, step)
            hindrance = _pause_reason(day, pauses) or self._not_counted(day, unit)
            if not hindrance:
                number += 1
            steps.append(Step(day, not hindrance, hindrance or self._counted(day, number, unit)))
        if roll:
            self._rolled(day, step, pauses, steps)
        return tuple(steps)

    def hindrance(self, day: date, pauses: Sequence[Pause] = ()) -> str:
        """Why a period cannot end on that day: it is paused, or nobody works; "" when it can."""
        return _pause_reason(day, pauses) or self.day_off(day)

    def _not_counted(self, day: date, unit: Unit) -> str:
        off = self.day_off(day) if unit == "workday" else ""
        return f"{off}，不算工作日" if off else ""

    def _counted(self, day: date, number: int, unit: Unit) -> str:
        if unit == "day":
            return f"第 {number} 天"
        shifted = f"（{self.makeups[day]}调休上班）" if day in self.makeups else ""
        return f"第 {number} 个工作日{shifted}"

    def _rolled(self, day: date, step: int, pauses: Sequence[Pause], steps: list[Step]) -> None:
        """Write down why a last day that is a day off moves, and to where."""
        moved = "顺延到下一个工作日（民法典第203条）" if step > 0 else "提前到上一个工作日"
        while hindrance := self.hindrance(day, pauses):
            last = steps.pop()
            said = f"{last.reason}；" if last.counted else ""
            steps.append(Step(day, last.counted, f"{said}{hindrance}，{moved}"))
            day = _after(day, step)
            steps.append(Step(day, False, "最后一天"))


def _pause_reason(day: date, pauses: Sequence[Pause]) -> str:
    return "暂停计算，不算" if any(first <= day <= last for first, last in pauses) else ""


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise Refused(f"日期 {day} 超出日历范围", "请检查年份", field="day") from None


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def missing_words(years: Iterable[int]) -> list[str]:
    """What is said of years without a schedule."""
    return [f"{year} 年放假安排还没导入，工作日先按周一到周五算" for year in years]
