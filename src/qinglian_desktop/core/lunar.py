"""Which day of the lunar calendar (农历) is it, and which day is 正月十五? The table is a pack."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from qinglian_desktop.core.pack import Pack

_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_ONES = "一二三四五六七八九十"
_TENS = ("初", "十", "廿")


class LunarDay(NamedTuple):
    year: int  # the lunar year, which begins with 正月初一
    month: int
    day: int
    leap: bool = False

    @property
    def month_label(self) -> str:
        return f"{'闰' if self.leap else ''}{_MONTHS[self.month - 1]}月"

    @property
    def day_label(self) -> str:
        """初一 … 初十, 十一 … 二十, 廿一 … 三十."""
        if self.day in (20, 30):
            return "二十" if self.day == 20 else "三十"
        tens, ones = divmod(self.day - 1, 10)
        return f"{_TENS[tens]}{_ONES[ones]}"

    @property
    def label(self) -> str:
        return self.month_label + self.day_label

    @property
    def short(self) -> str:
        """What a calendar writes under the number: the month on its first day, else the day."""
        return self.month_label if self.day == 1 else self.day_label


class _Month(NamedTuple):
    year: int
    month: int
    leap: bool
    first: int  # ordinal
    length: int


class Lunar:
    """The months of the table, in order. Days outside it have no lunar date."""

    def __init__(self, months: Iterable[_Month]) -> None:
        self._months = tuple(months)
        self._firsts = [month.first for month in self._months]
        self._by_name = {(m.year, m.month, m.leap): m for m in self._months}

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> Self:
        """From the pack `lunar`; the last version of it."""
        newest = max(packs, key=lambda pack: pack.version)
        return cls(month for line in newest.rows("years") for month in _read(str(line)))

    def of_day(self, day: date) -> LunarDay | None:
        place = bisect_right(self._firsts, day.toordinal()) - 1
        if place < 0:
            return None
        month = self._months[place]
        past = day.toordinal() - month.first
        if past >= month.length:
            return None
        return LunarDay(month.year, month.month, past + 1, month.leap)

    def day_of(self, lunar: LunarDay) -> date | None:
        """The day that is called so; None where that year has no such month or day."""
        month = self._by_name.get((lunar.year, lunar.month, lunar.leap))
        if month is None or not 1 <= lunar.day <= month.length:
            return None
        return date.fromordinal(month.first + lunar.day - 1)

    def last_of_year(self, year: int) -> date | None:
        """除夕 of a lunar year: the day before the next one begins."""
        begins = self.day_of(LunarDay(year + 1, 1, 1))
        return None if begins is None else date.fromordinal(begins.toordinal() - 1)


def _read(line: str) -> Iterable[_Month]:
    year, first, leap, sizes = line.split()
    begins, month, in_leap = date.fromisoformat(first).toordinal(), 0, False
    for size in sizes:
        in_leap = not in_leap and month == int(leap) > 0
        month += not in_leap
        length = 30 if size == "大" else 29
        yield _Month(int(year), month, in_leap, begins, length)
        begins += length
