"""全年安排表: twelve months on one page of A4 or A3, with everything that falls on each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.document import Document, MonthBox, Sheet, Year
from qinglian_desktop.core.lunar import Lunar
from qinglian_desktop.core.meeting_days import Fair
from qinglian_desktop.shell.year.nodes import LAYERS, Node, by_day

_ALL = 10_000
_LONGEST = 14  # characters of one thing's name where names are printed


def paper_of(
    year: int, found: Sequence[Node], unit: str, calendar: Calendar, lunar: Lunar, fair: Fair,
    sheet: Sheet = "landscape",
) -> Document:  # fmt: skip
    """The year as one printable page."""
    days = by_day(list(found))
    months = tuple(_month(year, n, days, calendar, lunar, fair) for n in range(1, 13))
    title = f"{unit}{year}年全年安排表"
    return Document(
        title, "table", (Year(months, 4, _legend(year, found, calendar, fair)),),
        unit=unit, made_on=clock.today(), sheet=sheet,
    )  # fmt: skip


def _legend(year: int, found: Sequence[Node], calendar: Calendar, fair: Fair) -> str:
    counts = Counter(node.layer for node in found)
    told = "、".join(f"{layer} {counts[layer]}" for layer in LAYERS if counts[layer])
    fairs = f"　下划线：赶场日，{fair.label}" if fair.label else ""
    missing = "".join(f"　{text}" for text in calendar.note(year))
    return (
        f"全年共 {len(found)} 项：{told or '没有安排'}。　灰底：放假　方框：有事项{fairs}{missing}"
    )


def _month(
    year: int, number: int, days: Mapping[date, list[Node]], calendar: Calendar, lunar: Lunar,
    fair: Fair,
) -> MonthBox:  # fmt: skip
    first = date(year, number, 1)
    marks, month = [], []
    day = first
    while day.month == number:
        here = days.get(day, [])
        off, market = calendar.day_off(day), fair.holds(day, lunar)
        marks.append(("o" if off else "") + ("n" if here else "") + ("f" if market else ""))
        if here:
            month.append((day, here))
        day += timedelta(days=1)
    begins = lunar.of_day(first)
    return MonthBox(
        f"{number}月",
        first.weekday(),
        tuple(marks),
        (_named(month, _ALL), _named(month, 2), _counted(month), (_summed(month),)),
        f"1日是农历{begins.label}" if begins else "",
    )


def _named(month: Sequence[tuple[date, list[Node]]], most: int) -> tuple[str, ...]:
    """Each day with the things on it by name; of more than `most` of a layer the first ones."""
    lines = []
    for day, here in month:
        for layer, things in _by_layer(here):
            names = [_short(node.words) for node in things]
            more = f"等 {len(names)} 项" if len(names) > most else ""
            lines.append(f"{day.day}日 {layer}：{'、'.join(names[:most])}{more}")
    return tuple(lines)


def _counted(month: Sequence[tuple[date, list[Node]]]) -> tuple[str, ...]:
    """Each day with how many things of which layer."""
    return tuple(
        f"{day.day}日 " + "、".join(f"{layer} {len(some)}" for layer, some in _by_layer(here))
        for day, here in month
    )


def _summed(month: Sequence[tuple[date, list[Node]]]) -> str:
    """All days of a very full month in one running line."""
    told = "；".join(
        f"{day.day}日" + "、".join(f"{layer}{len(some)}" for layer, some in _by_layer(here))
        for day, here in month
    )
    return told or "没有安排"


def _by_layer(here: Iterable[Node]) -> list[tuple[str, list[Node]]]:
    made: dict[str, list[Node]] = {}
    for node in here:
        made.setdefault(node.layer, []).append(node)
    return [(layer, made[layer]) for layer in LAYERS if layer in made]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
