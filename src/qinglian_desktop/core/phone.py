"""Reads a telephone number: mobile, landline with or without its area code, service number."""

import re

from qinglian_desktop.core.unreadable import Unreadable, short

_CODE = "QL-EN-005"
_HALF = {ord("０") + n: ord("0") + n for n in range(10)} | {ord("＋"): "+"}
_BETWEEN = re.compile(r"[\s\-—－–()（）.·]")
_SERVICE = re.compile(r"1[012]\d|1[0126]\d{3}|9[56]\d{3,6}|[48]00\d{7}")  # 119, 12345, 95598, 400
_BIG_CITY = re.compile("010|02[0-9]")  # area codes of three digits; numbers there have eight


def read_phone(text: str) -> str:
    """The digits alone. Raises Unreadable saying how many are missing or too many."""
    number = _BETWEEN.sub("", text.strip().removesuffix(".0")).translate(_HALF)
    number = number.removesuffix(".0") if text.strip().endswith(".0") else number
    abroad = re.match(r"(?:\+|00)86|86(?=1\d{10}$)", number)
    number = number[abroad.end() :] if abroad else number
    if abroad and not number.startswith(("0", "1")):
        number = "0" + number  # from abroad an area code is dialled without its 0
    if not number.isascii() or not number.isdigit():
        raise Unreadable(f"〔{short(text)}〕不是电话号码", "只填数字，例：13800000000")
    if not abroad and _SERVICE.fullmatch(number):
        return number
    if number.startswith("1"):
        _long_enough(number, 11, 11, "手机号是 11 位，请核对")
        if number[1] in "012":
            raise Unreadable(f"没有 {number[:3]} 开头的手机号", "请核对前三位", _CODE)
    elif number.startswith("0"):
        three = _BIG_CITY.match(number)
        least, most = (11, 11) if three else (11, 12)
        area = number[: 3 if three else 4]
        rest = "8" if three else "7 或 8"
        _long_enough(number, least, most, f"区号 {area} 后面应是 {rest} 位，请核对")
    elif len(number) in (9, 10) and number[0] in "23456789":
        raise Unreadable("少了区号前面的 0", "请补上 0，例：023-48660001", _CODE)
    else:
        _long_enough(number, 7, 8, "座机号 7 或 8 位，手机号 11 位，请核对")
    return number


def _long_enough(number: str, least: int, most: int, remedy: str) -> None:
    if len(number) < least:
        raise Unreadable(f"电话少 {least - len(number)} 位", remedy, _CODE)
    if len(number) > most:
        raise Unreadable(f"电话多 {len(number) - most} 位", remedy, _CODE)
