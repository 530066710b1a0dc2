"""Reads a day as a clerk says it: 1103, 3日, 下周三, 月底, 下月5号. Two readings are refused.

Only for what is typed under somebody's eyes, where the answer is shown at once. A sheet or a
command line is read by `days.read_day`: there 1103 may be a number of something else, and what
a word means must not depend on the day it is read.
"""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import FIRST, LAST, in_digits, read_day
from qinglian_desktop.core.unreadable import Unreadable, short

EXAMPLE = "例：11-2 或 2026-11-02"
_CODE = "QL-EN-006"
_NEAR = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "今儿": 0,
    "明天": 1, "明日": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
_STEPS = {"": 0, "本": 0, "这": 0, "这个": 0, "上": -1, "上个": -1, "下": 1, "下个": 1,
          "上上": -2, "上上个": -2, "下下": 2, "下下个": 2}  # fmt: skip
_YEARS = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
_STEP = "(?P<step>上上个|下下个|上上|下下|上个|下个|这个|本|这|上|下)"
_WEEKDAY = re.compile(f"{_STEP}?(?:周|星期|礼拜)(?P<day>[1-6日天末])")
_YEAR = r"(?:(?P<year>\d{4}|\d{2})年|(?P<said>今年|本年|去年|前年|明年|后年))"
_MONTH = rf"(?:{_STEP}月|(?P<month>\d{{1,2}})月)"
_DAY_OF_MONTH = re.compile(rf"{_YEAR}?{_MONTH}?(?P<day>\d{{1,2}})(?P<mark>[日号]?)")
_EDGE = re.compile(rf"{_YEAR}?(?:{_MONTH}|月)(?P<edge>底|末|初|中)")
_YEAR_EDGE = re.compile(rf"{_YEAR}?年?(?P<edge>底|末|初)")
_AWAY = re.compile(r"(?P<count>\d{1,4})(?P<unit>天|日|个?周|个?星期|个月|年)[之以]?(?P<way>后|前)")
_PARTS = re.compile(r"(\d{1,4})[-./](\d{1,2})(?:[-./](\d{1,2}|\d{4}))?")
_LUNAR = re.compile("农历|阴历|旧历|正月|冬月|腊月|大年|除夕|初[1-9]|初10|闰")
_VAGUE = re.compile("旬|季|左右|大约|工作日")


def read_typed_day(text: str, *, ahead: bool = False) -> date:
    """The day that was meant. Raises Unreadable.

    A year that is not written is guessed: the last such day, or with `ahead` (a deadline) the
    next one. A reading that could be two days is refused, and both are named.
    """
    raw = "".join(text.split())
    if raw in _NEAR:
        return clock.today() + timedelta(days=_NEAR[raw])
    word = in_digits(raw)
    if _LUNAR.search(word):
        from qinglian_desktop.core.typed_lunar import read_lunar  # with the first lunar day

        return read_lunar(word, text, ahead=ahead)
    if _VAGUE.search(word):
        raise Unreadable(f"〔{short(text)}〕说不准是哪一天", f"请写明几月几日，{EXAMPLE}", _CODE)
    for read in (_weekday, _edge, _year_edge, _away, _solid, _parts, _said_day):
        try:
            found = read(word, ahead, text)
        except (ValueError, OverflowError) as trouble:
            if isinstance(trouble, Unreadable):
                raise
            raise Unreadable(f"没有这一天：〔{short(text)}〕", EXAMPLE, _CODE) from None
        if found is not None:
            return _sane(found, text)
    return read_day(text)


def says_lunar(text: str) -> bool:
    """Is it a day of the lunar calendar, as it was typed?"""
    return bool(_LUNAR.search(in_digits("".join(text.split()))))


def _sane(day: date, text: str) -> date:
    if not FIRST <= day.year <= LAST:
        what = f"年份 {day.year} 不对：〔{short(text)}〕"
        raise Unreadable(what, f"请核对；年份在 {FIRST} 到 {LAST} 之间", _CODE)
    return day


def _two(text: str, one: str, other: str) -> Unreadable:
    return Unreadable(
        f"〔{short(text)}〕有两种读法：{one}、{other}", "请写全，例：2026-11-02", _CODE
    )


def _nearest(days: Iterable[date], ahead: bool) -> date | None:
    """The last of these days up to today, or the first from today on."""
    today = clock.today()
    if ahead:
        return min((day for day in days if day >= today), default=None)
    return max((day for day in days if day <= today), default=None)


def _existing(make: Callable[[int], date], steps: Iterable[int]) -> list[date]:
    found = []
    for step in steps:
        try:
            found.append(make(step))
        except ValueError:
            continue
    return found


def _in_a_year(month: int, day: int, ahead: bool) -> date:
    """This day of the year in the nearest year; ValueError where there is none."""
    year = clock.today().year
    days = _existing(lambda step: date(year + step, month, day), (-1, 0, 1))
    found = _nearest(days, ahead)
    if found is None:
        raise ValueError("no such day")
    return found


def _full_year(two: int, ahead: bool) -> int:
    """26 → 2026, 49 → 1949; a day gone by lies in the past, a deadline near today."""
    today = clock.today().year
    years = (1900 + two, 2000 + two)
    if ahead:
        return min(years, key=lambda year: abs(year - today))
    return max(year for year in years if year <= today + 1)


def _month_at(step: int) -> tuple[int, int]:
    """(year, month) so many months from this one."""
    today = clock.today()
    months = today.year * 12 + today.month - 1 + step
    return months // 12, months % 12 + 1


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


# -- the forms ----------------------------------------------------------------------------


def _weekday(word: str, ahead: bool, text: str) -> date | None:
    found = _WEEKDAY.fullmatch(word)
    if found is None:
        return None
    if found["day"] == "末":
        raise _two(text, "周六", "周日")
    place = 6 if found["day"] in "日天" else int(found["day"]) - 1
    monday = clock.today() - timedelta(days=clock.today().weekday())
    if found["step"]:
        return monday + timedelta(days=place, weeks=_STEPS[found["step"]])
    return _nearest((monday + timedelta(days=place, weeks=step) for step in (-1, 0, 1)), ahead)


def _edge(word: str, ahead: bool, text: str) -> date | None:
    """月底, 下月底, 2月底, 2026年2月初."""
    found = _EDGE.fullmatch(word)
    if found is None:
        return None
    if found["edge"] == "中":
        raise Unreadable(f"〔{short(text)}〕说不准是哪一天", f"请写明几月几日，{EXAMPLE}", _CODE)

    def edge(year: int, month: int) -> date:
        return date(year, month, 1) if found["edge"] == "初" else _last_of(year, month)

    if found["month"] is None:
        if found["year"] or found["said"]:
            return None
        return edge(*_month_at(_STEPS[found["step"] or ""]))
    month = int(found["month"])
    if (year := _year_of(found, ahead)) is not None:
        return edge(year, month)
    this = clock.today().year
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return _nearest((edge(this + step, month) for step in (-1, 0, 1)), ahead)


def _year_edge(word: str, ahead: bool, text: str) -> date | None:
    """年底, 今年底, 2026年底, 年初."""
    if "年" not in word or (found := _YEAR_EDGE.fullmatch(word)) is None:
        return None
    year = _year_of(found, ahead)
    year = clock.today().year if year is None else year
    return date(year, 1, 1) if found["edge"] == "初" else date(year, 12, 31)


def _year_of(found: re.Match[str], ahead: bool) -> int | None:
    if found["said"]:
        return clock.today().year + _YEARS[found["said"]]
    if found["year"] is None:
        return None
    return int(found["year"]) if len(found["year"]) == 4 else _full_year(int(found["year"]), ahead)


def _away(word: str, ahead: bool, text: str) -> date | None:
    """3天后, 两周前, 1个月后: the same day of that month, or its last."""
    found = _AWAY.fullmatch(word)
    if found is None:
        return None
    count = int(found["count"]) * (1 if found["way"] == "后" else -1)
    today, unit = clock.today(), found["unit"]
    if unit in ("天", "日"):
        return today + timedelta(days=count)
    if unit.endswith(("周", "星期")):
        return today + timedelta(weeks=count)
    year, month = _month_at(count * (12 if unit == "年" else 1))
    return min(date(year, month, 1) + timedelta(days=today.day - 1), _last_of(year, month))


def _solid(word: str, ahead: bool, text: str) -> date | None:
    """1103, 20261103, 261103; three digits where only one month and day fit."""
    if not re.fullmatch(r"\d{1,8}", word):
        return None
    if len(word) == 8:
        return date(int(word[:4]), int(word[4:6]), int(word[6:]))
    if len(word) == 6:
        return _six(word, ahead, text)
    if len(word) == 4:
        return _in_a_year(int(word[:2]), int(word[2:]), ahead)
    if len(word) == 3:
        splits = ((int(word[:1]), int(word[1:])), (int(word[:2]), int(word[2:])))
        fitting = [split for split in splits if _fits(*split)]
        if len(fitting) == 2:
            raise _two(text, *(f"{month}月{day}日" for month, day in fitting))
        if fitting:
            return _in_a_year(*fitting[0], ahead)
    if len(word) <= 2 and 1 <= int(word) <= 31:
        if len(word) == 2 and word[0] != "0" and _fits(int(word[0]), int(word[1])):
            raise _two(text, f"{int(word)}日", f"{word[0]}月{word[1]}日")
        raise Unreadable(f"〔{short(text)}〕没有写月份", f"是日子就写成 {int(word)}日", _CODE)
    return None


def _six(word: str, ahead: bool, text: str) -> date:
    """261103 is 2026-11-03; 202611 is only a month; 201103 could be either."""
    day = _existing(
        lambda _: date(_full_year(int(word[:2]), ahead), int(word[2:4]), int(word[4:])), (0,)
    )
    month = FIRST <= int(word[:4]) <= LAST and 1 <= int(word[4:]) <= 12
    if day and month:
        raise _two(text, day[0].isoformat(), f"{word[:4]}年{int(word[4:])}月")
    if day:
        return day[0]
    if month:
        raise Unreadable(f"〔{short(text)}〕只写到月", f"请补上日，{EXAMPLE}", _CODE)
    raise ValueError("no such day")


def _fits(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1]


def _parts(word: str, ahead: bool, text: str) -> date | None:
    """11-3, 11.3, 26.11.3, 11.13.26; a long year is left to the plain reading."""
    found = _PARTS.fullmatch(word)
    if found is None:
        return None
    one, two, three = found.groups()
    if len(one) == 4:
        if three is None:
            raise Unreadable(f"〔{short(text)}〕只写到月", f"请补上日，{EXAMPLE}", _CODE)
        return date(int(one), int(two), int(three))
    if len(one) == 3:
        return None
    if three is None:
        return _in_a_year(int(one), int(two), ahead)
    if len(three) == 4:
        return date(int(three), int(one), int(two))
    days = _existing(
        lambda way: (
            date(_full_year(int(one), ahead), int(two), int(three))
            if way == 0
            else date(_full_year(int(three), ahead), int(one), int(two))
        ),
        (0, 1) if len(three) == 2 else (0,),
    )
    if not days:
        raise ValueError("no such day")
    if len(set(days)) == 2:
        raise _two(text, days[0].isoformat(), days[1].isoformat())
    return days[0]


def _said_day(word: str, ahead: bool, text: str) -> date | None:
    """11月3日, 26年11月3日, 去年3月5日, 下月5号, 3日."""
    found = _DAY_OF_MONTH.fullmatch(word)
    if found is None or not (found["month"] or found["step"] or found["mark"]):
        return None
    day, year = int(found["day"]), _year_of(found, ahead)
    if found["month"]:
        month = int(found["month"])
        return date(year, month, day) if year is not None else _in_a_year(month, day, ahead)
    if found["year"] or found["said"]:
        return None  # a year and a day without a month
    if found["step"]:
        return date(*_month_at(_STEPS[found["step"]]), day)
    months = _existing(lambda step: date(*_month_at(step), day), range(-2, 3))
    nearest = _nearest(months, ahead)
    if nearest is None:
        raise ValueError("no such day")
    return nearest
