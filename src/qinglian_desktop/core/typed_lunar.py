"""Reads a lunar day as people say it: 正月十五, 腊月廿三, 农历八月初一, 大年初一, 除夕."""

import re
from collections.abc import Iterator
from datetime import date

from qinglian_desktop.core import clock, lunar_table
from qinglian_desktop.core.lunar import Lunar, LunarDay
from qinglian_desktop.core.unreadable import Unreadable, short

_CODE = "QL-EN-006"
_SAID = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
_YEAR = r"(?:(?P<year>\d{4})年?|(?P<said>今年|本年|去年|前年|明年|后年))?"
_CALLED = r"(?:农历|阴历|旧历)?"
_DAY = re.compile(
    rf"{_CALLED}{_YEAR}{_CALLED}(?P<leap>闰)?(?P<month>正|冬|腊|\d{{1,2}})月初?(?P<day>\d{{1,2}})[日号]?"
)
_NEW_YEAR = re.compile(rf"{_CALLED}{_YEAR}大年初(?P<day>\d{{1,2}})")
_EVE = re.compile(rf"{_CALLED}{_YEAR}(?:除夕|(?:大年|年)30)")
_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def read_lunar(word: str, text: str, *, ahead: bool) -> date:
    """The day behind a lunar one (`word` has its digits read). Raises Unreadable.

    A year that is not written is the nearest: the last such day, or with `ahead` the next one.
    """
    table = lunar_table.table()
    if table is None:
        raise Unreadable(
            f"〔{short(text)}〕是农历", "这里只填公历，请查日历后再填，例：11-2", _CODE
        )
    found = _DAY.fullmatch(word) or _NEW_YEAR.fullmatch(word) or _EVE.fullmatch(word)
    if found is None:
        raise Unreadable(f"农历看不懂：〔{short(text)}〕", "例：正月十五、腊月廿三、除夕", _CODE)
    days = list(_days(table, found))
    today = clock.today()
    if found["year"] is None and found["said"] is None:
        days = [d for d in days if d >= today][:1] if ahead else [d for d in days if d <= today]
    if not days:
        raise Unreadable(f"没有这一天：〔{short(text)}〕", "请核对农历的月、日和闰月", _CODE)
    return days[-1]


def _days(table: Lunar, found: re.Match[str]) -> Iterator[date]:
    """That day in the years that may be meant, in order."""
    here = table.of_day(clock.today())
    this = here.year if here is not None else clock.today().year
    if found["year"]:
        years = [int(found["year"])]
    elif found["said"]:
        years = [clock.today().year + _SAID[found["said"]]]
    else:
        years = list(range(this - 20, this + 20))  # a leap month comes back after many years
    for year in years:
        day = _day(table, year, found)
        if found["said"] and this < clock.today().year:
            # Before New Year 今年除夕 is the one that comes now, at the end of the old year.
            early = _day(table, year - 1, found)
            day = early if early is not None and early.year == year else day
        if day is not None:
            yield day


def _day(table: Lunar, year: int, found: re.Match[str]) -> date | None:
    if found.re is _EVE:
        return table.last_of_year(year)
    if found.re is _NEW_YEAR:
        return table.day_of(LunarDay(year, 1, int(found["day"])))
    month = _MONTHS.get(found["month"]) or int(found["month"])
    return table.day_of(LunarDay(year, month, int(found["day"]), bool(found["leap"])))
