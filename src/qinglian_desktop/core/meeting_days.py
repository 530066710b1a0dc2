"""On which days could one meet? Working days without what the clerk wants to avoid."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.calendar import ONE_DAY, Calendar
from qinglian_desktop.core.lunar import Lunar

_FIGURES = str.maketrans("〇一二三四五六七八九零０１２３４５６７８９", "01234567890" + "0123456789")
_TENS = re.compile("[二三]?十([一二三四五六七八九])?")
LUNAR, SOLAR = "lunar", "solar"


class Fair(NamedTuple):
    """赶场日: the days whose last digit is one of these, by the lunar or the common calendar."""

    digits: frozenset[int] = frozenset()
    by: str = LUNAR

    @classmethod
    def read(cls, text: str, by: str = LUNAR) -> "Fair":
        """逢1/4/7, 147, 一四七 and 1、4、7 are the same, 逢5逢10 and 五、十 are 5 and 0.

        Days written one by one (1、11、21) go by their last digit.
        """
        said = _TENS.sub(lambda ten: f"1{ten[1] or 0}", text)
        runs = re.findall("[0-9]+", said.translate(_FIGURES))
        apart = len(runs) > 1
        digits = [
            [int(run) % 10] if apart and len(run) == 2 else map(int, re.sub("10$", "0", run))
            for run in runs
        ]
        return cls(frozenset(digit for each in digits for digit in each), by)

    @property
    def label(self) -> str:
        """逢1/4/7（农历）; "" where there is none."""
        if not self.digits:
            return ""
        said = "/".join(str(digit or 10) for digit in sorted(self.digits, key=lambda d: d or 10))
        return f"逢{said}（{'农历' if self.by == LUNAR else '公历'}）"

    def holds(self, day: date, lunar: Lunar) -> bool:
        number = day.day
        if self.by == LUNAR:
            found = lunar.of_day(day)
            if found is None:
                return False
            number = found.day
        return number % 10 in self.digits


class Avoid(NamedTuple):
    """What a day for a meeting should not be."""

    days_off: bool = True
    fairs: bool = True
    busy: bool = True


USUALLY = Avoid()


def conflicts(
    day: date, calendar: Calendar, lunar: Lunar, fair: Fair, busy: Mapping[date, str],
) -> list[tuple[str, str]]:  # fmt: skip
    """What stands against a day: (days_off, fairs or busy; in words)."""
    found = []
    if off := calendar.day_off(day):
        found.append(("days_off", off))
    if fair.holds(day, lunar):
        found.append(("fairs", "赶场"))
    if day in busy:
        found.append(("busy", busy[day]))
    return found


def propose(
    first: date, last: date, calendar: Calendar, lunar: Lunar, fair: Fair,
    busy: Mapping[date, str], avoid: Avoid = USUALLY,
) -> Iterator[tuple[date, tuple[str, ...]]]:  # fmt: skip
    """The days of the stretch without anything to avoid, each with what is left to know."""
    day = first
    while day <= last:
        against = conflicts(day, calendar, lunar, fair, busy)
        if not any(getattr(avoid, kind) for kind, _ in against):
            yield day, tuple(words for _, words in against)
        day += ONE_DAY
