"""By which day does a message want something done?

Every day it speaks of is found first; what stands around a day then tells whether it is the
last one (前, 截止, 之内), the day of an event, or only the date of a paper.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from qinglian_desktop.core import numerals
from qinglian_desktop.core.calendar import Calendar

_FORTNIGHT = 14  # days: a message read that late still speaks of the day just gone
_N = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_WEEK = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_WEEK |= {str(n + 1): n for n in range(7)}
_NEAR = {"今": 0, "明": 1, "后": 2, "大后": 3}
_HOUSE = (
    r"(?!\s*(?:楼|栋|院|门|线|文|桌|店|地块|令|口|小区|机|公告|通知|文件|车|窗|房|路|会议室|码))"
)


class Named(NamedTuple):
    """One day a message names: which, and where its words stand."""

    day: date
    start: int
    end: int
    solid: bool = True  # reads as a day without its surroundings


def due_day(message: str, today: date, calendar: Calendar) -> Named | None:
    """The day by which it is to be done; None where no day is named that could be one."""
    named = list(days_in(message, today, calendar))
    scored = [(_weight(message, one, today), one) for one in named]
    likely = [(weight, one) for weight, one in scored if weight >= (0 if one.solid else 3)]
    if not likely:
        return None
    best = max(weight for weight, _ in likely)
    return min((one for weight, one in likely if weight == best), key=lambda one: one.day)


def days_in(message: str, today: date, calendar: Calendar) -> Iterator[Named]:
    """Every day named, in the order of the text; of two readings of one place the longer."""
    end = -1
    while True:
        found = [m for p, _ in _SPELLINGS if (m := p.search(message, max(end, 0)))]
        if not found:
            return
        match = min(found, key=lambda m: (m.start(), -m.end()))
        read = next(r for p, r in _SPELLINGS if p is match.re)
        day = _tried(read, match, today, calendar)
        if day is not None:
            yield Named(day, match.start(), match.end(), match.re is not _BARE)
        end = match.end()


def _tried(
    read: "Read",
    match: re.Match[str],
    today: date,
    calendar: Calendar,
) -> date | None:
    try:
        return read(match, today, calendar)
    except ValueError:  # 2月30日
        return None


# -- the spellings ----------------------------------------------------------------------------


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else numerals.read(word)


def _in_years(day: date, today: date) -> date:
    """The year that was left out: the next such day, or the one that has just gone."""
    return day if day >= today - timedelta(days=_FORTNIGHT) else day.replace(year=day.year + 1)


def _full(m: re.Match[str], today: date, _: Calendar) -> date:
    year = {"今年": today.year, "明年": today.year + 1}.get(m[1]) or int(m[1])
    return date(year, _number(m[2]), _number(m[3]))


def _month_day(m: re.Match[str], today: date, _: Calendar) -> date:
    return _in_years(date(today.year, _number(m[1]), _number(m[2])), today)


def _later_month(today: date, ahead: int) -> tuple[int, int]:
    return today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1


def _which_month(m: re.Match[str], today: date, _: Calendar) -> date:
    year, month = _later_month(today, m[1] in ("下", "下个", "次"))
    return date(year, month, _number(m[2]))


def _month_end(m: re.Match[str], today: date, _: Calendar) -> date:
    if m[1]:
        first = _in_years(_last(today.year, _number(m[1])), today)
        year, month = first.year, first.month
    else:
        year, month = _later_month(today, (m[2] or "") in ("下", "下个", "次"))
    return date(year, month, 20) if m[3] == "中旬" else _last(year, month)


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _weekday(m: re.Match[str], today: date, _: Calendar) -> date:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEK[m[2]])
    if m[1]:
        return day + timedelta(weeks=m[1].count("下"))
    return day if day >= today else day + timedelta(weeks=1)


def _day_of_month(m: re.Match[str], today: date, _: Calendar) -> date:
    number = _number(m[1])
    ahead = number < today.day - _FORTNIGHT
    year, month = _later_month(today, ahead)
    return date(year, month, number)


def _near(m: re.Match[str], today: date, _: Calendar) -> date:
    return today + timedelta(days=_NEAR[m[1]])


def _within(m: re.Match[str], today: date, calendar: Calendar) -> date:
    number, unit = _number(m[1]), m[2]
    if "工作日" in unit:
        day = today
        while number:
            day += timedelta(days=1)
            number -= not calendar.day_off(day)
        return day
    if unit in ("天", "日"):
        return today + timedelta(days=number)
    if "月" in unit:
        year, month = _later_month(today, number)
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    return today + timedelta(weeks=number)


def _year_end(m: re.Match[str], today: date, _: Calendar) -> date:
    return date(today.year, 12, 31)


def _quarter_end(m: re.Match[str], today: date, _: Calendar) -> date:
    return _last(today.year, (today.month - 1) // 3 * 3 + 3)


Read = Callable[[re.Match[str], date, Calendar], date]
_TO = r"(?:至|到|[-—–~～]+)"
_BARE = re.compile(
    r"(?<![\d.\-/:])(\d{1,2})[./-](\d{1,2})"
    r"(?![\d.\-/:]|\s*(?:万|元|%|％|亩|米|吨|公里|人|月))"
)


def _spelled(pattern: str, read: Read) -> tuple[re.Pattern[str], Read]:
    return re.compile(pattern.replace("N", _N)), read


_SPELLINGS: tuple[tuple[re.Pattern[str], Read], ...] = (
    _spelled(r"(20\d\d|今年|明年)\s*[年./-]?\s*(N)\s*[月./-]\s*(N)\s*[日号]?", _full),
    _spelled(rf"(N)\s*月\s*N\s*[日号]?\s*{_TO}\s*(N)\s*[日号]", _month_day),
    _spelled(r"(N)\s*月\s*(N)\s*[日号]?", _month_day),
    _spelled(r"(本|这个|当|每|下个|下|次)月\s*(N)\s*[日号]", _which_month),
    _spelled(r"(?:(N)月份?|(本|这个|当|下个|下|次)?月)\s*(底|末|中旬|下旬)", _month_end),
    _spelled(r"(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天末1-7])", _weekday),
    _spelled(rf"(?<![\d月第〕\]）.一二三四五六七八九十])(N)\s*[日号]{_HOUSE}", _day_of_month),
    _spelled(r"(今|明|大后|后)(?:天|日|早|晚)", _near),
    _spelled(
        r"(?<!第)(N|\d+)\s*(个工作日|工作日|天|日|个星期|星期|周|个月)\s*(?:之内|以内|内)", _within
    ),
    _spelled(r"(?:今年|本年)?年(?:底|末)", _year_end),
    _spelled(r"(?:本)?季度?(?:底|末)", _quarter_end),
    (_BARE, _month_day),
)


def without_day(sentence: str, start: int, end: int) -> str:
    """The sentence without the day at this place and the words that belong to it."""
    head, tail = sentence[:start], sentence[end:]
    head = re.sub(r"(?:从|自)?[\d月日号.一二三四五六七八九十]+\s*(?:至|到|[-—–~～]+)\s*$", "", head)
    head = re.sub(
        r"(?:请|务必|统一|定|兹定|最迟|最晚|不超过|不晚于|不迟于|截止到?|截至)*(?:在|于)?\s*$",
        "",
        head,
    )
    head = re.sub(r"[，,]?[\u4e00-\u9fff]{0,4}(?:时限|时间|期限)[：:为是]*$", "", head)
    clock_time = _AFTER.match(tail) or _HOUR.match(tail)
    return head + (tail[clock_time.end() :] if clock_time else tail).lstrip("，,")


# -- what stands around a day -----------------------------------------------------------------

_AFTER = re.compile(
    r"\s*(?:[（(][^）)]{1,6}[）)])?\s*(?:上午|下午|中午|晚上|晚|早上|早)?\s*"
    r"(?:\d{1,2}\s*(?:[:：点时]\s*(?:\d{1,2}分?|半|整)?)|[一二两三四五六七八九十]{1,3}点半?)?\s*"
    r"(?:下班)?\s*(?:之前|以前|前|截止|截至|为止|止|之内|内)"
)
_HOUR = re.compile(
    r"\s*(?:[（(][^）)]{1,6}[）)])?\s*(?:上午|下午|晚上|中午)?\s*"
    r"(?:\d{1,2}\s*[:：点时]\s*(?:\d{1,2}分?|半)?)?"
)
_BEFORE = re.compile(
    r"(?:截止|截至|最迟|最晚|不迟于|不晚于|务必在|务必于|赶在|期限|时限|限期|限|截稿"
    r"|报送时间|上报时间|完成时间)"
    r"(?:时间|日期)?\s*[为是：:于在到至]*\s*$"
)
_AT = re.compile(r"(?:请|务必|需|须|应|并|统一)?[于在]\s*$")
_RANGE = re.compile(r"(?:至|到|[-—–~～]+)\s*$")
_OPENS_RANGE = re.compile(rf"\s*(?:上午|下午)?\s*{_TO}\s*[\d一二三四五六七八九十今明后下本]")
_BEHIND = re.compile(
    r"\s*(?:的)?(?:会议精神|文件|来文|下发|印发|以来|起|开始|发出|报道|文|的?通知(?!.*前))"
)
_STAMP = re.compile(r"\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s*$", re.MULTILINE)
_MEETING = re.compile(r"开会|召开|会议|培训|检查|督查|调研|举行|举办|到场")


def _weight(message: str, one: Named, today: date) -> int:
    """How likely is this the last day? Above 0 it can be."""
    before, after = message[max(0, one.start - 14) : one.start], message[one.end : one.end + 24]
    line = message[message.rfind("\n", 0, one.start) + 1 : one.start]
    weight = 1
    if _AFTER.match(after) or message[one.start : one.end].endswith("内"):
        weight += 6
    if _BEFORE.search(before):
        weight += 5
    elif _AT.search(before):
        weight += 2
    if _RANGE.search(before):
        weight += 2
    if _OPENS_RANGE.match(after):
        weight -= 4
    if _BEHIND.match(after):
        weight -= 4
    if one.day < today:
        weight -= 3
    if _STAMP.match(after) and len(line) < 20 and not _AT.search(before):
        weight -= 6  # the head of a chat message
    alone = not line.strip() and not after.split("\n")[0].strip()
    if alone and "\n" in message[: one.start]:
        weight -= 3  # the date under a signature
    if _MEETING.search(after.split("\n")[0]):
        weight -= 1
    return weight
