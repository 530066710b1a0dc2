"""Reads a resident ID number (GB 11643-1999) and names what is wrong with it, never guessing.

Spreadsheets keep 15 digits of a number: 5.1E+17 and a tail of 000 are the marks of one that
was stored as a number; the lost digits cannot be had back, so it is refused.
"""

import re
from datetime import date

from qinglian_desktop.core.unreadable import Unreadable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"  # ISO 7064 MOD 11-2
# The first two digits: provinces and what stands beside them (GB/T 2260).
_PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55),
        range(61, 66), (71, 81, 82, 83, 91),
    )
    for code in codes
)  # fmt: skip
CHECK_DIGIT = "QL-EN-004"  # a number of the right make of which one digit is wrong
_LOST = "请从原表重新复制，复制前把这一列设成“文本”"
# Blanks, quotes, and the unseen marks that come along when a number is copied from a chat.
_AROUND = re.compile(r"[\s'‘’`\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_FULL_WIDTH = {ord("０") + n: ord("0") + n for n in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}


def check_digit(first_17: str) -> str:
    total = sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def read_id_number(text: str) -> str:
    """The 18 characters, X in capitals; raises Unreadable naming the wrong part."""
    number = _AROUND.sub("", text).translate(_FULL_WIDTH).upper()
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", number):
        raise Unreadable(f"变成了 {number}，后几位已丢", _LOST, "QL-IM-012")
    number = number.removesuffix(".0")
    if re.fullmatch(r"[0-9]{15}", number):
        raise Unreadable("只有 15 位，是旧号码", "请核对证件，填 18 位的新号码")
    if re.fullmatch(r"[0-9]{17}", number):
        raise Unreadable("只有 17 位，可能丢了最后的 X", "请核对原件，补上最后一位")
    if len(number) != 18:
        raise Unreadable(f"有 {len(number)} 位，应是 18 位", "请核对原件")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Unreadable("含有不是数字的字", "身份证号是 17 位数字加一位数字或 X，请核对原件")
    right = check_digit(number[:17])
    if number.endswith("000") and right != "0":
        raise Unreadable("后三位成了 000，原来的数字已丢", _LOST, "QL-IM-012")
    if number[:2] not in _PROVINCES:
        raise Unreadable(f"开头的地区 {number[:2]} 不存在", "请核对原件第 1 至 6 位")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unreadable(f"里的出生日期 {number[6:14]} 不存在", "请核对原件第 7 至 14 位") from None
    if number[17] != right:
        raise Unreadable("对不上校验位，可能有一位打错", "请核对原件", CHECK_DIGIT)
    return number


def newer(text: str) -> str:
    """The 18 digits that belong to an old number of 15, for comparing with the card; "" if none."""
    old = _AROUND.sub("", text).translate(_FULL_WIDTH)
    if not re.fullmatch(r"[0-9]{15}", old):
        return ""
    first = f"{old[:6]}19{old[6:]}"  # only people born before 2000 were given one
    try:
        return read_id_number(first + check_digit(first))
    except Unreadable:
        return ""


def birth_of(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> str:
    return "男" if int(number[16]) % 2 else "女"
