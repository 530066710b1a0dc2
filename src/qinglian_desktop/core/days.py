"""Reads a day as clerks write it, and shows one as forms print it."""

import re
from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.unreadable import Unreadable, short

FIRST, LAST = 1900, 2200  # years a record of an office can speak of
_SIGNS = {ord("０") + n: ord("0") + n for n in range(10)} | str.maketrans("－–—．／。", "---./.")
_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "明天": 1, "后天": 2, "前天": -2}
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "十": 10, "两": 2}
_FULL = re.compile(
    r"(\d{4})[-./年]\s*(\d{1,2})[-./月]\s*(\d{1,2})[日号]?"
    r"(?:T.*| \d{1,2}:\d\d.*|\s*[(（]?(?:星期|周)[1-6日天][)）]?)?"
)
_SOLID = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SHORT = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
_CHINESE = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[〇零一二三四五六七八九两]+")


def _number(word: str) -> str:
    """Chinese numerals up to 99 as digits; a run of digits like 二〇二六 is read one by one."""
    if "十" not in word:
        return "".join(str(_DIGITS[c]) for c in word)
    tens, _, ones = word.partition("十")
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def in_digits(text: str) -> str:
    """Chinese and full-width digits as plain ones: 十一月廿三 → 11月23, 两周后 → 2周后."""
    plain = text.translate(_SIGNS).replace("廿", "二十").replace("卅", "三十")
    return _CHINESE.sub(lambda m: _number(m.group()), plain)


def read_day(text: str) -> date:
    """2026-11-03, 2026.11.3, 20261103, 2026年11月3日, 11-3, 十一月三日, 今天. Raises Unreadable."""
    raw = text.strip()
    if raw in _NEAR:
        return clock.today() + timedelta(days=_NEAR[raw])
    word = in_digits(raw)
    match = _FULL.fullmatch(word) or _SOLID.fullmatch(word)
    example = "例：11-2 或 2026-11-02"
    if match and not FIRST <= int(match[1]) <= LAST:
        what = f"年份 {match[1]} 不对：〔{short(raw)}〕"
        raise Unreadable(what, f"请核对；年份在 {FIRST} 到 {LAST} 之间", "QL-EN-006")
    try:
        if match:
            year, month, day = (int(part) for part in match.groups())
            return date(year, month, day)
        if match := _SHORT.fullmatch(word):
            return date(clock.today().year, int(match[1]), int(match[2]))
    except ValueError:
        raise Unreadable(f"没有这一天：〔{short(raw)}〕", example, "QL-EN-006") from None
    raise Unreadable(f"日期看不懂：〔{short(raw)}〕", example, "QL-EN-006")


def show_day(day: date) -> str:
    return day.isoformat()


def paper_day(day: date) -> str:
    """GB/T 9704-2012: Arabic numerals, full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def age_on(born: date, day: date) -> int:
    """Full years on that day; the birthday counts, and who is born on 29 February waits a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def short_day(day: date) -> str:
    """2026.3.1, for the narrow columns of a paper."""
    return f"{day.year}.{day.month}.{day.day}"


def paper_day_of(stored: str | None, otherwise: str = "") -> str:
    """A stored day as a paper says it; an empty one is `otherwise`."""
    return paper_day(date.fromisoformat(stored)) if stored else otherwise


def short_day_of(stored: str | None) -> str:
    """The same for narrow columns."""
    return short_day(date.fromisoformat(stored)) if stored else ""
