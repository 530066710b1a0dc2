"""A time of day as it is typed: 14:30, 1430, 14点半, 下午2点半, 上午9时."""

import re
from typing import Final

from qinglian_desktop.core import numerals
from qinglian_desktop.core.unreadable import Unreadable, short

_PART: Final = {"上午": 0, "早上": 0, "凌晨": 0, "中午": 12, "下午": 12, "晚上": 12}
_TIME: Final = re.compile(
    r"(上午|早上|凌晨|中午|下午|晚上)?(\d{1,2}|[一二两三四五六七八九十]{1,3})"
    r"(?:[:：.](\d{2})|[点时](?:(半)|一刻|(\d{1,2})分?)?整?)?"
)


def read_time(text: str) -> str:
    """HH:MM, as times are stored; raises Unreadable when it is no time of a day."""
    word = "".join(text.split())
    if re.fullmatch(r"\d{3,4}", word):
        word = f"{word[:-2]}:{word[-2:]}"
    found = _TIME.fullmatch(word)
    if found is None or (word.isdigit() and len(word) > 2):
        raise _unreadable(text)
    part, hour, minutes, half, minute = found.groups()
    number = int(hour) if hour.isdigit() else numerals.read(hour.replace("两", "二"))
    if part and number < 12:
        number += _PART[part]
    at = 30 if half else 15 if "一刻" in word else int(minutes or minute or 0)
    if number > 23 or at > 59:
        raise _unreadable(text)
    return f"{number:02d}:{at:02d}"


def show_time(stored: str) -> str:
    """9:00 of 09:00, as it is said and printed."""
    return stored[1:] if re.fullmatch(r"0\d:\d\d", stored) else stored


def _unreadable(text: str) -> Unreadable:
    return Unreadable(f"时间看不懂：〔{short(text)}〕", "例：14:30 或 下午2点半", "QL-EN-030")
