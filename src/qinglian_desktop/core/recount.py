"""Is it really that day? A second way to work out a deadline, which shares no step with the first.

`calendar` walks from day to day. Here the days that count are written down in a row first, and
the last one is looked up by its place; the check of this computer (本机自查) compares the two.
"""

from bisect import bisect_left, bisect_right
from datetime import date

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.reckoning import Reckoning, Way

_SPARE = 60  # days beyond what is counted: longer than any holiday
_MOST = 8  # times the row of days is made longer before it is given up


def recount(found: Reckoning, calendar: Calendar) -> date:
    """The day these rules give, by looking it up; ValueError when no such day is found."""
    return max(_last(way, calendar) for way in found.ways)


def _last(way: Way, calendar: Calendar) -> date:
    room = abs(way.amount) + _SPARE + sum((b - a).days + 1 for a, b in way.pauses)
    for _ in range(_MOST):
        try:
            return _looked_up(way, calendar, room)
        except IndexError:
            room *= 2
    raise ValueError("no such day")


def _looked_up(way: Way, calendar: Calendar, room: int) -> date:
    if way.how == "place":
        near = _in_month(way)
    elif way.how == "given":
        near = way.start.toordinal()
    else:
        near = _counted(way, calendar, room)
    if way.end == "stay":
        return date.fromordinal(near)
    free = _working(way, calendar, near - room, near + room)
    if way.end == "later":
        return date.fromordinal(free[bisect_left(free, near)])
    place = bisect_right(free, near) - 1
    if place < 0:
        raise IndexError
    if way.floor is not None and way.floor.toordinal() > free[place]:
        return max(min(way.floor, date.fromordinal(near)), date.fromordinal(free[place]))
    return date.fromordinal(free[place])


def _counted(way: Way, calendar: Calendar, room: int) -> int:
    """The count's last day: the row of days that count, and the place in it."""
    start = way.start.toordinal()
    if not way.amount:
        return start
    if way.unit == "workday":
        row = _working(way, calendar, start - room * 2, start + room * 2)
    else:
        row = _unpaused(way, start - room * 2, start + room * 2)
    if way.amount > 0:
        return row[bisect_right(row, start) + way.amount - 1]
    place = bisect_left(row, start) + way.amount
    if place < 0:
        raise IndexError
    return row[place]


def _unpaused(way: Way, first: int, last: int) -> list[int]:
    stopped = {
        day for a, b in way.pauses for day in range(a.toordinal(), min(b.toordinal(), last) + 1)
    }
    return [day for day in range(first, last + 1) if day not in stopped]


def _working(way: Way, calendar: Calendar, first: int, last: int) -> list[int]:
    off = {day.toordinal() for day in calendar.holidays}
    extra = {day.toordinal() for day in calendar.makeups}
    # Day 1 of the calendar was a Monday: 6 and 0 in each seven are the weekend.
    return [
        day for day in _unpaused(way, first, last)
        if day in extra or (day % 7 not in (6, 0) and day not in off)
    ]  # fmt: skip


def _in_month(way: Way) -> int:
    """The day of the month so many months on, by going from first to first."""
    first = way.start.replace(day=1)
    for _ in range(abs(way.amount)):
        over = 31 if way.amount > 0 else -1
        first = date.fromordinal(first.toordinal() + over).replace(day=1)
    after = date.fromordinal(first.toordinal() + 31).replace(day=1)
    longest = after.toordinal() - first.toordinal()
    return first.toordinal() + min(way.on or longest, longest) - 1
